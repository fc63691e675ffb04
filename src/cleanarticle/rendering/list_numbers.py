"""Numbers of list items, which stay the same when other items are not rendered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleanarticle.parsing.hidden_text import hides_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element

_NUMBER = re.compile(r"\s*([-+]?\d{1,9})(?!\d)")
"""Number at the start of an attribute (HTML standard, "rules for parsing integers")."""


def read_number(element: Element, name: str, default: int) -> int:
    """Return the number in an attribute, or the default if it has none."""
    match = _NUMBER.match(element.get(name) or "")
    return int(match[1]) if match else default


class ListNumbers:
    """Numbers of the items of numbered lists."""

    def __init__(self) -> None:
        self._numbers: dict[Element, int] = {}
        self._expected: dict[Element, int] = {}  # list -> number of the next item without a value

    def attributes(self, element: Element) -> str:
        """Return the attributes with which a list or an item keeps its numbers when rendered.

        Args:
            element: An `ol`, or an item that follows the rendered items of its list; others have no
                numbers.
        """
        if element.tag == "ol":
            start = _start(element)
            self._expected[element] = start
            self._numbers |= _item_numbers(element, start)
            is_reversed = element.get("reversed") is not None
            return f' start="{start}"' * (start != 1) + ' reversed=""' * is_reversed
        items = element.getparent()
        number = self._numbers.get(element)
        if items is None or number is None:
            return ""
        value = f' value="{number}"' if number != self._expected[items] else ""
        self._expected[items] = number + _step(items)
        return value


def _step(items: Element) -> int:
    return 1 if items.get("reversed") is None else -1


def _start(items: Element) -> int:
    """Return the number of the first item of a list."""
    is_upward = _step(items) == 1
    return read_number(items, "start", 1 if is_upward else sum(1 for _ in _visible_items(items)))


def _item_numbers(items: Element, number: int) -> dict[Element, int]:
    """Return the numbers of the items of a list that begins with a number."""
    numbers: dict[Element, int] = {}
    for item in _visible_items(items):
        numbers[item] = read_number(item, "value", number)
        number = numbers[item] + _step(items)
    return numbers


def _visible_items(items: Element) -> Iterator[Element]:
    """Yield the items that browsers number, without those that show nothing."""
    for item in items.iterchildren("li"):
        is_hidden = item.get("hidden") is not None or hides_text(item.get("style") or "")
        has_content = any(map(str.strip, map(str, item.itertext())))
        if not is_hidden and (has_content or next(item.iter("img"), None) is not None):
            yield item
