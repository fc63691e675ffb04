from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle import Rules, clean, clean_text
from cleanarticle.metadata.title_block import find_title_block
from support.pages import page_of, segmentation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle import Block

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4


def clean_blocks(html: str) -> Sequence[Block]:
    return clean(page_of(html)).blocks


def kinds(html: str) -> list[str]:
    return [str(block.kind) for block in clean_blocks(html)]


def test_clean_prose_is_body_and_menu_is_navigation() -> None:
    html = f"<ul><li><a href=/>Sport</a><li><a href=/a>Arts</a></ul><p>{PROSE}</p><p>{PROSE}</p>"
    assert kinds(html) == ["navigation", "navigation", "body", "body"]


def test_clean_heading_has_kind_of_text_below() -> None:
    html = (
        f"<h2>What we know</h2><p>{PROSE}</p><h2>Recommended</h2><ul><li><a href=/>A story</a></ul>"
    )
    assert kinds(html) == ["body", "body", "related", "related"]


def test_clean_title_heading_in_navigation_header_is_body() -> None:
    html = f"<nav>A story</nav><header class=nav><h1>A story</h1></header><p>{PROSE}</p>"
    blocks = clean_blocks(f"<title>A Story!</title>{html}")
    assert [str(block.kind) for block in blocks] == ["navigation", "body", "body"]
    assert blocks[1].reason == "the page's title"


def test_clean_short_text_below_heading_in_box_has_kind_of_heading() -> None:
    blocks = clean_blocks(
        f"<p>{PROSE}</p><p>{PROSE}</p><footer><h4>Leave a Reply</h4><p>Rules</p></footer>"
    )
    assert [str(block.kind) for block in blocks[2:]] == ["comment_form", "comment_form"]
    assert "'Leave a Reply'" in blocks[3].reason


def clean_repeated_body(rules: Rules | None = None) -> Sequence[Block]:
    """Return the blocks of a news page with the same text in boxes for phones and for desktops."""
    news = '<meta property="og:type" content="article">'
    news += '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    twice = "".join(f"<div class={name}><p>{PROSE}</p></div>" for name in ("phone", "desk"))
    page = page_of(f"<head>{news}</head>{twice}<p>{PROSE} The end.</p>")
    return clean(page, rules=rules or Rules()).blocks


def test_clean_body_repeated_in_another_box_is_other() -> None:
    blocks = clean_repeated_body()
    assert [str(block.kind) for block in blocks] == ["body", "other", "body"]
    assert blocks[1].reason == "repeats other text of the body"
    assert blocks[1].score == 0


def test_clean_keep_rule_on_repeated_block_keeps_it() -> None:
    blocks = clean_repeated_body(Rules(keep=[".desk"]))
    assert [str(block.kind) for block in blocks] == ["body"] * 3
    assert ".desk" in blocks[1].reason


def test_clean_drop_rule_on_first_copy_keeps_second_copy() -> None:
    blocks = clean_repeated_body(Rules(drop=[".phone"]))
    assert [block.is_boilerplate for block in blocks] == [True, False, False]


def test_find_title_block_title_heading_returns_its_index() -> None:
    page = segmentation("<p>Story</p><h2>Story</h2><h1>Site</h1>")
    assert find_title_block(page, "story") == 1
    assert find_title_block(page, "site") == 2
    assert find_title_block(page, "other") is None
    assert find_title_block(page, None) is None
    assert find_title_block(page, "—") is None


def test_clean_text_menu_prose_and_share_line_have_their_kinds() -> None:
    blocks = clean_text(f"Home\n\n{PROSE}\n\n{PROSE}\n\nShare this").blocks
    assert [str(block.kind) for block in blocks] == ["navigation", "body", "body", "share"]


def test_clean_scores_are_low_for_menu_and_high_for_prose() -> None:
    blocks = clean_blocks(f"<nav>Menu</nav><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>")
    assert blocks[0].score < 0.2
    assert all(0.8 < block.score <= 1 for block in blocks[1:])


def test_clean_page_without_text_has_no_blocks() -> None:
    assert clean_blocks("<p></p>") == ()
