"""Passes: the feature matrices of the models, in the order in which the labeler computes them.

Every pass appends features of its own to those of the pass before. The trainer caches these
additions, as they are the same for all folds, and calls `append_features` on its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.cohesion import cohesion_features
from cleanarticle.core.context import context_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.layout import Doubles, Floats, Layout


def first_pass_features(block_features: Floats, vocabulary_features: Floats) -> Floats:
    """Return the features of the first pass, shape (features, blocks).

    Args:
        block_features: Shape (features, blocks).
        vocabulary_features: Likewise.
    """
    return append_features(block_features, vocabulary_features)


def second_pass_features(
    first_pass: Floats, layout: Layout, log_odds: Doubles, types: Floats
) -> Floats:
    """Return the features of the second pass, shape (features, blocks).

    Args:
        first_pass: The features of the first pass.
        layout: The page.
        log_odds: Log-odds of body from the first pass, shape (blocks,).
        types: Probabilities of the page types, shape (types,).
    """
    return append_features(first_pass, second_pass_additions(layout, log_odds, types))


def second_pass_additions(layout: Layout, log_odds: Doubles, types: Floats) -> Floats:
    """Return the features that the second pass appends, shape (features, blocks).

    Args:
        layout: The page.
        log_odds: Log-odds of body from the first pass, shape (blocks,).
        types: Probabilities of the page types, shape (types,).
    """
    of_page = np.broadcast_to(types[:, None], (len(types), len(log_odds)))
    return np.concatenate((context_features(layout, log_odds), of_page), dtype=np.float32)


def text_pass_features(
    first_pass: Floats, layout: Layout, words: Iterable[Sequence[str]], log_odds: Doubles
) -> Floats:
    """Return the features of the second pass over plain text, shape (features, blocks).

    Args:
        first_pass: The features of the first pass.
        layout: The text.
        words: The words at the beginning of each block.
        log_odds: Log-odds of body from the first pass, shape (blocks,).
    """
    return append_features(first_pass, text_pass_additions(layout, words, log_odds))


def text_pass_additions(
    layout: Layout, words: Iterable[Sequence[str]], log_odds: Doubles
) -> Floats:
    """Return the features that the second pass over plain text appends, shape (features, blocks).

    Args:
        layout: The text.
        words: The words at the beginning of each block.
        log_odds: Log-odds of body from the first pass, shape (blocks,).
    """
    return np.concatenate((context_features(layout, log_odds), cohesion_features(words, log_odds)))


def append_features(earlier: Floats, additions: Floats) -> Floats:
    """Return the features of a pass: those of the earlier pass, then its own.

    Args:
        earlier: Shape (features, blocks).
        additions: Likewise.
    """
    return np.concatenate((earlier, additions))
