from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleanarticle.core.tokens import Dictionary, tokenize_attrs, tokens_from_words
from cleanarticle.core.vocabulary import (
    VOCABULARY_FEATURES,
    Vocabulary,
    vocabulary_features,
)
from support.pages import laid_out, segmentation

if TYPE_CHECKING:
    from cleanarticle.core.arrays import Matrix

NAMES = {"post": 2.0, "promo": -3.0, "body": 9.0}
WORDS = {"the": 1.0, "newsletter": -2.0}
VOCABULARY = Vocabulary.of(NAMES, WORDS, Dictionary([*NAMES, *WORDS]))


def make_features(html: str, words: list[list[str]], vocabulary: Vocabulary) -> Matrix:
    layout = laid_out(segmentation(html))
    names = tokenize_attrs(layout.signatures.attrs, Dictionary([]))
    return vocabulary_features(
        layout, names, tokens_from_words(words, VOCABULARY.dictionary), vocabulary
    )


def features_by_name(html: str, words: list[list[str]]) -> dict[str, list[float]]:
    matrix = np.asarray(make_features(html, words, VOCABULARY))
    return dict(zip(VOCABULARY_FEATURES, matrix.tolist(), strict=True))


def test_vocabulary_features_nested_boxes_combine_names() -> None:
    html = "<div class=post><p class=promo>a</p><p>b</p></div>"
    features = features_by_name(html, [["a"], ["b"]])
    assert features["name_own"] == [-3, 0]
    assert features["name_low"] == [-3, 0]
    assert features["name_high"] == [2, 2]
    assert features["name_sum"] == [-1, 2]


def test_vocabulary_features_repeated_names_of_box_are_clipped() -> None:
    assert features_by_name("<div class=post-body>a</div>", [["a"]])["name_own"] == [6]


def test_vocabulary_features_unknown_words_are_ignored() -> None:
    features = features_by_name("<p>a</p><p>b</p>", [["the", "newsletter", "of"], ["unheard"]])
    assert features["word_mean"] == pytest.approx([-0.5, 0])
    assert features["word_low"] == [-2, 0]
    assert features["word_high"] == [1, 0]


def test_vocabulary_features_empty_vocabulary_is_zero() -> None:
    matrix = make_features("<p>a</p>", [["a"]], Vocabulary.of({}, {}, Dictionary([])))
    assert not np.asarray(matrix).any()


@pytest.mark.parametrize("words", [[], [["a"], ["b"]]])
def test_vocabulary_features_words_of_other_blocks_raise(words: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="the page has 1 blocks"):
        make_features("<p>a</p>", words, VOCABULARY)
