"""Vocabulary: what the words of class names and of the text itself are worth, learned from pages.

Cues are what people know of boilerplate; this is what the training pages know: the log-odds of
body of the blocks below a class name, and of those in which a word stands.
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


_LIMIT = 6.0
"""Highest sum of log-odds of one box's names: names repeat each other (`post`, `post-content`).
Set by hand, above the highest odds of one word."""


class Vocabulary(NamedTuple):
    """Log-odds of body, less those of any block, by the number of a word.

    Attributes:
        names: Of the words of class names and such, shape (dictionary.size,).
        words: Of the words of the text, shape (dictionary.size,).
        dictionary: The numbers of the words.
    """

    names: Doubles
    words: Doubles
    dictionary: Dictionary

    @classmethod
    def of(
        cls, names: Mapping[str, float], words: Mapping[str, float], dictionary: Dictionary
    ) -> Vocabulary:
        """Make tables of log-odds by word."""
        return cls(dictionary.align(names), dictionary.align(words), dictionary)


def vocabulary_features(
    layout: Layout, names: Tokens, words: Tokens, vocabulary: Vocabulary
) -> Floats:
    """What the names of the boxes around each block, and its words, are worth.

    Args:
        layout: The page.
        names: The words that the attributes of each look of a box consist of, looks first.
        words: The words of each block's beginning.
        vocabulary: The log-odds.

    Returns:
        A matrix of shape (len(VOCABULARY_FEATURES), blocks): of the names, those of the innermost
        box, the lowest, the highest and the sum of the boxes around; of the words that are known,
        the mean, the lowest and the highest.
    """
    names, words = (tokens.numbered_by(vocabulary.dictionary) for tokens in (names, words))
    of_looks = np.add.reduceat(vocabulary.names[names.numbers], names.starts)
    own = np.clip(of_looks, -_LIMIT, _LIMIT)[layout.signature]
    inner = own.copy()
    inner[0] = 0  # the outermost box is around itself, and would be added again and again
    boxes = np.stack((
        own, layout.combine_ancestors(own, np.minimum), layout.combine_ancestors(own, np.maximum),
        layout.combine_ancestors(inner, np.add) + own[0],
    ))[:, layout.box]  # fmt: skip
    return np.concatenate((boxes, _of_words(words, vocabulary.words)), dtype=np.float32)


def _of_words(words: Tokens, odds: Doubles) -> Doubles:
    """Mean, lowest and highest of what the known words of each block are worth."""
    values, starts = odds[words.numbers], words.starts
    known = values != 0
    counts = np.maximum(1, np.add.reduceat(known.astype(np.intp), starts))
    low = np.minimum.reduceat(np.where(known, values, np.inf), starts)
    high = np.maximum.reduceat(np.where(known, values, -np.inf), starts)
    return np.stack((
        np.add.reduceat(values, starts) / counts, np.where(np.isinf(low), 0, low),
        np.where(np.isinf(high), 0, high),
    ))  # fmt: skip
