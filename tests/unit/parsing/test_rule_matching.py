"""Tests of the elements that selectors of names select, compared with lxml's CSS selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.cssselect import CSSSelector

from cleanarticle.parsing.rule_matching import RuleMatcher
from cleanarticle.parsing.selectors import Selector, present_selectors
from cleanarticle.parsing.style_blocks import PageNames
from cleanarticle.parsing.tree_index import TreeIndex

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

TAGS = st.sampled_from(
    ["<p>", "<p class=a>", "<p id=x>", "<div class='a b'>", "<div class=b>", "<div id=x class=c>",
     "<b class=c>", "<b class='c a'>", "</p>", "</div>", "</b>", "text"]
)  # fmt: skip
ELEMENT = st.sampled_from([".a", ".b", ".a.b", "p.a", "#x", "div#x.c", "b.c", ".missing"])
AROUND = st.sampled_from(["", "div ", ".a ", "#x ", ".b > ", "p > ", "div.b > "])


def matcher_of(index: TreeIndex) -> RuleMatcher:
    return RuleMatcher(index, PageNames(index.forms, index.ids))


@given(st.lists(TAGS, max_size=30), st.lists(st.tuples(AROUND, ELEMENT), min_size=1, max_size=3))
def test_select_any_page_equals_css_selection(
    tags: list[str], selectors: list[tuple[str, str]]
) -> None:
    root = html.document_fromstring(f"<html><body>{''.join(tags)}")
    index = TreeIndex(root)
    prelude = ",".join(map("".join, selectors))
    present = present_selectors(PageNames(index.forms, index.ids), prelude)
    selected = matcher_of(index).select(present, range(len(index)))
    found = {index.element(number) for numbers in selected for number in numbers}
    expected = cast("list[Element]", CSSSelector(prelude, translator="html")(root))
    assert found == set(expected)


@settings(deadline=None)
@given(st.permutations(["b", "c", "d", "e"]))
def test_select_more_than_the_budget_selects_the_last_elements(names: list[str]) -> None:
    rows = "".join(f"<p class='a {name}'>" * 1_000 for name in names)
    index = TreeIndex(html.document_fromstring(f"<body><i class=x></i>{rows}"))
    classes = ((number, index.attribute(number, "class")) for number in range(len(index)))
    numbers = [number for number, value in classes if value and value.startswith("a")]
    never = Selector(frozenset((".a",)), frozenset(), frozenset((".x",)))
    selected = matcher_of(index).select([never] * 251, reversed(numbers))
    assert selected == [[]] * 250 + [numbers[::-1]]
    half = matcher_of(index)
    assert half.select([never] * 249, numbers) == [[]] * 249
    assert half.select([never], numbers[:2_000]) == [[]]
    assert half.select([never], numbers) == [numbers[2_000:]]
