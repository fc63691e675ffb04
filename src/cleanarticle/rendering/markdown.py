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
from cleanarticle.rendering.list_numbers import read_number
from cleanarticle.rendering.markdown_blocks import (
    Block,
    Container,
    List,
    heading,
    indented,
    listing,
    quotation,
)
from cleanarticle.rendering.markdown_escapes import formula
from cleanarticle.rendering.markdown_inline import (
    CONTROL,
    EMPHASIS,
    InlineContent,
    Setting,
    is_blank,
    render_inline,
)
from cleanarticle.rendering.table_grid import Cell, table_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.parsing.document import Element

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
    return "\n".join(_TreeReader(parse_fragment(markup)).read())


def _is_formula(span: Element) -> bool:
    return (span.get("class") or "").startswith("math ")


class _TreeReader:
    """Reader of a tree, which it converts from the inside out.

    Attributes:
        document: Root of the blocks.
        open: Open containers and lists, outermost first.
        inline: Inline content since the last edge of a block.
        heading: Level of the open heading, 0 for none.
        rows: Rows of the open table.
        row: Open row of it.
        in_cell: Whether a cell of it is open.
        in_note: Whether a footnote is open.
        is_note_start: Whether nothing of it was read yet.
        notes: Footnotes in the tree and their labels.
    """

    def __init__(self, body: Element) -> None:
        self.body = body
        self.has_formulas = any(map(_is_formula, body.iter("span")))
        self.document = Container()
        self.open: list[Container | List] = [self.document]
        self.inline = InlineContent()
        self.heading = 0
        self.rows: list[list[Cell]] | None = None
        self.row: list[Cell] | None = None
        self.in_cell = self.in_note = self.is_note_start = False
        self.notes = dict(_find_notes(body))
        self.labels = frozenset(self.notes.values())

    def read(self) -> list[str]:
        """Return the lines of Markdown."""
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
        return self.document.lines()

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
        text = self._take_text(Setting(self.has_formulas, starts_line=not self.heading))
        if self.heading and text:
            self._append(heading(self.heading, text))
        elif text:
            self._append(Block(text.split("\n"), is_paragraph))

    def _take_text(self, setting: Setting) -> str:
        tokens = self.inline.take()
        return "" if is_blank(tokens) else render_inline(tokens, setting)

    def _append(self, block: Block) -> None:
        parent = self.open[-1]
        if isinstance(parent, List):  # stray content of a `dl` belongs to the item before it
            is_definition = parent.tag == "dl" and parent.items
            parent = parent.items[-1] if is_definition else parent.add_item()
        parent.blocks.append(block)

    def _open(self, container: Container | List) -> Callable[[], None]:
        """Open a container; return the function that closes it and all in it.

        A list or quotation directly in a list becomes part of the item before it.
        """
        depth = len(self.open)
        parent = self.open[-1]
        if isinstance(parent, List) and container not in parent.items[-1:]:
            self.open.append(parent.items[-1] if parent.items else parent.add_item())
        self.open.append(container)
        return partial(self._close, depth)

    def _close(self, depth: int) -> None:
        self._flush()
        while len(self.open) > depth:
            closed, parent = self.open.pop(), self.open[-1]
            if isinstance(closed, List) and isinstance(parent, Container):
                previous_mark = parent.blocks[-1].mark if parent.blocks else ""
                block = closed.block(previous_mark)
                if block.lines:
                    self._append(block)
            elif isinstance(closed, Container) and closed.is_quotation and closed.blocks:
                self._append(quotation(closed.lines()))

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
        if tag == "summary" and not _contains_blocks(element):
            return self._start_bold(self._flush)
        start = self._start_in_cell if self.in_cell else self._start_block
        return self._add_listing(element) if tag == "pre" else start(tag, element)

    def _start_note(self, label: str) -> Callable[[], None]:
        """Begin a footnote, whose definition is put at the top level of the document."""
        self._flush()
        outer = (self.open, self.inline, self.heading, self.rows, self.row, self.in_cell)
        in_note = self.in_note
        note, lines = Container(), list[str]()
        self.document.blocks.append(Block(lines))
        self.open, self.inline, self.heading = [note], InlineContent(), 0
        self.rows, self.row, self.in_cell = None, None, False
        self.in_note = self.is_note_start = True

        def close() -> None:
            self._flush()
            lines.extend(indented(f"[^{label}]:", 4, note.lines()))
            self.open, self.inline, self.heading, self.rows, self.row, self.in_cell = outer
            self.in_note = in_note

        return close

    def _start_block(self, tag: str, element: Element) -> Callable[[], None]:
        close: Callable[[], None] = self._flush
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                close = self._start_heading(int(tag[1]))
            case "p":
                close = partial(self._flush, is_paragraph=True)
            case "blockquote" if len(self.open) <= _MAX_OPEN:
                close = self._open(Container(is_quotation=True))
            case "ul" | "ol" | "dl" if len(self.open) < _MAX_OPEN and not _is_wrapper(element):
                close = self._start_list(tag, element)
            case "li" | "dt" | "dd" if isinstance(self.open[-1], List):
                close = self._start_item(tag, element, self.open[-1])
            case "table":
                close = self._start_table()
            case "tr" | "thead" | "tbody" | "tfoot" if self.rows is not None:
                close = self._start_row(self.rows, is_row=tag == "tr")
            case "td" | "th" if self.rows is not None:
                close = self._start_cell(element, self.rows)
        return close

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
        items = List(tag)
        if element.get("reversed") is not None:
            items.step = -1
            items.number = sum(1 for _ in element.iterchildren("li"))
        items.number = read_number(element, "start", items.number)
        return self._open(items)

    def _start_item(self, tag: str, element: Element, items: List) -> Callable[[], None]:
        """Begin an item. Terms and the definitions behind them share one."""
        if tag == "li":
            return self._open(items.add_item(read_number(element, "value", items.number)))
        previous = element.getprevious()
        is_new = tag == "dt" and (previous is None or previous.tag != "dt")
        item = items.add_item() if is_new or not items.items else items.items[-1]
        close = self._open(item)
        return self._start_bold(close) if tag == "dt" and not _contains_blocks(element) else close

    def _start_table(self) -> Callable[[], None]:
        """Begin a table; what is in it outside of its cells is written before it."""
        outer, outer_row = self.rows, self.row
        self.rows = rows = list[list[Cell]]()
        self.row = None

        def close() -> None:
            self._flush()
            if rows:
                self._append(Block(table_lines(rows)))
            self.rows, self.row = outer, outer_row

        return close

    def _start_row(self, rows: list[list[Cell]], *, is_row: bool) -> Callable[[], None]:
        self.row = [] if is_row else None
        if self.row is not None:
            rows.append(self.row)

        def close() -> None:
            self._flush()
            self.row = None

        return close

    def _start_cell(self, element: Element, rows: list[list[Cell]]) -> Callable[[], None]:
        if self.row is None:
            self.row = []
            rows.append(self.row)
        row, self.in_cell = self.row, True

        def close() -> None:
            spans = (max(1, read_number(element, name, 1)) for name in ("colspan", "rowspan"))
            row.append(Cell(self._take_text(Setting(self.has_formulas, in_cell=True)), *spans))
            self.in_cell = False

        return close

    def _start_in_cell(self, tag: str, element: Element) -> Callable[[], None]:
        """Begin a block in a table cell; lists stay HTML, and other blocks become lines."""
        if tag not in (*_LIST_TAGS, "li", "dt", "dd"):
            return self._flush
        number = read_number(element, "value" if tag == "li" else "start", 0)
        attribute = f' {"value" if tag == "li" else "start"}="{number}"' if number else ""
        self.inline.tag(f"<{tag}{attribute}>")
        return lambda: self.inline.tag(f"</{tag}>")

    def _add_listing(self, element: Element) -> Callable[[], None]:
        code = _plain_text(element, "\n").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        self.is_note_start = False
        if self.in_cell:
            for line in code.split("\n"):
                self.inline.code(line)
                self.inline.line_break()
        elif code.strip():
            classes = (inner.get("class") or "" for inner in element.iter("code"))
            match = _LANGUAGE.fullmatch(next(classes, ""))
            self._append(listing(code, match[1] if match else ""))
        return _skip

    def _start_inline(self, tag: str, element: Element) -> Callable[[], None] | None:
        close = None
        match tag:
            case "a":
                close = self._start_link(element)
            case "br":
                self.inline.text(" ") if self.heading else self.inline.line_break()
            case "img" if element.get("src"):
                self.is_note_start = False
                self.inline.image(element.get("alt") or "", element.get("src") or "")
            case "code" | "kbd" | "samp":
                close = self._add_code(element)
            case "q":
                close = self._start_marks('"', '"')
            case "rt" if not _text_before(element).rstrip().endswith("("):
                close = self._start_marks("(", ")")
            case "span" if _is_formula(element):
                close = self._add_formula(element)
            case "sub" | "sup":
                close = self._start_script(tag, element)
            case _ if tag in EMPHASIS and not (tag == "cite" and _has_emphasis(element)):
                close = self._start_element(EMPHASIS[tag])
        return close

    def _start_element(self, *element: str) -> Callable[[], None] | None:
        return self.inline.close if self.inline.open(*element) else None

    def _start_marks(self, start: str, end: str) -> Callable[[], None]:
        self.inline.text(start)
        return partial(self.inline.text, end)

    def _start_link(self, link: Element) -> Callable[[], None] | None:
        target = (link.get("href") or "").strip()
        label = self._label(link)
        if label is not None:
            self.inline.markup(f"[^{label}]")
        if label is not None or (self.in_note and target.startswith("#fnref-")):
            return _skip
        if not target or target.startswith(("#fn-", "#fnref-")):
            return None
        return self._start_element("a", target, " ".join((link.get("title") or "").split()))

    def _start_script(self, tag: str, script: Element) -> Callable[[], None] | None:
        """Begin subscript or superscript; one that only refers to footnotes becomes these marks."""
        loose = (script.text or "") + "".join(child.tail or "" for child in script)
        labels = [label for child in script if (label := self._label(child)) is not None]
        if not labels or len(labels) < len(script) or set(loose) - _REFERENCE_PUNCTUATION:
            return self._start_element(tag)
        self.inline.markup("".join(f"[^{label}]" for label in labels))
        return _skip

    def _label(self, link: Element) -> str | None:
        """Return the label of the footnote that a link refers to, None if there is none."""
        target = (link.get("href") or "").strip()
        label = target.removeprefix("#fn-")
        return label if target.startswith("#fn-") and label in self.labels else None

    def _add_code(self, code: Element) -> Callable[[], None]:
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
        return _skip

    def _add_formula(self, span: Element) -> Callable[[], None]:
        self.is_note_start = False
        text = _plain_text(span, " ").strip()
        is_display = text.startswith("\\[") and text.endswith("\\]")
        if is_display or (text.startswith("\\(") and text.endswith("\\)")):
            markdown = formula(text[2:-2], is_display=is_display, in_cell=self.in_cell)
            if markdown:
                self.inline.markup(markdown)
        else:
            self.inline.text(text)
        return _skip


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
