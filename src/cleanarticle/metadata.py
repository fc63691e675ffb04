"""Metadata: title, authors, dates and such, from what the page says of itself to machines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleanarticle.hints import NO_HINTS, Hints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cleanarticle.document import Document, Element


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None or empty where it says nothing.

    Attributes:
        title: The article's headline, without the site's name.
        authors: Names of the people who wrote it.
        published: When it was published, ISO 8601 as far as the page has it.
        modified: When it was last changed, likewise.
        site_name: The name of the site.
        language: The language, as a BCP 47 tag.
        description: One or two sentences about it.
        image: Address of its main picture.
        tags: Key words.
        canonical_url: The address that the page says is its own.
        hints: What the head says of the page's type.
        article_text: The article's text, where the page's JSON-LD repeats it.
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
    hints: Hints = NO_HINTS
    article_text: str = ""


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where metadata stands in a page's head: meta tags by name, and JSON-LD items."""

    meta: Mapping[str, list[str]]
    items: list[Mapping[str, Any]]
    title: str | None
    heading: str | None
    language: str | None
    canonical: str | None

    def first(self, *names: str) -> str | None:
        for name in names:
            for value in self.meta.get(name, ()):
                return value
        return None


_ARTICLES = frozenset(
    """Article NewsArticle BlogPosting Report ScholarlyArticle TechArticle LiveBlogPosting
    AnalysisNewsArticle OpinionNewsArticle ReviewNewsArticle ReportageNewsArticle Recipe Review
    SocialMediaPosting DiscussionForumPosting QAPage WebPage Product""".split()
)


def read_metadata(document: Document) -> Metadata:
    """Read a page's metadata from its JSON-LD, OpenGraph and meta tags, in that order."""
    sources = _gather(document)
    item = _main_item(sources.items)
    published = _text(item.get("datePublished")) or sources.first(
        "article:published_time", "og:published_time", "datepublished", "date", "dc.date",
        "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date", "publishdate",
        "pubdate", "citation_publication_date",
    )  # fmt: skip
    modified = _text(item.get("dateModified")) or sources.first(
        "article:modified_time", "og:updated_time", "datemodified", "last-modified"
    )
    site = sources.first("og:site_name", "application-name") or _name(item.get("publisher"))
    return Metadata(
        title=_title(sources, item, site),
        authors=_authors(sources, item, site),
        published=published,
        modified=modified,
        site_name=site,
        language=_language(sources, item),
        description=sources.first("og:description", "description", "twitter:description")
        or _text(item.get("description")),
        image=sources.first("og:image", "og:image:url", "twitter:image")
        or _name(item.get("image"), "url"),
        tags=_tags(sources, item),
        canonical_url=sources.canonical or sources.first("og:url"),
        hints=_hints(sources),
        article_text=max(
            (_text(one.get("articleBody")) or "" for one in sources.items), key=len, default=""
        ),
    )


def _gather(document: Document) -> _Sources:
    meta: dict[str, list[str]] = {}
    items: list[Mapping[str, Any]] = []
    texts: dict[object, str | None] = {}
    canonical = None
    for element in document.root.iter("meta", "script", "title", "link", "h1"):
        tag = element.tag
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = " ".join((element.get("content") or "").split())
            if name and content:
                meta.setdefault(name.lower(), []).append(content)
        elif tag == "script":
            if (element.get("type") or "").lower() == "application/ld+json":
                items.extend(_json_ld(element.text or ""))
        elif tag == "link":
            if (element.get("rel") or "").lower() == "canonical":
                canonical = canonical or element.get("href")
        elif not texts.get(tag):
            texts[tag] = _text_of(element)
    language = document.root.get("lang") or document.root.get("xml:lang")
    return _Sources(meta, items, texts.get("title"), texts.get("h1"), language, canonical)


def _text_of(element: Element) -> str | None:
    return " ".join("".join(map(str, element.itertext())).split()) or None


_CONTROL = re.compile(r"[\x00-\x1f]+")


def _json_ld(text: str) -> Iterator[Mapping[str, Any]]:
    """The items of a JSON-LD script, whatever they are nested in; none if it is broken."""
    try:
        value = json.loads(_CONTROL.sub(" ", text).strip().rstrip(";"))
    except (ValueError, RecursionError):
        return
    todo = [value]
    while todo:
        value = todo.pop(0)
        if isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, dict):
            if "@type" in value:
                yield value
            todo.extend(
                value[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(value.get(key), (dict, list))
            )


def _types(item: Mapping[str, Any]) -> list[str]:
    kind = item.get("@type")
    return [str(k) for k in kind] if isinstance(kind, list) else [str(kind)]


def _main_item(items: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The item that describes the article: the most special type, the first of several."""
    best: Mapping[str, Any] = {}
    for item in items:
        types = _types(item)
        if _ARTICLES.isdisjoint(types):
            continue
        if not best or (_types(best) == ["WebPage"] != types):
            best = item
    return best


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name(value: object, key: str = "name") -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get(key)) if isinstance(value, dict) else _text(value)


_SEPARATOR = re.compile(r"\s+[|\-–—»·:•]\s+")


def _title(sources: _Sources, item: Mapping[str, Any], site: str | None) -> str | None:
    title = (
        _text(item.get("headline"))
        or sources.first("og:title", "twitter:title")
        or sources.heading
        or sources.title
    )
    return _without_site(title, site, sources.heading) if title else None


def _without_site(title: str, site: str | None, heading: str | None) -> str:
    """Cut the site's name off a title: a last part that names it, or all behind the heading."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if heading and title != heading and title.startswith(heading):
        return heading
    tail = parts[-1]
    if site and tail.casefold() in (site.casefold(), site.casefold().removeprefix("the ")):
        return title[: title.rindex(tail)].rstrip(" |-–—»·:•")
    return title


_BY = re.compile(r"^(by|von|par|por|di|door)\s+", re.IGNORECASE)


def _authors(sources: _Sources, item: Mapping[str, Any], site: str | None) -> tuple[str, ...]:
    listed = item.get("author") or item.get("creator")
    found = [_name(one) for one in (listed if isinstance(listed, list) else [listed])]
    names = (
        [name for name in found if name]
        or sources.meta.get("author", [])
        or [name for name in sources.meta.get("article:author", []) if "//" not in name]
    )
    clean = (_BY.sub("", name).strip() for name in names)
    return tuple(
        dict.fromkeys(name for name in clean if name and name != site and "//" not in name)
    )


def _language(sources: _Sources, item: Mapping[str, Any]) -> str | None:
    language = (
        sources.language
        or sources.first("content-language", "dc.language", "language")
        or _text(item.get("inLanguage"))
        or sources.first("og:locale")
    )
    return language.replace("_", "-") if language else None


def _tags(sources: _Sources, item: Mapping[str, Any]) -> tuple[str, ...]:
    listed = item.get("keywords")
    values = sources.meta.get("article:tag") or (
        [str(one) for one in listed]
        if isinstance(listed, list)
        else [str(listed)]
        if listed
        else sources.meta.get("keywords", [])
    )
    words = (word.strip() for value in values for word in value.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _hints(sources: _Sources) -> Hints:
    names = {f"ld:{name.lower()}" for item in sources.items for name in _types(item)}
    names.update(f"og:{value.lower()}" for value in sources.meta.get("og:type", ()))
    names.update(f"meta:{name}" for name in sources.meta)
    for value in sources.meta.get("generator", ()):
        names.update(f"generator:{word}" for word in re.findall("[a-z]+", value.lower()))
    return Hints(frozenset(names), sources.canonical or sources.first("og:url") or "")
