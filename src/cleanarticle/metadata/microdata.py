"""Microdata: the items and properties in the markup of a page."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from cleanarticle.metadata.items import MAX_DEPTH, is_content
from cleanarticle.metadata.readable_text import one_line, short_text, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cleanarticle.metadata.items import Item
    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex


def microdata_items(index: TreeIndex) -> Iterator[Item]:
    """Yield the top-level items of a page, if one of any level may be what the page is about."""
    properties: dict[Element, list[Element]] = {}
    scopes: dict[Element, Element | None] = {}
    for element in elements_with_property(index, lambda _: True):
        scope = _scope(element, scopes)
        if scope is not None:
            properties.setdefault(scope, []).append(element)
    if not any(is_content({"@type": _types(scope)}) for scope in properties):
        return
    for scope in properties:
        if scope.get("itemprop") is None:
            yield _read_item(scope, properties, MAX_DEPTH)


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


def elements_with_property(index: TreeIndex, is_wanted: Callable[[str], bool]) -> Iterator[Element]:
    """Yield the elements with certain values of `itemprop`, in page order."""
    wanted = (numbers for names, numbers in index.properties.items() if is_wanted(names))
    return map(index.element, sorted(chain.from_iterable(wanted)))


def _read_item(
    scope: Element, properties: Mapping[Element, Sequence[Element]], max_depth: int
) -> Item:
    """Return the item of an element, with nested items as values of its properties.

    Args:
        scope: The element with `itemscope`.
        properties: The elements with `itemprop`, by the element with `itemscope` they belong to.
        max_depth: Levels of nested items that are read; deeper ones have no properties.
    """
    item: Item = {"@type": _types(scope)}
    for element in properties.get(scope, ()) if max_depth else ():
        is_item = "itemscope" in element.attrib
        value = (
            _read_item(element, properties, max_depth - 1) if is_item else _property_value(element)
        )
        for name in (element.get("itemprop") or "").split():
            item.setdefault(name, []).append(value)
    return item


def _types(scope: Element) -> list[str]:
    return (scope.get("itemtype") or "").split()


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
