"""Document: a page as a tree, parsed under limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin

from lxml import etree

from cleanarticle.page import Page
from cleanarticle.parsing.invisible_characters import strip_tree

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml's own name for its element type

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that are not allowed in an XML tree (XML 1.0, production 2)."""

MAX_DEPTH = 512
"""Deepest nesting in the fallback parser; deeper elements become siblings. Blink and WebKit have
the same limit."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page.

    Attributes:
        root: The `html` element.
        page: The page that it was parsed from.
        carriers: The elements in or after which invisible characters may have held a message; the
            tree has none of these characters.
    """

    root: Element
    page: Page
    carriers: frozenset[Element] = frozenset()

    @property
    def base_url(self) -> str:
        """The URL that relative references are resolved against, "" if it is unknown."""
        url = self.page.effective_url or ""
        hrefs = (element.get("href") for element in self.root.iter("base"))
        href = next((href for href in hrefs if href is not None), "")
        try:
            base = urljoin(url, href.strip())
        except ValueError:
            return url
        return url if base.lower().startswith(_NEVER_BASES) else base


_NEVER_BASES = ("data:", "javascript:")
"""Schemes of `<base>` that browsers ignore (HTML standard, 4.2.3)."""


def parse(page: Page) -> Document:
    """Parse a page as HTML.

    Any bytes give a tree, possibly an empty one. BeautifulSoup parses the pages that libxml2 cannot
    parse or cuts off.
    """
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
    for sibling in list(root.itersiblings()):  # elements after the end of <html>
        root.append(sibling)
    _end_head(root)
    return Document(root, page, strip_tree(root, content))


def parse_markup(markup: str) -> Document:
    """Parse a str of HTML."""
    return parse(Page(markup.encode("utf-8", "replace"), encoding="utf-8"))


_IN_HEAD = frozenset(
    """base basefont bgsound link meta noframes noscript script style template title""".split()
)
"""Elements that are allowed in a head; any other ends it (HTML standard, "in head")."""


def _end_head(root: Element) -> None:
    """Move elements that do not belong in the head to the beginning of the body.

    libxml2 implements HTML 4, so a `nav` or `main` on a page without `<body>` stays in the head.
    """
    head = root.find("head")
    if head is None or all(child.tag in _IN_HEAD for child in head):
        return
    first = next(index for index, child in enumerate(head) if child.tag not in _IN_HEAD)
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    misplaced = list(head)[first:]
    for index, child in enumerate(misplaced):
        body.insert(index, child)
    if body.text:
        misplaced[-1].tail = (misplaced[-1].tail or "") + body.text
        body.text = None


def _was_cut(parser: etree.HTMLParser) -> bool:
    """Return True if libxml2 stopped early: below 2,048 levels it drops the rest silently."""
    return any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _rescue(text: str) -> Element:
    """Parse with BeautifulSoup, which accepts any nesting, and convert its tree."""
    from bs4 import BeautifulSoup, Tag
    from bs4.exceptions import ParserRejectedMarkup

    try:
        soup = BeautifulSoup(text, "html.parser")
    except ParserRejectedMarkup:  # "<![" with a keyword unknown to Python's parser
        soup = BeautifulSoup(text.replace("<![", "&lt;!["), "html.parser")
    root = etree.Element("html")
    pending: list[tuple[PageElement, Element, int]] = [(node, root, 1) for node in soup.children][
        ::-1
    ]
    while pending:
        node, parent, depth = pending.pop()
        if not isinstance(node, Tag):
            _append_text(parent, node)
            continue
        element = _append_element(parent, node)
        child = element if depth < MAX_DEPTH else parent
        pending.extend([(inner, child, depth + 1) for inner in node.children][::-1])
    inner_html = root.find("html")
    return root if inner_html is None or len(root) > 1 else inner_html


def _append_text(parent: Element, node: PageElement) -> None:
    from bs4.element import PreformattedString

    if isinstance(node, PreformattedString):  # a comment, doctype, CDATA section or instruction
        return
    text = NOT_XML.sub("", str(node))
    last = next(parent.iterchildren(reversed=True), None)  # `len` counts all children, slowly
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _append_element(parent: Element, tag: Tag) -> Element:
    try:
        element = etree.SubElement(parent, tag.name)
    except ValueError:  # not a valid XML name
        element = etree.SubElement(parent, "span")
    for name, value in tag.attrs.items():
        try:
            element.set(name, value if isinstance(value, str) else " ".join(value))
        except ValueError:
            continue
    return element
