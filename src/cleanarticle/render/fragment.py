"""A piece of semantic HTML as a tree, and the few changes to one that lxml has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.document import NOT_XML

if TYPE_CHECKING:
    from cleanarticle.document import Element

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
