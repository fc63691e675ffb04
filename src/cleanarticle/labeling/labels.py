"""Block: a run of text with its label and the reason for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.cues import find_cues
from cleanarticle.core.kind_classifier import classify_boilerplate
from cleanarticle.core.layout import make_layout
from cleanarticle.core.models import load_calibration, load_character_classes
from cleanarticle.core.page_type import PAGE_TYPES
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.tokens import tokenize
from cleanarticle.labeling.adjustments import (
    Adjustment,
    apply_adjustments,
    combine,
    decisive_adjustments,
)
from cleanarticle.labeling.interstitial import find_interstitial
from cleanarticle.labeling.scoring import choose_body, drop_duplicates, expected_f1, score_blocks
from cleanarticle.options import CleanOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleanarticle.core.features import PageFacts
    from cleanarticle.core.segmentation import Segmentation, TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.scoring import Scores
    from cleanarticle.parsing.document import Document


class Block(NamedTuple):
    """A run of text that a reader sees as one, with its label.

    Attributes:
        text: White space collapsed, line breaks kept; in `pre` all white space is kept.
        kind: What it is for the reader.
        score: Probability of being body, 0 to 1.
        reason: The evidence, in one short line.
        xpath: Path of the element that it stands in; None for plain text.
        tag: Name of that element; "" for plain text.
    """

    text: str
    kind: BlockKind
    score: float
    reason: str
    xpath: str | None
    tag: str

    @property
    def is_boilerplate(self) -> bool:
        """Whether it is anything else than body."""
        return self.kind is not BlockKind.BODY


@dataclass(frozen=True, slots=True)
class Labels:
    """A labelled page.

    Attributes:
        blocks: All blocks, in page order.
        confidence: The word F1 that is to be expected of the body, 0 to 1.
        page_type: One of `PAGE_TYPES`; "article" for plain text.
        type_confidence: Probability of that type; 1 for plain text.
    """

    blocks: tuple[Block, ...]
    confidence: float
    page_type: str
    type_confidence: float


def label_blocks(
    document: Document | None,
    segmentation: Segmentation,
    facts: PageFacts,
    options: CleanOptions | None = None,
    url: str | None = None,
) -> Labels:
    """Label every block of a page.

    Args:
        document: What the blocks were cut from; None for plain text.
        segmentation: The blocks.
        facts: What the page says of itself to machines.
        options: How it is cleaned; the defaults if None.
        url: The page's address, by which rules are chosen.
    """
    if not segmentation.blocks:
        return Labels((), 1.0, PAGE_TYPES[0], 1.0)
    options = options or CleanOptions()
    texts = [block.text for block in segmentation.blocks]
    layout = make_layout(segmentation, load_character_classes())
    read = find_cues(segmentation, layout, default_matcher())
    cues, told = options.cues.add_to(read, segmentation, layout)
    alone = score_blocks(document, segmentation, layout, cues, facts, options.effort)
    known = options.template.lean(segmentation, alone.body) if options.template else {}
    ruled = _of_interstitial(texts, facts.title) if document is not None else {}
    ruled |= options.earlier.lean(segmentation)
    ruled |= options.rules.for_url(url).lean(document, segmentation)
    adjustments = combine((known, told, ruled))
    scores = drop_duplicates(apply_adjustments(alone, adjustments), texts, layout)
    chosen = choose_body(scores)
    body = chosen.tolist()
    if facts.title_index is not None and facts.title_index not in ruled:
        body[facts.title_index] = True
    names = classify_boilerplate(segmentation, cues, layout, body)
    reasons = {at: _REPEATED for at in scores.duplicates if not body[at]}
    if adjustments:
        reasons |= decisive_adjustments(adjustments, body, choose_body(alone).tolist())
    best = int(scores.types.argmax())
    return Labels(
        tuple(_labelled(segmentation, scores, names, reasons, facts.title_index)),
        _calibrated(expected_f1(scores, chosen), "text_" if document is None else ""),
        PAGE_TYPES[best],
        round(float(scores.types[best]), 3),
    )


_REPEATED = Adjustment(-math.inf, "stands in the body already", BlockKind.OTHER)


def _of_interstitial(texts: Sequence[str], title: str) -> Adjustments:
    """The verdicts on a page that stands in for another; none on any other page."""
    interstitial = find_interstitial(title, texts)
    return interstitial.lean(len(texts)) if interstitial else {}


def _calibrated(expected: float, prefix: str) -> float:
    """The word F1 that pages really had of which as much was expected."""
    promised, real = load_calibration(f"{prefix}calibration")
    return round(float(np.interp(expected, promised, real)), 3)


def _labelled(
    segmentation: Segmentation,
    scores: Scores,
    names: Sequence[tuple[BlockKind, str]],
    reasons: Mapping[int, Adjustment],
    heading: int | None,
) -> Iterator[Block]:
    rounded = scores.body.round(4).tolist()
    lengths = scores.words.astype(int).tolist()
    for at, (block, (kind, evidence)) in enumerate(zip(segmentation.blocks, names, strict=True)):
        box = segmentation.boxes[block.box]
        if at in reasons:
            reason = reasons[at].reason
            if kind is not BlockKind.BODY:
                kind = reasons[at].kind or kind  # noqa: PLW2901
        elif kind is BlockKind.BODY:
            reason = "the page's title" if at == heading else _why_body(block, lengths[at])
        else:
            reason = "not shown: hidden by mark-up or style" if block.hidden else evidence
        yield Block(block.text, kind, rounded[at], reason, box.path or None, box.tag)


def _why_body(block: TextBlock, length: int) -> str:
    links = f", {block.link_density:.0%} link text" if block.link_length else ""
    return f"{length} words{links}"


def find_title_block(segmentation: Segmentation, title: str | None) -> int | None:
    """Index of the heading that shows the page's title; None if there is none."""
    wanted = tokenize(title or "")
    if not wanted:
        return None
    headings = [
        (segmentation.boxes[block.box].tag, at)
        for at, block in enumerate(segmentation.blocks)
        if segmentation.boxes[block.box].tag in ("h1", "h2")
    ]
    for _, at in sorted(headings):
        if tokenize(segmentation.blocks[at].text) == wanted:
            return at
    return None
