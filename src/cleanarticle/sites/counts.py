"""Counts by hash: rows of numbers that are added up over pages, in order of first occurrence."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row: TypeAlias = tuple[int, ...]
Counts: TypeAlias = dict[int, Row]
"""Rows of counts by hash; those that were added last are last. Nothing changes them once they are
made."""


def total(rows: Iterable[tuple[int, Row]]) -> Counts:
    """Return the sums of the rows of each hash.

    Args:
        rows: Pairs of a hash and a row, all rows of the same length.
    """
    counts: Counts = {}
    for hash_, row in rows:
        known = counts.get(hash_)
        counts[hash_] = row if known is None else tuple(map(add, known, row))
    return counts


def largest(counts: Mapping[int, Row], limit: int) -> Counts:
    """Return the entries with the largest counts in the first column.

    Args:
        counts: The counts.
        limit: Maximum number of entries; among equal counts the latest entries are kept.
    """
    ranking = sorted(enumerate(counts.items()), key=lambda entry: (entry[1][1][0], entry[0]))
    return dict(pair for _, pair in sorted(ranking[-limit:]))
