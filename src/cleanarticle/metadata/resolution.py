"""Metadata: title, authors, dates and such, each with where on the page it was found."""

from __future__ import annotations

import html
import logging
import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin, urlsplit

from cleanarticle.core.page_signals import NO_SIGNALS, PageSignals
from cleanarticle.metadata.byline import NO_BYLINE, Showing, first_date, read_byline
from cleanarticle.metadata.dates import day_of, in_local_time, iso_date
from cleanarticle.metadata.language import check_language, language_tag
from cleanarticle.metadata.names import clean_names
from cleanarticle.metadata.structured_data import one_line, ranked, read_structured, types_of
from cleanarticle.metadata.title import NO_SITE, Site, choose_headline, site_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.labels import Labels
    from cleanarticle.metadata.byline import Byline
    from cleanarticle.metadata.structured_data import Item, StructuredData
    from cleanarticle.parsing.document import Document


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None or empty where it says nothing.

    Attributes:
        title: The article's headline, without the site's name.
        authors: Names of the people who wrote it.
        published: When it was published, ISO 8601, with time and zone as far as the page has them;
            of a page that tells only when it was last changed, that.
        modified: When it was last changed, likewise.
        site_name: The name of the site.
        language: The language, as a BCP 47 tag.
        description: One or two sentences about it.
        image: Address of its main picture.
        tags: Key words.
        canonical_url: The address that the page says is its own.
        sources: Where each of them was found, by its name here: "json-ld", "microdata",
            "opengraph", "meta", "heading" (h1 or h2), "title" (the title element), "html" (the
            root element), "link", "time" (an element), "byline", "url" (its path), "text" (a line
            that shows a date; of the language, the article's text), "trafilatura", "htmldate".
        hints: What the head says of the page's type.
        article_text: The article's text, where the page's JSON-LD repeats it.
        site: What is known of the site's name.
        signed: Authors who are named like the site: whose own it is, or a house that signs.
        comments: What the page's JSON-LD repeats of its comments.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site_name: str | None = None
    language: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    canonical_url: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
    hints: PageSignals = NO_SIGNALS
    article_text: str = ""
    site: Site = NO_SITE
    signed: tuple[str, ...] = ()
    comments: tuple[Item, ...] = field(default=(), hash=False)


Statement = tuple[str, str]
"""A source, and what it says."""

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date", "sailthru.date",
    "publishdate", "pubdate", "publish-date", "publish_date", "date.release", "article.published",
    "citation_publication_date", "citation_date", "article_date_original",
    "cxenseparse:recs:publishtime", "published-date",
)  # fmt: skip
_PUBLISHED_LIKE = re.compile(
    r"publi(?:sh|ca)\w*[-_.: ]?(?:date|time|on|at)|[.:]date$|date[-_.]?publi"
)
"""How the names of meta tags look that only some sites use."""
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified",
    "dcterms.modified", "article.updated", "revised",
)  # fmt: skip
_AUTHOR = (
    "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "byline",
    "article.author", "citation_author", "cxenseparse:author",
)  # fmt: skip
_TITLE = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "citation_title",
    "dc.title",
)
_DESCRIPTION = ("og:description", "description", "twitter:description")
_IMAGE = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
_OPENGRAPH = ("og:", "article:", "book:", "profile:")
"""How the names of OpenGraph's tags begin; they stand before all others, which are called meta."""


def _source_of(name: str) -> str:
    return "opengraph" if name.startswith(_OPENGRAPH) else "meta"


def read_metadata(document: Document) -> Metadata:
    """Read what a page says of itself to machines: JSON-LD, microdata, OpenGraph, meta tags.

    What readers alone are shown is added by `complete_metadata`, when it is known which blocks
    show it.
    """
    page = _Statements(read_structured(document))
    address = document.page.effective_url
    host = _host(page.data.canonical) or _host(address)  # a copy names the site it is of
    site = Site(site_names(name for _, name in page.site_names()), host)
    authors = _first(page.authors(), lambda raw: _names(raw, *site.names))
    found = {
        "title": choose_headline(list(page.titles()), page.data.headings, site),
        "authors": authors,
        "signed": None if authors else _first(page.authors(people=True), _names),
        "published": _first(page.publications(), iso_date),
        "modified": _first(page.of("dateModified", _MODIFIED), iso_date),
        "site_name": _first(page.site_names(), str) or _first(page.heads(), site.named_in),
        "language": _first(page.languages(), language_tag),
        "description": _first(page.of("description", _DESCRIPTION), str),
        "image": _first(page.of("image thumbnailUrl", _IMAGE), lambda raw: _absolute(raw, address)),
        "tags": _first(page.tags(), _key_words),
        "canonical_url": _first(page.canonicals(), lambda raw: _absolute(raw, address)),
    }
    said = {name: one for name, one in found.items() if one is not None}
    values: dict[str, Any] = {name: value for name, (value, _) in said.items()}
    return Metadata(
        **values,
        sources={name: source for name, (_, source) in said.items()},
        hints=page.hints(),
        article_text=page.article_text(),
        site=site,
        comments=page.comments(),
    )


_Value = TypeVar("_Value")


def _first(
    statements: Iterable[Statement], read: Callable[[str], _Value | None]
) -> tuple[_Value, str] | None:
    """The first statement that can be read, and its source."""
    for source, said in statements:
        value = read(said)
        if value:
            return value, source
    return None


class _Statements:
    """What a page says about each field, the best sources first."""

    def __init__(self, data: StructuredData) -> None:
        self.data = data
        self.items = [
            *(("json-ld", item) for item in ranked(data.json_ld)),
            *(("microdata", item) for item in ranked(data.microdata)),
        ]

    def of(self, properties: str, names: Iterable[str] = ()) -> Iterator[Statement]:
        """The values of properties of the items, then those of meta tags."""
        for wanted in properties.split():
            for source, item in self.items:
                for text in _texts(item.get(wanted)):
                    yield source, text
        yield from self.tagged(names)

    def tagged(self, names: Iterable[str]) -> Iterator[Statement]:
        """The values of meta tags, in the order of the names."""
        for name in names:
            for value in self.data.meta.get(name, ()):
                yield _source_of(name), value

    def publications(self) -> Iterator[Statement]:
        """When it was published."""
        yield from self.of("datePublished dateCreated uploadDate", _PUBLISHED)
        yield from self.tagged(name for name in self.data.meta if _PUBLISHED_LIKE.search(name))

    def titles(self) -> Iterator[Statement]:
        """What the page is called."""
        yield from self.of("headline", _TITLE)
        yield from self.heads()

    def authors(self, *, people: bool = False) -> Iterator[Statement]:
        """Who wrote it: all names of one source as one statement.

        Args:
            people: Whether to leave out what is said to be an organisation.
        """
        for source, item in self.items:
            for wanted in ("author", "creator"):
                value = item.get(wanted)
                names = list(_texts(_but_organisations(value) if people else value))
                if names:
                    yield source, _BETWEEN_NAMES.join(names)
        for name in _AUTHOR:
            values = self.data.meta.get(name, ())
            if values:
                yield _source_of(name), _BETWEEN_NAMES.join(values)
        labels = self.data.meta.get("twitter:label1", [])
        if any(label.lower() in _WRITTEN_BY for label in labels):
            yield from self.tagged(["twitter:data1"])

    def site_names(self) -> Iterator[Statement]:
        """What the site is called."""
        for item in self.data.json_ld:
            if "WebSite" in types_of(item):
                yield from (("json-ld", name) for name in _texts(item.get("name")))
        yield from self.tagged(("og:site_name", "application-name", "apple-mobile-web-app-title"))
        yield from self.of("publisher")

    def heads(self) -> Iterator[Statement]:
        """What browsers show above the page: its title, and often the site's name."""
        if self.data.title:
            yield "title", self.data.title

    def languages(self) -> Iterator[Statement]:
        """What language it is in."""
        if self.data.language:
            yield "html", self.data.language
        yield from self.of(
            "inLanguage", ("og:locale", "content-language", "dc.language", "language")
        )

    def tags(self) -> Iterator[Statement]:
        """What it is about, each source in one statement."""
        for source, item in self.items:
            words = ", ".join(_texts(item.get("keywords")))
            if words:
                yield source, words
        for name in ("article:tag", "keywords", "news_keywords", "parsely-tags"):
            values = self.data.meta.get(name, ())
            if values:
                yield _source_of(name), ", ".join(values)

    def canonicals(self) -> Iterator[Statement]:
        """Where it stands."""
        if self.data.canonical:
            yield "link", self.data.canonical
        yield from self.tagged(("og:url",))

    def article_text(self) -> str:
        """The longest text that an item of JSON-LD repeats, "" if there is none."""
        bodies = (body for item in self.data.json_ld for body in _texts(item.get("articleBody")))
        return max(bodies, key=len, default="")

    def comments(self) -> tuple[Item, ...]:
        """The comments that items of JSON-LD repeat."""
        values = (item.get("comment") for item in self.data.json_ld)
        lists = (value if isinstance(value, list) else [value] for value in values)
        return tuple(one for some in lists for one in some if isinstance(one, dict))

    def hints(self) -> PageSignals:
        """What the head says of the page's type."""
        meta = self.data.meta
        names = {f"ld:{name.lower()}" for item in self.data.json_ld for name in types_of(item)}
        names.update(f"og:{value.lower()}" for value in meta.get("og:type", ()))
        names.update(f"meta:{name}" for name in meta)
        for value in meta.get("generator", ()):
            names.update(f"generator:{word}" for word in re.findall("[a-z]+", value.lower()))
        address = self.data.canonical or next(iter(meta.get("og:url", ())), "")
        return PageSignals(frozenset(names), address)


_BETWEEN_NAMES = "; "
_WRITTEN_BY = frozenset(
    ("written by", "verfasst von", "écrit par", "escrito por", "scritto da", "geschreven door")
)
"""Labels under which Yoast, the commonest SEO plug-in, gives the author to Twitter."""


def _texts(value: object) -> Iterator[str]:
    """The texts of a property, of items inside it their names or addresses."""
    if isinstance(value, str):
        text = one_line(html.unescape(value) if "&" in value else value)
        if text:
            yield text
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name in ("name", "url", "@value", "contentUrl"):
            if value.get(name):
                yield from _texts(value[name])
                return


def _but_organisations(value: object) -> object:
    """A property without the items in it that are organisations or sites by their types."""
    if isinstance(value, list):
        return [_but_organisations(one) for one in value]
    if isinstance(value, dict) and any(one.endswith(_ORGANISATIONS) for one in types_of(value)):
        return None
    return value


_ORGANISATIONS = ("Organization", "Corporation", "WebSite", "Brand")
"""How the names of schema.org's types of those end that are no people."""


def _names(text: str, *not_people: str) -> tuple[str, ...]:
    return clean_names([text], *not_people)


def _key_words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (word.strip() for word in text.split(",")))))


def _host(address: str | None) -> str:
    try:
        return urlsplit(address or "").hostname or ""
    except ValueError:
        return ""


def _absolute(reference: str, address: str | None) -> str | None:
    scheme, _, rest = reference.partition("://")
    if scheme in ("http", "https") and rest[:1] not in ("", "/"):
        return reference
    try:
        return urljoin(address or "", reference)
    except ValueError:
        return None


def complete_metadata(
    metadata: Metadata,
    document: Document,
    segmentation: Segmentation,
    labels: Labels,
    heading: int | None,
) -> Metadata:
    """Add what a page shows its readers to what it tells machines.

    Args:
        metadata: What it tells machines.
        document: The page.
        segmentation: Its blocks as they were cut.
        labels: What they are.
        heading: Index of the block that shows the title, None if there is none.
    """
    blocks = labels.blocks
    kinds = [block.kind for block in blocks]
    address = document.page.effective_url or metadata.canonical_url or ""
    day = _date_of(address)
    spoken = _language_of_dates(metadata)
    page = Showing(segmentation, kinds, heading, spoken, metadata.site.names)
    shown = read_byline(page) if day or labels.page_type in _WRITTEN else NO_BYLINE
    values: dict[str, Any] = {}
    sources = {name: one for name, one in metadata.sources.items() if name != "signed"}
    for name, value, source in _additions(metadata, page, shown, day):
        if value and not values.get(name) and not getattr(metadata, name):
            values[name], sources[name] = value, source
    if metadata.published:
        dated = day == day_of(metadata.published)
        other = None if dated else _shown_day(metadata, shown.published)
        values["published"] = other or in_local_time(
            metadata.published, (*shown.published, *shown.modified)
        )
        if other:
            sources["published"] = "byline"
    body = islice((block.text for block in blocks if not block.is_boilerplate), _BODY_BLOCKS)
    language = check_language(metadata.language, "\n".join(body))
    if language:
        values["language"], sources["language"] = language, "text"
    return replace(metadata, **values, sources=sources)


def _shown_day(metadata: Metadata, shown: Sequence[str]) -> str | None:
    """What readers are shown as the day of publishing, if machines are told another one.

    Two manners of systems are known by the day of the last change. Some tell machines that day in
    place of that of publishing, so they tell the same day twice. Others publish an article anew
    and show the day of that, which is the last change, while machines are told the first one.
    Readers are believed more if the byline shows one day only, and does not call it a change.

    Measured on the half of wcxb-dev and news-424 that the rule was made on, and on the other one:
    the first manner puts eight and three dates right and none wrong; the second seven and five
    right, two and three wrong (news six and none, mixed pages six and five).
    """
    told, changed = metadata.published, metadata.modified
    if not told or not changed or len(set(map(day_of, shown))) != 1:
        return None
    first, seen, last = map(_day, (told, shown[0], changed))
    is_told_twice = last <= first and first - seen > _ZONES_APART
    is_new_again = seen == last and (
        seen - first > _ZONES_APART or (seen > first and "T" in shown[0])
    )
    return shown[0] if is_told_twice or is_new_again else None


_ZONES_APART = timedelta(days=1)
"""The difference of two days that may be one moment's, in two time zones."""

_WRITTEN = frozenset(("article", "forum", "documentation"))
"""Page types that somebody wrote at some time; the names and dates on others are of what they list
or sell."""

_BODY_BLOCKS = 20
"""Blocks of the text that its language is read from; by hand."""


def _additions(
    metadata: Metadata, page: Showing, shown: Byline, day: str | None
) -> Iterator[tuple[str, Any, str]]:
    """Fields, what is shown for them and where, the best first."""
    modified = next(iter(shown.modified), None)
    yield "authors", shown.authors, "byline"
    if shown is not NO_BYLINE:
        yield "authors", metadata.signed, metadata.sources.get("signed", "")
    yield "modified", modified, "byline"
    if metadata.published:
        return
    yield "published", next(_days_of(day, shown.times), None), "time"
    yield "published", next(_days_of(day, shown.published), None), "byline"
    yield "published", day, "url"
    yield "published", metadata.modified, metadata.sources.get("modified", "")
    yield "published", modified, "byline"
    if shown is not NO_BYLINE:
        yield "published", first_date(page), "text"


def _days_of(day: str | None, shown: Iterable[str]) -> Iterator[str]:
    """The moments that are of a day, in any time zone; all where no day is known.

    The day in an address is never mistaken for that of another article, nor its month for the day.
    """
    for moment in shown:
        if day is None or abs(_day(moment) - _day(day)) <= _ZONES_APART:
            yield moment


def _day(moment: str) -> date:
    return date.fromisoformat(day_of(moment))


_DAY_FIRST = frozenset(("uk", "au", "nz", "ie", "in", "za"))
"""Domains of the countries that write English and the day before the month (Unicode CLDR)."""


def _language_of_dates(metadata: Metadata) -> str | None:
    """The language in which a page names months, with its country where the host tells it."""
    language = metadata.language
    is_plain = (language or "en").lower() in ("en", "en-us")
    is_abroad = metadata.site.host.rpartition(".")[2] in _DAY_FIRST
    return "en-GB" if is_plain and is_abroad else language


_DATED_PATH = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|[a-z]{3,9})[/-](0?[1-9]|[12]\d|3[01])(?=[/_-])"
)


def _date_of(address: str) -> str | None:
    """The date in the path of an address, as news sites have it."""
    match = _DATED_PATH.search(address)
    if not match:
        return None
    year, month, day = match.groups()
    return iso_date(f"{day} {month} {year}" if month.isalpha() else f"{year}-{month}-{day}")


def search_metadata(metadata: Metadata, document: Document) -> Metadata:
    """Let trafilatura and htmldate search a page for author and date, where all else is silent.

    It costs some 20 ms. On wcxb-dev it finds a third of the authors that are still missing; of
    the dates that it finds there, one in fourteen is right.
    """
    if metadata.authors and metadata.published:
        return metadata
    from trafilatura.metadata import extract_metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = extract_metadata(document.page.text, default_url=document.page.effective_url)
    if found is None:
        return metadata
    values: dict[str, Any] = {}
    sources = dict(metadata.sources)
    authors = clean_names([found.author or ""], *metadata.site.names)
    for name, value, source in (
        ("authors", authors, "trafilatura"), ("published", found.date, "htmldate")
    ):  # fmt: skip
        if value and not getattr(metadata, name):
            values[name], sources[name] = value, source
    return replace(metadata, **values, sources=sources)
