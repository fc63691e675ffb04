"""Scoring: how likely each block of a page is main content, and the type of the page.

The first pass scores each block from its own features and its surroundings; those scores and the
block features predict the page type. The second pass adds the first-pass scores of the neighbors
and of the enclosing boxes. On request, trafilatura gives a second opinion, which shifts the scores
of the blocks that it keeps and of those that it drops.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.features import PageFacts, block_features
from cleanarticle.core.models import load_forest, load_shifts, load_vocabulary
from cleanarticle.core.page_type import PAGE_TYPES, PageType, page_features
from cleanarticle.core.passes import (
    first_pass_features,
    second_pass_features,
    text_pass_features,
)
from cleanarticle.core.prose import HIDDEN_PAGE_SHARE, prose_weights
from cleanarticle.core.vocabulary import vocabulary_features
from cleanarticle.deadline import NO_DEADLINE
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.scores import BODY_THRESHOLD, Scores
from cleanarticle.labeling.second_opinion import (
    blocks_kept_by_trafilatura,
    can_ask_trafilatura,
)

if TYPE_CHECKING:
    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Booleans, Doubles, Floats, Layout
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
        kept = np.array(blocks_kept_by_trafilatura(document, page.segmentation, deadline))
        log_odds = log_odds + opinion_shift(kept, load_shifts("opinion_shifts"))
    return PageEvidence.of(page).scores(log_odds, types)


class ForestOutputs(NamedTuple):
    """Outputs of the forests for a page.

    Attributes:
        types: Probabilities of the page types, shape (types,).
        log_odds: Log-odds of body of each block, shape (blocks,).
    """

    types: Floats
    log_odds: Doubles


def run_forests(page: Analysis, facts: PageFacts) -> ForestOutputs:
    """Run both passes and the page types on a page with at least one block."""
    features = _first_pass(page, facts)
    first = forest_log_odds("first", features)
    types = predict_types(page_features(page.layout, features, first, facts.signals))
    second = second_pass_features(features, page.layout, first, types)
    return ForestOutputs(types, forest_log_odds("second", second))


def score_text(page: Analysis) -> Scores:
    """Score every block of a plain text with at least one block."""
    features = _first_pass(page, PageFacts())
    first = forest_log_odds("text_first", features)
    second = forest_log_odds(
        "text_second", text_pass_features(features, page.layout, page.cues.block_tokens, first)
    )
    shifted = second + cue_weights(page.cues) @ load_shifts("text_cue_shifts")
    return text_scores(sigmoid(shifted), page.layout.words)


class PageEvidence(NamedTuple):
    """Evidence about the blocks of a page that is combined with the models' log-odds.

    Attributes:
        layout: The page as arrays.
        cue_weights: As `cue_weights` returns them, shape (blocks, kinds).
        is_shown: As `shown_blocks` returns it, shape (blocks,).
        cue_shifts: Change of the log-odds of body by a cue of each kind, shape (kinds,).
    """

    layout: Layout
    cue_weights: Doubles
    is_shown: Booleans
    cue_shifts: Doubles

    @classmethod
    def of(cls, page: Analysis) -> PageEvidence:
        """Return the evidence of a page, with the shipped shifts."""
        return cls(
            page.layout,
            cue_weights(page.cues),
            shown_blocks(page.segmentation),
            load_shifts("cue_shifts"),
        )

    def scores(self, log_odds: Doubles, types: Floats) -> Scores:
        """Return the scores from the log-odds of body, the cues, hidden text and headings."""
        body = sigmoid(log_odds + self.cue_weights @ self.cue_shifts) * self.is_shown
        body = keep_headings_with_text(self.layout, body, self.cue_weights)
        return Scores(body, self.layout.words, types.astype(np.float64))


def _first_pass(page: Analysis, facts: PageFacts) -> Floats:
    segmentation, layout, cues = page
    vocabulary = vocabulary_features(layout, cues.name_tokens, cues.block_tokens, load_vocabulary())
    return first_pass_features(block_features(segmentation, layout, cues, facts), vocabulary)


def predict_types(features: Floats) -> Floats:
    """Return the probabilities of the page types, shape (types,).

    Args:
        features: As `page_features` returns them.
    """
    types: Floats = softmax(load_forest("types").predict(features))[0]
    return types


_HEADING_THRESHOLD = 0.3
"""Minimum probability of a heading whose label follows the text below it. Cross-validated: of the
headings above this threshold that head certain body text, two in three are body."""

_CERTAIN_BODY = 0.8
"""Minimum probability of text that is certainly body. Chosen by hand."""


def keep_headings_with_text(layout: Layout, body: Doubles, cue_weights: Doubles) -> Doubles:
    """Return the probabilities with uncertain headings raised if they head certain body text.

    Args:
        layout: The page.
        body: Probability of body of each block.
        cue_weights: As `cue_weights` returns them; a heading with a cue is left as it is.
    """
    is_heading = (layout.group >= 2) & (layout.group <= 4)
    below = np.zeros(len(body))
    below[:-1] = np.where(is_heading[1:], 0, body[1:])
    has_cue = cue_weights.any(axis=1)
    is_unsure = (body >= _HEADING_THRESHOLD) & (body < BODY_THRESHOLD) & ~has_cue
    return np.where(is_heading & is_unsure & (below >= _CERTAIN_BODY), BODY_THRESHOLD, body)


_CLEANED_SHARE = 0.75
"""Share of likely body words above which a text counts as already cleaned."""

_CLEANED_THRESHOLD = 0.22
"""Minimum probability of body in such a text: another extractor's output is mostly right.
Cross-validated on trafilatura's output for news-424, the highest value at which at most one page in
fifty gets worse: shingle F1 0.928 (0.923 uncleaned; `BODY_THRESHOLD` gives 0.936, but 6.4 % get
worse)."""


def text_scores(body: Doubles, words: Doubles) -> Scores:
    """Return the scores of a plain text.

    Args:
        body: Probability of body of each block.
        words: Words of each block.
    """
    is_cleaned = float(body @ words) > _CLEANED_SHARE * float(words.sum())
    threshold = _CLEANED_THRESHOLD if is_cleaned else BODY_THRESHOLD
    return Scores(body, words, ARTICLE_TYPES, threshold=threshold)


ARTICLE_TYPES = np.eye(len(PAGE_TYPES))[PAGE_TYPES.index(PageType.ARTICLE)]
"""Type probabilities of a certain article; plain text counts as one."""


def opinion_shift(kept: Booleans, shifts: Doubles) -> Doubles:
    """Return the change of the log-odds of each block by a second opinion, shape (blocks,).

    Args:
        kept: True for each block that the other extractor keeps.
        shifts: The change for a block that it drops, and for one that it keeps.
    """
    return shifts[kept.astype(np.intp)]


CUE_COLUMNS = tuple(BlockKind)
_KIND_INDEX = {kind: index for index, kind in enumerate(CUE_COLUMNS)}


def cue_weights(cues: Cues) -> Doubles:
    """Return the weight of each short block's own cue, in the column of its kind.

    The forests see that there is a cue, but kinds such as author bios are too rare in any corpus
    for them to learn its weight. So each kind has one more learned number, the shift of the
    log-odds that corrects the forests on such blocks.

    Returns:
        A matrix of shape (blocks, kinds), the kinds in the order of `CUE_COLUMNS`.
    """
    weights = np.zeros((len(cues.text_cues), len(CUE_COLUMNS)))
    is_short = cues.is_short.tolist()
    for index, cue in enumerate(cues.text_cues):
        if cue is not None and is_short[index]:
            weights[index, _KIND_INDEX[cue.kind]] = cue.weight
    return weights


def shown_blocks(segmentation: Segmentation) -> Booleans:
    """Return True for each block that is visible, and so may be body.

    Hidden text is a way to inject prompts, so it is never body, however much it reads like body.
    The exceptions are pages that hide themselves as a whole until a script shows them.
    """
    is_hidden = [block.hidden for block in segmentation.blocks]
    if any(is_hidden):
        prose = prose_weights(segmentation.blocks)
        if sum(compress(prose, is_hidden)) > HIDDEN_PAGE_SHARE * sum(prose):
            return np.ones(len(is_hidden), bool)
    return ~np.array(is_hidden, bool)


def forest_log_odds(name: str, features: Floats) -> Doubles:
    """Return the log-odds of body by one of the forests, shape (blocks,)."""
    return load_forest(name).predict(features)[:, 0].astype(np.float64)


def sigmoid(log_odds: Doubles) -> Doubles:
    """Return the probabilities of log-odds."""
    return 1 / (1 + np.exp(-log_odds))


def softmax(log_odds: Floats) -> Floats:
    """Return the probabilities of log-odds, row by row."""
    powers = np.exp(log_odds - log_odds.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
