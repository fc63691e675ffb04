"""Page editor: changes the tree of a labeled page and keeps track of its body text."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from lxml import etree

from align import align
from cleanarticle.characters import CONTROL
from cleanarticle.core.segmentation import Part
from cleanarticle.core.segmenter import segment
from cleanarticle.page import Page
from cleanarticle.parsing.document import Document, parse, parse_markup
from metrics import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Element
    from vectors import Booleans

CONTAINERS = frozenset("article body center div form main section td".split())
"""Elements that may contain any others, so grafts are inserted into them only."""

_NAMES = frozenset(("class", "id", "role", "itemprop", "rel", "aria-label", "name", "for"))
"""Attributes that name an element; so do all that begin with "data-" or "aria-"."""

_PARAGRAPH_WORDS = 12
"""Minimum words of a block that counts as a paragraph."""


class LabeledPage(NamedTuple):
    """A page with known body blocks.

    Attributes:
        document: The page.
        page: Its blocks.
        is_body: True for each body block, shape (blocks,).
    """

    document: Document
    page: Segmentation
    is_body: Booleans


def label_page(source: Page, gold_text: str) -> LabeledPage:
    """Parse a page and label its blocks by a gold text."""
    document = parse(source)
    page = segment(document)
    return LabeledPage(document, page, matches([block.text for block in page.blocks], gold_text))


def matches(texts: list[str], gold_text: str) -> Booleans:
    """Return True for each text that matches a gold text."""
    return np.asarray(np.array(align(texts, gold_text)) > 0.5)


class PageEditor:
    """A page whose tree is changed in place.

    Attributes:
        root: The `html` element.
        blocks: The blocks of the page before any change.
        body: Indices of the body blocks that are left, in page order.
        grafted: Texts of the blocks that were added as boilerplate.
        added: Texts of the blocks that were added as body.
    """

    def __init__(self, labeled: LabeledPage) -> None:
        self.root = labeled.document.root
        # Made before the tree changes, as its elements keep these alive:
        self.blocks = [block._replace(pieces=tuple(block.pieces)) for block in labeled.page.blocks]
        self.boxes = list(labeled.page.boxes)
        self.body: list[int] = np.flatnonzero(labeled.is_body).tolist()
        self.grafted: list[str] = []
        self.added: list[str] = []
        self._boilerplate: list[int] = np.flatnonzero(~labeled.is_body).tolist()
        self._lines = {index: [self.blocks[index].text] for index in self.body}

    @property
    def body_text(self) -> str:
        """The text of the body after all changes."""
        return "\n".join(line for index in self.body for line in self._lines[index])

    def to_page(self) -> Page:
        """Return the page after all changes."""
        markup = etree.tostring(self.root, method="html", encoding="unicode")
        return Page(markup.encode("utf-8", "replace"), encoding="utf-8")

    def is_paragraph(self, index: int) -> bool:
        """Return True if a block is as long as a paragraph."""
        return len(words(self.blocks[index].text)) >= _PARAGRAPH_WORDS

    def tag(self, index: int) -> str:
        """Return the tag of the innermost box around a block."""
        return self.boxes[self.blocks[index].box].tag

    def paragraphs(self) -> list[int]:
        """Return the paragraphs of the body after the first, if they are a `p` in a container."""
        found = [index for index in self.body if self.is_paragraph(index)]
        return [index for index in found[1:] if self._is_whole_p(index)]

    def _is_whole_p(self, index: int) -> bool:
        box = self.boxes[self.blocks[index].box]
        parent = None if box.element is None else box.element.getparent()
        is_alone = box.last - box.first == 1  # other blocks may follow an empty line
        return box.tag == "p" and is_alone and parent is not None and parent.tag in CONTAINERS

    def element(self, index: int) -> Element:
        """Return the element of the innermost box around a block."""
        element = self.boxes[self.blocks[index].box].element
        assert element is not None  # noqa: S101 - only plain text has boxes without elements
        return element

    def cut_body(self, paragraphs: int) -> None:
        """Remove the body after the given number of paragraphs."""
        ends = [n for n, index in enumerate(self.body, start=1) if self.is_paragraph(index)]
        end = ends[min(paragraphs, len(ends)) - 1] if ends else len(self.body)
        self._remove(self.body[end:])
        self.body = self.body[:end]

    def limit_blocks(self, limit: int) -> None:
        """Remove the end of the body, then the boilerplate farthest from it, of a long page."""
        most = max(1, limit * 2 // 3)
        self._remove(self.body[most:])
        self.body = self.body[:most]
        left = max(0, limit - len(self.body))
        first, last = self.body[0], self.body[-1]
        by_distance = sorted(self._boilerplate, key=lambda i: (max(first - i, i - last), i))
        self._remove(by_distance[left:])
        self._boilerplate = sorted(by_distance[:left])

    def _remove(self, indices: Sequence[int]) -> None:
        """Remove the texts of blocks, then the elements that are empty without them."""
        pieces = [piece for index in indices for piece in self.blocks[index].pieces]
        for element, part in pieces:
            if part is not Part.ELEMENT:
                _set_text(element, part, None)
        for element in {element: None for element, _ in pieces}:
            _remove_empty(element, self.root)

    def replace_text(self, index: int, text: str) -> None:
        """Replace the text of a body block; its inline elements are lost."""
        parts = [piece for piece in self.blocks[index].pieces if piece[1] is not Part.ELEMENT]
        for element, part in parts:
            _set_text(element, part, None)
        _set_text(*parts[0], text)
        self._lines[index] = [text]
        self.added.append(text)

    def graft_after(self, index: int, graft: Element, levels: int = 0) -> None:
        """Insert boilerplate after a body block, in the container of the block or further out."""
        container, position = self._place_after(index, levels)
        container.insert(position, graft)
        self.grafted += block_texts(graft)

    def graft_beside_body(self, graft: Element, levels: int, *, before: bool) -> None:
        """Insert boilerplate before or after the element that contains the whole body."""
        content = self._common_ancestor(levels)
        parent = content.getparent()
        if content.tag == "body" or parent is None:
            content.insert(0 if before else len(content), graft)
        else:
            parent.insert(parent.index(content) + (not before), graft)
        self.grafted += block_texts(graft)

    def graft_at_edge(self, graft: Element, *, before: bool) -> None:
        """Insert boilerplate at the start or the end of the page."""
        body = self.root.find("body")
        edge = self.root if body is None else body
        edge.insert(0 if before else len(edge), graft)
        self.grafted += block_texts(graft)

    def add_body_after(self, index: int, element: Element) -> None:
        """Insert an element of the body after a paragraph, or after the last body block."""
        container, position = self._place_after(index, 0)
        texts = block_texts(element)
        container.insert(position, element)
        self._lines[index] += texts
        self.added += texts

    def add_body_before(self, index: int, element: Element) -> None:
        """Insert an element of the body before a paragraph."""
        texts = block_texts(element)
        self.element(index).addprevious(element)
        self._lines[index] = texts + self._lines[index]
        self.added += texts

    def _place_after(self, index: int, levels: int) -> tuple[Element, int]:
        """Return a container and the position in it that follows a block."""
        element, part = self.blocks[index].pieces[-1]
        child, container = (None, element) if part is Part.TEXT else (element, element.getparent())
        while container is not None and (container.tag not in CONTAINERS or levels > 0):
            if container.tag == "body":
                break
            levels -= container.tag in CONTAINERS
            child, container = container, container.getparent()
        if container is None:
            raise UnsuitablePageError
        return container, 0 if child is None else container.index(child) + 1

    def _common_ancestor(self, levels: int) -> Element:
        """Return the innermost element with the whole body in a container, or one further out."""
        ends = [self.element(self.body[0]), self.element(self.body[-1])]
        around = {ends[1], *ends[1].iterancestors()}
        content = next((e for e in (ends[0], *ends[0].iterancestors()) if e in around), None)
        while content is not None and content.tag not in ("body", "html"):
            parent = content.getparent()
            if parent is not None and parent.tag in CONTAINERS:
                if levels == 0 or parent.tag == "body":
                    return content
                levels -= 1
            content = parent
        body = self.root.find("body")
        if body is None:
            raise UnsuitablePageError
        return body


class UnsuitablePageError(Exception):
    """Raised if a page lacks what a kind of making needs."""


def _set_text(element: Element, part: Part, text: str | None) -> None:
    if part is Part.TEXT:
        element.text = text
    else:
        element.tail = text


def _remove_empty(element: Element, root: Element) -> None:
    """Remove an element without text in it and after it, and ancestors that are empty then."""
    while element is not root and element.tag != "body" and not len(element):
        parent = element.getparent()
        if parent is None or (element.text or "").strip() or (element.tail or "").strip():
            return
        parent.remove(element)
        element = parent


def new_element(
    tag: str, text: str = "", names: Mapping[str, str] | None = None, *children: Element
) -> Element:
    """Return an element with attributes, text and children."""
    attributes = {name: CONTROL.sub("", value) for name, value in (names or {}).items()}
    element = etree.Element(tag, attributes)
    element.text = CONTROL.sub("", text) or None
    element.extend(children)
    return element


def copy_element(element: Element) -> Element:
    """Return a copy of an element without the text after it."""
    copy = deepcopy(element)
    copy.tail = None
    return copy


def block_texts(element: Element) -> list[str]:
    """Return the texts of the blocks in an element."""
    markup = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    page = segment(parse_markup(f"<html><body>{markup}</body></html>"))
    return [block.text for block in page.blocks]


def drop_names(root: Element) -> None:
    """Remove the attributes that name elements."""
    for element in root.iter("*"):
        for name in [str(name) for name in element.attrib if _is_name(str(name))]:
            del element.attrib[name]


def hash_names(root: Element, salt: str) -> None:
    """Replace class names and ids by hashes, as some frameworks do, and remove other names."""
    for element in root.iter("*"):
        hashed = {
            name: " ".join(f"css-{_short_hash(salt + word)}" for word in value.split())
            for name in ("class", "id")
            if (value := element.get(name))
        }
        for name in [str(name) for name in element.attrib if _is_name(str(name))]:
            del element.attrib[name]
        for name, value in hashed.items():
            element.set(name, value)


def _is_name(attribute: str) -> bool:
    return attribute in _NAMES or attribute.startswith(("data-", "aria-"))


def _short_hash(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:6]
