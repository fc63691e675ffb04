"""Segmentation of an HTML tree into blocks: what the walk over it needs, and what follows it."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from cleanarticle.core import page_walk
from cleanarticle.core.constructs import Constructs, find_constructs
from cleanarticle.core.prose import HIDDEN_PAGE_SHARE, prose_weights
from cleanarticle.core.roles import NOSCRIPT_ROLES, TAG_ROLES
from cleanarticle.core.segmentation import Box, Segmentation, TextBlock
from cleanarticle.core.shown_later import content_shown_later
from cleanarticle.core.tokens import letters
from cleanarticle.parsing.hidden_text import HiddenText, find_hidden_text

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    return frozenset(
        box.element
        for box in page.boxes
        if box.element in hidden.hiding
        and starts[box.last] - starts[box.first] > HIDDEN_PAGE_SHARE * starts[-1]
    )  # fmt: skip


def _walk(
    root: Element, roles: dict[object, int], hidden: HiddenText, constructs: Constructs
) -> Segmentation:
    blocks, boxes, media, ids = page_walk.walk(root, roles, hidden, constructs)
    _drop_ids_of_headings(boxes, ids, blocks)
    return Segmentation(blocks, boxes, media, constructs=constructs)


def _drop_ids_of_headings(
    boxes: list[Box], ids: Iterable[tuple[int, str]], blocks: list[TextBlock]
) -> None:
    """Remove ids that repeat the first text inside, as of the sections of a manual.

    They are targets of links, and say no more about an element's purpose than its heading. On a
    page with a few of them only, they may be names, as of a box for comments.

    Args:
        boxes: The boxes, in which attributes are replaced.
        ids: Pairs of the index of a box that has text and its id.
        blocks: The blocks.
    """
    found = [pair for pair in ids if _is_called_as_headed(*pair, boxes, blocks)]
    for index, name in found if len(found) >= _LEAST_HEADED else ():
        own = name.lower().split()
        others = (word for word in boxes[index].attrs.split() if word not in own)
        boxes[index] = boxes[index]._replace(attrs=" ".join(others))


def _is_called_as_headed(index: int, name: str, boxes: list[Box], blocks: list[TextBlock]) -> bool:
    text = blocks[boxes[index].first].text
    return len(text) <= _MAX_ID and letters(name) == letters(text) != ""


_MAX_ID = 100
_LEAST_HEADED = 3
"""Longest heading whose id is compared with it, in characters, and fewest of a manual. Chosen by
hand."""


def _noscript_length(index: TreeIndex) -> int:
    """Return the number of characters of text inside `noscript` elements."""
    return sum(
        len(text.strip())
        for element in index.tagged("noscript")
        for text in element.itertext("*", with_tail=False)
    )
