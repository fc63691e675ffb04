"""Links to other pages: lists below a heading such as "Read next", and lines like "Next: ..."."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.tokens import normalize_texts, tokenize_texts
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.labeling.scores import BODY_THRESHOLD, SMALL_PAGE
from cleanarticle.phrases.store import Role, load_list, load_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_MIN_LINKS, _MIN_LIST_LINKS = 0.8, 0.6
"""Minimum link density of an item, and of a list with its heading in one block. Chosen by hand."""

_MIN_LINK_COUNT = 2
"""Fewest links of such a list. Chosen by hand."""

_CERTAIN_BODY = 0.8
"""Probability of body from which a block is kept. Chosen by hand."""

_MIN_LABELED_LINK = 0.4
_MAX_LABEL = 30
"""Minimum link density of a line that a label begins, and the longest label, in characters. Chosen
by hand."""

_COLON = re.compile("[:：]")
_REMARK = re.compile(r"\s\([^()]*\)$")
"""What may stand in brackets behind a label: "Previous message (by thread):"."""

_RELATED = Adjustment(-math.inf, "links below a heading of other pages", BlockKind.RELATED)
_LABELED = Adjustment(-math.inf, "a link with a label of other pages", BlockKind.RELATED)
_PAGER = Adjustment(-math.inf, "links to the pages before and after", BlockKind.NAVIGATION)

_BACK_AND_ON = re.compile(r"(?:<<|[←◀⟵«‹])\s*\S.*\S\s*(?:>>|[→▶⟶»›])", re.DOTALL)
"""A row of links from an arrow to the left to one to the right."""

_QUOTED = re.compile(r"[«‹]\s*(?P<label>[^\W\d_]+)")
"""The start of a row between marks that are quotation marks in French, and its first word."""


def related_links(draft: Draft) -> Adjustments:
    """Return the links to other pages that are body only because nothing rejects them.

    They follow a heading that is boilerplate itself, in the same box, or begin with its words, or
    with a label and a colon. On small pages it is enough that the models call the heading so; it
    goes with them.
    """
    page, is_body, scores = draft.page, draft.is_body, draft.scores
    blocks, boxes = page.segmentation.blocks, page.segmentation.boxes
    dropped = dict.fromkeys(_lists_in_one_block(page, is_body, scores), _RELATED)
    dropped |= dict.fromkeys(_labeled_links(page, is_body), _LABELED)
    dropped |= dict.fromkeys(_pagers(page, is_body), _PAGER)
    is_small = len(is_body) <= SMALL_PAGE
    may_be_body = [score >= BODY_THRESHOLD for score in scores] if is_small else is_body
    done = 0
    for index, cue in enumerate(page.cues.text_cues):
        if cue is None or cue.kind is not BlockKind.RELATED or may_be_body[index]:
            continue
        around = boxes[max(0, boxes[blocks[index].box].parent)]
        for below in range(max(index + 1, done), around.last):
            if blocks[below].link_density < _MIN_LINKS:
                break
            done = below + 1
            if is_body[below] and scores[below] < _CERTAIN_BODY:
                dropped[below] = _RELATED
                if is_body[index]:
                    dropped[index] = _RELATED
    return dropped


def _lists_in_one_block(
    page: Analysis, is_body: Sequence[bool], scores: Sequence[float]
) -> Iterator[int]:
    """Yield the blocks that are links, line by line, below a line with a phrase of such lists."""
    for index, block in enumerate(page.segmentation.blocks):
        if (
            is_body[index]
            and block.link_count >= _MIN_LINK_COUNT
            and block.link_density >= _MIN_LIST_LINKS
            and scores[index] < _CERTAIN_BODY
            and _announces_related(block.text.partition("\n")[0])
        ):
            yield index


def _labeled_links(page: Analysis, is_body: Sequence[bool]) -> Iterator[int]:
    """Yield the lines that are a label such as "Read also:" or "Previous:" and a link."""
    for index, block in enumerate(page.segmentation.blocks):
        if not (is_body[index] and block.link_count) or block.first_href.startswith("#"):
            continue
        if block.link_density >= _MIN_LABELED_LINK:
            colon = _COLON.search(block.text, 0, _MAX_LABEL)
            if colon is not None and block.text[colon.end() :].strip():
                label = _REMARK.sub("", block.text[: colon.start()]).lstrip("[(")
                if normalize_texts([label])[0] in _labels():
                    yield index


def _pagers(page: Analysis, is_body: Sequence[bool]) -> Iterator[int]:
    """Yield the rows of links between two arrows."""
    for index, block in enumerate(page.segmentation.blocks):
        if (
            is_body[index]
            and block.link_count >= _MIN_LINK_COUNT
            and block.link_density >= _MIN_LINKS
            and _BACK_AND_ON.fullmatch(block.text)
        ):
            quoted = _QUOTED.match(block.text)
            if quoted is None or normalize_texts([quoted["label"]])[0] in _labels():
                yield index


@cache
def _labels() -> frozenset[str]:
    """Return the phrases that stand before a link to another page, normalized.

    They are those that stand alone above such links, and those of the pages before and after:
    "Previous", "Previous message". "Previous winner" is none.
    """
    neighbors = normalize_texts(load_list("neighbor_labels"))
    phrases = {
        kind: normalize_texts(
            text
            for phrases in load_phrases()
            if phrases.kind is kind and Role.EXACT in phrases.roles
            for text in phrases.texts
        )
        for kind in (BlockKind.RELATED, BlockKind.NAVIGATION)
    }
    pages = (text for text in phrases[BlockKind.NAVIGATION] if text.split()[0] in neighbors)
    return frozenset((*neighbors, *phrases[BlockKind.RELATED], *pages))


def _announces_related(text: str) -> bool:
    """Return True if a text begins with a phrase that is found above links to other pages."""
    matcher = default_matcher()
    tokens = tokenize_texts([text], matcher.dictionary)
    cue = matcher.texts.match(tokens).cues()[0]
    return cue is not None and cue.kind is BlockKind.RELATED
