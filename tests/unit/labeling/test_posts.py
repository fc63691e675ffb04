"""Tests of the posts of threads that stay whole."""

from __future__ import annotations

import pytest

from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.core.page_signals import PageSignals
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.posts import posts_in_body
from support.pages import segmentation

FIRST = "Saving the file from the editor adds a mark that the parser does not know."
SECOND = "Confirmed on two machines here, and on one of those that run the tests."
LOST = "The parser should skip one mark at the start."
FORUM = PageSignals(frozenset(("generator:discourse",)))
ISSUE = PageSignals(url="https://code.example/boat/pump/issues/318")


def added(markup: str, body: set[str], signals: PageSignals = FORUM) -> list[str]:
    """Return the texts of a page that become body, if only some of them are."""
    page = segmentation(f"<main><h1>A mark</h1>{markup}</main>")
    is_body = [block.text in body for block in page.blocks]
    scores = [0.7 if known else 0.3 for known in is_body]
    draft = Draft(analyze(page), is_body, scores, PageFacts(signals=signals))
    return [page.blocks[index].text for index in posts_in_body(draft)]


def post(*paragraphs: str, name: str = "comment-body") -> str:
    return f"<div class={name}>{''.join(f'<p>{text}</p>' for text in paragraphs)}</div>"


@pytest.mark.parametrize("name", ["comment-body", "comment", "comment-content"])
def test_posts_second_paragraph_is_kept_with_the_first(name: str) -> None:
    thread = post(FIRST, name=name) + post(SECOND, LOST, name=name)
    assert added(thread, {FIRST, SECOND}) == [LOST]


def test_posts_with_numbers_in_their_names_are_of_one_form() -> None:
    names = ("comment-12 comment", "comment-13 comment", "comment-14 comment")
    texts = (FIRST, SECOND, LOST)
    thread = "".join(post(text, name=f"'{name}'") for text, name in zip(texts, names, strict=True))
    assert added(thread, {FIRST, SECOND}) == [LOST]


@pytest.mark.parametrize(
    "other",
    ["Edited August 26 by Ann", "Reply", f"<a href=/x>{LOST}</a>", "Leave a reply to Ann Lee."],
)
def test_posts_dates_of_changes_controls_and_links_are_left(other: str) -> None:
    assert added(post(FIRST) + post(SECOND, other), {FIRST, SECOND}) == []


def test_posts_are_left_where_most_are_no_body() -> None:
    thread = post(FIRST) + post(SECOND) + post(LOST) * 9
    assert added(thread, {FIRST, SECOND}) == []
    assert added(post(FIRST, LOST), {FIRST}) == []


def test_posts_on_the_page_of_an_article_are_left() -> None:
    thread = post(FIRST) + post(SECOND, LOST)
    assert added(thread, {FIRST, SECOND}, PageSignals()) == []


def test_posts_below_an_issue_are_body_whatever_the_models_say() -> None:
    assert added(post(SECOND) + post(LOST), {FIRST}, ISSUE) == [SECOND, LOST]


@pytest.mark.parametrize(
    "url",
    [
        "https://bugs.example/show_bug.cgi?id=77",
        "https://bugs.example/cgi-bin/bugreport.cgi?bug=5",
        "https://git.example/a/b/-/issues/52",
        "https://git.example/a/b/pull/7#issuecomment-1",
        "https://trac.example/ticket/1409",
        "https://bugs.example/bugs/1234567",
        "https://www.reddit.com/r/boats/comments/9k/a_leak/",
        "https://help.boat.example/hc/sv/community/posts/71-Klockan",
    ],
)
def test_thread_is_known_by_its_url(url: str) -> None:
    assert PageSignals(url=url).is_thread
    assert PageSignals(url=url).may_be_forum


@pytest.mark.parametrize(
    "url",
    [
        "https://git.example/a/b/issues",
        "https://magazine.example/issues/41",
        "https://magazine.example/en/issues/41/old-bridge",
        "https://shop.example/tickets/12",
        "https://shop.example/ticket/12/reviews",
        "https://paper.example/2024/issues/a-story",
        "https://paper.example/comments/9",
    ],
)
def test_other_urls_are_of_no_thread(url: str) -> None:
    assert not PageSignals(url=url).is_thread
    assert not PageSignals(url=url).may_be_forum


def test_articles_are_no_threads_whatever_their_url() -> None:
    url = "https://magazine.example/en/print/issues/41"
    assert PageSignals(url=url).is_thread
    assert not PageSignals(frozenset(("og:article",)), url).is_thread
    assert not PageSignals(frozenset(("body:single-post",)), url).is_thread


@pytest.mark.parametrize(
    "path",
    [
        "index.php?topic=12.0",
        "index.php?showtopic=7",
        "read.php?fid=3&tid=9",
        "t/old-stoves/71",
        "d/71-x",
    ],
)
def test_urls_of_topics_may_be_those_of_forums(path: str) -> None:
    assert PageSignals(url=f"https://boat.example/{path}").may_be_forum


@pytest.mark.parametrize("path", ["index.php?topic=stoves", "t/stoves", "d/stoves", "watch?t=71"])
def test_urls_without_the_number_of_a_topic_are_none_of_forums(path: str) -> None:
    assert not PageSignals(url=f"https://boat.example/{path}").may_be_forum


def test_pages_of_stories_of_sites_that_collect_links_may_be_forums() -> None:
    assert PageSignals(url="https://news.example/item?id=123").may_be_forum
    assert not PageSignals(url="https://shop.example/item?name=a").may_be_forum
