"""Hidden text: the elements that a page's markup and its own styles keep from being seen."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.parsing.controls import DEEPEST, Controls, ancestors
from cleanarticle.parsing.element_values import attribute_values
from cleanarticle.parsing.hiding_names import NameSearch
from cleanarticle.parsing.hiding_styles import Style, read_style
from cleanarticle.parsing.hiding_values import may_hide
from cleanarticle.parsing.style_sheets import NOT_DISPLAYED, UNREAD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex


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


def find_hidden_text(index: TreeIndex) -> HiddenText:
    """Return the elements of a page that hide their text.

    Attributes, the page's own style sheets, and class names that hide by convention count.

    Args:
        index: The elements of the page.
    """
    controls = Controls(index)
    names = NameSearch(index, controls)
    names.search()
    for number in _hidden_by_default(index):
        names.hide(number, NOT_DISPLAYED)
    showing = _hide_by_style(index, names)
    hidden = {
        number: properties
        for number, properties in names.hidden.items()
        if not _is_reached(index, number, names, controls)
    }
    revealed = [number for number in showing if _is_revealed(index, number, hidden)]
    return HiddenText(_elements(index, hidden), _elements(index, revealed))


# All budgets of the search on one page: `MAX_STYLES` below, `_MAX_RULE_CHECKS` of hiding_names.py,
# `_MAX_CHECKS` of rule_matching.pyx, `MAX_RULES`, `_MAX_SHOWING` and `_MAX_SPELLED` of
# style_sheets.py, and `MAX_SEARCH_STEPS` of selectors.py. Beyond the last, rules that need a search
# hide nothing; beyond the others, more counts as hidden.

MAX_STYLES = 200_000
"""Characters of style attributes that are parsed on a page. On a page with more, an element whose
style was not read counts as hidden. Chosen by hand."""

_STYLE_OVERHEAD = 50
"""Characters added to the length of each style attribute for its cost. Chosen by hand."""

_INHERITED = frozenset(("visibility", "font-size", "color"))
_WHITE_INK = frozenset(("color",))
_UNREAD_STYLE = Style({}, UNREAD, has_white_ink=False)


def _elements(index: TreeIndex, numbers: Iterable[int]) -> frozenset[Element]:
    """Return elements by their numbers."""
    return frozenset(map(index.element, numbers))


def _hidden_by_default(index: TreeIndex) -> Iterator[int]:
    """Yield the elements that are hidden by attributes, and dialogs that are not open."""
    for number in index.with_hidden:
        value = index.attribute(number, "hidden")
        is_hidden = value is not None and not _UNTIL_FOUND.fullmatch(value)
        if is_hidden or index.attribute(number, "popover") is not None:
            yield number
    for number in index.numbers(index.forms_tagged("dialog")):
        if index.attribute(number, "open") is None:
            yield number
    for tag in _NEVER_SHOWN:
        yield from index.numbers(index.forms_tagged(tag))
    yield from _hidden_in_drawings(index)


def _hidden_in_drawings(index: TreeIndex) -> Iterator[int]:
    """Yield the labels of SVG graphics that are hidden by attributes, or groups of them.

    A style may say otherwise, so elements with a class or a style are left to it, and on a page
    with style sheets or animations those without ink. White labels are seen, as they are often on
    bars of another color.
    """
    if not index.forms_tagged("text") or not index.forms_tagged("svg"):
        return
    forms = [
        form
        for tag in ("svg", "g", *_LABELS)
        for form in index.forms_tagged(tag)
        if index.forms[form][1] is None
    ]
    may_gain_ink = any(map(index.forms_tagged, ("style", "animate", "set")))
    numbers = index.numbers(forms)
    values = attribute_values(index, numbers, *_PRESENTATION)
    for number, (display, opacity, visibility, fill, stroke, style) in zip(
        numbers, values, strict=True
    ):
        is_leaf = index.after(number) == number + 1
        is_label = is_leaf and index.forms[index.form(number)][0] in _LABELS
        is_hidden = display == "none" or (is_label and visibility in ("hidden", "collapse"))
        has_no_ink = (opacity is not None and hides_text(f"opacity:{opacity}")) or (
            is_label and fill in ("none", "transparent") and stroke is None
        )
        if style is None and (is_hidden or (has_no_ink and not may_gain_ink)):
            yield number


_NEVER_SHOWN = ("mphantom", "amp-ad", "amp-embed", "amp-sticky-ad")
"""Elements whose text is never seen: parts of formulas that keep their place, and advertising of
AMP, which has texts for the time until it is loaded, or if it never is."""

_LABELS = ("text", "tspan")
_PRESENTATION = ("display", "opacity", "visibility", "fill", "stroke", "style")
"""Elements of SVG with text, and attributes that may hide it. Those of labels alone may be set back
inside."""

_UNTIL_FOUND = re.compile(r"\s*until-found\s*", re.IGNORECASE)


def _hide_by_style(index: TreeIndex, names: NameSearch) -> list[int]:
    """Find elements that their style attributes hide; return those that theirs may show."""
    budget, showing, hidden = MAX_STYLES, [], names.hidden
    for text, numbers in index.styles.items():
        if _SETS_INHERITED.search(text):
            showing += numbers
        if not (may_hide(text) or (hidden and not hidden.keys().isdisjoint(numbers))):
            continue
        budget -= len(text) + _STYLE_OVERHEAD
        style = read_style(text) if budget >= 0 else _UNREAD_STYLE
        for number in numbers:
            if number in hidden and style.sets_back(hidden[number]):
                del hidden[number]
            if style.hiding:
                names.hide(number, style.hiding)
            elif style.has_white_ink and names.sheets.is_white and _is_on_white(index, number):
                names.hide(number, _WHITE_INK)
    return showing


_SETS_INHERITED = re.compile(r"visib|font|color", re.IGNORECASE)


def _is_on_white(index: TreeIndex, number: int) -> bool:
    """Return True if no attribute sets a background behind the text of an element."""
    element = index.element(number)
    return not any(
        outer.get("bgcolor")
        or "background" in (outer.get("style") or "")
        or outer.get("background")
        for outer in chain((element,), islice(element.iterancestors(), DEEPEST))
    )


def _is_reached(index: TreeIndex, number: int, names: NameSearch, controls: Controls) -> bool:
    """Return True if a control beside a hidden element shows it, or it is one of several panels."""
    return (
        index.attribute(number, "role") == "tabpanel"
        or names.panels.is_one_of_several(number, names.hidden)
        or controls.reach(number)
    )


def _is_revealed(index: TreeIndex, number: int, hidden: Mapping[int, frozenset[str]]) -> bool:
    """Return True if an element sets back all inherited properties that hide it."""
    if not hidden or number in hidden:
        return False
    around = islice(ancestors(index, number), DEEPEST)
    names = frozenset().union(*(hidden[outer] for outer in around if outer in hidden))
    return (
        bool(names)
        and names <= _INHERITED
        and read_style(index.attribute(number, "style") or "").sets_back(names)
    )
