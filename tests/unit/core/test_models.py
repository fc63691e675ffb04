from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cleanarticle.core.models import Forest, load_forest
from cleanarticle.core.schema import load_weights

TWO_TREES = Forest(
    questions=np.array([[0, 1], [1, 0]]),
    thresholds=np.array([[0.5, 2.0], [0.0, -1.0]], np.float32),
    leaves=np.array([[[1], [2], [3], [4]], [[10], [20], [30], [40]]], np.float32),
    bias=np.array([0.5], np.float32),
)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ([0, 0], 1 + 30 + 0.5),  # no, no; no, yes
        ([1, 0], 2 + 30 + 0.5),
        ([1, 3], 4 + 40 + 0.5),
        ([-2, 1], 3 + 10 + 0.5),
    ],
)
def test_predict_answers_select_leaf_of_each_tree(row: list[float], value: float) -> None:
    assert TWO_TREES.predict(np.array([row], np.float32).T).tolist() == [[value]]


@given(arrays(np.float32, (5, 2), elements=st.floats(-3, 3, width=32)))
def test_predict_many_rows_equal_single_calls(
    matrix: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    at_once = TWO_TREES.predict(matrix.T)
    one_by_one = [TWO_TREES.predict(row[:, None])[0] for row in matrix]
    assert np.array_equal(at_once, np.array(one_by_one))


def test_load_weights_total_size_is_below_2_mb() -> None:
    assert sum(array.nbytes for array in load_weights().values()) < 2_000_000


@pytest.mark.parametrize(
    "name",
    ["first", "types", "second", "text_first", "text_second"],
)
def test_load_forest_packaged_forests_are_complete(name: str) -> None:
    forest = load_forest(name)
    depth, trees = forest.questions.shape
    assert forest.leaves.shape[:2] == (trees, 2**depth)
    assert forest.thresholds.shape == forest.questions.shape
    assert np.isfinite(forest.leaves).all()
