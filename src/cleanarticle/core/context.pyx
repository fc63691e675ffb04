"""Context features: the first-pass scores around each block, as input for the second pass.

The main content is usually one contiguous run of blocks, and the items of one list or box are kept
or dropped together. These features show a model the scores of neighboring blocks, of the ancestor
boxes, and of all boxes with the same signature.
"""

from libc.math cimport exp, log1p
from libcpp.algorithm cimport sort
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from cleanarticle.core.new_arrays cimport as_matrix, new_array

import cython

_OFFSETS = (-4, -3, -2, -1, 1, 2, 3, 4)
cdef double _OUTSIDE_ODDS = -9.0
"""Log-odds assumed before the first block and after the last."""
_RADII = (2, 5, 12, 30)
_BOX_FEATURES = ("share", "part", "blocks", "similar")
_LEVELS = 6
_SIGNATURE_LEVELS = 4
_BODY_THRESHOLDS = (0.3, 0.7, 0.9)
"""Probabilities above which a block counts as body; three, as no single one suits all pages."""
cdef double _NO_BODY = 99.0
"""Distance to a body block where there is none."""
cdef double _MIN_BODY_SIZE = 60
"""Blocks must have more letters than this to count as body: about the length of prose."""


CONTEXT_FEATURES = (
    "odds",
    *(f"odds{offset:+}" for offset in _OFFSETS),
    *(f"body_{side}{radius}" for radius in _RADII for side in ("around", "before", "after")),
    *(
        f"body_up{level}_{name}"
        for level in range(_LEVELS)
        for name in _BOX_FEATURES[: None if level < _SIGNATURE_LEVELS else -1]
    ),
    *(
        f"body_{side}_{threshold}"
        for threshold in _BODY_THRESHOLDS
        for side in ("first", "last", "next", "previous")
    ),
    "body_before", "body_after", "size_before", "body_rank", "body_size", "body_share", "body_max",
    "body_blocks", "body_doubt",
)
"""The names of the features, in order."""


def context_features(layout, odds):
    """Describe every block by the first-pass scores of the whole page.

    Args:
        layout: The page.
        odds: First-pass log-odds of body, shape (blocks,).

    Returns:
        A matrix of shape (features, blocks), the features as in `CONTEXT_FEATURES`.
    """
    return _ContextBuilder(layout, odds).build()


@cython.final
@cython.auto_pickle(False)
cdef class _ContextBuilder:
    """Builds the context features of one page, in the order of `CONTEXT_FEATURES`."""

    cdef object values
    cdef float[:, ::1] rows
    cdef Py_ssize_t filled, n, boxes, signatures
    cdef const double[::1] odds, size
    cdef const Py_ssize_t[::1] box, parent, first, last, signature
    cdef vector[double] body  # probability of body of each block
    # Sums over the blocks before each index: of the size times the probability of body, of the size
    # with one more letter for each block, and of the probability.
    cdef vector[double] body_sums, size_sums, probability_sums
    cdef double total  # size of the body

    def __cinit__(self, layout, odds):
        self.odds = odds
        self.size, self.box = layout.size, layout.box
        self.parent, self.first, self.last = layout.parent, layout.first, layout.last
        self.signature, self.signatures = layout.signature, len(layout.signatures.tags)
        self.n, self.boxes = len(layout.box), len(layout.parent)
        if self.odds.shape[0] != self.n:
            raise ValueError(f"the page has {self.n} blocks, but {len(odds)} log-odds are given")
        self.values = new_array("f", len(CONTEXT_FEATURES) * self.n)
        self.rows = as_matrix(self.values, len(CONTEXT_FEATURES), self.n)
        self.sum_body()

    def build(self):
        self.add_odds()
        self.add_windows()
        self.add_boxes()
        for threshold in _BODY_THRESHOLDS:
            self.add_distances(threshold)
        self.add_position()
        self.add_page()
        return as_matrix(self.values, len(CONTEXT_FEATURES), self.n)

    cdef sum_body(self):
        cdef Py_ssize_t i
        cdef double body, size
        self.body_sums.push_back(0)
        self.size_sums.push_back(0)
        self.probability_sums.push_back(0)
        for i in range(self.n):
            body, size = 1 / (1 + exp(-self.odds[i])), self.size[i] + 1
            self.body.push_back(body)
            self.body_sums.push_back(self.body_sums[i] + body * size)
            self.size_sums.push_back(self.size_sums[i] + size)
            self.probability_sums.push_back(self.probability_sums[i] + body)
        self.total = max(1.0, self.body_sums[self.n])

    cdef float[:, ::1] next_rows(self, Py_ssize_t count):
        """Return the rows of the next features."""
        self.filled += count
        return self.rows[self.filled - count : self.filled]

    cdef add_odds(self):
        """Add the score of the block and of the blocks before and after."""
        cdef Py_ssize_t i, k, offset
        cdef float[:, ::1] rows = self.next_rows(1 + len(_OFFSETS))
        for k, offset in enumerate((0, *_OFFSETS)):
            for i in range(self.n):
                rows[k, i] = self.odds[i + offset] if 0 <= i + offset < self.n else _OUTSIDE_ODDS

    cdef add_windows(self):
        """Add the share of body in windows around, before and after each block."""
        cdef Py_ssize_t i, low, high, radius
        cdef float[:, ::1] rows
        for radius in _RADII:
            rows = self.next_rows(3)
            for i in range(self.n):
                low, high = max(0, i - radius), min(self.n, i + radius + 1)
                rows[0, i] = self.share_between(low, high)
                rows[1, i] = self.share_between(low, i)
                rows[2, i] = self.share_between(i + 1, high)

    cdef double share_between(self, Py_ssize_t first, Py_ssize_t last) noexcept:
        """Return the share of body in the blocks from one index to another."""
        return (self.body_sums[last] - self.body_sums[first]) / max(
            1.0, self.size_sums[last] - self.size_sums[first]
        )

    cdef add_boxes(self):
        """Add the share of body in the ancestor boxes and in all boxes with their signatures."""
        cdef Py_ssize_t level, k, i, width = len(_BOX_FEATURES)
        cdef vector[float] of_box
        cdef vector[Py_ssize_t] boxes
        cdef float[:, ::1] rows
        self.read_boxes(of_box)
        for i in range(self.n):
            boxes.push_back(self.box[i])
        for level in range(_LEVELS):
            rows = self.next_rows(width if level < _SIGNATURE_LEVELS else width - 1)
            for i in range(self.n):
                for k in range(rows.shape[0]):
                    rows[k, i] = of_box[boxes[i] * width + k]
                boxes[i] = self.parent[boxes[i]]

    cdef int read_boxes(self, vector[float]& features) except -1:
        """Set the features named in `_BOX_FEATURES` of each box, box by box."""
        cdef vector[double] shares
        cdef Py_ssize_t i, first, last
        self.read_signatures(shares)
        for i in range(self.boxes):
            first, last = self.first[i], self.last[i]
            features.push_back(self.share_between(first, last))
            features.push_back((self.body_sums[last] - self.body_sums[first]) / self.total)
            features.push_back(
                (self.probability_sums[last] - self.probability_sums[first]) / max(1, last - first)
            )
            features.push_back(shares[self.signature[i]])
        return 0

    cdef int read_signatures(self, vector[double]& body) except -1:
        """Set the share of body in all boxes with each signature."""
        cdef vector[double] size
        cdef Py_ssize_t i, signature
        body.resize(self.signatures)
        size.resize(self.signatures)
        for i in range(self.boxes):
            signature = self.signature[i]
            body[signature] += self.body_sums[self.last[i]] - self.body_sums[self.first[i]]
            size[signature] += self.size_sums[self.last[i]] - self.size_sums[self.first[i]]
        for i in range(self.signatures):
            body[i] /= max(1.0, size[i])
        return 0

    cdef add_distances(self, double threshold):
        """Add the distances, in blocks, to the first, last, next and previous body blocks."""
        cdef float[:, ::1] rows = self.next_rows(4)
        cdef Py_ssize_t i, first = -1, last = -1, following = -1
        for i in range(self.n - 1, -1, -1):
            rows[2, i] = _NO_BODY if following < 0 else min(<double>(following - i), _NO_BODY)
            if self.is_body(i, threshold):
                first = following = i
        for i in range(self.n):
            rows[3, i] = _NO_BODY if last < 0 else min(<double>(i - last), _NO_BODY)
            if self.is_body(i, threshold):
                last = i
        for i in range(self.n):
            rows[0, i] = _NO_BODY if first < 0 else min(max(i - first, -60), 200)
            rows[1, i] = _NO_BODY if last < 0 else min(max(last - i, -60), 200)

    cdef bint is_body(self, Py_ssize_t i, double threshold) noexcept:
        return self.body[i] > threshold and self.size[i] > _MIN_BODY_SIZE

    cdef add_position(self):
        """Add the share of body before and after each block, and its rank by probability."""
        cdef float[:, ::1] rows = self.next_rows(4)
        cdef vector[pair[double, Py_ssize_t]] ranking
        cdef Py_ssize_t i
        for i in range(self.n):
            ranking.push_back(pair[double, Py_ssize_t](-self.body[i], i))
        sort(ranking.begin(), ranking.end())
        for i in range(self.n):
            rows[0, i] = self.body_sums[i] / self.total
            rows[1, i] = 1 - self.body_sums[i + 1] / self.total
            rows[2, i] = self.size_sums[i] / self.size_sums[self.n]
            rows[3, ranking[i].second] = <double>i / self.n

    cdef add_page(self):
        """Add the body of the page: its size, its share, and how certain it is."""
        cdef float[:, ::1] rows = self.next_rows(5)
        cdef double highest = 0, doubt = 0
        cdef Py_ssize_t i, blocks = 0
        for i in range(self.n):
            highest = max(highest, self.body[i])
            blocks += self.body[i] > 0.5
            doubt += self.body[i] * (1 - self.body[i]) * (self.size[i] + 1)
        rows[0, :] = log1p(self.total)
        rows[1, :] = self.total / self.size_sums[self.n]
        rows[2, :] = highest
        rows[3, :] = <double>blocks / self.n
        rows[4, :] = doubt / self.total
