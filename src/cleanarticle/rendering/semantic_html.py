"""Semantic HTML of the main content, without the layout of the page.

Each piece of body text is written inside the meaningful elements that enclose it on the page
(headings, lists, data tables, quotations, code, links, emphasis). Other wrappers are dropped, and
text outside any block-level element gets a paragraph. Elements are opened and closed as the
ancestors change from one piece to the next, so the markup is well-formed for any set of blocks.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleanarticle.core.formulas import formula_html, wrap_delimited_tex
from cleanarticle.core.listings import LISTING_TAGS, listing_language
from cleanarticle.core.roles import LINE, LISTING, SKIP
from cleanarticle.core.segmentation import Part
from cleanarticle.rendering.footnotes import Footnotes
from cleanarticle.rendering.html_writer import (
    BLOCK_LEVEL_TAGS,
    HEADING_TAGS,
    ITEM_TAGS,
    TABLE_TAGS,
    TEXT_BLOCK_TAGS,
    HtmlWriter,
    OutputElement,
    nest_element,
    split_text,
)
from cleanarticle.rendering.list_numbers import ListNumbers
from cleanarticle.rendering.media import (
    PLAYER_CLASS,
    image_url,
    is_preview,
    noscript_image,
    player_url,
)
from cleanarticle.rendering.tables import DataTables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cleanarticle.core.segmentation import Box, Media, Piece, Segmentation, TextBlock
    from cleanarticle.parsing.document import Document, Element

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

_MAX_BLOCKS, _MAX_ANCESTORS = 24, 32
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

_MAX_VALUE_LENGTH = 8_000
"""Longest attribute that is written, in characters: RFC 9110, section 4.1, recommends to support
URLs of 8,000."""

_URL_ATTRIBUTES = frozenset(("href", "cite"))

_URL_SCHEMES = frozenset(("http", "https", "mailto", "tel", ""))

_MIN_DECORATION_COUNT = 3
"""Number of occurrences from which an image without a description is decoration. Chosen by hand: a
content image can be repeated once above the text."""

_MAX_CREDIT_BLOCKS = 1
"""Maximum number of blocks, such as a photo credit, between a figure and the text that follows it.
Chosen by hand."""

_MAX_STANDFIRST_BLOCKS = 2
"""Maximum number of blocks, such as a standfirst and a byline, between the title and a figure.
Chosen by hand."""


class _Context(NamedTuple):
    """Rendering context of the text in an element.

    Attributes:
        ancestors: Output elements that enclose the text, outermost first.
        in_listing: Whether the text belongs to a code listing, in which whitespace is significant.
        is_omitted: Whether the text is left out, as permalink marks are.
    """

    ancestors: tuple[OutputElement, ...] = ()
    in_listing: bool = False
    is_omitted: bool = False


def render_text_as_html(texts: Sequence[str]) -> str:
    """Return paragraphs of plain text as `p` elements; newlines in them become `br` elements."""
    return "\n".join(f"<p>{_text_with_breaks(text)}</p>" for text in texts)


def _text_with_breaks(text: str) -> str:
    return split_text(escape(text).replace("\n", "<br>"))


def render_html(
    document: Document,
    segmentation: Segmentation,
    body: Collection[int],
    heading: int | None = None,
) -> str:
    """Return the body of a page as semantic HTML, "" for an empty body.

    Args:
        document: Page; its URL resolves relative links.
        segmentation: Blocks of the page.
        body: Indices of the blocks to render.
        heading: Index of the block that shows the title, None if there is none.
    """
    return _Renderer(document, segmentation, frozenset(body), heading).run() if body else ""


def sanitize_html(markup: str) -> str:
    """Return markup without scripts, event handlers, styles and `javascript:` links, using nh3.

    Args:
        markup: HTML returned by `render_html`.
    """
    import nh3

    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    for tag, name in _RENDERER_ATTRIBUTES:
        attributes.setdefault(tag, set()).add(name)
    return nh3.clean(markup, attributes=attributes, link_rel=None)


_RENDERER_ATTRIBUTES = (
    ("code", "class"), ("span", "class"), ("a", "id"), ("li", "id"), ("p", "id"), ("div", "id"),
    ("dd", "id"), ("li", "value"), ("ol", "reversed"),
)  # fmt: skip
"""Attributes that are allowed in addition to the defaults of nh3: code languages, formulas,
footnote anchors and the numbers of list items. The renderer builds their values; attributes of the
page are not copied."""


class _Renderer:
    """Renderer of one page; see `render_html` for the arguments."""

    def __init__(
        self,
        document: Document,
        segmentation: Segmentation,
        body: frozenset[int],
        heading: int | None,
    ) -> None:
        self.root = document.root
        self.heading = heading
        self.base_url = document.base_url
        self.segmentation = segmentation
        self.body = body
        self.writer = HtmlWriter()
        self.contexts: dict[Element, _Context] = {}
        self.data_tables = DataTables(segmentation, body)
        self.constructs = segmentation.constructs
        self.footnotes: Footnotes | None = None
        self.numbers = ListNumbers()
        self.referenced_labels: set[str] = set()
        self.multi_block_items = self._multi_block_items()

    def run(self) -> str:
        """Return the HTML of the body."""
        media = iter(self._body_media())
        next_medium = next(media, None)
        for index in sorted(self.body):
            while next_medium is not None and next_medium.position <= index:
                self._write_medium(next_medium)
                next_medium = next(media, None)
            self._write_block(index, self.segmentation.blocks[index])
        if next_medium is not None:
            self._write_medium(next_medium)
            for medium in media:
                self._write_medium(medium)
        self.writer.close()
        return "".join(self.writer.parts)

    def _body_media(self) -> Iterator[Media]:
        """Yield the media between body blocks and those in figures that belong to the body."""
        blocks = self.segmentation.blocks
        for medium in self.segmentation.media:
            follows_body = medium.position - 1 in self.body
            precedes_body = medium.position in self.body
            if follows_body and precedes_body:
                yield medium
                continue
            figure = self._enclosing_figure(medium)
            if figure is None:
                continue
            if follows_body or precedes_body:
                neighbor = blocks[medium.position - 1 if follows_body else medium.position]
                if any(box is figure for box in self.segmentation.ancestors(neighbor)):
                    yield medium
                    continue
            if self._is_body_figure(figure):
                yield medium

    def _enclosing_figure(self, medium: Media) -> Box | None:
        boxes = self.segmentation.boxes
        index = medium.box
        while index >= 0 and boxes[index].tag != "figure":
            index = boxes[index].parent
        return boxes[index] if index >= 0 else None

    def _is_body_figure(self, figure: Box) -> bool:
        """Return True if a figure without body blocks is between body blocks or below the title.

        The classifier may reject the caption of a content image and a credit after it. A caption
        with a link marks a teaser instead.
        """
        blocks = self.segmentation.blocks
        if any(block.link_count for block in blocks[figure.first : figure.last]):
            return False
        next_blocks = range(figure.last, figure.last + _MAX_CREDIT_BLOCKS + 1)
        precedes_body = not self.body.isdisjoint(next_blocks)
        if self.heading is not None and self.heading < figure.first < min(self.body):
            return precedes_body or figure.first - self.heading <= _MAX_STANDFIRST_BLOCKS + 1
        return precedes_body and figure.first - 1 in self.body

    def _multi_block_items(self) -> frozenset[Element]:
        """Return the list items and cells that contain several body blocks."""
        items: set[Element] = set()
        multi_block_items: set[Element] = set()
        for index in self.body:
            for box in self.segmentation.ancestors(self.segmentation.blocks[index]):
                if box.tag in ITEM_TAGS and box.element is not None:
                    (multi_block_items if box.element in items else items).add(box.element)
                    break
        return frozenset(multi_block_items)

    def _write_block(self, block_index: int, block: TextBlock) -> None:
        box = self.segmentation.boxes[block.box]
        if box.element is not None and self.constructs.roles.get(box.element) == LISTING:
            self._write_listing(box.element, block.text)
            return
        visible = [i for i, piece in enumerate(block.pieces) if not _is_blank(piece)]
        first, last = visible[0], visible[-1]
        has_code = False
        for i, piece in enumerate(block.pieces):
            container = piece[0] if piece[1] is Part.TEXT else piece[0].getparent()
            context = self._context(container) if container is not None else _Context()
            if context.is_omitted:
                continue
            if context.in_listing:
                if self._write_code(piece, context, is_first=not has_code):
                    has_code = True
            elif first <= i <= last:
                self._write_inline(piece, context, block_index, (i == first, i == last))

    def _write_listing(self, listing: Element, text: str) -> None:
        """Write a listing whose lines are elements."""
        context = self._context(listing)
        markup = split_text(escape(text, quote=False))
        if self.writer.is_within_line_of(context.ancestors):
            markup = f"\n{markup}"
        self.writer.write(markup, context.ancestors)

    def _write_code(self, piece: Piece, context: _Context, *, is_first: bool) -> bool:
        """Write a piece of a listing without changing its whitespace; each block starts a line.

        Args:
            piece: Piece of a block.
            context: Context of the piece.
            is_first: Whether no code of the block was written yet.

        Returns:
            Whether anything was written.
        """
        element, part = piece
        if part is Part.ELEMENT:
            text = "\n" if element.tag == "br" else ""
        else:
            text = (element.text if part is Part.TEXT else element.tail) or ""
            if text.isspace() and _container(piece).tag in TABLE_TAGS - {"td", "th"}:
                return False
        if is_first:
            text = text.lstrip("\r\n")
        if not text:
            return False
        if is_first and self.writer.is_within_line_of(context.ancestors):
            text = f"\n{text}"
        self.writer.write(split_text(escape(text, quote=False)), context.ancestors)
        return True

    def _write_inline(
        self, piece: Piece, context: _Context, block_index: int, edges: tuple[bool, bool]
    ) -> None:
        """Write a piece of a block outside of listings.

        Args:
            piece: Piece of the block.
            context: Context of the piece.
            block_index: Index of the block.
            edges: Whether the piece is the first and the last visible one of the block.
        """
        element, part = piece
        if part is Part.ELEMENT:
            markup = self._element_markup(element)
        else:
            text = (element.text if part is Part.TEXT else element.tail) or ""
            markup = self._text_markup(_collapse_whitespace(text))
        if edges[0]:
            markup = markup.removeprefix(" ")
        if edges[1]:
            markup = markup.removesuffix(" ")
        if markup:
            self.writer.write(markup, self._with_paragraph(context.ancestors, block_index))

    def _write_medium(self, medium: Media) -> None:
        """Write an image or a player that is outside of all blocks."""
        element = medium.element
        parent = element.getparent()
        context = self._context(parent) if parent is not None else _Context()
        if context.is_omitted or context.in_listing:
            return
        markup = self._medium_markup(element)
        if markup:
            ancestors = context.ancestors
            if not ancestors or ancestors[-1].tag != "figure":
                ancestors = self._with_paragraph(ancestors, -1 - medium.position)
            self.writer.write(markup, ancestors)

    def _with_paragraph(
        self, ancestors: tuple[OutputElement, ...], number: int
    ) -> tuple[OutputElement, ...]:
        """Return the ancestors, with a paragraph added if none can contain text directly.

        Args:
            ancestors: Output elements, outermost first.
            number: Number that identifies the paragraph: the block index, or a negative number for
                a medium.
        """
        paragraph_index = 0
        is_exact = len(ancestors) < _MAX_BLOCKS  # no item inside of the innermost one was left out
        innermost_item = max(
            (i for i, element in enumerate(ancestors) if element.tag in ITEM_TAGS), default=None
        )
        for i, element in enumerate(ancestors):
            if element.tag in TEXT_BLOCK_TAGS:
                # Two blocks of one <p> are two paragraphs.
                paragraph = element._replace(key=(element.key[0], number))
                return (*ancestors[:i], paragraph, *ancestors[i + 1 :])
            if i == innermost_item and element.key[0] not in self.multi_block_items and is_exact:
                return ancestors
            if element.tag in BLOCK_LEVEL_TAGS:
                paragraph_index = i + 1
        return (
            *ancestors[:paragraph_index],
            OutputElement((None, number), "p", "<p>", "</p>"),
            *ancestors[paragraph_index:],
        )

    def _context(self, element: Element) -> _Context:
        """Return the context of the text in an element; results are cached."""
        uncached: list[Element] = []
        ancestor: Element | None = element
        # Iterative, because the nesting of a page can exceed the recursion limit.
        while ancestor is not None and ancestor not in self.contexts:
            uncached.append(ancestor)
            ancestor = ancestor.getparent()
        context = self.contexts[ancestor] if ancestor is not None else _Context()
        for descendant in reversed(uncached):
            context = self.contexts[descendant] = self._child_context(context, descendant)
        return context

    def _child_context(self, context: _Context, element: Element) -> _Context:
        """Return the context inside an element, given that of its parent."""
        role = self.constructs.roles.get(element)
        if context.is_omitted or (context.in_listing and role is not None):
            return context
        tag = _MODERN_TAGS.get(str(element.tag), str(element.tag))
        if role == SKIP or (tag == "a" and self._is_permalink_mark(element)):
            return context._replace(is_omitted=True)
        if not context.in_listing and (role == LISTING or element.tag in LISTING_TAGS):
            return self._listing_context(context, element)
        if role == LINE:
            return context
        if context.in_listing and (tag in BLOCK_LEVEL_TAGS or tag == "code"):
            return context
        return context._replace(ancestors=self._nest(context.ancestors, element, tag))

    def _listing_context(self, context: _Context, element: Element) -> _Context:
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
        note_label = self.footnotes.note_label(element) if self.footnotes else None
        if note_label is not None and tag not in ITEM_TAGS:
            tag = "div"
        elif tag not in _MEANINGFUL_TAGS or (
            tag in TABLE_TAGS and not self.data_tables.contains(element)
        ):
            return ancestors
        tags = [ancestor.tag for ancestor in ancestors]
        lacks_list = (
            tag == "li" and next((t for t in reversed(tags) if t in _LIST_TAGS), "li") == "li"
        )
        is_container = lacks_list or tag in _CONTAINER_TAGS
        is_too_deep = len(ancestors) >= (_MAX_BLOCKS if is_container else _MAX_ANCESTORS)
        if is_too_deep or _is_redundant(tag, tags):
            return ancestors
        if lacks_list:
            items = OutputElement((element.getparent(), -2), "ul", "<ul>", "</ul>")
            ancestors = nest_element(ancestors, items)
        attributes = self._attributes(element, tag)
        if tag in ("ol", "li"):
            attributes += self.numbers.attributes(element)
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
            if previous in self.contexts:
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
                value = self._resolve_url(value)
            if value is not None and len(value) <= _MAX_VALUE_LENGTH:
                attributes.append(f' {name}="{escape(value)}"')
        return "".join(attributes)

    def _footnote_attributes(self, link: Element) -> str:
        """Return the attributes of a link to or back from a footnote, or "" for other links."""
        if not (link.get("href") or "").lstrip().startswith("#"):
            return ""
        if self.footnotes is None:
            self.footnotes = Footnotes(self.root, self._body_elements())
        label = self.footnotes.backlink_label(link)
        if label is not None:
            return f' href="#fnref-{escape(label)}"'
        label = self.footnotes.reference_label(link)
        if label is None:
            return ""
        anchor = "" if label in self.referenced_labels else f' id="fnref-{escape(label)}"'
        self.referenced_labels.add(label)
        return f' href="#fn-{escape(label)}"{anchor}'

    def _body_elements(self) -> set[Element]:
        """Return the block-level elements that contain body blocks."""
        elements: set[Element] = set()
        for index in self.body:
            for box in self.segmentation.ancestors(self.segmentation.blocks[index]):
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

    def _resolve_url(self, url: str) -> str | None:
        """Return the absolute form of a URL, or None if it is invalid, unsafe or just "#"."""
        url = url.strip()
        if url == "#" or len(url) > _MAX_VALUE_LENGTH:
            return None  # a link for scripts, without a target, or data
        try:
            absolute_url = urljoin(self.base_url, url)
            scheme = urlsplit(absolute_url).scheme.lower()
        except ValueError:
            return None
        return absolute_url if scheme in _URL_SCHEMES else None

    def _element_markup(self, element: Element) -> str:
        """Return what an element that is a piece of its own shows."""
        if element.tag == "br" or self.constructs.roles.get(element) == LINE:
            return "<br>"
        if element in self.constructs.letters:
            return escape(self.constructs.letters[element], quote=False)
        formula = self.constructs.formulas.get(element)
        if formula is not None:
            return formula_html(formula.tex, display=formula.display)
        return self._medium_markup(element)

    def _medium_markup(self, element: Element) -> str:
        """Return an image or a link to a player, or "" if it is not to be shown."""
        if element.tag == "noscript":
            image = noscript_image(element)
            return self._image_markup(image) if image is not None else ""
        if element.tag == "img":
            return self._image_markup(element)
        url = self._resolve_url(player_url(element) or "data:")
        if not url:
            return ""
        title = _one_line(element, "title") or url
        return f'<a href="{escape(url)}" class="{PLAYER_CLASS}">{escape(title, quote=False)}</a>'

    def _image_markup(self, element: Element) -> str:
        source = image_url(element)
        url = self._resolve_url(source) if source else None
        is_decoration = element.get("alt") == "" and source in self.decoration_urls
        if not url or is_decoration or is_preview(element):
            return ""
        alt = _one_line(element, "alt")
        return f'<img src="{escape(url)}" alt="{escape(alt)}">'

    @cached_property
    def decoration_urls(self) -> frozenset[str]:
        """URLs of recurring images with an empty description, such as the stars of a rating."""
        images = (image for image in self.root.iter("img") if image.get("alt") == "")
        counts = Counter(map(image_url, images))
        return frozenset(url for url, count in counts.items() if count >= _MIN_DECORATION_COUNT)

    def _text_markup(self, text: str) -> str:
        markup = escape(text, quote=False)
        if "\\" in text and self.constructs.has_tex:
            markup = wrap_delimited_tex(markup)
        return split_text(markup)


def _one_line(element: Element, name: str) -> str:
    """Return an attribute with its whitespace collapsed, "" if it is missing or too long."""
    value = element.get(name) or ""
    return " ".join(value.split()) if len(value) <= _MAX_VALUE_LENGTH else ""


def _is_redundant(tag: str, tags: Collection[str]) -> bool:
    """Return True if an element adds nothing inside of elements with the given names."""
    return (
        (tag in _NON_NESTING_TAGS and tag in tags)
        or (tag == "p" and not TEXT_BLOCK_TAGS.isdisjoint(tags))
        or (tag in HEADING_TAGS and not HEADING_TAGS.isdisjoint(tags))
        or (tag in ("dt", "dd") and "dl" not in tags)
    )


def _container(piece: Piece) -> Element:
    """Return the element that contains a piece."""
    element, part = piece
    parent = element.getparent()
    return element if part is Part.TEXT or parent is None else parent


def _is_blank(piece: Piece) -> bool:
    """Return True if a piece is invisible at the edge of a block."""
    element, part = piece
    if part is Part.ELEMENT:
        return element.tag == "br"
    text = element.text if part is Part.TEXT else element.tail
    return not text or text.isspace()


def _collapse_whitespace(text: str) -> str:
    """Return text with each run of whitespace replaced with one space; blank text gives " "."""
    inner = " ".join(text.split())
    if not inner:
        return " "
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
