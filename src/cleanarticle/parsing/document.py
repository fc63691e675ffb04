"""Document: a page as a tree, parsed under limits."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urljoin

from lxml import etree

from cleanarticle.page import Page
from cleanarticle.parsing import start_tags, tree_index
from cleanarticle.parsing.invisible_characters import strip_tree
from cleanarticle.parsing.shadow_trees import show_shadow_trees
from cleanarticle.parsing.xml_text import xml_text

if TYPE_CHECKING:
    from collections.abc import Mapping

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml's own name for its element type

MAX_DEPTH = 512
"""Deepest nesting in a tree; deeper elements become siblings. Blink and WebKit have the same
limit."""

MAX_ATTRIBUTES = 1_000
"""Attributes of an element that are read, the first ones. The time that libxml2 takes grows with
their square. The most in a tag of the 3,261 pages of the corpora are 205."""


@dataclass(frozen=True)
class Document:
    """A parsed page, whose tree does not change.

    Attributes:
        root: The `html` element.
        page: The page that it was parsed from.
        carriers: The elements in or after which invisible characters may have held a message; the
            tree has none of these characters.
    """

    root: Element
    page: Page
    carriers: frozenset[Element] = frozenset()

    @cached_property
    def index(self) -> tree_index.TreeIndex:
        """The elements by tag, class and other attributes."""
        return tree_index.TreeIndex(self.root)

    @cached_property
    def base_url(self) -> str:
        """The URL that relative references are resolved against, "" if it is unknown."""
        url = self.page.effective_url or ""
        hrefs = (element.get("href") for element in self.index.tagged("base"))
        href = next((href for href in hrefs if href is not None), "")
        if len(href) > _MAX_BASE_LENGTH:
            return url
        try:
            base = urljoin(url, href.strip())
        except ValueError:
            return url
        return url if base.lower().startswith(_NEVER_BASES) else base


_MAX_BASE_LENGTH = 2_048
"""Longest base URL that is used, as it becomes part of every link: sitemaps.org allows fewer
characters in a URL."""

_NEVER_BASES = ("data:", "javascript:")
"""Schemes of `<base>` that browsers ignore (HTML standard, 4.2.3)."""


def parse(page: Page) -> Document:
    """Parse a page as HTML, with shadow trees as a browser shows them.

    Any bytes give a tree, possibly an empty one.
    """
    content = page.utf8
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\0" in content:
        content = _NUL.sub(rb"\1", content)
    has_many = start_tags.most_attributes(content) > MAX_ATTRIBUTES
    root = _parse_limited(content) if has_many else _parse_plain(content)
    if root is None:  # there is nothing but comments
        return Document(etree.Element("html"), page)
    for sibling in list(root.itersiblings()):  # elements after the end of <html>
        root.append(sibling)
    carriers = strip_tree(root, content)
    _end_head(root)
    show_shadow_trees(root)
    return Document(root, page, carriers)


_NUL = re.compile(rb"(<[^<>]*>)|\0")
"""A tag, or a NUL elsewhere, which browsers ignore (HTML standard, 13.2.6.4.7)."""


def _parse_plain(content: bytes) -> Element | None:
    """Parse a page in the fastest way, and again under limits if it is too deep for that.

    Without any element it is None.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    is_limited = root is not None and (_was_cut(parser) or tree_index.is_deeper(root, MAX_DEPTH))
    return _parse_limited(content) if is_limited else root


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


class _LimitedBuilder:
    """Target of a parser: builds a tree in which elements below `MAX_DEPTH` are siblings.

    The depth limit of libxml2 and its slow attributes are those of its trees; its events have none.
    Elements have at most `MAX_ATTRIBUTES`.
    """

    def __init__(self) -> None:
        self._builder: Any = etree.TreeBuilder()  # lxml-stubs: its methods return nothing
        self._names: list[str] = []  # of the open elements in the tree
        self._depth = 0  # on the page

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if tag == "html" and self._names:  # libxml2 opens it again for what follows its end
            return
        if len(self._names) == MAX_DEPTH:
            self._close()
        self._depth += 1
        try:
            element = self._builder.start(tag, {})
        except ValueError:  # not a valid XML name
            element = self._builder.start("span", {})
        self._names.append(str(element.tag))
        for name, value in islice(attributes.items(), MAX_ATTRIBUTES):
            with suppress(ValueError):
                element.set(name, xml_text(value or ""))

    def end(self, tag: str) -> None:
        """Close the innermost element of the page; the root stays open."""
        if tag == "html":
            return
        if len(self._names) in (self._depth, MAX_DEPTH):
            self._close()
        self._depth -= 1

    def _close(self) -> None:
        self._builder.end(self._names.pop())

    def data(self, text: str) -> None:
        """Add text to the innermost element of the tree."""
        self._builder.data(xml_text(text))

    def close(self) -> Element:
        """Return the root."""
        while self._names:
            self._close()
        root: Element = self._builder.close()
        return root


def _parse_limited(content: bytes) -> Element:
    """Parse any page, with `MAX_DEPTH` levels and `MAX_ATTRIBUTES` an element in the tree."""
    target: Any = _LimitedBuilder()  # lxml-stubs expects methods that are not needed
    return etree.fromstring(
        content, etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    )
