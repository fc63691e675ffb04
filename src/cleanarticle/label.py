"""Block: a run of text with its label and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.cues import default_lexicon, read_cues
from cleanarticle.features import lay_out
from cleanarticle.judge import Effort, decide, expected_f1, judge
from cleanarticle.kinds import BlockKind
from cleanarticle.model import load_characters
from cleanarticle.naming import name_boilerplate
from cleanarticle.pagetype import PAGE_TYPES
from cleanarticle.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.blocks import Segmentation, TextBlock
    from cleanarticle.document import Document
    from cleanarticle.features import Facts
    from cleanarticle.judge import Judgement


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


def label(
    document: Document | None,
    segmentation: Segmentation,
    facts: Facts,
    effort: Effort = Effort.BALANCED,
) -> Labels:
    """Label every block of a page.

    Args:
        document: What the blocks were cut from; None for plain text.
        segmentation: The blocks.
        facts: What the page says of itself to machines.
        effort: How much is done for it.
    """
    if not segmentation.blocks:
        return Labels((), 1.0, PAGE_TYPES[0], 1.0)
    cues = read_cues(segmentation, default_lexicon())
    layout = lay_out(segmentation, load_characters())
    judgement = judge(document, segmentation, layout, cues, facts, effort)
    chosen = decide(judgement)
    body = chosen.tolist()
    if facts.heading is not None:
        body[facts.heading] = True
    names = name_boilerplate(segmentation, cues, layout, body)
    best = int(judgement.types.argmax())
    return Labels(
        tuple(_labelled(segmentation, judgement, names, facts.heading)),
        round(expected_f1(judgement, chosen), 3),
        PAGE_TYPES[best],
        round(float(judgement.types[best]), 3),
    )


def _labelled(
    segmentation: Segmentation,
    judgement: Judgement,
    names: Sequence[tuple[BlockKind, str]],
    heading: int | None,
) -> Iterator[Block]:
    scores = judgement.body.round(4).tolist()
    lengths = judgement.words.astype(int).tolist()
    for at, (block, (kind, evidence)) in enumerate(zip(segmentation.blocks, names, strict=True)):
        box = segmentation.boxes[block.box]
        if kind is BlockKind.BODY:
            reason = "the page's title" if at == heading else _why_body(block, lengths[at])
        else:
            reason = "not shown: hidden by mark-up or style" if block.hidden else evidence
        yield Block(block.text, kind, scores[at], reason, box.path or None, box.tag)


def _why_body(block: TextBlock, length: int) -> str:
    links = f", {block.link_density:.0%} link text" if block.link_length else ""
    return f"{length} words{links}"


def find_title(segmentation: Segmentation, title: str | None) -> int | None:
    """Index of the heading that shows the page's title; None if there is none."""
    wanted = words(title or "")
    if not wanted:
        return None
    headings = [
        (segmentation.boxes[block.box].tag, at)
        for at, block in enumerate(segmentation.blocks)
        if segmentation.boxes[block.box].tag in ("h1", "h2")
    ]
    for _, at in sorted(headings):
        if words(segmentation.blocks[at].text) == wanted:
            return at
    return None
