"""Document: a page as a tree, under limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

    from cleanarticle.page import Page

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml's own name for its element type

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that an XML tree may not hold (XML 1.0, production 2)."""

MAX_DEPTH = 512
"""Deepest nesting that the rescue parser keeps; elements below it become siblings. Browsers stop
at 512 as well (the limit of Blink's and WebKit's HTML parsers)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page.

    Attributes:
        root: The `html` element.
        page: What it was parsed from.
    """

    root: Element
    page: Page


def parse(page: Page) -> Document:
    """Parse a page as HTML. Whatever the bytes are, there is a tree, if an empty one."""
    content = page.utf8
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or _was_cut(parser):
        root = _rescue(page.text)
    for other in list(root.itersiblings()):  # what libxml2 found behind the end of <html>
        root.append(other)
    _end_head(root)
    return Document(root, page)


_IN_HEAD = frozenset(
    """base basefont bgsound link meta noframes noscript script style template title""".split()
)
"""What may stand in a head; anything else ends it (HTML standard, "in head" insertion mode)."""


def _end_head(root: Element) -> None:
    """Move what does not belong in the head to the beginning of the body.

    libxml2 knows HTML 4, so a `nav` or `main` whose page has no `<body>` tag stays in the head.
    """
    head = root.find("head")
    if head is None or all(child.tag in _IN_HEAD for child in head):
        return
    first = next(at for at, child in enumerate(head) if child.tag not in _IN_HEAD)
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    strays = list(head)[first:]
    for at, child in enumerate(strays):
        body.insert(at, child)
    if body.text:
        strays[-1].tail = (strays[-1].tail or "") + body.text
        body.text = None


def _was_cut(parser: etree.HTMLParser) -> bool:
    """Whether libxml2 gave up before the end: at 2,048 levels it drops the rest silently."""
    return any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _rescue(text: str) -> Element:
    """Parse by BeautifulSoup, which takes any nesting, and convert its tree."""
    from bs4 import BeautifulSoup, Tag
    from bs4.exceptions import ParserRejectedMarkup

    try:
        soup = BeautifulSoup(text, "html.parser")
    except ParserRejectedMarkup:  # "<![" and a word that Python's parser does not know
        soup = BeautifulSoup(text.replace("<![", "&lt;!["), "html.parser")
    root = etree.Element("html")
    todo: list[tuple[PageElement, Element, int]] = [(node, root, 1) for node in soup.children][::-1]
    while todo:
        node, parent, depth = todo.pop()
        if not isinstance(node, Tag):
            _append_text(parent, node)
            continue
        element = _append_element(parent, node)
        child = element if depth < MAX_DEPTH else parent
        todo.extend([(inner, child, depth + 1) for inner in node.children][::-1])
    inner_html = root.find("html")
    return root if inner_html is None or len(root) > 1 else inner_html


def _append_text(parent: Element, node: PageElement) -> None:
    from bs4.element import PreformattedString

    if isinstance(node, PreformattedString):  # a comment, doctype, CDATA or instruction
        return
    text = NOT_XML.sub("", str(node))
    before = next(parent.iterchildren(reversed=True), None)  # `len` would count all children
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _append_element(parent: Element, tag: Tag) -> Element:
    try:
        element = etree.SubElement(parent, tag.name)
    except ValueError:  # a name that XML has no word for
        element = etree.SubElement(parent, "span")
    for name, value in tag.attrs.items():
        try:
            element.set(name, value if isinstance(value, str) else " ".join(value))
        except ValueError:
            continue
    return element
