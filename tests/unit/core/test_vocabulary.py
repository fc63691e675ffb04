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
    from cleanarticle.core.layout import Floats

NAMES = {"post": 2.0, "promo": -3.0, "body": 9.0}
WORDS = {"the": 1.0, "newsletter": -2.0}
KNOWN = Vocabulary.of(NAMES, WORDS, Dictionary([*NAMES, *WORDS]))


def matrix_of(html: str, words: list[list[str]], vocabulary: Vocabulary) -> Floats:
    layout = laid_out(segmentation(html))
    names = tokenize_attrs(layout.signatures.attrs, Dictionary([]))
    return vocabulary_features(
        layout, names, tokens_from_words(words, KNOWN.dictionary), vocabulary
    )


def described(html: str, words: list[list[str]]) -> dict[str, list[float]]:
    matrix = matrix_of(html, words, KNOWN)
    return dict(zip(VOCABULARY_FEATURES, matrix.tolist(), strict=True))


def test_a_block_has_the_names_of_all_boxes_around_it() -> None:
    html = "<div class=post><p class=promo>a</p><p>b</p></div>"
    found = described(html, [["a"], ["b"]])
    assert found["name_own"] == [-3, 0]
    assert found["name_low"] == [-3, 0]
    assert found["name_high"] == [2, 2]
    assert found["name_sum"] == [-1, 2]


def test_names_of_one_box_do_not_add_up_without_end() -> None:
    assert described("<div class=post-body>a</div>", [["a"]])["name_own"] == [6]


def test_known_words_count_and_others_do_not() -> None:
    found = described("<p>a</p><p>b</p>", [["the", "newsletter", "of"], ["unheard"]])
    assert found["word_mean"] == pytest.approx([-0.5, 0])
    assert found["word_low"] == [-2, 0]
    assert found["word_high"] == [1, 0]


def test_without_names_and_words_there_is_nothing() -> None:
    matrix = matrix_of("<p>a</p>", [["a"]], Vocabulary.of({}, {}, Dictionary([])))
    assert not np.any(matrix)
