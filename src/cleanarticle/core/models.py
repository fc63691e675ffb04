"""Models: the packaged forests and tables."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from cleanarticle.core import forest
from cleanarticle.core.schema import load_weights
from cleanarticle.core.vocabulary import Vocabulary
from cleanarticle.core.weights import VOCABULARIES, load_dictionary, load_word_log_odds


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
def load_forest(name: str) -> forest.Forest:
    """Return one of the packaged forests."""
    weights = load_weights()
    return forest.Forest(
        weights[f"{name}_questions"].astype(np.int32),
        weights[f"{name}_thresholds"].astype(np.float32),
        weights[f"{name}_leaves"].astype(np.float32),
        weights[f"{name}_bias"].astype(np.float32),
    )
