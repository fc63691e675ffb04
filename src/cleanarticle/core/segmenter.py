"""A page's tree cut into blocks, in one walk."""

from __future__ import annotations

import re
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from cleanarticle.core.segmentation import (
    Box,
    Inline,
    Media,
    Part,
    Segmentation,
    TextBlock,
    is_blank,
)
from cleanarticle.parsing.hidden_text import WHOLE, hides, prose_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleanarticle.core.segmentation import Piece
    from cleanarticle.parsing.document import Document, Element


# What an element means for the cut. Plain numbers, as they are compared for every element: those
# below _BREAK are entered, of which those up to _LINK are inline.
_INLINE, _LINK, _CELL, _BLOCK, _PRE, _ROW, _HIDDEN, _BREAK, _MEDIA, _VECTOR, _SKIP = range(11)

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
    "svg": _VECTOR,
    # What shows something else than text; the text inside is for browsers that cannot show it.
    **dict.fromkeys("applet audio canvas embed iframe img object video".split(), _MEDIA),
    # What browsers do not show; noscript is not shown where scripts run.
    **dict.fromkeys(
        """base basefont bgsound datalist head link meta noembed noframes noscript param rp script
        style template title annotation annotation-xml""".split(),
        _SKIP,
    ),
}

_UNSCRIPTED_ROLES = _ROLES | {"noscript": _BLOCK}
"""What elements mean where scripts do not run."""

_MARKS = {
    "a": int(Inline.LINK),
    **dict.fromkeys(("b", "strong"), int(Inline.BOLD)),
    **dict.fromkeys(("i", "em", "cite"), int(Inline.ITALIC)),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), int(Inline.CODE)),
}

_TELLING = frozenset(("class", "id", "role", "itemprop", "rel", "aria-label", "data-testid"))
"""Attributes in which authors of pages say what an element is for."""

_CELL_LIMIT = 200
"""Longest cell, in characters, of a row that is kept as one block: a data cell is a figure or a
phrase, while the cells of a layout table hold whole columns of the page."""

_NEW_LINE = "\0"
"""Stands for a line break while a run is gathered: no parser lets a NUL through."""

_TEXT, _TAIL, _ITSELF = Part  # an enumeration's names are looked up slowly


def segment(document: Document) -> Segmentation:
    """Cut a page into blocks.

    A page that says more to browsers without scripts than to those with (Discourse forums do) is
    read as the former show it.
    """
    root, roles = document.root, _ROLES
    page = _Segmenter(roles).walk(root)
    total = sum(len(block.text) for block in page.blocks)
    if _unscripted_length(root) > total:
        roles = _UNSCRIPTED_ROLES
        page = _Segmenter(roles).walk(root)
    covers = _covers(page)
    return _Segmenter(roles, covers).walk(root) if covers else page


def _covers(page: Segmentation) -> frozenset[Element]:
    """The elements that hide the page as a whole until a script shows it: no hiding is meant."""
    if not any(block.hidden for block in page.blocks):
        return frozenset()
    starts = list(accumulate(prose_weights(page.blocks), initial=0))
    return frozenset(
        box.element
        for box in page.boxes
        if box.hidden and box.element is not None and _hides(box.element)
        and starts[box.last] - starts[box.first] > WHOLE * starts[-1]
    )  # fmt: skip


class _Segmenter:
    """One walk over the tree that opens and closes boxes and gathers runs of text into blocks.

    What was gathered since the last cut is the run; its lists are emptied, never replaced. No
    other code runs as often: what every element needs stands in `walk`, `enter` and `leave`,
    and methods are called for what few need.
    """

    __slots__ = (
        "address",
        "after_link",
        "around",
        "blocks",
        "boxes",
        "covers",
        "href",
        "inline",
        "link_depth",
        "link_length",
        "links",
        "media",
        "names",
        "open",
        "pieces",
        "pre",
        "roles",
        "row",
        "set_aside",
        "texts",
    )  # fmt: skip

    def __init__(
        self, roles: Mapping[object, int], covers: frozenset[Element] = frozenset()
    ) -> None:
        self.roles = roles
        self.covers = covers
        self.blocks: list[TextBlock] = []
        self.boxes: list[list[Any]] = []  # the fields of a `Box`: how many blocks it holds is open
        self.media: list[Media] = []
        self.open: list[int] = []
        self.around: list[str] = []
        self.link_depth = 0
        self.pre = 0
        self.row = False
        self.set_aside: list[_Run] = []
        self.href = ""  # of the link that was entered last
        # the run
        self.texts: list[str] = []
        self.pieces: list[Piece] = []
        self.names: list[str] = []
        self.link_length = 0
        self.links = 0
        self.inline = 0
        self.address = ""
        self.after_link = False

    def walk(self, root: Element) -> Segmentation:  # noqa: C901 - hot
        """Visit every element once; without recursion, as pages nest deeper than Python does."""
        role_of, add, enter, leave = self.roles.get, self.add, self.enter, self.leave
        texts, pieces, names = self.texts, self.pieces, self.names
        blocks, boxes, opened = self.blocks, self.boxes, self.open
        todo: list[tuple[Element, int, Iterator[Element], str, dict[str, int]]] = []
        path = f"/{root.tag}[1]"
        seen: dict[str, int] = {}
        element, role = root, enter(root, _BLOCK, path)
        children: Iterator[Element] = iter(root)
        while True:
            for child in children:
                tag = child.tag
                inner = role_of(tag, _INLINE)
                if inner == _VECTOR:
                    inner = _INLINE if _has_text(child) else _SKIP
                if inner < _BREAK:
                    todo.append((element, role, children, path, seen))
                    count = seen[tag] = seen.get(tag, 0) + 1
                    path = f"{path}/{tag}[{count}]" if tag.isalnum() else _odd_path(path, child)
                    seen = {}
                    element, role, children = child, enter(child, inner, path), iter(child)
                    break
                if inner != _SKIP or _stands_in(child):
                    self.leaf(child, inner)
                text = child.tail
                if text and (texts or self.pre or not text.isspace()):
                    add(text, child, _TAIL)
            else:
                if role == _BLOCK:
                    if texts or pieces or names or self.inline:
                        self.cut()
                    boxes[opened.pop()][_BOX_LAST] = len(blocks)
                else:
                    leave(role)
                if not todo:
                    break
                left = element
                element, role, children, path, seen = todo.pop()
                text = left.tail
                if text and (texts or self.pre or not text.isspace()):
                    add(text, left, _TAIL)
        return Segmentation(self.blocks, list(map(_make_box, boxes)), self.media)

    def enter(self, element: Element, role: int, path: str) -> int:  # noqa: C901, PLR0912, PLR0915 - hot
        """Begin an element, and its text; the role that it really has is returned."""
        names = href = ""
        hidden = False
        attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment] # HTML has str
        for name, value in attributes:
            if name in _TELLING:
                names = f"{names} {value}" if names else value
            elif name == "href":
                href = value
            elif name == "style":
                hidden = hidden or hides(value)
            elif name == "hidden":
                hidden = True
        names = names.lower()
        if hidden and element in self.covers:
            hidden = False
        if role <= _CELL:
            if hidden and role <= _LINK:
                role = _HIDDEN
            elif role == _CELL and not self.row:
                role = _BLOCK
        texts = self.texts
        if role > _CELL:
            if role == _HIDDEN:
                self.set_run_aside()
            elif texts or self.pieces or self.inline or self.names:
                self.cut()
            if self.around:
                names = " ".join(filter(None, (*self.around, names)))
            opened, boxes = self.open, self.boxes
            depth, parent = len(opened), -1
            if depth:
                parent = opened[-1]
                hidden = hidden or boxes[parent][_BOX_HIDDEN]
            opened.append(len(boxes))
            boxes.append(
                [element.tag, names, parent, depth, len(self.blocks), 0, hidden, path, element]
            )
            if role != _BLOCK:
                self.enter_special(element, role)
        elif role == _CELL:
            texts.append(_NEW_LINE)
        else:
            self.around.append(names)
            self.inline |= _MARKS.get(element.tag, 0)
            if names:
                self.names.append(names)
            if role == _LINK:
                self.href = href
                self.link_depth += 1
                self.links += 1
                if self.after_link:  # two links without a gap are two words all the same
                    texts.append(" ")
        text = element.text
        if text and (texts or self.pre or not text.isspace()):
            self.add(text, element, _TEXT)
        return role

    def enter_special(self, element: Element, role: int) -> None:
        if role == _PRE:
            self.pre += 1
        elif role == _ROW:
            self.row = _is_data_row(element)

    def set_run_aside(self) -> None:
        counts = (self.link_length, self.links, self.inline)
        self.set_aside.append((self.texts[:], self.pieces[:], self.names[:], counts, self.address))
        self.forget()

    def leave(self, role: int) -> None:
        """End an element."""
        if role <= _LINK:
            self.around.pop()
            if role == _LINK:
                self.link_depth -= 1
                self.after_link = True
        elif role != _CELL:
            if self.texts or self.pieces or self.inline or self.names:
                self.cut()
            self.boxes[self.open.pop()][_BOX_LAST] = len(self.blocks)
            if role != _BLOCK:
                self.leave_special(role)

    def leave_special(self, role: int) -> None:
        if role == _PRE:
            self.pre -= 1
        elif role == _ROW:
            self.row = False
        elif role == _HIDDEN:
            self.forget()
            texts, pieces, names, counts, self.address = self.set_aside.pop()
            self.texts.extend(texts)
            self.pieces.extend(pieces)
            self.names.extend(names)
            self.link_length, self.links, self.inline = counts

    def leaf(self, element: Element, role: int) -> None:
        """An element whose inside is not text: a picture, or a line break.

        One break ends a line; two in a row end the block, as authors without style sheets write.
        """
        self.pieces.append((element, _ITSELF))
        if role == _BREAK:
            if self.row:
                self.texts.append(" ")
            elif self.pre or self.in_line():
                self.texts.append(_NEW_LINE)
            else:
                self.cut()

    def in_line(self) -> bool:
        """Whether there is any text since the last line break."""
        for text in reversed(self.texts):
            if text == _NEW_LINE:
                return False
            if not text.isspace():
                return True
        return False

    def add(self, text: str, element: Element, part: Part) -> None:
        """Take in text, which is not white space at the beginning of a run: that shows nothing."""
        self.texts.append(text)
        self.pieces.append((element, part))
        if self.link_depth:
            size = len("".join(text.split()))
            self.link_length += size
            if size and not self.address:
                self.address = self.href
        elif self.after_link and not text.isspace():
            self.after_link = False

    def cut(self) -> None:
        """End the run: it is a block if it shows any text."""
        box = self.open[-1]
        text = self.text()
        if text and not is_blank(text):
            self.blocks.append(TextBlock(
                text, box, self.link_length, self.links, self.inline, " ".join(self.names),
                self.boxes[box][_BOX_HIDDEN], self.address, tuple(self.pieces),
            ))  # fmt: skip
        else:
            position = len(self.blocks)
            self.media.extend(
                Media(element, position, box)
                for element, part in self.pieces
                if part is _ITSELF and element.tag != "br"
            )
        self.forget()

    def text(self) -> str:
        """The text of the run, white space collapsed but in `pre`."""
        joined = self.texts[0] if len(self.texts) == 1 else "".join(self.texts)
        if self.pre:
            return joined.replace(_NEW_LINE, "\n").strip("\r\n")
        if _NEW_LINE not in joined:
            return " ".join(joined.split())
        lines = (" ".join(line.split()) for line in joined.split(_NEW_LINE))
        return ("\t" if self.row else "\n").join(line for line in lines if line)

    def forget(self) -> None:
        """Begin a new run."""
        self.texts.clear()
        self.pieces.clear()
        self.names.clear()
        self.link_length = self.links = self.inline = 0
        self.address = ""
        self.after_link = False


_make_box = partial(tuple.__new__, Box)
"""Make a box of its fields; they are all there, so nothing counts them as `Box._make` does."""

_BOX_LAST = Box._fields.index("last")
_BOX_HIDDEN = Box._fields.index("hidden")

_Run = tuple[list[str], list["Piece"], list[str], tuple[int, int, int], str]
"""A run that waits for the end of a hidden part of it."""


def _odd_path(parent: str, element: Element) -> str:
    """The path of an element whose name XPath may not be able to spell, such as `o:p`."""
    if ":" not in element.tag and _XPATH_NAME.fullmatch(element.tag):
        same = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        return f"{parent}/{element.tag}[{same + 1}]"
    return f"{parent}/*[{1 + sum(1 for _ in element.itersiblings(preceding=True))}]"


_XPATH_NAME = re.compile(r"[a-z_][\w.-]*")


def _stands_in(element: Element) -> bool:
    """Whether an element that is not shown stands in for a picture, or for a formula."""
    if element.tag == "noscript":
        return next(element.iter("img"), None) is not None
    return element.tag == "script" and (element.get("type") or "").startswith("math/tex")


def _has_text(drawing: Element) -> bool:
    return next(drawing.iter("{*}text"), None) is not None


def _hides(element: Element) -> bool:
    """Whether an element's own attributes keep it from being shown."""
    return "hidden" in element.attrib or hides(str(element.get("style") or ""))


def _unscripted_length(root: Element) -> int:
    """Characters of text that are for browsers without scripts."""
    return sum(
        len(text.strip())
        for element in root.iter("noscript")
        for text in element.itertext("*", with_tail=False)
    )


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
