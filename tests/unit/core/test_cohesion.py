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
def test_the_columns_are_finite_and_as_many_for_any_text(
    words: list[list[str]], odds: float
) -> None:
    matrix = cohesion_features(words, np.full(len(words), odds))
    assert matrix.shape == (14, len(words))
    assert np.isfinite(matrix).all()


def test_a_teaser_shares_less_with_the_body_than_the_story_does() -> None:
    blocks = [ARTICLE, SAME_STORY, TEASER, TEASER]
    shared = cohesion_features(blocks, np.array([5.0, 0.0, 0.0, -5.0]))
    assert (shared[:2, 1] > 0.25).all(), "bread, bakery and sells stand in the body above"
    assert (shared[:2, 2] < 0.1).all(), "its words stand in another teaser alone"
    assert shared[2, 1] > shared[2, 2] == 0, "which is no new text either"


def test_a_block_is_not_compared_with_itself() -> None:
    shared = cohesion_features([ARTICLE], np.array([9.0]))
    assert shared[0, 0] == 0
    assert shared[2, 0] == 1, "all words are new"


def test_a_block_without_words_that_count_is_unknown() -> None:
    shared = cohesion_features([["of", "a"], ARTICLE], np.zeros(2))
    assert (shared[:5, 0] == -1).all()
    assert shared[5, 0] == 0
