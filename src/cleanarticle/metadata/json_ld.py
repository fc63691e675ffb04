"""JSON-LD: the items in the scripts of a page, also in broken ones."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from typing import TYPE_CHECKING

from cleanarticle.metadata.items import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cleanarticle.metadata.items import Item

_SCRIPT_WRAPPERS = re.compile(r"^[^\S\n]*//|<!--|-->|<!\[CDATA\[|\]\]>", re.MULTILINE)
"""Comment and CDATA delimiters that hide the contents of scripts from very old browsers."""

_JSON_VALUE = re.compile(r"[^\[{]*(?P<value>[\[{].*[\]}])[^\]}]*", re.DOTALL)
"""A JSON array or object with other text around it, such as a semicolon."""

_MAX_REPAIR_LENGTH = 100_000
"""Maximum length of a broken script that is repaired, in characters. Chosen by hand."""

_NESTED_ITEMS = ("@graph", "mainEntity", "mainEntityOfPage")
"""Properties with items that also describe the page."""


def _is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _values(outer)]
        if not level:
            return False
    return True


def _values(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def json_ld_items(scripts: Iterable[str]) -> Iterator[Item]:
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
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name"):
        own = {name: inner for name, inner in value.items() if inner not in ("", None)}
        return {**by_id.get(value["@id"], {}), **own}
    return value
