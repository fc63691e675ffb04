"""Hiding names: the elements that rules of style sheets select, or that are named as hidden."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING

from cleanarticle.parsing.panels import Panels
from cleanarticle.parsing.rule_matching import RuleMatcher
from cleanarticle.parsing.selectors import Searcher, names_of
from cleanarticle.parsing.style_blocks import PageNames
from cleanarticle.parsing.style_sheets import NOT_DISPLAYED, Rule, StyleSheets
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cleanarticle.parsing.controls import Controls
    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex


class NameSearch:
    """The search for elements that their names hide, on one page.

    Elements are known by their numbers in the index.

    Attributes:
        hidden: The elements found so far, with the properties that hide them.
        panels: The panels of the page.
        sheets: Its style sheets.

    Args:
        index: The elements of the page.
        controls: Its controls.
    """

    def __init__(self, index: TreeIndex, controls: Controls) -> None:
        self.hidden: dict[int, frozenset[str]] = {}
        self._index = index
        self._names = PageNames(index.forms, index.ids)
        self._matcher = RuleMatcher(index, self._names)
        self._controls = controls
        self.panels = Panels(index, self._names)
        self.sheets = StyleSheets(index.tagged("style"), self._names, index.element(0))

    def hide(self, number: int, properties: frozenset[str]) -> None:
        """Note that an element hides its text by some properties."""
        self.hidden[number] = self.hidden.get(number, frozenset()) | properties

    def search(self) -> None:
        """Find the elements that a rule or a convention hides."""
        rules: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in dict.fromkeys(self.sheets.hiding_rules()):
            rules[min(name for name in rule.selector.own if name[0] in ".#")].append(rule)
        for name in rules:
            if name[0] == "#":
                self._hide_by_rules(self._index.ids[name[1:]], rules[name], is_hidden=False)
        self._hide_by_classes(rules)
        self._hide_by_search()

    def _hide_by_classes(self, rules: dict[str, list[Rule]]) -> None:
        """Find elements by their class attributes.

        Args:
            rules: The rules by one of their names.
        """
        conventional = {name for name in _conventional() if self._names.has_all((name,))}
        classes = conventional.union(name for name in rules if name[0] == ".")
        budget = _MAX_RULE_CHECKS
        for value, forms in self._forms_with(classes).items():
            own = {f".{name}" for name in value.split()}
            naming = own.intersection(rules)
            budget -= sum(len(rules[name]) for name in naming)
            if budget < 0:
                self._hide_by_rules(self._index.numbers(forms), (), is_hidden=True)
                continue
            is_hidden = self._is_hidden_by_convention(value, own & conventional)
            found = [
                rule
                for name in naming
                for rule in rules[name]
                if own.issuperset(name for name in rule.selector.own if name[0] == ".")
            ]
            if is_hidden or found:
                self._hide_by_rules(self._index.numbers(forms), found, is_hidden=is_hidden)

    def _is_hidden_by_convention(self, value: str, conventional: Iterable[str]) -> bool:
        """Return True if a class attribute hides by convention, and no rule or class shows it.

        Args:
            value: The class attribute.
            conventional: Those of its classes that hide by convention.
        """
        return (
            bool(conventional)
            and not _SHOWN_WIDE.search(value)
            and not any(
                self.sheets.show(name, NOT_DISPLAYED, is_opened=False) for name in conventional
            )
        )

    def _forms_with(self, classes: Iterable[str]) -> dict[str, list[int]]:
        """Return the forms with any of some classes by class attributes, in document order."""
        forms: dict[str, list[int]] = {}
        for form in sorted({form for name in classes for form in self._names.forms(name)}):
            forms.setdefault(self._index.forms[form][1] or "", []).append(form)
        return forms

    def _hide_by_search(self) -> None:
        """Find elements that rules hide whose selectors have to be searched for."""
        searcher = Searcher(self._index.element(0))
        rules = (
            rule
            for rule in dict.fromkeys(self.sheets.searched_rules())
            if searcher.is_possible(rule.selector)
        )
        for selector, hiding in sorted(rules, key=lambda rule: searcher.steps(rule.selector)):
            for element in searcher.find(selector):
                rule = Rule(selector._replace(own=frozenset(names_of(element))), hiding)
                self._hide_by_rules([self._numbers[element]], [rule], is_hidden=False)

    @cached_property
    def _numbers(self) -> dict[Element, int]:
        """The numbers of all elements in the index."""
        return {self._index.element(number): number for number in range(len(self._index))}

    def _hide_by_rules(
        self, numbers: Collection[int], rules: Sequence[Rule], *, is_hidden: bool
    ) -> None:
        """Hide those of some elements that rules select, or all as their name says so.

        Args:
            numbers: The elements.
            rules: Rules that may select them.
            is_hidden: True if their name says that they are hidden.
        """
        hiding = dict.fromkeys(numbers, NOT_DISPLAYED if is_hidden else frozenset())
        selected = self._matcher.select((rule.selector for rule in rules), numbers)
        for rule, fitting in zip(rules, selected, strict=True):
            is_shown: dict[bool, bool] = {}  # by whether a control names the element
            for number in fitting:
                if rule.hiding <= hiding[number]:
                    continue
                is_opened = self._controls.name(self._index.attribute(number, "id"))
                if is_opened not in is_shown:
                    is_shown[is_opened] = self.sheets.show_any(rule, is_opened=is_opened)
                if not is_shown[is_opened]:
                    hiding[number] |= rule.hiding
        for number, properties in hiding.items():
            if properties and not self._is_shown(number, properties):
                self.hide(number, properties)

    def _is_shown(self, number: int, hiding: frozenset[str]) -> bool:
        """Return True if something shows an element that rules or its name hide.

        Args:
            number: The element.
            hiding: The properties that hide it.
        """
        if hiding <= _SIZES and any(
            inner.get("class") for inner in self._index.element(number)
        ):  # parts of an element without size may have sizes of their own
            return True
        name = self._index.attribute(number, "id")
        return (
            name is not None
            and self.sheets.show(f"#{name}", hiding, is_opened=self._controls.name(name))
        ) or self._is_shown_later(number)

    def _is_shown_later(self, number: int) -> bool:
        """Return True if a script or a click seems to show what a name hides.

        It holds the page's main part or headline, its name says that it unfolds, or it is one of
        several panels below controls.
        """
        return (
            self._has_main_part(number)
            or self.panels.unfolds(number)
            or self.panels.is_below_control(number, self.hidden)
        )

    def _has_main_part(self, number: int) -> bool:
        """Return True if an element is or holds a headline or a main part of the page."""
        place = bisect_left(self._main_parts, number)
        return place < len(self._main_parts) and self._main_parts[place] < self._index.after(number)

    @cached_property
    def _main_parts(self) -> list[int]:
        """The page's headlines and main parts."""
        articles = self._index.numbers(self._index.forms_tagged("article"))
        tags = ("h1", "main") if len(articles) > 1 else ("h1", "main", "article")
        return self._index.numbers([form for tag in tags for form in self._index.forms_tagged(tag)])


_MAX_RULE_CHECKS = 200_000
"""Checks whether a rule is about a class attribute. On a page with more, further elements with a
class that a rule hides count as hidden. Chosen by hand: 0.2 s."""

_SIZES = frozenset(("font-size", "line-height"))


@cache
def _conventional() -> frozenset[str]:
    return frozenset(f".{name}" for name in load_list("hiding_classes"))


_SHOWN_WIDE = re.compile(
    r"(?:^|\s)(?:(?!print)[\w\[\]-]+"
    r":(?:block|flex|grid|inline[\w-]*|table[\w-]*|contents|visible|not-sr-only)"
    r"|\S+@\S+|[\w-]+(?:__|-)(?:block|flex|grid|inline[\w-]*|table[\w-]*))(?:\s|$)"
)
"""Utility classes of Tailwind and Bootstrap that show an element on wide screens."""
