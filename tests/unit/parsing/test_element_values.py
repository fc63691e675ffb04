from __future__ import annotations

import pytest

from cleanarticle.parsing.document import parse_markup
from cleanarticle.parsing.element_values import attribute_values, with_value

LINKS = (
    """<link rel=Canonical href=/a><link href="/b?x=1&amp;y=é"><link itemprop=image rel='' href>"""
)


def test_attribute_values_missing_ones_are_none() -> None:
    index = parse_markup(LINKS).index
    numbers = index.numbers(index.forms_tagged("link"))
    assert attribute_values(index, numbers, "rel", "href") == [
        ("Canonical", "/a"),
        (None, "/b?x=1&y=é"),
        ("", ""),
    ]


def test_with_value_any_case_and_attribute_counts() -> None:
    index = parse_markup(LINKS).index
    numbers = index.numbers(index.forms_tagged("link"))
    known = with_value(index, numbers, ("rel", "itemprop"), ("canonical", "image"))
    assert known == [numbers[0], numbers[2]]


def test_attribute_values_number_outside_tree_is_index_error() -> None:
    index = parse_markup(LINKS).index
    with pytest.raises(IndexError):
        attribute_values(index, [len(index)], "rel")
    with pytest.raises(IndexError):
        with_value(index, [-1], ["rel"], ["x"])
