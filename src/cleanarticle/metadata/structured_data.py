"""Structured data: what a page says of itself to machines, as it stands there.

JSON-LD and microdata are items of schema.org, meta tags are names with values. Nothing is chosen
or cleaned here; that is the metadata's part.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cleanarticle.parsing.document import Document, Element

Item = dict[str, Any]
"""An item of schema.org: its properties, and its types under "@type"."""


@dataclass(frozen=True, slots=True)
class StructuredData:
    """What a page says of itself to machines.

    Attributes:
        json_ld: The items of its JSON-LD, nested ones behind those that hold them.
        microdata: The outermost items of its microdata, of several articles only those that are
            called like the page; not read where the JSON-LD has an article, as pages that have
            both say the same in both.
        meta: The values of its meta tags by name, in lower case, in page order.
        title: The text of the title element.
        headings: The texts of its h1, in page order, without repetition.
        language: The language that the root element is marked with.
        canonical: The address that the page says is its own.
    """

    json_ld: tuple[Item, ...]
    microdata: tuple[Item, ...]
    meta: Mapping[str, list[str]]
    title: str | None
    headings: tuple[str, ...]
    language: str | None
    canonical: str | None

    def named(self, *names: str) -> Iterator[str]:
        """The values of the meta tags of these names, the first name's first."""
        for name in names:
            yield from self.meta.get(name, ())


def read_structured(document: Document) -> StructuredData:
    """Read all that a page says of itself to machines, in one pass."""
    meta: dict[str, list[str]] = {}
    scripts: list[str] = []
    texts: dict[object, list[str]] = {"title": [], "h1": []}
    canonical = None
    for element in document.root.iter("meta", "script", "title", "link", "h1"):
        tag = element.tag
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = one_line(element.get("content") or "")
            if name == "script:ld+json":  # what becomes of a script in Remix, a framework
                scripts.append(element.get("content") or "")
            elif name and content:
                meta.setdefault(name.lower(), []).append(content)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                scripts.append(element.text or "")
        elif tag == "link":
            if (element.get("rel") or "").lower() == "canonical":
                canonical = canonical or element.get("href")
        elif len(texts[tag]) < _MOST_HEADINGS:
            texts[tag].append(text_of(element))
    root = document.root
    headings = {tag: tuple(dict.fromkeys(filter(None, found))) for tag, found in texts.items()}
    json_ld = tuple(item for script in scripts for item in _json_ld(script))
    microdata = () if any(map(is_article, json_ld)) else tuple(_microdata(document))
    return StructuredData(
        json_ld=json_ld,
        microdata=tuple(_of_page(microdata, (*headings["title"], *headings["h1"]))),
        meta=meta,
        title=next(iter(headings["title"]), None),
        headings=headings["h1"],
        language=root.get("lang") or root.get("xml:lang"),
        canonical=canonical,
    )


_MOST_HEADINGS = 20
"""Headings of a level that are read; the page's title is hardly behind twenty others. By hand."""


def one_line(text: str) -> str:
    """A text with its white space collapsed."""
    return " ".join(text.split())


def text_of(element: Element) -> str:
    """The text of an element, white space collapsed."""
    return one_line("".join(map(str, element.itertext())))


_MARKS = re.compile(r"^\s*//|<!--|-->|<!\[CDATA\[|\]\]>", re.MULTILINE)
"""What hid scripts from the browsers of old, and still stands around some."""

_WRAPPED = re.compile(r"[^\[{]*(?P<value>[\[{].*[\]}])[^\]}]*", re.DOTALL)
"""A value with something around it, a semicolon for example."""

_LONGEST_MENDED = 100_000
"""Characters of a broken script that are mended; what is longer is hardly an article's. By hand."""

_NESTED = ("@graph", "mainEntity", "mainEntityOfPage")
"""Properties whose items are about the page as well."""


def _json_ld(text: str) -> Iterator[Item]:
    """The items of a JSON-LD script, whatever they are nested in; none if it is past mending."""
    found = list(_flatten(_load(text)))
    by_id = {item["@id"]: item for item in found if isinstance(item.get("@id"), str)}
    for item in found:
        if "@type" in item:
            yield {name: _resolved(value, by_id) for name, value in item.items()}


def _load(text: str) -> object:
    """The value of a JSON text, mended if it is slightly broken; None if it is past mending."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    if len(text) > _LONGEST_MENDED:
        return None
    bare = _MARKS.sub("", html.unescape(text) if "{&quot;" in text else text)
    wrapped = _WRAPPED.fullmatch(bare)
    if not wrapped:
        return None
    from json_repair import repair_json

    try:
        return repair_json(wrapped["value"], return_objects=True)
    except (ValueError, RecursionError):
        return None


def _flatten(value: object) -> Iterator[Item]:
    todo = [value]
    while todo:
        value = todo.pop(0)
        if isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, dict):
            yield value
            todo.extend(value[name] for name in _NESTED if isinstance(value.get(name), dict | list))


def _resolved(value: object, by_id: Mapping[str, Item]) -> object:
    """The value itself, or the item it refers to by its id alone."""
    if isinstance(value, list):
        return [_resolved(one, by_id) for one in value]
    if isinstance(value, dict) and set(value) == {"@id"} and isinstance(value["@id"], str):
        return by_id.get(value["@id"], value)
    return value


def types_of(item: Item) -> list[str]:
    """The types of an item, without the address of their vocabulary."""
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [str(one).rstrip("/").rsplit("/", 1)[-1] for one in kinds if one]


_DESCRIBED = re.compile(
    rb"itemtype=[\"']?[^\"'>]{0,200}schema\.org/(?:\w*Article|\w*Posting|QAPage|Recipe|Review|Question"
    rb"|HowTo|Report|VideoObject|PodcastEpisode|Book|Course|Product)\b"
)
_PROPERTIES = etree.XPath("//*[@itemprop]")


def _microdata(document: Document) -> Iterator[Item]:
    """The outermost items of a page's microdata."""
    if not _has_described(document.page.content):
        return
    owned: dict[Element, list[Element]] = {}
    for element in cast("list[Element]", _PROPERTIES(document.root)):
        owner = next((up for up in element.iterancestors() if "itemscope" in up.attrib), None)
        if owner is not None:
            owned.setdefault(owner, []).append(element)
    for owner in owned:
        if owner.get("itemprop") is None:
            yield _item(owner, owned)


def _of_page(items: Sequence[Item], titles: Sequence[str]) -> Iterator[Item]:
    """The items that are about the page.

    Lists of other articles are marked as articles too; that of the page is told by its name.
    """
    several = sum(map(is_article, items)) > 1
    for item in items:
        named = (name for key in ("headline", "name") for name in _plain_texts(item.get(key)))
        if not (several and is_article(item)) or any(
            name in title for name in named for title in titles
        ):
            yield item


def _plain_texts(values: object) -> Iterator[str]:
    if isinstance(values, list):
        yield from (value for value in values if isinstance(value, str) and value)


def _has_described(content: bytes) -> bool:
    """Whether a page has an item that counts: the bytes tell it sooner than the tree does."""
    at = content.find(b"itemtype=")
    while at >= 0 and not _DESCRIBED.match(content, at):
        at = content.find(b"itemtype=", at + 1)
    return at >= 0


def _item(scope: Element, owned: Mapping[Element, Sequence[Element]]) -> Item:
    """The item of an element, items inside it as items of their own.

    Args:
        scope: The element that is marked as an item.
        owned: Of every such element, those that are its properties.
    """
    item: Item = {"@type": (scope.get("itemtype") or "").split()}
    for element in owned.get(scope, ()):
        value = _item(element, owned) if "itemscope" in element.attrib else _value(element)
        for name in (element.get("itemprop") or "").split():
            item.setdefault(name, []).append(value)
    return item


_VALUES: Mapping[str, str] = {
    "meta": "content", "time": "datetime", "a": "href", "link": "href", "img": "src",
    "data": "value",
}  # fmt: skip
"""The attribute that holds an element's value (HTML standard, 5.2.4)."""


def _value(element: Element) -> str:
    attribute = _VALUES.get(str(element.tag), "content")
    value = element.get("content") or element.get(attribute)
    if element.tag == "a" and not element.get("content"):  # people mark the link of a name as it
        value = text_of(element) or value
    return one_line(value) if value else text_of(element)


def ranked(items: Iterable[Item]) -> list[Item]:
    """The items that describe an article, those of the most special type first."""
    found = [(min(map(_rank, types_of(item)), default=_UNRANKED), item) for item in items]
    return [item for rank, item in sorted(found, key=lambda one: one[0]) if rank < _UNRANKED]


_RANKS = {
    "Recipe": 1, "Review": 1, "HowTo": 1, "Question": 1, "Report": 0, "SocialMediaPosting": 1,
    "QAPage": 3, "VideoObject": 2, "PodcastEpisode": 2, "Book": 2, "Product": 2, "Course": 2,
    "WebPage": 3, "ItemPage": 3, "AboutPage": 3, "FAQPage": 3, "CollectionPage": 3,
}  # fmt: skip
"""How special a type is, by hand: 0 is the article, 3 the page that it stands on."""

_UNRANKED = 4


def is_article(item: Item) -> bool:
    """Whether an item is of a type that is a text itself: an article, a posting."""
    return any(_rank(kind) == 0 for kind in types_of(item))


def _rank(kind: str) -> int:
    if kind.endswith(("Article", "Posting")):
        return 0
    return _RANKS.get(kind, _UNRANKED)
