"""Controls of listings: the buttons in them, whatever language they speak."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.listings import LISTING_TAGS
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.adjustments import Adjustments

_CONTROL = Adjustment(-math.inf, "button in a listing", BlockKind.WIDGET)


def listing_controls(segmentation: Segmentation) -> Adjustments:
    """Return the buttons inside of listings, which are no code, with the reason."""
    tags = segmentation.signatures.tags
    if "button" not in tags or LISTING_TAGS.isdisjoint(tags):
        return {}
    controls: Adjustments = {}
    end = 0  # of the listing that was entered last
    for box in segmentation.boxes:
        if box.tag in LISTING_TAGS:
            end = max(end, box.last)
        elif box.tag == "button" and box.first < end:
            controls |= dict.fromkeys(range(box.first, box.last), _CONTROL)
    return controls
