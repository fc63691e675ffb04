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

ARRAYS: dict[str, npt.NDArray[Any]] = {
    "questions": np.array([[0, 1], [1, 0]]),
    "thresholds": np.array([[0.5, 2.0], [0.0, -1.0]], np.float32),
    "leaves": np.array([[[1], [2], [3], [4]], [[10], [20], [30], [40]]], np.float32),
    "bias": np.array([0.5], np.float32),
}
TWO_TREES = Forest(**ARRAYS)


def random_forest(seed: int, depth: int, trees: int, outputs: int) -> Forest:
    random = np.random.default_rng(seed)
    return Forest(
        random.integers(0, 9, (depth, trees)),
        random.normal(size=(depth, trees)).astype(np.float32),
        random.normal(size=(trees, 2**depth, outputs)).astype(np.float32),
        random.normal(size=outputs).astype(np.float32),
    )


def random_features(seed: int, rows: int) -> Floats:
    return np.random.default_rng(seed).normal(size=(9, rows)).astype(np.float32)


def sum_of_leaves(forest: Forest, row: Floats) -> Floats:
    """Follow each tree of a forest, in the order of `Forest.predict`."""
    total = np.zeros(len(forest.bias), np.float32)
    for tree, leaves in enumerate(forest.leaves):
        splits = zip(forest.questions[:, tree], forest.thresholds[:, tree], strict=True)
        answers = (int(row[question] > threshold) for question, threshold in splits)
        total += leaves[sum(answer << bit for bit, answer in enumerate(answers))]
    return total + forest.bias


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
    assert TWO_TREES.predict(np.array([row], np.float32).T).tolist() == [[value]]


@given(
    seed=st.integers(0, 99),
    depth=st.integers(0, 8),
    trees=st.integers(0, 20),
    outputs=st.integers(1, 4),
    rows=st.sampled_from([0, 1, 2, 3, 5, 17, 255, 256, 257, 600]),
)
def test_predict_any_forest_sums_leaves(
    seed: int, depth: int, trees: int, outputs: int, rows: int
) -> None:
    forest, features = random_forest(seed, depth, trees, outputs), random_features(seed, rows)
    expected = [sum_of_leaves(forest, row) for row in features.T[-20:]]
    scores = forest.predict(features)
    assert scores.shape == (rows, outputs)
    assert np.array_equal(scores[-20:], np.array(expected, np.float32).reshape(-1, outputs))


@pytest.mark.parametrize(
    "matrix",
    [
        random_features(1, 300).astype(np.float64),
        np.asfortranarray(random_features(1, 300)),
        np.repeat(random_features(1, 300), 2, axis=1)[:, ::2],
        np.concatenate([random_features(1, 300), random_features(2, 300)]),
    ],
    ids=["doubles", "columns first", "strided", "more features"],
)
def test_predict_any_layout_gives_equal_scores(matrix: Any) -> None:
    forest = random_forest(1, 6, 50, 1)
    assert np.array_equal(forest.predict(matrix), forest.predict(random_features(1, 300)))


def test_predict_in_many_threads_equals_one_thread() -> None:
    forest = random_forest(1, 6, 200, 3)
    matrices = [random_features(seed, 400) for seed in range(40)]
    with ThreadPoolExecutor(8) as pool:
        scores = list(pool.map(forest.predict, matrices * 5))
    expected = [forest.predict(matrix) for matrix in matrices] * 5
    assert all(map(np.array_equal, scores, expected))


@pytest.mark.parametrize("shape", [(1, 5), (0, 0), (2,), (2, 1, 1), ()])
def test_predict_without_compared_features_raises(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"compares 2 features, but the matrix has the shape \("):
        TWO_TREES.predict(np.zeros(shape, np.float32))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("questions", np.zeros((2, 3), int)),
        ("questions", np.zeros(4, int)),
        ("questions", np.array(0)),
        ("thresholds", np.zeros((1, 2))),
        ("leaves", np.zeros((2, 3, 1))),
        ("leaves", np.zeros((2, 4))),
        ("leaves", np.zeros((2, 4, 2))),
        ("bias", np.zeros((1, 1))),
        ("bias", np.zeros(0)),
    ],
)
def test_forest_shapes_that_do_not_fit_raise(name: str, array: npt.NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="have the shapes"):
        Forest(**{**ARRAYS, name: array})


def test_forest_of_deep_trees_raises() -> None:
    with pytest.raises(ValueError, match="depth of at most 8"):
        random_forest(1, 9, 2, 1)


@pytest.mark.parametrize("question", [-1, 2**31, 2**32, 2**32 + 1, 2**63 - 1, -(2**32) + 1])
def test_forest_question_outside_of_32_bits_raises(question: int) -> None:
    with pytest.raises(ValueError, match=rf"from 0 to 2147483647; these go from .*{question}"):
        Forest(**{**ARRAYS, "questions": np.array([[0, 1], [question, 0]])})


def test_forest_question_that_is_not_a_number_raises() -> None:
    with pytest.raises(ValueError, match="these go from nan"):
        Forest(**{**ARRAYS, "questions": np.array([[0, 1], [float("nan"), 0]])})


def test_predict_forest_of_largest_question_raises() -> None:
    questions = np.array([[0, 1], [2**31 - 1, 0]])
    with pytest.raises(ValueError, match="compares 2147483648 features"):
        Forest(**{**ARRAYS, "questions": questions}).predict(np.zeros((2, 1), np.float32))


def test_forest_later_change_of_arrays_has_no_effect() -> None:
    arrays = {name: array.copy() for name, array in ARRAYS.items()}
    forest = Forest(**arrays)
    arrays["questions"][:] = 10**6
    assert forest.predict(np.zeros((2, 1), np.float32)).tolist() == [[31.5]]
    with pytest.raises(ValueError, match="read-only"):
        forest.questions[:] = 10**6


def test_forest_pickled_predicts_the_same() -> None:
    copy = pickle.loads(pickle.dumps(TWO_TREES))  # noqa: S301 - our own
    assert copy.predict(np.zeros((2, 1), np.float32)).tolist() == [[31.5]]


@given(st.integers(0, 999), st.integers(0, 8), st.integers(0, 30), st.integers(1, 3))
def test_predict_on_any_cpu_equals_predict(seed: int, depth: int, trees: int, outputs: int) -> None:
    forest = random_forest(seed, depth, trees, outputs)
    features = random_features(seed, rows=seed)
    assert np.array_equal(forest.predict(features), forest.predict_on_any_cpu(features))
