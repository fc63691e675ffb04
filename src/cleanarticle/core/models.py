"""Models: the packaged forests, networks and tables."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from cleanarticle.core import forest
from cleanarticle.core.network import Network
from cleanarticle.core.schema import load_weights
from cleanarticle.core.vocabulary import Vocabulary
from cleanarticle.core.weights import VOCABULARIES, load_dictionary, load_word_log_odds


def load_character_classes() -> npt.NDArray[np.uint8]:
    """Return the class of every character by code point; the last entry covers all above."""
    return load_weights()["characters"].astype(np.uint8, copy=False)


def load_cue_shifts(name: str) -> npt.NDArray[np.float64]:
    """Return the change of the log-odds of body by a cue of each kind, in `BlockKind` order."""
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


@cache
def load_network(name: str) -> Network:
    """Return one of the packaged networks."""
    prefix = f"{name}_net_"
    return Network({
        part.removeprefix(prefix): array.astype(np.float32)
        for part, array in load_weights().items() if part.startswith(prefix)
    })  # fmt: skip
