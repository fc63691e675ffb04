"""Rescue: the prose of a page of which the models keep nothing.

On a page of one or two sentences the menus around them are nearly all that the models see.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cleanarticle.bylines.lines import read_byline_line
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.core.analysis import Analysis
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_MIN_SCORE = 0.1
"""Minimum probability of body. Of 17 pages of the corpora without any body, none has prose of more
than 0.04."""

_MIN_WORDS = 8
_MAX_LINKS = 0.5
_BEST_SHARE = 0.5
"""Fewest words of prose, its link density, and its probability of body relative to the likeliest.
Chosen by hand."""


def rescued_prose(draft: Draft) -> Adjustments:
    """Return the likeliest prose of a page that has no body but its title, with the reason."""
    page, is_body, scores = draft.page, draft.is_body, draft.scores
    title_index = draft.facts.title_index
    if any(body for index, body in enumerate(is_body) if index != title_index):
        return {}
    prose = [
        index
        for index, block in enumerate(page.segmentation.blocks)
        if scores[index] >= _MIN_SCORE
        and index != title_index
        and page.layout.words[index] >= _MIN_WORDS
        and page.cues.text_cues[index] is None
        and block.link_density < _MAX_LINKS
        and not block.hidden
        and read_byline_line(block.text) is None
    ]
    if not prose:
        return {}
    best = max(prose, key=scores.__getitem__)
    around = range(len(scores)) if title_index is None else _around(page, title_index, best)
    return {
        index: Adjustment(math.inf, "the only prose of the page")
        for index in prose
        if index in around and scores[index] >= _BEST_SHARE * scores[best]
    }


def _around(page: Analysis, *indices: int) -> range:
    """Return the blocks in the innermost box that holds some blocks."""
    first, last = min(indices), max(indices)
    boxes = page.segmentation.ancestors(page.segmentation.blocks[first])
    return next(
        (range(box.first, box.last) for box in boxes if last < box.last), range(first, last + 1)
    )
