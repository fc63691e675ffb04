"""Page means: the features of blocks, averaged over a page in three ways."""

from libc.math cimport exp, log1p
from libcpp.vector cimport vector

from cleanarticle.core.new_arrays cimport new_array


cdef extern from "dot.hpp" namespace "cleanarticle" nogil:
    float dot(const float* one, const float* other, Py_ssize_t count)


def page_means(features, const double[::1] size, const double[::1] odds):
    """Describe a page by the means of its block features and by the amount of body.

    Args:
        features: Matrices of features, each of shape (some features, blocks).
        size: Size of each block; there is one at least.
        odds: Log-odds of body of each block.

    Returns:
        The mean of each feature, unweighted; the means weighted by block size; those weighted by
        block size times body probability; then the log size of the body, its share of the page, and
        the highest body probability.

    Raises:
        ValueError: The arguments are about different numbers of blocks.
    """
    cdef Py_ssize_t i, feature, blocks = size.shape[0], count = 0, filled = 0
    cdef const float[:, ::1] matrix
    cdef vector[float] equal, sizes, bodies
    cdef double body, highest = 0, total = 0, body_total = 0
    if not blocks == odds.shape[0] > 0:
        raise ValueError(f"there are sizes of {blocks} blocks, but log-odds of {odds.shape[0]}")
    for i in range(blocks):
        total += size[i] + 1
        body_total += (size[i] + 1) / (1 + exp(-odds[i]))
    for i in range(blocks):
        body = 1 / (1 + exp(-odds[i]))
        highest = max(highest, body)
        equal.push_back(1.0 / blocks)
        sizes.push_back((size[i] + 1) / total)
        bodies.push_back(body * (size[i] + 1) / max(1e-6, body_total))
    for part in features:
        matrix = part
        if matrix.shape[1] != blocks:
            raise ValueError(f"there are {blocks} blocks, but features of {matrix.shape[1]}")
        count += matrix.shape[0]
    values = new_array("f", 3 * count + 3)
    cdef float[::1] means = values
    for part in features:
        matrix = part
        for feature in range(matrix.shape[0]):
            means[filled] = dot(&matrix[feature, 0], equal.data(), blocks)
            means[count + filled] = dot(&matrix[feature, 0], sizes.data(), blocks)
            means[2 * count + filled] = dot(&matrix[feature, 0], bodies.data(), blocks)
            filled += 1
    means[3 * count] = log1p(body_total)
    means[3 * count + 1] = body_total / total
    means[3 * count + 2] = highest
    return values
