from __future__ import annotations

import dataclasses

from cleanarticle import Article, CleanOptions
from cleanarticle.multipage.joining import ArticlePages
from cleanarticle.pipeline import clean_page_of_article
from support.pages import page_of
from support.webserver import SENTENCE

URL = "https://site.example/flood"


def page(number: int, extra: str = "", heading: str = "The flood") -> str:
    paragraphs = "".join(f"<p>Part {number}, {part}: {SENTENCE * 3}</p>" for part in range(3))
    title = "<title>The flood</title>"
    return f"<html lang=en>{title}<body><h1>{heading}</h1>{paragraphs}{extra}</body></html>"


def clean(
    number: int, earlier_pages: ArticlePages, extra: str = "", heading: str = "The flood"
) -> Article:
    url = f"{URL}/{number}" if number > 1 else URL
    first_url = URL if earlier_pages.articles else None
    content = page_of(page(number, extra, heading), url=url)
    return clean_page_of_article(content, CleanOptions(), earlier_pages.previous, first_url).article


FIRST = clean(1, ArticlePages(()))
SECOND = clean(2, ArticlePages((FIRST,)))


def test_join_single_page_returns_it_unchanged() -> None:
    assert ArticlePages((FIRST,)).join() is FIRST


def test_join_two_pages_concatenates_blocks_and_renderings() -> None:
    article = ArticlePages((FIRST, SECOND)).join()
    assert article.pages == (URL, f"{URL}/2")
    assert article.blocks == FIRST.blocks + SECOND.blocks
    assert article.text == f"{FIRST.text}\n\n{SECOND.text}"
    assert article.markdown == f"{FIRST.markdown}\n\n{SECOND.markdown}"
    assert [block.text for block in article.body].count("The flood") == 1
    assert min(FIRST.confidence, SECOND.confidence) <= article.confidence <= 1


def test_join_page_with_other_heading_keeps_it_in_text_and_markdown() -> None:
    second = clean(2, ArticlePages((FIRST,)), heading="The water goes")
    article = ArticlePages((FIRST, second)).join()
    assert article.title == "The flood"
    assert "The water goes" in article.text
    assert "# The water goes" in article.markdown


def test_join_with_missing_page_sets_truncated_flag_and_error() -> None:
    article = ArticlePages((FIRST, SECOND), "page 3 is gone").join()
    assert article.flags == {"truncated"}
    assert article.pages_error == "page 3 is gone"
    assert ArticlePages((FIRST,), "page 2 is gone").join().flags == {"truncated"}


def test_join_truncated_flag_comes_from_last_page_only() -> None:
    hiding = dataclasses.replace(SECOND, flags=frozenset(("hidden_text", "js_required")))
    assert ArticlePages((FIRST, hiding)).join().flags == {"hidden_text", "js_required"}
    truncated_page = dataclasses.replace(FIRST, flags=frozenset(("truncated", "paywalled")))
    assert ArticlePages((truncated_page, SECOND)).join().flags == {"paywalled"}
    assert ArticlePages((SECOND, truncated_page)).join().flags == {"paywalled", "truncated"}


def test_join_footnotes_with_same_label_are_renumbered() -> None:
    note = (
        "<p>{0} says so.<a href='#n1' id='r1'>1</a></p>"
        "<ol><li id='n1'>In the chronicle of {0}, as it was printed after the flood. "
        "<a href='#r1'>↑</a></li></ol>"
    )
    first = clean(1, ArticlePages(()), note.format("Ann"))
    second = clean(2, ArticlePages((first,)), note.format("Ben"))
    markdown = ArticlePages((first, second)).join().markdown
    assert "[^1]: In the chronicle of Ann," in markdown
    assert "[^p2-1]: In the chronicle of Ben," in markdown
    assert markdown.count("Ben says so.[^p2-1]") == 1
