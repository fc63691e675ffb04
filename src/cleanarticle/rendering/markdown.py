"""Conversion of semantic HTML to CommonMark with GFM tables, footnotes and `$` formulas.

The tree of the HTML becomes blocks (`markdown_blocks`) that contain lists of inline tokens
(`markdown_inline`). Text is escaped by its position when these are written (`markdown_escapes`), so
that nothing in a page is read as markup. Time and memory are linear in the size of the tree.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.rendering.fragment import parse_fragment
from cleanarticle.rendering.markdown_blocks import (
    BlockWriter,
    Container,
    List,
    Listing,
    Table,
    Text,
)
from cleanarticle.rendering.markdown_escapes import formula
from cleanarticle.rendering.markdown_inline import CONTROL, EMPHASIS, InlineContent, is_blank
from cleanarticle.rendering.table_grid import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.parsing.document import Element
    from cleanarticle.rendering.markdown_blocks import Block

_MAX_OPEN = 18
"""Nested lists, items and quotations that are written; the content of deeper ones follows at the
last level. markdown-it in CommonMark mode drops what is nested more than 20 deep, and 3,243 real
pages have at most 16."""

_BLOCK_TAGS = frozenset(
    """p ul ol li dl dt dd pre blockquote table thead tbody tfoot tr td th caption figure figcaption
    details summary h1 h2 h3 h4 h5 h6 div""".split()
)

_LIST_TAGS = ("ul", "ol", "dl")

_SKIPPED_TAGS = frozenset(("script", "style", "template"))

_REFERENCE_PUNCTUATION = frozenset("[](), ;\n")

_BACKLINK_REMAINS = " \t\n\r\f^↑↩\ufe0e.:)]"
"""Characters that remain at the beginning of a note after the removal of its links back."""

_LANGUAGE = re.compile(r"language-([\w+#.-]+)")
"""Class of a listing with a language name that needs no escapes."""

_NUMBER = re.compile(r"\s*(-?\d{1,9})")
"""Number at the start of an attribute (HTML standard, "rules for parsing integers")."""


def to_markdown(markup: str) -> str:
    """Return semantic HTML as Markdown.

    Spanning table cells are followed by empty cells, and the first row of a table becomes its
    header. Definition lists become lists of bold terms, footnotes `[^1]`, and formulas `$...$` or
    `$$...$$`. Subscript and superscript stay HTML, and so do lists in table cells and emphasis that
    Markdown's delimiters cannot express (`这是<b>“重点”</b>内容`). Lists are nested up
    to nine levels deep and quotations up to 18; the content of deeper ones follows at that level.

    Args:
        markup: HTML returned by `render_html`.
    """
    if not markup:
        return ""
    body = parse_fragment(markup)
    has_formulas = any(map(_is_formula, body.iter("span")))
    return "\n".join(BlockWriter(has_formulas=has_formulas).lines(_TreeReader(body).read()))


def _is_formula(span: Element) -> bool:
    return (span.get("class") or "").startswith("math ")


class _TreeReader:
    """Reader of the blocks of a tree.

    Attributes:
        document: Root of the blocks.
        open: Open containers and lists, outermost first.
        inline: Inline content since the last edge of a block.
        heading: Level of the open heading, 0 for none.
        table: Open table.
        row: Open row of it.
        in_cell: Whether a cell of it is open.
        in_note: Whether a footnote is open.
        is_note_start: Whether nothing of it was read yet.
        labels: Labels of the footnotes in the tree.
    """

    def __init__(self, body: Element) -> None:
        self.body = body
        self.document = Container()
        self.open: list[Container | List] = [self.document]
        self.inline = InlineContent()
        self.heading = 0
        self.table: Table | None = None
        self.row: list[Cell] | None = None
        self.in_cell = self.in_note = self.is_note_start = False
        self.notes = dict(_find_notes(body))
        self.labels = frozenset(self.notes.values())

    def read(self) -> list[Block]:
        """Return the blocks of the tree."""
        closers: list[Callable[[], None]] = []
        walk = etree.iterwalk(self.body, events=("start", "end"))
        for event, element in walk:  # iterative, as the tree can be deep
            if event == "start":
                closers.append(self._start(element) or _do_nothing)
                if closers[-1] is _skip:
                    walk.skip_subtree()
                else:
                    self._add_text(element.text)
            else:
                closers.pop()()
                if element is not self.body:
                    self._add_text(element.tail)
        self._flush()
        return self.document.blocks

    def _add_text(self, text: str | None) -> None:
        if text and self.is_note_start:
            text = text.lstrip(_BACKLINK_REMAINS)
            self.is_note_start = not text
        if text:
            self.inline.text(text)

    def _flush(self, *, is_paragraph: bool = False) -> None:
        """End the text since the last edge of a block."""
        if self.in_cell:
            self.inline.line_break(0)
            return
        tokens = self.inline.take()
        if not is_blank(tokens):
            self._append(Text(tokens, self.heading, is_paragraph))

    def _append(self, block: Block) -> None:
        parent = self.open[-1]
        if isinstance(parent, List):  # stray content of a `dl` belongs to the item before it
            parent = parent.blocks[-1] if parent.is_loose and parent.blocks else parent.add_item()
        parent.blocks.append(block)

    def _open(self, container: Container | List) -> Callable[[], None]:
        """Open a container; return the function that closes it and all in it.

        A list or quotation directly in a list becomes part of the item before it.
        """
        depth = len(self.open)
        parent = self.open[-1]
        if isinstance(parent, List):
            parent = parent.blocks[-1] if parent.blocks else parent.add_item()
            self.open.append(parent)
        parent.blocks.append(container)
        self.open.append(container)
        return partial(self._close, depth)

    def _open_item(self, item: Container) -> Callable[[], None]:
        self.open.append(item)
        return partial(self._close, len(self.open) - 1)

    def _close(self, depth: int) -> None:
        self._flush()
        while len(self.open) > depth:
            closed, parent = self.open.pop(), self.open[-1]
            if not closed.blocks and parent.blocks and parent.blocks[-1] is closed:
                parent.blocks.pop()

    def _start(self, element: Element) -> Callable[[], None] | None:
        """Begin an element; return what ends it, or `_skip` if its content is not to be read."""
        tag = str(element.tag)
        if tag in _SKIPPED_TAGS:
            return _skip
        if element in self.notes:
            return self._start_note(self.notes[element])
        if tag not in _BLOCK_TAGS:
            return self._start_inline(tag, element)
        self._flush()
        if tag == "pre":
            self._add_listing(element)
            return _skip
        if tag == "summary" and not _contains_blocks(element):
            return self._start_bold(self._flush)
        if self.in_cell:
            return self._start_in_cell(tag, element)
        return self._start_block(tag, element)

    def _start_note(self, label: str) -> Callable[[], None]:
        """Begin a footnote, whose definition is put at the top level of the document."""
        self._flush()
        outer = (self.open, self.inline, self.heading, self.table, self.row, self.in_cell)
        in_note = self.in_note
        note = Container(label=label)
        self.document.blocks.append(note)
        self.open, self.inline, self.heading = [self.document, note], InlineContent(), 0
        self.table, self.row, self.in_cell = None, None, False
        self.in_note = self.is_note_start = True

        def close() -> None:
            self._flush()
            self.open, self.inline, self.heading, self.table, self.row, self.in_cell = outer
            self.in_note = in_note

        return close

    def _start_block(self, tag: str, element: Element) -> Callable[[], None]:
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return self._start_heading(int(tag[1]))
            case "p":
                return lambda: self._flush(is_paragraph=True)
            case "blockquote" if len(self.open) <= _MAX_OPEN:
                return self._open(Container())
            case "ul" | "ol" | "dl" if len(self.open) < _MAX_OPEN and not _is_wrapper(element):
                return self._start_list(tag, element)
            case "li" | "dt" | "dd" if isinstance(self.open[-1], List):
                return self._start_item(tag, element, self.open[-1])
            case "table":
                return self._start_table()
            case "tr" | "thead" | "tbody" | "tfoot" if self.table is not None:
                return self._start_row(self.table, is_row=tag == "tr")
            case "td" | "th" if self.table is not None:
                return self._start_cell(element, self.table)
        return self._flush

    def _start_heading(self, level: int) -> Callable[[], None]:
        outer, self.heading = self.heading, self.heading or level

        def close() -> None:
            self._flush()
            self.heading = outer

        return close

    def _start_bold(self, end: Callable[[], None]) -> Callable[[], None]:
        """Begin bold text; return what ends it and the block that it fills."""
        inline = self.inline
        is_open = inline.open("strong")

        def close() -> None:
            if is_open:
                inline.close()
            end()

        return close

    def _start_list(self, tag: str, element: Element) -> Callable[[], None]:
        items = List(tag == "ol", tag == "dl")
        if element.get("reversed") is not None:
            items.step = -1
            items.number = sum(1 for _ in element.iterchildren("li"))
        items.number = _number(element, "start", items.number)
        return self._open(items)

    def _start_item(self, tag: str, element: Element, items: List) -> Callable[[], None]:
        """Begin an item. Terms and the definitions behind them share one."""
        if tag == "li":
            return self._open_item(items.add_item(_number(element, "value", items.number)))
        previous = element.getprevious()
        is_new = tag == "dt" and (previous is None or previous.tag != "dt")
        item = items.add_item() if is_new or not items.blocks else items.blocks[-1]
        close = self._open_item(item)
        return self._start_bold(close) if tag == "dt" and not _contains_blocks(element) else close

    def _start_table(self) -> Callable[[], None]:
        """Begin a table; what is in it outside of its cells is written before it."""
        outer, outer_row = self.table, self.row
        self.table = table = Table()
        self.row = None

        def close() -> None:
            self._flush()
            if table.rows:
                self._append(table)
            self.table, self.row = outer, outer_row

        return close

    def _start_row(self, table: Table, *, is_row: bool) -> Callable[[], None]:
        self.row = [] if is_row else None
        if self.row is not None:
            table.rows.append(self.row)

        def close() -> None:
            self._flush()
            self.row = None

        return close

    def _start_cell(self, element: Element, table: Table) -> Callable[[], None]:
        if self.row is None:
            self.row = []
            table.rows.append(self.row)
        row, self.in_cell = self.row, True

        def close() -> None:
            tokens = self.inline.take()
            spans = (max(1, _number(element, name, 1)) for name in ("colspan", "rowspan"))
            row.append(Cell(() if is_blank(tokens) else tokens, *spans))
            self.in_cell = False

        return close

    def _start_in_cell(self, tag: str, element: Element) -> Callable[[], None]:
        """Begin a block in a table cell; lists stay HTML, and other blocks become lines."""
        if tag not in (*_LIST_TAGS, "li", "dt", "dd"):
            return self._flush
        number = _number(element, "value" if tag == "li" else "start", 0)
        attribute = f' {"value" if tag == "li" else "start"}="{number}"' if number else ""
        self.inline.tag(f"<{tag}{attribute}>")
        return lambda: self.inline.tag(f"</{tag}>")

    def _add_listing(self, listing: Element) -> None:
        code = _plain_text(listing, "\n").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        self.is_note_start = False
        if self.in_cell:
            for line in code.split("\n"):
                self.inline.code(line)
                self.inline.line_break()
        elif code.strip():
            classes = (inner.get("class") or "" for inner in listing.iter("code"))
            match = _LANGUAGE.fullmatch(next(classes, ""))
            self._append(Listing(code, match[1] if match else ""))

    def _start_inline(self, tag: str, element: Element) -> Callable[[], None] | None:
        match tag:
            case "a":
                return self._start_link(element)
            case "br":
                self.inline.line_break()
            case "img" if element.get("src"):
                self.is_note_start = False
                self.inline.image(element.get("alt") or "", element.get("src") or "")
            case "code" | "kbd" | "samp":
                self._add_code(element)
                return _skip
            case "q":
                self.inline.text('"')
                return partial(self.inline.text, '"')
            case "rt" if not _text_before(element).rstrip().endswith("("):
                self.inline.text("(")
                return partial(self.inline.text, ")")
            case "span" if _is_formula(element):
                self._add_formula(element)
                return _skip
            case "sub" | "sup":
                labels = self._only_references(element)
                if labels:
                    self.inline.markup("".join(f"[^{label}]" for label in labels))
                    return _skip
                return self.inline.close if self.inline.open(tag) else None
            case _ if tag in EMPHASIS and not (tag == "cite" and _has_emphasis(element)):
                return self.inline.close if self.inline.open(EMPHASIS[tag]) else None
        return None

    def _start_link(self, link: Element) -> Callable[[], None] | None:
        target = (link.get("href") or "").strip()
        if self._label(link) is not None:
            self.inline.markup(f"[^{self._label(link)}]")
            return _skip
        if target.startswith("#fnref-"):
            return _skip if self.in_note else None
        if not target or target.startswith("#fn-"):
            return None
        title = " ".join((link.get("title") or "").split())
        return self.inline.close if self.inline.open("a", target, title) else None

    def _label(self, link: Element) -> str | None:
        """Return the label of the footnote that a link refers to, None if there is none."""
        target = (link.get("href") or "").strip()
        label = target.removeprefix("#fn-")
        return label if target.startswith("#fn-") and label in self.labels else None

    def _only_references(self, script: Element) -> list[str]:
        """Return the labels of the footnotes in a superscript that has no other content."""
        loose = (script.text or "") + "".join(child.tail or "" for child in script)
        labels = [label for child in script if (label := self._label(child)) is not None]
        is_only = len(labels) == len(script) and _REFERENCE_PUNCTUATION.issuperset(loose)
        return labels if is_only else []

    def _add_code(self, code: Element) -> None:
        """Add inline code; links in it become links around code."""
        self.is_note_start = False
        text = code.text or ""
        for child in code:
            inner = _plain_text(child, " ")
            if child.tag == "a" and child.get("href") and inner.strip():
                self.inline.code(text)
                text = ""
                is_open = self.inline.open("a", child.get("href") or "", child.get("title") or "")
                self.inline.code(inner)
                if is_open:
                    self.inline.close()
            else:
                text += inner
            text += child.tail or ""
        self.inline.code(text)

    def _add_formula(self, span: Element) -> None:
        self.is_note_start = False
        text = _plain_text(span, " ").strip()
        is_display = text.startswith("\\[") and text.endswith("\\]")
        if is_display or (text.startswith("\\(") and text.endswith("\\)")):
            markdown = formula(text[2:-2], is_display=is_display, in_cell=self.in_cell)
            if markdown:
                self.inline.markup(markdown)
        else:
            self.inline.text(text)


def _do_nothing() -> None:
    """End an element that needs no end."""


def _skip() -> None:
    """End an element whose content is not read."""


def _find_notes(body: Element) -> Iterator[tuple[Element, str]]:
    """Yield the footnotes of a tree and their labels; of notes with one label, the first."""
    labels: set[str] = set()
    for element in body.iter():
        name = element.get("id") or ""
        label = name.removeprefix("fn-")
        if name.startswith("fn-") and _LABEL.fullmatch(label) and label not in labels:
            labels.add(label)
            yield element, label


_LABEL = re.compile(r"[\w-]+")


def _number(element: Element, name: str, default: int) -> int:
    """Return the number in an attribute."""
    match = _NUMBER.match(element.get(name) or "")
    return int(match[1]) if match else default


def _is_wrapper(items: Element) -> bool:
    """True if a list contains only an item with another list, as in some comment trees."""
    if len(items) != 1 or items[0].tag != "li" or len(items[0]) != 1:
        return False
    item, inner = items[0], items[0][0]
    loose = (items.text, item.text, inner.tail, item.tail)
    return inner.tag in ("ul", "ol") and not any((text or "").strip() for text in loose)


def _text_before(element: Element) -> str:
    """Return the text directly before an element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tail or ""
    return "" if parent is None else parent.text or ""


def _contains_blocks(element: Element) -> bool:
    return any(inner.tag in _BLOCK_TAGS for inner in element.iterdescendants())


def _has_emphasis(element: Element) -> bool:
    return next(element.iter("i", "em"), None) is not None


def _plain_text(element: Element, line_break: str) -> str:
    """Return the text of an element, without its tail."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append(line_break if node.tag == "br" else node.text or "")
        elif node is not element:
            parts.append(node.tail or "")
    return "".join(parts).translate(CONTROL)
