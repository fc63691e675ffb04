"""Conversion of semantic HTML to CommonMark with GFM tables, footnotes and `$` formulas.

The tree of the HTML becomes blocks (`markdown_blocks`) of inline content (`markdown_inline`), whose
text is escaped by its position, so that nothing in a page is read as markup. Time and memory are
linear in the size of the tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cleanarticle.rendering.fragment import parse_fragment
from cleanarticle.rendering.list_numbers import read_number
from cleanarticle.rendering.markdown_blocks import Block, Container, List, Table
from cleanarticle.rendering.markdown_inline import InlineContent, Token, destination, formula, nest
from cleanarticle.rendering.tags import BLOCK_LEVEL_TAGS, HEADING_TAGS, TABLE_TAGS

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element
    from cleanarticle.rendering.markdown_inline import Elements

_LIST_TAGS = ("ul", "ol", "dl")

_ITEM_TAGS = ("li", "dt", "dd")

_INLINE_TAGS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("del", "s"), "del"),
    **dict.fromkeys(("code", "kbd", "samp"), "code"),
    **{tag: tag for tag in ("sub", "sup")},
}
"""Inline elements, and those that they are written as."""

_MAX_DEPTH = 18
"""Nested lists, items, quotations and tables that are written; the content of deeper ones follows
at the last level. markdown-it drops what is more than 20 deep, and real pages have at most 16."""

_NOTE = re.compile(r"fn-([\w-]+)")

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


class _Context(NamedTuple):
    """What the elements around some content make of it."""

    blocks: Container | List
    inline: InlineContent
    depth: int = 0  # of lists, items, quotations and tables
    heading: int = 0  # level
    table: Table | None = None
    elements: Elements = ()


class _TreeReader:
    """Reader of a tree."""

    def __init__(self, markup: str) -> None:
        self.body = parse_fragment(markup)
        self.document = Container()
        self.context = _Context(self.document, InlineContent(has_formulas='class="math ' in markup))
        self.skipped = ""  # characters that are left out before the next text
        self.notes: dict[str, Element] = {}  # label -> first footnote that has it
        for element in self.body.iter(*BLOCK_LEVEL_TAGS) if "fn-" in markup else ():
            self.notes.setdefault(_label(element), element)
        self.notes.pop("", None)

    def read(self) -> str:
        """Return the Markdown."""
        outer: list[_Context] = []
        walk = etree.iterwalk(self.body, events=("start", "end"))
        for event, element in walk:  # iterative, as the tree can be deep
            tag = str(element.tag)
            if event == "start":
                outer.append(self.context)
                if self._open(tag, element):
                    self._add_text(element.text)
                else:
                    walk.skip_subtree()
            else:
                self._close(tag, outer.pop())
                self._add_text(element.tail)
        self._flush()
        return "\n".join(self.document.as_block().lines)

    def _add_text(self, text: str | None) -> None:
        if text and (text := text.lstrip(self.skipped)):
            self.skipped = ""
            self.context.inline.text(text, self.context.elements)

    def _flush(self, *, is_paragraph: bool = False) -> None:
        """End the text since the last edge of a block."""
        blocks, inline, level = self.context.blocks, self.context.inline, self.context.heading
        if inline.in_cell:
            inline.line_break()
        elif not inline.is_empty and (text := inline.take(starts_line=not level)):
            if level and text.endswith("#") and text.rstrip("#")[-1:] in ("", " "):
                text = f"{text[:-1]}\\#"  # would be the optional end of the heading
            lines = [f"{'#' * level} {text}"] if level else text.split("\n")
            blocks.add(Block(lines, is_paragraph=is_paragraph))

    def _open(self, tag: str, element: Element) -> bool:
        """Add an element or set the context inside it; return False if its content is not read."""
        if tag in ("script", "style", "template"):
            return False
        if tag not in BLOCK_LEVEL_TAGS:
            return self._open_inline(tag, element)
        self._flush()
        if tag == "pre":
            self._add_listing(element)
            return False
        self.context = self._block_context(tag, element)
        return True

    def _close(self, tag: str, outer: _Context) -> None:
        """End an element, and return to the context around it."""
        if tag in BLOCK_LEVEL_TAGS:
            self._flush(is_paragraph=tag == "p")
        elif tag == "q":
            self._add_text('"')
        self.context = outer

    def _block_context(self, tag: str, element: Element) -> _Context:
        """Return the context inside a block-level element."""
        context, blocks, depth = self.context, self.context.blocks, self.context.depth
        if self.notes and self.notes.get(_label(element)) is element:
            return self._note_context(_label(element))
        if context.inline.in_cell:
            return context._replace(elements=_nest_list(context.elements, tag, element))
        if tag in _LIST_TAGS and depth + 2 <= _MAX_DEPTH and not _is_wrapper(element):
            step = 1 if element.get("reversed") is None else -1
            blocks.add(items := List(tag, read_number(element, "start", 1), step))
            return context._replace(blocks=items, depth=depth + 2)
        if tag == "blockquote" and depth < _MAX_DEPTH:
            blocks.add(quotation := Container("> ", "> "))
            return context._replace(blocks=quotation, depth=depth + 1)
        if tag in TABLE_TAGS:
            return self._table_context(tag, element)
        if tag in _ITEM_TAGS and isinstance(blocks, List):
            context = context._replace(blocks=_item(blocks, tag, element))
        if tag in HEADING_TAGS:
            context = context._replace(heading=context.heading or int(tag[1]))
        elif tag in ("dt", "summary") and not _contains(element, *BLOCK_LEVEL_TAGS):
            context = context._replace(elements=nest(context.elements, "strong"))
        return context

    def _table_context(self, tag: str, element: Element) -> _Context:
        """Return the context in a table, which follows what is outside of its cells."""
        context, table = self.context, self.context.table
        if tag == "table" and context.depth < _MAX_DEPTH:
            context.blocks.add(outside := Container())
            context.blocks.add(table := Table())
            return context._replace(blocks=outside, depth=context.depth + 1, table=table)
        if tag == "tr" and table:
            table.rows.append([])
        elif tag in ("td", "th") and table:
            content = InlineContent(has_formulas=context.inline.has_formulas, in_cell=True)
            columns, rows = (read_number(element, name, 1) for name in ("colspan", "rowspan"))
            table.rows[-1].append((content, max(1, columns), max(1, rows)))
            return context._replace(inline=content)
        return context

    def _note_context(self, label: str) -> _Context:
        """Return the context inside a footnote, which is written before the block that it is in."""
        note, blocks = Container(f"[^{label}]: ", "    "), self.document.children
        blocks.insert(len(blocks) - (self.context.blocks is not self.document), note)
        self.skipped = _BACKLINK_REMAINS
        return _Context(note, InlineContent(has_formulas=self.context.inline.has_formulas), depth=1)

    def _add_listing(self, element: Element) -> None:
        inline = self.context.inline
        for line_break in element.iter("br"):
            line_break.tail = f"\n{line_break.tail or ''}"
        lines = re.sub("\r\n?", "\n", "".join(map(str, element.itertext()))).strip("\n").split("\n")
        if inline.in_cell:
            for line in filter(None, lines):
                inline.text(line, nest(self.context.elements, "code"))
                inline.line_break()
        elif any(map(str.strip, lines)):
            classes = (inner.get("class") or "" for inner in element.iter("code"))
            language = re.fullmatch(r"language-([\w+#.-]+)", next(classes, ""))  # needs no escapes
            rows = re.findall("`+", "\n".join(lines))
            fence = "`" * max(3, 1 + max(map(len, rows), default=0))
            start = f"{fence}{language[1] if language else ''}"
            self.context.blocks.add(Block([start, *lines, fence]))

    def _open_inline(self, tag: str, element: Element) -> bool:
        context, inline, elements = self.context, self.context.inline, self.context.elements
        url = (element.get("href") or "").strip() if tag == "a" else ""
        markup = self._marks(tag, element) if self.notes else ""
        if tag == "img" and element.get("src"):
            inline.image(element.get("alt") or "", element.get("src") or "", elements)
        elif tag == "span" and (element.get("class") or "").startswith("math "):
            markup = formula("".join(map(str, element.itertext())), in_cell=inline.in_cell)
        elif tag == "input":
            mark = "[ ]" if element.get("checked") is None else "[x]"
            inline.add(Token("markup", mark), elements)
            self._add_text(" ")
        elif tag == "br" and not context.heading:
            inline.line_break()
        elif tag in ("br", "q"):
            self._add_text(" " if tag == "br" else '"')
        elif tag == "a" and url and not url.startswith("#fn-"):
            title = " ".join((element.get("title") or "").split())
            elements = nest(elements, "a", "[", f"]{destination(url, title)}")
        elif tag in _INLINE_TAGS and not (tag == "cite" and _contains(element, "i", "em")):
            elements = nest(elements, _INLINE_TAGS[tag])
        if markup:
            inline.add(Token("markup", markup), context.elements)
        if elements is not context.elements:
            self.context = context._replace(elements=elements)
        return not markup and not url.startswith("#fnref-")

    def _marks(self, tag: str, element: Element) -> str:
        """Return the marks of the footnotes that a link, or a script of links, only refers to."""
        if tag not in ("a", "sub", "sup"):
            return ""
        links = [element] if tag == "a" else list(element)
        loose = () if tag == "a" else (element.text, *(link.tail for link in links))
        urls = [(link.get("href") or "").strip() for link in links]
        is_mark = all(url.startswith("#fn-") and url[4:] in self.notes for url in urls)
        is_mark &= not "".join(filter(None, loose)).strip("[](), ;\n")
        return "".join(f"[^{url[4:]}]" for url in urls) if is_mark else ""


def _nest_list(elements: Elements, tag: str, element: Element) -> Elements:
    """Return inline elements in a table cell, with a list or an item inside if it is one."""
    name = "value" if tag == "li" else "start"
    number = read_number(element, name, 0)
    start = f'<{tag} {name}="{number}">' if number else ""
    return nest(elements, tag, start) if tag in _LIST_TAGS + _ITEM_TAGS else elements


def _item(items: List, tag: str, element: Element) -> Container:
    """Return the item of a list that an element is in. Terms and their definitions share one."""
    previous = element.getprevious()
    is_new = tag == "li" or (tag == "dt" and (previous is None or previous.tag != "dt"))
    if is_new or not items.items:
        return items.add_item(read_number(element, "value", items.number))
    return items.items[-1]


def _is_wrapper(items: Element) -> bool:
    """Return True if a list contains only an item with another list, as in some comment trees."""
    if len(items) != 1 or items[0].tag != "li" or len(items[0]) != 1:
        return False
    item, inner = items[0], items[0][0]
    loose = (items.text, item.text, inner.tail, item.tail)
    return inner.tag in ("ul", "ol") and not any((text or "").strip() for text in loose)


def _label(element: Element) -> str:
    """Return the label of a footnote, "" for other elements."""
    note = _NOTE.fullmatch(element.get("id") or "")
    return note[1] if note else ""


def _contains(element: Element, *tags: str) -> bool:
    return next(element.iterdescendants(*tags), None) is not None
