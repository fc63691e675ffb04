"""Sums against what a dictionary makes of the same."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.sites.counts import HashCounts

entries = st.lists(st.tuples(st.integers(0, 30), st.integers(-5, 5)), max_size=40)


def sums(pairs: list[tuple[int, int]]) -> HashCounts:
    numbers = np.array([(number, 1) for _, number in pairs], np.int64).reshape(-1, 2)
    return HashCounts.of([at for at, _ in pairs], numbers)


@given(entries, entries)
def test_they_add_up_like_counters(
    first: list[tuple[int, int]], later: list[tuple[int, int]]
) -> None:
    both = sums(first).plus(sums(later))
    numbers, rows = Counter[int](), Counter[int]()
    for at, number in first + later:
        numbers[at] += number
        rows[at] += 1
    assert len(both) == len(rows)
    assert both.get(list(range(31))).tolist() == [[numbers[at], rows[at]] for at in range(31)]
    assert both == sums(first + later)


@given(entries, entries)
def test_the_order_is_that_in_which_they_came(
    first: list[tuple[int, int]], later: list[tuple[int, int]]
) -> None:
    both = sums(first).plus(sums(later))
    order, numbers = both.oldest_first()
    assert order.tolist() == list(dict.fromkeys(at for at, _ in first + later))
    again = HashCounts.of(order.tolist(), numbers)
    for column, other in zip(again.oldest_first(), (order, numbers), strict=True):
        assert column.tolist() == other.tolist()


@given(entries, st.integers(1, 40))
def test_the_largest_stay_and_of_equals_the_latest(pairs: list[tuple[int, int]], most: int) -> None:
    whole = sums(pairs)
    entered = whole.oldest_first()[0].tolist()
    ranked = sorted(entered, key=lambda at: (whole.get([at])[0, 0], entered.index(at)))
    assert sorted(ranked[-most:]) == whole.largest(most).hashes.tolist()


def test_they_are_equal_if_their_numbers_are() -> None:
    assert sums([(1, 2), (3, 4)]) == sums([(3, 4), (1, 2)])
    assert sums([(1, 2)]) != sums([(1, 3)])
    assert sums([(1, 2)]) != sums([(2, 2)])
    assert HashCounts.empty(2) != 0
