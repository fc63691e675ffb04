"""Article: a cleaned page; and the pipeline that makes one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cleanarticle.document import parse
from cleanarticle.errors import ConfigError, InputError
from cleanarticle.features import Facts
from cleanarticle.flags import find_flags
from cleanarticle.judge import Effort
from cleanarticle.label import find_title, label
from cleanarticle.lines import segment_text
from cleanarticle.metadata import Metadata, read_metadata
from cleanarticle.page import Page
from cleanarticle.render import markup_of_text, markup_of_tree, safe_html, to_markdown
from cleanarticle.segment import segment
from cleanarticle.words import words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from cleanarticle.blocks import Segmentation
    from cleanarticle.label import Block, Labels
    from cleanarticle.page import Source


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned page: its body, its metadata, and all the rest, labelled.

    Attributes:
        title: The headline, None if the page has none.
        authors: Names of the people who wrote it.
        published: When it was published, ISO 8601 as far as the page has it.
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

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks of the main content."""
        return tuple(block for block in self.blocks if not block.is_boilerplate)

    @property
    def boilerplate(self) -> tuple[Block, ...]:
        """All other blocks."""
        return tuple(block for block in self.blocks if block.is_boilerplate)

    @property
    def text(self) -> str:
        """The body as plain text: its blocks joined by blank lines, without the page's title."""
        return "\n\n".join(block.text for block in self.body if not _is_title(block, self.title))

    @property
    def markdown(self) -> str:
        """The body as Markdown (CommonMark with GFM tables)."""
        return to_markdown(self.markup)

    @property
    def html(self) -> str:
        """The body as clean semantic HTML, safe to show."""
        return safe_html(self.markup)

    def soup(self) -> BeautifulSoup:
        """The clean HTML as a BeautifulSoup."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.html, "lxml")

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, ready for JSON."""
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

    def to_json(self, *, indent: int | None = None) -> str:
        """`to_dict` as JSON text, non-ASCII characters as they are."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


def clean(
    source: Source,
    *,
    url: str | None = None,
    effort: Literal["fast", "balanced", "thorough"] = "balanced",
) -> Article:
    """Separate a page's article from its boilerplate.

    Args:
        source: The page: HTML as bytes or str, the `pathlib.Path` of a file, a `Page`, a
            BeautifulSoup or one of its tags, an lxml element.
        url: The page's address, if known; it makes relative links absolute.
        effort: "fast" relies on the models alone; "balanced" asks trafilatura for a second
            opinion where they are in doubt; "thorough" always does.

    Returns:
        The article. A page without main content gives an article without body that has the flag
        "no_main_content".

    Raises:
        InputError: The source is empty, cannot be read, or is no page.
        UnsupportedContent: The source is something else than HTML or text, a PDF for example.
        TooLargeError: The source is larger than the limit.
        ConfigError: There is no such effort.
    """
    chosen = _effort(effort)
    page = Page.of(source, url=url)
    document = parse(page)
    segmentation = segment(document)
    metadata = read_metadata(document)
    facts = read_facts(segmentation, metadata, page.address)
    labels = label(document, segmentation, facts, chosen)
    body = [
        index
        for index, block in enumerate(labels.blocks)
        if not block.is_boilerplate and not _is_title(block, metadata.title)
    ]
    markup = markup_of_tree(document, segmentation, body)
    return _article(labels, markup, metadata, page.address)


def clean_text(text: str, *, url: str | None = None) -> Article:
    """Separate the body from the boilerplate in plain text, as somebody else scraped it.

    Args:
        text: The text; its lines and blank lines tell what belongs together.
        url: Where it came from, if known.

    Raises:
        InputError: The text is empty.
    """
    if not text.strip():
        raise InputError("the text is empty: there is nothing to clean")
    labels = label(None, segment_text(text), Facts())
    body = [block.text for block in labels.blocks if not block.is_boilerplate]
    return _article(labels, markup_of_text(body), Metadata(), url)


def _effort(name: str) -> Effort:
    try:
        return Effort(name)
    except ValueError as error:
        raise ConfigError(f"effort is {name!r}; it can be {', '.join(Effort)}") from error


def read_facts(segmentation: Segmentation, metadata: Metadata, url: str | None = None) -> Facts:
    """What the page's metadata and its address tell the labeller."""
    hints = metadata.hints
    return Facts(
        metadata.title or "",
        metadata.description or "",
        metadata.article_text,
        find_title(segmentation, metadata.title),
        hints if hints.address else hints._replace(address=url or ""),
    )


def _article(labels: Labels, markup: str, metadata: Metadata, url: str | None) -> Article:
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
    )


def _is_title(block: Block, title: str | None) -> bool:
    """Whether a block only repeats the page's title as its heading."""
    return title is not None and block.tag in ("h1", "h2") and words(block.text) == words(title)
