"""Verse: the lines of poems that are elements of their own."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.roles import LINE, is_block_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element

VERSE_WORDS = tuple(
    """poem poetry poeme poème poesie poesía poesia poema verse verses stanza strophe estrofa lyric
    lyrics songtext linegroup line-group line-block lineblock gedicht couplet refrain quatrain
    sonnet haiku hymn""".split()
)
"""Words in the names of poems and stanzas, among them those of TEI and docutils."""

_VERSE_NAME = re.compile(rf"(?<![a-z])(?:{'|'.join(VERSE_WORDS)})(?![a-z])", re.IGNORECASE)

LINE_WORDS = ("line", "l", "v", "vers")
"""Classes of a line of verse. Others are a word for verse and `line`."""

_LINE_NAME = re.compile(
    rf"(?<!\S)(?:(?:verse|poem|poetry|stanza|lyrics?)[-_]+line|{'|'.join(LINE_WORDS)})(?!\S)",
    re.IGNORECASE,
)

_LINE_STYLE = re.compile(r"display\s*:\s*block")

_MAX_LINE = 90
"""Longest line of verse, in characters. Chosen by hand: a fourteener has about 60."""

_NEAR = 2
"""Ancestors of lines whose names may say that they are verse: the stanza and the poem. Chosen by
hand."""

_MIN_UNNAMED, _MIN_PARAGRAPHS = 3, 3
"""Fewest lines in an element whose name does not say verse, and fewest lines that are paragraphs.
Chosen by hand: two short paragraphs in a row are common."""


def is_verse_name(name: str | None) -> bool:
    """Return True if a class attribute says that an element is verse."""
    return name is not None and _VERSE_NAME.search(name) is not None


def is_line_name(name: str | None) -> bool:
    """Return True if a class attribute says that an element is a line."""
    return name is not None and _LINE_NAME.search(name) is not None


def verse_lines(element: Element, *, is_named: bool = False) -> dict[Element, int]:
    """Return the role LINE for the lines of verse in an element, nothing if it has none.

    An element has lines if it holds nothing but short texts of one tag. Empty lines between them
    separate stanzas.

    Args:
        element: An element outside of listings, whose first child is called a line, or that
            is called verse.
        is_named: Whether it or its parent is called verse.
    """
    if len(element) < 2 or not is_block_level(element.tag):
        return {}
    lines = list(_lines(element))
    is_verse = is_named or any(
        is_verse_name(outer.get("class")) for outer in islice(element.iterancestors(), _NEAR)
    )
    return dict.fromkeys(lines if is_verse or len(lines) >= _MIN_UNNAMED else (), LINE)


def _lines(element: Element) -> Iterator[Element]:
    """Yield the lines of an element that has nothing else in it."""
    lines = []
    if (element.text or "").strip():
        return
    for child in element:
        if (child.tail or "").strip():
            return
        if not any(map(str.strip, map(str, child.itertext()))):
            continue
        if not _is_plain_line(child) or len(" ".join(map(str, child.itertext()))) > _MAX_LINE:
            return
        lines.append(child)
    tags = {line.tag for line in lines}
    is_paragraphs = tags == {"p"} and not is_line_name(lines[0].get("class"))
    if len(tags) == 1 and len(lines) >= (_MIN_PARAGRAPHS if is_paragraphs else 2):
        yield from lines


def _is_plain_line(child: Element) -> bool:
    """Return True if an element begins a line and has neither lines nor links in it."""
    for inner in child.iterdescendants():
        if inner.tag == "br" and _is_last(inner, child):
            continue
        if inner.tag in ("br", "a", "img") or is_block_level(inner.tag) or _is_line_span(inner):
            return False
    return child.tag in ("div", "p") or _is_line_span(child)


def _is_last(inner: Element, line: Element) -> bool:
    """Return True if nothing follows an element in a line, as behind the break at its end."""
    return inner.getparent() is line and inner.getnext() is None and not (inner.tail or "").strip()


def _is_line_span(element: Element) -> bool:
    if element.tag != "span":
        return False
    style = element.get("style") or ""
    return is_line_name(element.get("class")) or _LINE_STYLE.search(style) is not None
