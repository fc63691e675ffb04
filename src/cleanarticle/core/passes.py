"""Passes: the features that the models read, in the order in which the labeler computes them.

Every pass reads the features of the pass before, and more. The trainer caches what the second pass
adds, as it is the same for all folds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.core.arrays import repeated
from cleanarticle.core.cohesion import cohesion_features
from cleanarticle.core.context import context_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.arrays import Doubles, Matrix
    from cleanarticle.core.layout import Layout


def second_pass_additions(
    layout: Layout, log_odds: Doubles, types: Iterable[float]
) -> tuple[Matrix, ...]:
    """Return the features that the second pass adds, each of shape (some features, blocks).

    Args:
        layout: The page.
        log_odds: Log-odds of body of each block from the first pass.
        types: Probabilities of the page types.
    """
    return context_features(layout, log_odds), repeated(types, len(log_odds))


def text_pass_additions(
    layout: Layout, words: Iterable[Sequence[str]], log_odds: Doubles
) -> tuple[Matrix, ...]:
    """Return the features that the second pass over plain text adds, likewise.

    Args:
        layout: The text.
        words: The words at the beginning of each block.
        log_odds: Log-odds of body of each block from the first pass.
    """
    return context_features(layout, log_odds), cohesion_features(words, log_odds)
