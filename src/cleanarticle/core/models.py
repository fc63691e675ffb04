"""Models: the packaged forests and tables."""

from __future__ import annotations

from array import array
from functools import cache
from typing import TYPE_CHECKING

from cleanarticle.core import forest
from cleanarticle.core.arrays import flat
from cleanarticle.core.schema import load_weights
from cleanarticle.core.vocabulary import Vocabulary
from cleanarticle.core.weights import VOCABULARIES, load_dictionary, load_word_log_odds

if TYPE_CHECKING:
    from cleanarticle.core.arrays import Matrix


def load_character_classes() -> Matrix:
    """Return the class of every character by code point; the last entry covers all above."""
    return load_weights()["characters"]


@cache
def load_shifts(name: str) -> list[float]:
    """Return changes of the log-odds of body.

    Args:
        name: "cue_shifts" or "text_cue_shifts", by a cue of each kind, in `BlockKind` order;
            "opinion_shifts", for a block that trafilatura drops, and for one that it keeps.
    """
    return list(load_weights()[name])


@cache
def load_calibration(name: str) -> tuple[list[float], list[float]]:
    """Return expected word F1, ascending, and the actual mean of such pages."""
    values = list(flat(load_weights()[name]))
    knots = len(values) // 2
    return values[:knots], values[knots:]


@cache
def load_vocabulary() -> Vocabulary:
    """Return the packaged vocabulary."""
    names, words = map(load_word_log_odds, VOCABULARIES)
    return Vocabulary.of(names, words, load_dictionary())


@cache
def load_forest(name: str) -> forest.Forest:
    """Return one of the packaged forests."""
    weights = load_weights()
    questions, thresholds, leaves, bias = (
        weights[f"{name}_{part}"] for part in ("questions", "thresholds", "leaves", "bias")
    )
    numbers = array("i", flat(questions))
    return forest.Forest(numbers, flat(thresholds), flat(leaves), bias, len(questions))
