"""Rule matching: the elements of a page that selectors of names select."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleanarticle.parsing import style_blocks, tree_index
    from cleanarticle.parsing.selectors import Selector

MAX_CHECKS = 1_000_000
"""Checks of what is around an element. Beyond them, any element with the names of its own that a
selector needs is selected, so that it counts as hidden. Chosen by hand: 1 s."""


class _Ranges(NamedTuple):
    """Ranges of elements by number, in order and apart from each other."""

    starts: list[int]
    ends: list[int]


class RuleMatcher:
    """The elements of a page that selectors select.

    Args:
        index: The elements of the page.
        names: The classes and ids on it.
    """

    def __init__(self, index: tree_index.TreeIndex, names: style_blocks.PageNames) -> None:
        self._index = index
        self._page_names = names
        self._names: dict[int, frozenset[str]] = {}
        self._with_id: dict[str, frozenset[int]] = {}
        self._inside: dict[str, _Ranges] = {}
        self._unchecked = MAX_CHECKS

    def fits(self, selector: Selector, form: int) -> bool:
        """Return True if a form of elements has the tag and the classes that a selector needs.

        It does not if the selector names a tag around it that the page does not have.
        """
        names = self._names_of(form)
        return all(name[0] == "#" or name in names for name in selector.own) and all(
            name[0] in ".#" or self._index.forms_tagged(name) for name in selector.around
        )

    def selects(self, selector: Selector, number: int) -> bool:
        """Return True if a selector selects an element of a form that fits it.

        Args:
            selector: The selector.
            number: The element, by its number in the index.
        """
        self._unchecked -= 1
        if self._unchecked < 0:
            return True
        for name in selector.around:  # plain loops, as most elements fail here
            if not self._is_inside(name, number):
                return False
        for name in selector.own:
            if name[0] == "#" and number not in self._elements_with_id(name):
                return False
        return not selector.parent or self._fits_parent(selector, self._index.parent(number))

    def _fits_parent(self, selector: Selector, parent: int) -> bool:
        return parent >= 0 and all(
            parent in self._elements_with_id(name)
            if name[0] == "#"
            else name in self._names_of(self._index.form(parent))
            for name in selector.parent
        )

    def _names_of(self, form: int) -> frozenset[str]:
        names = self._names.get(form)
        if names is None:
            tag, value = self._index.forms[form]
            names = frozenset((tag, *(f".{name}" for name in (value or "").split())))
            self._names[form] = names
        return names

    def _elements_with_id(self, name: str) -> frozenset[int]:
        if name not in self._with_id:
            self._with_id[name] = frozenset(self._index.ids.get(name[1:], ()))
        return self._with_id[name]

    def _is_inside(self, name: str, number: int) -> bool:
        """Return True if an element is inside one with a name."""
        ranges = self._inside.get(name)
        if ranges is None:
            ranges = self._inside[name] = self._ranges(name)
        place = bisect_left(ranges[0], number) - 1
        return place >= 0 and number < ranges[1][place]

    def _ranges(self, name: str) -> _Ranges:
        """Return the ranges of what is in the outermost elements with a name, and these."""
        if name[0] == "#":
            numbers = self._index.ids.get(name[1:], [])
        elif name[0] == ".":
            numbers = self._index.numbers(self._page_names.forms(name))
        else:
            numbers = self._index.numbers(self._index.forms_tagged(name))
        ranges = _Ranges([], [])
        for number in numbers:
            if not ranges.ends or number >= ranges.ends[-1]:
                ranges.starts.append(number)
                ranges.ends.append(self._index.after(number))
        return ranges
