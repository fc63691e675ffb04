"""Plain text cut into blocks, as somebody else scraped it."""

from __future__ import annotations

import itertools
import re

from cleanarticle.core.segmentation import Box, Segmentation, TextBlock, is_blank


def segment_text(text: str) -> Segmentation:
    """Cut plain text into blocks.

    Paragraphs are what blank lines separate. A paragraph of several lines is one block if it is
    wrapped, that is, if its lines are filled to about the same width; else each of its lines is a
    block, as scrapers write them. Text without any blank line is one block a line or hard-wrapped
    as a whole, by the same test.
    """
    blocks = [
        TextBlock(part, 0)
        for paragraph in _BLANK_LINE.split(text)
        for part in _unwrap(paragraph)
        if not is_blank(part)
    ]
    root = Box("", "", -1, 0, 0, len(blocks), hidden=False, path="", element=None)
    return Segmentation(blocks, [root])


_LINE_END = r"(?>\r\n|[\r\n\f\v\x85\u2028\u2029])"
_BLANK_LINE = re.compile(rf"{_LINE_END}(?>[^\S\r\n\f\v\x85\u2028\u2029]*{_LINE_END})+")
"""Line ends with white space alone between them; \\r\\n is one, which is never taken apart."""

_WIDTH = (30, 120)
"""Widths, in characters, that people and programs wrap text at; the most usual are 65 to 80."""


def _unwrap(paragraph: str) -> list[str]:
    lines = [" ".join(line.split()) for line in paragraph.splitlines()]
    lines = [line for line in lines if line]
    return ["\n".join(lines)] if _is_wrapped(lines) else lines


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one paragraph.

    They are if no line but the last could have held the next one's first word, as a program
    wraps, or if lines break off at a comma or before a small letter.
    """
    if len(lines) < 2:
        return False
    width = max(map(len, lines))
    if not _WIDTH[0] <= width <= _WIDTH[1]:
        return False
    pairs = list(itertools.pairwise(lines))
    filled = sum(len(line) + 1 + len(after.split(" ", 1)[0]) > width for line, after in pairs)
    run_on = sum(line.endswith((",", "-")) or after[0].islower() for line, after in pairs)
    return filled == len(pairs) or run_on * 2 >= len(pairs)
