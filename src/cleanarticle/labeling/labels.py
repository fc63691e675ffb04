"""Labels: the decision about every block of a page, its kind and the reason."""

from __future__ import annotations

import math
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import Block, BlockKind
from cleanarticle.core.kind_classifier import classify_boilerplate
from cleanarticle.core.models import load_calibration
from cleanarticle.core.page_type import PAGE_TYPES
from cleanarticle.labeling.adjustments import (
    Adjustment,
    apply_adjustments,
    decisive_adjustments,
)
from cleanarticle.labeling.companions import companions_in_body, standfirst_in_body
from cleanarticle.labeling.duplicates import (
    MIN_WORDS,
    drop_duplicates,
    is_for_some_screens,
)
from cleanarticle.labeling.footnotes import footnotes_in_body
from cleanarticle.labeling.headings import headings_in_body
from cleanarticle.labeling.leftovers import leftovers
from cleanarticle.labeling.listing_controls import listing_controls
from cleanarticle.labeling.phrase_rows import phrase_rows
from cleanarticle.labeling.related import related_links
from cleanarticle.labeling.rescue import rescued_prose
from cleanarticle.labeling.siblings import siblings_in_body
from cleanarticle.labeling.signatures import signatures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.features import PageFacts
    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.interstitial import Interstitial
    from cleanarticle.labeling.scores import Scores


class Labels(NamedTuple):
    """A labeled page.

    Attributes:
        blocks: All blocks, in page order.
        confidence: The expected word F1 of the body, 0 to 1; 0 for an interstitial and for a page
            without any block.
        page_type: One of `PAGE_TYPES`; "article" for plain text.
        interstitial: What the page is instead of the requested one, None for any other page.
    """

    blocks: tuple[Block, ...]
    confidence: float
    page_type: str
    interstitial: Interstitial | None = None


NO_LABELS = Labels((), 0.0, PAGE_TYPES[0])
"""The labels of a page without any block."""


class Decision(NamedTuple):
    """The decision about the blocks of a page.

    Attributes:
        is_body: True for each body block.
        scores: The scores that the decision is based on: adjusted, without duplicates.
        reasons: The adjustments that are the reason for a block's label, by block.
        title_index: Index of the block that shows the page's title, None if there is none.
    """

    is_body: Sequence[bool]
    scores: Scores
    reasons: Adjustments
    title_index: int | None


def decide(page: Analysis, scores: Scores, adjustments: Adjustments, facts: PageFacts) -> Decision:
    """Decide which blocks are body.

    Args:
        page: The page.
        scores: The scores from the page alone.
        adjustments: The corrections of these scores.
        facts: What the page declares about itself; its title is body unless a verdict says
            otherwise.
    """
    title_index = facts.title_index
    texts = [block.text for block in page.segmentation.blocks]
    final = drop_duplicates(apply_adjustments(scores, adjustments), texts, page.layout)
    is_body = final.is_body.tolist()
    if title_index is not None:
        adjustment = adjustments.get(title_index)
        is_body[title_index] |= adjustment is None or not adjustment.is_verdict
    reasons = {index: _DUPLICATE for index in final.duplicates if not is_body[index]}
    scores_of_body = final.body.tolist()
    companions = _companions(page, is_body, scores_of_body, adjustments, facts)
    shown = set(compress(texts, is_body)) if companions else set()
    for index in sorted(companions):
        is_repeated = index in final.duplicates or (
            texts[index] in shown
            and page.layout.words[index] >= MIN_WORDS
            and is_for_some_screens(page.segmentation, page.segmentation.blocks[index])
        )
        is_body[index] = not is_repeated and not _is_excluded(adjustments.get(index))
        shown.add(texts[index])
    reasons |= {index: reason for index, reason in companions.items() if is_body[index]}
    others = related_links(page, is_body, scores_of_body) | listing_controls(page.segmentation)
    others |= phrase_rows(page, is_body, scores_of_body)
    others |= signatures(page.segmentation, facts.title_line, is_body)
    others |= leftovers(page, is_body, scores_of_body, title_index)
    for index in others.keys() - {title_index}:
        if not _is_confirmed(adjustments.get(index)):
            is_body[index] = False
            reasons[index] = others[index]
    if adjustments:
        reasons |= decisive_adjustments(adjustments, is_body, scores.is_body.tolist())
    return Decision(is_body, final, reasons, title_index)


def _companions(
    page: Analysis,
    is_body: Sequence[bool],
    scores: Sequence[float],
    adjustments: Adjustments,
    facts: PageFacts,
) -> Adjustments:
    """Return the blocks that are body because of the body around them, with the reason."""
    title_index = facts.title_index
    return (
        companions_in_body(page, is_body, scores, facts)
        | headings_in_body(page, is_body, scores)
        | standfirst_in_body(page, title_index, is_body)
        | siblings_in_body(page, is_body, scores, adjustments)
        | footnotes_in_body(page.segmentation, is_body)
        | rescued_prose(page, is_body, scores, title_index)
    )


def _is_excluded(adjustment: Adjustment | None) -> bool:
    return adjustment is not None and adjustment.is_explicit and adjustment.log_odds < 0


def _is_confirmed(adjustment: Adjustment | None) -> bool:
    return adjustment is not None and adjustment.is_explicit and adjustment.log_odds > 0


_DUPLICATE = Adjustment(-math.inf, "repeats other text of the body", BlockKind.OTHER)


def label_blocks(page: Analysis, decision: Decision) -> tuple[Block, ...]:
    """Return every block with its label: body, or a kind of boilerplate, each with a reason.

    Args:
        page: The page.
        decision: The decision about its blocks.
    """
    kinds = classify_boilerplate(page.segmentation, page.cues, page.layout, decision.is_body)
    return tuple(_labeled_blocks(page, decision, kinds))


def calibrated_confidence(expected: float, calibration: str) -> float:
    """Return the mean word F1 of pages with the same expected word F1.

    Args:
        expected: The expected word F1.
        calibration: The name of the calibration.
    """
    predicted, actual = load_calibration(calibration)
    return round(float(np.interp(expected, predicted, actual)), 3)


def _labeled_blocks(
    page: Analysis, decision: Decision, kinds: Sequence[tuple[BlockKind, str]]
) -> Iterator[Block]:
    blocks, boxes = page.segmentation.blocks, page.segmentation.boxes
    around = [block.box for block in blocks]
    labels = _labels(page, decision, kinds)
    for index, adjustment in decision.reasons.items():
        kind, _ = labels[index]
        if kind is not BlockKind.BODY:
            kind = adjustment.kind or kind
        labels[index] = kind, adjustment.reason
    for index in page.segmentation.had_messages:
        kind, reason = labels[index]
        labels[index] = kind, f"{reason}; hidden characters removed"
    probabilities = decision.scores.body.round(4).tolist()
    columns: dict[str, Sequence[object]] = {
        "text": [block.text for block in blocks],
        "kind": [kind for kind, _ in labels],
        "score": probabilities,
        "reason": [reason for _, reason in labels],
        "xpath": [path if 0 < len(path) <= MAX_XPATH else None for path in map(boxes.path, around)],
        "tag": [*map(boxes.tag, around)],
    }
    return map(Block._make, zip(*map(columns.__getitem__, Block._fields), strict=True))


def _labels(
    page: Analysis, decision: Decision, kinds: Sequence[tuple[BlockKind, str]]
) -> list[tuple[BlockKind, str]]:
    """Return the kind of each block, and the reason for it if no adjustment is the reason."""
    blocks = page.segmentation.blocks
    labels = list(kinds)
    for index, block in enumerate(blocks):
        if block.hidden:
            labels[index] = kinds[index][0], HIDDEN_REASON
    for index in np.flatnonzero(decision.is_body).tolist():
        words = int(page.layout.words[index])
        labels[index] = BlockKind.BODY, _describe_body(blocks[index], words)
    if decision.title_index is not None and decision.is_body[decision.title_index]:
        labels[decision.title_index] = BlockKind.BODY, "the page's title"
    return labels


MAX_XPATH = 1000
"""Longest XPath of a block, in characters: in a page of elements nested 500 deep they would be most
of its record. Those of the corpora have up to 400. Chosen by hand."""

HIDDEN_REASON = "hidden by markup or style"
"""The reason of hidden blocks, unless a rule or cue of the user is."""


def _describe_body(block: TextBlock, words: int) -> str:
    links = f", {block.link_density:.0%} link text" if block.link_length else ""
    return f"{words} words{links}"
