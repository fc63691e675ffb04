"""Plain text: paragraphs of text that another scraper has extracted."""

from __future__ import annotations

import itertools
import re


def split_paragraphs(text: str) -> list[str]:
    """Split plain text into paragraphs, in order.

    Blank lines separate paragraphs. A paragraph of several lines stays whole if it is wrapped, that
    is, if its lines are filled to about the same width; otherwise each line is a paragraph, as
    scrapers write them. Text without any blank line is one paragraph per line, or hard-wrapped as
    a whole, by the same test. Unpaired surrogates, which UTF-8 cannot encode, become "?", as they
    do in HTML.
    """
    text = text.encode("utf-8", "replace").decode()
    return [part for paragraph in _BLANK_LINES.split(text) for part in _unwrap(paragraph)]


_LINE_END = r"(?>\r\n|[\r\n\f\v\x85\u2028\u2029])"
_BLANK_LINES = re.compile(rf"{_LINE_END}(?>[^\S\r\n\f\v\x85\u2028\u2029]*{_LINE_END})+")
"""Line ends with only whitespace between them; \\r\\n is one line end and is never split."""

_WRAP_WIDTHS = (30, 120)
"""Widths, in characters, at which people and programs wrap text; 65 to 80 are most common."""


def _unwrap(paragraph: str) -> list[str]:
    lines = [" ".join(line.split()) for line in paragraph.splitlines()]
    lines = [line for line in lines if line]
    return ["\n".join(lines)] if _is_wrapped(lines) else lines


def _is_wrapped(lines: list[str]) -> bool:
    """Return True if lines are one paragraph.

    They are if no line except the last has room for the first word of the next one, as a program
    wraps, or if at least half of the lines end in a comma or precede a lower-case letter.
    """
    if len(lines) < 2:
        return False
    width = max(map(len, lines))
    if not _WRAP_WIDTHS[0] <= width <= _WRAP_WIDTHS[1]:
        return False
    pairs = list(itertools.pairwise(lines))
    filled = sum(len(line) + 1 + len(after.split(" ", 1)[0]) > width for line, after in pairs)
    continued = sum(line.endswith((",", "-")) or after[0].islower() for line, after in pairs)
    return filled == len(pairs) or continued * 2 >= len(pairs)
