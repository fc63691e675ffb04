"""Scoring: how likely each block of a page is main content, and the type of the page.

The first pass scores each block from its own features and its surroundings; those scores and the
block features predict the page type. The second pass adds the first-pass scores of the neighbors
and of the enclosing boxes. On request, trafilatura gives a second opinion, which shifts the scores
of the blocks that it keeps and of those that it drops.
"""

from __future__ import annotations

import math
import operator
from array import array
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.core.features import PageFacts, block_features
from cleanarticle.core.models import load_forest, load_shifts, load_vocabulary
from cleanarticle.core.page_type import page_features
from cleanarticle.core.passes import second_pass_additions, text_pass_additions
from cleanarticle.core.prose import HIDDEN_PAGE_SHARE, prose_weights
from cleanarticle.core.vocabulary import vocabulary_features
from cleanarticle.deadline import NO_DEADLINE
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.scores import ARTICLE_TYPES, BODY_THRESHOLD, Scores
from cleanarticle.labeling.second_opinion import (
    blocks_kept_by_trafilatura,
    can_ask_trafilatura,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.arrays import Doubles, Matrix
    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Layout
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.deadline import Deadline
    from cleanarticle.parsing.document import Document


def score_blocks(
    page: Analysis,
    facts: PageFacts,
    effort: Effort,
    document: Document,
    deadline: Deadline = NO_DEADLINE,
) -> Scores:
    """Score every block of an HTML page with at least one block.

    Args:
        page: The page.
        facts: What the page declares about itself.
        effort: The effort to spend.
        document: The tree that the blocks were cut from.
        deadline: When to give up.

    Raises:
        CleaningTimeout: The deadline passed.
    """
    types, log_odds = run_forests(page, facts)
    if effort is Effort.THOROUGH and can_ask_trafilatura(document, page.segmentation):
        deadline.check()
        kept = blocks_kept_by_trafilatura(document, page.segmentation, deadline)
        log_odds = with_opinion(log_odds, kept, load_shifts("opinion_shifts"))
    return PageEvidence.of(page).scores(log_odds, types)


class ForestOutputs(NamedTuple):
    """Outputs of the forests for a page.

    Attributes:
        types: Probabilities of the page types.
        log_odds: Log-odds of body of each block.
    """

    types: list[float]
    log_odds: Doubles


def run_forests(page: Analysis, facts: PageFacts) -> ForestOutputs:
    """Run both passes and the page types on a page with at least one block."""
    features = _first_pass(page, facts)
    first = forest_log_odds("first", features)
    types = predict_types(page_features(page.layout, features, first, facts.signals))
    second = (*features, *second_pass_additions(page.layout, first, types))
    return ForestOutputs(types, forest_log_odds("second", second))


def score_text(page: Analysis) -> Scores:
    """Score every block of a plain text with at least one block."""
    features = _first_pass(page, PageFacts())
    first = forest_log_odds("text_first", features)
    additions = text_pass_additions(page.layout, page.cues.block_tokens, first)
    second = forest_log_odds("text_second", (*features, *additions))
    shifts = load_shifts("text_cue_shifts")
    return text_scores(probabilities(second, own_cues(page.cues), shifts), page.layout.words)


class OwnCue(NamedTuple):
    """The cue in the words of a short block.

    Attributes:
        kind: Index of its kind in `CUE_COLUMNS`.
        weight: Its weight.
    """

    kind: int
    weight: float


class PageEvidence(NamedTuple):
    """Evidence about the blocks of a page that is combined with the models' log-odds.

    Attributes:
        layout: The page as arrays.
        cues: As `own_cues` returns them.
        is_shown: As `shown_blocks` returns it.
        cue_shifts: Change of the log-odds of body by a cue of each kind.
    """

    layout: Layout
    cues: Sequence[OwnCue | None]
    is_shown: Sequence[bool]
    cue_shifts: Sequence[float]

    @classmethod
    def of(cls, page: Analysis) -> PageEvidence:
        """Return the evidence of a page, with the shipped shifts."""
        return cls(
            page.layout,
            own_cues(page.cues),
            shown_blocks(page.segmentation),
            load_shifts("cue_shifts"),
        )

    def scores(self, log_odds: Iterable[float], types: Sequence[float]) -> Scores:
        """Return the scores from the log-odds of body, the cues, hidden text and headings."""
        likely = probabilities(log_odds, self.cues, self.cue_shifts)
        shown = [body * is_shown for body, is_shown in zip(likely, self.is_shown, strict=True)]
        body = keep_headings_with_text(self.layout, shown, self.cues)
        return Scores(body, self.layout.words, types)


def _first_pass(page: Analysis, facts: PageFacts) -> tuple[Matrix, Matrix]:
    """Return the features of the first pass, each of shape (some features, blocks)."""
    segmentation, layout, cues = page
    vocabulary = vocabulary_features(layout, cues.name_tokens, cues.block_tokens, load_vocabulary())
    return block_features(segmentation, layout, cues, facts), vocabulary


def predict_types(features: Matrix) -> list[float]:
    """Return the probabilities of the page types.

    Args:
        features: As `page_features` returns them.
    """
    return softmax(load_forest("types").predict((features,)))


def probabilities(
    log_odds: Iterable[float], cues: Iterable[OwnCue | None], shifts: Sequence[float]
) -> list[float]:
    """Return the probability of body of each block.

    Args:
        log_odds: Its log-odds by the models.
        cues: Its own cue.
        shifts: Change of the log-odds by a cue of each kind.
    """
    return [
        sigmoid(odds if cue is None else odds + cue.weight * shifts[cue.kind])
        for odds, cue in zip(log_odds, cues, strict=True)
    ]


_HEADING_THRESHOLD = 0.3
"""Minimum probability of a heading whose label follows the text below it. Cross-validated: of the
headings above this threshold that head certain body text, two in three are body."""

_CERTAIN_BODY = 0.8
"""Minimum probability of text that is certainly body. Chosen by hand."""


def keep_headings_with_text(
    layout: Layout, body: list[float], cues: Sequence[OwnCue | None]
) -> list[float]:
    """Return the probabilities with uncertain headings raised if they head certain body text.

    Args:
        layout: The page.
        body: Probability of body of each block.
        cues: As `own_cues` returns them; a heading with a cue is left as it is.
    """
    is_heading = [2 <= group <= 4 for group in layout.group]
    raised = body.copy()
    for index in compress(range(len(body) - 1), is_heading):
        is_unsure = _HEADING_THRESHOLD <= body[index] < BODY_THRESHOLD and cues[index] is None
        if is_unsure and not is_heading[index + 1] and body[index + 1] >= _CERTAIN_BODY:
            raised[index] = BODY_THRESHOLD
    return raised


_CLEANED_SHARE = 0.75
"""Share of likely body words above which a text counts as already cleaned."""

_CLEANED_THRESHOLD = 0.22
"""Minimum probability of body in such a text: another extractor's output is mostly right.
Cross-validated on trafilatura's output for news-424, the highest value at which at most one page in
fifty gets worse: shingle F1 0.928 (0.923 uncleaned; `BODY_THRESHOLD` gives 0.936, but 6.4 % get
worse)."""


def text_scores(body: Sequence[float], words: Sequence[float]) -> Scores:
    """Return the scores of a plain text.

    Args:
        body: Probability of body of each block.
        words: Words of each block.
    """
    likely = sum(map(operator.mul, body, words))
    threshold = _CLEANED_THRESHOLD if likely > _CLEANED_SHARE * sum(words) else BODY_THRESHOLD
    return Scores(body, words, ARTICLE_TYPES, threshold=threshold)


def with_opinion(
    log_odds: Iterable[float], kept: Iterable[bool], shifts: Sequence[float]
) -> Doubles:
    """Return the log-odds of body, changed by a second opinion.

    Args:
        log_odds: The log-odds of each block.
        kept: True for each block that the other extractor keeps.
        shifts: The change for a block that it drops, and for one that it keeps.
    """
    return array(
        "d", [odds + shifts[is_kept] for odds, is_kept in zip(log_odds, kept, strict=True)]
    )


CUE_COLUMNS = tuple(BlockKind)
_KIND_INDEX = {kind: index for index, kind in enumerate(CUE_COLUMNS)}


def own_cues(cues: Cues) -> list[OwnCue | None]:
    """Return each short block's own cue, None for all other blocks.

    The forests see that there is a cue, but kinds such as author bios are too rare in any corpus
    for them to learn its weight. So each kind has one more learned number, the shift of the
    log-odds that corrects the forests on such blocks.
    """
    return [
        OwnCue(_KIND_INDEX[cue.kind], cue.weight) if cue is not None and is_short else None
        for cue, is_short in zip(cues.text_cues, cues.is_short, strict=True)
    ]


def shown_blocks(segmentation: Segmentation) -> list[bool]:
    """Return True for each block that is visible, and so may be body.

    Hidden text is a way to inject prompts, so it is never body, however much it reads like body.
    The exceptions are pages that hide themselves as a whole until a script shows them.
    """
    is_hidden = [block.hidden for block in segmentation.blocks]
    if any(is_hidden):
        prose = prose_weights(segmentation.blocks)
        if sum(compress(prose, is_hidden)) > HIDDEN_PAGE_SHARE * sum(prose):
            return [True] * len(is_hidden)
    return [not hidden for hidden in is_hidden]


def forest_log_odds(name: str, features: Sequence[Matrix]) -> Doubles:
    """Return the log-odds of body of each block by one of the forests."""
    return array("d", load_forest(name).predict(features))


def sigmoid(log_odds: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + math.exp(-log_odds)) if log_odds > _LOWEST_LOG_ODDS else 0.0


_LOWEST_LOG_ODDS = -700.0
"""Below, the power of e is larger than any number."""


def softmax(log_odds: Sequence[float]) -> list[float]:
    """Return the probabilities of log-odds."""
    highest = max(log_odds)
    powers = [math.exp(value - highest) for value in log_odds]
    return [power / sum(powers) for power in powers]
