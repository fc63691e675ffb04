"""Statements: what the structured data of a page state about each field, the best sources first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from cleanarticle.bylines.labels import is_name_label
from cleanarticle.metadata.author_texts import AuthorForm, AuthorText
from cleanarticle.metadata.items import item_types, rank_items
from cleanarticle.metadata.own_items import own_items
from cleanarticle.metadata.readable_text import one_line, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cleanarticle.metadata.items import Item
    from cleanarticle.metadata.structured_data import StructuredData

_Value = TypeVar("_Value")

Statement = tuple[str, str]
"""A source such as "json-ld", and the text that it gives."""

Finding = tuple[_Value, str]
"""A value, and the source it comes from."""


def first_finding(
    statements: Iterable[Statement], read: Callable[[str], _Value | None]
) -> Finding[_Value] | None:
    """Return the first statement that can be read as a value, with its source."""
    for source, text in statements:
        value = read(text)
        if value:
            return value, source
    return None


def first_known(findings: Iterable[Finding[_Value] | None]) -> Finding[_Value] | None:
    """Return the first finding whose value is not empty."""
    return next((finding for finding in findings if finding and finding[0]), None)


def first_of(values: Iterable[_Value], source: str) -> Finding[_Value] | None:
    """Return the first of some values as a finding, None if there is none."""
    return next(((value, source) for value in values), None)


_PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date", "sailthru.date",
    "publishdate", "pubdate", "publish-date", "publish_date", "date.release", "article.published",
    "citation_publication_date", "citation_date", "article_date_original",
    "cxenseparse:recs:publishtime", "published-date", "published", "article:published",
    "dcterms.date", "dc.issued", "prism.publicationdate", "citation_online_date",
)  # fmt: skip
_PUBLISHED_PATTERN = re.compile(
    r"publi(?:sh|ca)\w*[-_.: ]?(?:date|time|on|at)|[.:]date$|date[-_.]?publi"
)
"""Names of meta tags for the date that only some sites use."""

_MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified",
    "dcterms.modified", "article.updated", "revised", "updated", "article:updated_time",
)  # fmt: skip
_AUTHOR_NAMES = (
    "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "byline",
    "article.author", "citation_author", "citation_authors", "bepress_citation_author",
    "dc.creator.personalname", "eprints.creators_name", "cxenseparse:author", "authors",
    "article_author", "article-author", "article:author", "article:author:name",
    "article:author_name", "og:author", "og:article:author", "book:author",
)  # fmt: skip
_ONE_AUTHOR_NAMES = frozenset((
    "dc.creator", "dcterms.creator", "citation_author", "bepress_citation_author",
    "dc.creator.personalname", "eprints.creators_name",
))  # fmt: skip
"""Meta tags of libraries, which hold a name each, mostly with the family name first."""
_TITLE_NAMES = (
    "og:title", "twitter:title", "parsely-title", "sailthru.title", "citation_title", "dc.title",
)  # fmt: skip
_DESCRIPTION_NAMES = ("og:description", "description", "twitter:description")
_IMAGE_NAMES = (
    "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src",
    "image",
)  # fmt: skip
_OPENGRAPH_PREFIXES = ("og:", "article:", "book:", "profile:")


def _source_of(name: str) -> str:
    """Return the source of a meta tag: "opengraph" or "meta"."""
    return "opengraph" if name.startswith(_OPENGRAPH_PREFIXES) else "meta"


class Statements:
    """The statements of a page about each field, the best sources first.

    Args:
        data: The page's structured data.
        urls: The URLs of the page, its canonical one first.
    """

    def __init__(self, data: StructuredData, urls: Sequence[str]) -> None:
        self.data = data
        titles = [text for name in _TITLE_NAMES for text in data.meta.get(name, ())]
        titles += [*data.headings, *filter(None, [data.title])]
        self._own_json_ld = own_items(data.json_ld, urls, titles)
        self._items = [
            *(("json-ld", item) for item in rank_items(self._own_json_ld)),
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

    def sections(self) -> Iterator[Statement]:
        """Yield the names of the section of the site."""
        yield from self._of("articleSection", ("article:section", "parsely-section"))

    def title_elements(self) -> Iterator[Statement]:
        """Yield the text of the title element, which often has the site's name."""
        if self.data.title:
            yield "title", _UNREAD_COUNT.sub("", self.data.title)

    def authors(self, *, people_only: bool = False) -> Iterator[tuple[str, list[AuthorText]]]:
        """Yield the authors, all names of one source together.

        Args:
            people_only: True to leave out organizations.
        """
        for source, item in self._items:
            for name in ("author", "creator"):
                value = item.get(name)
                if names := list(
                    _author_texts(_without_organizations(value) if people_only else value)
                ):
                    yield source, names
        for name in _AUTHOR_NAMES:
            if values := self.data.meta.get(name):
                form = AuthorForm.PERSON if name in _ONE_AUTHOR_NAMES else AuthorForm.LIST
                yield _source_of(name), [AuthorText(value, form) for value in values]
        labels = self.data.meta.get("twitter:label1", [])
        if any(map(is_name_label, labels)):
            for source, text in self._of_meta(["twitter:data1"]):
                yield source, [AuthorText(text, AuthorForm.LIST)]

    def site_names(self) -> Iterator[Statement]:
        """Yield the names of the site, unless they are URLs."""
        return (pair for pair in self._all_site_names() if "://" not in pair[1])

    def _all_site_names(self) -> Iterator[Statement]:
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
        for relation in ("image_src", "image"):
            yield from (("link", url) for url in self.data.links.get(relation, ()))
        yield from (("microdata", url) for url in self.data.images)

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

    def article_text(self) -> str:
        """Return the longest article text that JSON-LD repeats, "" if there is none."""
        bodies = (
            body for item in self._own_json_ld for body in _property_texts(item.get("articleBody"))
        )
        return max(bodies, key=len, default="")

    def comments(self) -> tuple[Item, ...]:
        """Return the comments that JSON-LD repeats."""
        values = (item.get("comment") for item in self._own_json_ld)
        lists = (value if isinstance(value, list) else [value] for value in values)
        return tuple(item for items in lists for item in items if isinstance(item, dict))

    def signal_names(self) -> frozenset[str]:
        """Return the names that are signals of the page's type."""
        meta = self.data.meta
        names = {f"ld:{name.lower()}" for item in self.data.json_ld for name in item_types(item)}
        names.update(f"og:{value.lower()}" for value in meta.get("og:type", ()))
        names.update(f"meta:{name}" for name in meta)
        for value in meta.get("generator", ()):
            names.update(f"generator:{word}" for word in re.findall("[a-z]+", value.lower()))
        names.update(f"body:{name}" for name in self.data.body_classes)
        for item in self.data.microdata:
            names.update(f"microdata:{name.lower()}" for name in item_types(item))
        if sum("articleBody" in item for item in self.data.microdata) == 1:
            names.add("microdata:articlebody")
        return frozenset(names)


_UNREAD_COUNT = re.compile(r"^\(\d{1,3}\+?\)\s+(?=\S)")
"""The number of unread messages in front of a title, in pages that a browser saved."""


def read_keywords(text: str) -> tuple[str, ...]:
    """Return the keywords of a list between commas of any script, each once whatever its case."""
    distinct: dict[str, str] = {}
    for word in filter(None, map(str.strip, _COMMAS.split(text))):
        distinct.setdefault(word.casefold(), word)
    return tuple(distinct.values())


_COMMAS = re.compile("[,，、،;；]")


def _property_texts(value: Any) -> Iterator[str]:
    """Yield the texts of a property; of items inside it, their names or URLs."""
    if isinstance(value, str):
        text = one_line(unescape(value))
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


def _author_texts(value: object) -> Iterator[AuthorText]:
    """Yield the authors in a property. An item is a single author; a text may list several."""
    if isinstance(value, list):
        for inner in value:
            yield from _author_texts(inner)
    elif isinstance(value, dict):
        is_person = not value.get("@type") or "Person" in item_types(value)
        form = AuthorForm.PERSON if is_person else AuthorForm.ORGANIZATION
        yield from (AuthorText(text, form) for text in _names_of_item(value))
    else:
        yield from (AuthorText(text, AuthorForm.LIST) for text in _property_texts(value))


def _names_of_item(item: Item) -> Iterator[str]:
    """Yield the names of a person or an organization."""
    if item.get("name"):
        yield from _property_texts(item["name"])
        return
    parts = (next(_property_texts(item.get(name)), "") for name in _NAME_PARTS)
    if full_name := " ".join(filter(None, parts)):
        yield full_name
    elif isinstance(item.get("author"), dict):  # a Role, which holds the person
        yield from _property_texts(item["author"])
    else:
        yield from _property_texts(item)


_NAME_PARTS = ("givenName", "additionalName", "familyName")


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
