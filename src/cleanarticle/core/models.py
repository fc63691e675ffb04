"""Forest: gradient-boosted oblivious trees, evaluated in numpy.

An oblivious tree asks the same questions on all paths, so its leaf is a number made of the
answers' bits (Kohavi 1994; Prokhorenkova et al. 2018). All trees are evaluated for all rows by
one gather, one comparison and one look-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from cleanarticle.core.network import Network
from cleanarticle.core.vocabulary import Vocabulary
from cleanarticle.core.weights import (
    VOCABULARIES,
    load_dictionary,
    load_weights,
    load_word_log_odds,
)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """An ensemble of oblivious trees of one depth.

    Attributes:
        questions: Features that are compared, shape (depth, trees), the lowest bit of the leaf's
            number first.
        thresholds: What they are compared with, shape (depth, trees).
        leaves: Values of the leaves, shape (trees, 2 ** depth, outputs).
        bias: What is added to the sum, shape (outputs,).
    """

    questions: npt.NDArray[np.intp]
    thresholds: Floats
    leaves: Floats
    bias: Floats

    def predict(self, matrix: Floats) -> Floats:
        """Sum of the leaves that each row falls into, shape (rows, outputs).

        Args:
            matrix: Features, shape (features, rows).
        """
        trees, size, outputs = self.leaves.shape
        leaf = np.zeros((trees, matrix.shape[1]), np.uint8)  # trees are at most 8 deep
        for asked, bound in zip(self.questions[::-1], self.thresholds[::-1], strict=True):
            leaf += leaf  # cheaper than a shift
            leaf |= (matrix.take(asked, axis=0) > bound[:, None]).view(np.uint8)
        at = leaf + np.arange(0, trees * size, size)[:, None]
        leaves = self.leaves.reshape(-1, outputs)
        scores: Floats = leaves.take(at, axis=0, mode="clip").sum(axis=0) + self.bias
        return scores


def load_character_classes() -> npt.NDArray[np.uint8]:
    """The class of every character, by code point; the last entry is for all above."""
    return load_weights()["characters"].astype(np.uint8, copy=False)


def load_cue_shifts(name: str) -> npt.NDArray[np.float64]:
    """What a cue of each kind takes from the log-odds of a block, in the order of `BlockKind`."""
    return load_weights()[name].astype(np.float64, copy=False)


def load_calibration(name: str) -> npt.NDArray[np.float64]:
    """The word F1 that probabilities promise and the real one, ascending, shape (2, knots)."""
    return load_weights()[name].astype(np.float64, copy=False)


@cache
def load_vocabulary() -> Vocabulary:
    """What words are worth, as it comes with the package."""
    names, words = map(load_word_log_odds, VOCABULARIES)
    return Vocabulary.of(names, words, load_dictionary())


@cache
def load_forest(name: str) -> Forest:
    """One of the forests that come with the package."""
    weights = load_weights()
    return Forest(
        weights[f"{name}_questions"].astype(np.intp),
        weights[f"{name}_thresholds"].astype(np.float32),
        weights[f"{name}_leaves"].astype(np.float32),
        weights[f"{name}_bias"].astype(np.float32),
    )


@cache
def load_network(name: str) -> Network:
    """One of the networks that come with the package."""
    prefix = f"{name}_net_"
    return Network({
        part.removeprefix(prefix): array.astype(np.float32)
        for part, array in load_weights().items() if part.startswith(prefix)
    })  # fmt: skip
