"""Elements of the output that enclose the text of each element of a page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleanarticle.core.listings import LISTING_TAGS, listing_language
from cleanarticle.core.roles import LINE, LISTING, SKIP
from cleanarticle.rendering.footnotes import Footnotes
from cleanarticle.rendering.html_writer import (
    BLOCK_LEVEL_TAGS,
    HEADING_TAGS,
    ITEM_TAGS,
    TABLE_TAGS,
    TEXT_BLOCK_TAGS,
    OutputElement,
    nest_element,
)
from cleanarticle.rendering.list_numbers import ListNumbers
from cleanarticle.rendering.tables import DataTables

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Element

_INLINE_TAGS = frozenset(
    """a abbr b cite code del dfn em i ins kbd mark q s samp small strong sub sup time
    var""".split()
)

_MEANINGFUL_TAGS = BLOCK_LEVEL_TAGS - {"div"} | _INLINE_TAGS

_NON_NESTING_TAGS = frozenset(
    "b cite code del dfn em i ins kbd mark s samp small strong var".split()
)
"""Inline elements that are redundant inside another of the same name. On pages that never close
them, each paragraph is nested in those of all previous paragraphs."""

_MODERN_TAGS = {"tt": "code", "strike": "s", "menu": "ul", "dir": "ul"}
"""Obsolete elements and their modern equivalents."""

_LIST_TAGS = frozenset(("ul", "ol", "li"))

MAX_BLOCKS, _MAX_ANCESTORS = 24, 32
"""Elements around a text at which no further container and no further element at all is written.
Each block can open all of them again. Chosen by hand: 3,243 real pages have at most 20 and 23."""

_CONTAINER_TAGS = frozenset("ul ol dl blockquote table figure details".split())

_ATTRIBUTES = {
    "a": ("href", "title"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
    "abbr": ("title",),
    "q": ("cite",),
    "blockquote": ("cite",),
}

MAX_VALUE_LENGTH = 8_000
"""Longest attribute that is written, in characters: RFC 9110, section 4.1, recommends to support
URLs of 8,000."""

_URL_ATTRIBUTES = frozenset(("href", "cite"))

_URL_SCHEMES = frozenset(("http", "https", "mailto", "tel", ""))


class Context(NamedTuple):
    """Rendering context of the text in an element.

    Attributes:
        ancestors: Output elements that enclose the text, outermost first.
        in_listing: Whether the text belongs to a code listing, in which whitespace is significant.
        is_omitted: Whether the text is left out, as permalink marks are.
    """

    ancestors: tuple[OutputElement, ...] = ()
    in_listing: bool = False
    is_omitted: bool = False


class Contexts:
    """Rendering contexts of the elements of a page.

    Args:
        root: Root element of the page.
        base_url: URL that relative links are resolved against, "" if it is unknown.
        segmentation: Blocks of the page.
        body: Indices of the blocks to render.
    """

    def __init__(
        self, root: Element, base_url: str, segmentation: Segmentation, body: Collection[int]
    ) -> None:
        self._root = root
        self._base_url = base_url
        self._segmentation = segmentation
        self._body = body
        self._roles = segmentation.constructs.roles
        self._contexts: dict[Element, Context] = {}
        self._data_tables = DataTables(segmentation, body)
        self._footnotes: Footnotes | None = None
        self._referenced_labels: set[str] = set()
        self._numbers = ListNumbers()

    def of(self, element: Element) -> Context:
        """Return the context of the text in an element; results are cached."""
        uncached: list[Element] = []
        ancestor: Element | None = element
        # Iterative, because the nesting of a page can exceed the recursion limit.
        while ancestor is not None and ancestor not in self._contexts:
            uncached.append(ancestor)
            ancestor = ancestor.getparent()
        context = self._contexts[ancestor] if ancestor is not None else Context()
        for descendant in reversed(uncached):
            context = self._contexts[descendant] = self._child_context(context, descendant)
        return context

    def _child_context(self, context: Context, element: Element) -> Context:
        """Return the context inside an element, given that of its parent."""
        role = self._roles.get(element)
        if context.is_omitted or (context.in_listing and role is not None):
            return context
        own_tag = str(element.tag)
        tag = _MODERN_TAGS.get(own_tag, own_tag)
        if role == SKIP or (tag == "a" and self._is_permalink_mark(element)):
            return context._replace(is_omitted=True)
        if not context.in_listing and (role == LISTING or own_tag in LISTING_TAGS):
            return self._listing_context(context, element)
        if role == LINE:
            return context
        if context.in_listing and (tag in BLOCK_LEVEL_TAGS or tag == "code"):
            return context
        ancestors = self._nest(context.ancestors, element, tag)
        return context if ancestors is context.ancestors else Context(ancestors, context.in_listing)

    def _listing_context(self, context: Context, element: Element) -> Context:
        language = listing_language(element)
        code = f'<code class="language-{escape(language)}">' if language else "<code>"
        listing = OutputElement((element, 0), "pre", f"<pre>{code}", "</code></pre>")
        return context._replace(ancestors=nest_element(context.ancestors, listing), in_listing=True)

    def _nest(
        self, ancestors: tuple[OutputElement, ...], element: Element, tag: str
    ) -> tuple[OutputElement, ...]:
        """Add an element of the page to the ancestors if it is meaningful there.

        Args:
            ancestors: Output elements that enclose the element, outermost first.
            element: Element of the page.
            tag: Modern name of the element.
        """
        note_label = self._footnotes.note_label(element) if self._footnotes else None
        if note_label is not None and tag not in ITEM_TAGS:
            tag = "div"
        elif tag not in _MEANINGFUL_TAGS or (
            tag in TABLE_TAGS and not self._data_tables.contains(element)
        ):
            return ancestors
        tags = [ancestor.tag for ancestor in ancestors]
        lacks_list = (
            tag == "li" and next((t for t in reversed(tags) if t in _LIST_TAGS), "li") == "li"
        )
        is_container = lacks_list or tag in _CONTAINER_TAGS
        is_too_deep = len(ancestors) >= (MAX_BLOCKS if is_container else _MAX_ANCESTORS)
        if is_too_deep or _is_redundant(tag, tags):
            return ancestors
        if lacks_list:
            items = OutputElement((element.getparent(), -2), "ul", "<ul>", "</ul>")
            ancestors = nest_element(ancestors, items)
        attributes = self._attributes(element, tag)
        if tag in ("ol", "li"):
            attributes += self._numbers.attributes(element)
        if note_label is not None:
            attributes += f' id="fn-{escape(note_label)}"'
        if tag == "a" and not attributes:
            return ancestors
        padding = self._omitted_cells(element) if tag in ("td", "th") else ""
        start = f"{padding}<{tag}{attributes}>"
        return nest_element(ancestors, OutputElement((element, 0), tag, start, f"</{tag}>"))

    def _omitted_cells(self, cell: Element) -> str:
        """Return empty cells for the unrendered ones before a cell, to keep it in its column."""
        cells: list[str] = []
        for previous in cell.itersiblings("td", "th", preceding=True):
            if previous in self._contexts:
                break
            attributes = self._attributes(previous, str(previous.tag))
            cells.append(f"<{previous.tag}{attributes}></{previous.tag}>")
        return "".join(reversed(cells))

    def _attributes(self, element: Element, tag: str) -> str:
        """Return the attributes to keep of an element, each with a leading space."""
        if tag == "a" and (footnote_attributes := self._footnote_attributes(element)):
            return footnote_attributes
        attributes = []
        for name in _ATTRIBUTES.get(tag, ()):
            value = element.get(name)
            if value is not None and name in _URL_ATTRIBUTES:
                value = self.resolve_url(value)
            if value is not None and len(value) <= MAX_VALUE_LENGTH:
                attributes.append(f' {name}="{escape(value)}"')
        return "".join(attributes)

    def _footnote_attributes(self, link: Element) -> str:
        """Return the attributes of a link to or back from a footnote, or "" for other links."""
        if not (link.get("href") or "").lstrip().startswith("#"):
            return ""
        if self._footnotes is None:
            self._footnotes = Footnotes(self._root, self._body_elements())
        label = self._footnotes.backlink_label(link)
        if label is not None:
            return f' href="#fnref-{escape(label)}"'
        label = self._footnotes.reference_label(link)
        if label is None:
            return ""
        anchor = "" if label in self._referenced_labels else f' id="fnref-{escape(label)}"'
        self._referenced_labels.add(label)
        return f' href="#fn-{escape(label)}"{anchor}'

    def _body_elements(self) -> set[Element]:
        """Return the block-level elements that contain body blocks."""
        elements: set[Element] = set()
        for index in self._body:
            for box in self._segmentation.ancestors(self._segmentation.blocks[index]):
                if box.element is None or box.element in elements:
                    break
                elements.add(box.element)
        return elements

    def _is_permalink_mark(self, link: Element) -> bool:
        """Return True if a link is only a permalink symbol, such as "¶" after a heading."""
        if not (link.get("href") or "").startswith("#") or next(link.iter("img"), None) is not None:
            return False
        text = "".join(map(str, link.itertext()))
        has_word = any(character.isalnum() for character in text)
        return not has_word and not self._footnote_attributes(link)

    def resolve_url(self, url: str) -> str | None:
        """Return the absolute form of a URL, or None if it is invalid, unsafe or just "#"."""
        url = url.strip()
        if url == "#" or len(url) > MAX_VALUE_LENGTH:
            return None  # a link for scripts, without a target, or data
        try:
            absolute_url = urljoin(self._base_url, url)
            scheme = urlsplit(absolute_url).scheme.lower()
        except ValueError:
            return None
        return absolute_url if scheme in _URL_SCHEMES else None


def _is_redundant(tag: str, tags: Collection[str]) -> bool:
    """Return True if an element adds nothing inside of elements with the given names."""
    return (
        (tag in _NON_NESTING_TAGS and tag in tags)
        or (tag == "p" and not TEXT_BLOCK_TAGS.isdisjoint(tags))
        or (tag in HEADING_TAGS and not HEADING_TAGS.isdisjoint(tags))
        or (tag in ("dt", "dd") and "dl" not in tags)
    )
