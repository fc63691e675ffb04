"""Tests of style blocks, compared with what tinycss2 reads."""

# ruff: noqa: E501 - one way a line
from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleanarticle.parsing.style_blocks import PageNames, StyleBlocks

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

PARTS = st.sampled_from(
    [
        ".a", "#b", "p", ",", " > ", " ", "{", "}", ";", "display:none", "left:-9999px", "&", "\n",
        "@media print", "/*", "*/", "/**/", "'", '"', "'{'", "\\}", "url(x'y)", "url('z')", "ä", "(", ")",
    ]
)  # fmt: skip


def _names(*classes: str, ids: tuple[str, ...] = ()) -> PageNames:
    return PageNames([("html", None), *(("p", name) for name in classes)], ids)


def _blocks(*sheets: str) -> StyleBlocks:
    return StyleBlocks(map(_style, sheets), _names("a b", "c", ids=("d",)))


def _style(sheet: str) -> Element:
    element = etree.Element("style")
    element.text = sheet
    return element


def _preludes(blocks: StyleBlocks) -> list[str]:
    return [blocks.prelude(number) for number in range(len(blocks))]


def test_page_names_of_forms_are_their_classes_and_the_ids() -> None:
    names = _names("a b", "b\tä a", "", ids=("d", "a"))
    assert names.has_all([".a", ".b", ".ä", "#d", "#a"])
    assert not any(map(names.has_all, ([".d"], ["#b"], [".a", ".q"], [""], ["."], ["a"])))
    assert [names.forms(name) for name in (".a", ".b", ".ä", "#d", ".q")] == [[1, 2], [1, 2], [2], [], []]  # fmt: skip


@given(st.lists(st.text("abcä-", min_size=1, max_size=4)), st.text("abcä-", min_size=1, max_size=4))
def test_page_names_any_names_are_found(names: list[str], other: str) -> None:
    page = _names(*names, ids=(*names,))
    assert page.has_all([f"{mark}{name}" for mark in ".#" for name in names])
    assert page.has_all([f".{other}"]) == page.has_all([f"#{other}"]) == (other in names)
    for name in names:
        assert page.forms(f".{name}") == [i for i, each in enumerate(names, 1) if each == name]


def test_style_blocks_of_nested_rules_are_in_order() -> None:
    blocks = _blocks("@media screen { .a{display:none; &.b{color:RED} left:0 } } .c{}")
    assert _preludes(blocks) == ["@media screen", ".a", "&.b", ".c"]
    assert [blocks.outer(number) for number in range(4)] == [-1, 0, 1, -1]
    assert [each.split(";") for each in map(blocks.declarations, (1, 2))] == [
        ["display:none", " ", " left:0 "],
        ["color:red"],
    ]


@pytest.mark.parametrize(
    "css",
    [
        "%s", ".q{content:'}'}%s", ".q{content:'{'}%s", '.q{content:"a\\"{"}%s', r".q\{{x:y}%s",
        ".q{background:url(a'b)}%s", ".q{background:url(//x/*.png)}%s", ".q{background:URL( {x )}%s",
        "/* { */%s", ".q{content:'/*'}%s", ".q{content:'x\n}%s", "/*'*/%s/*'*/", "}%s", "{}%s",
        "@import 'x.css';%s", "<!-- %s -->", ".q{}-->%s", ".q{/*}*/}%s", "/**%s/*/%s",
    ],
)  # fmt: skip
def test_style_blocks_behind_anything_are_found(css: str) -> None:
    blocks = _blocks(css.replace("%s", ".a{display:none}"))
    number = _preludes(blocks).index(".a")
    assert blocks.outer(number) == -1
    assert blocks.declarations(number) == "display:none"
    assert number in blocks.numbers(hiding=True, selecting=True)


def test_style_blocks_that_a_sheet_leaves_open_end_with_it() -> None:
    blocks = _blocks("@media print{.a{left:0", ".c{top:0}", "/* open", ".a{}")
    assert _preludes(blocks) == ["@media print", ".a", ".c", ".a"]
    assert [blocks.outer(number) for number in range(4)] == [-1, 0, -1, -1]
    assert blocks.declarations(1) == "left:0"


@pytest.mark.parametrize(
    ("prelude", "selectors"),
    [
        (".a", ".a"), (".a, .q, .b", ".a, .b"), (".q .a", ""), ("p > .a.b", "p > .a.b"), (".a.q", ""),
        ("p", "p"), (".a:hover", ""), (".a[x]", ""), ("#d,#c", "#d"), (".q &", ".q &"), ("> .q", "> .q"),
        ("@media x", "@media x"), ("p/**/.a", "p.a"), (".a + .b", ""), (".ab", ""), ("*.a", "*.a"),
    ],
)  # fmt: skip
def test_style_blocks_selectors_are_those_of_the_page(prelude: str, selectors: str) -> None:
    assert _blocks(f"{prelude}{{x:y}}").selectors(0) == selectors


def test_style_blocks_naming_a_name_have_it_in_the_last_part() -> None:
    blocks = _blocks(".a{} .a .b{} .q .a:hover{} .c,.b > .a{} .ab{} #a{} .b.a.a{} .a >{}")
    assert blocks.naming(".a", displaying=False) == [0, 2, 3, 6, 7]
    assert blocks.naming("#a", displaying=False) == blocks.naming(".q", displaying=False) == []


def test_style_blocks_naming_a_name_and_displaying_have_display() -> None:
    blocks = _blocks(".a{color:red} .a,.b{x:y;DISPLAY : flex} .b{display} .a{.c{display:none}}")
    assert blocks.naming(".a", displaying=True) == [1]
    assert blocks.naming(".c", displaying=True) == [4]


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("color:red", ""), ("color:red;Display:None ; left:0", "display:none "),
        ("display:flex;display :block", "display:flex;display :block"), ("displays:none", ""),
        ("background:url(x);content:';';display:none", None), ("content:'x';display:none", "display:none"),
        ("width:calc(1px + 2px);display:none", "display:none"), ("width:calc(1px;display:none", None),
        ("width:f(g(1);display:none", None), ("width:f(g(1),2);display:none", "display:none"),
        ("content:'\\';display:none", None), ("x:[;];display:none", None), ("b{c:d}display:none", "display:none"),
    ],
)  # fmt: skip
def test_style_blocks_declared_are_declarations_of_a_property(
    css: str, expected: str | None
) -> None:
    assert _blocks(f".a{{{css}}}").declared(0, "display") == expected


@pytest.mark.parametrize(
    "declaration",
    [
        "display:none", "DISPLAY : None", "visibility:hidden", "opacity:0", "opacity:.0", "opacity:0.05",
        "clip:rect(0,0,0,0)", "-webkit-clip-path:inset(50%)", "text-indent:-99px", "left:-9999px",
        "margin-left:-1000px", "font-size:0", "font-size:0.0em", "font-size:calc(0px)", "color:red;display:none",
        "font-size:var(--x)", "a{b:c}display:none", "opacity:0!important",
    ],
)  # fmt: skip
def test_style_blocks_with_hiding_values_are_found(declaration: str) -> None:
    assert _blocks(f".a{{{declaration}}}").numbers(hiding=True, selecting=True) == [0]


@pytest.mark.parametrize(
    "declaration",
    [
        "display:block", "display", ":none", "", "opacity:0.5", "opacity:1", "font-size:0.5px", "left:-99px",
        "text-indent:-1", "visibility:visible", "font-size:10px", "x:display none", "a{display:none}",
    ],
)  # fmt: skip
def test_style_blocks_with_other_values_are_left_out(declaration: str) -> None:
    assert 0 not in _blocks(f".a{{{declaration}}}").numbers(hiding=True, selecting=False)


@given(st.lists(PARTS, max_size=30))
def test_style_blocks_of_any_text_are_inside_each_other(parts: list[str]) -> None:
    css = "".join(parts)
    blocks = _blocks(css, ".c{left:0}")
    assert blocks.prelude(len(blocks) - 1) == ".c"
    for number in range(len(blocks)):
        assert -1 <= blocks.outer(number) < number
        assert blocks.declarations(number) == blocks.declarations(number).lower()
    if not set(css) & set("'\"\\(&}"):  # where browsers drop what these blocks keep
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        outermost = [number for number in range(len(blocks) - 1) if blocks.outer(number) < 0]
        assert len(outermost) == sum(getattr(rule, "content", None) is not None for rule in rules)


def test_style_blocks_other_values_raise() -> None:
    blocks = _blocks(".a{}")
    for read in (blocks.prelude, blocks.declarations, blocks.selectors, blocks.outer):
        with pytest.raises(IndexError, match="not number 1"):
            read(1)
    with pytest.raises(TypeError):
        StyleBlocks([], None)  # type: ignore[arg-type]
    for value in (blocks, _names("a")):
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(value)


def test_style_blocks_ids_given_twice_count_once() -> None:
    blocks = StyleBlocks([_style("#a{} #b{} #c{}")], _names(ids=("a", "a", "b", "b", "c")))
    assert [blocks.naming(name, displaying=False) for name in ("#a", "#b", "#c")] == [[0], [1], [2]]


@pytest.mark.parametrize("prelude", [".a", ".x,.b > .a ", ".a[x]", "#d + .a"])
def test_style_blocks_selects_a_name_in_the_last_part(prelude: str) -> None:
    blocks = _blocks(f"{prelude}{{x:y}}")
    assert blocks.selects(0, ".a", present=True)
    assert blocks.selects(0, ".a", present=False)


@pytest.mark.parametrize("prelude", [".a:hover", ".q .a", ".a.q"])
def test_style_blocks_selects_a_name_in_a_state_or_beside_others(prelude: str) -> None:
    blocks = _blocks(f"{prelude}{{x:y}}")
    assert not blocks.selects(0, ".a", present=True)
    assert blocks.selects(0, ".a", present=False)


@pytest.mark.parametrize("prelude", [".a .b", "#a", ".ab", "a", ""])
def test_style_blocks_selects_no_other_name(prelude: str) -> None:
    assert not _blocks(f"{prelude}{{x:y}}").selects(0, ".a", present=False)


def test_style_blocks_size_is_without_inner_blocks() -> None:
    blocks = _blocks(".a{x:y;.b{z:w}u:v}")
    assert [blocks.size(number) for number in (0, 1)] == [len(".a{x:y;u:v"), len(".b{z:w")]
