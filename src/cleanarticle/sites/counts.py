"""Counts by hash in arrays, for fast pickling.

Every job of a batch carries the counts of its site to another process. For 3,500 entries pickling
takes 0.05 ms and unpickling 0.03 ms; with dictionaries they take 1 ms and 0.6 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Hashes: TypeAlias = NDArray[np.int64]
Counts: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class HashCounts:
    """Immutable rows of counts by hash; create them with `of`.

    Attributes:
        hashes: Distinct hashes in ascending order, shape (entries,).
        counts: Row of counts of each hash, shape (entries, columns).
        insertions: Insertion order of each hash; larger is later, shape (entries,).
    """

    hashes: Hashes
    counts: Counts
    insertions: NDArray[np.int64]

    @classmethod
    def of(cls, hashes: Sequence[int], counts: Counts) -> HashCounts:
        """Create counts, adding up the rows of equal hashes.

        Args:
            hashes: Hashes of at most 63 bits, in insertion order.
            counts: Row of counts of each hash, shape (hashes, columns).
        """
        distinct, first_indices, rows = np.unique(
            np.array(hashes, np.int64), return_index=True, return_inverse=True
        )
        sums = np.zeros((len(distinct), counts.shape[1]), np.int64)
        np.add.at(sums, rows, counts)
        return cls(distinct, sums, first_indices)

    @classmethod
    def empty(cls, columns: int) -> HashCounts:
        """Create counts without entries."""
        return cls.of([], np.zeros((0, columns), np.int64))

    def __len__(self) -> int:
        return len(self.hashes)

    def __eq__(self, other: object) -> bool:
        """Return True if hashes and counts are equal, in whatever order they were inserted."""
        return (
            isinstance(other, HashCounts)
            and np.array_equal(self.hashes, other.hashes)
            and np.array_equal(self.counts, other.counts)
        )

    __hash__ = None  # type: ignore[assignment]

    def get(self, hashes: Sequence[int]) -> Counts:
        """Return the counts of each hash, zeros for unknown ones, shape (hashes, columns)."""
        queries = np.array(hashes, np.int64)
        rows, is_known = self._find(queries)
        counts = np.zeros((len(queries), self.counts.shape[1]), np.int64)
        counts[is_known] = self.counts[rows[is_known]]
        return counts

    def plus(self, later: HashCounts) -> HashCounts:
        """Return the sum of these counts and others, which count as inserted later."""
        rows, is_known = self._find(later.hashes)
        counts = self.counts.copy()
        counts[rows[is_known]] += later.counts[is_known]
        new = np.flatnonzero(~is_known)
        shift = self.insertions.max(initial=0) + 1 - later.insertions.min(initial=0)
        # Both are sorted by hash, so the rows of the new entries in the merged arrays are known.
        new_rows = rows[new] + np.arange(len(new))
        is_old = np.ones(len(self) + len(new), np.bool_)
        is_old[new_rows] = False
        return HashCounts(
            _merge(is_old, self.hashes, new_rows, later.hashes[new]),
            _merge(is_old, counts, new_rows, later.counts[new]),
            _merge(is_old, self.insertions, new_rows, shift + later.insertions[new]),
        )

    def largest(self, limit: int) -> HashCounts:
        """Return the entries with the largest counts in the first column.

        Args:
            limit: Maximum number of entries; among equal counts the latest entries are kept.
        """
        rows = np.sort(np.lexsort((self.insertions, self.counts[:, 0]))[-limit:])
        return HashCounts(self.hashes[rows], self.counts[rows], self.insertions[rows])

    def oldest_first(self) -> tuple[Hashes, Counts]:
        """Return hashes and counts in insertion order; `of` restores the same order from them."""
        order = np.argsort(self.insertions, kind="stable")
        return self.hashes[order], self.counts[order]

    def _find(self, hashes: Hashes) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return the row of each hash, or the row to insert it at, and whether it is known."""
        rows = np.searchsorted(self.hashes, hashes)
        is_known = np.zeros(len(hashes), np.bool_)
        in_range = rows < len(self.hashes)
        is_known[in_range] = self.hashes[rows[in_range]] == hashes[in_range]
        return rows, is_known


def _merge(
    is_old: NDArray[np.bool_], old: Counts, new_rows: NDArray[np.intp], new: Counts
) -> Counts:
    """Return an array with the old and the new rows.

    Args:
        is_old: True for each row of the result that is an old row.
        old: Old rows.
        new_rows: Indices of the new rows in the result.
        new: New rows.
    """
    merged = np.empty((len(is_old), *old.shape[1:]), np.int64)
    merged[is_old] = old
    merged[new_rows] = new
    return merged
