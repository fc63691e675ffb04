"""Footnotes of the body: notes that its text refers to and that link back to it.

The models see a few words with links in a box below the text, like a credit. What makes a note part
of the body is that the body refers to it.
"""

from __future__ import annotations

import math
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.core.roles import HEADING_TAGS
from cleanarticle.core.segmentation import Part
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.segmentation import Segmentation, TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft
    from cleanarticle.parsing.document import Element

_BACK_SIGNS = ("↩", "↩\ufe0e", "↩\ufe0f", "↑", "^", "⤴", "⤴\ufe0e", "⏎", "←")
"""Ends of notes that link back there; other links back are the first one, or are named so."""

_NOTE_TAGS = frozenset(("li", "p", "dd", "div", "aside", "tr", "td"))
_MAX_LEVELS = 3
"""Boxes around a link back of which one is the note. Chosen by hand: a paragraph, an item and a
box in it."""

_MAX_NOTE_BLOCKS = 20
"""Maximum blocks of a note; more are a section that links back to a table of contents. Chosen by
hand."""

_MAX_REFERENCE = 20
"""Longest text of a reference, such as "[note 12]", in characters. Chosen by hand."""

_MAX_REFERENCES = 20
"""References to one note that are read. Chosen by hand: a book that is cited on each page."""

_NEAR = 2
"""Elements around a reference that a note may link back to. Chosen by hand."""

_MAX_INLINE = 8
"""Inline elements around a text that are read. Chosen by hand: a link, bold and small print in it,
and what is around it."""

_FOOTNOTE = Adjustment(math.inf, "footnote of the body")


def footnotes_in_body(draft: Draft) -> Adjustments:
    """Return the notes that are body because a text of the body refers to them, with the reason."""
    segmentation, is_body = draft.page.segmentation, draft.is_body
    blocks = segmentation.blocks
    start = next(compress(range(len(blocks)), is_body), len(blocks))
    linked = {
        index: targets
        for index in range(start, len(blocks))
        if not is_body[index] and blocks[index].link_count and _may_link_back(blocks[index])
        if (targets := _targets(_elements(segmentation, blocks[index])))
    }
    if not linked:
        return {}
    references = _find_references(segmentation, is_body)
    return {
        note: _FOOTNOTE
        for index, targets in linked.items()
        for note in _note_around(segmentation, index, targets, references)
        if not is_body[note] and not blocks[note].hidden
    }


def _may_link_back(block: TextBlock) -> bool:
    return (
        (block.first_href.startswith("#") and len(block.first_href) > 1)
        or block.text.endswith(_BACK_SIGNS)
        or "back" in block.inline_attrs
    )


class _Reference(NamedTuple):
    """A link of the body to a place on the page.

    Attributes:
        block: Index of the block with the link.
        names: Names of the places near the link.
    """

    block: int
    names: frozenset[str]


_References = dict[str, list[_Reference]]
"""References by the names that they lead to."""


def _find_references(segmentation: Segmentation, is_body: Sequence[bool]) -> _References:
    """Return the references of the body.

    Links that are the whole of a block, and those in headings, lead to sections.
    """
    references: _References = {}
    blocks, boxes = segmentation.blocks, segmentation.boxes
    for index in compress(range(len(blocks)), is_body):
        block = blocks[index]
        is_linked = block.link_length and block.link_density < 1
        if not is_linked or boxes.tag(block.box) in HEADING_TAGS:
            continue
        for link in _elements(segmentation, block):
            name = _target(link)
            if name and len("".join(map(str, link.itertext())).strip()) <= _MAX_REFERENCE:
                known = references.setdefault(name, [])
                if len(known) < _MAX_REFERENCES:
                    known.append(_Reference(index, frozenset(_names_near(link))))
    return references


def _note_around(
    segmentation: Segmentation, index: int, targets: frozenset[str], references: _References
) -> range:
    """Return the indices of the blocks of the note that a block with a link back is in.

    Args:
        segmentation: The page.
        index: Index of the block.
        targets: Names of the places that it links to.
        references: The references of the body.
    """
    block = segmentation.blocks[index]
    elements = list(_elements(segmentation, block))
    note, around = range(index, index + 1), block.box
    for _ in range(_MAX_LEVELS + 1):
        found = [each for name in _names(elements) for each in references.get(name, ())]
        if any(each.block not in note and targets & each.names for each in found):
            return _with_text(segmentation, note) if block.link_density == 1 else note
        box = segmentation.boxes[around]
        note = range(box.first, box.last)
        is_possible = box.tag in _NOTE_TAGS and len(note) <= _MAX_NOTE_BLOCKS
        if not is_possible or box.element is None or box.parent < 0:
            break
        elements, around = [box.element], box.parent
    return range(0)


def _with_text(segmentation: Segmentation, note: range) -> range:
    """Return a note that is only its number, a link back, with the text in the box around it."""
    around = segmentation.blocks[note.start].box
    while len(note) == 1 and around >= 0:
        box = segmentation.boxes[around]
        if box.tag not in _NOTE_TAGS or box.last - box.first > _MAX_NOTE_BLOCKS:
            break
        note, around = range(box.first, box.last), box.parent
    return note


def _elements(segmentation: Segmentation, block: TextBlock) -> Iterator[Element]:
    """Yield the inline elements of a block, each once."""
    seen: set[Element | None] = {None, segmentation.boxes[block.box].element}
    for piece, part in block.pieces:
        element = piece.getparent() if part is Part.TAIL else piece
        for _ in range(_MAX_INLINE):
            if element is None or element in seen:
                break
            seen.add(element)
            yield element
            element = element.getparent()


def _targets(elements: Iterable[Element]) -> frozenset[str]:
    return frozenset(filter(None, map(_target, elements)))


def _target(link: Element) -> str:
    """Return the name of the place on the page that an element links to, "" if it does not."""
    href = (link.get("href") or "") if link.tag == "a" else ""
    return href[1:] if href.startswith("#") else ""


def _names_near(link: Element) -> Iterator[str]:
    """Yield the names of a link, of what is in it, and of the elements around it."""
    yield from _names(list(link.iter()))
    around = link.getparent()
    for _ in range(_NEAR):
        if around is None:
            return
        yield from _names([around])
        around = around.getparent()


def _names(elements: Sequence[Element]) -> Iterator[str]:
    for element in elements:
        for name in (element.get("id"), element.get("name")):
            if name:
                yield name
