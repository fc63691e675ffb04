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
from typing import TYPE_CHECKING

from cleanarticle.core.formulas import formula_html, wrap_delimited_tex
from cleanarticle.core.roles import LINE, LISTING
from cleanarticle.core.segmentation import Part
from cleanarticle.rendering.body_media import body_media
from cleanarticle.rendering.contexts import MAX_BLOCKS, MAX_VALUE_LENGTH, Context, Contexts
from cleanarticle.rendering.html_writer import (
    BLOCK_LEVEL_TAGS,
    ITEM_TAGS,
    TABLE_TAGS,
    TEXT_BLOCK_TAGS,
    HtmlWriter,
    OutputElement,
    split_text,
)
from cleanarticle.rendering.media import (
    PLAYER_CLASS,
    image_url,
    is_preview,
    noscript_image,
    player_url,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cleanarticle.core.segmentation import Media, Piece, Segmentation, TextBlock
    from cleanarticle.parsing.document import Document, Element

_MIN_DECORATION_COUNT = 3
"""Number of occurrences from which an image without a description is decoration. Chosen by hand: a
content image can be repeated once above the text."""


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
    base_url: str | None = None,
) -> str:
    """Return the body of a page as semantic HTML, "" for an empty body.

    Args:
        document: The page.
        segmentation: Blocks of the page.
        body: Indices of the blocks to render.
        heading: Index of the block that shows the title, None if there is none.
        base_url: URL that relative links are resolved against, None for that of the document.
    """
    if not body:
        return ""
    base_url = document.base_url if base_url is None else base_url
    contexts = Contexts(document.root, base_url, segmentation, frozenset(body))
    return _Renderer(document.root, segmentation, frozenset(body), heading, contexts).run()


class _Renderer:
    """Renderer of one page; see `render_html` for the arguments."""

    def __init__(
        self,
        root: Element,
        segmentation: Segmentation,
        body: frozenset[int],
        heading: int | None,
        contexts: Contexts,
    ) -> None:
        self.root = root
        self.heading = heading
        self.segmentation = segmentation
        self.body = body
        self.writer = HtmlWriter()
        self.contexts = contexts
        self.constructs = segmentation.constructs
        self.multi_block_items = self._multi_block_items()

    def run(self) -> str:
        """Return the HTML of the body."""
        media = body_media(self.segmentation, self.body, self.heading)
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
            context = self.contexts.of(container) if container is not None else Context()
            if context.is_omitted:
                continue
            if context.in_listing:
                if self._write_code(piece, context, is_first=not has_code):
                    has_code = True
            elif first <= i <= last:
                self._write_inline(piece, context, block_index, (i == first, i == last))

    def _write_listing(self, listing: Element, text: str) -> None:
        """Write a listing whose lines are elements."""
        context = self.contexts.of(listing)
        markup = split_text(escape(text, quote=False))
        if self.writer.is_within_line_of(context.ancestors):
            markup = f"\n{markup}"
        self.writer.write(markup, context.ancestors)

    def _write_code(self, piece: Piece, context: Context, *, is_first: bool) -> bool:
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
        self, piece: Piece, context: Context, block_index: int, edges: tuple[bool, bool]
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
        context = self.contexts.of(parent) if parent is not None else Context()
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
        items = [i for i, element in enumerate(ancestors) if element.tag in ITEM_TAGS]
        if len(ancestors) >= MAX_BLOCKS:
            items = []  # an item inside of the innermost one may have been left out
        for i, element in enumerate(ancestors):
            if element.tag in TEXT_BLOCK_TAGS:
                # Two blocks of one <p> are two paragraphs.
                paragraph = OutputElement((element.key[0], number), *element[1:])
                return (*ancestors[:i], paragraph, *ancestors[i + 1 :])
            if items[-1:] == [i] and element.key[0] not in self.multi_block_items:
                return ancestors
            if element.tag in BLOCK_LEVEL_TAGS:
                paragraph_index = i + 1
        return (
            *ancestors[:paragraph_index],
            OutputElement((None, number), "p", "<p>", "</p>"),
            *ancestors[paragraph_index:],
        )

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
        url = self.contexts.resolve_url(player_url(element) or "data:")
        if not url:
            return ""
        title = _one_line(element, "title") or url
        return f'<a href="{escape(url)}" class="{PLAYER_CLASS}">{escape(title, quote=False)}</a>'

    def _image_markup(self, element: Element) -> str:
        source = image_url(element)
        url = self.contexts.resolve_url(source) if source else None
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
    return " ".join(value.split()) if len(value) <= MAX_VALUE_LENGTH else ""


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
