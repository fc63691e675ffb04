"""Hidden text: the elements that a page's markup and its own styles keep from being seen."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.parsing import style_blocks
from cleanarticle.parsing.hiding_styles import Style, may_hide, read_style
from cleanarticle.parsing.rule_matching import RuleMatcher
from cleanarticle.parsing.selectors import Searcher, names_of
from cleanarticle.parsing.style_sheets import NOT_DISPLAYED, UNREAD, Rule, StyleSheets
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


MAX_STYLES = 200_000
"""Characters of style attributes that are parsed on a page. On a page with more, an element whose
style was not read counts as hidden. Chosen by hand."""

_STYLE_OVERHEAD = 50
"""Characters added to the length of each style attribute for its cost. Chosen by hand."""

_DEEPEST = 40
"""Ancestors that are looked at for what may show an element: a background, a control, an inherited
property. Text that is shown by any farther away counts as hidden. Chosen by hand."""

_INHERITED = frozenset(("visibility", "font-size", "color"))
_WHITE_INK = frozenset(("color",))
_UNREAD_STYLE = Style({}, UNREAD, has_white_ink=False)


class _Finder:
    """A search for the elements that hide text, on one page."""

    def __init__(self, index: tree_index.TreeIndex) -> None:
        self.index = index
        self.root = index.element(0)
        self.hidden: dict[Element, frozenset[str]] = {}
        self.unfolding: dict[str, bool] = {}
        self.page_names = style_blocks.PageNames(index.forms, index.ids)
        self.matcher = RuleMatcher(index, self.page_names)
        self.sheets = StyleSheets(index.tagged("style"), self.page_names, self.root)
        self.is_shown = cache(self.sheets.show)

    def hidden_by_default(self) -> Iterator[Element]:
        """Yield the elements that are hidden by attributes, and dialogs that are not open."""
        for element in map(self.index.element, self.index.with_hidden):
            value = element.get("hidden")
            is_hidden = value is not None and not _UNTIL_FOUND.fullmatch(value)
            if is_hidden or element.get("popover") is not None:
                yield element
        for element in self.index.tagged("dialog"):
            if element.get("open") is None:
                yield element

    @cached_property
    def controls(self) -> dict[str, Element]:
        """The elements that say which others they show, by the ids of those."""
        return {
            name.removeprefix("#"): control
            for control in map(self.index.element, self.index.controls)
            for attribute in _CONTROLLING
            for name in (control.get(attribute) or "").split()
        }

    def find(self) -> HiddenText:
        """Return the elements that hide text and those that show it again."""
        self.hide_by_names()
        self.hide_by_search()
        for element in self.hidden_by_default():
            self.hide(element, NOT_DISPLAYED)
        showing = self.hide_by_style()
        reached = [element for element in self.hidden if self.is_reached(element)]
        for element in reached:
            del self.hidden[element]
        revealed = frozenset(filter(self.is_revealed, showing)) if self.hidden else frozenset()
        return HiddenText(frozenset(self.hidden), revealed)

    def hide(self, element: Element, properties: frozenset[str]) -> None:
        """Note that an element hides its text."""
        self.hidden[element] = self.hidden.get(element, frozenset()) | properties

    def hide_by_style(self) -> list[Element]:
        """Find elements that their style attributes hide; return those that theirs may show."""
        budget, showing = MAX_STYLES, []
        for text, numbers in self.index.styles.items():
            sets_inherited = _SETS_INHERITED.search(text)
            if not (sets_inherited or self.hidden or may_hide(text)):
                continue
            elements = list(map(self.index.element, numbers))
            if sets_inherited:
                showing += elements
            may_show = bool(self.hidden) and any(element in self.hidden for element in elements)
            if not may_show and not may_hide(text):
                continue
            budget -= len(text) + _STYLE_OVERHEAD
            style = read_style(text) if budget >= 0 else _UNREAD_STYLE
            for element in elements:
                if element in self.hidden and style.sets_back(self.hidden[element]):
                    del self.hidden[element]
                if style.hiding:
                    self.hide(element, style.hiding)
                elif style.has_white_ink and self.is_on_white(element):
                    self.hide(element, _WHITE_INK)
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
        for value, forms in self.forms_with(classes).items():
            own = {f".{name}" for name in value.split()}
            is_hidden = not own.isdisjoint(conventional) and not _SHOWN_WIDE.search(value)
            if is_hidden and any(
                self.is_shown(name, NOT_DISPLAYED, is_opened=False) for name in own & conventional
            ):
                is_hidden = False
            found = [
                rule
                for name in own.intersection(rules)
                for rule in rules[name]
                if own.issuperset(name for name in rule.selector.own if name[0] == ".")
            ]
            if is_hidden or found:
                self.hide_by_rules(self.index.numbers(forms), found, is_hidden=is_hidden)

    def forms_with(self, classes: Iterable[str]) -> dict[str, list[int]]:
        """Return the forms with any of some classes by class attributes, in document order."""
        forms: dict[str, list[int]] = {}
        for form in sorted({form for name in classes for form in self.page_names.forms(name)}):
            forms.setdefault(self.index.forms[form][1] or "", []).append(form)
        return forms

    def hide_by_search(self) -> None:
        """Find elements that rules hide whose selectors have to be searched for."""
        searcher = Searcher(self.root)
        rules = (
            rule
            for rule in dict.fromkeys(self.sheets.searched_rules())
            if searcher.is_possible(rule.selector)
        )
        for selector, hiding in sorted(rules, key=lambda rule: searcher.steps(rule.selector)):
            for element in searcher.find(selector):
                rule = Rule(selector._replace(own=frozenset(names_of(element))), hiding)
                self.hide_element(self.numbers[element], [rule], is_hidden=False)

    @cached_property
    def numbers(self) -> dict[Element, int]:
        """The numbers of all elements in the index."""
        return {self.index.element(number): number for number in range(len(self.index))}

    def hide_by_rules(
        self, numbers: Iterable[int], rules: Sequence[Rule], *, is_hidden: bool
    ) -> None:
        """Hide those of some elements that rules select, or all as their name says so.

        Args:
            numbers: The elements, by their numbers in the index.
            rules: Rules that may select them.
            is_hidden: True if their name says that they are hidden.
        """
        fitting: dict[int, list[Rule]] = {}
        for number in numbers:
            form = self.index.form(number)
            if form not in fitting:
                fitting[form] = [rule for rule in rules if self.matcher.fits(rule.selector, form)]
            if fitting[form] or is_hidden:
                self.hide_element(number, fitting[form], is_hidden=is_hidden)

    def hide_element(self, number: int, rules: Iterable[Rule], *, is_hidden: bool) -> None:
        """Hide an element that rules select or whose name says so, if nothing shows it.

        Args:
            number: The element, by its number in the index.
            rules: Rules that fit its form.
            is_hidden: True if its name says that it is hidden.
        """
        element = self.index.element(number)
        name = element.get("id")
        is_opened = name is not None and name in self.controls
        hiding = NOT_DISPLAYED if is_hidden else frozenset()
        for rule in rules:
            if (
                not rule.hiding <= hiding
                and self.matcher.selects(rule.selector, number)
                and not any(
                    self.is_shown(each, rule.hiding, is_opened=is_opened)
                    for each in rule.selector.own
                    if each[0] in ".#"
                )
            ):
                hiding |= rule.hiding
        if not hiding or (hiding <= _SIZES and any(inner.get("class") for inner in element)):
            return  # parts of an element without size may have sizes of their own
        is_shown = name is not None and self.is_shown(f"#{name}", hiding, is_opened=is_opened)
        if not is_shown and not self.is_shown_later(element):
            self.hide(element, hiding)

    def is_on_white(self, element: Element) -> bool:
        """Return True if nothing sets a background behind the text of an element."""
        return self.sheets.is_white and not any(
            outer.get("bgcolor")
            or "background" in (outer.get("style") or "")
            or outer.get("background")
            for outer in chain((element,), islice(element.iterancestors(), _DEEPEST))
        )

    def is_reached(self, element: Element) -> bool:
        """Return True if a control beside an element shows it: a panel of an accordion or a tab."""
        if element.get("role") == "tabpanel" or self.is_sibling_panel(element):
            return True
        number, parent = element.get("id"), element.getparent()
        control = self.controls.get(number) if number else None
        if control is None or parent is None or _OVERLAYS.search(element.get("class") or ""):
            return False
        around = list(islice(control.iterancestors(), _DEEPEST))
        return (parent in around or parent.getparent() in around) and not any(
            outer.tag in _MENUS or outer.get("role") in _MENU_ROLES for outer in around
        )

    def is_sibling_panel(self, element: Element) -> bool:
        """Return True if an element is one of several panels or slides, of which one is shown."""
        first = (element.get("class") or "").split()[:1]
        parent = element.getparent()
        if parent is None or not first or not _unfolds(first[0]):
            return False
        siblings = [
            sibling
            for sibling in islice(parent, _MOST_SIBLINGS)
            if (sibling.get("class") or "").split()[:1] == first
        ]
        return any(sibling not in self.hidden for sibling in siblings)

    @cached_property
    def main_parts(self) -> frozenset[Element]:
        """The elements around the page's headlines and main parts."""
        found = self.index.tagged(*_MAIN_PARTS)
        is_list = sum(part.tag == "article" for part in found) > 1
        parts: set[Element] = set()
        for part in found:
            if part.tag == "article" and is_list:
                continue
            around: Element | None = part
            while around is not None and around not in parts:
                parts.add(around)
                around = around.getparent()
        return frozenset(parts)

    def is_shown_later(self, element: Element) -> bool:
        """Return True if a script or a click seems to show what a name hides.

        It holds the page's main part or headline, its name says that it unfolds, or it is one of
        several panels below controls.
        """
        near = islice(chain((element,), element.iterancestors()), _UNFOLDING_REACH)
        return any(map(self.unfolds, near)) or self.is_panel(element) or element in self.main_parts

    def unfolds(self, element: Element) -> bool:
        """Return True if the name of an element says that its text is shown by a click."""
        name = f"{element.get('class')} {element.get('id')}"
        if name not in self.unfolding:
            self.unfolding[name] = _unfolds(name)
        return self.unfolding[name]

    def is_panel(self, element: Element) -> bool:
        """Return True if an element follows a short text, as others of the same classes do."""
        before = element.getprevious()
        if before is None or self.count(element.get("class") or "") < _LEAST_PANELS:
            return False
        if before in self.hidden:
            return False
        length = sum(len(text.strip()) for text in islice(before.itertext("*"), _LONGEST_CONTROL))
        return 0 < length <= _LONGEST_CONTROL

    def count(self, value: str) -> int:
        """Return the number of elements with a class attribute; 0 if it has no classes."""
        classes = value.split()
        if not classes:
            return sum(
                self.index.count(form)
                for form, (_, own) in enumerate(self.index.forms)
                if own == value
            )
        forms = self.page_names.forms(f".{classes[0]}")
        return sum(self.index.count(form) for form in forms if self.index.forms[form][1] == value)

    def is_revealed(self, element: Element) -> bool:
        """Return True if an element sets back all inherited properties that hide it."""
        if element in self.hidden:
            return False
        around = islice(element.iterancestors(), _DEEPEST)
        hiding = [self.hidden[outer] for outer in around if outer in self.hidden]
        names = frozenset().union(*hiding)
        return (
            bool(names)
            and names <= _INHERITED
            and read_style(element.get("style") or "").sets_back(names)
        )


_MAIN_PARTS = ("h1", "main", "article")
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

_UNFOLDS = re.compile(
    r"accordion|collaps|expand|faq|toggle|tab[-_]?(?:pan|content|item)|tabs|panel|unfold|reveal"
    r"|(?:read|show|view|see)[-_]?more|spoiler|drop-?down|slide|carousel|animat|fade|aos|wow",
    re.IGNORECASE,
)
"""Names of boxes whose text a click or a script shows."""

_UNFOLDS_IF = tuple(
    """accordion collaps expand faq toggle tab panel unfold reveal more spoiler drop slide carousel
    animat fade aos wow""".split()
)
"""Substrings of the names above, which are found faster."""


def _unfolds(name: str) -> bool:
    lower = name.lower()
    return any(map(lower.__contains__, _UNFOLDS_IF)) and _UNFOLDS.search(name) is not None


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
