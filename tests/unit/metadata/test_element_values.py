from __future__ import annotations

import pytest

from cleanarticle.core.segmentation import Part
from cleanarticle.metadata.date_attributes import may_have_date
from cleanarticle.metadata.element_values import attribute_values, with_value
from cleanarticle.parsing.document import parse_markup

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


@pytest.mark.parametrize(
    "markup",
    [
        "<p title=' 2024-05-04'>May</p>",
        "<p data-time=1714800000>May</p>",
        "<p><time datetime=May>ago</time></p>",
    ],
)
def test_may_have_date_attribute_like_date_is_true(markup: str) -> None:
    assert _may_have_date(markup)


@pytest.mark.parametrize(
    "markup", ["<p>May</p>", "<p title='on Monday' data-id=x class='2024-05-04'>May</p>"]
)
def test_may_have_date_other_attributes_are_false(markup: str) -> None:
    assert not _may_have_date(markup)


def _may_have_date(markup: str) -> bool:
    paragraph = next(iter(parse_markup(f"<body>{markup}").root.iter("p")))
    return may_have_date([(next(iter(paragraph), paragraph), Part.TEXT)])
