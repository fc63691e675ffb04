"""Hidden text: the elements that a page's markup and its own styles keep from being seen."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cache, cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.parsing import style_blocks
from cleanarticle.parsing.hiding_styles import Style, read_style
from cleanarticle.parsing.hiding_values import may_hide
from cleanarticle.parsing.rule_matching import RuleMatcher
from cleanarticle.parsing.selectors import Searcher, names_of
from cleanarticle.parsing.style_sheets import NOT_DISPLAYED, UNREAD, Rule, StyleSheets
from cleanarticle.parsing.unfolding_names import unfolds
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.parsing import tree_index
    from cleanarticle.parsing.document import Element


class HiddenText(NamedTuple):
    """The elements that decide what can be seen.

    Attributes:
        hiding: Elements that hide the text in them.
        revealed: Elements inside those whose text can be seen nevertheless, as they set back an
            inherited property.
    """

    hiding: frozenset[Element]
    revealed: frozenset[Element]


def hides_text(style: str) -> bool:
    """Return True if an element's inline style keeps its text from being seen."""
    return may_hide(style) and bool(read_style(style).hiding)


def find_hidden_text(index: tree_index.TreeIndex) -> HiddenText:
    """Return the elements of a page that hide their text.

    Attributes, the page's own style sheets, and class names that hide by convention count.

    Args:
        index: The elements of the page.
    """
    return _Finder(index).find()


# All budgets of the search on one page: `MAX_STYLES` and `_MAX_RULE_CHECKS` below, `_MAX_CHECKS` of
# rule_matching.pyx, `MAX_RULES`, `_MAX_SHOWING` and `_MOST_SPELLED` of style_sheets.py, and
# `MAX_SEARCH_STEPS` of selectors.py. Beyond the last, rules that need a search hide nothing; beyond
# the others, more counts as hidden.

MAX_STYLES = 200_000
"""Characters of style attributes that are parsed on a page. On a page with more, an element whose
style was not read counts as hidden. Chosen by hand."""

_MAX_RULE_CHECKS = 200_000
"""Checks whether a rule is about a class attribute. On a page with more, further elements with a
class that a rule hides count as hidden. Chosen by hand: 0.2 s."""

_STYLE_OVERHEAD = 50
"""Characters added to the length of each style attribute for its cost. Chosen by hand."""

_DEEPEST = 40
"""Ancestors that are looked at for what may show an element: a background, a control, an inherited
property. Text that is shown by any farther away counts as hidden. Chosen by hand."""

_INHERITED = frozenset(("visibility", "font-size", "color"))
_WHITE_INK = frozenset(("color",))
_UNREAD_STYLE = Style({}, UNREAD, has_white_ink=False)


class _Finder:
    """A search for the elements that hide text, on one page.

    Elements are known by their numbers in the index.
    """

    def __init__(self, index: tree_index.TreeIndex) -> None:
        self.index = index
        self.hidden: dict[int, frozenset[str]] = {}
        self.page_names = style_blocks.PageNames(index.forms, index.ids)
        self.matcher = RuleMatcher(index, self.page_names)
        self.sheets = StyleSheets(index.tagged("style"), self.page_names, index.element(0))
        self.unfolding_forms: dict[int, bool] = {}
        self.class_counts: dict[int, int] = {}

    def find(self) -> HiddenText:
        """Return the elements that hide text and those that show it again."""
        self.hide_by_names()
        self.hide_by_search()
        for number in self.hidden_by_default():
            self.hide(number, NOT_DISPLAYED)
        showing = self.hide_by_style()
        for number in [number for number in self.hidden if self.is_reached(number)]:
            del self.hidden[number]
        revealed = filter(self.is_revealed, showing) if self.hidden else ()
        return HiddenText(self.elements(self.hidden), self.elements(revealed))

    def elements(self, numbers: Iterable[int]) -> frozenset[Element]:
        """Return elements by their numbers."""
        return frozenset(map(self.index.element, numbers))

    def hidden_by_default(self) -> Iterator[int]:
        """Yield the elements that are hidden by attributes, and dialogs that are not open."""
        attribute = self.index.attribute
        for number in self.index.with_hidden:
            value = attribute(number, "hidden")
            is_hidden = value is not None and not _UNTIL_FOUND.fullmatch(value)
            if is_hidden or attribute(number, "popover") is not None:
                yield number
        for number in self.index.numbers(self.index.forms_tagged("dialog")):
            if attribute(number, "open") is None:
                yield number

    @cached_property
    def controls(self) -> dict[str, int]:
        """The elements that say which others they show, by the ids of those."""
        return {
            name.removeprefix("#"): control
            for control in self.index.controls
            for attribute in _CONTROLLING
            for name in (self.index.attribute(control, attribute) or "").split()
        }

    def hide(self, number: int, properties: frozenset[str]) -> None:
        """Note that an element hides its text."""
        self.hidden[number] = self.hidden.get(number, frozenset()) | properties

    def hide_by_style(self) -> list[int]:
        """Find elements that their style attributes hide; return those that theirs may show."""
        budget, showing = MAX_STYLES, []
        for text, numbers in self.index.styles.items():
            sets_inherited = _SETS_INHERITED.search(text)
            if sets_inherited:
                showing += numbers
            if not (may_hide(text) or (self.hidden and not self.hidden.keys().isdisjoint(numbers))):
                continue
            budget -= len(text) + _STYLE_OVERHEAD
            style = read_style(text) if budget >= 0 else _UNREAD_STYLE
            for number in numbers:
                if number in self.hidden and style.sets_back(self.hidden[number]):
                    del self.hidden[number]
                if style.hiding:
                    self.hide(number, style.hiding)
                elif style.has_white_ink and self.is_on_white(number):
                    self.hide(number, _WHITE_INK)
        return showing

    def hide_by_names(self) -> None:
        """Find elements whose classes or ids a rule or convention hides."""
        rules: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in dict.fromkeys(self.sheets.hiding_rules()):
            rules[min(name for name in rule.selector.own if name[0] in ".#")].append(rule)
        for name in rules:
            if name[0] == "#":
                self.hide_by_rules(self.index.ids[name[1:]], rules[name], is_hidden=False)
        conventional = {name for name in _conventional() if self.page_names.has_all((name,))}
        classes = conventional.union(name for name in rules if name[0] == ".")
        budget = _MAX_RULE_CHECKS
        for value, forms in self.forms_with(classes).items():
            own = {f".{name}" for name in value.split()}
            naming = own.intersection(rules)
            budget -= sum(len(rules[name]) for name in naming)
            if budget < 0:
                self.hide_by_rules(self.index.numbers(forms), (), is_hidden=True)
                continue
            is_hidden = self.is_hidden_by_convention(value, own & conventional)
            found = [
                rule
                for name in naming
                for rule in rules[name]
                if own.issuperset(name for name in rule.selector.own if name[0] == ".")
            ]
            if is_hidden or found:
                self.hide_by_rules(self.index.numbers(forms), found, is_hidden=is_hidden)

    def is_hidden_by_convention(self, value: str, conventional: Iterable[str]) -> bool:
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

    def forms_with(self, classes: Iterable[str]) -> dict[str, list[int]]:
        """Return the forms with any of some classes by class attributes, in document order."""
        forms: dict[str, list[int]] = {}
        for form in sorted({form for name in classes for form in self.page_names.forms(name)}):
            forms.setdefault(self.index.forms[form][1] or "", []).append(form)
        return forms

    def hide_by_search(self) -> None:
        """Find elements that rules hide whose selectors have to be searched for."""
        searcher = Searcher(self.index.element(0))
        rules = (
            rule
            for rule in dict.fromkeys(self.sheets.searched_rules())
            if searcher.is_possible(rule.selector)
        )
        for selector, hiding in sorted(rules, key=lambda rule: searcher.steps(rule.selector)):
            for element in searcher.find(selector):
                rule = Rule(selector._replace(own=frozenset(names_of(element))), hiding)
                self.hide_by_rules([self.numbers[element]], [rule], is_hidden=False)

    @cached_property
    def numbers(self) -> dict[Element, int]:
        """The numbers of all elements in the index."""
        return {self.index.element(number): number for number in range(len(self.index))}

    def hide_by_rules(
        self, numbers: Sequence[int], rules: Sequence[Rule], *, is_hidden: bool
    ) -> None:
        """Hide those of some elements that rules select, or all as their name says so.

        Args:
            numbers: The elements.
            rules: Rules that may select them.
            is_hidden: True if their name says that they are hidden.
        """
        hiding = dict.fromkeys(numbers, NOT_DISPLAYED if is_hidden else frozenset())
        selected = self.matcher.select((rule.selector for rule in rules), numbers)
        for rule, fitting in zip(rules, selected, strict=True):
            is_shown: dict[bool, bool] = {}  # by whether a control names the element
            for number in fitting:
                if rule.hiding <= hiding[number]:
                    continue
                is_opened = self.is_opened(number)
                if is_opened not in is_shown:
                    is_shown[is_opened] = self.sheets.show_any(rule, is_opened=is_opened)
                if not is_shown[is_opened]:
                    hiding[number] |= rule.hiding
        for number, properties in hiding.items():
            if properties and not self.is_shown(number, properties):
                self.hide(number, properties)

    def is_opened(self, number: int) -> bool:
        """Return True if a control names an element."""
        name = self.index.attribute(number, "id")
        return name is not None and name in self.controls

    def is_shown(self, number: int, hiding: frozenset[str]) -> bool:
        """Return True if something shows an element that rules or its name hide.

        Args:
            number: The element.
            hiding: The properties that hide it.
        """
        if hiding <= _SIZES and any(
            inner.get("class") for inner in self.index.element(number)
        ):  # parts of an element without size may have sizes of their own
            return True
        name = self.index.attribute(number, "id")
        return (
            name is not None
            and self.sheets.show(f"#{name}", hiding, is_opened=name in self.controls)
        ) or self.is_shown_later(number)

    def is_on_white(self, number: int) -> bool:
        """Return True if nothing sets a background behind the text of an element."""
        element = self.index.element(number)
        return self.sheets.is_white and not any(
            outer.get("bgcolor")
            or "background" in (outer.get("style") or "")
            or outer.get("background")
            for outer in chain((element,), islice(element.iterancestors(), _DEEPEST))
        )

    def is_reached(self, number: int) -> bool:
        """Return True if a control beside an element shows it: a panel of an accordion or a tab."""
        attribute, parent = self.index.attribute, self.index.parent(number)
        if attribute(number, "role") == "tabpanel" or self.is_sibling_panel(number):
            return True
        name = attribute(number, "id")
        control = self.controls.get(name) if name else None
        if control is None or parent < 0 or _OVERLAYS.search(attribute(number, "class") or ""):
            return False
        around = list(islice(self.around(control), _DEEPEST))
        return (parent in around or self.index.parent(parent) in around) and not any(
            self.tag(outer) in _MENUS or attribute(outer, "role") in _MENU_ROLES for outer in around
        )

    def tag(self, number: int) -> str:
        """Return the tag of an element."""
        return self.index.forms[self.index.form(number)][0]

    def around(self, number: int) -> Iterator[int]:
        """Yield the ancestors of an element, the innermost first."""
        while (number := self.index.parent(number)) >= 0:
            yield number

    def is_sibling_panel(self, number: int) -> bool:
        """Return True if an element is one of several panels or slides, of which one is shown."""
        first, parent = self.first_class(number), self.index.parent(number)
        if parent < 0 or first is None or not unfolds(first):
            return False
        siblings = islice(self.inside(parent), _MOST_SIBLINGS)
        return any(
            self.first_class(sibling) == first and sibling not in self.hidden
            for sibling in siblings
        )

    def first_class(self, number: int) -> str | None:
        """Return the first class of an element; None if it has none."""
        return next(iter((self.index.attribute(number, "class") or "").split()), None)

    def inside(self, number: int) -> Iterator[int]:
        """Yield the children of an element."""
        inner, end = number + 1, self.index.after(number)
        while inner < end:
            yield inner
            inner = self.index.after(inner)

    @cached_property
    def main_parts(self) -> list[int]:
        """The page's headlines and main parts."""
        articles = self.index.numbers(self.index.forms_tagged("article"))
        tags = ("h1", "main") if len(articles) > 1 else ("h1", "main", "article")
        return self.index.numbers([form for tag in tags for form in self.index.forms_tagged(tag)])

    def has_main_part(self, number: int) -> bool:
        """Return True if an element is or holds a headline or a main part of the page."""
        place = bisect_left(self.main_parts, number)
        return place < len(self.main_parts) and self.main_parts[place] < self.index.after(number)

    def is_shown_later(self, number: int) -> bool:
        """Return True if a script or a click seems to show what a name hides.

        It holds the page's main part or headline, its name says that it unfolds, or it is one of
        several panels below controls.
        """
        return self.has_main_part(number) or self.unfolds_around(number) or self.is_panel(number)

    def unfolds_around(self, number: int) -> bool:
        """Return True if the name of an element, or of a box around it, says that it unfolds."""
        for _ in range(_UNFOLDING_REACH):
            if self.unfolds(number):
                return True
            number = self.index.parent(number)
            if number < 0:
                break
        return False

    def unfolds(self, number: int) -> bool:
        """Return True if the name of an element says that its text is shown by a click."""
        form = self.index.form(number)
        if form not in self.unfolding_forms:
            self.unfolding_forms[form] = unfolds(self.index.forms[form][1] or "")
        return self.unfolding_forms[form] or unfolds(self.index.attribute(number, "id") or "")

    def is_panel(self, number: int) -> bool:
        """Return True if an element follows a short text, as others of the same classes do."""
        before = self.index.previous(number)
        if before < 0 or before in self.hidden:
            return False
        if self.count(self.index.form(number)) < _LEAST_PANELS:
            return False
        texts = self.index.element(before).itertext("*")
        length = sum(len(text.strip()) for text in islice(texts, _LONGEST_CONTROL))
        return 0 < length <= _LONGEST_CONTROL

    def count(self, form: int) -> int:
        """Return the number of elements with the class attribute of a form, an empty one too."""
        if form not in self.class_counts:
            value = self.index.forms[form][1] or ""
            classes = value.split()
            forms: Sequence[int] = range(len(self.index.forms))
            if classes:
                forms = self.page_names.forms(f".{classes[0]}")
            forms = [each for each in forms if self.index.forms[each][1] == value]
            count = sum(map(self.index.count, forms))
            self.class_counts.update(dict.fromkeys(forms, count))
            self.class_counts[form] = count
        return self.class_counts[form]

    def is_revealed(self, number: int) -> bool:
        """Return True if an element sets back all inherited properties that hide it."""
        if number in self.hidden:
            return False
        around = islice(self.around(number), _DEEPEST)
        hiding = [self.hidden[outer] for outer in around if outer in self.hidden]
        names = frozenset().union(*hiding)
        return (
            bool(names)
            and names <= _INHERITED
            and read_style(self.index.attribute(number, "style") or "").sets_back(names)
        )


_SIZES = frozenset(("font-size", "line-height"))
_SETS_INHERITED = re.compile(r"visib|font|color", re.IGNORECASE)

_CONTROLLING = ("aria-controls", "data-target", "data-bs-target", "href")
_UNTIL_FOUND = re.compile(r"\s*until-found\s*", re.IGNORECASE)

_OVERLAYS = re.compile(
    r"modal|menu|offcanvas|popup|overlay|dialog|drop-?down|lightbox|drawer", re.IGNORECASE
)
"""Names of boxes that a control lays over the page; they are not a part of its text."""

_MOST_SIBLINGS = 200
"""Siblings of a panel that are looked at. Chosen by hand."""

_MENUS = ("nav", "header", "footer", "form")
_MENU_ROLES = ("navigation", "menu", "menubar", "dialog", "banner", "contentinfo")

_LONGEST_CONTROL = 200
_LEAST_PANELS = 3
"""Maximum characters of the question above an answer, and minimum panels of an accordion. Chosen by
hand."""

_UNFOLDING_REACH = 3
"""Boxes around a text whose names count: a panel, its item, the accordion. Chosen by hand."""


@cache
def _conventional() -> frozenset[str]:
    return frozenset(f".{name}" for name in load_list("hiding_classes"))


_SHOWN_WIDE = re.compile(
    r"(?:^|\s)(?:(?!print)[\w\[\]-]+"
    r":(?:block|flex|grid|inline[\w-]*|table[\w-]*|contents|visible|not-sr-only)"
    r"|\S+@\S+|[\w-]+(?:__|-)(?:block|flex|grid|inline[\w-]*|table[\w-]*))(?:\s|$)"
)
"""Utility classes of Tailwind and Bootstrap that show an element on wide screens."""
