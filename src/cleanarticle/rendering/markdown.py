"""Conversion of semantic HTML to CommonMark with GFM tables, footnotes and `$` formulas.

html-to-markdown does the conversion. Before it, elements without a Markdown equivalent are replaced
with elements that have one, and special characters of the text are encoded (see `escapes`).
"""

from __future__ import annotations

import re
from string import punctuation
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.rendering.emphasis import EMPHASIS, TRANSPARENT_TAGS, prepare_emphasis
from cleanarticle.rendering.escapes import (
    EMPTY,
    SPECIAL_CHARACTERS,
    SPECIAL_CHARACTERS_AND_DOLLAR,
    protect,
    protect_line_start,
    protect_next_line,
    protect_text,
    raw,
    restore,
)
from cleanarticle.rendering.fragment import (
    move_line_breaks_out,
    parse_fragment,
    replace_with_text,
    serialize_fragment,
    unwrap,
)
from cleanarticle.rendering.table_grid import make_grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cleanarticle.parsing.document import Element

_FOOTNOTE_DELIMITER = "\U0010f200"
"""Private-use character before and after the index of a footnote in its placeholder."""

_FOOTNOTE_PLACEHOLDER = re.compile(rf"{_FOOTNOTE_DELIMITER}(\d+){_FOOTNOTE_DELIMITER}")

_QUOTATION_SPACER = "\U0010f201"
"""Private-use character for an empty line before a quotation, which html-to-markdown omits."""

_TABLE_SPACER = "\U0010f202"
"""Private-use character for an empty line before or after a table in a quotation or list."""

_SPACER_LINES = re.compile(
    rf"(?:\n[> ]*)?\n([> ]*)(?:> {_QUOTATION_SPACER}|{_TABLE_SPACER})\n(?:[> ]*\n)?"
)

_CODE_TAGS = ("pre", "code", "kbd", "samp")

_BACKLINK_REMAINS = re.compile(r"^[\s^↑↩.:)\]]+")
"""Text that remains at the beginning of a note after the removal of its links back."""

_REFERENCE_PUNCTUATION = frozenset("[](), ;")


def to_markdown(markup: str) -> str:
    """Return semantic HTML as Markdown.

    Spanning table cells are followed by empty cells, and the first row of a table becomes its
    header. Definition lists become lists of bold terms, footnotes `[^1]`, and formulas `$...$` or
    `$$...$$`. Subscript and superscript stay HTML, and so does emphasis that Markdown's delimiters
    cannot express (`这是<b>“重点”</b>内容`).

    Args:
        markup: HTML returned by `render_html`.
    """
    if not markup:
        return ""
    body = parse_fragment(markup)
    notes = list(_extract_footnotes(body))
    text = _convert(body)
    return restore(_insert_footnotes(notes, text))


def _insert_footnotes(notes: Sequence[tuple[str, Element]], text: str) -> str:
    """Replace the placeholders of footnotes, including nested ones, with definitions."""

    def definition(match: re.Match[str]) -> str:
        label, note = notes[int(match[1])]
        lines = _insert_footnotes(notes, _convert(note)).splitlines()
        continuation = (f"    {line}" if line else "" for line in lines[1:])
        return "\n".join((f"[^{label}]: {''.join(lines[:1])}", *continuation))

    return _FOOTNOTE_PLACEHOLDER.sub(definition, text)


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
    special = (
        SPECIAL_CHARACTERS_AND_DOLLAR
        if next(body.iter("span"), None) is not None
        else SPECIAL_CHARACTERS
    )
    etree.strip_tags(body, "abbr", "ins", "mark", "small", "time")
    for element in list(body.iter()):
        if sum(child.tag in _FORMATTING_TAGS for child in element) > _MAX_FORMATTING_ELEMENTS:
            etree.strip_tags(element, *_FORMATTING_TAGS)
    for element in list(body.iter()):
        prepare = _PREPARE.get(str(element.tag))
        if prepare is not None:
            prepare(element)
    _protect(body, special)
    text = convert(serialize_fragment(body), options).content or ""
    for _ in range(2):  # two spacers can be adjacent
        text = _SPACER_LINES.sub(lambda match: f"\n{match[1].rstrip()}\n", text)
    return text.strip()


_FORMATTING_TAGS = (*EMPHASIS, "sub", "sup")

_MAX_FORMATTING_ELEMENTS = 1000
"""Maximum number of emphasis elements in one parent; if there are more, all are unwrapped, as the
time for those that need HTML tags is quadratic. Chosen by hand: the maximum on 1,244 real pages is
280."""


def _protect(body: Element, special: re.Pattern[str]) -> None:
    """Encode the special characters of all text outside of code."""
    in_code = {inner for code in body.iter(*_CODE_TAGS) for inner in code.iter()}
    outermost = {code for code in in_code if code.getparent() not in in_code}
    in_link = {inner for link in body.iter("a") for inner in link.iter()}
    for element in body.iter():
        if element.text and element not in in_code:
            encode = protect if element in in_link else protect_text
            element.text = encode(element.text, special)
            if _can_begin_line(element):
                element.text = protect_line_start(element.text)
        elif element.text and element.tag != "pre":  # html-to-markdown escapes brackets in links
            element.text = element.text.replace("[", raw("[")).replace("]", raw("]"))
        if element.tail and (element not in in_code or element in outermost):
            encode = protect if element.getparent() in in_link else protect_text
            element.tail = encode(element.tail, special)
            if element.tag in _LINE_BREAK_TAGS:
                element.tail = protect_next_line(element.tail)
        alt = element.get("alt")
        if alt:
            element.set("alt", protect(alt, special))


def _can_begin_line(element: Element) -> bool:
    """Return True if the text of an element is or can be at the beginning of a line."""
    return element.tag in _BLOCK_TAGS or (
        element.tag in TRANSPARENT_TAGS and not _follows_text(element)
    )


def _follows_text(element: Element) -> bool:
    """Return True if there is text before an element on the same line."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tag != "br" or bool((previous.tail or "").strip(f"{EMPTY} \n"))
    return parent is not None and bool((parent.text or "").strip())


def _extract_footnotes(body: Element) -> Iterator[tuple[str, Element]]:
    """Replace the footnotes of a tree with placeholders; yield the label and content of each."""
    notes = [note for note in body.iter() if (note.get("id") or "").startswith("fn-")]
    for number, note in enumerate(notes):
        placeholder = etree.Element("p")
        placeholder.text = f"{_FOOTNOTE_DELIMITER}{number}{_FOOTNOTE_DELIMITER}"
        parent = note.getparent()
        if note.tag == "li" and parent is not None:
            parent.addprevious(placeholder)
            parent.remove(note)
            grandparent = parent.getparent()
            if not len(parent) and grandparent is not None:
                grandparent.remove(parent)
        else:
            note.addprevious(placeholder)
            if parent is not None:
                parent.remove(note)
        for link in [a for a in note.iter("a") if (a.get("href") or "").startswith("#fnref-")]:
            replace_with_text(link, "")
        first = next((e for e in note.iter() if (e.text or "").strip()), note)
        first.text = _BACKLINK_REMAINS.sub("", first.text or "")
        label = (note.get("id") or "").removeprefix("fn-")
        note.tag = "body"
        yield label, note


def _prepare_break(line_break: Element) -> None:
    """Add text after a line break, as html-to-markdown does not indent a line that starts a tag."""
    if not (line_break.tail or "").strip() and line_break.getnext() is not None:
        line_break.tail = EMPTY


def _prepare_link(link: Element) -> None:
    href = link.get("href") or ""
    if next(link.iterancestors("a"), None) is not None:
        unwrap(link)  # links do not nest
    elif href.startswith("#fn-"):
        replace_with_text(link, raw(f"[^{href.removeprefix('#fn-')}]"))
    elif not _has_text(link) and link.find(".//img") is None:
        unwrap(link)  # html-to-markdown would show the URL
    else:
        move_line_breaks_out(link)
        _escape_image_marker(link)


def _escape_image_marker(link: Element) -> None:
    """Escape an exclamation mark before a link, which would make the link an image."""
    previous, parent = link.getprevious(), link.getparent()
    if previous is not None and (previous.tail or "").endswith("!"):
        previous.tail = (previous.tail or "")[:-1] + raw("\\!")
    elif previous is None and parent is not None and (parent.text or "").endswith("!"):
        parent.text = (parent.text or "")[:-1] + raw("\\!")


def _prepare_script(script: Element) -> None:
    """Replace subscript or superscript with HTML tags, or with the footnote references in it."""
    references = [link for link in script if (link.get("href") or "").startswith("#fn-")]
    loose = (script.text or "") + "".join(link.tail or "" for link in references)
    if references and len(references) == len(script) and _REFERENCE_PUNCTUATION.issuperset(loose):
        replace_with_text(
            script,
            "".join(
                raw(f"[^{(link.get('href') or '').removeprefix('#fn-')}]") for link in references
            ),
        )
    else:
        move_line_breaks_out(script)
        unwrap(script, raw(f"<{script.tag}>"), raw(f"</{script.tag}>"))


def _prepare_span(span: Element) -> None:
    if not (span.get("class") or "").startswith("math "):
        return
    tex = re.sub(r"<(?=[a-zA-Z/!?])", r"\\lt ", (span.text or "")[2:-2])
    if next(span.iterancestors("table"), None) is not None:
        tex = tex.replace("|", r"\vert ")
    delimiter = "$$" if (span.get("class") or "").endswith("display") else "$"
    replace_with_text(span, raw(f"{delimiter}{tex}{delimiter}"))


def _in_cell(element: Element) -> bool:
    return next(element.iterancestors("td", "th"), None) is not None


def _prepare_item(item: Element) -> None:
    """Keep a list or item in a table cell as HTML, because GFM cells cannot contain lists."""
    if _in_cell(item):
        for paragraph in list(item.iterchildren("p")):
            unwrap(paragraph, end=" " if paragraph.getnext() is not None else "")
        unwrap(item, raw(f"<{item.tag}>"), raw(f"</{item.tag}>"))


def _prepare_list(items: Element) -> None:
    """Unwrap a list that only contains a list; separate lists that Markdown would merge."""
    if _in_cell(items):
        _prepare_item(items)
        return
    if _is_wrapper(items):
        unwrap(items[0])
        unwrap(items)
        return
    _wrap_stray_content(items, "dd" if items.tag == "dl" else "li")
    following = items.getnext()
    if following is not None and following.tag in ("ul", "dl") and not (items.tail or "").strip():
        items.addnext(_separator())


def _is_wrapper(items: Element) -> bool:
    """Return True if a list contains only an item with another list, as in some comment trees."""
    if len(items) != 1 or items[0].tag != "li" or len(items[0]) != 1:
        return False
    item, inner = items[0], items[0][0]
    loose = (items.text, item.text, inner.tail, item.tail)
    return inner.tag in ("ul", "ol") and not any((text or "").strip() for text in loose)


def _separator() -> Element:
    """Return an invisible paragraph that separates its siblings."""
    paragraph = etree.Element("p")
    paragraph.text = raw("<!-- -->")
    return paragraph


def _prepare_numbered_list(items: Element) -> None:
    if not _in_cell(items) and _is_wrapper(items):
        _prepare_list(items)
    else:
        _prepare_item(items)


def _wrap_stray_content(items: Element, tag: str) -> None:
    """Wrap the content of a list that is outside of its items in items."""
    if (items.text or "").strip():
        item = etree.Element(tag)
        item.text, items.text = items.text, None
        items.insert(0, item)
    for child in list(items):
        if (child.tail or "").strip():
            item = etree.Element(tag)
            item.text, child.tail = child.tail, None
            items.insert(items.index(child) + 1, item)
        if child.tag not in _LIST_CHILDREN[tag]:
            item = etree.Element(tag)
            child.addprevious(item)
            item.append(child)


_LIST_CHILDREN = {"li": ("li", "ul", "ol"), "dd": ("dt", "dd")}
"""Elements that are allowed as children of a list, by the tag of the item that wraps others. Lists
are allowed, because html-to-markdown then indents them."""


def _prepare_summary(summary: Element) -> None:
    """Make a summary a bold paragraph, or a `div` if it contains block-level elements."""
    if _contains_blocks(summary):
        summary.tag = "div"
        return
    summary.tag = "p"
    bold = etree.Element("strong")
    bold.text, summary.text = summary.text, None
    bold.extend(list(summary))
    summary.append(bold)
    prepare_emphasis(bold)


def _prepare_definitions(definitions: Element) -> None:
    """Convert a definition list to a list whose items begin with bold terms."""
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
            bold = not _contains_blocks(child)
            term = etree.SubElement(item, "p") if bold else item
            term.append(child)
            child.tag = "strong" if bold else "div"
        else:
            item.append(child)
            child.tag = "div" if _contains_blocks(child) else "p"


_BLOCK_TAGS = frozenset(
    """p ul ol li dl dt dd pre blockquote table figure figcaption details summary h1 h2 h3 h4 h5 h6
    div""".split()
)
_LINE_BREAK_TAGS = _BLOCK_TAGS | {"br"}
"""Elements after which a new line begins."""


def _contains_blocks(element: Element) -> bool:
    return any(inner.tag in _BLOCK_TAGS for inner in element.iterdescendants())


def _prepare_quotation(quotation: Element) -> None:
    previous, parent = quotation.getprevious(), quotation.getparent()
    if _in_cell(quotation) or (
        previous is not None and previous.text in (_QUOTATION_SPACER, _TABLE_SPACER)
    ):
        return
    while previous is None and parent is not None and parent.tag == "div" and not parent.text:
        previous, parent = parent.getprevious(), parent.getparent()
    if previous is not None or (parent is not None and parent.text):
        spacer = etree.Element("p")
        spacer.text = _QUOTATION_SPACER
        spacer.tail, quotation.text = quotation.text, None
        quotation.insert(0, spacer)


def _prepare_table(table: Element) -> None:
    make_grid(table)
    previous, parent = table.getprevious(), table.getparent()
    if parent is None or parent.tag == "body":
        return
    if previous is not None and previous.tag in _UNSPACED_TAGS:
        table.addprevious(_table_spacer())
    if table.getnext() is not None or (table.tail or "").strip():
        table.addnext(_table_spacer())
    if _begins_list_item(table):
        table.addprevious(_separator())  # otherwise the content that follows is not indented


def _begins_list_item(table: Element) -> bool:
    """Return True if a table is the first but not the only content of a list item."""
    element, is_last = table, True
    while True:
        parent = element.getparent()
        is_first = element.getprevious() is None
        if parent is None or not is_first or (parent.text or "").strip():
            return False
        is_last = is_last and element.getnext() is None and not (element.tail or "").strip()
        if parent.tag not in ("div", "details"):
            return parent.tag == "li" and not is_last
        element = parent


_UNSPACED_TAGS = ("blockquote", "ul", "ol", "dl", "table")
"""Elements between which and a table html-to-markdown writes no empty line."""


def _table_spacer() -> Element:
    spacer = etree.Element("p")
    spacer.text = _TABLE_SPACER
    return spacer


def _prepare_caption(caption: Element) -> None:
    """Make a caption a paragraph; that of a table is moved before the table."""
    table = next(caption.iterancestors("table"), None) if caption.tag == "caption" else None
    caption.tag = "div" if _contains_blocks(caption) else "p"
    if table is not None:
        table.addprevious(caption)


def _prepare_code(code: Element) -> None:
    """Reduce the content of code to text; links in it become links around code."""
    if next(code.iterancestors("pre"), None) is not None:
        return
    for inner in list(code.iterdescendants()):
        if inner.tag == "br":
            replace_with_text(inner, " ")
        elif inner.tag != "a" or inner.getparent() is not code or not _has_text(inner):
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
        replace_with_text(code, "")
    else:
        pieces.append(_merge_code(code))
    for piece in pieces:
        _prepare_code_in_cell(piece)


def _has_text(element: Element) -> bool:
    return bool("".join(map(str, element.itertext())).strip())


def _prepare_code_in_cell(code: Element) -> None:
    r"""Replace code in a table cell that contains `\|` with HTML, as GFM drops the backslash."""
    text = code.text or ""
    if "\\|" in text and _in_cell(code):
        code.text = protect(text, _PUNCTUATION).replace(protect("|", _PUNCTUATION), raw("&#124;"))
        unwrap(code, raw("<code>"), raw("</code>"))


_PUNCTUATION = re.compile(f"[{re.escape(punctuation)}]")


def _merge_code(code: Element) -> Element:
    """Merge code into directly preceding code, as their delimiters would run together.

    Returns:
        The element that contains the code.
    """
    previous = code.getprevious()
    if previous is None or previous.tag not in _CODE_TAGS[1:] or previous.tail:
        return code
    previous.text = (previous.text or "") + (code.text or "")
    replace_with_text(code, "")
    return previous


def _prepare_listing(listing: Element) -> None:
    """Replace a listing in a table cell, where GFM allows none, with lines of inline code."""
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
    **dict.fromkeys(EMPHASIS, prepare_emphasis),
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
