"""Tests of the search for attributes that may be dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleanarticle.core.segmentation import Part
from cleanarticle.metadata import shown_dates
from cleanarticle.metadata.date_attributes import may_have_date
from cleanarticle.parsing.document import parse_markup

VALUES = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
DATES = st.one_of(
    st.from_regex(shown_dates._ISO_START, alphabet=VALUES),
    st.from_regex(shown_dates._EPOCH, alphabet=VALUES),
)
NAMES = st.sampled_from([*shown_dates._DATE_ATTRIBUTES, "data-time", "data-published-utc"])


@given(name=NAMES, value=DATES, is_parent=st.booleans())
def test_may_have_date_any_attribute_that_is_a_date_is_true(
    *, name: str, value: str, is_parent: bool
) -> None:
    parent = etree.Element("p")
    child = etree.SubElement(parent, "b")
    (parent if is_parent else child).set(name, value)
    assert not (shown_dates._may_be_date(name) and shown_dates._is_date(name, value)) or (
        may_have_date([(child, Part.TEXT)])
    )


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
