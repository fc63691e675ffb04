"""Block: a run of text with its label, and how it is found.

The labeller of this version is a set of rules. Each rule adds to or takes from the log-odds of a
block being body; the context then settles what the block alone cannot say. What the rules know is
written beside them; they are no match for pages without prose (product pages, listings), where
their confidence is low.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.kinds import BlockKind, Cue, default_lexicon, read_cues, words
from cleanarticle.opinion import trafilatura_opinion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.blocks import Segmentation, TextBlock
    from cleanarticle.document import Document


@dataclass(frozen=True, slots=True)
class Block:
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


def find_title(segmentation: Segmentation, title: str | None) -> int | None:
    """Index of the heading that shows the page's title; None if there is none."""
    wanted = words(title or "")
    if not wanted:
        return None
    for tag in ("h1", "h2"):
        for at, block in enumerate(segmentation.blocks):
            if segmentation.boxes[block.box].tag == tag and words(block.text) == wanted:
                return at
    return None


class _Evidence(NamedTuple):
    """What is known of one block before its neighbours are looked at."""

    block: TextBlock
    tag: str
    text_cue: Cue | None
    box_cue: Cue | None
    kept: bool | None
    link_density: float


def label(
    document: Document | None, segmentation: Segmentation, title: str | None = None
) -> tuple[Block, ...]:
    """Label every block of a page.

    Args:
        document: What the blocks were cut from; None for plain text.
        segmentation: The blocks.
        title: The page's title, if known: its heading is part of the body.
    """
    evidence = _gather(document, segmentation)
    odds = _in_context([_log_odds(item) for item in evidence], evidence)
    heading = find_title(segmentation, title)
    blocks: list[Block] = []
    previous: Block | None = None
    for at, (item, value) in enumerate(zip(evidence, odds, strict=True)):
        score = 1 / (1 + math.exp(-value))
        if item.block.hidden:
            score = min(score, _HIDDEN_SCORE)
        kind, reason = _decide(item, score, previous)
        if at == heading:
            score, kind, reason = 1.0, BlockKind.BODY, "the page's title"
        box = segmentation.boxes[item.block.box]
        previous = Block(
            item.block.text, kind, round(score, 4), reason, segmentation.xpath(item.block), box.tag
        )
        blocks.append(previous)
    return tuple(blocks)


def _gather(document: Document | None, segmentation: Segmentation) -> list[_Evidence]:
    lexicon = default_lexicon()
    cues = read_cues(segmentation, lexicon)
    of_boxes, of_texts = cues.boxes, cues.texts
    kept: Sequence[bool | None] = [None] * len(of_texts)
    if document is not None:
        kept = trafilatura_opinion(document, segmentation)
    return [
        _Evidence(
            block,
            segmentation.boxes[block.box].tag,
            text_cue,
            of_boxes[block.box],
            verdict,
            block.link_length / max(1, len("".join(block.text.split()))),
        )
        for block, text_cue, verdict in zip(segmentation.blocks, of_texts, kept, strict=True)
    ]


_TAG_ODDS = {
    "p": 0.5, "pre": 2.0, "blockquote": 0.5, "li": -0.3, "button": -4.0, "select": -4.0,
    "option": -4.0, "textarea": -4.0, "label": -3.0, "legend": -2.0, "th": 0.3, "tr": 0.3,
}  # fmt: skip

_TERMINAL = tuple(".!?…。！？।؟:;»”\"'’)")


def _log_odds(item: _Evidence) -> float:
    """Log-odds of body by the block alone.

    The weights are set by hand after what jusText (Pomikálek 2011) and boilerpipe (Kohlschütter
    2010) found to matter most: length, link density, and sentences.
    """
    text = item.block.text
    odds = _TAG_ODDS.get(item.tag, 0.0)
    odds += min(3.0, len(text) / 60) - 1.5
    if text.endswith(_TERMINAL) and len(text) > 30:
        odds += 1.0
    odds -= 4.0 * item.link_density
    if item.kept is not None:
        weight = 1.0 if item.tag in _HEADINGS else 2.0
        odds += weight if item.kept else -weight
    if item.text_cue:
        odds -= 5.0 * item.text_cue.weight * (1.0 if len(text) < 300 else 0.3)
    if item.box_cue:
        odds -= 2.5 * item.box_cue.weight
    if item.block.hidden:
        odds -= 4.0
    return odds


_HIDDEN_SCORE = 0.05
"""Highest score of text that is not shown: it is where prompt injection hides, so it is never
body, however much it reads like it."""

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))

_SURE = 3.0
"""Log-odds that a heading must have against it to take what stands below it along: 5 to 95 %."""

_REACH = 2
"""Neighbours on each side that a block's context is taken from."""


def _in_context(odds: list[float], evidence: Sequence[_Evidence]) -> list[float]:
    """Let short blocks follow the company they keep, and headings what they head."""
    settled = list(odds)
    for at, item in enumerate(evidence):
        around = odds[max(0, at - _REACH) : at] + odds[at + 1 : at + 1 + _REACH]
        if not around:
            continue
        company = max(-2.0, min(2.0, sum(around) / len(around)))
        weight = 1.0 if len(item.block.text) < 150 else 0.4
        if item.tag in _HEADINGS and at + 1 < len(odds):
            company = max(-3.0, min(3.0, odds[at + 1]))
        elif at and evidence[at - 1].tag in _HEADINGS and odds[at - 1] < -_SURE:
            company = -_SURE
        settled[at] = odds[at] + weight * company
    return settled


def _decide(item: _Evidence, score: float, previous: Block | None) -> tuple[BlockKind, str]:
    """Kind and reason of a block."""
    if score >= 0.5:
        return BlockKind.BODY, _body_reason(item)
    if item.block.hidden:
        return BlockKind.WIDGET, "not shown: hidden by mark-up or style"
    cue = max(filter(None, (item.text_cue, item.box_cue)), key=lambda c: c.weight, default=None)
    if cue:
        return cue.kind, cue.reason
    if previous is not None and previous.is_boilerplate:
        linked = item.link_density > 0.5
        if previous.tag in _HEADINGS or (not linked and previous.kind is not BlockKind.OTHER):
            return previous.kind, _below(previous)
    return _by_links(item)


def _by_links(item: _Evidence) -> tuple[BlockKind, str]:
    """What a block without any cue is: links to other pages, or nothing that is known."""
    if item.link_density <= 0.5:
        return BlockKind.OTHER, "short and apart from the main text"
    kind = BlockKind.NAVIGATION if len(item.block.text) < 30 else BlockKind.RELATED
    return kind, f"{item.link_density:.0%} link text"


def _below(previous: Block) -> str:
    """The reason of a fragment: what stands above it."""
    if previous.reason.startswith("below "):
        return previous.reason
    return f"below '{' '.join(previous.text[:30].split())}'"


def _body_reason(item: _Evidence) -> str:
    count = len(item.block.text.split())
    links = f", {item.link_density:.0%} link text" if item.link_density else ""
    return f"{count} words{links}"
