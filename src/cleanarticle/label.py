"""Block: a run of text with its label and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.cues import default_lexicon, read_cues
from cleanarticle.judge import Effort, decide, expected_f1, judge
from cleanarticle.kinds import BlockKind
from cleanarticle.pagetype import PAGE_TYPES
from cleanarticle.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.blocks import Segmentation, TextBlock
    from cleanarticle.cues import Cue, Cues
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
    judgement = judge(document, segmentation, cues, facts, effort)
    chosen = decide(judgement)
    best = int(judgement.types.argmax())
    return Labels(
        tuple(_labelled(segmentation, cues, judgement, chosen.tolist(), facts.heading)),
        round(expected_f1(judgement, chosen), 3),
        PAGE_TYPES[best],
        round(float(judgement.types[best]), 3),
    )


def _labelled(
    segmentation: Segmentation,
    cues: Cues,
    judgement: Judgement,
    chosen: Sequence[bool],
    heading: int | None,
) -> Iterator[Block]:
    previous: Block | None = None
    scores = judgement.body.round(4).tolist()
    lengths = judgement.words.astype(int).tolist()
    for at, block in enumerate(segmentation.blocks):
        box = segmentation.boxes[block.box]
        if at == heading:
            kind, reason = BlockKind.BODY, "the page's title"
        elif chosen[at]:
            kind, reason = BlockKind.BODY, _why_body(block, lengths[at])
        else:
            evidence = _Evidence(block, cues.texts[at], cues.boxes[block.box], previous)
            kind, reason = evidence.for_boilerplate()
        previous = Block(block.text, kind, scores[at], reason, box.path or None, box.tag)
        yield previous


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


_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


class _Evidence(NamedTuple):
    """What tells the kind of one block.

    Attributes:
        block: The block.
        text_cue: What it says of itself.
        box_cue: What the box around it is.
        previous: The block before it, labelled; None for the first.
    """

    block: TextBlock
    text_cue: Cue | None
    box_cue: Cue | None
    previous: Block | None

    def for_boilerplate(self) -> tuple[BlockKind, str]:
        """Kind and reason of a block of boilerplate."""
        if self.block.hidden:
            return BlockKind.WIDGET, "not shown: hidden by mark-up or style"
        cue, of_box = self.text_cue, self.box_cue
        if cue is None or (of_box is not None and of_box.weight > cue.weight):
            cue = of_box
        if cue is not None:
            return cue.kind, cue.reason
        previous = self.previous
        if previous is not None and previous.is_boilerplate:
            linked = self.block.link_density > 0.5
            if previous.tag in _HEADINGS or (not linked and previous.kind is not BlockKind.OTHER):
                return previous.kind, _below(previous)
        return self._by_links()

    def _by_links(self) -> tuple[BlockKind, str]:
        """What a block without any cue is: links to other pages, or nothing that is known."""
        if self.block.link_density <= 0.5:
            return BlockKind.OTHER, "apart from the main text"
        kind = BlockKind.NAVIGATION if len(self.block.text) < 30 else BlockKind.RELATED
        return kind, f"{self.block.link_density:.0%} link text"


def _below(previous: Block) -> str:
    """The reason of a fragment: what stands above it."""
    if previous.reason.startswith("below "):
        return previous.reason
    return f"below '{' '.join(previous.text[:30].split())}'"
