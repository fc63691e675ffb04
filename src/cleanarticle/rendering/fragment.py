"""A piece of semantic HTML as a tree, and the few changes to one that lxml has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.parsing.document import NOT_XML

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

_VOID = frozenset(("br", "img"))


def tree_of(markup: str) -> Element:
    """Parse markup; the result is the `body` around it."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    text = NOT_XML.sub("", markup)  # libxml2 reads control characters, and lxml refuses to set them
    return etree.fromstring(f"<html><body>{text}</body></html>".encode(), parser)[0]


def markup_of(body: Element) -> str:
    """Write what is inside a `body`; lxml's own HTML would change the addresses of links."""
    for element in body.iter():
        if not len(element) and not element.text and element.tag not in _VOID:
            element.text = ""
    text = etree.tostring(body, encoding="unicode", with_tail=False)
    return text.removeprefix("<body>").removesuffix("</body>")


def append_text(element: Element, text: str) -> None:
    """Add text in front of an element."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def replace_by_text(element: Element, text: str) -> None:
    """Put text in the place of an element and all that is in it."""
    append_text(element, text + (element.tail or ""))
    parent = element.getparent()
    element.tail = None
    if parent is not None:
        parent.remove(element)


def unwrap(element: Element, start: str = "", end: str = "") -> None:
    """Take an element away from around its content, and put text at both ends instead."""
    parent = element.getparent()
    if parent is None:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + end + (element.tail or "")
        append_text(element, start + (element.text or ""))
    else:
        append_text(element, start + (element.text or "") + end + (element.tail or ""))
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def let_out_breaks(element: Element) -> None:
    """Move the line breaks at both ends of an inline element out of it."""
    while len(element) and element[0].tag == "br" and not (element.text or "").strip():
        line_break = element[0]
        element.text, line_break.tail = line_break.tail, None
        element.addprevious(line_break)
        first = next((inner for inner in element.iter() if inner.text), element)
        first.text = (first.text or "").lstrip()  # nothing is shown of space behind a break
    while len(element) and element[-1].tag == "br" and not (element[-1].tail or "").strip():
        line_break = element[-1]
        line_break.tail, element.tail = element.tail, None
        element.addnext(line_break)
