"""Controls of listings: the buttons in them, whatever language they speak."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.listings import LISTING_TAGS
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.core.segmentation import Box, Segmentation
    from cleanarticle.labeling.adjustments import Adjustments

_CONTROL = Adjustment(-math.inf, "button in a listing", BlockKind.WIDGET)


_LEVELS = 3
"""Boxes around a button in which the only other text is a listing. Chosen by hand."""


def listing_controls(segmentation: Segmentation) -> Adjustments:
    """Return the buttons of listings, which are no code, with the reason.

    They are inside of a listing, or in a box that has nothing but one, its name and buttons.
    """
    tags = segmentation.signatures.tags
    if "button" not in tags or LISTING_TAGS.isdisjoint(tags):
        return {}
    controls: Adjustments = {}
    end = 0  # of the listing that was entered last
    for box in segmentation.boxes:
        if box.tag in LISTING_TAGS:
            end = max(end, box.last)
        elif box.tag == "button" and (box.first < end or _is_beside_listing(segmentation, box)):
            controls |= dict.fromkeys(range(box.first, box.last), _CONTROL)
    return controls


def _is_beside_listing(segmentation: Segmentation, button: Box) -> bool:
    """Return True if a box around a button has nothing but a listing, its name and buttons."""
    outer = button
    for _ in range(_LEVELS):
        if outer.parent < 0:
            break
        outer = segmentation.boxes[outer.parent]
        blocks = segmentation.blocks[outer.first : outer.last]
        tags = [segmentation.boxes.tag(block.box) for block in blocks]
        others = [tag for tag in tags if tag != "button"]
        if not LISTING_TAGS.isdisjoint(others):
            return len(others) <= _MAX_PARTS
    return False


_MAX_PARTS = 2
"""The most parts of such a box, without buttons: the name of a listing, and the listing."""
