from __future__ import annotations

import dataclasses

from cleanarticle import Article, CleanOptions
from cleanarticle.multipage.joining import ArticlePages
from cleanarticle.pipeline import clean_page_of_article
from support.pages import page_of
from support.webserver import SENTENCE

URL = "https://site.example/flood"


def page(number: int, extra: str = "", heading: str = "The flood") -> str:
    own = "".join(f"<p>Part {number}, {n}: {SENTENCE * 3}</p>" for n in range(3))
    title = "<title>The flood</title>"
    return f"<html lang=en>{title}<body><h1>{heading}</h1>{own}{extra}</body></html>"


def clean(
    number: int, before: ArticlePages, extra: str = "", heading: str = "The flood"
) -> Article:
    url = f"{URL}/{number}" if number > 1 else URL
    first_url = URL if before.articles else None
    content = page_of(page(number, extra, heading), url=url)
    return clean_page_of_article(content, CleanOptions(), before.previous, first_url).article


FIRST = clean(1, ArticlePages(()))
SECOND = clean(2, ArticlePages((FIRST,)))


def test_one_page_stays_as_it_is() -> None:
    assert ArticlePages((FIRST,)).join() is FIRST


def test_all_pages_are_one_body() -> None:
    article = ArticlePages((FIRST, SECOND)).join()
    assert article.pages == (URL, f"{URL}/2")
    assert article.blocks == FIRST.blocks + SECOND.blocks
    assert article.text == f"{FIRST.text}\n\n{SECOND.text}"
    assert article.markdown == f"{FIRST.markdown}\n\n{SECOND.markdown}"
    assert [block.text for block in article.body].count("The flood") == 1
    assert min(FIRST.confidence, SECOND.confidence) <= article.confidence <= 1


def test_text_and_renderings_agree_on_the_headings_of_pages() -> None:
    second = clean(2, ArticlePages((FIRST,)), heading="The water goes")
    article = ArticlePages((FIRST, second)).join()
    assert article.title == "The flood"
    assert "The water goes" in article.text
    assert "# The water goes" in article.markdown


def test_what_is_missing_is_a_flag_and_a_reason() -> None:
    article = ArticlePages((FIRST, SECOND), "page 3 is gone").join()
    assert article.flags == {"truncated"}
    assert article.pages_error == "page 3 is gone"
    assert ArticlePages((FIRST,), "page 2 is gone").join().flags == {"truncated"}


def test_only_the_last_page_tells_that_the_text_breaks_off() -> None:
    cut = dataclasses.replace(FIRST, flags=frozenset(("truncated", "paywalled")))
    assert ArticlePages((cut, SECOND)).join().flags == {"paywalled"}
    assert ArticlePages((SECOND, cut)).join().flags == {"paywalled", "truncated"}


def test_footnotes_of_two_pages_are_two() -> None:
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
