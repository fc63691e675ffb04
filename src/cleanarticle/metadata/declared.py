"""Declared: what a page declares about itself in JSON-LD, microdata, OpenGraph and meta tags."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin, urlsplit

from cleanarticle.core.features import PageFacts
from cleanarticle.core.page_signals import PageSignals
from cleanarticle.core.tokens import tokenize
from cleanarticle.metadata.names import clean_names
from cleanarticle.metadata.structured_data import (
    item_types,
    one_line,
    rank_items,
    read_structured,
)
from cleanarticle.metadata.title import SiteName, choose_title, site_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.metadata.structured_data import Item, StructuredData
    from cleanarticle.metadata.title import Title
    from cleanarticle.parsing.document import Document

_Value = TypeVar("_Value")

Statement = tuple[str, str]
"""A source such as "json-ld", and the text that it gives."""

Finding = tuple[_Value, str]
"""A value, and the source it comes from."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The statements of a page about itself.

    Attributes:
        statements: All statements by field, for the metadata that is resolved after labeling.
        site: The names of the site.
        title: The page's title without the site's name, None if there is none.
        description: Its first description, None if there is none.
        canonical_url: The URL that the page names as its own, absolute, None if there is none.
        url: The URL of the page, else the canonical one, else None.
        facts: The part that the labeler uses.
    """

    statements: Statements
    site: SiteName
    title: Title | None
    description: Finding[str] | None
    canonical_url: Finding[str] | None
    url: str | None
    facts: PageFacts


def read_declared(document: Document, segmentation: Segmentation) -> Declared:
    """Read what a page declares about itself.

    Args:
        document: The page.
        segmentation: Its blocks, which are searched for the one that shows the title.
    """
    statements = Statements(read_structured(document))
    data, page_url = statements.data, document.page.effective_url
    host = _host(data.canonical) or _host(page_url)  # the canonical URL of a copy is the original's
    site = SiteName(site_names(name for _, name in statements.site_names()), host)
    title = choose_title(list(statements.titles()), data.headings, site)
    canonical = first_finding(statements.canonicals(), lambda raw: absolute_url(raw, page_url))
    description = first_finding(statements.descriptions(), str)
    signals = statements.signals()
    facts = PageFacts(
        title.text if title else "",
        description[0] if description else "",
        statements.article_text(),
        find_title_block(segmentation, title.text if title else None),
        signals if signals.url else signals._replace(url=page_url or ""),
    )
    url = page_url or (canonical[0] if canonical else None)
    return Declared(statements, site, title, description, canonical, url, facts)


def find_title_block(segmentation: Segmentation, title: str | None) -> int | None:
    """Return the index of the heading with the title, preferably an h1; None if none has it."""
    wanted = tokenize(title or "")
    if not wanted:
        return None
    headings = [
        (segmentation.boxes[block.box].tag, index)
        for index, block in enumerate(segmentation.blocks)
        if segmentation.boxes[block.box].tag in ("h1", "h2")
    ]
    for _, index in sorted(headings):
        if tokenize(segmentation.blocks[index].text) == wanted:
            return index
    return None


def first_finding(
    statements: Iterable[Statement], read: Callable[[str], _Value | None]
) -> Finding[_Value] | None:
    """Return the first statement that can be read as a value, with its source."""
    for source, text in statements:
        value = read(text)
        if value:
            return value, source
    return None


def absolute_url(reference: str, base: str | None) -> str | None:
    """Return a URL made absolute; None if it is malformed."""
    scheme, _, rest = reference.partition("://")
    if scheme in ("http", "https") and rest[:1] not in ("", "/"):
        return reference
    try:
        return urljoin(base or "", reference)
    except ValueError:
        return None


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


_PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date", "sailthru.date",
    "publishdate", "pubdate", "publish-date", "publish_date", "date.release", "article.published",
    "citation_publication_date", "citation_date", "article_date_original",
    "cxenseparse:recs:publishtime", "published-date",
)  # fmt: skip
_PUBLISHED_PATTERN = re.compile(
    r"publi(?:sh|ca)\w*[-_.: ]?(?:date|time|on|at)|[.:]date$|date[-_.]?publi"
)
"""Names of meta tags for the date that only some sites use."""

_MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified",
    "dcterms.modified", "article.updated", "revised",
)  # fmt: skip
_AUTHOR_NAMES = (
    "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "byline",
    "article.author", "citation_author", "cxenseparse:author",
)  # fmt: skip
_TITLE_NAMES = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "citation_title", "dc.title",
)  # fmt: skip
_DESCRIPTION_NAMES = ("og:description", "description", "twitter:description")
_IMAGE_NAMES = (
    "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src",
)  # fmt: skip
_OPENGRAPH_PREFIXES = ("og:", "article:", "book:", "profile:")


def _source_of(name: str) -> str:
    """Return the source of a meta tag: "opengraph" or "meta"."""
    return "opengraph" if name.startswith(_OPENGRAPH_PREFIXES) else "meta"


class Statements:
    """The statements of a page about each field, the best sources first.

    Args:
        data: The page's structured data.
    """

    def __init__(self, data: StructuredData) -> None:
        self.data = data
        self._items = [
            *(("json-ld", item) for item in rank_items(data.json_ld)),
            *(("microdata", item) for item in rank_items(data.microdata)),
        ]

    def _of(self, properties: str, names: Iterable[str] = ()) -> Iterator[Statement]:
        """Yield the values of properties of the items, then those of meta tags."""
        for name in properties.split():
            for source, item in self._items:
                for text in _property_texts(item.get(name)):
                    yield source, text
        yield from self._of_meta(names)

    def _of_meta(self, names: Iterable[str]) -> Iterator[Statement]:
        """Yield the values of meta tags, in the order of the names."""
        for name in names:
            for value in self.data.meta.get(name, ()):
                yield _source_of(name), value

    def publication_dates(self) -> Iterator[Statement]:
        """Yield the dates of publication."""
        yield from self._of("datePublished dateCreated uploadDate", _PUBLISHED_NAMES)
        yield from self._of_meta(n for n in self.data.meta if _PUBLISHED_PATTERN.search(n))

    def modification_dates(self) -> Iterator[Statement]:
        """Yield the dates of the last change."""
        yield from self._of("dateModified", _MODIFIED_NAMES)

    def titles(self) -> Iterator[Statement]:
        """Yield the titles; the title element comes last."""
        yield from self._of("headline", _TITLE_NAMES)
        yield from self.title_elements()

    def title_elements(self) -> Iterator[Statement]:
        """Yield the text of the title element, which often has the site's name."""
        if self.data.title:
            yield "title", self.data.title

    def authors(self, *, people_only: bool = False) -> Iterator[Statement]:
        """Yield the authors, all names of one source in one statement.

        Args:
            people_only: True to leave out organizations.
        """
        for source, item in self._items:
            for name in ("author", "creator"):
                value = item.get(name)
                texts = _property_texts(_without_organizations(value) if people_only else value)
                if names := list(texts):
                    yield source, _NAME_SEPARATOR.join(names)
        for name in _AUTHOR_NAMES:
            values = self.data.meta.get(name, ())
            if values:
                yield _source_of(name), _NAME_SEPARATOR.join(values)
        labels = self.data.meta.get("twitter:label1", [])
        if any(label.lower() in _AUTHOR_LABELS for label in labels):
            yield from self._of_meta(["twitter:data1"])

    def site_names(self) -> Iterator[Statement]:
        """Yield the names of the site."""
        for item in self.data.json_ld:
            if "WebSite" in item_types(item):
                yield from (("json-ld", name) for name in _property_texts(item.get("name")))
        yield from self._of_meta(("og:site_name", "application-name", "apple-mobile-web-app-title"))
        yield from self._of("publisher")

    def languages(self) -> Iterator[Statement]:
        """Yield the languages; the root element comes first."""
        if self.data.language:
            yield "html", self.data.language
        yield from self._of(
            "inLanguage", ("og:locale", "content-language", "dc.language", "language")
        )

    def descriptions(self) -> Iterator[Statement]:
        """Yield the descriptions."""
        yield from self._of("description", _DESCRIPTION_NAMES)

    def images(self) -> Iterator[Statement]:
        """Yield the URLs of the main picture."""
        yield from self._of("image thumbnailUrl", _IMAGE_NAMES)

    def tags(self) -> Iterator[Statement]:
        """Yield the keywords, those of one source in one statement."""
        for source, item in self._items:
            keywords = ", ".join(_property_texts(item.get("keywords")))
            if keywords:
                yield source, keywords
        for name in ("article:tag", "keywords", "news_keywords", "parsely-tags"):
            values = self.data.meta.get(name, ())
            if values:
                yield _source_of(name), ", ".join(values)

    def canonicals(self) -> Iterator[Statement]:
        """Yield the canonical URLs."""
        if self.data.canonical:
            yield "link", self.data.canonical
        yield from self._of_meta(("og:url",))

    def article_text(self) -> str:
        """Return the longest article text that JSON-LD repeats, "" if there is none."""
        bodies = (
            body for item in self.data.json_ld for body in _property_texts(item.get("articleBody"))
        )
        return max(bodies, key=len, default="")

    def comments(self) -> tuple[Item, ...]:
        """Return the comments that JSON-LD repeats."""
        values = (item.get("comment") for item in self.data.json_ld)
        lists = (value if isinstance(value, list) else [value] for value in values)
        return tuple(item for items in lists for item in items if isinstance(item, dict))

    def signals(self) -> PageSignals:
        """Return the signals of the page's type."""
        meta = self.data.meta
        names = {f"ld:{name.lower()}" for item in self.data.json_ld for name in item_types(item)}
        names.update(f"og:{value.lower()}" for value in meta.get("og:type", ()))
        names.update(f"meta:{name}" for name in meta)
        for value in meta.get("generator", ()):
            names.update(f"generator:{word}" for word in re.findall("[a-z]+", value.lower()))
        url = self.data.canonical or next(iter(meta.get("og:url", ())), "")
        return PageSignals(frozenset(names), url)


_NAME_SEPARATOR = "; "
_AUTHOR_LABELS = frozenset(
    ("written by", "verfasst von", "écrit par", "escrito por", "scritto da", "geschreven door")
)
"""Labels under which Yoast, the most common SEO plugin, passes the author to Twitter."""


def read_names(text: str, *not_people: str) -> tuple[str, ...]:
    """Return the names of people in a statement about authors."""
    return clean_names([text], *not_people)


def read_keywords(text: str) -> tuple[str, ...]:
    """Return the keywords of a comma-separated list, without repetition."""
    return tuple(dict.fromkeys(filter(None, (word.strip() for word in text.split(",")))))


def _property_texts(value: Any) -> Iterator[str]:
    """Yield the texts of a property; of items inside it, their names or URLs."""
    if isinstance(value, str):
        text = one_line(html.unescape(value) if "&" in value else value)
        if text:
            yield text
    elif isinstance(value, list):
        for inner in value:
            yield from _property_texts(inner)
    elif isinstance(value, dict):
        for name in ("name", "url", "@value", "contentUrl"):
            if value.get(name):
                yield from _property_texts(value[name])
                return


def _without_organizations(value: object) -> object:
    """Return a property without the items in it whose types are organizations or sites."""
    if isinstance(value, list):
        return [_without_organizations(inner) for inner in value]
    if isinstance(value, dict) and any(
        name.endswith(_ORGANIZATION_TYPES) for name in item_types(value)
    ):
        return None
    return value


_ORGANIZATION_TYPES = ("Organization", "Corporation", "WebSite", "Brand")
"""Endings of the names of schema.org types that are not people."""
