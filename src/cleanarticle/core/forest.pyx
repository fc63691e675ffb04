"""Forests of oblivious decision trees; forest.hpp contains the loops."""

from libc.stdint cimport int32_t

import cython
import numpy as np


cdef extern from "forest.hpp" namespace "cleanarticle" nogil:
    const Py_ssize_t max_depth

    struct ForestArrays:
        const int32_t* questions
        const float* thresholds
        const float* leaves
        const float* bias
        Py_ssize_t depth, trees, outputs

    ctypedef void (*FindLeaves)(
        const float* const* features, const float* thresholds, Py_ssize_t rows, int32_t* leaf
    ) noexcept

    FindLeaves find_leaves_on_any_cpu(Py_ssize_t depth)
    FindLeaves find_leaves_on_this_cpu(Py_ssize_t depth)
    void add_scores(
        const ForestArrays& forest, FindLeaves find, const float* features, Py_ssize_t rows,
        float* scores,
    )


@cython.final
cdef class Forest:
    """An ensemble of gradient-boosted oblivious trees of one depth.

    An oblivious tree makes the same comparisons on all paths, so its leaf is the number formed by
    their results (Kohavi 1994; Prokhorenkova et al. 2018).

    A forest keeps read-only copies of its arrays, so that several threads can use it at once.

    Args:
        questions: Indices of the compared features, shape (depth, trees), the lowest bit of the
            leaf's number first.
        thresholds: The values they are compared with, shape (depth, trees).
        leaves: The values of the leaves, shape (trees, 2 ** depth, outputs).
        bias: Added to the sum, shape (outputs,).

    Raises:
        ValueError: The shapes do not fit together, trees are more than 8 deep, or a question is
            not a number from 0 to 2 ** 31 - 1.
    """

    cdef readonly object questions
    cdef readonly object thresholds
    cdef readonly object leaves
    cdef readonly object bias
    cdef ForestArrays _arrays
    cdef Py_ssize_t _features

    def __cinit__(self, questions, thresholds, leaves, bias):
        self.questions = _read_only_copy(_checked_questions(questions), np.int32)
        self.thresholds = _read_only_copy(thresholds, np.float32)
        self.leaves = _read_only_copy(leaves, np.float32)
        self.bias = _read_only_copy(bias, np.float32)
        _check_shapes(self.questions, self.thresholds, self.leaves, self.bias)
        self._features = 1 + int(self.questions.max(initial=-1))
        self._arrays.questions = <const int32_t*>_address(self.questions)
        self._arrays.thresholds = <const float*>_address(self.thresholds)
        self._arrays.leaves = <const float*>_address(self.leaves)
        self._arrays.bias = <const float*>_address(self.bias)
        self._arrays.depth, self._arrays.trees = self.questions.shape
        self._arrays.outputs = len(self.bias)

    def __reduce__(self):
        return Forest, (self.questions, self.thresholds, self.leaves, self.bias)

    def predict(self, matrix):
        """Return the sum of the leaves that each row falls into, shape (rows, outputs).

        Args:
            matrix: Features, shape (features, rows).

        Raises:
            ValueError: The matrix lacks features that the forest asks for.
        """
        return self._predict(matrix, find_leaves_on_this_cpu(self._arrays.depth))

    def predict_on_any_cpu(self, matrix):
        """Return the same with instructions that all CPUs have, for tests that compare both."""
        return self._predict(matrix, find_leaves_on_any_cpu(self._arrays.depth))

    cdef _predict(self, matrix, FindLeaves find):
        """Return the sum of the leaves that rows fall into, see `predict`."""
        features = np.ascontiguousarray(matrix, np.float32)
        if features.ndim != 2 or len(features) < self._features:
            raise ValueError(
                f"the forest compares {self._features} features, but the matrix has the shape"
                f" {features.shape}; pass the features that it was trained on, one per row of the"
                " matrix"
            )
        cdef Py_ssize_t rows = features.shape[1]
        scores = np.zeros((rows, self._arrays.outputs), np.float32)
        cdef const float* first_feature = <const float*>_address(features)
        cdef float* first_score = <float*>_address(scores)
        with nogil:
            add_scores(self._arrays, find, first_feature, rows, first_score)
        return scores


cdef size_t _address(array) except? 0:
    """Return where the values of an array start; unlike for `&array[0]`, it can be empty."""
    return array.__array_interface__["data"][0]


_MAX_QUESTION = np.iinfo(np.int32).max


def _read_only_copy(array, dtype):
    copy = np.array(array, dtype, order="C")
    copy.setflags(write=False)
    return copy


def _checked_questions(questions):
    """Return questions as an array; raise ValueError if a cast to 32 bits would change them."""
    questions = np.asarray(questions)
    if questions.dtype.kind not in "iuf":
        raise ValueError(
            f"questions of a forest are indices of features, not values of type {questions.dtype}"
        )
    if questions.size and not (questions.min() >= 0 and questions.max() <= _MAX_QUESTION):
        raise ValueError(
            f"questions of a forest are indices of features, from 0 to {_MAX_QUESTION}; these go"
            f" from {questions.min()} to {questions.max()}"
        )
    return questions


def _check_shapes(questions, thresholds, leaves, bias):
    """Raise ValueError if the arrays do not make up a forest."""
    shapes = [array.shape for array in (questions, thresholds, leaves, bias)]
    depth, trees = shapes[0] if questions.ndim == 2 else (max_depth + 1, 0)
    fitting = [(depth, trees), (depth, trees), (trees, 2**depth, bias.size), (bias.size,)]
    if depth > max_depth or shapes != fitting:
        raise ValueError(
            "questions, thresholds, leaves and bias of a forest have the shapes (depth, trees),"
            " (depth, trees), (trees, 2 ** depth, outputs) and (outputs,), with a depth of at most"
            f" {max_depth}; these have {', '.join(map(str, shapes))}"
        )
