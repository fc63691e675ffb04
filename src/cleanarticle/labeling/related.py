"""Lists of links to other pages below a heading such as "Read next"."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.tokens import tokenize_texts
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.labeling.adjustments import Adjustments

_MIN_LINKS, _MIN_LIST_LINKS = 0.8, 0.6
"""Minimum link density of an item, and of a list with its heading in one block. Chosen by hand."""

_MIN_LINK_COUNT = 2
"""Fewest links of such a list. Chosen by hand."""

_CERTAIN_BODY = 0.8
"""Probability of body from which a block is kept. Chosen by hand."""

_RELATED = Adjustment(-math.inf, "links below a heading of other pages", BlockKind.RELATED)


def related_links(page: Analysis, is_body: Sequence[bool], scores: Sequence[float]) -> Adjustments:
    """Return the links to other pages that are body only because nothing rejects them.

    They follow a heading that is boilerplate itself, in the same box, or begin with its words.

    Args:
        page: The page.
        is_body: True for each block that is body without regard to this.
        scores: The probability of body of each block.
    """
    blocks, boxes = page.segmentation.blocks, page.segmentation.boxes
    dropped = dict.fromkeys(_lists_in_one_block(page, is_body, scores), _RELATED)
    done = 0
    for index, cue in enumerate(page.cues.text_cues):
        if cue is None or cue.kind is not BlockKind.RELATED or is_body[index]:
            continue
        around = boxes[max(0, boxes[blocks[index].box].parent)]
        for below in range(max(index + 1, done), around.last):
            if blocks[below].link_density < _MIN_LINKS:
                break
            done = below + 1
            if is_body[below] and scores[below] < _CERTAIN_BODY:
                dropped[below] = _RELATED
    return dropped


def _lists_in_one_block(
    page: Analysis, is_body: Sequence[bool], scores: Sequence[float]
) -> Iterator[int]:
    """Yield the blocks that are links, line by line, below a line with a phrase of such lists."""
    matcher = default_matcher()
    for index, block in enumerate(page.segmentation.blocks):
        if (
            is_body[index]
            and block.link_count >= _MIN_LINK_COUNT
            and block.link_density >= _MIN_LIST_LINKS
            and scores[index] < _CERTAIN_BODY
        ):
            first = block.text.partition("\n")[0]
            tokens = tokenize_texts([first], matcher.dictionary)
            cue = matcher.texts.match(tokens).cues(np.ones(1, np.bool_))[0]
            if cue is not None and cue.kind is BlockKind.RELATED:
                yield index
