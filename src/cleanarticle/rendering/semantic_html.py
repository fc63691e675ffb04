"""Semantic HTML of the main content, without the layout of the page.

Each piece of body text is written inside the meaningful elements that enclose it on the page
(headings, lists, data tables, quotations, code, links, emphasis). Other wrappers are dropped, and
text outside any block-level element gets a paragraph. Elements are opened and closed as the
ancestors change from one piece to the next, so the markup is well-formed for any set of blocks.
"""

from __future__ import annotations

from collections import deque
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.rendering.body_media import body_media
from cleanarticle.rendering.body_writer import BodyWriter
from cleanarticle.rendering.contexts import Contexts
from cleanarticle.rendering.embedded import Embedded
from cleanarticle.rendering.escaping import split_text
from cleanarticle.rendering.footnotes import Footnotes
from cleanarticle.rendering.lead_picture import LeadPicture, first_picture
from cleanarticle.rendering.links import Links

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Document


def render_text_as_html(texts: Sequence[str]) -> str:
    """Return paragraphs of plain text as `p` elements; newlines in them become `br` elements."""
    return "\n".join(f"<p>{_text_with_breaks(text)}</p>" for text in texts)


def _text_with_breaks(text: str) -> str:
    return split_text(escape(text).replace("\n", "<br>"))


class DeclaredUrls(NamedTuple):
    """URLs that a page declares.

    Attributes:
        base: URL that relative links are resolved against, None for that of the document.
        image: URL of the picture of its article, None if it declares none.
    """

    base: str | None = None
    image: str | None = None


NO_URLS = DeclaredUrls()


class RenderedBody(NamedTuple):
    """The body of a page.

    Attributes:
        markup: The body as semantic HTML, "" for an empty body.
        first_picture: The URL of its first picture that begins a block or stands between blocks,
            None if there is none or the page declares another.
    """

    markup: str
    first_picture: str | None = None


def render_html(
    document: Document,
    segmentation: Segmentation,
    body: Collection[int],
    heading: int | None = None,
    urls: DeclaredUrls = NO_URLS,
) -> str:
    """Return the body of a page as semantic HTML, "" for an empty body; see `render_body`."""
    return render_body(document, segmentation, body, heading, urls).markup


def render_body(
    document: Document,
    segmentation: Segmentation,
    body: Collection[int],
    heading: int | None = None,
    urls: DeclaredUrls = NO_URLS,
) -> RenderedBody:
    """Render the body of a page as semantic HTML.

    Args:
        document: The page.
        segmentation: Blocks of the page.
        body: Indices of the blocks to render.
        heading: Index of the block that shows the title, None if there is none.
        urls: URLs that the page declares.
    """
    if not body:
        return RenderedBody("")
    root, shown = document.root, frozenset(body)
    base_url = document.base_url if urls.base is None else urls.base
    links = Links(base_url, Footnotes(document.index, segmentation, shown))
    contexts = Contexts(root, segmentation, shown, links)
    embedded = Embedded(root, segmentation.constructs, links)
    writer = BodyWriter(contexts, segmentation, shown, embedded)
    lead = LeadPicture(segmentation, shown, heading, urls.image)
    media = lead.before(body_media(segmentation, shown, heading), embedded.medium)
    queue = deque(media)
    for index in sorted(shown):
        while queue and queue[0].position <= index:
            medium = queue.popleft()
            writer.write_medium(medium.element, medium.position)
        writer.write_block(index)
    for medium in queue:
        writer.write_medium(medium.element, medium.position)
    picture = None if urls.image else first_picture(segmentation, shown, media, embedded)
    return RenderedBody(writer.finish(), picture)
