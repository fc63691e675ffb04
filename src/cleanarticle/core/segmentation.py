"""Segmentation: a page as a partition of its text into blocks, inside a tree of boxes.

A block is a run of text that a reader sees as one unit: a paragraph, a heading, a list item, a row
of a small table. Blocks end at block-level elements and at empty lines (`<br><br>`), never inside a
sentence. Every piece of text on the page is in exactly one block, in page order, so later stages
cannot lose text; they can only label it wrongly. Left out are line numbers of code and the label of
its language, readings of ruby, hints for screen readers, edit links of headings, and the renderings
of a formula, of which its TeX is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.characters import JOINERS, ZERO_WIDTH
from cleanarticle.core.constructs import Constructs
from cleanarticle.core.tokens import link_density

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.boxes import Boxes
    from cleanarticle.core.pieces import Pieces
    from cleanarticle.parsing.document import Element


class Box(NamedTuple):
    """A block-level element and the range of blocks inside it.

    Attributes:
        tag: The element's name; "pre" for a listing of any element, "" for the single box of plain
            text.
        attrs: The values of its descriptive attributes (class, id, role and such) and of those of
            the inline elements around it, joined by spaces, in lower case.
        parent: Index of the parent box; -1 for the root.
        depth: Number of ancestor boxes.
        first: Index of the first block inside.
        last: Index after the last block inside.
        hidden: Whether markup or inline style hides it.
        path: XPath of the element; "" for plain text.
        element: The element; None for plain text.
    """

    tag: str
    attrs: str
    parent: int
    depth: int
    first: int
    last: int
    hidden: bool
    path: str
    element: Element | None


class Part(IntEnum):
    """The part of an element that a piece refers to."""

    TEXT = 0
    TAIL = 1
    ELEMENT = 2
    """The element itself: a line break, the beginning or end of a line, a media element, or an
    element that shows a text as a whole, such as a formula."""


Piece = tuple["Element", Part]
"""A part of an element that belongs to a block."""


class Inline(IntFlag):
    """Flags for the inline elements in a block."""

    LINK = 1
    BOLD = 2
    ITALIC = 4
    CODE = 8


class TextBlock(NamedTuple):
    """A run of text that a reader sees as one unit.

    Attributes:
        text: The text, with whitespace collapsed and line breaks kept; in `pre`, all whitespace is
            kept.
        box: Index of the innermost box around it.
        link_length: Characters inside links, not counting whitespace.
        link_count: Number of links that begin in it.
        inline_tags: The inline elements that begin in it, as bits of `Inline`.
        inline_attrs: The values of the descriptive attributes of those elements.
        hidden: Whether markup or inline style hides it.
        first_href: The href of its first link that has text; "" if there is none.
        pieces: The parts of elements that it consists of, in order, for rendering.
    """

    text: str
    box: int
    link_length: int = 0
    link_count: int = 0
    inline_tags: int = 0
    inline_attrs: str = ""
    hidden: bool = False
    first_href: str = ""
    pieces: Pieces | tuple[Piece, ...] = ()

    @property
    def link_density(self) -> float:
        """Share of its characters inside links, 0 to 1, not counting whitespace."""
        return link_density(self.text, self.link_length)


class Media(NamedTuple):
    """A media element between blocks, such as a picture or a video.

    Attributes:
        element: The element.
        position: Index of the first block after it.
        box: Index of the innermost box around it.
    """

    element: Element
    position: int
    box: int


class BoxSignatures(NamedTuple):
    """The distinct signatures of the boxes: pairs of a tag and attributes.

    Attributes:
        tags: The tag of each signature.
        attrs: The attributes of each signature, as in `Box.attrs`.
    """

    tags: tuple[str, ...]
    attrs: tuple[str, ...]


@dataclass(frozen=True)
class Segmentation:
    """A page split into blocks.

    Attributes:
        blocks: The blocks, in page order.
        boxes: The block-level elements, parents before children.
        media: The media elements between blocks; those inside a block are among its pieces.
        is_shown_later: Whether an element that hides most of the page is taken for visible, as a
            script may show it.
        constructs: The elements that are shown as something other than their markup says.
        had_messages: The indices of blocks whose invisible characters may have held a message.
    """

    blocks: list[TextBlock]
    boxes: Boxes
    media: list[Media] = field(default_factory=list)
    is_shown_later: bool = False
    constructs: Constructs = field(default_factory=Constructs)
    had_messages: frozenset[int] = frozenset()

    @property
    def signatures(self) -> BoxSignatures:
        """The signatures of the boxes, in order of first occurrence."""
        return self.boxes.signatures

    def ancestors(self, block: TextBlock) -> Iterator[Box]:
        """Yield the boxes around a block, innermost first."""
        index = block.box
        while index >= 0:
            box = self.boxes[index]
            yield box
            index = box.parent


def is_blank(text: str) -> bool:
    """Return True if the text has no visible character."""
    return not text.strip().strip(ZERO_WIDTH + JOINERS)
