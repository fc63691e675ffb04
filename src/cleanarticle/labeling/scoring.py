"""Judgement: how likely each block of a page is body, and what type of page it is.

A first look scores every block by itself and its surroundings; from the scores and the features
of all blocks the page's type is told; a second look sees the first scores of the neighbours and
of the boxes around, and a network joins it that sees all blocks in a row. Where that leaves much
in doubt, trafilatura is asked, and another model weighs its verdict in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.cohesion import cohesion_features
from cleanarticle.core.context import context_features
from cleanarticle.core.features import block_features
from cleanarticle.core.models import load_cue_shifts, load_forest, load_network, load_vocabulary
from cleanarticle.core.page_type import PAGE_TYPES, page_features
from cleanarticle.core.second_opinion import blocks_kept_by_trafilatura, second_opinion_features
from cleanarticle.core.vocabulary import vocabulary_features
from cleanarticle.labeling.duplicates import find_duplicates
from cleanarticle.parsing.hidden_text import WHOLE, prose_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.cues import Cues
    from cleanarticle.core.features import PageFacts
    from cleanarticle.core.layout import Booleans, Doubles, Floats, Layout
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Document


class Effort(StrEnum):
    """How much is done for a page."""

    FAST = "fast"
    """The models alone."""
    BALANCED = "balanced"
    """trafilatura is asked about pages that leave the models in doubt."""
    THOROUGH = "thorough"
    """trafilatura is asked about every page."""


SECOND_OPINION_BELOW = 0.6
"""Word F1 that the models must promise for trafilatura not to be asked; chosen by cross-validation
(training/README.md: what asking gains and costs at other values)."""


BODY_THRESHOLD = 0.55
"""Least probability of body: cross-validation finds a thousandth more in news and in snippets than
at 0.5, and no less elsewhere; the gold texts leave out more than they hold too much."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the models say of a page.

    Attributes:
        body: Probability of body, one a block.
        words: Words of each block, by which the blocks are weighed.
        types: Probabilities of the `PAGE_TYPES`.
        used_second_opinion: Whether trafilatura was asked.
        threshold: Least probability of a block that is body.
        duplicates: Blocks that are none as they only say again what the body says.
    """

    body: Doubles
    words: Doubles
    types: Doubles
    used_second_opinion: bool
    threshold: float = BODY_THRESHOLD
    duplicates: frozenset[int] = frozenset()


def score_blocks(  # noqa: PLR0913, PLR0917 - one page in its five views, and the effort
    document: Document | None,
    segmentation: Segmentation,
    layout: Layout,
    cues: Cues,
    facts: PageFacts,
    effort: Effort = Effort.BALANCED,
) -> Scores:
    """Score every block of a page that has at least one.

    Args:
        document: What the blocks were cut from; None for plain text.
        segmentation: The blocks.
        layout: The same as arrays.
        cues: What the blocks and boxes say of themselves.
        facts: What the page says of itself to machines.
        effort: How much is done.
    """
    features = np.concatenate((
        block_features(segmentation, layout, cues, facts),
        vocabulary_features(layout, cues.name_tokens, cues.block_tokens, load_vocabulary()),
    ))  # fmt: skip
    if document is None:
        return _score_text(layout, features, cues)
    said = cue_weights(cues)
    first, row = forest_log_odds("first", features), network_log_odds("page", features)
    of_page = page_features(layout, features, first, facts.signals)
    types = softmax(load_forest("types").predict(of_page))[0]
    context = context_features(layout, first)
    features = np.concatenate((features, context, as_block_features(types, len(first))))
    shift, shown = said @ load_cue_shifts("cue_shifts"), shown_blocks(segmentation)

    def settle(odds: Doubles, *, asked: bool) -> Scores:
        body = keep_headings_with_text(layout, sigmoid(odds + shift) * shown, said)
        return Scores(body, layout.words, types.astype(np.float64), asked)

    second = combine_forests(
        forest_log_odds("second", features), forest_log_odds(specialist_for(types), features)
    )
    fast = settle(combine_with_network(second, row), asked=False)
    if effort is Effort.FAST or (
        effort is Effort.BALANCED and expected_page_f1(fast) >= SECOND_OPINION_BELOW
    ):
        return fast
    kept = np.array(blocks_kept_by_trafilatura(document, segmentation))
    features = np.concatenate((features, second_opinion_features(layout, kept)))
    return settle(combine_with_network(forest_log_odds("opinion", features), row), asked=True)


_HEADING_DOUBT = 0.3
"""Least probability of a heading that goes with the text below: of the headings above it that
stand over text that is surely body, cross-validation finds two in three to be body."""

_SURE = 0.8
"""Least probability of text that is surely body; set by hand."""


def keep_headings_with_text(layout: Layout, body: Doubles, said: Doubles) -> Doubles:
    """Probabilities of body in which a heading goes with the text that it heads.

    Args:
        layout: The page.
        body: Probability of body of each block.
        said: As `cue_weights`; a heading that says what it is needs no text below to tell.
    """
    heading = (layout.group >= 2) & (layout.group <= 4)
    below = np.zeros(len(body))
    below[:-1] = np.where(heading[1:], 0, body[1:])
    unsure = (body >= _HEADING_DOUBT) & (body < BODY_THRESHOLD) & ~said.any(axis=1)
    return np.where(heading & unsure & (below >= _SURE), BODY_THRESHOLD, body)


def drop_duplicates(scores: Scores, texts: Sequence[str], layout: Layout) -> Scores:
    """The judgement in which nothing is body twice, but what is sure to be body.

    Documentation is left as it is: what it says of one function holds of the next.

    Args:
        judgement: One that knows nothing of repeats.
        texts: The blocks.
        layout: The same as arrays.
    """
    if int(scores.types.argmax()) == _DOCUMENTATION_AT:
        return scores
    found = find_duplicates(texts, layout, choose_body(scores))
    repeats = [at for at in found if scores.body[at] < 1]
    body = scores.body.copy()
    body[repeats] = 0
    return replace(scores, body=body, duplicates=frozenset(repeats))


_DOCUMENTATION_AT = PAGE_TYPES.index("documentation")


def _score_text(layout: Layout, features: Floats, cues: Cues) -> Scores:
    """Plain text has no type and nobody to ask."""
    context = text_context(layout, cues.block_tokens, forest_log_odds("text_first", features))
    second = forest_log_odds("text_second", np.concatenate((features, context)))
    joint = combine_with_network(second, network_log_odds("text", features))
    odds = joint + cue_weights(cues) @ load_cue_shifts("text_cue_shifts")
    return text_scores(sigmoid(odds), layout.words)


_CLEANED = 0.75
"""Share of likely body from which a text looks as if somebody had cleaned it before."""

_SURELY_NOT = 0.22
"""Least probability of body in such a text: what another extractor kept is mostly right. Both are
chosen by cross-validation on trafilatura's output for news-424, as high as at most one page in
fifty is worse than before: shingle F1 is 0.923 as it is and 0.928 with this. With `BODY_THRESHOLD` it was
0.936, and 6.4 % of the pages worse. Texts that hold all of a page are hardly touched."""


def text_scores(body: Doubles, words: Doubles) -> Scores:
    """The judgement on a plain text.

    Args:
        body: Probability of body of each block.
        words: Words of each block.
    """
    is_cleaned = float(body @ words) > _CLEANED * float(words.sum())
    least = _SURELY_NOT if is_cleaned else BODY_THRESHOLD
    return Scores(body, words, ARTICLE, used_second_opinion=False, threshold=least)


def text_context(layout: Layout, words: Iterable[Sequence[str]], odds: Doubles) -> Floats:
    """What the second look at plain text sees of the first.

    Args:
        layout: The text.
        words: The words of each block's beginning.
        odds: Log-odds of body of each block, from the first look.
    """
    return np.concatenate((context_features(layout, odds), cohesion_features(words, odds)))


_ARTICLE_AT = PAGE_TYPES.index("article")
ARTICLE = np.eye(len(PAGE_TYPES))[_ARTICLE_AT]
"""The types of what is sure to be an article, as plain text is taken to be."""


def specialist_for(types: Floats) -> str:
    """Which forest knows pages of this type alone: that of articles, or that of all others.

    Args:
        types: Probabilities of the types.
    """
    return "article" if int(types.argmax()) == _ARTICLE_AT else "other"


def combine_forests(of_any: Doubles, of_specialist: Doubles) -> Doubles:
    """Log-odds by the model of all pages and the one that knows some types of page alone.

    The mean of both is better than either: the first errs where a page looks like one of another
    type, the second where it is taken for one.
    """
    return (of_any + of_specialist) / 2


_NET_SHARE = 0.4
"""Of the log-odds, what the network's count beside those of the trees: between 0.2 and 0.5 all
measures are within a thousandth of each other."""


def combine_with_network(of_trees: Doubles, of_net: Doubles) -> Doubles:
    """Log-odds by the trees and by the network, which errs elsewhere."""
    return (1 - _NET_SHARE) * of_trees + _NET_SHARE * of_net


KINDS = tuple(BlockKind)
_KIND_INDEX = {kind: at for at, kind in enumerate(KINDS)}


def cue_weights(cues: Cues) -> Doubles:
    """How strongly each short block says of itself that it is of each kind.

    The trees see that there is a cue, but kinds like the author's note are too rare in any corpus
    for them to learn what it is worth. So each kind has one more number, the shift of the
    log-odds that sets the trees' verdict on such blocks right.

    Returns:
        A matrix of shape (blocks, kinds).
    """
    weights = np.zeros((len(cues.text_cues), len(KINDS)))
    short = cues.is_short.tolist()
    for at, cue in enumerate(cues.text_cues):
        if cue is not None and short[at]:
            weights[at, _KIND_INDEX[cue.kind]] = cue.weight
    return weights


def shown_blocks(segmentation: Segmentation) -> Booleans:
    """Which blocks may be body as far as being shown goes.

    Hidden text is where prompt injection hides, so it is never body, however much it reads like
    it, but on pages that hide themselves as a whole, block by block, until a script shows them.
    """
    hidden = np.array([block.hidden for block in segmentation.blocks])
    if hidden.any():
        prose = np.array(prose_weights(segmentation.blocks))
        if prose[hidden].sum() > WHOLE * prose.sum():
            return np.ones(len(hidden), bool)
    return ~hidden


def forest_log_odds(forest: str, features: Floats) -> Doubles:
    """Log-odds of body by one of the forests."""
    return load_forest(forest).predict(features)[:, 0].astype(np.float64)


def network_log_odds(net: str, features: Floats) -> Doubles:
    """Log-odds of body by one of the networks, which see the blocks in a row."""
    return load_network(net).predict(features).astype(np.float64)


def as_block_features(values: Floats, times: int) -> Floats:
    """Features of the page as features of its blocks."""
    return np.broadcast_to(values[:, None], (len(values), times))


def sigmoid(odds: Doubles) -> Doubles:
    """Probabilities of log-odds."""
    return 1 / (1 + np.exp(-odds))


def softmax(odds: Floats) -> Floats:
    """Probabilities of log-odds, by rows."""
    powers = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


_PROSE_TYPES = np.array([kind in ("article", "documentation") for kind in PAGE_TYPES])
"""Types whose body is one run of prose: the blocks in doubt are mostly what stands around it."""


def choose_body(scores: Scores) -> Booleans:
    """Which blocks are body.

    Pages of prose keep what is likelier body than not. On all others the blocks are taken, the
    likeliest first, that give the best expected F1 of words (Jansche 2007; Ye et al. 2012): where
    nothing is sure, it is better to keep half of the right lists than nothing.
    """
    body, words = scores.body, scores.words + 0.1
    likely: Booleans = body >= scores.threshold
    if float(scores.types[_PROSE_TYPES].sum()) > 0.5:
        return likely
    order = np.argsort(-body, kind="stable")
    gains = np.cumsum((body * words)[order])
    f1 = 2 * gains / (np.cumsum(words[order]) + gains[-1])
    if f1.max() > chance_of_nothing(body):
        likely |= body >= body[order[int(f1.argmax())]]
    return likely


def chance_of_nothing(body: Doubles) -> float:
    """Probability that no block is body: the F1 that an empty answer promises."""
    return float(np.prod(1 - body))


def expected_f1(scores: Scores, chosen: Booleans) -> float:
    """The word F1 that the probabilities promise of a choice of blocks."""
    if not chosen.any():
        return chance_of_nothing(scores.body)
    weights = scores.words + 0.1
    promised = scores.body * weights
    return 2 * float(promised[chosen].sum()) / float(weights[chosen].sum() + promised.sum())


def expected_page_f1(scores: Scores) -> float:
    """The word F1 that the probabilities promise of what is chosen."""
    return expected_f1(scores, choose_body(scores))
