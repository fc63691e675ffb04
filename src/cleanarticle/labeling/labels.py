"""Labels: the decision about every block of a page, its kind and the reason."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import Block, BlockKind
from cleanarticle.core.kind_classifier import classify_boilerplate
from cleanarticle.core.models import load_calibration
from cleanarticle.core.page_type import PageType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.labeling.decisions import Decision
    from cleanarticle.labeling.interstitial import Interstitial


class Labels(NamedTuple):
    """A labeled page.

    Attributes:
        blocks: All blocks, in page order.
        confidence: The expected word F1 of the body, 0 to 1; 0 for an interstitial and for a page
            without any block.
        page_type: The type of the page; `ARTICLE` for plain text.
        interstitial: What the page is instead of the requested one, None for any other page.
    """

    blocks: tuple[Block, ...]
    confidence: float
    page_type: PageType
    interstitial: Interstitial | None = None


NO_LABELS = Labels((), 0.0, PageType.ARTICLE)
"""The labels of a page without any block."""


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
    after = bisect_right(predicted, expected)
    if after in (0, len(predicted)):
        return round(actual[min(after, len(predicted) - 1)], 3)
    low, high = predicted[after - 1], predicted[after]
    share = (expected - low) / (high - low)
    return round(actual[after - 1] + share * (actual[after] - actual[after - 1]), 3)


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
    probabilities = [round(body, 4) for body in decision.scores.body]
    columns: dict[str, Sequence[object]] = {
        "text": [block.text for block in blocks],
        "kind": [kind for kind, _ in labels],
        "score": probabilities,
        "reason": [reason for _, reason in labels],
        "xpath": [path if 0 < len(path) <= MAX_XPATH else None for path in map(boxes.path, around)],
        "tag": [*map(boxes.tag, around)],
    }
    rows = zip(*map(columns.__getitem__, Block._fields), strict=True)
    return map(partial(tuple.__new__, Block), rows)  # as `Block._make` does, in a fifth of the time


def _labels(
    page: Analysis, decision: Decision, kinds: Sequence[tuple[BlockKind, str]]
) -> list[tuple[BlockKind, str]]:
    """Return the kind of each block, and the reason for it if no adjustment is the reason."""
    blocks = page.segmentation.blocks
    labels = list(kinds)
    for index, block in enumerate(blocks):
        if block.hidden:
            labels[index] = kinds[index][0], HIDDEN_REASON
    for index in compress(range(len(blocks)), decision.is_body):
        words = int(page.layout.words[index])
        labels[index] = BlockKind.BODY, _describe_body(blocks[index], words)
    if decision.title_index is not None and decision.is_body[decision.title_index]:
        labels[decision.title_index] = BlockKind.BODY, "the page's title"
    return labels


MAX_XPATH = 1000
"""Longest XPath of a block, in characters: in a page of elements nested 500 deep they would be most
of its record. Chosen by hand: on 3,261 pages the longest have 967, 371 and 339."""

HIDDEN_REASON = "hidden by markup or style"
"""The reason of hidden blocks, unless a rule or cue of the user is."""


def _describe_body(block: TextBlock, words: int) -> str:
    links = f", {block.link_density:.0%} link text" if block.link_length else ""
    return f"{words} word{'' if words == 1 else 's'}{links}"
