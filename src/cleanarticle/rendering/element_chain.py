"""Chain: the elements of the output around a piece of text, opened and closed as they change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.parsing.document import Element

TABLE = frozenset("table thead tbody tfoot tr td th caption".split())

TEXT_HOLDERS = frozenset("p h1 h2 h3 h4 h5 h6 pre figcaption dt caption summary".split())
"""Elements that hold one run of text and need no paragraph inside."""

ITEMS = frozenset("li dd td th".split())
"""Elements that hold one run of text as it is, and several as paragraphs."""

BLOCK_LEVEL = (
    TABLE | TEXT_HOLDERS | ITEMS | frozenset("ul ol dl blockquote figure details div".split())
)


_TAG = re.compile(r"</?([a-z0-9]+)[^<]*>$")
"""A tag alone."""

_VOID = ("br", "img")


class Open(NamedTuple):
    """One element of the output that is open: the source it stands for, and its tags."""

    key: tuple[Element | None, int]
    tag: str
    start: str
    end: str


class Writer:
    """Writes pieces of text below their chains of elements."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.chain: list[Open] = []

    def write(self, markup: str, chain: Sequence[Open]) -> None:
        """Write markup inside a chain of elements, closing and opening what has changed."""
        same = 0
        for old, new in zip(self.chain, chain, strict=False):
            if old.key != new.key:
                break
            same += 1
        self.close(same)
        for element in chain[same:]:
            if element.tag == "a" and self.touches_link():
                self.out.append(" ")  # as in the text: two links without a gap are two words
            self.out.append(element.start)
            self.chain.append(element)
        self.out.append(markup)

    def close(self, keep: int = 0) -> None:
        """Close what is open, but for the outermost elements."""
        while len(self.chain) > keep:
            self.out.append(self.chain.pop().end)

    def touches_link(self) -> bool:
        """Whether nothing but tags of inline elements was written since the end of a link."""
        for part in reversed(self.out):
            if part == "</a>":
                return True
            tag = _TAG.match(part)
            if not tag or tag[1] in BLOCK_LEVEL or tag[1] in _VOID:
                break
        return False

    def in_listing(self, chain: Sequence[Open]) -> bool:
        """Whether the listing in a chain is open already, and its last line not ended."""
        listing = next(step for step in chain if step.tag == "pre")
        return any(step.key == listing.key for step in self.chain) and not self.out[-1].endswith(
            "\n"
        )


def put(chain: tuple[Open, ...], step: Open) -> tuple[Open, ...]:
    """Add an element to a chain: those of block level go outside of the inline ones around them.

    A link around a whole card becomes a link in each of its paragraphs, as Markdown has it.
    """
    at = len(chain)
    if step.tag in BLOCK_LEVEL:
        while at and chain[at - 1].tag not in BLOCK_LEVEL:
            at -= 1
    return (*chain[:at], step, *chain[at:])
