"""Models: the packaged forests and tables, and the evaluation of forests in numpy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from cleanarticle.core.schema import load_weights
from cleanarticle.core.vocabulary import Vocabulary
from cleanarticle.core.weights import VOCABULARIES, load_dictionary, load_word_log_odds

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Forest:
    """An ensemble of gradient-boosted oblivious trees of one depth.

    An oblivious tree makes the same comparisons on all paths, so its leaf is the number formed by
    their results (Kohavi 1994; Prokhorenkova et al. 2018).

    Attributes:
        questions: Indices of the compared features, shape (depth, trees), the lowest bit of the
            leaf's number first.
        thresholds: The values they are compared with, shape (depth, trees).
        leaves: The values of the leaves, shape (trees, 2 ** depth, outputs).
        bias: Added to the sum, shape (outputs,).
    """

    questions: npt.NDArray[np.intp]
    thresholds: Floats
    leaves: Floats
    bias: Floats

    def predict(self, matrix: Floats) -> Floats:
        """Return the sum of the leaves that each row falls into, shape (rows, outputs).

        Args:
            matrix: Features, shape (features, rows).
        """
        trees, size, outputs = self.leaves.shape
        leaf = np.zeros((trees, matrix.shape[1]), np.uint8)  # trees are at most 8 deep
        for features, thresholds in zip(self.questions[::-1], self.thresholds[::-1], strict=True):
            leaf += leaf  # cheaper than a shift
            leaf |= (matrix.take(features, axis=0) > thresholds[:, None]).view(np.uint8)
        index = leaf + np.arange(0, trees * size, size)[:, None]
        leaves = self.leaves.reshape(-1, outputs)
        scores: Floats = leaves.take(index, axis=0, mode="clip").sum(axis=0) + self.bias
        return scores


def load_character_classes() -> npt.NDArray[np.uint8]:
    """Return the class of every character by code point; the last entry covers all above."""
    return load_weights()["characters"].astype(np.uint8, copy=False)


def load_shifts(name: str) -> npt.NDArray[np.float64]:
    """Return changes of the log-odds of body.

    Args:
        name: "cue_shifts" or "text_cue_shifts", by a cue of each kind, in `BlockKind` order;
            "opinion_shifts", for a block that trafilatura drops, and for one that it keeps.
    """
    return load_weights()[name].astype(np.float64, copy=False)


def load_calibration(name: str) -> npt.NDArray[np.float64]:
    """Return expected word F1, ascending, and the actual mean of such pages, shape (2, knots)."""
    return load_weights()[name].astype(np.float64, copy=False)


@cache
def load_vocabulary() -> Vocabulary:
    """Return the packaged vocabulary."""
    names, words = map(load_word_log_odds, VOCABULARIES)
    return Vocabulary.of(names, words, load_dictionary())


@cache
def load_forest(name: str) -> Forest:
    """Return one of the packaged forests."""
    weights = load_weights()
    return Forest(
        weights[f"{name}_questions"].astype(np.intp),
        weights[f"{name}_thresholds"].astype(np.float32),
        weights[f"{name}_leaves"].astype(np.float32),
        weights[f"{name}_bias"].astype(np.float32),
    )
