"""Segmentation of an HTML tree into blocks, in one walk over the tree."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from cleanarticle.core.prose import HIDDEN_PAGE_SHARE, prose_weights
from cleanarticle.core.segmentation import (
    Box,
    Inline,
    Media,
    Part,
    Segmentation,
    TextBlock,
    is_blank,
)
from cleanarticle.parsing.hidden_text import HiddenText, find_hidden_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleanarticle.core.segmentation import Piece
    from cleanarticle.parsing.document import Document, Element


# Roles of elements. Plain integers rather than an enum, for speed. The walk enters the elements
# with roles below _BREAK; those up to _LINK are inline.
_INLINE, _LINK, _CELL, _BLOCK, _PRE, _ROW, _CLOSED, _ASIDE = range(8)
_BREAK, _MEDIA, _VECTOR, _SKIP = range(8, 12)

_ROLES: dict[object, int] = {
    # Block-level elements in the rendering section of the HTML standard, and controls, which are
    # never part of a sentence.
    **dict.fromkeys(
        """address article aside blockquote body button caption center col colgroup dd details
        dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6
        header hgroup hr html legend li main menu nav ol optgroup p search section select
        summary table tbody tfoot thead ul""".split(),
        _BLOCK,
    ),
    **dict.fromkeys(("pre", "listing", "xmp"), _PRE),
    # Text that a reader chooses or writes: never a part of the page's own text.
    **dict.fromkeys(("option", "textarea"), _CLOSED),
    **dict.fromkeys(("td", "th"), _CELL),
    "tr": _ROW,
    "a": _LINK,
    "br": _BREAK,
    "svg": _VECTOR,
    # Media elements; the text inside is for browsers that cannot show them.
    **dict.fromkeys("applet audio canvas embed iframe img object video".split(), _MEDIA),
    # Elements that browsers do not show; noscript is hidden where scripts run.
    **dict.fromkeys(
        """base basefont bgsound datalist head link meta noembed noframes noscript param rp script
        style template title annotation annotation-xml""".split(),
        _SKIP,
    ),
}

_NOSCRIPT_ROLES = _ROLES | {"noscript": _BLOCK}
"""Roles of elements in a browser without scripts."""

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

_TEXT, _TAIL, _ELEMENT = Part  # enum members are slow to look up


def segment(document: Document) -> Segmentation:
    """Split a page into blocks.

    If a page has more text inside `noscript` than outside (as Discourse forums do), it is segmented
    as a browser without scripts shows it.
    """
    root, roles = document.root, _ROLES
    hidden = find_hidden_text(root)
    page = _Segmenter(roles, hidden).walk(root)
    total = sum(len(block.text) for block in page.blocks)
    if _noscript_length(root) > total:
        roles = _NOSCRIPT_ROLES
        page = _Segmenter(roles, hidden).walk(root)
    shown_later = _page_hiding_elements(page, hidden)
    if shown_later:
        hidden = hidden._replace(hiding=hidden.hiding - shown_later)
        page = replace(_Segmenter(roles, hidden).walk(root), is_shown_later=True)
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
    """

    __slots__ = (
        "after_link",
        "attrs",
        "blocks",
        "boxes",
        "child_numbers",
        "current_href",
        "first_href",
        "hiding",
        "in_data_row",
        "inline_flags",
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

    def __init__(self, roles: Mapping[object, int], hidden: HiddenText) -> None:
        self.roles = roles
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
        stack: list[tuple[Element, int, Iterator[Element], str, dict[str, int]]] = []
        path = f"/{root.tag}[1]"
        tag_counts: dict[str, int] = {}
        element, role = root, enter(root, _BLOCK, path)
        children: Iterator[Element] = iter(root)
        while True:
            for child in children:
                tag = child.tag
                child_role = role_of(tag, _INLINE)
                if child_role == _VECTOR:
                    child_role = _INLINE if _has_svg_text(child) else _SKIP
                if child_role < _BREAK:
                    stack.append((element, role, children, path, tag_counts))
                    count = tag_counts[tag] = tag_counts.get(tag, 0) + 1
                    if tag.isalnum() or _XPATH_NAME.fullmatch(tag):
                        path = f"{path}/{tag}[{count}]"
                    else:
                        path = f"{path}/*[{self.child_number(child)}]"
                    tag_counts = {}
                    element, role, children = child, enter(child, child_role, path), iter(child)
                    break
                if child_role != _SKIP or _is_fallback(child):
                    self.add_leaf(child, child_role)
                text = child.tail
                if text and (texts or self.pre_depth or not text.isspace()):
                    add_text(text, child, _TAIL)
            else:
                if role == _BLOCK:
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
        return Segmentation(self.blocks, list(map(_make_box, boxes)), self.media)

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
        if role <= _CELL:
            if role <= _LINK and (hidden or element in self.revealed):
                role = _ASIDE
            elif role == _CELL and not self.in_data_row:
                role = _BLOCK
        texts = self.texts
        if role > _CELL:
            if role == _ASIDE:
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
            if role != _BLOCK:
                self.enter_special(element, role)
        elif role == _CELL:
            texts.append(_LINE_BREAK)
        else:
            self.open_inline_attrs.append(attrs)
            self.inline_flags |= _INLINE_FLAGS.get(element.tag, 0)
            if attrs:
                self.attrs.append(attrs)
            if role == _LINK:
                self.current_href = href
                self.link_depth += 1
                self.link_count += 1
                if self.after_link:  # adjacent links without a space are still two words
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
        if role == _PRE:
            self.pre_depth += 1
        elif role == _ROW:
            self.in_data_row = _is_data_row(element)
        elif role == _CLOSED:
            self.boxes[-1][_BOX_HIDDEN] = True

    def save_run(self) -> None:
        """Put the run aside while an inline element is collected as its own block.

        It is hidden, or it is shown inside hidden text.
        """
        counts = (self.link_length, self.link_count, self.inline_flags)
        self.saved_runs.append(
            (self.texts[:], self.pieces[:], self.attrs[:], counts, self.first_href)
        )
        self.reset_run()

    def leave(self, role: int) -> None:
        """End an element.

        Args:
            role: The result of `enter`.
        """
        if role <= _LINK:
            self.open_inline_attrs.pop()
            if role == _LINK:
                self.link_depth -= 1
                self.after_link = True
        elif role != _CELL:
            if self.texts or self.pieces or self.inline_flags or self.attrs:
                self.end_run()
            self.boxes[self.open_boxes.pop()][_BOX_LAST] = len(self.blocks)
            if role != _BLOCK:
                self.leave_special(role)

    def leave_special(self, role: int) -> None:
        """End an element whose role is rare."""
        if role == _PRE:
            self.pre_depth -= 1
        elif role == _ROW:
            self.in_data_row = False
        elif role == _ASIDE:
            self.reset_run()
            texts, pieces, attrs, counts, self.first_href = self.saved_runs.pop()
            self.texts.extend(texts)
            self.pieces.extend(pieces)
            self.attrs.extend(attrs)
            self.link_length, self.link_count, self.inline_flags = counts

    def add_leaf(self, element: Element, role: int) -> None:
        """Add a media element or a line break.

        One line break ends a line. Two in a row end the block, as they do for authors who separate
        paragraphs without markup.
        """
        self.pieces.append((element, _ELEMENT))
        if role == _BREAK:
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
        self.texts.append(text)
        self.pieces.append((element, part))
        if self.link_depth:
            length = len("".join(text.split()))
            self.link_length += length
            if length and not self.first_href:
                self.first_href = self.current_href
        elif self.after_link and not text.isspace():
            self.after_link = False

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
        self.after_link = False


_make_box = partial(tuple.__new__, Box)
"""Make a box from a list of its fields; faster than `Box._make`, which checks their number."""

_BOX_LAST = Box._fields.index("last")
_BOX_HIDDEN = Box._fields.index("hidden")

_SavedRun = tuple[list[str], list["Piece"], list[str], tuple[int, int, int], str]
"""A run put aside: texts, pieces, attrs; link length, link count, inline flags; first href."""


_XPATH_NAME = re.compile(r"[a-z_][\w.-]*")
"""Names that are valid in an XPath, unlike `o:p`."""


def _is_fallback(element: Element) -> bool:
    """Return True if a hidden element is the fallback of an image or the source of a formula."""
    if element.tag == "noscript":
        return next(element.iter("img"), None) is not None
    return element.tag == "script" and (element.get("type") or "").startswith("math/tex")


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
        if _ROLES.get(cell.tag) != _CELL:
            return False
        length = 0
        for element in cell.iter():
            if element is not cell:
                if _CELL <= _ROLES.get(element.tag, _INLINE) <= _ROW:
                    return False
                length += len(element.tail or "")
            length += len(element.text or "")
        if length > _MAX_CELL:
            return False
    return True
