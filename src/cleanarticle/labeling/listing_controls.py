"""Controls of listings: the buttons in them, whatever language they speak."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.listings import LISTING_TAGS
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.core.segmentation import Box, Segmentation, TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_CONTROL = Adjustment(-math.inf, "button of a listing", BlockKind.WIDGET)


_LEVELS = 3
_MAX_BLOCKS = 12
"""Boxes around a button in which the only other text is a listing, and the most blocks of one.
Chosen by hand."""


def listing_controls(draft: Draft) -> Adjustments:
    """Return the buttons of listings, which are no code, with the reason.

    They are inside of a listing, or in a box that has nothing but one, its name and buttons.
    """
    segmentation = draft.page.segmentation
    tags = segmentation.signatures.tags
    if "button" not in tags or LISTING_TAGS.isdisjoint(tags):
        return {}
    controls: Adjustments = {}
    end = 0  # of the listing that was entered last
    listings_and_buttons = (
        number for number, tag in enumerate(tags) if tag in LISTING_TAGS or tag == "button"
    )
    for box in segmentation.boxes.of_signatures(listings_and_buttons):
        if box.tag in LISTING_TAGS:
            end = max(end, box.last)
        elif box.first < end or _is_beside_listing(segmentation, box):
            controls |= dict.fromkeys(range(box.first, box.last), _CONTROL)
    return controls


def _is_beside_listing(segmentation: Segmentation, button: Box) -> bool:
    """Return True if a box around a button has nothing but a listing, its name and buttons."""
    outer = button
    for _ in range(_LEVELS):
        if outer.parent < 0:
            break
        outer = segmentation.boxes[outer.parent]
        if outer.last - outer.first > _MAX_BLOCKS:
            break
        blocks = segmentation.blocks[outer.first : outer.last]
        tags = [segmentation.boxes.tag(block.box) for block in blocks]
        others = [block for block, tag in zip(blocks, tags, strict=True) if tag != "button"]
        if not LISTING_TAGS.isdisjoint(tags):
            return len(others) <= _MAX_PARTS and _is_name(others[0], tags[0])
    return False


def _is_name(block: TextBlock, tag: str) -> bool:
    """Return True if a block before a listing can be its name, or is the listing itself."""
    return tag in LISTING_TAGS or len(block.text) <= _MAX_NAME


_MAX_PARTS = 2
_MAX_NAME = 60
"""The most parts of such a box, without buttons, and the longest name of a listing, in characters.
Chosen by hand."""
