"""HTML writer that opens and closes elements as the ancestors of the written text change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.parsing.document import Element

TABLE_TAGS = frozenset("table thead tbody tfoot tr td th caption".split())

HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())

TEXT_BLOCK_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 pre figcaption dt caption summary".split())
"""Elements that directly contain the text of one block and need no paragraph inside."""

ITEM_TAGS = frozenset("li dd td th".split())
"""Elements that contain the text of a single block directly, but several blocks as paragraphs."""

BLOCK_LEVEL_TAGS = (
    TABLE_TAGS
    | TEXT_BLOCK_TAGS
    | ITEM_TAGS
    | frozenset("ul ol dl blockquote figure details div".split())
)


_TAG = re.compile(r"</?([a-z0-9]+)[^<]*>$")
"""A string that consists of one tag."""

_VOID_TAGS = ("br", "img")


_MAX_REPETITION = 10
"""Characters of repeated start tags for each other character, from which on attributes are left
out. A link around a card is repeated in each of its paragraphs, and a long one around thousands of
paragraphs would fill the memory. Chosen by hand."""


class OutputElement(NamedTuple):
    """Element of the output.

    Attributes:
        key: Source element, None for an inserted paragraph, and a number that distinguishes several
            output elements of one source.
        tag: Name of the output element.
        start: Start tag, with any markup that has to precede or follow it directly.
        end: End tag.
    """

    key: tuple[Element | None, int]
    tag: str
    start: str
    end: str


class HtmlWriter:
    """Writer of pieces of markup, each inside a given sequence of ancestors.

    Attributes:
        parts: Strings written so far.
        open_elements: Elements that are not closed yet, outermost first.
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open_elements: list[OutputElement] = []
        self._written_keys: set[tuple[Element | None, int]] = set()
        self._original_length = self._repeated_length = 0  # of all that was written

    def write(self, markup: str, ancestors: Sequence[OutputElement]) -> None:
        """Write markup inside the given ancestors, after closing and opening elements as needed.

        Args:
            markup: Inline markup.
            ancestors: Elements that enclose the markup, outermost first.
        """
        shared = 0
        for current, wanted in zip(self.open_elements, ancestors, strict=False):
            if current.key != wanted.key:
                break
            shared += 1
        self.close(shared)
        for element in ancestors[shared:]:
            if element.tag == "a" and self._ends_with_link():
                self.parts.append(" ")  # the block text has a space between adjacent links, too
            self.parts.append(self._start_tag(element))
            self.open_elements.append(element)
        self.parts.append(markup)
        self._original_length += len(markup)

    def _start_tag(self, element: OutputElement) -> str:
        """Return the start tag, without attributes if these are repeated too often."""
        if element.key not in self._written_keys:
            self._written_keys.add(element.key)
            self._original_length += len(element.start)
        elif self._repeated_length > _MAX_REPETITION * self._original_length:
            return f"<{element.tag}>"
        else:
            self._repeated_length += len(element.start)
        return element.start

    def close(self, keep: int = 0) -> None:
        """Close all open elements except the `keep` outermost ones."""
        while len(self.open_elements) > keep:
            self.parts.append(self.open_elements.pop().end)

    def is_within_line_of(self, ancestors: Sequence[OutputElement]) -> bool:
        """Return True if the `pre` among the ancestors is open and its last line unfinished."""
        listing = next(element for element in ancestors if element.tag == "pre")
        is_open = any(element.key == listing.key for element in self.open_elements)
        return is_open and not self.parts[-1].endswith("\n")

    def _ends_with_link(self) -> bool:
        """Return True if only tags of inline elements were written after the last end of a link."""
        for part in reversed(self.parts):
            if part == "</a>":
                return True
            tag = _TAG.match(part)
            if not tag or tag[1] in BLOCK_LEVEL_TAGS or tag[1] in _VOID_TAGS:
                break
        return False


_MAX_AMPERSANDS = 1_000
"""Ampersands of a text in a row: nh3 takes time with their square. Chosen by hand."""


def split_text(markup: str) -> str:
    """Return escaped text with empty comments in it, which nh3 removes, if it has many ampersands.

    Args:
        markup: Text as HTML, possibly with elements in it.
    """
    parts = markup.split("&amp;")
    if len(parts) <= _MAX_AMPERSANDS:
        return markup
    chunks = (parts[i : i + _MAX_AMPERSANDS] for i in range(0, len(parts), _MAX_AMPERSANDS))
    return "&amp;<!---->".join("&amp;".join(chunk) for chunk in chunks)


def nest_element(
    ancestors: tuple[OutputElement, ...], element: OutputElement
) -> tuple[OutputElement, ...]:
    """Add an element to a sequence of ancestors.

    A block-level element goes outside the innermost inline elements and headings. A link around a
    card thus becomes a link in each of its paragraphs, the only form that Markdown supports, and a
    heading around a list becomes a heading in each of its items.

    Args:
        ancestors: Output elements, outermost first.
        element: Output element inside them.

    Returns:
        The ancestors with the element, outermost first.
    """
    index = len(ancestors)
    if element.tag in BLOCK_LEVEL_TAGS:
        while index and ancestors[index - 1].tag not in BLOCK_LEVEL_TAGS - HEADING_TAGS:
            index -= 1
    return (*ancestors[:index], element, *ancestors[index:])
