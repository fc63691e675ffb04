"""`HashCounts` compared with equivalent dictionaries."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.sites.counts import HashCounts

entries = st.lists(st.tuples(st.integers(0, 30), st.integers(-5, 5)), max_size=40)


def make_counts(pairs: list[tuple[int, int]]) -> HashCounts:
    """Return counts with two columns: the number of each pair, and 1."""
    rows = np.array([(number, 1) for _, number in pairs], np.int64).reshape(-1, 2)
    return HashCounts.of([key for key, _ in pairs], rows)


@given(entries, entries)
def test_plus_any_entries_equals_sum_of_counters(
    first: list[tuple[int, int]], later: list[tuple[int, int]]
) -> None:
    total = make_counts(first).plus(make_counts(later))
    numbers, pairs = Counter[int](), Counter[int]()
    for key, number in first + later:
        numbers[key] += number
        pairs[key] += 1
    assert len(total) == len(pairs)
    assert total.get(list(range(31))).tolist() == [[numbers[key], pairs[key]] for key in range(31)]
    assert total == make_counts(first + later)


@given(entries, entries)
def test_oldest_first_round_trip_keeps_insertion_order(
    first: list[tuple[int, int]], later: list[tuple[int, int]]
) -> None:
    total = make_counts(first).plus(make_counts(later))
    hashes, counts = total.oldest_first()
    assert hashes.tolist() == list(dict.fromkeys(key for key, _ in first + later))
    restored = HashCounts.of(hashes.tolist(), counts)
    for array, expected in zip(restored.oldest_first(), (hashes, counts), strict=True):
        assert array.tolist() == expected.tolist()


@given(entries, st.integers(1, 40))
def test_largest_keeps_largest_counts_and_latest_of_ties(
    pairs: list[tuple[int, int]], limit: int
) -> None:
    counts = make_counts(pairs)
    insertions = counts.oldest_first()[0].tolist()
    ranked = sorted(insertions, key=lambda key: (counts.get([key])[0, 0], insertions.index(key)))
    assert sorted(ranked[-limit:]) == counts.largest(limit).hashes.tolist()


def test_equality_insertion_order_is_ignored() -> None:
    assert make_counts([(1, 2), (3, 4)]) == make_counts([(3, 4), (1, 2)])
    assert make_counts([(1, 2)]) != make_counts([(1, 3)])
    assert make_counts([(1, 2)]) != make_counts([(2, 2)])
    assert HashCounts.empty(2) != 0
