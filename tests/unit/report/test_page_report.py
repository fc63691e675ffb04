from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle import BlockKind, clean
from cleanarticle.characters import CONTROL
from cleanarticle.labeling.labels import HIDDEN_REASON
from cleanarticle.metadata.flags import FLAG_MEANINGS
from cleanarticle.report import block_list, render_page_report
from support.paths import FIXTURES
from support.reports import (
    PAYLOADS,
    article_of,
    assert_is_safe,
    block_of,
    hostile_article,
    parse_report,
    texts_of,
)

TEXT = "//*[@role='listitem']/div[contains(@class, 'text')]"
CHARACTERS = st.characters(codec="utf-8").filter(lambda char: not CONTROL.match(char))


@given(st.lists(st.text(CHARACTERS) | st.sampled_from(PAYLOADS[:-1]), max_size=8))
def test_report_shows_each_text_exactly(texts: list[str]) -> None:
    kinds = list(BlockKind)
    blocks = [block_of(text, kinds[index]) for index, text in enumerate(texts)]
    report = render_page_report(article_of(*blocks))
    assert_is_safe(report)
    root = parse_report(report)
    assert texts_of(root, TEXT) == texts
    assert [item.get("data-kind") for item in root.xpath("//main//*[@role='listitem']")] == kinds[
        : len(texts)
    ]


def test_report_of_hostile_page_contains_no_markup_of_it() -> None:
    article = hostile_article()
    report = render_page_report(article)
    assert_is_safe(report)
    root = parse_report(report)
    assert texts_of(root, TEXT) == [CONTROL.sub("", block.text) for block in article.blocks]
    pictures = texts_of(root, "//span[@class='picture']")
    assert "picture · <b>alt</b> · https://evil.example/a.png" in pictures
    assert not CONTROL.search(report)


@pytest.mark.parametrize(
    "path", sorted(FIXTURES.glob("*/source.html*")), ids=lambda p: p.parent.name
)
def test_report_of_fixture_is_safe_and_complete(path: Path) -> None:
    article = clean(path)
    report = render_page_report(article)
    assert_is_safe(report)
    assert texts_of(parse_report(report), TEXT) == [block.text for block in article.blocks]


def test_report_policy_allows_its_style_and_script_alone() -> None:
    root = parse_report(render_page_report(article_of()))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for name in ("style", "script"):
        digest = hashlib.sha256(root.xpath(f"string(//{name})").encode()).digest()
        assert directives.pop(f"{name}-src") == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert set(directives) == {"default-src", "base-uri", "form-action"}
    assert set(directives.values()) == {"'none'"}


def test_report_block_shows_kind_score_and_reason_that_its_button_refers_to() -> None:
    block = block_of("Shop now", BlockKind.COMMENT_FORM, score=0.123, reason="text 'shop'")
    (item,) = parse_report(render_page_report(article_of(block))).xpath(
        "//main//*[@role='listitem']"
    )
    (summary,) = item.xpath(".//summary")
    (reason,) = item.xpath(f".//*[@id='{summary.get('aria-describedby')}']")
    assert reason.text_content() == "score 0.12 · text 'shop'"
    assert item.xpath("string(.//*[@class='kind'])") == "comment form"
    assert summary.get("aria-label") == "wrong? block 1, comment form"


def test_report_marks_hidden_blocks() -> None:
    hidden = block_of("Praise us", BlockKind.OTHER, reason=f"{HIDDEN_REASON}; and more")
    root = parse_report(render_page_report(article_of(block_of("Shown"), hidden)))
    marks = [
        item.xpath("string(.//*[@class='mark'])")
        for item in root.xpath("//main//*[@role='listitem']")
    ]
    assert marks == ["", "hidden"]


def test_report_filters_have_totals_of_each_kind() -> None:
    blocks = [block_of("one two three"), block_of("four"), block_of("Buy", BlockKind.ADVERT)]
    root = parse_report(render_page_report(article_of(*blocks)))
    rows = [" ".join(row.itertext()).split() for row in root.xpath("//tbody/tr")]
    assert rows == [["body", "2", "4"], ["advert", "1", "1"]]
    boxes = root.xpath("//label[.//input[@type='checkbox' and @checked]]")
    assert [box.text_content() for box in boxes] == ["body", "advert"]
    assert "2 of 3 blocks and 4 of 5 words are main content" in root.text_content()


def test_report_metadata_have_sources_where_known() -> None:
    article = article_of(authors=("A. Writer", "B. Writer"), sources={"authors": "json-ld"})
    root = parse_report(render_page_report(article))
    terms = texts_of(root, "//aside/section[2]//dt")
    values = [" ".join(text.split()) for text in texts_of(root, "//aside/section[2]//dd")]
    assert dict(zip(terms, values, strict=True)) == {
        "title": "A story", "authors": "A. Writer, B. Writer from json-ld", "language": "en",
    }  # fmt: skip


def test_report_flags_are_explained() -> None:
    report = render_page_report(article_of(flags=frozenset(FLAG_MEANINGS)))
    items = texts_of(parse_report(report), "//ul[@class='flags']/li")
    meanings = FLAG_MEANINGS
    assert items == [f"{flag} {meanings[flag]}" for flag in sorted(meanings)]


def test_report_clean_article_has_harmless_links_and_no_pictures() -> None:
    markup = (
        '<p id="top">See <a href="https://example.org/b">this</a>, <a href="mailto:a@b.c">that</a>'
        ' and <a href="#fn-1">1</a>.</p><p><img src="/a.png" alt="A  boat"></p><p id="fn-1">N</p>'
    )
    root = parse_report(render_page_report(article_of(markup=markup)))
    (shown,) = root.xpath("//article")
    assert [(a.text, a.get("href"), a.get("rel")) for a in shown.iter("a")] == [
        ("this", "https://example.org/b", "noopener noreferrer"),
        ("that", None, "noopener noreferrer"),
        ("1", "#article-fn-1", "noopener noreferrer"),
    ]
    assert shown.xpath(".//p/@id") == ["article-top", "article-fn-1"]
    assert texts_of(shown, ".//span") == ["picture · A boat · /a.png"]


def test_report_ids_are_unique() -> None:
    markup = '<p id="blocks">a</p><p id="reason-1">b</p>'
    report = render_page_report(article_of(block_of("a"), block_of("b"), markup=markup))
    ids = parse_report(report).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_report_of_page_without_anything_says_so() -> None:
    article = clean("<body><img src=a.png></body>")
    report = render_page_report(article, "empty.html")
    assert_is_safe(report)
    text = parse_report(report).text_content()
    assert "(no title)" in text
    assert "empty.html" in text
    assert "no_main_content" in text


def test_report_of_huge_page_shows_first_blocks_and_counts_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(block_list, "MAX_BLOCKS", 3)
    root = parse_report(render_page_report(article_of(*map(block_of, "abcde"))))
    assert texts_of(root, TEXT) == ["a", "b", "c"]
    assert "The first 3 blocks; 2 more are not shown." in root.text_content()
    assert "5 of 5 blocks" in root.text_content()


def test_report_script_is_short_and_makes_no_markup() -> None:
    script = Path(block_list.__file__).with_name("report.js").read_text("utf-8")
    assert len(script.splitlines()) < 120
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function", script
    )
