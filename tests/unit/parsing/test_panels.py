"""Tests of panels, compared with loops over elements."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cleanarticle.parsing.panels import Panels
from cleanarticle.parsing.style_blocks import PageNames
from cleanarticle.parsing.tree_index import TreeIndex
from cleanarticle.parsing.unfolding_names import unfolds

if TYPE_CHECKING:
    from collections.abc import Container

    from cleanarticle.parsing.document import Element

PARTS = st.sampled_from(
    [
        "<div class='panel a'>", "<div class=slide>", "<div class=a>", "<div class='a '>", "<div>",
        "<div class='\u00a0slide'>", "<p class=a id=faq>", "<p id=x>", "<b class=''>", "</div>",
        "</p>", "</b>", "text", " ",
    ]
)  # fmt: skip


def _panels(index: TreeIndex) -> Panels:
    return Panels(index, PageNames(index.forms, index.ids))


def _first_class(element: Element) -> str | None:
    return next(iter((element.get("class") or "").split()), None)


def _unfolds(element: Element) -> bool:
    around = islice(element.iterancestors(), 2)
    return any(
        unfolds(each.get("class") or "") or unfolds(each.get("id") or "")
        for each in (element, *around)
    )


def _is_one_of_several(element: Element, hidden: Container[Element]) -> bool:
    first, parent = _first_class(element), element.getparent()
    if parent is None or first is None or not unfolds(first):
        return False
    return any(_first_class(each) == first and each not in hidden for each in parent)


@given(st.lists(PARTS, max_size=40), st.integers(0, 5))
def test_panels_any_tree_equals_loops_over_elements(parts: list[str], step: int) -> None:
    root = html.document_fromstring(f"<html><body>{''.join(parts)}")
    index = TreeIndex(root)
    panels = _panels(index)
    numbers = range(0, len(index), step) if step else ()
    hidden = set(map(index.element, numbers))
    for number in range(len(index)):
        element = index.element(number)
        assert panels.unfolds(number) == _unfolds(element)
        several = panels.is_one_of_several(number, set(numbers))
        assert several == _is_one_of_several(element, hidden)


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ("<b>Question?</b>", 3),
        ("<b> \n\u00a0</b>", 0),
        ("<b>" + "é" * 200 + "</b>", 3),
        ("<b>" + "é" * 200 + "</b> text behind it", 3),
        ("<b>" + "é" * 199 + "<i>ab</i></b>", 0),
        ("<b>" + "<i> </i>" * 200 + "Question?</b>", 0),  # too many parts
        ("text", 0),
    ],
)
def test_is_below_control_only_behind_a_short_text(before: str, count: int) -> None:
    page = "".join(f"<div>{before}<p class='a b'>Answer</p></div>" for _ in range(3))
    index = TreeIndex(html.document_fromstring(page))
    answers = index.numbers(index.forms_tagged("p"))
    panels = _panels(index)
    assert [panels.is_below_control(number, ()) for number in answers] == [count == 3] * 3
    others = {index.previous(number) for number in answers}
    assert not any(panels.is_below_control(number, others) for number in answers)


def test_is_below_control_needs_several_of_the_same_classes() -> None:
    page = (
        "<b>Q</b><p class='a b'>A</p><b>Q</b><div class='a b'>A</div><b>Q</b><p class='b a'>A</p>"
    )
    index = TreeIndex(html.document_fromstring(page))
    panels = _panels(index)
    numbers = index.numbers([*index.forms_tagged("p"), *index.forms_tagged("div")])
    assert not any(panels.is_below_control(number, ()) for number in numbers)
    third = TreeIndex(html.document_fromstring(page + "<b>Q</b><i class='a b'>A</i>"))
    below = _panels(third).is_below_control
    numbers = [form for form, (_, name) in enumerate(third.forms) if name == "a b"]
    assert all(below(number, ()) for number in third.numbers(numbers))


def test_panels_number_outside_tree_is_index_error() -> None:
    index = TreeIndex(html.document_fromstring("<p>a"))
    panels = _panels(index)
    for read in (panels.is_one_of_several, panels.is_below_control):
        with pytest.raises(IndexError):
            read(len(index), ())
    with pytest.raises(IndexError):
        panels.unfolds(-1)
