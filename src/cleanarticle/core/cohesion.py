"""Cohesion: whether the words of a block stand in the rest of the body as well.

An article keeps to its words, and a teaser of another story brings its own (lexical cohesion,
Halliday and Hasan 1976). Plain text has no boxes and no class names to tell the two apart, so its
second look sees how much of a block's vocabulary is the body's, by the first scores.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.layout import shifted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.layout import Booleans, Doubles, Floats, Ints

_LONG_WORD = 4
"""Letters from which a word counts, in scripts with spaces: shorter ones are mostly function words.
Set by hand."""

_CASELESS = "\u2e80"
"""From this character on, a word is one ideograph, kana or syllable, and each counts."""

_STEPS = (-2, -1, 1, 2)

_UNKNOWN = -1.0
"""The value where a block has no word that counts, or where there is no block."""


def cohesion_features(words: Iterable[Sequence[str]], odds: Doubles) -> Floats:
    """Describe every block by the words that it shares with the others.

    Args:
        words: The words of each block's beginning.
        odds: Log-odds of body of each block, from the first look.

    Returns:
        A matrix of shape (features, blocks): of the block's different words, the share that other
        body has, the mean share of body among the other blocks with the word, the share that no
        other block has, and the mean logarithm of how many blocks of body have it; the share of
        body among all that share a word with the block; the logarithm of how many words count; and
        the first two again of two blocks before and two after.
    """
    block, word = _pairs(words)
    count = len(odds)
    body = 1 / (1 + np.exp(-odds))
    elsewhere = (np.bincount(word) - 1)[word]
    in_body = np.bincount(word, body[block])[word] - body[block]
    known = np.bincount(block, minlength=count)

    def mean(values: Doubles | Booleans) -> Doubles:
        return np.bincount(block, values, count) / np.maximum(1, known)

    shared = np.bincount(block, in_body, count) / np.maximum(
        1.0, np.bincount(block, elsewhere, count)
    )
    described = np.stack((
        mean(in_body >= 0.5), mean(in_body / (elsewhere + 1)), mean(elsewhere == 0),
        mean(np.log1p(np.maximum(0.0, in_body))), shared,
    ))  # fmt: skip
    described = np.where(known > 0, described, _UNKNOWN)
    around = shifted(described[:2], _STEPS, _UNKNOWN)
    return np.concatenate((described, np.log1p(known)[None], *around), dtype=np.float32)


def _pairs(words: Iterable[Sequence[str]]) -> tuple[Ints, Ints]:
    """Each block with each of its different words that count, both as numbers."""
    numbers: dict[str, int] = {}
    of_blocks = [
        [numbers.setdefault(word, len(numbers)) for word in sorted(set(filter(_counts, found)))]
        for found in words
    ]
    block = np.repeat(np.arange(len(of_blocks)), list(map(len, of_blocks)))
    return block, _integers(chain.from_iterable(of_blocks))


def _integers(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.intp)


def _counts(word: str) -> bool:
    return len(word) >= _LONG_WORD or word >= _CASELESS
