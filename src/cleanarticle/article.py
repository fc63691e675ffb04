"""Article: a cleaned page; and the pipeline that makes one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Unpack

from cleanarticle.core.features import PageFacts
from cleanarticle.core.segmenter import segment
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.core.tokens import tokenize
from cleanarticle.errors import InputError
from cleanarticle.labeling.labels import find_title_block, label_blocks
from cleanarticle.labeling.scoring import Effort
from cleanarticle.metadata.comments import CommentSection, find_comment_section
from cleanarticle.metadata.flags import find_flags
from cleanarticle.metadata.resolution import (
    Metadata,
    complete_metadata,
    read_metadata,
    search_metadata,
)
from cleanarticle.options import CleanKeywords, CleanOptions
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from cleanarticle.rendering import front_matter as make_front_matter
from cleanarticle.rendering import markup_of_text, markup_of_tree, safe_html, select, to_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bs4 import BeautifulSoup

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.labels import Block, Labels
    from cleanarticle.metadata.comments import Comment
    from cleanarticle.page import Source


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned page: its body, its metadata, and all the rest, labelled.

    Attributes:
        title: The headline, None if the page has none.
        authors: Names of the people who wrote it.
        published: When it was published, ISO 8601, with time and zone as far as the page has
            them; of an article that was published anew, the day that its readers are shown; of a
            page that tells only when it was changed, that.
        modified: When it was last changed, likewise.
        site_name: The name of the site.
        language: The language, as a BCP 47 tag.
        description: One or two sentences about it.
        image: Address of its main picture.
        tags: Key words.
        url: The address of the page, if known.
        canonical_url: The address that the page says is its own.
        page_type: "article", "forum", "product", "collection", "listing", "documentation" or
            "service".
        confidence: How far the labels can be trusted as a whole, 0 to 1.
        flags: What is special about the page: "paywalled", "blocked", "js_required",
            "truncated", "no_main_content".
        blocks: The page's text, cut and labelled, in page order; nothing is left out.
        markup: The body as semantic HTML, before sanitising.
        pages: The addresses of the pages that it is made of, in order; more than one only where
            its next pages were followed. The first one's is `url`.
        pages_error: Why some of its pages are missing, None if none is known to be.
        comment_section: What the comments are read from.
        sources: Where each of the metadata was found, by its name here, as "json-ld"; see
            `Metadata.sources`.
    """

    title: str | None
    authors: tuple[str, ...]
    published: str | None
    modified: str | None
    site_name: str | None
    language: str | None
    description: str | None
    image: str | None
    tags: tuple[str, ...]
    url: str | None
    canonical_url: str | None
    page_type: str
    confidence: float
    flags: frozenset[str]
    blocks: tuple[Block, ...]
    markup: str
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
    pages: tuple[str, ...] = ()
    pages_error: str | None = None
    comment_section: CommentSection = field(default_factory=CommentSection, repr=False)

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks of the main content."""
        return tuple(block for block in self.blocks if not block.is_boilerplate)

    @property
    def boilerplate(self) -> tuple[Block, ...]:
        """All other blocks."""
        return tuple(block for block in self.blocks if block.is_boilerplate)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """What readers wrote below it, in page order, as far as the mark-up tells them apart.

        They are found when they are asked for, each time anew. All of their text is in the blocks
        of the kind "comments" too.
        """
        return self.comment_section.comments()

    @property
    def text(self) -> str:
        """The body as plain text: its blocks joined by blank lines, without the page's title.

        Signs that link to where they stand ("¶") or back from a footnote ("↩") are left out too.
        """
        shown = _below_title(self.blocks, self.title)
        return "\n\n".join(_MARKS.sub("", self.blocks[at].text) for at in shown)

    @property
    def markdown(self) -> str:
        """The body as Markdown (CommonMark with GFM tables); see `to_markdown` for a choice."""
        return self.to_markdown()

    @property
    def html(self) -> str:
        """The body as clean semantic HTML, safe to show; see `to_html` for a choice."""
        return self.to_html()

    def to_markdown(
        self,
        *,
        links: bool = True,
        images: bool = True,
        tables: bool = True,
        title: bool = False,
        front_matter: bool = False,
    ) -> str:
        """The body as Markdown. The options choose what of it is shown, never what is body.

        Args:
            links: Show links; without them their text stays.
            images: Show pictures, and links to videos and embedded posts.
            tables: Show tables of data.
            title: Begin with the title as a heading.
            front_matter: Begin with what is known of the page, as YAML between lines of dashes.
        """
        markup = self._shown(links=links, images=images, tables=tables, title=title)
        markdown = to_markdown(markup)
        return f"{make_front_matter(self._facts())}\n\n{markdown}" if front_matter else markdown

    def to_html(
        self, *, links: bool = True, images: bool = True, tables: bool = True, title: bool = False
    ) -> str:
        """The body as clean semantic HTML, safe to show; the options are those of Markdown."""
        return safe_html(self._shown(links=links, images=images, tables=tables, title=title))

    def _shown(self, *, links: bool, images: bool, tables: bool, title: bool) -> str:
        markup = select(self.markup, links=links, images=images, tables=tables)
        return f"<h1>{escape(self.title)}</h1>{markup}" if title and self.title else markup

    def soup(self) -> BeautifulSoup:
        """The clean HTML as a BeautifulSoup."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.html, "lxml")

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, ready for JSON."""
        return {
            **self._facts(),
            "page_type": self.page_type,
            "confidence": self.confidence,
            "flags": sorted(self.flags),
            "text": self.text,
            "markdown": self.markdown,
            "boilerplate": [
                {"kind": str(block.kind), "text": block.text, "reason": block.reason}
                for block in self.boilerplate
            ],
        }

    def _facts(self) -> dict[str, str | list[str] | None]:
        """What the page says about itself."""
        return {
            "title": self.title,
            "authors": list(self.authors),
            "published": self.published,
            "modified": self.modified,
            "site_name": self.site_name,
            "language": self.language,
            "description": self.description,
            "image": self.image,
            "tags": list(self.tags),
            "url": self.url,
            "canonical_url": self.canonical_url,
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """`to_dict` as JSON text, non-ASCII characters as they are."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


def clean(
    source: Source,
    *,
    url: str | None = None,
    options: CleanOptions | None = None,
    **changes: Unpack[CleanKeywords],
) -> Article:
    """Separate a page's article from its boilerplate.

    Args:
        source: The page: HTML as bytes or str, the `pathlib.Path` of a file, a `Page`, a
            BeautifulSoup or one of its tags, an lxml element.
        url: The page's address, if known; it makes relative links absolute.
        options: How to clean; the defaults if None.
        **changes: Fields of `CleanOptions` to change: `effort="fast"`, `cues=`, `rules=`,
            `template=`.

    Returns:
        The article. A page without main content gives an article without body that has the flag
        "no_main_content".

    Raises:
        InputError: The source is empty, cannot be read, or is no page.
        UnsupportedContent: The source is something else than HTML or text, a PDF for example.
        TooLargeError: The source is larger than the limit.
        ConfigError: There is no such effort, or a file of cues or rules cannot be used.
    """
    chosen = CleanOptions.of(options, **changes)
    page = Page.of(source, url=url)
    document = parse(page)
    segmentation = segment(document)
    metadata = read_metadata(document)
    facts = read_facts(segmentation, metadata, page.effective_url)
    address = page.effective_url or metadata.canonical_url
    labels = label_blocks(document, segmentation, facts, chosen, address)
    metadata = complete_metadata(metadata, document, segmentation, labels, facts.title_index)
    if chosen.effort is Effort.THOROUGH:
        metadata = search_metadata(metadata, document)
    title = chosen.earlier.title or metadata.title
    body = list(_below_title(labels.blocks, title))
    markup = markup_of_tree(document, segmentation, body, facts.title_index)
    discussion = find_comment_section(segmentation, labels.blocks, metadata.comments)
    return _article(labels, markup, metadata, page.effective_url, discussion)


def clean_text(
    text: str,
    *,
    url: str | None = None,
    options: CleanOptions | None = None,
    **changes: Unpack[CleanKeywords],
) -> Article:
    """Separate the body from the boilerplate in plain text, as somebody else scraped it.

    Args:
        text: The text; its lines and blank lines tell what belongs together.
        url: Where it came from, if known.
        options: How to clean; the defaults if None. Rules that are selectors name nothing here.
        **changes: Fields of `CleanOptions` to change, such as `cues=`.

    Raises:
        InputError: The text is empty, or no text.
        ConfigError: A file of cues or rules cannot be used.
    """
    chosen = CleanOptions.of(options, **changes)
    if not isinstance(text, str):
        raise InputError(f"clean_text takes str, not {type(text).__name__}: decode it first")
    if not text.strip():
        raise InputError("the text is empty: there is nothing to clean")
    labels = label_blocks(None, segment_text(text), PageFacts(), chosen, url)
    body = [block.text for block in labels.blocks if not block.is_boilerplate]
    return _article(labels, markup_of_text(body), Metadata(), url, CommentSection())


def read_facts(segmentation: Segmentation, metadata: Metadata, url: str | None = None) -> PageFacts:
    """What the page's metadata and its address tell the labeller."""
    hints = metadata.hints
    return PageFacts(
        metadata.title or "",
        metadata.description or "",
        metadata.article_text,
        find_title_block(segmentation, metadata.title),
        hints if hints.url else hints._replace(url=url or ""),
    )


def _article(
    labels: Labels, markup: str, metadata: Metadata, url: str | None, discussion: CommentSection
) -> Article:
    return Article(
        title=metadata.title,
        authors=metadata.authors,
        published=metadata.published,
        modified=metadata.modified,
        site_name=metadata.site_name,
        language=metadata.language,
        description=metadata.description,
        image=metadata.image,
        tags=metadata.tags,
        url=url,
        canonical_url=metadata.canonical_url,
        page_type=labels.page_type,
        confidence=labels.confidence,
        flags=find_flags(labels.blocks, metadata),
        blocks=labels.blocks,
        markup=markup,
        sources=metadata.sources,
        pages=(url,) if url else (),
        comment_section=discussion,
    )


def _below_title(blocks: Sequence[Block], title: str | None) -> Iterator[int]:
    """Indices of the blocks of the body, but for headings that only repeat the page's title.

    These are all of its h1, and other headings above the text; a section may be called alike.
    """
    wanted = tokenize(title or "")
    is_above = True
    for at, block in enumerate(blocks):
        if block.is_boilerplate:
            continue
        may_be_title = wanted and (block.tag == "h1" or (is_above and block.tag in _HEADINGS))
        if not may_be_title or tokenize(block.text) != wanted:
            is_above = False
            yield at


_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))

_MARKS = re.compile(r"(?:\s*(?:[¶🔗\u200b]|↩\ufe0e?))+$")
