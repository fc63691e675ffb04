from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.core.cohesion import cohesion_features

ARTICLE = ["the", "bakery", "sells", "bread", "baked", "overnight"]
SAME_STORY = ["bread", "from", "the", "bakery", "sells", "well"]
TEASER = ["five", "celebrities", "wearing", "swimsuits", "this", "summer"]

BLOCKS = st.lists(st.lists(st.sampled_from(["a", "bread", "oven", "面", ""]), max_size=5),
                  min_size=1, max_size=6)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.floats(-30, 30))
def test_cohesion_features_any_words_are_finite(words: list[list[str]], odds: float) -> None:
    matrix = np.asarray(cohesion_features(words, np.full(len(words), odds)))
    assert matrix.shape == (14, len(words))
    assert np.isfinite(matrix).all()


def test_cohesion_features_teaser_shares_less_with_body_than_same_story() -> None:
    blocks = [ARTICLE, SAME_STORY, TEASER, TEASER]
    features = np.asarray(cohesion_features(blocks, np.array([5.0, 0.0, 0.0, -5.0])))
    assert (features[:2, 1] > 0.25).all(), "bread, bakery and sells occur in the body above"
    assert (features[:2, 2] < 0.1).all(), "the words occur in the other teaser only"
    assert features[2, 1] > features[2, 2] == 0, "none of the words are new"


def test_cohesion_features_single_block_is_not_compared_with_itself() -> None:
    features = cohesion_features([ARTICLE], np.array([9.0]))
    assert features[0, 0] == 0
    assert features[2, 0] == 1, "all words are new"


def test_cohesion_features_block_without_content_words_is_unknown() -> None:
    features = np.asarray(cohesion_features([["of", "a"], ARTICLE], np.zeros(2)))
    assert (features[:5, 0] == -1).all()
    assert features[5, 0] == 0
