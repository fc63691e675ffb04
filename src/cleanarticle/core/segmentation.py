"""TextBlock: the page cut into runs of text, a partition of all that it says.

A block is a run of text that a reader sees as one: a paragraph, a heading, a list item, a row of
a small table. The cut is made at block-level elements and at empty lines (`<br><br>`), never
inside a sentence. Every piece of text of the page is in exactly one block, in page order, so
nothing can be lost by what comes after: it can only be labelled wrongly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element


class Box(NamedTuple):
    """A block-level element and the range of blocks inside it.

    Attributes:
        tag: The element's name; "" for the one box of a plain text.
        attrs: What its telling attributes (class, id, role and such) say, joined by spaces and in
            lower case; those of inline elements around it included.
        parent: Index of the box around it; -1 for the outermost.
        depth: Number of boxes around it.
        first: Index of the first block inside.
        last: Index behind the last block inside.
        hidden: Whether mark-up or inline style keeps it from being shown.
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
    """What of an element a piece is."""

    TEXT = 0
    TAIL = 1
    ELEMENT = 2
    """The element is a line break or a picture."""


Piece = tuple["Element", Part]
"""A part of an element that stands in a block."""


class Inline(IntFlag):
    """Which inline elements stand in a block."""

    LINK = 1
    BOLD = 2
    ITALIC = 4
    CODE = 8


class TextBlock(NamedTuple):
    """A run of text that a reader sees as one.

    Attributes:
        text: White space collapsed, line breaks kept; in `pre` all white space is kept.
        box: Index of the innermost box around it.
        link_length: Characters of it inside links, white space not counted.
        link_count: Number of links that begin in it.
        inline_tags: Which inline elements begin in it, as bits of `Inline`.
        inline_attrs: What the telling attributes of those elements say.
        hidden: Whether mark-up or inline style keeps it from being shown.
        first_href: Where its first link leads to; "" without links.
        pieces: What it is made of, in order, for whoever renders it.
    """

    text: str
    box: int
    link_length: int = 0
    link_count: int = 0
    inline_tags: int = 0
    inline_attrs: str = ""
    hidden: bool = False
    first_href: str = ""
    pieces: tuple[Piece, ...] = ()

    @property
    def link_density(self) -> float:
        """Share of its characters that are inside links, 0 to 1."""
        if not self.link_length:
            return 0.0
        return min(1.0, self.link_length / max(1, len("".join(self.text.split()))))


class Media(NamedTuple):
    """An element that shows something else than text: a picture, a video.

    Attributes:
        element: The element.
        position: Index of the first block after it.
        box: Index of the innermost box around it.
    """

    element: Element
    position: int
    box: int


class BoxSignatures(NamedTuple):
    """What boxes look like: two boxes of one element with the same attributes look the same.

    Attributes:
        of_box: Index of each box's look.
        tags: The element of each look.
        attrs: What its telling attributes say, as in `Box.attrs`.
    """

    of_box: list[int]
    tags: tuple[str, ...]
    attrs: tuple[str, ...]


@dataclass(frozen=True)
class Segmentation:
    """A page cut into blocks.

    Attributes:
        blocks: The partition, in page order.
        boxes: The block-level elements, each before those inside it.
        media: The pictures and the like that stand between the blocks, not in one.
    """

    blocks: list[TextBlock]
    boxes: list[Box]
    media: list[Media] = field(default_factory=list)

    @cached_property
    def signatures(self) -> BoxSignatures:
        """The signatures of the boxes, in page order."""
        known: dict[tuple[str, str], int] = {}
        keys = map(itemgetter(0, 1), self.boxes)
        of_box = [known.setdefault(key, len(known)) for key in keys]
        tags, attrs = zip(*known, strict=True)
        return BoxSignatures(of_box, tags, attrs)

    def ancestors(self, block: TextBlock) -> Iterator[Box]:
        """The boxes around a block, from the innermost outwards."""
        index = block.box
        while index >= 0:
            box = self.boxes[index]
            yield box
            index = box.parent


_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters without a picture: soft hyphen, zero-width spaces and joiners, direction marks."""


def is_blank(text: str) -> bool:
    """Whether a text shows nothing."""
    return not text.strip().strip(_INVISIBLE)
