"""`HashCounts` compared with the same sums in dictionaries."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.sites.counts import HashCounts

entries = st.lists(st.tuples(st.integers(0, 30), st.integers(-5, 5)), max_size=40)


def make_counts(pairs: list[tuple[int, int]]) -> HashCounts:
    """Counts with two columns: the number of each pair, and 1."""
    rows = np.array([(number, 1) for _, number in pairs], np.int64).reshape(-1, 2)
    return HashCounts.of([key for key, _ in pairs], rows)


@given(entries, entries)
def test_plus_adds_like_counters(
    first: list[tuple[int, int]], later: list[tuple[int, int]]
) -> None:
    both = make_counts(first).plus(make_counts(later))
    numbers, pairs = Counter[int](), Counter[int]()
    for key, number in first + later:
        numbers[key] += number
        pairs[key] += 1
    assert len(both) == len(pairs)
    assert both.get(list(range(31))).tolist() == [[numbers[key], pairs[key]] for key in range(31)]
    assert both == make_counts(first + later)


@given(entries, entries)
def test_oldest_first_returns_insertion_order_that_of_restores(
    first: list[tuple[int, int]], later: list[tuple[int, int]]
) -> None:
    both = make_counts(first).plus(make_counts(later))
    hashes, counts = both.oldest_first()
    assert hashes.tolist() == list(dict.fromkeys(key for key, _ in first + later))
    restored = HashCounts.of(hashes.tolist(), counts)
    for array, other in zip(restored.oldest_first(), (hashes, counts), strict=True):
        assert array.tolist() == other.tolist()


@given(entries, st.integers(1, 40))
def test_largest_keeps_the_largest_and_of_equals_the_latest(
    pairs: list[tuple[int, int]], limit: int
) -> None:
    counts = make_counts(pairs)
    insertions = counts.oldest_first()[0].tolist()
    ranked = sorted(insertions, key=lambda key: (counts.get([key])[0, 0], insertions.index(key)))
    assert sorted(ranked[-limit:]) == counts.largest(limit).hashes.tolist()


def test_equality_compares_counts_regardless_of_order() -> None:
    assert make_counts([(1, 2), (3, 4)]) == make_counts([(3, 4), (1, 2)])
    assert make_counts([(1, 2)]) != make_counts([(1, 3)])
    assert make_counts([(1, 2)]) != make_counts([(2, 2)])
    assert HashCounts.empty(2) != 0
