"""Segmentation of an HTML tree into blocks: what the walk over it needs, and what follows it."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from cleanarticle.core import page_walk
from cleanarticle.core.constructs import Constructs, find_constructs
from cleanarticle.core.prose import HIDDEN_PAGE_SHARE, prose_weights
from cleanarticle.core.roles import NOSCRIPT_ROLES, TAG_ROLES
from cleanarticle.core.segmentation import Segmentation
from cleanarticle.core.shown_later import content_shown_later
from cleanarticle.core.tokens import letters
from cleanarticle.parsing.hidden_text import HiddenText, find_hidden_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleanarticle.core.boxes import Boxes
    from cleanarticle.parsing.document import Document, Element
    from cleanarticle.parsing.tree_index import TreeIndex


def segment(document: Document) -> Segmentation:
    """Split a page into blocks.

    If a page has more text inside `noscript` than outside (as Discourse forums do), it is segmented
    as a browser without scripts shows it.
    """
    root, index, roles = document.root, document.index, TAG_ROLES
    hidden = find_hidden_text(index)
    constructs = find_constructs(index, hidden.hiding)
    page = _walk(root, roles, hidden, constructs)
    without_scripts = _noscript_length(index)
    if without_scripts and without_scripts > sum(len(block.text) for block in page.blocks):
        roles = NOSCRIPT_ROLES
        page = _walk(root, roles, hidden, constructs)
    shown_later = _page_hiding_elements(page, hidden) or content_shown_later(page, hidden)
    if shown_later:
        hidden = hidden._replace(hiding=hidden.hiding - shown_later)
        constructs = find_constructs(index, hidden.hiding)
        page = replace(_walk(root, roles, hidden, constructs), is_shown_later=True)
    return replace(page, had_messages=_had_messages(page, document)) if document.carriers else page


def _had_messages(page: Segmentation, document: Document) -> frozenset[int]:
    return frozenset(
        index
        for index, block in enumerate(page.blocks)
        if any(element in document.carriers for element, _ in block.pieces)
    )


def _page_hiding_elements(page: Segmentation, hidden: HiddenText) -> frozenset[Element]:
    """Return the elements that hide the whole page until a script shows it."""
    if not any(block.hidden for block in page.blocks):
        return frozenset()
    starts = list(accumulate(prose_weights(page.blocks), initial=0))
    large = page.boxes.holding(starts, HIDDEN_PAGE_SHARE * starts[-1])
    return frozenset(box.element for box in large if box.element in hidden.hiding)


def _walk(
    root: Element, roles: dict[object, int], hidden: HiddenText, constructs: Constructs
) -> Segmentation:
    blocks, boxes, media, ids = page_walk.walk(root, roles, hidden, constructs)
    changed = _attrs_without_ids_of_headings(boxes, ids)
    boxes = boxes.with_attrs(changed) if changed else boxes
    return Segmentation(blocks, boxes, media, constructs=constructs)


def _attrs_without_ids_of_headings(
    boxes: Boxes, ids: Iterable[tuple[int, str, str]]
) -> dict[int, str]:
    """Return the attributes of boxes without ids that repeat the first text inside.

    Such are the sections of a manual: the ids are targets of links, and say no more about an
    element's purpose than its heading. On a page with a few of them only, they may be names, as of
    a box for comments.

    Args:
        boxes: The boxes.
        ids: The index of a box that has text, its id and its first text.

    Returns:
        The other attributes, by the index of the box.
    """
    found = {index: name for index, name, text in ids if _is_called_as_headed(name, text)}
    if len(found) < _MIN_HEADED:
        return {}
    return {index: _without_words(boxes[index].attrs, name) for index, name in found.items()}


def _is_called_as_headed(name: str, text: str) -> bool:
    return len(text) <= _MAX_ID and letters(name) == letters(text) != ""


def _without_words(attrs: str, name: str) -> str:
    own = name.lower().split()
    return " ".join(word for word in attrs.split() if word not in own)


_MAX_ID = 100
_MIN_HEADED = 3
"""Longest heading whose id is compared with it, in characters, and fewest of a manual. Chosen by
hand."""


def _noscript_length(index: TreeIndex) -> int:
    """Return the number of characters of text inside `noscript` elements."""
    return sum(
        len(text.strip())
        for element in index.tagged("noscript")
        for text in element.itertext("*", with_tail=False)
    )
