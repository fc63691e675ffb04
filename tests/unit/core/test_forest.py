from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.forest import Forest

Floats = npt.NDArray[np.float32]

ARRAYS: dict[str, Any] = {
    "questions": np.array([0, 1, 1, 0], np.int32),
    "thresholds": np.array([0.5, 2.0, 0.0, -1.0], np.float32),
    "leaves": np.array([1, 2, 3, 4, 10, 20, 30, 40], np.float32),
    "bias": np.array([0.5], np.float32),
    "depth": 2,
}
TWO_TREES = Forest(**ARRAYS)


def random_forest(seed: int, depth: int, trees: int, outputs: int) -> Forest:
    random = np.random.default_rng(seed)

    def normal(count: int) -> Floats:
        return random.normal(size=count).astype(np.float32)

    questions = random.integers(0, 9, depth * trees, dtype=np.int32)
    leaves = normal(trees * 2**depth * outputs)
    return Forest(questions, normal(depth * trees), leaves, normal(outputs), depth)


def random_features(seed: int, rows: int) -> Floats:
    return np.random.default_rng(seed).normal(size=(9, rows)).astype(np.float32)


def sum_of_leaves(forest: Forest, row: Floats) -> Floats:
    """Follow each tree of a forest, in the order of `Forest.predict`."""
    total = np.zeros(len(forest.bias), np.float32)
    questions = np.asarray(forest.questions).reshape(forest.depth, -1)
    thresholds = np.asarray(forest.thresholds).reshape(questions.shape)
    leaves = np.asarray(forest.leaves).reshape(questions.shape[1], 2**forest.depth, len(total))
    for tree in range(questions.shape[1]):
        answers = row[questions[:, tree]] > thresholds[:, tree]
        total += leaves[tree, int(answers @ (1 << np.arange(forest.depth)))]
    total += np.asarray(forest.bias)
    return total


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ([0, 0], 1 + 30 + 0.5),  # no, no; no, yes
        ([1, 0], 2 + 30 + 0.5),
        ([1, 3], 4 + 40 + 0.5),
        ([-2, 1], 3 + 10 + 0.5),
        ([0.5, 0], 1 + 30 + 0.5),  # not greater than the threshold
        ([float("nan"), 0], 1 + 10 + 0.5),
        ([float("inf"), float("-inf")], 2 + 30 + 0.5),
    ],
)
def test_predict_answers_select_leaf_of_each_tree(row: list[float], value: float) -> None:
    assert TWO_TREES.predict([np.array([row], np.float32).T.copy()]).tolist() == [value]


@given(
    seed=st.integers(0, 99),
    depth=st.integers(1, 8),
    trees=st.integers(0, 20),
    outputs=st.integers(1, 4),
    rows=st.sampled_from([0, 1, 2, 3, 5, 17, 255, 256, 257, 600]),
)
def test_predict_any_forest_sums_leaves(
    seed: int, depth: int, trees: int, outputs: int, rows: int
) -> None:
    forest, features = random_forest(seed, depth, trees, outputs), random_features(seed, rows)
    expected = [sum_of_leaves(forest, row) for row in features.T[-20:]]
    scores = np.asarray(forest.predict([features])).reshape(rows, outputs)
    assert np.array_equal(scores[-20:], np.array(expected, np.float32).reshape(-1, outputs))


def test_predict_features_in_several_matrices_gives_equal_scores() -> None:
    forest, features = random_forest(1, 6, 50, 1), random_features(1, 300)
    parts = [features[:0], features[:4], features[4:], random_features(2, 300)]
    assert forest.predict(parts) == forest.predict([features])


def test_predict_in_many_threads_equals_one_thread() -> None:
    forest = random_forest(1, 6, 200, 3)
    matrices = [[random_features(seed, 400)] for seed in range(40)]
    with ThreadPoolExecutor(8) as pool:
        scores = list(pool.map(forest.predict, matrices * 5))
    assert scores == [forest.predict(matrix) for matrix in matrices] * 5


@pytest.mark.parametrize("count", [0, 1])
def test_predict_without_compared_features_raises(count: int) -> None:
    with pytest.raises(ValueError, match=f"compares 2 features, but the matrices have {count}"):
        TWO_TREES.predict([np.zeros((count, 5), np.float32)])


@pytest.mark.parametrize("matrix", [np.zeros(2, np.float32), np.zeros((2, 1)), b"features"])
def test_predict_other_arrays_than_matrices_raise(matrix: Any) -> None:
    with pytest.raises(ValueError, match="Buffer"):
        TWO_TREES.predict([matrix])


def test_predict_matrices_of_different_rows_raise() -> None:
    with pytest.raises(ValueError, match="of 3 and 4 rows"):
        TWO_TREES.predict([np.zeros((1, 3), np.float32), np.zeros((1, 4), np.float32)])


@pytest.mark.parametrize("name", ["questions", "thresholds", "leaves", "bias"])
def test_forest_sizes_that_do_not_fit_raise(name: str) -> None:
    for array in (ARRAYS[name][:-1], np.resize(ARRAYS[name], len(ARRAYS[name]) + 1)):
        with pytest.raises(ValueError, match="do not make up trees with 2 questions each"):
            Forest(**{**ARRAYS, name: array})


@pytest.mark.parametrize("depth", [-1, 0, 9])
def test_forest_of_deep_trees_raises(depth: int) -> None:
    with pytest.raises(ValueError, match=f"have 1 to 8 questions, not {depth}"):
        Forest(**{**ARRAYS, "depth": depth})


def test_forest_negative_question_raises() -> None:
    with pytest.raises(ValueError, match="indices of features, not -1"):
        Forest(**{**ARRAYS, "questions": np.array([0, 1, -1, 0], np.int32)})


@pytest.mark.parametrize("dtype", [np.int64, np.float32])
def test_forest_questions_of_another_type_raise(dtype: Any) -> None:
    with pytest.raises(ValueError, match="mismatch"):
        Forest(**{**ARRAYS, "questions": ARRAYS["questions"].astype(dtype)})


def test_predict_forest_of_largest_question_raises() -> None:
    forest = Forest(**{**ARRAYS, "questions": np.array([0, 1, 2**31 - 1, 0], np.int32)})
    with pytest.raises(ValueError, match="compares 2147483648 features"):
        forest.predict([np.zeros((2, 1), np.float32)])


def test_forest_later_change_of_arrays_has_no_effect() -> None:
    arrays = {name: ARRAYS[name].copy() for name in ("questions", "thresholds", "leaves", "bias")}
    forest = Forest(**arrays, depth=2)
    for array in (*arrays.values(), forest.questions, forest.leaves):
        array[0] = 7
    assert forest.predict([np.zeros((2, 1), np.float32)]).tolist() == [31.5]


def test_forest_pickled_predicts_the_same() -> None:
    copy = pickle.loads(pickle.dumps(TWO_TREES))  # noqa: S301 - our own
    assert copy.predict([np.zeros((2, 1), np.float32)]).tolist() == [31.5]


@given(st.integers(0, 999), st.integers(1, 8), st.integers(0, 30), st.integers(1, 3))
def test_predict_on_any_cpu_equals_predict(seed: int, depth: int, trees: int, outputs: int) -> None:
    forest = random_forest(seed, depth, trees, outputs)
    features = [random_features(seed, rows=seed)]
    assert forest.predict(features) == forest.predict_on_any_cpu(features)
