"""Controls: the elements that say which others they show, as tabs and buttons do."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.parsing.element_values import attribute_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex


class Controls:
    """The controls of a page, by the ids of the elements that they show.

    Args:
        index: The elements of the page.
    """

    def __init__(self, index: TreeIndex) -> None:
        self._index = index

    @cached_property
    def _by_id(self) -> dict[str, int]:
        index = self._index
        values = attribute_values(index, index.controls, *_CONTROLLING)
        return {
            name.removeprefix("#"): control
            for control, texts in zip(index.controls, values, strict=True)
            for text in filter(None, texts)
            for name in text.split()
        }

    def name(self, name: str | None) -> bool:
        """Return True if a control names an element with an id; None stands for no id."""
        return name is not None and name in self._by_id

    def reach(self, number: int) -> bool:
        """Return True if a control beside an element shows it: a panel of an accordion or a tab.

        It names the element, or is the heading right above it.
        """
        index = self._index
        name = index.attribute(number, "id") if self._by_id else None
        control = self._by_id.get(name) if name else None
        if control is None:
            return self._is_below_button(number)
        parent = index.parent(number)
        if parent < 0 or _OVERLAYS.search(index.attribute(number, "class") or ""):
            return False
        around = list(islice(ancestors(index, control), DEEPEST))
        return (parent in around or index.parent(parent) in around) and not any(
            map(self._is_menu, around)
        )

    def _is_below_button(self, number: int) -> bool:
        """Return True if a question that unfolds, or a heading of a button, is above an element."""
        panel = self._index.element(number)
        title = panel.getprevious()
        if title is None or _OVERLAYS.search(panel.get("class") or ""):
            return False
        if not _is_question(title) and not _is_heading_of_button(title):
            return False
        around = islice(ancestors(self._index, number), DEEPEST)
        return not any(map(self._is_menu, around))

    def _is_menu(self, number: int) -> bool:
        tag = self._index.forms[self._index.form(number)][0]
        return tag in _MENUS or self._index.attribute(number, "role") in _MENU_ROLES


def _is_question(title: Element) -> bool:
    """Return True if an element is a button that unfolds what its words ask for, unlike a menu."""
    is_button = title.tag == "button" or title.get("role") == "button"
    if not is_button or title.get("aria-expanded") is None or title.get("aria-haspopup"):
        return False
    return "".join(_words_in(title)).endswith(_QUESTION_MARKS)


def _is_heading_of_button(title: Element) -> bool:
    """Return True if an element is a heading whose words are those of a button that unfolds."""
    button = title.find(_UNFOLDING) if title.tag in _TITLES else None
    return button is not None and _words_in(title) == _words_in(button)


def _words_in(element: Element) -> list[str]:
    return "".join(map(str, element.itertext())).split()


def ancestors(index: TreeIndex, number: int) -> Iterator[int]:
    """Yield the ancestors of an element, the innermost first."""
    while (number := index.parent(number)) >= 0:
        yield number


DEEPEST = 40
"""Ancestors that are looked at for what may show an element: a background, a control, an inherited
property. Text that is shown by any farther away counts as hidden. Chosen by hand."""

_CONTROLLING = ("aria-controls", "data-target", "data-bs-target", "href")

_OVERLAYS = re.compile(
    r"modal|menu|offcanvas|popup|overlay|dialog|drop-?down|lightbox|drawer", re.IGNORECASE
)
"""Names of boxes that a control lays over the page; they are not a part of its text."""

_TITLES = ("h2", "h3", "h4", "h5", "h6", "dt")
_UNFOLDING = ".//button[@aria-expanded]"
"""Elements that are the title of a panel right below, and the button in them that unfolds it."""

_QUESTION_MARKS = ("?", "？", "؟", ";")
"""Ends of a question; the last is that of Greek."""

_MENUS = ("nav", "header", "footer", "form")
_MENU_ROLES = ("navigation", "menu", "menubar", "dialog", "banner", "contentinfo")
