"""Footnotes: the links that lead to a note of the page, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleanarticle.parsing.document import Element

_NOTES = frozenset(("li", "p", "dd", "div", "aside"))

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_LONGEST = 20
"""Characters of a mark at most: "[note 12]" is one, a phrase is a link (set by hand)."""

_NO_LABEL = re.compile(r"[^\w]+")


class Notes:
    """The footnotes of a page: notes of the body that its text links to and that link back.

    Args:
        root: The page.
        shown: The elements that hold body; a note outside of it is none.
    """

    def __init__(self, root: Element, shown: Collection[Element]) -> None:
        self.shown = shown
        self.ids: dict[str, Element] = {}
        for element in root.iter():
            name = element.get("id") or (element.get("name") if element.tag == "a" else None)
            if name:
                self.ids.setdefault(name, element)
        self.labels: dict[Element, str] = {}
        self.taken: set[str] = set()

    def label_of(self, note: Element) -> str | None:
        """The label of a note that was referred to; None for other elements."""
        return self.labels.get(note)

    def refer(self, link: Element) -> str | None:
        """The label of the note that a link refers to; None if it is no mark of a note."""
        target = self.ids.get((link.get("href") or "").strip().removeprefix("#"))
        if target is None:
            return None
        note = _note_of(target)
        mark = " ".join("".join(map(str, link.itertext())).split())
        if note is None or note not in self.shown or len(mark) > _LONGEST:
            return None
        if not self._leads_back(note, link):
            return None
        if note not in self.labels:
            self.labels[note] = self._new_label(mark)
        return self.labels[note]

    def back(self, link: Element) -> str | None:
        """The label of the note around a link, if it leads back to where the note belongs."""
        for around in link.iterancestors():
            if around in self.labels:
                target = self.ids.get((link.get("href") or "").strip().removeprefix("#"))
                outside = target is not None and all(up is not around for up in _upwards(target))
                return self.labels[around] if outside else None
        return None

    def _leads_back(self, note: Element, link: Element) -> bool:
        near = set(_upwards(link, 3)) | set(link.iter())
        if note in near or any(up is note for up in link.iterancestors()):
            return False
        targets = (
            self.ids.get((other.get("href") or "").removeprefix("#"))
            for other in note.iter("a")
            if (other.get("href") or "").startswith("#")
        )
        return any(target in near for target in targets)

    def _new_label(self, mark: str) -> str:
        label = _NO_LABEL.sub("-", mark).strip("-") or "note"
        number = 1
        wanted = label
        while label in self.taken:
            number += 1
            label = f"{wanted}-{number}"
        self.taken.add(label)
        return label


def _upwards(element: Element, steps: int | None = None) -> list[Element]:
    """An element and those around it."""
    found = [element, *element.iterancestors()]
    return found if steps is None else found[:steps]


def _note_of(target: Element) -> Element | None:
    """The element that holds the note to which a link leads."""
    for element in _upwards(target, 4):
        if element.tag in _HEADINGS or element.tag in ("body", "section", "article"):
            return None
        if element.tag in _NOTES:
            return None if next(element.iter(*_HEADINGS), None) is not None else element
    return None
