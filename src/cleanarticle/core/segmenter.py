"""Segmentation of an HTML tree into blocks, in one walk over the tree."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from cleanarticle.core.constructs import Constructs, find_constructs
from cleanarticle.core.formulas import dollar_delimited_tex
from cleanarticle.core.prose import HIDDEN_PAGE_SHARE, prose_weights
from cleanarticle.core.roles import (
    ASIDE,
    BLOCK,
    BREAK,
    CELL,
    CLOSED,
    INLINE,
    LINE,
    LINK,
    LISTING,
    NOSCRIPT_ROLES,
    PRE,
    REPLACED,
    ROW,
    SKIP,
    TAG_ROLES,
    VECTOR,
)
from cleanarticle.core.segmentation import (
    Box,
    Inline,
    Media,
    Part,
    Segmentation,
    TextBlock,
    is_blank,
)
from cleanarticle.core.tokens import letters
from cleanarticle.parsing import tree_index
from cleanarticle.parsing.hidden_text import HiddenText, find_hidden_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleanarticle.core.segmentation import Piece
    from cleanarticle.parsing.document import Document, Element

_INLINE_FLAGS = {
    "a": int(Inline.LINK),
    **dict.fromkeys(("b", "strong"), int(Inline.BOLD)),
    **dict.fromkeys(("i", "em", "cite"), int(Inline.ITALIC)),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), int(Inline.CODE)),
}

_DESCRIPTIVE_ATTRS = frozenset(
    ("class", "id", "role", "itemprop", "rel", "aria-label", "data-testid")
)
"""Attributes whose values tend to describe the purpose of an element."""

_MAX_CELL = 200
"""Longest cell, in characters, of a row that becomes one block: data cells hold a number or a
phrase, while the cells of layout tables hold whole columns of the page."""

_LINE_BREAK = "\0"
"""Placeholder for a line break while a run is collected: no parser lets a NUL through."""

_CODE_TAGS = frozenset(("pre", "listing", "xmp", "code", "samp"))
_SPACES = re.compile(r"[ \t\n\f\r]+")

_TEXT, _TAIL, _ELEMENT = Part  # enum members are slow to look up


def segment(document: Document) -> Segmentation:
    """Split a page into blocks.

    If a page has more text inside `noscript` than outside (as Discourse forums do), it is segmented
    as a browser without scripts shows it.
    """
    root, roles = document.root, TAG_ROLES
    index = tree_index.TreeIndex(root)
    hidden = find_hidden_text(index)
    constructs = find_constructs(index, hidden.hiding)
    page = _Segmenter(roles, hidden, constructs).walk(root)
    total = sum(len(block.text) for block in page.blocks)
    if _noscript_length(root) > total:
        roles = NOSCRIPT_ROLES
        page = _Segmenter(roles, hidden, constructs).walk(root)
    shown_later = _page_hiding_elements(page, hidden)
    if shown_later:
        hidden = hidden._replace(hiding=hidden.hiding - shown_later)
        constructs = find_constructs(index, hidden.hiding)
        page = replace(_Segmenter(roles, hidden, constructs).walk(root), is_shown_later=True)
    return replace(page, had_messages=_had_messages(page, document)) if document.carriers else page


def _had_messages(page: Segmentation, document: Document) -> frozenset[int]:
    return frozenset(
        index
        for index, block in enumerate(page.blocks)
        if any(element in document.carriers for element, _ in block.pieces)
    )


def _page_hiding_elements(page: Segmentation, hidden: HiddenText) -> frozenset[Element]:
    """Return the elements that hide the whole page until a script shows it."""
    if not any(block.hidden for block in page.blocks):
        return frozenset()
    starts = list(accumulate(prose_weights(page.blocks), initial=0))
    return frozenset(
        box.element
        for box in page.boxes
        if box.element in hidden.hiding
        and starts[box.last] - starts[box.first] > HIDDEN_PAGE_SHARE * starts[-1]
    )  # fmt: skip


class _Segmenter:
    """One walk over the tree that opens and closes boxes and collects runs of text into blocks.

    A run is the text since the end of the last block. Its lists are cleared, never replaced, as
    `walk` keeps references to them. This is the hottest code of the package: work that every
    element needs is inlined in `walk`, `enter` and `leave`; rare work is in separate methods.

    Args:
        roles: The role of each tag; tags without a role are inline.
        hidden: The elements that hide their text.
        constructs: The elements whose roles depend on the page.
    """

    __slots__ = (
        "after_link",
        "attrs",
        "blocks",
        "boxes",
        "child_numbers",
        "collapses",
        "constructs",
        "current_href",
        "first_href",
        "hiding",
        "in_data_row",
        "in_listing",
        "inline_flags",
        "line_ended",
        "line_starts",
        "link_count",
        "link_depth",
        "link_length",
        "media",
        "open_boxes",
        "open_inline_attrs",
        "pieces",
        "pre_depth",
        "revealed",
        "roles",
        "saved_runs",
        "texts",
    )

    def __init__(
        self, roles: Mapping[object, int], hidden: HiddenText, constructs: Constructs
    ) -> None:
        self.roles = roles
        self.constructs = constructs
        self.hiding, self.revealed = hidden
        self.blocks: list[TextBlock] = []
        self.boxes: list[list[Any]] = []  # fields of `Box`, as lists: `last` is set at the end
        self.media: list[Media] = []
        self.open_boxes: list[int] = []
        self.open_inline_attrs: list[str] = []
        self.child_numbers: dict[Element, int] = {}  # only of elements that XPath cannot name
        self.link_depth = 0
        self.pre_depth = 0
        self.in_data_row = False
        self.in_listing = False  # in one whose lines are elements
        self.collapses = False  # whether whitespace is collapsed in it
        self.line_starts: list[int] = []  # length of `texts` where each open line began
        self.line_ended = False  # whether a line ended whose line break is not in `texts` yet
        self.saved_runs: list[_SavedRun] = []
        self.current_href = ""  # of the link that was entered last
        # The current run:
        self.texts: list[str] = []
        self.pieces: list[Piece] = []
        self.attrs: list[str] = []
        self.link_length = 0
        self.link_count = 0
        self.inline_flags = 0
        self.first_href = ""
        self.after_link = False

    def walk(self, root: Element) -> Segmentation:  # noqa: C901, PLR0912 - hot
        """Visit every element once and return the segmentation.

        Not recursive, as pages nest deeper than Python's recursion limit.

        Args:
            root: The root element.
        """
        role_of, add_text, enter, leave = self.roles.get, self.add_text, self.enter, self.leave
        texts, pieces, attrs = self.texts, self.pieces, self.attrs
        blocks, boxes, open_boxes = self.blocks, self.boxes, self.open_boxes
        special = self.constructs.roles
        stack: list[tuple[Element, int, Iterator[Element], str, dict[str, int]]] = []
        path = f"/{root.tag}[1]"
        tag_counts: dict[str, int] = {}
        element, role = root, enter(root, BLOCK, path)
        children: Iterator[Element] = iter(root)
        while True:
            for child in children:
                tag = child.tag
                child_role = role_of(tag, INLINE)
                if special and child in special:
                    child_role = special[child]
                elif child_role == VECTOR:
                    child_role = INLINE if _has_svg_text(child) else SKIP
                if child_role < BREAK:
                    stack.append((element, role, children, path, tag_counts))
                    count = tag_counts[tag] = tag_counts.get(tag, 0) + 1
                    if tag.isalnum() or _XPATH_NAME.fullmatch(tag):
                        path = f"{path}/{tag}[{count}]"
                    else:
                        path = f"{path}/*[{self.child_number(child)}]"
                    tag_counts = {}
                    element, role, children = child, enter(child, child_role, path), iter(child)
                    break
                if child_role != SKIP or _is_fallback(child):
                    self.add_leaf(child, child_role)
                text = child.tail
                if text and (texts or self.pre_depth or not text.isspace()):
                    add_text(text, child, _TAIL)
            else:
                if role == BLOCK:
                    if texts or pieces or attrs or self.inline_flags:
                        self.end_run()
                    boxes[open_boxes.pop()][_BOX_LAST] = len(blocks)
                else:
                    leave(role)
                if not stack:
                    break
                closed = element
                element, role, children, path, tag_counts = stack.pop()
                text = closed.tail
                if text and (texts or self.pre_depth or not text.isspace()):
                    add_text(text, closed, _TAIL)
        _drop_ids_of_headings(boxes, blocks)
        return Segmentation(
            self.blocks, list(map(_make_box, boxes)), self.media, constructs=self.constructs
        )

    def enter(self, element: Element, role: int, path: str) -> int:  # noqa: C901, PLR0912 - hot
        """Begin an element and add its text.

        Args:
            element: The element.
            role: The role of its tag.
            path: Its XPath.

        Returns:
            The role of the element in its context, to be passed to `leave`.
        """
        attrs = href = ""
        attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment] # HTML has str
        for name, value in attributes:
            if name in _DESCRIPTIVE_ATTRS:
                attrs = f"{attrs} {value}" if attrs else value
            elif name == "href":
                href = value
        attrs = attrs.lower()
        hidden = element in self.hiding
        if role <= LINE:
            if role != CELL and (hidden or element in self.revealed):
                role = ASIDE
            elif role == CELL and not self.in_data_row:
                role = BLOCK
        texts = self.texts
        if role > LINE:
            if role == ASIDE:
                self.save_run()
            elif texts or self.pieces or self.inline_flags or self.attrs:
                self.end_run()
            if self.open_inline_attrs:
                attrs = " ".join(filter(None, (*self.open_inline_attrs, attrs)))
            open_boxes, boxes = self.open_boxes, self.boxes
            depth, parent = len(open_boxes), -1
            if depth:
                parent = open_boxes[-1]
                if not hidden and boxes[parent][_BOX_HIDDEN]:
                    hidden = element not in self.revealed
            open_boxes.append(len(boxes))
            boxes.append(
                [element.tag, attrs, parent, depth, len(self.blocks), 0, hidden, path, element]
            )
            if role != BLOCK:
                self.enter_special(element, role)
        elif role == CELL:
            texts.append(_LINE_BREAK)
        elif role == LINE:
            self.open_line(element)
        else:
            self.open_inline_attrs.append(attrs)
            self.inline_flags |= _INLINE_FLAGS.get(element.tag, 0)
            if attrs:
                self.attrs.append(attrs)
            if role == LINK:
                self.current_href = href
                self.link_depth += 1
                self.link_count += 1
                if (
                    self.after_link and not self.in_listing
                ):  # adjacent links without a space are still two words
                    texts.append(" ")
        text = element.text
        if text and (texts or self.pre_depth or not text.isspace()):
            self.add_text(text, element, _TEXT)
        return role

    def child_number(self, element: Element) -> int:
        """Return the number of an element among the children of its parent, starting at 1."""
        number = 1
        for sibling in element.itersiblings(preceding=True):
            if sibling in self.child_numbers:
                number += self.child_numbers[sibling]
                break
            number += 1
        self.child_numbers[element] = number
        return number

    def enter_special(self, element: Element, role: int) -> None:
        """Begin an element whose role is rare."""
        if role == PRE:
            self.pre_depth += 1
        elif role == LISTING:
            self.in_listing = True
            self.collapses = element in self.constructs.collapsing
            self.pre_depth += 1
            self.boxes[-1][_BOX_TAG] = "pre"
        elif role == ROW:
            self.in_data_row = _is_data_row(element)
        elif role == CLOSED:
            self.boxes[-1][_BOX_HIDDEN] = True

    def save_run(self) -> None:
        """Put the run aside while an inline element is collected as its own block.

        It is hidden, or it is shown inside hidden text.
        """
        counts = (self.link_length, self.link_count, self.inline_flags, self.line_ended)
        self.saved_runs.append(
            (self.texts[:], self.pieces[:], self.attrs[:], counts, self.first_href)
        )
        self.reset_run()

    def leave(self, role: int) -> None:
        """End an element.

        Args:
            role: The result of `enter`.
        """
        if role <= LINK:
            self.open_inline_attrs.pop()
            if role == LINK:
                self.link_depth -= 1
                self.after_link = True
        elif role == LINE:
            self.close_line()
        elif role != CELL:
            if self.texts or self.pieces or self.inline_flags or self.attrs:
                self.end_run()
            self.boxes[self.open_boxes.pop()][_BOX_LAST] = len(self.blocks)
            if role != BLOCK:
                self.leave_special(role)

    def leave_special(self, role: int) -> None:
        """End an element whose role is rare."""
        if role == PRE:
            self.pre_depth -= 1
        elif role == LISTING:
            self.pre_depth -= 1
            self.in_listing = self.line_ended = False
        elif role == ROW:
            self.in_data_row = False
        elif role == ASIDE:
            self.reset_run()
            texts, pieces, attrs, counts, self.first_href = self.saved_runs.pop()
            self.texts.extend(texts)
            self.pieces.extend(pieces)
            self.attrs.extend(attrs)
            self.link_length, self.link_count, self.inline_flags, self.line_ended = counts

    def open_line(self, element: Element) -> None:
        """Begin a line of verse or code that is an element."""
        texts = self.texts
        if texts and not self.line_ended:
            texts[-1] = texts[-1].rstrip(" \t") or _LINE_BREAK
            self.line_ended = not texts[-1].endswith(("\n", _LINE_BREAK))
        if self.line_ended:
            self.end_line(element)
        self.line_starts.append(len(texts))

    def close_line(self) -> None:
        """End a line; its line break is added before what follows, if anything does."""
        texts = self.texts
        is_empty = len(texts) <= self.line_starts.pop()
        if is_empty or not texts[-1].endswith(("\n", _LINE_BREAK)):
            self.line_ended = True

    def end_line(self, element: Element) -> None:
        """Add a line break at an element."""
        self.line_ended = False
        self.texts.append(_LINE_BREAK)
        self.pieces.append((element, _ELEMENT))

    def add_leaf(self, element: Element, role: int) -> None:
        """Add a media element, a line break, or an element that shows a text as a whole.

        One line break ends a line. Two in a row end the block, as they do for authors who separate
        paragraphs without markup.
        """
        if role == REPLACED:
            self.add_text(self.constructs.shown(element), element, _ELEMENT)
            return
        if self.line_ended:
            self.end_line(element)
        self.pieces.append((element, _ELEMENT))
        if role == BREAK:
            if self.in_data_row:
                self.texts.append(" ")
            elif self.pre_depth or self.in_line():
                self.texts.append(_LINE_BREAK)
            else:
                self.end_run()

    def in_line(self) -> bool:
        """Return True if there is text since the last line break."""
        for text in reversed(self.texts):
            if text == _LINE_BREAK:
                return False
            if not text.isspace():
                return True
        return False

    def add_text(self, text: str, element: Element, part: Part) -> None:
        """Add text to the run; callers skip leading whitespace, which a browser does not show."""
        if self.in_listing:
            text = self.listing_text(text, element, part)
            if not text:
                return
        elif self.line_ended and not text.isspace():
            self.end_line(element)
        self.texts.append(text)
        self.pieces.append((element, part))
        if self.link_depth:
            length = len("".join(text.split()))
            self.link_length += length
            if length and not self.first_href:
                self.first_href = self.current_href
        elif self.after_link and not text.isspace():
            self.after_link = False

    def listing_text(self, text: str, element: Element, part: Part) -> str:
        """Return text as a listing shows it, "" for what only separates elements in the source."""
        constructs = self.constructs
        container = element.getparent() if part is _TAIL else element
        text = text.replace("\r\n", "\n")
        if self.collapses:
            text = _SPACES.sub(" ", text)
            if not self.texts or self.texts[-1] == _LINE_BREAK:
                text = text.lstrip(" ")
        elif text.isspace() and container is not None and container in constructs.holders:
            text = "\n" * (text.count("\n") - 1) if container.tag in _CODE_TAGS else ""
        elif self.line_ended and text[0] == "\n":
            self.line_ended = False
        if text and self.line_ended:
            self.end_line(element)
        return text.replace("\xa0", " ")

    def end_run(self) -> None:
        """End the run and make it a block if it has visible text."""
        box = self.open_boxes[-1]
        text = self.text()
        if text and not is_blank(text):
            self.blocks.append(TextBlock(
                text, box, self.link_length, self.link_count, self.inline_flags,
                " ".join(self.attrs), self.boxes[box][_BOX_HIDDEN], self.first_href,
                tuple(self.pieces),
            ))  # fmt: skip
        else:
            position = len(self.blocks)
            self.media.extend(
                Media(element, position, box)
                for element, part in self.pieces
                if part is _ELEMENT and element.tag != "br"
            )
        self.reset_run()

    def text(self) -> str:
        """Return the text of the run, with whitespace collapsed except in `pre`."""
        joined = self.texts[0] if len(self.texts) == 1 else "".join(self.texts)
        if self.constructs.has_tex and "\\" in joined and not self.pre_depth:
            joined = dollar_delimited_tex(joined)
        if self.in_listing:
            lines = (line.rstrip() for line in joined.replace(_LINE_BREAK, "\n").split("\n"))
            return "\n".join(lines).strip("\n")
        if self.pre_depth:
            return joined.replace(_LINE_BREAK, "\n").strip("\r\n")
        if _LINE_BREAK not in joined:
            return " ".join(joined.split())
        lines = (" ".join(line.split()) for line in joined.split(_LINE_BREAK))
        return ("\t" if self.in_data_row else "\n").join(line for line in lines if line)

    def reset_run(self) -> None:
        """Clear the run."""
        self.texts.clear()
        self.pieces.clear()
        self.attrs.clear()
        self.link_length = self.link_count = self.inline_flags = 0
        self.first_href = ""
        self.after_link = self.line_ended = False


def _drop_ids_of_headings(boxes: list[list[Any]], blocks: list[TextBlock]) -> None:
    """Remove ids that repeat the first text inside, as of the sections of a manual.

    They are targets of links, and say no more about an element's purpose than its heading. On a
    page with a few of them only, they may be names, as of a box for comments.
    """
    found = [box for box in boxes if box[_BOX_ATTRS] and _is_called_as_headed(box, blocks)]
    for box in found if len(found) >= _LEAST_HEADED else ():
        own = box[_BOX_ELEMENT].get("id").lower().split()
        box[_BOX_ATTRS] = " ".join(name for name in box[_BOX_ATTRS].split() if name not in own)


def _is_called_as_headed(box: list[Any], blocks: list[TextBlock]) -> bool:
    name = box[_BOX_ELEMENT].get("id")
    if not name or box[_BOX_FIRST] >= box[_BOX_LAST]:
        return False
    text = blocks[box[_BOX_FIRST]].text
    return len(text) <= _MAX_ID and letters(name) == letters(text) != ""


_MAX_ID = 100
_LEAST_HEADED = 3
"""Longest heading whose id is compared with it, in characters, and fewest of a manual. Chosen by
hand."""


_make_box = partial(tuple.__new__, Box)
"""Make a box from a list of its fields; faster than `Box._make`, which checks their number."""

_BOX_TAG = Box._fields.index("tag")
_BOX_ATTRS = Box._fields.index("attrs")
_BOX_FIRST = Box._fields.index("first")
_BOX_LAST = Box._fields.index("last")
_BOX_ELEMENT = Box._fields.index("element")
_BOX_HIDDEN = Box._fields.index("hidden")

_SavedRun = tuple[list[str], list["Piece"], list[str], tuple[int, int, int, bool], str]
"""A run put aside: texts, pieces, attrs; link length, link count, inline flags, whether a line
ended; first href."""


_XPATH_NAME = re.compile(r"[a-z_][\w.-]*")
"""Names that are valid in an XPath, unlike `o:p`."""


def _is_fallback(element: Element) -> bool:
    """Return True if a hidden element is the fallback of an image."""
    return element.tag == "noscript" and next(element.iter("img"), None) is not None


def _has_svg_text(svg: Element) -> bool:
    return next(svg.iter("{*}text"), None) is not None


def _noscript_length(root: Element) -> int:
    """Return the number of characters of text inside `noscript` elements."""
    return sum(
        len(text.strip())
        for element in root.iter("noscript")
        for text in element.itertext("*", with_tail=False)
    )


def _is_data_row(row: Element) -> bool:
    """Return True if a table row has only short text cells, as in a data table."""
    if len(row) < 2:
        return False
    for cell in row:
        if TAG_ROLES.get(cell.tag) != CELL:
            return False
        length = 0
        for element in cell.iter():
            if element is not cell:
                if CELL <= TAG_ROLES.get(element.tag, INLINE) <= ROW:
                    return False
                length += len(element.tail or "")
            length += len(element.text or "")
        if length > _MAX_CELL:
            return False
    return True
