from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from lxml.cssselect import CSSSelector

from cleanarticle import Article, BlockKind, HostRules, UserCues, clean
from cleanarticle.parsing.document import parse
from cleanarticle.report.corrections import CUE_KIND, Correction, corrections, css_selector
from support.pages import Tree, page_of, trees
from support.paths import FIXTURES
from support.reports import PAYLOADS, article_of, block_of

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4
PAGES = sorted(
    (
        *FIXTURES.glob("seed_*/source.html"),
        *FIXTURES.glob("faults/*.html"),
        FIXTURES / "article_0437/source.html.gz",
        FIXTURES / "forum_0536/source.html.gz",
        FIXTURES / "000_b6e3171698ae8d1a.txt",
    )
)
PER_PAGE = 12
"""Blocks of a page that are corrected: each needs the page to be cleaned again."""


def sampled(article: Article) -> list[int]:
    return list(range(0, len(article.blocks), max(1, len(article.blocks) // PER_PAGE)))


@pytest.mark.parametrize("url", ["https://www.example.org/a", None])
@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rule_of_each_block_loads_and_turns_its_label(
    path: Path, url: str | None, tmp_path: Path
) -> None:
    article = clean(path, url=url)
    file = tmp_path / "rules.toml"
    found = list(corrections(article))
    for index in sampled(article):
        file.write_text(found[index].rule, "utf-8")
        corrected = clean(path, url=url, rules=HostRules.load(file)).blocks[index]
        assert corrected.text == article.blocks[index].text
        assert corrected.is_boilerplate != article.blocks[index].is_boilerplate, found[index].rule
        assert "by your rule" in corrected.reason


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_cue_of_each_short_block_loads_and_gives_it_the_kind(path: Path, tmp_path: Path) -> None:
    article = clean(path)
    file = tmp_path / "cues.toml"
    found = list(corrections(article))
    for index in (index for index in sampled(article) if found[index].cue):
        file.write_text(found[index].cue, "utf-8")
        corrected = clean(path, cues=UserCues.of(file)).blocks[index]
        assert corrected.kind == CUE_KIND, found[index].cue
        assert corrected.reason.startswith("your cue: ")


def test_corrections_short_block_has_phrase_and_cue_long_block_has_place_alone() -> None:
    page = f"<p>{PROSE}</p><div><p>Shop now, 24/7!</p></div><p>{PROSE} More.</p>"
    first, second, third = corrections(clean(page, url="https://www.Example.org:8080/a"))
    assert first.rule == '["www.example.org"]\ndrop = ["html > body > p:nth-of-type(1)"]\n'
    assert tomllib.loads(second.rule)["www.example.org"].popitem()[1] == ['text="Shop now, 24/7!"']
    assert second.cue == '["other"]\nexact = ["Shop now, 24/7!"]\n'
    assert (first.cue, third.cue) == ("", "")
    assert [first.others, second.others, third.others] == [0, 0, 0]


def test_corrections_repeated_text_is_named_by_its_place() -> None:
    page = f"<p>Read more</p><p>{PROSE}</p><ul><li>READ MORE!</li></ul>"
    first, _, last = corrections(clean(page))
    assert "p:nth-of-type(1)" in first.rule
    assert "li:nth-of-type(1)" in last.rule


def test_corrections_of_outer_element_count_the_blocks_inside_it() -> None:
    page = f"<div>{PROSE}<p>{PROSE} Two.</p><p>{PROSE} Three.</p></div><p>{PROSE} Four.</p>"
    assert [correction.others for correction in corrections(clean(page))] == [2, 0, 0, 0]


def test_corrections_of_text_without_words_or_place_is_empty() -> None:
    block = block_of("• • •", BlockKind.OTHER, xpath=None)
    assert list(corrections(article_of(block))) == [Correction("", 0, is_place=False, cue="")]


@given(st.text() | st.sampled_from(PAYLOADS), st.sampled_from([None, "/html[1]/body[1]/p[1]"]))
@example("\ufada", None)  # a word of a character that is not assigned
def test_corrections_of_any_text_load(text: str, xpath: str | None) -> None:
    block = block_of(text, BlockKind.OTHER, xpath=xpath)
    (correction,) = corrections(article_of(block))
    for table in filter(None, (correction.rule, correction.cue)):
        parsed = tomllib.loads(table)
        if table == correction.cue:
            UserCues.of(parsed)


def select(root: Any, selector: str) -> Any:
    return CSSSelector(selector, translator="html")(root)


@given(trees())
def test_css_selector_of_each_block_matches_one_element(tree: Tree) -> None:
    page = page_of(f"<!DOCTYPE html><body><p>A text.</p>{tree.html}</body>")
    root = parse(page).root
    for block in clean(page).blocks:
        (element,) = select(root, css_selector(block.xpath))
        assert element.tag == block.tag


def test_css_selector_names_the_element_of_an_xpath() -> None:
    root = html.document_fromstring(
        "<div><p>a</p><o:p>b</o:p><p>c</p><my-box><p>d</p></my-box></div><div>e</div>"
    )
    paths = {
        "/html[1]/body[1]/div[1]/p[2]": "c",
        "/html[1]/body[1]/div[1]/*[2]": "b",
        "/html[1]/body[1]/div[1]/my-box[1]/p[1]": "d",
        "/html/body/div[2]": "e",
    }
    for path, text in paths.items():
        (element,) = select(root, css_selector(path))
        assert element.text == text


def test_css_selector_of_no_path_or_a_long_one_is_empty() -> None:
    assert css_selector(None) == css_selector("/div[1]" * 200) == ""
