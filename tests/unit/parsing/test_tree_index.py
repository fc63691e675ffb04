"""Tests of the tree index, compared with loops over all elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from cleanarticle.parsing import tree_index

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

PARTS = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<p class=a>",
        "<p class='a b'>",
        "<p>",
        "</p>",
        "<span class=a id=x>",
        "</span>",
        "<b id=y>",
        "</b>",
        "text",
        "<!--comment-->",
        "<?pi?>",
        "<i style='color:red'>",
        "</i>",
        "<u hidden>",
        "</u>",
        "<em popover>",
        "</em>",
        "<svg>",
        "</svg>",
        "<p class=''>",
        "<style>.a{}</style>",
        "<dialog>",
        "</dialog>",
        "&amp;",
        "<a class='ä&amp;b' style='' href=/>",
        "<a href='#x' aria-controls=x>",
        "<b aria-controls=y>",
        "<a href='#//x' itemprop='url name'>",
        "<a rel=home href=index.html itemprop=name>",
        "<a href='https://example.org/'>",
        "<a href='https://example.org/news'>",
        "<link href=/ itemprop=name>",
        "</a>",
    ]
)


def _root(markup: str) -> Element:
    root: Element = html.document_fromstring(f"<html><body>{markup}</body></html>")
    return root


@given(st.lists(PARTS, max_size=60))
def test_tree_index_any_tree_equals_loop_over_all_elements(parts: list[str]) -> None:
    root = _root("".join(parts))
    index = tree_index.TreeIndex(root)
    elements = list(root.iter(etree.Element))
    assert [index.element(number) for number in range(len(index))] == elements
    assert set(index.forms) == {(each.tag, each.get("class")) for each in elements}
    for form, (tag, name) in enumerate(index.forms):
        same = [each for each in elements if (each.tag, each.get("class")) == (tag, name)]
        assert index.of_forms([form]) == same
        assert index.count(form) == len(same)
    assert index.of_forms(range(len(index.forms))) == elements
    numbers = {element: number for number, element in enumerate(elements)}
    named = [(each.get("id"), numbers[each]) for each in elements if "id" in each.attrib]
    assert sorted((name, n) for name, own in index.ids.items() for n in own) == sorted(named)
    styled = [(each.get("style"), numbers[each]) for each in elements if "style" in each.attrib]
    assert sorted((text, n) for text, own in index.styles.items() for n in own) == sorted(styled)
    hidden = [numbers[each] for each in elements if {"hidden", "popover"} & set(each.attrib)]
    assert index.with_hidden == hidden
    assert index.tagged("p", "b") == list(root.iter("p", "b"))
    controls = [
        each
        for each in elements
        if each.get("href", "").startswith("#") or "aria-controls" in each.attrib
    ]
    assert [index.element(number) for number in index.controls] == controls
    marked = [(each.get("itemprop"), numbers[each]) for each in elements if each.get("itemprop")]
    properties = [(name, n) for name, own in index.properties.items() for n in own]
    assert sorted(properties) == sorted(marked)
    home = ("/", "index.html", "https://example.org/", "#//x")
    home_links = [each for each in root.iter("a") if each.get("href") in home]
    assert [index.element(number) for number in index.home_links] == home_links
    for number, each in enumerate(elements):
        parent = each.getparent()
        assert index.parent(number) == (-1 if parent is None else numbers[parent])
        assert index.after(number) == number + sum(1 for _ in each.iter(etree.Element))
        assert number in index.numbers([index.form(number)])


def test_tree_index_forms_with_words_are_those_with_a_word_or_other_letters() -> None:
    names = ("line", "l", "the-Line_2", "linen", "inline", "a line", "", "li ne", "é", "x9line9")
    root = _root("".join(f"<p class='{name}'>x</p>" for name in names) + "<p>line</p>")
    index = tree_index.TreeIndex(root)
    found = {index.forms[form][1] for form in index.forms_with_words({"line", "other"})}
    assert found == {"line", "the-Line_2", "a line", "é", "x9line9"}


def test_tree_index_of_part_of_a_tree_has_that_part_alone() -> None:
    root = _root("<div id=a><p id=b>x</p></div><p id=c>y</p>")
    part = root.find(".//div")
    assert part is not None
    index = tree_index.TreeIndex(part)
    assert index.ids == {"a": [0], "b": [1]}


def test_tree_index_elements_of_other_namespaces_have_their_own_forms() -> None:
    root = etree.fromstring(
        "<p class='a'><x:p xmlns:x='urn:x' class='a' x:id='n'/><p class='a'/></p>"
    )
    index = tree_index.TreeIndex(root)
    assert index.forms == [("p", "a"), ("{urn:x}p", "a")]
    assert index.count(0) == 2
    assert index.ids == {}


def test_tree_index_keeps_its_tree_alive() -> None:
    index = tree_index.TreeIndex(_root("<p>one</p><p>two</p>"))
    assert [element.text for element in index.tagged("p")] == ["one", "two"]


def test_tree_index_other_values_raise() -> None:
    index = tree_index.TreeIndex(_root("<p>one</p>"))
    with pytest.raises(IndexError, match="not number 9"):
        index.element(9)
    with pytest.raises(IndexError, match="not number -1"):
        index.of_forms([-1])
    for read in (index.form, index.parent, index.after):
        with pytest.raises(IndexError, match="not number 9"):
            read(9)
    with pytest.raises(TypeError):
        tree_index.TreeIndex(None)  # type: ignore[arg-type]


def test_tree_index_previous_and_attribute_equal_those_of_elements() -> None:
    root = html.document_fromstring(
        "<div id=a><p class=b>x<b>y</b></p>z<i><u></u></i><p></p></div>"
    )
    index = tree_index.TreeIndex(root)
    elements = [index.element(number) for number in range(len(index))]
    for number, element in enumerate(elements):
        before = element.getprevious()
        assert index.previous(number) == (-1 if before is None else elements.index(before))
        for name in ("id", "class", "style"):
            assert index.attribute(number, name) == element.get(name)
    with pytest.raises(IndexError):
        index.previous(len(index))
    with pytest.raises(IndexError):
        index.attribute(-1, "id")
