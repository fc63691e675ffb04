from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.core.context import CONTEXT_FEATURES, context_features
from cleanarticle.core.models import load_forest
from support.pages import laid_out, segmentation

HTML = "<ul><li>a</li><li>b</li></ul><div><p>c</p><p>d</p></div>"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-30, 30), min_size=4, max_size=4))
def test_context_features_any_scores_are_finite(odds: list[float]) -> None:
    matrix = np.asarray(context_features(laid_out(segmentation(HTML)), np.array(odds)))
    assert matrix.shape[1] == 4
    assert np.isfinite(matrix).all()


def test_context_features_changed_score_changes_other_blocks() -> None:
    layout = laid_out(segmentation(HTML))
    odds = [np.array([-5, -5, middle, 5.0]) for middle in (-5, 5)]
    low, high = (np.asarray(context_features(layout, each)) for each in odds)
    assert not np.array_equal(low[:, 3], high[:, 3]), "the last block is next to it"
    assert not np.array_equal(low[:, 0], high[:, 0]), "the first block is in its window"


def test_context_features_rank_of_equal_scores_is_in_page_order() -> None:
    features = np.asarray(context_features(laid_out(segmentation(HTML)), np.array([1, 2, 1, 2.0])))
    rank = features[CONTEXT_FEATURES.index("body_rank")]
    assert rank.tolist() == [0.5, 0, 0.75, 0.25]


def test_context_features_text_model_uses_existing_columns() -> None:
    columns = len(context_features(laid_out(segmentation("<p>x")), np.array([0.0])))
    first = 1 + max(load_forest("first").questions)
    assert max(load_forest("text_second").questions) < 400 + columns
    assert first < 400
