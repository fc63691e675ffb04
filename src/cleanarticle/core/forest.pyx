"""Forests of oblivious decision trees; forest.hpp contains the loops."""

from libc.stdint cimport int32_t
from libcpp.vector cimport vector

from cleanarticle.core.new_arrays cimport new_array

from array import array

import cython


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
        const ForestArrays& forest, FindLeaves find, const float* const* features, Py_ssize_t rows,
        float* scores,
    )


@cython.final
cdef class Forest:
    """An ensemble of gradient-boosted oblivious trees of one depth.

    An oblivious tree makes the same comparisons on all paths, so its leaf is the number formed by
    their results (Kohavi 1994; Prokhorenkova et al. 2018).

    A forest keeps copies of its arrays and never changes them, so several threads can use it at
    once.

    Args:
        questions: Indices of the compared features: those of the lowest bit of the leaf's number of
            each tree, then those of the next bit, and so on. Integers of 32 bits.
        thresholds: The values they are compared with, in the same order. All other arrays are of
            numbers of 32 bits.
        leaves: The outputs of each leaf of the first tree, then of the second, and so on.
        bias: Added to the sum, one value for each output.
        depth: Questions of each tree, 1 to 8.

    Raises:
        ValueError: The sizes of the arrays do not fit together, or an index is negative.
    """

    cdef readonly Py_ssize_t depth
    cdef vector[int32_t] _questions
    cdef vector[float] _thresholds, _leaves, _bias
    cdef ForestArrays _arrays
    cdef Py_ssize_t _features

    def __cinit__(
        self,
        const int32_t[::1] questions,
        const float[::1] thresholds,
        const float[::1] leaves,
        const float[::1] bias,
        Py_ssize_t depth,
    ):
        cdef Py_ssize_t i
        _check_sizes(
            depth, questions.shape[0], thresholds.shape[0], leaves.shape[0], bias.shape[0]
        )
        for i in range(questions.shape[0]):
            if questions[i] < 0:
                raise ValueError(f"questions of a forest are indices of features, not {questions[i]}")
            self._features = max(self._features, 1 + <Py_ssize_t>questions[i])
            self._questions.push_back(questions[i])
        _copy(thresholds, self._thresholds)
        _copy(leaves, self._leaves)
        _copy(bias, self._bias)
        self.depth = depth
        self._arrays.questions = self._questions.data()
        self._arrays.thresholds = self._thresholds.data()
        self._arrays.leaves = self._leaves.data()
        self._arrays.bias = self._bias.data()
        self._arrays.depth, self._arrays.outputs = depth, bias.shape[0]
        self._arrays.trees = questions.shape[0] // depth

    def __reduce__(self):
        return Forest, (self.questions, self.thresholds, self.leaves, self.bias, self.depth)

    @property
    def questions(self):
        """A copy of the questions."""
        return array("i", self._questions)

    @property
    def thresholds(self):
        """A copy of the thresholds."""
        return array("f", self._thresholds)

    @property
    def leaves(self):
        """A copy of the leaves."""
        return array("f", self._leaves)

    @property
    def bias(self):
        """A copy of the bias."""
        return array("f", self._bias)

    def predict(self, features):
        """Return the sum of the leaves that each row falls into: row by row, its outputs.

        Args:
            features: Matrices with the features of all rows, each of shape (some features, rows).

        Raises:
            ValueError: The matrices lack features that the forest asks for, or differ in the number
                of rows.
        """
        return self._predict(features, find_leaves_on_this_cpu(self.depth))

    def predict_on_any_cpu(self, features):
        """Return the same with instructions that all CPUs have, for tests that compare both."""
        return self._predict(features, find_leaves_on_any_cpu(self.depth))

    cdef _predict(self, features, FindLeaves find):
        """Return the sum of the leaves that rows fall into, see `predict`."""
        cdef vector[const float*] columns
        cdef Py_ssize_t feature, rows = -1
        cdef const float[:, ::1] matrix
        for part in features:
            matrix = part
            if rows >= 0 and matrix.shape[1] != rows:
                raise ValueError(f"the matrices have features of {rows} and {matrix.shape[1]} rows")
            rows = matrix.shape[1]
            for feature in range(matrix.shape[0]):
                columns.push_back(&matrix[feature, 0] if rows else NULL)
        if <Py_ssize_t>columns.size() < self._features:
            raise ValueError(
                f"the forest compares {self._features} features, but the matrices have"
                f" {columns.size()}; pass the features that it was trained on"
            )
        scores = new_array("f", max(rows, 0) * self._arrays.outputs)
        cdef float[::1] values = scores
        cdef float* first = &values[0] if rows > 0 else NULL
        with nogil:
            add_scores(self._arrays, find, columns.data(), rows, first)
        return scores


cdef int _check_sizes(
    Py_ssize_t depth, Py_ssize_t questions, Py_ssize_t thresholds, Py_ssize_t leaves, Py_ssize_t bias
) except -1:
    """Raise ValueError if arrays of these sizes do not make up a forest."""
    if not 1 <= depth <= max_depth:
        raise ValueError(f"the trees of a forest have 1 to {max_depth} questions, not {depth}")
    if (
        questions % depth
        or thresholds != questions
        or not bias
        or leaves != (questions // depth << depth) * bias
    ):
        raise ValueError(
            f"{questions} questions, {thresholds} thresholds, {leaves} leaves and {bias} values of"
            f" the bias do not make up trees with {depth} questions each"
        )
    return 0


cdef int _copy(const float[::1] values, vector[float]& copy) except -1:
    cdef Py_ssize_t i
    for i in range(values.shape[0]):
        copy.push_back(values[i])
    return 0
