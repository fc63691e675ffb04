from __future__ import annotations

from cleanarticle.core.features import PageFacts
from cleanarticle.core.page_signals import PageSignals
from cleanarticle.core.segmenter import segment
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.block import Block, find_title_block, label_blocks
from cleanarticle.labeling.rules import Rules
from cleanarticle.options import CleanOptions
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4


def labelled(html: str, title: str | None = None) -> list[Block]:
    document = parse(page_of(html))
    page = segment(document)
    return list(
        label_blocks(document, page, PageFacts(title_index=find_title_block(page, title))).blocks
    )


def kinds(html: str) -> list[str]:
    return [str(block.kind) for block in labelled(html)]


def test_prose_is_body_and_menus_are_not() -> None:
    html = f"<ul><li><a href=/>Sport</a><li><a href=/a>Arts</a></ul><p>{PROSE}</p><p>{PROSE}</p>"
    assert kinds(html) == ["navigation", "navigation", "body", "body"]


def test_headings_go_with_what_they_head() -> None:
    html = (
        f"<h2>What we know</h2><p>{PROSE}</p><h2>Recommended</h2><ul><li><a href=/>A story</a></ul>"
    )
    assert kinds(html) == ["body", "body", "related", "related"]


def test_the_title_is_body_wherever_it_stands() -> None:
    html = f"<nav>A story</nav><header class=nav><h1>A story</h1></header><p>{PROSE}</p>"
    blocks = labelled(html, title="A Story!")
    assert [str(block.kind) for block in blocks] == ["navigation", "body", "body"]
    assert blocks[1].reason == "the page's title"


def test_a_fragment_takes_the_kind_of_what_stands_above_it() -> None:
    blocks = labelled(
        f"<p>{PROSE}</p><p>{PROSE}</p><footer><h4>Leave a Reply</h4><p>Rules</p></footer>"
    )
    assert [str(block.kind) for block in blocks[2:]] == ["comment_form", "comment_form"]
    assert blocks[3].reason == "in one box with 'Leave a Reply'"


def said_twice(options: CleanOptions | None = None) -> list[Block]:
    twice = "".join(f"<div class={name}><p>{PROSE}</p></div>" for name in ("phone", "desk"))
    document = parse(page_of(f"{twice}<p>{PROSE} The end.</p>"))
    news = PageSignals(frozenset(("ld:newsarticle", "og:article")))
    return list(label_blocks(document, segment(document), PageFacts(signals=news), options).blocks)


def test_what_another_box_says_already_is_not_body_again() -> None:
    blocks = said_twice()
    assert [str(block.kind) for block in blocks] == ["body", "other", "body"]
    assert blocks[1].reason == "repeats other text of the body"
    assert blocks[1].score == 0


def test_a_rule_keeps_what_the_body_says_already() -> None:
    blocks = said_twice(CleanOptions(rules=Rules(keep=[".desk"])))
    assert [str(block.kind) for block in blocks] == ["body"] * 3
    assert ".desk" in blocks[1].reason


def test_what_a_rule_drops_says_nothing_already() -> None:
    blocks = said_twice(CleanOptions(rules=Rules(drop=[".phone"])))
    assert [block.is_boilerplate for block in blocks] == [True, False, False]


def test_finding_the_title() -> None:
    page = segment(parse(page_of("<p>Story</p><h2>Story</h2><h1>Site</h1>")))
    assert find_title_block(page, "story") == 1
    assert find_title_block(page, "site") == 2
    assert find_title_block(page, "other") is None
    assert find_title_block(page, None) is None
    assert find_title_block(page, "—") is None


def test_plain_text_is_labelled_without_mark_up() -> None:
    blocks = label_blocks(
        None, segment_text(f"Home\n\n{PROSE}\n\n{PROSE}\n\nShare this"), PageFacts()
    ).blocks
    assert [str(block.kind) for block in blocks] == ["navigation", "body", "body", "share"]


def test_scores_are_probabilities() -> None:
    blocks = labelled(f"<nav>Menu</nav><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>")
    assert blocks[0].score < 0.2
    assert all(0.8 < block.score <= 1 for block in blocks[1:])


def test_a_page_without_text_has_no_blocks() -> None:
    document = parse(page_of("<p></p>"))
    assert label_blocks(document, segment(document), PageFacts()).blocks == ()
