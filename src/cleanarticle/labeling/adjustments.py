"""Adjustments: score corrections from rules, cues and site templates, each with a reason.

The models see one page at a time. A user's rules and cues and the other pages of a site correct
their log-odds; an infinite correction is a verdict.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cleanarticle.labeling.scoring import sigmoid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleanarticle.block import BlockKind
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.scores import Scores


class Adjustment(NamedTuple):
    """A correction of one block's score.

    Attributes:
        log_odds: Added to the log-odds of body; an infinity is a verdict.
        reason: The reason, in one short line.
        kind: The kind of boilerplate that it implies, if any.
    """

    log_odds: float
    reason: str
    kind: BlockKind | None = None

    @property
    def is_verdict(self) -> bool:
        """True if it decides the label, whatever the models say."""
        return math.isinf(self.log_odds)

    @property
    def is_explicit(self) -> bool:
        """True if it gives the reason even where the models agree, as users' rules and cues do."""
        return self.kind is not None or self.is_verdict


Adjustments = dict[int, Adjustment]
"""Adjustments by the index of the block; most blocks have none."""


class SiteEvidence(Protocol):
    """Evidence from the other pages of a site."""

    def adjustments(self, segmentation: Segmentation, body: Sequence[float]) -> Adjustments:
        """Return the adjustments for one page of the site.

        Args:
            segmentation: The page.
            body: Probability of body of each block, from the page alone.
        """
        ...


class Template(Protocol):
    """Evidence from the pages of one or of many sites."""

    def for_site(self, site: str) -> SiteEvidence | None:
        """Return the evidence for the pages of a site, None if there is none."""
        ...


_MIN_PROBABILITY = 1e-6
"""Probabilities closer than this to 0 and 1 are clipped, because the log-odds of certainty are
infinite."""


def log_odds(body: float) -> float:
    """Return the log-odds of a probability."""
    clipped = min(max(body, _MIN_PROBABILITY), 1 - _MIN_PROBABILITY)
    return math.log(clipped / (1 - clipped))


def apply_adjustments(scores: Scores, adjustments: Mapping[int, Adjustment]) -> Scores:
    """Return the scores with all adjustments added."""
    if not adjustments:
        return scores
    body = list(scores.body)
    for index, adjustment in adjustments.items():
        body[index] = sigmoid(log_odds(body[index]) + adjustment.log_odds)
    return replace(scores, body=body)


def combine(sources: Sequence[Mapping[int, Adjustment]]) -> Adjustments:
    """Return one adjustment per block: log-odds are added, the last source gives the reason.

    Hidden text stays out of the body whatever a site's other pages suggest, because its log-odds
    are those of `_MIN_PROBABILITY`; only a verdict overcomes them.
    """
    combined: Adjustments = {}
    for source in sources:
        for index, adjustment in source.items():
            earlier = combined.get(index)
            if earlier is not None:
                adjustment = adjustment._replace(  # noqa: PLW2901
                    log_odds=adjustment.log_odds + earlier.log_odds,
                    kind=adjustment.kind or earlier.kind,
                )
            combined[index] = adjustment
    return combined


def decisive_adjustments(
    adjustments: Mapping[int, Adjustment], is_body: Sequence[bool], before: Sequence[bool]
) -> Adjustments:
    """Return the adjustments that are the reason for a block's label.

    These agree with the label, and either come from a user or changed the label.

    Args:
        adjustments: All of them.
        is_body: The decision for each block.
        before: The decision from the page alone, for each block.
    """
    return {
        index: adjustment
        for index, adjustment in adjustments.items()
        if (adjustment.log_odds > 0) == is_body[index]
        and (adjustment.is_explicit or is_body[index] != before[index])
    }
