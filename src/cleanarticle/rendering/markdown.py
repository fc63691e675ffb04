"""Conversion of semantic HTML to CommonMark with GFM tables, footnotes and `$` formulas.

The tree of the HTML becomes lines (`markdown_blocks`) of inline tokens (`markdown_inline`), whose
text is escaped by its position, so that nothing in a page is read as markup. Time and memory are
linear in the size of the tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.rendering.fragment import parse_fragment
from cleanarticle.rendering.html_writer import BLOCK_LEVEL_TAGS, HEADING_TAGS, TABLE_TAGS
from cleanarticle.rendering.list_numbers import read_number
from cleanarticle.rendering.markdown_blocks import BlockWriter, Cell, Container, List
from cleanarticle.rendering.markdown_inline import InlineContent, formula

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element

_LIST_TAGS = ("ul", "ol", "dl")

_ITEM_TAGS = ("li", "dt", "dd")

_EMPHASIS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("del", "s"), "del"),
}

_NOTE = re.compile(r"fn-[\w-]+")

_LANGUAGE = re.compile(r"language-([\w+#.-]+)")
"""Class of a listing with a language name that needs no escapes."""

_BACKLINK_REMAINS = " \t\n\r\f^↑↩\ufe0e.:)]"
"""Characters that remain at the beginning of a note after the removal of its links back."""


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
    return _TreeReader(markup).read() if markup else ""


class _TreeReader:
    """Reader of a tree.

    The methods `_read_...` iterate once: what is in the element is read between the first step and
    the end, and not at all if there is no step.
    """

    def __init__(self, markup: str) -> None:
        self.body = parse_fragment(markup)
        self.notes = _raise_notes(self.body) if "fn-" in markup else {}  # footnotes, labels
        self.labels = frozenset(self.notes.values())
        self.note: Container | None = None  # the open footnote
        self.blocks = BlockWriter()
        self.inline = InlineContent(has_formulas='class="math ' in markup)
        self.heading = 0  # level of the open heading
        self.rows: list[list[Cell]] | None = None  # of the open table
        self.in_cell = self.in_code = False

    def read(self) -> str:
        """Return the Markdown."""
        open_elements: list[Iterator[None]] = []
        walk = etree.iterwalk(self.body, events=("start", "end"))
        for event, element in walk:  # iterative, as the tree can be deep
            if event == "start":
                open_elements.append(self._read(element, str(element.tag)))
                if next(open_elements[-1], False) is False:
                    walk.skip_subtree()
                elif element.text:
                    self._add_text(element.text)
            else:
                next(open_elements.pop(), None)
                if element.tail:
                    self._add_text(element.tail)
        self._flush()
        return self.blocks.text()

    def _add_text(self, text: str) -> None:
        if self.note and self.note.is_empty and not self.inline.tokens:
            text = text.lstrip(_BACKLINK_REMAINS)
        if text:
            (self.inline.code if self.in_code else self.inline.text)(text)

    def _flush(self, *, is_paragraph: bool = False) -> None:
        """End the text since the last edge of a block."""
        if self.in_cell:
            self.inline.line_break()
        elif text := self.inline.take(starts_line=not self.heading):
            if self.heading:
                self.blocks.add_heading(self.heading, text)
            else:
                self.blocks.add(text.split("\n"), is_paragraph=is_paragraph)

    def _read(self, element: Element, tag: str) -> Iterator[None]:
        if tag in ("script", "style", "template"):
            return iter(())
        if self.in_code and tag != "a":
            return self._read_enclosed(" " if tag == "br" else "", "")
        if tag == "pre":
            return self._read_listing(element)
        if tag in BLOCK_LEVEL_TAGS:
            return self._read_block(tag, element)
        return self._read_inline(tag, element)

    def _read_block(self, tag: str, element: Element) -> Iterator[None]:
        self._flush()
        outer, outer_heading = self.blocks.current, self.heading
        if element in self.notes:
            yield from self._read_note(self.notes[element])
        elif self.in_cell:
            yield from self._read_in_cell(tag, element)
        elif tag in _LIST_TAGS:
            yield from self._read_list(tag, element)
        elif tag in _ITEM_TAGS and outer.inner:
            yield from self._read_item(tag, element, outer.inner)
        elif tag in TABLE_TAGS:
            yield from self._read_table(tag, element)
        elif tag == "summary" and not _contains(element, *BLOCK_LEVEL_TAGS):
            yield from self._read_element("strong")
        else:
            if tag == "blockquote":
                self.blocks.open("> ", "> ")
            elif tag in HEADING_TAGS:
                self.heading = self.heading or int(tag[1])
            yield
        self._flush(is_paragraph=tag == "p")
        self.blocks.current, self.heading = outer, outer_heading

    def _read_note(self, label: str) -> Iterator[None]:
        self.note = self.blocks.open(f"[^{label}]: ", "    ")
        yield
        self._flush()
        if self.note.is_empty:
            self.blocks.add([""])
        self.note = None

    def _read_list(self, tag: str, element: Element) -> Iterator[None]:
        items = None if _is_wrapper(element) else self.blocks.open_list(tag)
        if items:
            items.number = read_number(element, "start", 1)
            items.step = 1 if element.get("reversed") is None else -1
        yield
        self._flush()
        if items:
            self.blocks.close_list(items)

    def _read_item(self, tag: str, element: Element, items: List) -> Iterator[None]:
        """Read an item. Terms and the definitions behind them share one."""
        previous = element.getprevious()
        is_new = tag == "li" or (tag == "dt" and (previous is None or previous.tag != "dt"))
        number = read_number(element, "value", items.number)
        last = None if is_new else items.last
        self.blocks.current = last or items.add_item(self.blocks.current, number)
        is_term = tag == "dt" and not _contains(element, *BLOCK_LEVEL_TAGS)
        yield from self._read_element("strong" if is_term else "")

    def _read_table(self, tag: str, element: Element) -> Iterator[None]:
        """Read a table or a part of it; what is outside of its cells is written before it."""
        rows, is_cell = self.rows, tag in ("td", "th")
        if tag == "table":
            self.rows = []
        elif rows is not None and (tag == "tr" or (is_cell and not rows)):
            rows.append([])
        self.in_cell = is_cell and bool(rows)
        yield
        if rows and self.in_cell:
            spans = (max(1, read_number(element, name, 1)) for name in ("colspan", "rowspan"))
            rows[-1].append(Cell(self.inline.take(in_cell=True), *spans))
            self.in_cell = False
        self._flush()
        if tag == "table":
            self.blocks.add_table(self.rows or ())
            self.rows = rows

    def _read_in_cell(self, tag: str, element: Element) -> Iterator[None]:
        """Read a block in a table cell; lists stay HTML, and other blocks become lines."""
        if tag not in _LIST_TAGS + _ITEM_TAGS:
            yield
            return
        name = "value" if tag == "li" else "start"
        number = read_number(element, name, 0)
        self.inline.tag(f'<{tag} {name}="{number}">' if number else f"<{tag}>")
        yield
        self.inline.tag(f"</{tag}>")

    def _read_listing(self, element: Element) -> Iterator[None]:
        self._flush()
        for line_break in element.iter("br"):
            line_break.tail = f"\n{line_break.tail or ''}"
        lines = re.sub("\r\n?", "\n", "".join(map(str, element.itertext()))).strip("\n").split("\n")
        if self.in_cell:
            for line in filter(None, lines):
                self.inline.code(line)
                self.inline.line_break()
        elif any(map(str.strip, lines)):
            classes = (inner.get("class") or "" for inner in element.iter("code"))
            language = _LANGUAGE.fullmatch(next(classes, ""))
            self.blocks.add_listing(lines, language[1] if language else "")
        yield from ()

    def _read_inline(self, tag: str, element: Element) -> Iterator[None]:
        content: Iterator[None] = iter((None,))
        if tag in ("code", "kbd", "samp"):
            content = self._read_code()
        elif tag == "a":
            content = self._read_link(element)
        elif tag in ("sub", "sup"):
            content = self._read_script(tag, element)
        elif tag in _EMPHASIS and not (tag == "cite" and _contains(element, "i", "em")):
            content = self._read_element(_EMPHASIS[tag])
        elif tag == "q":
            content = self._read_enclosed('"', '"')
        elif tag == "br":
            self.inline.text(" ") if self.heading else self.inline.line_break()
        elif tag == "img" and element.get("src"):
            self.inline.image(element.get("alt") or "", element.get("src") or "")
        elif tag == "span" and (element.get("class") or "").startswith("math "):
            content = self._read_formula(element)
        return content

    def _read_enclosed(self, start: str, end: str) -> Iterator[None]:
        self._add_text(start)
        yield
        self._add_text(end)

    def _read_element(self, name: str, url: str = "", title: str = "") -> Iterator[None]:
        is_open = name and self.inline.open(name, url, title)
        yield
        if is_open:
            self.inline.close()

    def _read_code(self) -> Iterator[None]:
        self.in_code = True
        yield
        self.in_code = False

    def _read_link(self, link: Element) -> Iterator[None]:
        url = (link.get("href") or "").strip()
        if mark := self._mark(link):
            self.inline.markup(mark)
        elif not url or url.startswith("#fn-") or (url.startswith("#fnref-") and not self.note):
            yield
        elif not url.startswith("#fnref-"):
            yield from self._read_element("a", url, " ".join((link.get("title") or "").split()))

    def _read_script(self, tag: str, script: Element) -> Iterator[None]:
        """Read subscript or superscript; one that only refers to footnotes becomes their marks."""
        loose = (script.text or "") + "".join(child.tail or "" for child in script)
        marks = [self._mark(child) for child in script]
        if marks and all(marks) and not loose.strip("[](), ;\n"):
            self.inline.markup("".join(marks))
        else:
            yield from self._read_element(tag)

    def _mark(self, link: Element) -> str:
        """Return the mark of the footnote that a link refers to, "" if there is none."""
        url = (link.get("href") or "").strip()
        return f"[^{url[4:]}]" if url.startswith("#fn-") and url[4:] in self.labels else ""

    def _read_formula(self, span: Element) -> Iterator[None]:
        text = "".join(map(str, span.itertext())).strip()
        is_display = text.startswith("\\[") and text.endswith("\\]")
        if is_display or (text.startswith("\\(") and text.endswith("\\)")):
            self.inline.markup(formula(text[2:-2], is_display=is_display, in_cell=self.in_cell))
        else:
            self._add_text(text)
        yield from ()


def _raise_notes(body: Element) -> dict[Element, str]:
    """Move the footnotes of a tree to its top level; return them and their labels.

    Of notes with one label, the first is taken.
    """
    notes: dict[str, Element] = {}
    for top in list(body):
        for element in list(top.iter(*BLOCK_LEVEL_TAGS)):
            name, parent = element.get("id") or "", element.getparent()
            if not _NOTE.fullmatch(name) or notes.setdefault(name, element) is not element:
                continue
            if element is not top and parent is not None:
                hole = etree.Element("div")
                parent.replace(element, hole)
                hole.tail, element.tail = element.tail, None
                top.addprevious(element)
    return {element: name.removeprefix("fn-") for name, element in notes.items()}


def _is_wrapper(items: Element) -> bool:
    """Return True if a list contains only an item with another list, as in some comment trees."""
    if len(items) != 1 or items[0].tag != "li" or len(items[0]) != 1:
        return False
    item, inner = items[0], items[0][0]
    loose = (items.text, item.text, inner.tail, item.tail)
    return inner.tag in ("ul", "ol") and not any((text or "").strip() for text in loose)


def _contains(element: Element, *tags: str) -> bool:
    return next(element.iterdescendants(*tags), None) is not None
