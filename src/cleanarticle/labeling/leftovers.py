"""Leftovers: blocks that are body although what they belong to is not.

A heading ends no article: the last one heads an offer, a form or a list of links. A sentence in a
box for newsletters goes with the others in it. A link to skip the menu leads to the body.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from cleanarticle.block import APPEALS, BlockKind
from cleanarticle.core.roles import HEADING_TAGS, LOWER_HEADING_TAGS
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.labeling.scores import SMALL_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_HEADED = (*APPEALS, BlockKind.RELATED, BlockKind.WIDGET)
"""Kinds of headings that are no part of the text: "Was this page helpful?"."""

_CERTAIN_BODY = 0.8
"""Probability of body from which a block is kept. Chosen by hand."""

_MAX_APPEAL = 20
"""Maximum words of a sentence that asks to subscribe; longer ones can be the text before a paywall.
Chosen by hand."""

_SKIP_NAME = re.compile(
    r"(?<!\S)(?:mw-jump-?link|skip-?(?:to|nav|link|content|main)?(?:-[\w-]*)?)(?!\S)"
)
_MIN_SKIP_LINK = 0.9
_SKIP_BLOCKS = 3
"""Class names of links that skip a part of the page, in any language, their least share of a block,
and how far below the title they are. Chosen by hand."""

_SKIP_LINK = Adjustment(-math.inf, "a link that skips a part of the page", BlockKind.NAVIGATION)
_LAST_HEADING = Adjustment(-math.inf, "a heading without text of the body below it")
_IN_FORM = Adjustment(-math.inf, "in a box to subscribe", BlockKind.SUBSCRIBE)


def leftovers(draft: Draft) -> Adjustments:
    """Return the blocks that are no body as what they belong to is none, with the reason."""
    page, is_body, scores = draft.page, draft.is_body, draft.scores
    title_index = draft.facts.title_index
    found = dict.fromkeys(_in_forms(page, is_body, scores), _IN_FORM)
    last = max((index for index, body in enumerate(is_body) if body), default=-1)
    first = -1 if title_index is None else title_index
    found |= dict.fromkeys(_skip_links(page, is_body, first + 1 + _SKIP_BLOCKS), _SKIP_LINK)
    is_unsure = len(is_body) <= SMALL_PAGE or scores[last] < _CERTAIN_BODY
    if first < last < len(is_body) - 1 and is_unsure and _heads_other_text(page, last):
        found[last] = _LAST_HEADING
    return found


def _skip_links(page: Analysis, is_body: Sequence[bool], end: int) -> Iterator[int]:
    """Yield the links to other places of the page that are called skip links, above a block."""
    for index, block in enumerate(page.segmentation.blocks[:end]):
        if not is_body[index] or not block.first_href.startswith("#"):
            continue
        box = page.segmentation.boxes[block.box]
        is_named = any(map(_SKIP_NAME.search, (block.inline_attrs, box.attrs)))
        if is_named and box.tag not in HEADING_TAGS and block.link_density >= _MIN_SKIP_LINK:
            yield index


def _heads_other_text(page: Analysis, index: int) -> bool:
    """Return True if a block is a heading that has a cue itself, or heads an offer."""
    boxes, blocks = page.segmentation.boxes, page.segmentation.blocks
    own, below = page.cues.text_cues[index : index + 2]
    if boxes.tag(blocks[index].box) not in LOWER_HEADING_TAGS:
        return False
    return (own is not None and own.kind in _HEADED) or (
        below is not None and below.kind in APPEALS
    )


def _in_forms(page: Analysis, is_body: Sequence[bool], scores: Sequence[float]) -> Iterator[int]:
    """Yield the uncertain blocks in boxes to subscribe, beside one that the models reject."""
    unsure = (
        index
        for index, score in enumerate(scores)
        if is_body[index] and score < _CERTAIN_BODY and page.layout.words[index] <= _MAX_APPEAL
    )
    for index in unsure:
        beside = (other for other in (index - 1, index + 1) if 0 <= other < len(is_body))
        if _is_in_form(page, index) and any(
            not is_body[other] and _is_in_form(page, other) for other in beside
        ):
            yield index


def _is_in_form(page: Analysis, index: int) -> bool:
    cue = page.cues.of_box(page.segmentation.blocks[index].box)
    return cue is not None and cue.kind is BlockKind.SUBSCRIBE
