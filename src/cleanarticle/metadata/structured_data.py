"""Machine-readable metadata in a page: JSON-LD, microdata, meta tags, headings.

JSON-LD and microdata are read as schema.org items, meta tags as names with values. Values are
returned as declared: they are neither cleaned nor selected here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from cleanarticle.metadata.items import is_article
from cleanarticle.metadata.json_ld import json_ld_items
from cleanarticle.metadata.microdata import elements_with_property, microdata_items
from cleanarticle.metadata.readable_text import (
    heading_parts,
    heading_texts,
    one_line,
    unescape,
    visible_text,
)
from cleanarticle.parsing.element_values import attribute_values, with_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleanarticle.metadata.items import Item
    from cleanarticle.parsing.document import Document, Element
    from cleanarticle.parsing.tree_index import TreeIndex


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
        heading_parts: Texts of the elements that an h1 consists of.
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
    heading_parts: tuple[str, ...]
    home_links: tuple[tuple[str, Element], ...]
    images: tuple[str, ...]
    language: str | None
    body_classes: tuple[str, ...] = ()


def read_structured(document: Document) -> StructuredData:
    """Read the machine-readable metadata of a page."""
    index, root = document.index, document.root
    meta, scripts = _meta_and_scripts(index)
    titles, headings = list(islice(_titles(index), _MAX_HEADINGS)), _headings(index)
    json_ld = tuple(json_ld_items(scripts))
    microdata = () if any(map(is_article, json_ld)) else tuple(microdata_items(index))
    return StructuredData(
        json_ld=json_ld,
        microdata=tuple(_items_of_page(microdata, (*titles, *headings))),
        meta=meta,
        links=_links(index),
        title=next(iter(titles), None),
        headings=headings,
        heading_parts=tuple(islice(_heading_parts(index), _MAX_HEADINGS)),
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


def _heading_parts(index: TreeIndex) -> Iterator[str]:
    """Yield the texts of the elements of each h1."""
    headings = islice(index.tagged("h1"), _MAX_HEADINGS)
    return chain.from_iterable(map(heading_parts, headings))


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
    for element in elements_with_property(index, lambda names: "image" in names.split()):
        if element.tag in ("meta", "link"):
            continue
        url = element.get("src") or element.get("href") or element.get("content") or ""
        scope = next((one for one in element.iterancestors() if "itemscope" in one.attrib), None)
        if url.strip() and (scope is None or "itemprop" not in scope.attrib):
            yield url


def _is_in_svg(element: Element) -> bool:
    return any(ancestor.tag == "svg" for ancestor in element.iterancestors())


_HOME = re.compile(r"(?:https?:)?//[^/?#]+/?|/|(?:\.?/)?index\.\w+")
"""URLs of home pages."""

_MAX_HEADINGS = 20
"""Maximum headings of each level that are read. Chosen by hand."""


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
