"""Vocabulary: what the words of class names and of the text itself are worth, learned from pages.

Cues are what people know of boilerplate; this is what the training pages know: the log-odds of
body of the blocks below a class name, and of those in which a word stands.
"""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleanarticle.features import Doubles, Floats, Layout

_NAME = re.compile("[a-z]{2,}")

VOCABULARY_FEATURES = ("name_own", "name_low", "name_high", "name_sum", "word_mean", "word_low",
                       "word_high")  # fmt: skip


_LIMIT = 6.0
"""Highest sum of log-odds of one box's names: names repeat each other (`post`, `post-content`)."""


class Vocabulary(NamedTuple):
    """Log-odds of body, less those of any block.

    Attributes:
        names: Of the words of class names and such.
        words: Of the words of the text.
    """

    names: Mapping[str, float]
    words: Mapping[str, float]


def names_in(attrs: str) -> set[str]:
    """The words of some attributes, digits and single letters left out."""
    return set(_NAME.findall(attrs))


def vocabulary_features(
    layout: Layout, words: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> Floats:
    """What the names of the boxes around each block, and its words, are worth.

    Args:
        layout: The page.
        words: The words of each block's beginning.
        vocabulary: The log-odds.

    Returns:
        A matrix of shape (len(VOCABULARY_FEATURES), blocks): of the names, those of the innermost
        box, the lowest, the highest and the sum of the boxes around; of the words that are known,
        the mean, the lowest and the highest.
    """
    known = vocabulary.names.get
    of_looks = [
        sum(map(known, names_in(attrs), repeat(0.0))) if attrs else 0.0 for _, attrs in layout.looks
    ]
    own = np.clip(np.array(of_looks), -_LIMIT, _LIMIT)[layout.look]
    low, high, total = own.tolist(), own.tolist(), own.tolist()
    for index, parent in enumerate(layout.parent.tolist()):
        if index:
            low[index] = min(low[index], low[parent])
            high[index] = max(high[index], high[parent])
            total[index] += total[parent]
    boxes = np.stack((own, np.array(low), np.array(high), np.array(total)))[:, layout.box]
    return np.concatenate((boxes, _of_words(words, vocabulary.words)), dtype=np.float32)


def _of_words(words: Sequence[Sequence[str]], odds: Mapping[str, float]) -> Doubles:
    """Mean, lowest and highest of what the known words of each block are worth."""
    worth = odds.get
    values = np.array([worth(word, 0.0) for found in words for word in ("", *found)])
    starts = np.zeros(len(words), np.intp)
    np.cumsum([len(found) + 1 for found in words[:-1]], out=starts[1:])
    known = values != 0
    counts = np.maximum(1, np.add.reduceat(known.astype(np.intp), starts))
    low = np.minimum.reduceat(np.where(known, values, np.inf), starts)
    high = np.maximum.reduceat(np.where(known, values, -np.inf), starts)
    return np.stack((
        np.add.reduceat(values, starts) / counts, np.where(np.isinf(low), 0, low),
        np.where(np.isinf(high), 0, high),
    ))  # fmt: skip
