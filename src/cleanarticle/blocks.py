"""TextBlock: the page cut into runs of text, a partition of all that it says.

A block is a run of text that a reader sees as one: a paragraph, a heading, a list item, a row of
a small table. The cut is made at block-level elements and at empty lines (`<br><br>`), never
inside a sentence. Every piece of text of the page is in exactly one block, in page order, so
nothing can be lost by what comes after: it can only be labelled wrongly.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.document import Document, Element


# What an element means for the cut. Plain numbers, as they are compared for every element: those
# below _BREAK are entered, of which those up to _LINK are inline.
_INLINE, _LINK, _CELL, _BLOCK, _PRE, _ROW, _HIDDEN, _BREAK, _MEDIA, _SKIP = range(10)

_ROLES: dict[object, int] = {
    # Block-level elements of the HTML standard's rendering section, and the controls that are
    # never part of a sentence.
    **dict.fromkeys(
        """address article aside blockquote body button caption center col colgroup dd details
        dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6
        header hgroup hr html legend li main menu nav ol optgroup option p search section select
        summary table tbody textarea tfoot thead ul""".split(),
        _BLOCK,
    ),
    **dict.fromkeys(("pre", "listing", "xmp"), _PRE),
    **dict.fromkeys(("td", "th"), _CELL),
    "tr": _ROW,
    "a": _LINK,
    "br": _BREAK,
    # What shows something else than text; the text inside is for browsers that cannot show it.
    **dict.fromkeys("applet audio canvas embed iframe img object video".split(), _MEDIA),
    # What browsers do not show; noscript is not shown where scripts run.
    **dict.fromkeys(
        """base basefont bgsound datalist head link meta noembed noframes noscript param rp script
        source style template title track annotation annotation-xml""".split(),
        _SKIP,
    ),
}

_TELLING = frozenset(("class", "id", "role", "itemprop", "rel", "aria-label", "data-testid"))
"""Attributes in which authors of pages say what an element is for."""

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")

_CELL_LIMIT = 200
"""Longest cell, in characters, of a row that is kept as one block: a data cell is a figure or a
phrase, while the cells of a layout table hold whole columns of the page."""


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
        element: The element; None for plain text.
    """

    tag: str
    attrs: str
    parent: int
    depth: int
    first: int
    last: int
    hidden: bool
    element: Element | None


class Part(IntEnum):
    """What of an element a piece is."""

    TEXT = 0
    TAIL = 1
    ITSELF = 2
    """The element is a line break or a picture."""


Piece = tuple["Element", Part]
"""A part of an element that stands in a block."""


class TextBlock(NamedTuple):
    """A run of text that a reader sees as one.

    Attributes:
        text: White space collapsed, line breaks kept; in `pre` all white space is kept.
        box: Index of the innermost box around it.
        link_length: Characters of it inside links, white space not counted.
        inline: What the telling attributes of the inline elements inside it say.
        inline_tags: Names of the inline elements inside it, joined by spaces.
        hidden: Whether mark-up or inline style keeps it from being shown.
        pieces: What it is made of, in order, for whoever renders it.
    """

    text: str
    box: int
    link_length: int = 0
    inline: str = ""
    inline_tags: str = ""
    hidden: bool = False
    pieces: tuple[Piece, ...] = ()


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


@dataclass(frozen=True, slots=True)
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

    def xpath(self, block: TextBlock) -> str | None:
        """Path of the element around a block; None for plain text."""
        element = self.boxes[block.box].element
        return None if element is None else _xpath(element)

    def ancestors(self, block: TextBlock) -> Iterator[Box]:
        """The boxes around a block, from the innermost outwards."""
        index = block.box
        while index >= 0:
            box = self.boxes[index]
            yield box
            index = box.parent


def _xpath(element: Element) -> str:
    """The path that libxml2 gives; names that XPath cannot spell are counted as any element."""
    path = str(element.getroottree().getpath(element))
    if _ODD_NAME.search(path) is None:
        return path
    steps = [
        f"*[{1 + sum(1 for _ in step.itersiblings(preceding=True))}]"
        for step in (element, *element.iterancestors())
    ]
    return "/" + "/".join(reversed(steps))


_ODD_NAME = re.compile(r"[^\w/\[\].-]")


def segment(document: Document) -> Segmentation:
    """Cut a page into blocks.

    A page that says more to browsers without scripts than to those with (Discourse forums do) is
    read as the former show it.
    """
    cutter = _Cutter()
    cutter.walk(document.root)
    shown = sum(len(block.text) for block in cutter.blocks)
    if _unscripted_length(document.root) > shown:
        cutter = _Cutter(scripts=False)
        cutter.walk(document.root)
    boxes = [box for box in cutter.boxes if box is not None]
    return Segmentation(cutter.blocks, boxes, cutter.media)


class _OpenBox:
    """A box whose end has not been reached yet."""

    __slots__ = ("attrs", "depth", "element", "first", "hidden", "index", "parent", "tag")

    def __init__(self, element: Element, attrs: str, index: int, first: int) -> None:
        self.element = element
        self.attrs = attrs
        self.index = index
        self.first = first
        self.tag = str(element.tag)
        self.parent = -1
        self.depth = 0
        self.hidden = False

    def close(self, last: int) -> Box:
        return Box(self.tag, self.attrs, self.parent, self.depth, self.first, last, self.hidden,
                   self.element)  # fmt: skip


class _Run:
    """The text since the last cut."""

    __slots__ = ("after_link", "has_text", "inline", "inline_tags", "lines", "link_length",
                 "pieces")  # fmt: skip

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.pieces: list[Piece] = []
        self.has_text = False
        self.inline: list[str] = []
        self.inline_tags: list[str] = []
        self.link_length = 0
        self.after_link = False

    def text(self, *, joiner: str, raw: bool) -> str:
        if raw:
            return "\n".join("".join(line) for line in self.lines).strip("\r\n")
        lines = (" ".join("".join(line).split()) for line in self.lines)
        return joiner.join(line for line in lines if line)


class _Cutter:
    """One walk over the tree that opens and closes boxes and gathers runs of text into blocks."""

    def __init__(self, *, scripts: bool = True) -> None:
        self.roles = _ROLES if scripts else _ROLES | {"noscript": _BLOCK}
        self.blocks: list[TextBlock] = []
        self.boxes: list[Box | None] = []
        self.media: list[Media] = []
        self.open: list[_OpenBox] = []
        self.run = _Run()
        self.set_aside: list[_Run] = []
        self.around: list[str] = []
        self.links = 0
        self.pre = 0
        self.in_row = False

    def walk(self, root: Element) -> None:
        """Visit every element once; without recursion, as pages nest deeper than Python does."""
        self.start(root, _BLOCK)
        todo = [(root, _BLOCK, iter(root))]
        roles, add, role_of = self.roles, self.add, self.role
        while todo:
            element, role, children = todo[-1]
            for child in children:
                inner = roles.get(child.tag, _INLINE)
                if inner <= _CELL:
                    inner = role_of(child, inner)
                if inner < _BREAK:
                    self.start(child, inner)
                    todo.append((child, inner, iter(child)))
                    break
                if inner != _SKIP:
                    self.leaf(child, inner)
                text = child.tail
                if text:
                    add(text, child, Part.TAIL)
            else:
                todo.pop()
                self.end(role)
                if todo:
                    text = element.tail
                    if text:
                        add(text, element, Part.TAIL)

    def role(self, element: Element, role: int) -> int:
        """The role of an element whose name alone does not settle it."""
        if role == _CELL:
            return _CELL if self.in_row else _BLOCK
        if _is_hidden(element):
            return _HIDDEN
        if element.tag == "svg" and next(element.iter("text"), None) is None:
            return _MEDIA
        return role

    def start(self, element: Element, role: int) -> None:
        """Enter an element."""
        if role <= _LINK:
            self.start_inline(element, role)
        elif role == _CELL:
            self.run.lines.append([])
        else:
            self.start_box(element, role)
        text = element.text
        if text:
            self.add(text, element, Part.TEXT)

    def start_inline(self, element: Element, role: int) -> None:
        run = self.run
        attrs = _telling(element)
        self.around.append(attrs)
        run.inline_tags.append(str(element.tag))
        if attrs:
            run.inline.append(attrs)
        if role == _LINK:
            self.links += 1
            if run.after_link:  # two links without a gap are two words all the same
                run.lines[-1].append(" ")

    def start_box(self, element: Element, role: int) -> None:
        if role == _HIDDEN:
            self.set_aside.append(self.run)
            self.run = _Run()
        else:
            self.cut()
        attrs = _telling(element)
        if self.around:
            attrs = " ".join(filter(None, (*self.around, attrs)))
        box = _OpenBox(element, attrs, len(self.boxes), len(self.blocks))
        if self.open:
            parent = self.open[-1]
            box.parent = parent.index
            box.depth = parent.depth + 1
            box.hidden = parent.hidden
        box.hidden = box.hidden or role == _HIDDEN or _is_hidden(element)
        self.boxes.append(None)
        self.open.append(box)
        if role == _PRE:
            self.pre += 1
        elif role == _ROW:
            self.in_row = _is_data_row(element)

    def end(self, role: int) -> None:
        """Leave an element."""
        if role <= _LINK:
            self.around.pop()
            if role == _LINK:
                self.links -= 1
                self.run.after_link = True
        elif role != _CELL:
            self.end_box(role)

    def end_box(self, role: int) -> None:
        self.cut()
        box = self.open.pop()
        self.boxes[box.index] = box.close(len(self.blocks))
        if role == _PRE:
            self.pre -= 1
        elif role == _ROW:
            self.in_row = False
        elif role == _HIDDEN:
            self.run = self.set_aside.pop()

    def leaf(self, element: Element, role: int) -> None:
        if role == _MEDIA:
            self.run.pieces.append((element, Part.ITSELF))
        elif role == _BREAK:
            self.line_break(element)

    def line_break(self, element: Element) -> None:
        """End a line; two in a row end the block, as authors without style sheets write it."""
        run = self.run
        run.pieces.append((element, Part.ITSELF))
        if self.in_row:
            run.lines[-1].append(" ")
        elif self.pre or any(not piece.isspace() for piece in run.lines[-1]):
            run.lines.append([])
        else:
            self.cut()

    def add(self, text: str, element: Element, part: Part) -> None:
        run = self.run
        run.lines[-1].append(text)
        run.pieces.append((element, part))
        if text.isspace():
            return
        run.has_text = True
        if self.links:
            run.link_length += len("".join(text.split()))
        else:
            run.after_link = False

    def cut(self) -> None:
        """End the block, if there is any text since the last cut."""
        run = self.run
        if not run.pieces and not run.inline_tags:
            return
        self.run = _Run()
        box = self.open[-1]
        text = ""
        if run.has_text:
            text = run.text(joiner="\t" if self.in_row else "\n", raw=self.pre > 0)
        if text.strip(_INVISIBLE):
            self.blocks.append(TextBlock(
                text, box.index, run.link_length, " ".join(run.inline),
                " ".join(run.inline_tags), box.hidden, tuple(run.pieces),
            ))  # fmt: skip
            return
        self.media.extend(
            Media(element, len(self.blocks), box.index)
            for element, part in run.pieces
            if part is Part.ITSELF and element.tag != "br"
        )


_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters without a picture: soft hyphen, zero-width spaces and joiners, direction marks."""


def _unscripted_length(root: Element) -> int:
    """Characters of text that are for browsers without scripts."""
    return sum(
        len(text.strip())
        for element in root.iter("noscript")
        for text in element.itertext("*", with_tail=False)
    )


def _telling(element: Element) -> str:
    """What an element's telling attributes say, in lower case."""
    found = [str(value) for name, value in element.items() if name in _TELLING]
    return " ".join(found).lower() if found else ""


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    if style and _HIDING.search(style):
        return True
    return element.get("hidden") is not None


def _is_data_row(row: Element) -> bool:
    """Whether a table row holds short cells of text: one line of a table, not a page's layout."""
    if len(row) < 2:
        return False
    for cell in row:
        if _ROLES.get(cell.tag) != _CELL:
            return False
        size = 0
        for element in cell.iter():
            if element is not cell:
                if _CELL <= _ROLES.get(element.tag, _INLINE) <= _ROW:
                    return False
                size += len(element.tail or "")
            size += len(element.text or "")
        if size > _CELL_LIMIT:
            return False
    return True


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
        if part.strip(_INVISIBLE)
    ]
    root = Box("", "", -1, 0, 0, len(blocks), hidden=False, element=None)
    return Segmentation(blocks, [root])


_BLANK_LINE = re.compile(
    r"(?:\r\n|[\r\n\f\v\x85\u2028\u2029])\s*(?:\r\n|[\r\n\f\v\x85\u2028\u2029])"
)

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
