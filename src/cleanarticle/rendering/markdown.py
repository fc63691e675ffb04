"""Semantic HTML to Markdown: CommonMark with GFM tables, footnotes and `$` formulas.

The conversion is html-to-markdown's. What Markdown has no words for is put into words that it has
before, and the signs of the text are protected (see `signs`).
"""

from __future__ import annotations

import re
from string import punctuation
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.rendering.emphasis import EMPHASIS, TRANSPARENT, set_emphasis
from cleanarticle.rendering.escapes import (
    EMPTY,
    SIGNS,
    SIGNS_AND_DOLLAR,
    protect,
    protect_all,
    protect_next_line,
    protect_start,
    raw,
    restore,
)
from cleanarticle.rendering.fragment import (
    let_out_breaks,
    markup_of,
    replace_by_text,
    tree_of,
    unwrap,
)
from cleanarticle.rendering.table_grid import make_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cleanarticle.parsing.document import Element

_NOTE = "\U0010f200"
"""Private character around the number of a footnote, where it is to be put in again."""

_NUMBERED = re.compile(rf"{_NOTE}(\d+){_NOTE}")

_GAP = "\U0010f201"
"""Private character at the beginning of a quotation: the converter leaves no empty line between
one and what stands before it."""

_TABLE_GAP = "\U0010f202"
"""Likewise in a quotation or list, behind a table and between a quotation and a table."""

_GAP_LINES = re.compile(rf"(?:\n[> ]*)?\n([> ]*)(?:> {_GAP}|{_TABLE_GAP})\n(?:[> ]*\n)?")

_CODE = ("pre", "code", "kbd", "samp")

_OPENING = re.compile(r"^[\s^↑↩.:)\]]+")
"""What is left in front of a note where its links back were."""

_AROUND_MARKS = frozenset("[](), ;")


def to_markdown(markup: str) -> str:
    """Convert the body's semantic HTML to Markdown.

    Spans of table cells leave empty cells, and a table without a heading row gets its first one. A
    list of definitions becomes a list of bold terms, a footnote `[^1]`, a formula `$...$` or
    `$$...$$`. Sub- and superscript stay HTML, as does emphasis that Markdown's signs cannot set
    (`这是<b>“重点”</b>内容`): Markdown takes both.
    """
    if not markup:
        return ""
    body = tree_of(markup)
    notes = list(_take_notes(body))
    text = _convert(body)
    return restore(_put_in(notes, text))


def _put_in(notes: Sequence[tuple[str, Element]], text: str) -> str:
    """Put footnotes in where their numbers are; a note may hold the number of another."""

    def written(match: re.Match[str]) -> str:
        label, note = notes[int(match[1])]
        lines = _put_in(notes, _convert(note)).splitlines()
        below = (f"    {line}" if line else "" for line in lines[1:])
        return "\n".join((f"[^{label}]: {''.join(lines[:1])}", *below))

    return _NUMBERED.sub(written, text)


def _convert(body: Element) -> str:
    from html_to_markdown import ConversionOptions, convert

    options = ConversionOptions(
        extract_metadata=False,
        bullets="-",
        br_in_tables=True,
        compact_tables=True,
        expand_abbreviations=False,
        highlight_style="none",
        keep_inline_images_in=["h1", "h2", "h3", "h4", "h5", "h6"],
    )
    signs = SIGNS_AND_DOLLAR if next(body.iter("span"), None) is not None else SIGNS
    etree.strip_tags(body, "abbr", "ins", "mark", "small", "time")
    for element in list(body.iter()):
        if sum(child.tag in _RUNS for child in element) > _MOST_RUNS:
            etree.strip_tags(element, *_RUNS)
    for element in list(body.iter()):
        prepare = _PREPARE.get(str(element.tag))
        if prepare is not None:
            prepare(element)
    _protect(body, signs)
    text = convert(markup_of(body), options).content or ""
    for _ in range(2):  # two gaps may stand side by side
        text = _GAP_LINES.sub(lambda match: f"\n{match[1].rstrip()}\n", text)
    return text.strip()


_RUNS = (*EMPHASIS, "sub", "sup")

_MOST_RUNS = 1000
"""Runs of emphasis in one paragraph that are shown as such. Those that Markdown's signs cannot set
take time by the square of their number. By hand: the most on any of 1,244 real pages is 280."""


def _protect(body: Element, signs: re.Pattern[str]) -> None:
    """Replace what Markdown would take for mark-up, but in code."""
    in_code = {inner for code in body.iter(*_CODE) for inner in code.iter()}
    outermost = {code for code in in_code if code.getparent() not in in_code}
    in_link = {inner for link in body.iter("a") for inner in link.iter()}
    for element in body.iter():
        if element.text and element not in in_code:
            mend = protect if element in in_link else protect_all
            element.text = mend(element.text, signs)
            if _begins_line(element):
                element.text = protect_start(element.text)
        elif element.text and element.tag != "pre":  # the converter escapes brackets in links
            element.text = element.text.replace("[", raw("[")).replace("]", raw("]"))
        if element.tail and (element not in in_code or element in outermost):
            mend = protect if element.getparent() in in_link else protect_all
            element.tail = mend(element.tail, signs)
            if element.tag in _BREAKS:
                element.tail = protect_next_line(element.tail)
        alt = element.get("alt")
        if alt:
            element.set("alt", protect(alt, signs))


def _begins_line(element: Element) -> bool:
    """Whether the text of an element begins a line, or may do so."""
    return element.tag in _BLOCKS or (element.tag in TRANSPARENT and not _is_behind_text(element))


def _is_behind_text(element: Element) -> bool:
    """Whether text stands right before an element on its line."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.tag != "br" or bool((before.tail or "").strip(f"{EMPTY} \n"))
    return parent is not None and bool((parent.text or "").strip())


def _take_notes(body: Element) -> Iterator[tuple[str, Element]]:
    """Take the footnotes out of a tree: label and content; a number is left in their place."""
    notes = [note for note in body.iter() if (note.get("id") or "").startswith("fn-")]
    for number, note in enumerate(notes):
        place = etree.Element("p")
        place.text = f"{_NOTE}{number}{_NOTE}"
        around = note.getparent()
        if note.tag == "li" and around is not None:
            around.addprevious(place)
            around.remove(note)
            above = around.getparent()
            if not len(around) and above is not None:
                above.remove(around)
        else:
            note.addprevious(place)
            if around is not None:
                around.remove(note)
        for link in [a for a in note.iter("a") if (a.get("href") or "").startswith("#fnref-")]:
            replace_by_text(link, "")
        first = next((e for e in note.iter() if (e.text or "").strip()), note)
        first.text = _OPENING.sub("", first.text or "")
        label = (note.get("id") or "").removeprefix("fn-")
        note.tag = "body"
        yield label, note


def _prepare_break(line_break: Element) -> None:
    """In a list the converter forgets to indent a line that begins with an element."""
    if not (line_break.tail or "").strip() and line_break.getnext() is not None:
        line_break.tail = EMPTY


def _prepare_link(link: Element) -> None:
    href = link.get("href") or ""
    if next(link.iterancestors("a"), None) is not None:
        unwrap(link)  # links do not nest
    elif href.startswith("#fn-"):
        replace_by_text(link, raw(f"[^{href.removeprefix('#fn-')}]"))
    elif not _shows_text(link) and link.find(".//img") is None:
        unwrap(link)  # the converter would show its address
    else:
        let_out_breaks(link)
        _part_from_link(link)


def _part_from_link(link: Element) -> None:
    """Keep an exclamation mark in front of a link from making a picture of it."""
    before, parent = link.getprevious(), link.getparent()
    if before is not None and (before.tail or "").endswith("!"):
        before.tail = (before.tail or "")[:-1] + raw("\\!")
    elif before is None and parent is not None and (parent.text or "").endswith("!"):
        parent.text = (parent.text or "")[:-1] + raw("\\!")


def _prepare_script(script: Element) -> None:
    """Sub- and superscript; of one that holds marks of notes, the marks alone."""
    marks = [link for link in script if (link.get("href") or "").startswith("#fn-")]
    loose = (script.text or "") + "".join(link.tail or "" for link in marks)
    if marks and len(marks) == len(script) and _AROUND_MARKS.issuperset(loose):
        replace_by_text(
            script, "".join(raw(f"[^{(m.get('href') or '').removeprefix('#fn-')}]") for m in marks)
        )
    else:
        let_out_breaks(script)
        unwrap(script, raw(f"<{script.tag}>"), raw(f"</{script.tag}>"))


def _prepare_span(span: Element) -> None:
    if not (span.get("class") or "").startswith("math "):
        return
    tex = re.sub(r"<(?=[a-zA-Z/!?])", r"\\lt ", (span.text or "")[2:-2])
    if next(span.iterancestors("table"), None) is not None:
        tex = tex.replace("|", r"\vert ")
    sign = "$$" if (span.get("class") or "").endswith("display") else "$"
    replace_by_text(span, raw(f"{sign}{tex}{sign}"))


def _in_cell(element: Element) -> bool:
    return next(element.iterancestors("td", "th"), None) is not None


def _prepare_item(item: Element) -> None:
    """In a table cell a list stays HTML, which is all that GFM can hold there."""
    if _in_cell(item):
        for paragraph in list(item.iterchildren("p")):
            unwrap(paragraph, end=" " if paragraph.getnext() is not None else "")
        unwrap(item, raw(f"<{item.tag}>"), raw(f"</{item.tag}>"))


def _prepare_list(items: Element) -> None:
    """Two lists in a row are two: without anything between them Markdown makes them one."""
    if _in_cell(items):
        _prepare_item(items)
        return
    if _is_wrapper(items):
        unwrap(items[0])
        unwrap(items)
        return
    _wrap_strays(items, "dd" if items.tag == "dl" else "li")
    following = items.getnext()
    if following is not None and following.tag in ("ul", "dl") and not (items.tail or "").strip():
        items.addnext(_nothing())


def _is_wrapper(items: Element) -> bool:
    """Whether a list has one item that is another list, as trees of comments are written."""
    if len(items) != 1 or items[0].tag != "li" or len(items[0]) != 1:
        return False
    item, inner = items[0], items[0][0]
    loose = (items.text, item.text, inner.tail, item.tail)
    return inner.tag in ("ul", "ol") and not any((text or "").strip() for text in loose)


def _nothing() -> Element:
    """A paragraph that shows nothing and keeps apart what is around it."""
    paragraph = etree.Element("p")
    paragraph.text = raw("<!-- -->")
    return paragraph


def _prepare_numbered_list(items: Element) -> None:
    if not _in_cell(items) and _is_wrapper(items):
        _prepare_list(items)
    else:
        _prepare_item(items)


def _wrap_strays(items: Element, tag: str) -> None:
    """Make items of what stands in a list outside of its items."""
    if (items.text or "").strip():
        item = etree.Element(tag)
        item.text, items.text = items.text, None
        items.insert(0, item)
    for child in list(items):
        if (child.tail or "").strip():
            item = etree.Element(tag)
            item.text, child.tail = child.tail, None
            items.insert(items.index(child) + 1, item)
        if child.tag not in _ITEMS[tag]:
            item = etree.Element(tag)
            child.addprevious(item)
            item.append(child)


_ITEMS = {"li": ("li", "ul", "ol"), "dd": ("dt", "dd")}
"""What may stand in a list, by the item that all else becomes: lists too, which are indented so."""


def _prepare_summary(summary: Element) -> None:
    """What is shown of a folded part is bold, unless it is a heading."""
    if _holds_blocks(summary):
        summary.tag = "div"
        return
    summary.tag = "p"
    bold = etree.Element("strong")
    bold.text, summary.text = summary.text, None
    bold.extend(list(summary))
    summary.append(bold)
    set_emphasis(bold)


def _prepare_definitions(definitions: Element) -> None:
    """A list of items that begin with bold terms."""
    _prepare_list(definitions)
    if _in_cell(definitions):
        return
    definitions.tag = "ul"
    item: Element | None = None
    after_definition = True
    for child in list(definitions):
        if item is None or (child.tag == "dt" and after_definition):
            item = etree.SubElement(definitions, "li")
        after_definition = child.tag != "dt"
        if child.tag == "dt":
            bold = not _holds_blocks(child)
            term = etree.SubElement(item, "p") if bold else item
            term.append(child)
            child.tag = "strong" if bold else "div"
        else:
            item.append(child)
            child.tag = "div" if _holds_blocks(child) else "p"


_BLOCKS = frozenset(
    """p ul ol li dl dt dd pre blockquote table figure figcaption details summary h1 h2 h3 h4 h5 h6
    div""".split()
)
_BREAKS = _BLOCKS | {"br"}
"""Elements behind which a line begins."""


def _holds_blocks(element: Element) -> bool:
    return any(inner.tag in _BLOCKS for inner in element.iterdescendants())


def _prepare_quotation(quotation: Element) -> None:
    before, parent = quotation.getprevious(), quotation.getparent()
    if _in_cell(quotation) or (before is not None and before.text in (_GAP, _TABLE_GAP)):
        return
    while before is None and parent is not None and parent.tag == "div" and not parent.text:
        before, parent = parent.getprevious(), parent.getparent()
    if before is not None or (parent is not None and parent.text):
        gap = etree.Element("p")
        gap.text = _GAP
        gap.tail, quotation.text = quotation.text, None
        quotation.insert(0, gap)


def _prepare_table(table: Element) -> None:
    make_grid(table)
    before, parent = table.getprevious(), table.getparent()
    if parent is None or parent.tag == "body":
        return
    if before is not None and before.tag in _GAPLESS:
        table.addprevious(_gap())
    if table.getnext() is not None or (table.tail or "").strip():
        table.addnext(_gap())
    if _begins_longer_item(table):
        table.addprevious(_nothing())  # the converter forgets to indent what is behind it


def _begins_longer_item(table: Element) -> bool:
    """Whether a table is the first thing in an item of a list, and not the only one."""
    inside, is_last = table, True
    while True:
        around = inside.getparent()
        is_first = inside.getprevious() is None
        if around is None or not is_first or (around.text or "").strip():
            return False
        is_last = is_last and inside.getnext() is None and not (inside.tail or "").strip()
        if around.tag not in ("div", "details"):
            return around.tag == "li" and not is_last
        inside = around


_GAPLESS = ("blockquote", "ul", "ol", "dl", "table")
"""Elements between which and a table the converter leaves no empty line."""


def _gap() -> Element:
    gap = etree.Element("p")
    gap.text = _TABLE_GAP
    return gap


def _prepare_caption(caption: Element) -> None:
    """The caption of a table or figure is a paragraph, before the table."""
    table = next(caption.iterancestors("table"), None) if caption.tag == "caption" else None
    caption.tag = "div" if _holds_blocks(caption) else "p"
    if table is not None:
        table.addprevious(caption)


def _prepare_code(code: Element) -> None:
    """Code holds text alone: a link in it becomes a link around code."""
    if next(code.iterancestors("pre"), None) is not None:
        return
    for inner in list(code.iterdescendants()):
        if inner.tag == "br":
            replace_by_text(inner, " ")
        elif inner.tag != "a" or inner.getparent() is not code or not _shows_text(inner):
            unwrap(inner)
    end, code.tail = code.tail, None
    last = code
    pieces = []
    for link in list(code):
        text, link.text = link.text, None
        rest, link.tail = link.tail, None
        pieces.append(etree.SubElement(link, str(code.tag)))
        pieces[-1].text = text
        last.addnext(link)
        last = link
        if rest:
            last = etree.Element(str(code.tag))
            last.text = rest
            pieces.append(last)
            link.addnext(last)
    last.tail = end
    if not code.text:
        replace_by_text(code, "")
    else:
        pieces.append(_joined_code(code))
    for piece in pieces:
        _prepare_code_in_cell(piece)


def _shows_text(element: Element) -> bool:
    return bool("".join(map(str, element.itertext())).strip())


def _prepare_code_in_cell(code: Element) -> None:
    """A cell's pipe needs a backslash, so one that has its own can stand in HTML's code alone."""
    text = code.text or ""
    if "\\|" in text and _in_cell(code):
        code.text = protect(text, _PUNCTUATION).replace(protect("|", _PUNCTUATION), raw("&#124;"))
        unwrap(code, raw("<code>"), raw("</code>"))


_PUNCTUATION = re.compile(f"[{re.escape(punctuation)}]")


def _joined_code(code: Element) -> Element:
    """Two pieces of code without a gap are one: the signs at their ends would run together."""
    before = code.getprevious()
    if before is None or before.tag not in _CODE[1:] or before.tail:
        return code
    before.text = (before.text or "") + (code.text or "")
    replace_by_text(code, "")
    return before


def _prepare_listing(listing: Element) -> None:
    """A table cell cannot hold a listing: its lines become code, one below the other."""
    if not _in_cell(listing):
        return
    lines = "".join(map(str, listing.itertext())).splitlines()
    for child in list(listing):
        listing.remove(child)
    listing.tag, listing.text = "p", None
    for number, line in enumerate(lines):
        if number:
            etree.SubElement(listing, "br")
        if line.strip():
            code = etree.SubElement(listing, "code")
            code.text = line
            _prepare_code_in_cell(code)


_PREPARE: dict[str, Callable[[Element], None]] = {
    **dict.fromkeys(EMPHASIS, set_emphasis),
    **dict.fromkeys(("code", "kbd", "samp"), _prepare_code),
    "a": _prepare_link,
    "br": _prepare_break,
    "sub": _prepare_script,
    "sup": _prepare_script,
    "span": _prepare_span,
    "blockquote": _prepare_quotation,
    "table": _prepare_table,
    "ul": _prepare_list,
    "ol": _prepare_numbered_list,
    **dict.fromkeys(("li", "dt", "dd"), _prepare_item),
    "summary": _prepare_summary,
    "dl": _prepare_definitions,
    "caption": _prepare_caption,
    "figcaption": _prepare_caption,
    "pre": _prepare_listing,
}
