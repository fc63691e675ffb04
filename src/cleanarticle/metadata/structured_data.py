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
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from cleanarticle.metadata.readable_text import (
    heading_texts,
    one_line,
    short_text,
    unescape,
    visible_text,
)
from cleanarticle.parsing.element_values import attribute_values, with_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cleanarticle.parsing.document import Document, Element
    from cleanarticle.parsing.tree_index import TreeIndex

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
        links: URLs of the link elements, as declared, in page order, by relation: "canonical",
            "image_src" or "image".
        headings: Distinct texts of the h1 elements, in page order.
        home_links: URLs and elements of links to home pages, of this site and others.
        images: URLs of pictures in the body that are marked up as those of the page.
        language: Language of the root element, as declared; None if there is none.
        body_classes: Lowercase class names of the body element.
    """

    json_ld: tuple[Item, ...]
    microdata: tuple[Item, ...]
    meta: Mapping[str, list[str]]
    links: Mapping[str, list[str]]
    title: str | None
    headings: tuple[str, ...]
    home_links: tuple[tuple[str, Element], ...]
    images: tuple[str, ...]
    language: str | None
    body_classes: tuple[str, ...] = ()


def read_structured(document: Document) -> StructuredData:
    """Read the machine-readable metadata of a page."""
    index, root = document.index, document.root
    meta, scripts = _meta_and_scripts(index)
    titles, headings = list(islice(_titles(index), _MAX_HEADINGS)), _headings(index)
    json_ld = tuple(_json_ld_items(scripts))
    microdata = () if any(map(is_article, json_ld)) else tuple(_microdata_items(document))
    return StructuredData(
        json_ld=json_ld,
        microdata=tuple(_items_of_page(microdata, (*titles, *headings))),
        meta=meta,
        links=_links(index),
        title=next(iter(titles), None),
        headings=headings,
        home_links=tuple(islice(_home_links(index), _MAX_HEADINGS)),
        images=tuple(_marked_images(index)),
        language=root.get("lang") or root.get("xml:lang"),
        body_classes=tuple(
            name
            for body in root.findall("body")
            for name in (body.get("class") or "").lower().split()
        ),
    )


def _meta_and_scripts(index: TreeIndex) -> tuple[dict[str, list[str]], list[str]]:
    """Return the values of the meta tags by lowercase name, and the JSON-LD scripts."""
    meta: dict[str, list[str]] = {}
    scripts = list(_scripts(index))
    numbers = index.numbers(index.forms_tagged("meta"))
    for number, values in zip(numbers, attribute_values(index, numbers, *_META), strict=True):
        name, content = _name_of_meta(*values[:-1]), values[-1] or ""
        if name == "script:ld+json":  # The Remix framework renders scripts as meta tags.
            scripts.append((number, content))
        elif name and (value := one_line(content)):
            meta.setdefault(name.strip().lower(), []).append(unescape(value))
    return meta, [script for _, script in sorted(scripts) if len(script) <= _MAX_SCRIPT]


_META = ("property", "name", "itemprop", "http-equiv", "content")


def _name_of_meta(
    property_name: str | None, name: str | None, item_property: str | None, header: str | None
) -> str | None:
    """Return the name of what a meta tag says, from its attributes."""
    if chosen := property_name or name or item_property:
        return chosen
    return "content-language" if header and header.lower() == "content-language" else None


def _scripts(index: TreeIndex) -> Iterator[tuple[int, str]]:
    """Yield the numbers and the texts of the scripts with JSON-LD."""
    numbers = index.numbers(index.forms_tagged("script"))
    for number in with_value(index, numbers, ["type"], ["ld+json"]):
        yield number, index.element(number).text or ""


_MAX_SCRIPT = 2_000_000
"""Longest script with JSON-LD that is read, in characters: the time of larger ones grows faster
than their size (one object: 0.09 s for 65,536 keys, 0.51 s for 262,144). The longest in the corpora
has 646,586."""


def _links(index: TreeIndex) -> dict[str, list[str]]:
    """Return the URLs of link elements by known relation; their relations are a list."""
    links: dict[str, list[str]] = {}
    numbers = index.numbers(index.forms_tagged("link"))
    known = with_value(index, numbers, ("rel", "itemprop"), _RELATIONS)
    for rel, item_property, href in attribute_values(index, known, "rel", "itemprop", "href"):
        relations = f"{rel or ''} {item_property or ''}".lower().split()
        url = (href or "").strip()
        for relation in _RELATIONS.intersection(relations) if url else ():
            links.setdefault(relation, []).append(url)
    return links


_RELATIONS = frozenset(("canonical", "image_src", "image"))


def _titles(index: TreeIndex) -> Iterator[str]:
    """Yield the texts of title elements without those of drawings, which name their parts."""
    for element in index.tagged("title"):
        if not _is_in_svg(element) and (text := unescape(visible_text(element))):
            yield text


def _headings(index: TreeIndex) -> tuple[str, ...]:
    """Return the distinct texts of the h1 elements, those in dialogs last."""
    elements = sorted(islice(index.tagged("h1"), _MAX_HEADINGS), key=_is_in_dialog)
    headings = (map(unescape, heading_texts(element)) for element in elements)
    return tuple(dict.fromkeys(chain.from_iterable(headings)))


def _is_in_dialog(element: Element) -> bool:
    return any(
        ancestor.tag == "dialog"
        or ancestor.get("role") in ("dialog", "alertdialog")
        or ancestor.get("aria-modal") == "true"
        for ancestor in element.iterancestors()
    )


def _home_links(index: TreeIndex) -> Iterator[tuple[str, Element]]:
    """Yield the URLs and the elements of links to home pages."""
    values = attribute_values(index, index.home_links, "href", "rel")
    for number, (url, rel) in zip(index.home_links, values, strict=True):
        if _HOME.fullmatch(url or "") or rel == "home":
            yield url or "", index.element(number)


def _marked_images(index: TreeIndex) -> Iterator[str]:
    """Yield the URLs of pictures with `itemprop="image"`, except those of people and publishers."""
    for element in _with_property(index, lambda names: "image" in names.split()):
        if element.tag in ("meta", "link"):
            continue
        url = element.get("src") or element.get("href") or element.get("content") or ""
        scope = next((one for one in element.iterancestors() if "itemscope" in one.attrib), None)
        if url.strip() and (scope is None or "itemprop" not in scope.attrib):
            yield url


def _with_property(index: TreeIndex, is_wanted: Callable[[str], bool]) -> Iterator[Element]:
    """Yield the elements with certain values of `itemprop`, in page order."""
    wanted = (numbers for names, numbers in index.properties.items() if is_wanted(names))
    return map(index.element, sorted(chain.from_iterable(wanted)))


def _is_in_svg(element: Element) -> bool:
    return any(ancestor.tag == "svg" for ancestor in element.iterancestors())


_HOME = re.compile(r"(?:https?:)?//[^/?#]+/?|/|(?:\.?/)?index\.\w+")
"""URLs of home pages."""

_MAX_HEADINGS = 20
"""Maximum headings of each level that are read. Chosen by hand."""


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
        if not level:
            return False
    return True


def _values(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _json_ld_items(scripts: Iterable[str]) -> Iterator[Item]:
    """Yield all items with a type in JSON-LD scripts; none of a script that cannot be parsed."""
    values = [value for value in map(_parse_json, scripts) if not _is_too_deep(value)]
    by_id = _items_by_id(values)
    for value in values:
        for item in _flatten(value):
            if "@type" in item:
                yield {name: _resolve_ids(value, by_id) for name, value in item.items()}


def _items_by_id(values: Sequence[object]) -> dict[str, Item]:
    """Return the items with an "@id" and other properties, at any depth, by their "@id"."""
    items: dict[str, Item] = {}
    queue = list(values)
    while queue:
        value = queue.pop()
        if isinstance(value, list):
            queue.extend(value)
        elif isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str) and len(value) > len(items.get(name, ("@id",))):
                items[name] = value
            queue.extend(value.values())
    return items


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
    if "\\ud" not in text and "\\uD" not in text:
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
    """Return a value with references replaced by the items they refer to.

    A reference is an item without a name and with the "@id" of another one, or that "@id" alone.
    """
    if isinstance(value, list):
        return [_resolve_ids(member, by_id) for member in value]
    if isinstance(value, str):
        return by_id.get(value, value)
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
        return {**by_id.get(value["@id"], {}), **value}
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


def _microdata_items(document: Document) -> Iterator[Item]:
    """Yield the top-level microdata items of a page."""
    if not document.index.properties or not _has_relevant_item(document.page.content):
        return
    properties: dict[Element, list[Element]] = {}
    scopes: dict[Element, Element | None] = {}
    for element in _with_property(document.index, lambda _: True):
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
    return unescape(one_line(value) if value else short_text(element))


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
