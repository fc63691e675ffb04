"""Panels: boxes of a page in which nearly all text recurs on the other pages of its site."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.segmentation import Segmentation

_MIN_PANEL_BLOCKS = 3
"""Minimum blocks of a panel. Chosen by hand: two teasers with headings have four blocks."""

_MIN_PANEL_SHARE = 0.75
"""Minimum mean share of pages of the texts of a panel. Chosen by hand."""

_MAX_PANEL_OF_PAGE = 0.5
"""Maximum share of the page's blocks in a panel. Chosen by hand."""


def panel_shares(segmentation: Segmentation, shares: Sequence[float]) -> list[float]:
    """Return the share of a site's pages with the panel around each block, 0 to 1; 0 if none.

    A panel is a box in which nearly all text recurs, such as a list of teasers or a footer, but
    not a recurring note among the paragraphs of an article. Its share is the mean of its blocks;
    of nested panels the highest share counts.

    Args:
        segmentation: The page.
        shares: Share of the site's pages with the text of each block.
    """
    sums = [0.0, *accumulate(shares)]
    max_blocks = len(shares) * _MAX_PANEL_OF_PAGE
    panels = [0.0] * len(shares)
    for box in segmentation.boxes:
        size = box.last - box.first
        if _MIN_PANEL_BLOCKS <= size <= max_blocks:
            mean = (sums[box.last] - sums[box.first]) / size
            if mean >= _MIN_PANEL_SHARE:
                panels[box.first : box.last] = [
                    max(mean, other) for other in panels[box.first : box.last]
                ]
    return panels
