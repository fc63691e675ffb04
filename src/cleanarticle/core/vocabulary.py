"""Vocabulary: learned log-odds of body for the words of class names and of block text.

Cues are written by hand; the vocabulary is learned from the training pages. It holds the log-odds
of body of the blocks below a class name, and of the blocks that contain a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleanarticle.core.layout import Doubles, Floats, Layout
    from cleanarticle.core.tokens import Dictionary, Tokens

VOCABULARY_FEATURES = ("name_own", "name_low", "name_high", "name_sum", "word_mean", "word_low",
                       "word_high")  # fmt: skip

_MAX_BOX_ODDS = 6.0
"""Limit to which the sum of the log-odds of a box's names is clipped, as names repeat each other
(`post`, `post-content`). Chosen by hand, above the highest log-odds of a single word."""


class Vocabulary(NamedTuple):
    """Log-odds of body by word number, minus the log-odds of an average block.

    Attributes:
        names: For words of class names and similar attributes, shape (dictionary.size,).
        words: For words of the text, shape (dictionary.size,).
        dictionary: The numbering of the words.
    """

    names: Doubles
    words: Doubles
    dictionary: Dictionary

    @classmethod
    def of(
        cls, names: Mapping[str, float], words: Mapping[str, float], dictionary: Dictionary
    ) -> Vocabulary:
        """Build a vocabulary from the log-odds of each word."""
        return cls(dictionary.align(names), dictionary.align(words), dictionary)


def vocabulary_features(
    layout: Layout, names: Tokens, words: Tokens, vocabulary: Vocabulary
) -> Floats:
    """Describe every block by the log-odds of its words and of the names of its boxes.

    Args:
        layout: The page.
        names: The attribute words of each box signature; texts after those are ignored.
        words: The first words of each block.
        vocabulary: The log-odds.

    Returns:
        A matrix of shape (len(VOCABULARY_FEATURES), blocks): the log-odds of the names of the
        innermost box, and their minimum, maximum and sum over it and its ancestors; the mean,
        minimum and maximum log-odds of the known words of the block.
    """
    names, words = (tokens.numbered_by(vocabulary.dictionary) for tokens in (names, words))
    signature_odds = np.add.reduceat(vocabulary.names[names.numbers], names.starts)
    own = np.clip(signature_odds, -_MAX_BOX_ODDS, _MAX_BOX_ODDS)[layout.signature]
    inner = own.copy()
    inner[0] = 0  # the root is its own parent and would be added several times
    boxes = np.stack((
        own, layout.combine_ancestors(own, np.minimum), layout.combine_ancestors(own, np.maximum),
        layout.combine_ancestors(inner, np.add) + own[0],
    ))[:, layout.box]  # fmt: skip
    return np.concatenate((boxes, _word_features(words, vocabulary.words)), dtype=np.float32)


def _word_features(words: Tokens, odds: Doubles) -> Doubles:
    """Return the mean, minimum and maximum log-odds of each block's known words; 0 for none."""
    values, starts = odds[words.numbers], words.starts
    known = values != 0
    counts = np.maximum(1, np.add.reduceat(known.astype(np.intp), starts))
    low = np.minimum.reduceat(np.where(known, values, np.inf), starts)
    high = np.maximum.reduceat(np.where(known, values, -np.inf), starts)
    return np.stack((
        np.add.reduceat(values, starts) / counts, np.where(np.isinf(low), 0, low),
        np.where(np.isinf(high), 0, high),
    ))  # fmt: skip
