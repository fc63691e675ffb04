"""Leaning: what somebody knows of a block beside what its page tells, and how far it counts.

The models judge a page by itself. A user's rules and cues and what repeats across a site come on
top: each leans some blocks towards body or away from it, and says why.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from cleanarticle.labeling.scoring import sigmoid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleanarticle.block import BlockKind
    from cleanarticle.core.layout import Doubles
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.scoring import Scores


class Adjustment(NamedTuple):
    """What leans one block.

    Attributes:
        log_odds: What it adds to the log-odds of body; an infinity is a verdict.
        reason: What it is, in one short line.
        kind: The kind of boilerplate that it speaks for, where it tells.
    """

    log_odds: float
    reason: str
    kind: BlockKind | None = None

    @property
    def is_explicit(self) -> bool:
        """Whether a user said it of such a block: then it is the reason, whoever agrees."""
        return self.kind is not None or math.isinf(self.log_odds)


Adjustments = dict[int, Adjustment]
"""By the index of the block; most blocks have none."""


class Template(Protocol):
    """What is known of a site."""

    def lean(self, segmentation: Segmentation, body: Doubles) -> Adjustments:
        """Lean the blocks of one of its pages.

        Args:
            segmentation: The page.
            body: Probability of body of each block, by the page alone.
        """
        ...


_EDGE = 1e-6
"""Probabilities closer than this to 0 and 1 are taken for it, as certainty has no odds."""


def log_odds(body: Doubles) -> Doubles:
    """Log-odds of probabilities."""
    inner = np.clip(body, _EDGE, 1 - _EDGE)
    odds: Doubles = np.log(inner / (1 - inner))
    return odds


def apply_adjustments(scores: Scores, adjustments: Mapping[int, Adjustment]) -> Scores:
    """The judgement with all leanings added to it."""
    if not adjustments:
        return scores
    odds = log_odds(scores.body)
    odds[list(adjustments)] += [adjustment.log_odds for adjustment in adjustments.values()]
    return replace(scores, body=sigmoid(odds))


def combine(sources: Sequence[Mapping[int, Adjustment]]) -> Adjustments:
    """One leaning a block: odds are added; the later source says the reason, if it has a say.

    What is hidden stays out of the body whatever a site's other pages say, as the models' odds of
    it are those of `_EDGE`; only a verdict overcomes them.
    """
    combined: Adjustments = {}
    for source in sources:
        for at, adjustment in source.items():
            other = combined.get(at)
            if other is not None:
                adjustment = adjustment._replace(  # noqa: PLW2901
                    log_odds=adjustment.log_odds + other.log_odds,
                    kind=adjustment.kind or other.kind,
                )
            combined[at] = adjustment
    return combined


def decisive_adjustments(
    adjustments: Mapping[int, Adjustment], body: Sequence[bool], before: Sequence[bool]
) -> Adjustments:
    """The leanings that are the reason for what became of a block.

    Those are what a user said, and what turned the models' decision, where it went their way.

    Args:
        leanings: All of them.
        body: Which blocks are body.
        before: Which blocks would be, by the page alone.
    """
    return {
        at: adjustment
        for at, adjustment in adjustments.items()
        if (adjustment.log_odds > 0) == body[at]
        and (adjustment.is_explicit or body[at] != before[at])
    }
