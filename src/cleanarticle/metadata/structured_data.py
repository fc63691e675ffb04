"""Machine-readable metadata in a page: JSON-LD, microdata, meta tags, headings.

JSON-LD and microdata are read as schema.org items, meta tags as names with values. Values are
returned as declared: they are neither cleaned nor selected here.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cleanarticle.parsing.document import Document, Element

Item = dict[str, Any]
"""A schema.org item: its properties, and its types as "@type"."""


@dataclass(frozen=True, slots=True)
class StructuredData:
    """The machine-readable metadata of a page.

    Attributes:
        json_ld: JSON-LD items; nested items follow the items that contain them.
        microdata: Top-level microdata items; of several articles, only those named like the page.
            Empty if the JSON-LD has an article, as pages with both repeat the same data.
        meta: Values of the meta tags by lowercase name, in page order.
        title: Text of the title element, None if there is none.
        headings: Distinct texts of the h1 elements, in page order.
        language: Language of the root element, as declared; None if there is none.
        canonical: Canonical URL of the page, as declared; None if there is none.
    """

    json_ld: tuple[Item, ...]
    microdata: tuple[Item, ...]
    meta: Mapping[str, list[str]]
    title: str | None
    headings: tuple[str, ...]
    language: str | None
    canonical: str | None


def read_structured(document: Document) -> StructuredData:
    """Read the machine-readable metadata of a page, in one pass over its elements."""
    meta: dict[str, list[str]] = {}
    scripts: list[str] = []
    heading_texts: dict[object, list[str]] = {"title": [], "h1": []}
    canonical = None
    for element in document.root.iter("meta", "script", "title", "link", "h1"):
        tag = element.tag
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = one_line(element.get("content") or "")
            if name == "script:ld+json":  # The Remix framework renders scripts as meta tags.
                scripts.append(element.get("content") or "")
            elif name and content:
                meta.setdefault(name.lower(), []).append(content)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                scripts.append(element.text or "")
        elif tag == "link":
            if (element.get("rel") or "").lower() == "canonical":
                canonical = canonical or element.get("href")
        elif len(heading_texts[tag]) < _MAX_HEADINGS:
            heading_texts[tag].append(text_of(element))
    root = document.root
    headings = {
        tag: tuple(dict.fromkeys(filter(None, texts))) for tag, texts in heading_texts.items()
    }
    json_ld = tuple(item for script in scripts for item in _json_ld_items(script))
    microdata = () if any(map(is_article, json_ld)) else tuple(_microdata_items(document))
    return StructuredData(
        json_ld=json_ld,
        microdata=tuple(_items_of_page(microdata, (*headings["title"], *headings["h1"]))),
        meta=meta,
        title=next(iter(headings["title"]), None),
        headings=headings["h1"],
        language=root.get("lang") or root.get("xml:lang"),
        canonical=canonical,
    )


_MAX_HEADINGS = 20
"""Maximum headings of each level that are read. Chosen by hand."""


def one_line(text: str) -> str:
    """Return a text with its whitespace collapsed."""
    return " ".join(text.split())


def text_of(element: Element) -> str:
    """Return the text content of an element with its whitespace collapsed."""
    return one_line("".join(map(str, element.itertext())))


_SCRIPT_WRAPPERS = re.compile(r"^[^\S\n]*//|<!--|-->|<!\[CDATA\[|\]\]>", re.MULTILINE)
"""Comment and CDATA delimiters that hide the contents of scripts from very old browsers."""

_JSON_VALUE = re.compile(r"[^\[{]*(?P<value>[\[{].*[\]}])[^\]}]*", re.DOTALL)
"""A JSON array or object with other text around it, such as a semicolon."""

_MAX_REPAIR_LENGTH = 100_000
"""Maximum length of a broken script that is repaired, in characters. Chosen by hand."""

_NESTED_ITEMS = ("@graph", "mainEntity", "mainEntityOfPage")
"""Properties with items that also describe the page."""


_MAX_DEPTH = 100
"""Maximum levels of nested items and lists that are read. Chosen by hand: it is far above that of
real pages and far below the recursion limit."""


def _is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [inner for outer in level for inner in _values(outer)]
    return bool(level)


def _values(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _json_ld_items(script: str) -> Iterator[Item]:
    """Yield all items with a type in a JSON-LD script; none if it cannot be parsed."""
    value = _parse_json(script)
    items = [] if _is_too_deep(value) else list(_flatten(value))
    by_id = {item["@id"]: item for item in items if isinstance(item.get("@id"), str)}
    for item in items:
        if "@type" in item:
            yield {name: _resolve_ids(value, by_id) for name, value in item.items()}


def _parse_json(text: str) -> object:
    """Return the value of a JSON text, after repair if needed; None if it cannot be parsed."""
    try:
        return _without_surrogates(json.loads(text, strict=False), text)
    except (ValueError, RecursionError):
        pass
    if len(text) > _MAX_REPAIR_LENGTH:
        return None
    unescaped = html.unescape(text) if "{&quot;" in text else text
    match = _JSON_VALUE.fullmatch(_SCRIPT_WRAPPERS.sub("", unescaped))
    if not match:
        return None
    from json_repair import repair_json

    try:
        return _without_surrogates(repair_json(match["value"], return_objects=True), text)
    except (ValueError, RecursionError):
        return None


def _without_surrogates(value: object, text: str) -> object:
    """Return the value of a JSON text with "?" for unpaired surrogates, which cannot be encoded."""
    if "\\ud" not in text.lower():
        return value
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _flatten(value: object) -> Iterator[Item]:
    queue = deque([value])
    while queue:
        value = queue.popleft()
        if isinstance(value, list):
            queue.extend(value)
        elif isinstance(value, dict):
            yield value
            queue.extend(
                value[name] for name in _NESTED_ITEMS if isinstance(value.get(name), dict | list)
            )


def _resolve_ids(value: object, by_id: Mapping[str, Item]) -> object:
    """Return a value with references by "@id" alone replaced by the items they refer to."""
    if isinstance(value, list):
        return [_resolve_ids(member, by_id) for member in value]
    if isinstance(value, dict) and set(value) == {"@id"} and isinstance(value["@id"], str):
        return by_id.get(value["@id"], value)
    return value


def item_types(item: Item) -> list[str]:
    """Return the types of an item without the URL of the vocabulary."""
    declared = item.get("@type")
    types = declared if isinstance(declared, list) else [declared]
    return [str(name).rstrip("/").rsplit("/", 1)[-1] for name in types if name]


_RELEVANT_ITEM_TYPE = re.compile(
    rb"itemtype=[\"']?[^\"'>]{0,200}schema\.org/(?:\w*Article|\w*Posting|QAPage|Recipe|Review|Question"
    rb"|HowTo|Report|VideoObject|PodcastEpisode|Book|Course|Product)\b"
)
_PROPERTY_ELEMENTS = etree.XPath("//*[@itemprop]")


def _microdata_items(document: Document) -> Iterator[Item]:
    """Yield the top-level microdata items of a page."""
    if not _has_relevant_item(document.page.content):
        return
    properties: dict[Element, list[Element]] = {}
    scopes: dict[Element, Element | None] = {}
    for element in cast("list[Element]", _PROPERTY_ELEMENTS(document.root)):
        scope = _scope(element, scopes)
        if scope is not None:
            properties.setdefault(scope, []).append(element)
    for scope in properties:
        if scope.get("itemprop") is None:
            yield _read_item(scope, properties, _MAX_DEPTH)


def _scope(element: Element, scopes: dict[Element, Element | None]) -> Element | None:
    """Return the element with `itemscope` that a property belongs to, None if there is none.

    Args:
        element: An element with `itemprop`.
        scopes: The results for the parents of such elements, which is added to.
    """
    passed: list[Element] = []
    scope = None
    for ancestor in element.iterancestors():
        if "itemscope" in ancestor.attrib:
            scope = ancestor
            break
        if ancestor in scopes:
            scope = scopes[ancestor]
            break
        passed.append(ancestor)
    scopes |= dict.fromkeys(passed, scope)
    return scope


def _items_of_page(items: Sequence[Item], titles: Sequence[str]) -> Iterator[Item]:
    """Yield the items that are about the page.

    Teasers of other articles are often marked up as articles too. If there are several articles,
    only those with a name that occurs in a title of the page are kept.
    """
    has_several_articles = sum(map(is_article, items)) > 1
    for item in items:
        names = (name for key in ("headline", "name") for name in _texts_in_list(item.get(key)))
        if not (has_several_articles and is_article(item)) or any(
            name in title for name in names for title in titles
        ):
            yield item


def _texts_in_list(values: object) -> Iterator[str]:
    if isinstance(values, list):
        yield from (value for value in values if isinstance(value, str) and value)


def _has_relevant_item(content: bytes) -> bool:
    """Return True if a page has a microdata item of a relevant type.

    Searching the bytes is faster than searching the tree.
    """
    position = content.find(b"itemtype=")
    while position >= 0 and not _RELEVANT_ITEM_TYPE.match(content, position):
        position = content.find(b"itemtype=", position + 1)
    return position >= 0


def _read_item(
    scope: Element, properties: Mapping[Element, Sequence[Element]], max_depth: int
) -> Item:
    """Return the item of an element, with nested items as values of its properties.

    Args:
        scope: The element with `itemscope`.
        properties: The elements with `itemprop`, by the element with `itemscope` they belong to.
        max_depth: Levels of nested items that are read; deeper ones have no properties.
    """
    item: Item = {"@type": (scope.get("itemtype") or "").split()}
    for element in properties.get(scope, ()) if max_depth else ():
        is_item = "itemscope" in element.attrib
        value = (
            _read_item(element, properties, max_depth - 1) if is_item else _property_value(element)
        )
        for name in (element.get("itemprop") or "").split():
            item.setdefault(name, []).append(value)
    return item


_VALUE_ATTRIBUTES: Mapping[str, str] = {
    "meta": "content", "time": "datetime", "a": "href", "link": "href", "img": "src",
    "data": "value",
}  # fmt: skip
"""The attribute with the property value of an element, by tag (HTML standard, 5.2.4)."""


def _property_value(element: Element) -> str:
    attribute = _VALUE_ATTRIBUTES.get(str(element.tag), "content")
    value = element.get("content") or element.get(attribute)
    # A link is mostly marked up for its text, such as the author's name, despite the standard.
    if element.tag == "a" and not element.get("content"):
        value = short_text(element) or value
    return one_line(value) if value else short_text(element)


_MAX_VALUE_LENGTH = 5_000
"""Longest text of an element, in characters, that is read as metadata. Chosen by hand: longer texts
are those of articles. Elements with properties can nest, so each text is in many values."""


def short_text(element: Element) -> str:
    """Return the text content of an element with its whitespace collapsed, "" if it is long."""
    texts: list[str] = []
    length = 0
    for text in element.itertext():
        texts.append(str(text))
        length += len(text)
        if length > _MAX_VALUE_LENGTH:
            return ""
    return one_line("".join(texts))


def rank_items(items: Iterable[Item]) -> list[Item]:
    """Return the items that describe an article or its page, the most specific type first."""
    ranked = [(min(map(_type_rank, item_types(item)), default=_UNRANKED), item) for item in items]
    return [item for rank, item in sorted(ranked, key=lambda pair: pair[0]) if rank < _UNRANKED]


_TYPE_RANKS = {
    "Recipe": 1, "Review": 1, "HowTo": 1, "Question": 1, "Report": 0,
    "QAPage": 3, "VideoObject": 2, "PodcastEpisode": 2, "Book": 2, "Product": 2, "Course": 2,
    "WebPage": 3, "ItemPage": 3, "AboutPage": 3, "FAQPage": 3, "CollectionPage": 3,
}  # fmt: skip
"""Specificity of schema.org types: 0 for articles to 3 for the pages that contain them. Chosen by
hand."""

_UNRANKED = 4


def is_article(item: Item) -> bool:
    """Return True if an item is itself a text: an article, a posting or a report."""
    return any(_type_rank(name) == 0 for name in item_types(item))


def _type_rank(name: str) -> int:
    if name.endswith(("Article", "Posting")):
        return 0
    return _TYPE_RANKS.get(name, _UNRANKED)
