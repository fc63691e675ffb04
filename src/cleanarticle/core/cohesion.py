"""Lexical cohesion: the overlap between the words of a block and those of the rest of the body.

An article reuses its own vocabulary, while a teaser for another story brings new words (lexical
cohesion, Halliday and Hasan 1976). Plain text has no boxes or class names to separate the two, so
its second pass measures how much of each block's vocabulary occurs in the body found by the first.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.characters import FIRST_IDEOGRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.layout import Booleans, Doubles, Floats, Ints

_MIN_LETTERS = 4
"""Shortest content word, in letters, in scripts with spaces: most shorter words are function words.
Chosen by hand."""

_OFFSETS = (-2, -1, 1, 2)

_UNKNOWN = -1.0
"""Value for blocks without content words and for neighbors beyond either end of the page."""


COHESION_FEATURES = (
    "shared_body", "shared_mean", "shared_none", "shared_log", "shared_body_share", "shared_words",
    *(f"shared_{name}{offset:+}" for offset in _OFFSETS for name in ("body", "mean")),
)  # fmt: skip
"""The names of the features, in order."""


def cohesion_features(words: Iterable[Sequence[str]], odds: Doubles) -> Floats:
    """Describe every block by the words that it shares with the other blocks.

    Args:
        words: The first words of each block.
        odds: First-pass log-odds of body, shape (blocks,).

    Returns:
        A matrix of shape (features, blocks). Over the distinct content words of the block: the
        share that occurs in other body blocks, the mean body probability of the other blocks with
        the word, the share that occurs in no other block, and the mean log of the number of other
        body blocks with the word. Then the share of body among all occurrences in other blocks, the
        log of the number of content words, and the first two features of the two blocks before
        and the two after.
    """
    block, word = _block_word_pairs(words)
    count = len(odds)
    body = 1 / (1 + np.exp(-odds))
    other_blocks = (np.bincount(word) - 1)[word]
    other_body = np.bincount(word, body[block])[word] - body[block]
    word_count = np.bincount(block, minlength=count)

    def mean(values: Doubles | Booleans) -> Doubles:
        return np.bincount(block, values, count) / np.maximum(1, word_count)

    body_share = np.bincount(block, other_body, count) / np.maximum(
        1.0, np.bincount(block, other_blocks, count)
    )
    features = np.stack((
        mean(other_body >= 0.5), mean(other_body / (other_blocks + 1)), mean(other_blocks == 0),
        mean(np.log1p(np.maximum(0.0, other_body))), body_share,
    ))  # fmt: skip
    features = np.where(word_count > 0, features, _UNKNOWN)
    neighbors = _shifted(features[:2])
    return np.concatenate((features, np.log1p(word_count)[None], *neighbors), dtype=np.float32)


def _block_word_pairs(words: Iterable[Sequence[str]]) -> tuple[Ints, Ints]:
    """Return every pair of a block and a distinct content word in it, as two arrays of indices."""
    word_ids: dict[str, int] = {}
    ids_by_block = [
        [
            word_ids.setdefault(word, len(word_ids))
            for word in sorted(set(filter(_is_content_word, block_words)))
        ]
        for block_words in words
    ]
    block = np.repeat(np.arange(len(ids_by_block)), list(map(len, ids_by_block)))
    return block, np.fromiter(chain.from_iterable(ids_by_block), np.intp)


def _is_content_word(word: str) -> bool:
    # an ideograph, a kana or a syllable is a word
    return len(word) >= _MIN_LETTERS or word >= FIRST_IDEOGRAPH


def _shifted(values: Doubles) -> Iterator[Doubles]:
    """Yield the values of the blocks at each of the offsets from every block.

    Args:
        values: Several values per block, shape (values, blocks).
    """
    count = values.shape[-1]
    for offset in _OFFSETS:
        neighbors = np.full_like(values, _UNKNOWN)
        neighbors[:, max(0, -offset) : max(0, count - offset)] = values[
            :, max(0, offset) : max(0, count + offset)
        ]
        yield neighbors
