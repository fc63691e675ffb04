"""Footnotes: links to the notes of a page and links back to the text."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.roles import HEADING_TAGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex

_NOTE_TAGS = frozenset(("li", "p", "dd", "div", "aside"))

_MAX_REFERENCE_LENGTH = 20
"""Maximum length of the text of a footnote reference, such as "[note 12]", in characters. Chosen
by hand."""

_NEARBY_ANCESTORS = 2
"""Number of ancestors of a reference that a link back may point to. Chosen by hand."""

_TARGET_ANCESTORS = 3
"""Number of ancestors of a link target that are searched for the note. Chosen by hand."""

_NON_WORD = re.compile(r"[^\w]+")


class Footnotes:
    """Footnotes of a page: notes of the body that its text links to and that link back.

    Args:
        index: Elements of the page.
        segmentation: Blocks of the page.
        body: Indices of the blocks to render; notes outside of them are ignored.

    Attributes:
        labels: Labels of the notes that a reference has led to so far.
    """

    def __init__(self, index: TreeIndex, segmentation: Segmentation, body: Collection[int]) -> None:
        self.labels: dict[Element, str] = {}
        self._index = index
        self._segmentation = segmentation
        self._body = body
        self._notes: dict[Element, Element | None] = {}
        self._back_targets: dict[Element, frozenset[Element]] = {}
        self._used_labels: set[str] = set()
        self._repetitions: Counter[str] = Counter()  # of the texts of references
        self._referenced_labels: set[str] = set()

    def _target(self, url: str) -> Element | None:
        """Return the element that a link points to, None if it is not on the page.

        Args:
            url: A URL with or without the "#" before the name of the element.
        """
        name = url.removeprefix("#")
        numbers = self._index.ids.get(name, [])[:1]
        if name in self._anchors:
            numbers.append(self._anchors[name])
        return self._index.element(min(numbers)) if numbers and name else None

    @cached_property
    def _anchors(self) -> dict[str, int]:
        """The number of the first link with each name, without those that have an id."""
        anchors: dict[str, int] = {}
        for number in self._index.numbers(self._index.forms_tagged("a")):
            link = self._index.element(number)
            name = link.get("name")
            if name and not link.get("id"):
                anchors.setdefault(name, number)
        return anchors

    @cached_property
    def _body_elements(self) -> set[Element]:
        """The block-level elements that contain body blocks."""
        elements: set[Element] = set()
        for index in self._body:
            for box in self._segmentation.ancestors(self._segmentation.blocks[index]):
                if box.element is None or box.element in elements:
                    break
                elements.add(box.element)
        return elements

    def link_attributes(self, link: Element) -> str:
        """Return the attributes of a link to or back from a footnote, or "" for other links.

        Args:
            link: A link to a place on the page.
        """
        label = self._backlink_label(link)
        if label is not None:
            return f' href="#fnref-{escape(label)}"'
        label = self._reference_label(link)
        if label is None:
            return ""
        anchor = "" if label in self._referenced_labels else f' id="fnref-{escape(label)}"'
        self._referenced_labels.add(label)
        return f' href="#fn-{escape(label)}"{anchor}'

    def _reference_label(self, link: Element) -> str | None:
        """Return the label of the note that a link refers to, or None for other links.

        The first reference to a note assigns its label.
        """
        target = self._target((link.get("href") or "").strip())
        if target is None:
            return None
        if target not in self._notes:
            self._notes[target] = _note_at(target)
        note = self._notes[target]
        if note is None or note not in self._body_elements:
            return None
        text = " ".join("".join(map(str, link.itertext())).split())
        if len(text) > _MAX_REFERENCE_LENGTH:
            return None
        if not self._links_back(note, link):
            return None
        if note not in self.labels:
            self.labels[note] = self._new_label(text)
        return self.labels[note]

    def _backlink_label(self, link: Element) -> str | None:
        """Return the label of the note that contains a link out of it, or None for other links."""
        if not self.labels:
            return None
        note = next((note for note in link.iterancestors() if note in self.labels), None)
        target = self._target((link.get("href") or "").strip())
        if note is None or target is None or note in _with_ancestors(target):
            return None
        return self.labels[note]

    def _links_back(self, note: Element, link: Element) -> bool:
        """Return True if a note links to a place near a link that is outside the note."""
        if note in _with_ancestors(link):
            return False
        if note not in self._back_targets:
            self._back_targets[note] = frozenset(self._linked_from(note))
        nearby = {*_with_ancestors(link, _NEARBY_ANCESTORS), *link.iter()}
        return note not in nearby and not self._back_targets[note].isdisjoint(nearby)

    def _linked_from(self, note: Element) -> Iterator[Element]:
        """Yield the elements that a note links to."""
        for link in note.iter("a"):
            href = link.get("href") or ""
            if href.startswith("#") and (target := self._target(href)) is not None:
                yield target

    def _new_label(self, text: str) -> str:
        """Return a unique label made from the text of a reference."""
        base = _NON_WORD.sub("-", text).strip("-") or "note"
        label = base
        while label in self._used_labels:
            self._repetitions[base] += 1
            label = f"{base}-{self._repetitions[base] + 1}"
        self._used_labels.add(label)
        return label


def _with_ancestors(element: Element, limit: int | None = None) -> list[Element]:
    """Return an element and its nearest ancestors, at most `limit`; all of them if None."""
    return [element, *islice(element.iterancestors(), limit)]


def _note_at(target: Element) -> Element | None:
    """Return the element that contains the note at a link target, or None if there is none."""
    for element in _with_ancestors(target, _TARGET_ANCESTORS):
        if element.tag in HEADING_TAGS or element.tag in ("body", "section", "article"):
            return None
        if element.tag in _NOTE_TAGS:
            return None if next(element.iter(*HEADING_TAGS), None) is not None else element
    return None
