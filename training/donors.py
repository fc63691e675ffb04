"""Donors: parts of other pages that made pages are made of."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.cues import find_cues
from cleanarticle.core.layout import make_layout
from cleanarticle.core.phrase_matcher import default_matcher
from corpora import CLASSES
from metrics import words
from page_editor import LabeledPage, copy_element, matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.segmentation import Box
    from cleanarticle.parsing.document import Element
    from vectors import Booleans

MAX_BLOCKS = 80
"""Maximum blocks of a part."""

_LINK_ITEMS = 10
"""Minimum blocks of a list of links."""

_TEASERS = 3
"""Minimum teasers of a list of teasers."""


def is_comment(donor: LabeledPage, comments: str | None) -> Booleans:
    """Return True for each block in a comment.

    Args:
        donor: The page.
        comments: Gold text of the comments; None on pages of forums, whose body is the posts.
    """
    if comments is None:
        return donor.is_body
    return matches([block.text for block in donor.page.blocks], comments) & ~donor.is_body


def comment_texts(donor: LabeledPage, comments: str | None) -> list[str]:
    """Return the paragraphs of the comments on a page."""
    chosen = np.flatnonzero(is_comment(donor, comments))
    texts = [" ".join(donor.page.blocks[index].text.split()) for index in chosen]
    return [text[:1500] for text in texts if len(words(text)) >= 3]


def comment_elements(donor: LabeledPage, comments: str | None, limit: int) -> list[Element]:
    """Return copies of consecutive elements with the comments of a page.

    They are children of the smallest element with most of the comments, with whatever is between
    them, but without the body.

    Args:
        donor: The page.
        comments: Gold text of the comments; None on pages of forums.
        limit: Maximum number of elements.
    """
    chosen = is_comment(donor, comments)
    box = _smallest_box(donor, chosen)
    if box is None or box.element is None:
        return []
    children = _children_of_blocks(donor, box)
    with_comments = {children[index] for index in children if chosen[index]}
    with_body = {
        children[index] for index in children if donor.is_body[index] and not chosen[index]
    }
    parts: list[Element] = []
    blocks = 0
    for child in box.element:
        size = sum(owner is child for owner in children.values())
        if child in with_body or not (parts or child in with_comments):
            continue
        if len(parts) == limit or (parts and blocks + size > MAX_BLOCKS):
            break
        blocks += size
        parts.append(copy_element(child))
    return parts if blocks <= 2 * MAX_BLOCKS else []


def _smallest_box(donor: LabeledPage, chosen: Booleans) -> Box | None:
    """Return the deepest box with most of the text of the chosen blocks."""
    lengths = [
        len(block.text) if is_chosen else 0
        for block, is_chosen in zip(donor.page.blocks, chosen, strict=True)
    ]
    sums = [0, *accumulate(lengths)]
    if not sums[-1]:
        return None
    boxes = [box for box in donor.page.boxes if sums[box.last] - sums[box.first] >= 0.8 * sums[-1]]
    return max(boxes, key=lambda box: box.depth)


def _children_of_blocks(donor: LabeledPage, box: Box) -> dict[int, Element]:
    """Return the child of a box that contains each block in the box."""
    assert box.element is not None  # noqa: S101 - only plain text has boxes without elements
    owners = {}
    for index in range(box.first, box.last):
        element, _ = donor.page.blocks[index].pieces[0]
        for ancestor in (element, *element.iterancestors()):
            if ancestor.getparent() is box.element:
                owners[index] = ancestor
                break
    return owners


def link_lists(donor: LabeledPage) -> list[Element]:
    """Return copies of the boilerplate boxes in which most blocks are links, the largest ones."""
    is_link = np.array([block.link_density > 0.8 for block in donor.page.blocks])
    boxes = [
        box
        for box in _boilerplate_boxes(donor, _LINK_ITEMS)
        if is_link[box.first : box.last].mean() > 0.8
    ]
    return [copy_element(box.element) for box in _outermost(boxes) if box.element is not None]


def teaser_lists(donor: LabeledPage) -> list[Element]:
    """Return copies of the boilerplate boxes whose children are headlines with summaries."""
    boxes = [box for box in _boilerplate_boxes(donor, _TEASERS) if _is_teaser_list(box.element)]
    return [copy_element(box.element) for box in _outermost(boxes) if box.element is not None]


def _is_teaser_list(element: Element | None) -> bool:
    """Return True if most children of an element are as long as teasers and have a link."""
    children = [] if element is None else list(element)
    teasers = [child for child in children if _is_teaser(child)]
    return len(teasers) >= max(_TEASERS, 0.6 * len(children))


def _is_teaser(element: Element) -> bool:
    has_link = element.tag == "a" or element.find(".//a") is not None
    return has_link and 12 <= len(words(" ".join(map(str, element.itertext())))) <= 90


def _boilerplate_boxes(donor: LabeledPage, least: int) -> Iterator[Box]:
    """Yield the visible boxes without body that have enough blocks, but not too many."""
    body = [0, *accumulate(donor.is_body.astype(int).tolist())]
    for box in donor.page.boxes:
        size = box.last - box.first
        is_part = box.tag not in ("td", "tr", "tbody", "li", "dd", "body", "html")
        has_body = body[box.last] > body[box.first]
        if is_part and least <= size <= MAX_BLOCKS and not box.hidden and not has_body:
            yield box


def _outermost(boxes: list[Box]) -> list[Box]:
    """Return the boxes that are not inside another; they are in page order."""
    outermost: list[Box] = []
    for box in boxes:
        if not outermost or box.first >= outermost[-1].last:
            outermost.append(box)
    return outermost


def appeal_texts(donor: LabeledPage) -> list[str]:
    """Return the boilerplate texts with a cue of an appeal or an advertisement."""
    layout = make_layout(donor.page, CLASSES)
    cues = find_cues(donor.page, layout, default_matcher()).text_cues
    return [
        " ".join(block.text.split())
        for block, cue, is_body in zip(donor.page.blocks, cues, donor.is_body, strict=True)
        if cue is not None and cue.kind is BlockKind.SUBSCRIBE and not is_body
        if 6 <= len(words(block.text)) <= 80
    ]


def body_elements(donor: LabeledPage) -> list[Element]:
    """Return copies of the code listings, definition lists and short tables in the body."""
    body = [0, *accumulate(donor.is_body.astype(int).tolist())]
    boxes = [
        box
        for box in donor.page.boxes
        if box.tag in ("pre", "dl", "table") and box.first < box.last <= box.first + 40
        if body[box.last] - body[box.first] == box.last - box.first and not box.hidden
    ]
    return [copy_element(box.element) for box in _outermost(boxes) if box.element is not None]
