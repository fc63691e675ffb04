from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.core.context import context_features
from cleanarticle.core.models import load_forest
from support.pages import laid_out, segmentation

HTML = "<ul><li>a</li><li>b</li></ul><div><p>c</p><p>d</p></div>"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-30, 30), min_size=4, max_size=4))
def test_context_features_any_scores_are_finite(odds: list[float]) -> None:
    matrix = context_features(laid_out(segmentation(HTML)), np.array(odds))
    assert matrix.shape[1] == 4
    assert np.isfinite(matrix).all()


def test_context_features_changed_score_changes_other_blocks() -> None:
    layout = laid_out(segmentation(HTML))
    low, high = (context_features(layout, np.array([-5, -5, odds, 5.0])) for odds in (-5, 5))
    assert not np.array_equal(low[:, 3], high[:, 3]), "the last block is next to it"
    assert not np.array_equal(low[:, 0], high[:, 0]), "the first block is in its window"


def test_context_features_text_model_uses_existing_columns() -> None:
    columns = context_features(laid_out(segmentation("<p>x")), np.array([0.0])).shape[0]
    first = 1 + int(load_forest("first").questions.max())
    assert load_forest("text_second").questions.max() < 400 + columns
    assert first < 400
