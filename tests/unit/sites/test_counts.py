"""Counts by hash compared with the sums of counters."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.sites.counts import largest, total

entries = st.lists(
    st.tuples(st.integers(0, 30), st.tuples(st.integers(-5, 5), st.just(1))), max_size=40
)


@given(entries)
def test_total_equals_sum_of_counters_in_order_of_first_occurrence(
    rows: list[tuple[int, tuple[int, int]]],
) -> None:
    numbers, pairs = Counter[int](), Counter[int]()
    for key, (number, one) in rows:
        numbers[key] += number
        pairs[key] += one
    assert list(total(rows).items()) == [(key, (numbers[key], pairs[key])) for key in pairs]


@given(entries, st.integers(1, 40))
def test_largest_keeps_largest_counts_and_latest_of_ties_in_order(
    rows: list[tuple[int, tuple[int, int]]], limit: int
) -> None:
    counts = total(rows)
    order = list(counts)
    ranked = sorted(order, key=lambda key: (counts[key][0], order.index(key)))[-limit:]
    assert list(largest(counts, limit).items()) == [
        (key, counts[key]) for key in order if key in ranked
    ]
