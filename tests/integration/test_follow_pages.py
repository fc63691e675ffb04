"""Articles of several pages, fetched from a site of this machine."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cleanarticle import aclean_url, clean_url, clean_urls
from cleanarticle.batch import run
from cleanarticle.cli import app
from cleanarticle.options import FetchOptions
from support.webserver import PDF, SENTENCE, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleanarticle import Article

TEASER = "The great flood of the valley, told by those who were there, in five parts and a map."
OPTIONS = FetchOptions(allow_private_hosts=True, delay=0, attempts=1, timeout=20, follow_pages=True)


def page(path: str, number: int, count: int, *, links: str | None = None) -> bytes:
    """A page of a story, with all that pages repeat: menu, title, byline, teaser, pager, footer."""
    own = "".join(f"<p>Part {number}, paragraph {n}: {SENTENCE * 3}</p>" for n in range(1, 4))
    others = [
        f"<a href='{path}/{n}'>{n}</a>" if n > 1 else f"<a href='{path}'>1</a>"
        for n in range(1, count + 1)
        if n != number
    ]
    return (
        f"<!DOCTYPE html><html lang=en><head><title>The flood</title></head><body>"
        f"<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><article>"
        f"<h1>The flood</h1><p class=byline>By Ann Miller</p><p class=teaser>{TEASER}</p>{own}"
        f"<div class='page-links'>{' '.join(others) if links is None else links}</div></article>"
        f"<footer>© 2024 The Daily Site</footer></body></html>"
    ).encode()


def story(path: str, count: int) -> dict[str, bytes]:
    return {path if n == 1 else f"{path}/{n}": page(path, n, count) for n in range(1, count + 1)}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def parts_of(article: Article) -> list[str]:
    """Return the parts and paragraphs that the text has, in order."""
    lines = article.text.splitlines()
    return [line.partition(":")[0] for line in lines if line.startswith("Part ")]


def whole(numbers: range) -> list[str]:
    return [f"Part {n}, paragraph {m}" for n in numbers for m in range(1, 4)]


def test_three_pages_are_one_article(site: Site) -> None:
    site.pages = story("/flood", 3)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert parts_of(article) == whole(range(1, 4))
    assert article.text.count(TEASER) == 1
    assert article.pages == tuple(site.url(f"/flood{end}") for end in ("", "/2", "/3"))
    assert (article.title, article.url) == ("The flood", site.url("/flood"))
    assert article.flags == frozenset()
    assert article.pages_error is None


def test_every_rendering_has_each_paragraph_once(site: Site) -> None:
    site.pages = story("/flood", 3)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    for shown in (article.markdown, article.html, article.text, article.to_dict()["markdown"]):
        for name in whole(range(1, 4)):
            assert shown.count(f"{name}:") == 1
        assert shown.count(TEASER) == 1
        assert shown.count("The flood") == 0
    titled = article.to_markdown(title=True)
    assert titled.startswith("# The flood\n")
    assert titled.count("The flood") == 1


def test_what_pages_repeat_is_reported(site: Site) -> None:
    site.pages = story("/flood", 2)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert sum(block.text == TEASER for block in article.body) == 1
    (again,) = [block for block in article.boilerplate if block.text == TEASER]
    assert (str(again.kind), again.reason) == (
        "other", "repeats an earlier page of the article",
    )  # fmt: skip
    assert sum(block.text == "© 2024 The Daily Site" for block in article.boilerplate) == 2


def test_pages_are_followed_only_when_asked(site: Site) -> None:
    site.pages = story("/flood", 3)
    article = clean_url(site.url("/flood"), allow_private_hosts=True)
    assert site.paths() == ["/flood"]
    assert article.pages == (site.url("/flood"),)


def test_an_article_of_one_page_is_what_it_always_is(site: Site) -> None:
    assert clean_url(site.url("/page/1"), fetch_options=OPTIONS) == clean_url(
        site.url("/page/1"), allow_private_hosts=True
    )


def test_in_an_event_loop(site: Site) -> None:
    site.pages = story("/flood", 2)
    article = asyncio.run(aclean_url(site.url("/flood"), fetch_options=OPTIONS))
    assert article == clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert len(article.pages) == 2


@pytest.mark.parametrize(
    ("answer", "said"),
    [(None, "404"), (PDF, "PDF"), (b" ", "empty")],
    ids=["not-found", "no-page", "empty"],
)
def test_a_page_that_fails_ends_the_article(site: Site, answer: bytes | None, said: str) -> None:
    site.pages = story("/flood", 4)
    if answer is None:
        del site.pages["/flood/3"]
    else:
        site.pages["/flood/3"] = answer
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert parts_of(article) == whole(range(1, 3))
    assert article.flags == {"truncated"}
    assert said in str(article.pages_error)
    assert site.url("/flood/3") in str(article.pages_error)
    assert "/flood/4" not in site.paths()


def test_a_page_behind_a_wall_is_said(site: Site) -> None:
    site.pages = story("/flood", 2)
    site.pages["/flood/2"] = b"<title>Just a moment...</title><p>Checking your browser.</p>"
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert parts_of(article) == whole(range(1, 2))
    assert "blocked" in str(article.pages_error)


def test_a_number_of_pages_is_the_most(site: Site) -> None:
    site.pages = story("/flood", 6)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS, max_pages=3)
    assert parts_of(article) == whole(range(1, 4))
    assert article.flags == {"truncated"}
    assert "max_pages is 3" in str(article.pages_error)
    assert len(site.paths()) == 3


def test_a_size_of_all_pages_is_the_most(site: Site) -> None:
    site.pages = story("/flood", 6)
    size = len(site.pages["/flood"])
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS, max_bytes=3 * size + size // 2)
    assert parts_of(article) == whole(range(1, 4))
    assert "too large" in str(article.pages_error)


def test_a_site_that_answers_any_number_is_left_at_once(site: Site) -> None:
    for n in range(1, 9):
        path = "/flood" if n == 1 else f"/flood/{n}"
        site.pages[path] = page("/flood", 1, 1, links=f"<a href='/flood/{n + 1}'>Next page</a>")
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert parts_of(article) == whole(range(1, 2))
    assert site.paths() == ["/flood", "/flood/2"]
    assert article.pages_error is None


def test_a_redirect_to_another_page_is_not_joined(site: Site) -> None:
    link = "<a href='/redirect?page=2'>Next page</a>"
    site.pages = {"/redirect?page=1": page("/redirect", 1, 1, links=link)}
    article = clean_url(site.url("/redirect?page=1"), fetch_options=OPTIONS)
    assert parts_of(article) == whole(range(1, 2))
    assert f"redirects elsewhere, to {site.url('/page')}" in str(article.pages_error)


NEXT_POST = "<link rel=next href='/flood-2/'><a rel=next href='/flood-2/'>The flood, again</a>"


def test_the_next_article_is_another(site: Site) -> None:
    site.pages = {
        "/flood/": page("/flood", 1, 1, links=NEXT_POST),
        "/flood-2/": page("/flood-2", 2, 1),
    }
    article = clean_url(site.url("/flood/"), fetch_options=OPTIONS)
    assert parts_of(article) == whole(range(1, 2))
    assert site.paths() == ["/flood/"]


def archive(number: int) -> bytes:
    """A page of teasers, as WordPress's themes make it."""
    teasers = "".join(
        f"<article class=hentry><h2><a href='/post-{number}{n}/'>What happened on day {n}</a></h2>"
        f"<div class=entry-meta>May {n}, 2024 by <a href=/ann>Ann</a></div><p>It was a day of rain "
        f"and of waiting [...] <a href='/post-{number}{n}/'>Read more</a></p></article>"
        for n in range(1, 10)
    )
    pager = f"<a class='next page-numbers' href='/stories/page/{number + 1}/'>Next page</a>"
    return (
        "<!DOCTYPE html><html><head><title>Stories</title></head><body class=archive><nav>"
        f"<a href='/'>Home</a></nav><main><h1>Stories</h1>{teasers}<nav class=pagination>{pager}"
        "</nav></main></body></html>"
    ).encode()


def test_a_list_of_articles_is_not_followed(site: Site) -> None:
    site.pages = {"/stories/": archive(1), "/stories/page/2/": archive(2)}
    article = clean_url(site.url("/stories/"), fetch_options=OPTIONS)
    assert site.paths() == ["/stories/"]
    assert len(article.pages) == 1


def test_following_is_polite(site: Site) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /flood/3\n")
    site.pages = story("/flood", 4)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS, delay=0.2)
    assert site.paths() == ["/flood", "/flood/2"]
    first, second = (hit for hit in site.hits if hit.path != "/robots.txt")
    assert second.began - first.ended >= 0.2
    assert parts_of(article) == whole(range(1, 3))
    assert "robots.txt" in str(article.pages_error)


def test_many_articles_of_several_pages(site: Site) -> None:
    site.pages = story("/flood", 3) | story("/fire", 2)
    urls = [site.url(path) for path in ("/flood", "/fire", "/page/1")]
    records = {one.url: one for one in clean_urls(urls, fetch_options=OPTIONS, concurrency=2)}
    assert [len(records[url].pages) for url in urls] == [3, 2, 1]
    flood = records[urls[0]].article
    assert flood is not None
    assert parts_of(flood) == whole(range(1, 4))
    assert records[urls[0]].final_url == urls[0]
    hits = sorted((hit for hit in site.hits), key=lambda hit: hit.began)
    assert all(before.ended <= after.began for before, after in itertools.pairwise(hits))


def test_a_batch_with_worker_processes(site: Site, tmp_path: Path) -> None:
    site.pages = story("/flood", 4)
    del site.pages["/flood/3"]
    urls, out = tmp_path / "urls.txt", tmp_path / "out.jsonl"
    urls.write_text(site.url("/flood") + "\n" + site.url("/page/1") + "\n")
    run(str(urls), out, fetch_options=OPTIONS, workers=1)
    records = {one["url"]: one for one in map(json.loads, out.read_text("utf-8").splitlines())}
    flood, other = records[site.url("/flood")], records[site.url("/page/1")]
    assert (flood["flags"], other["flags"]) == (["truncated"], [])
    for name in whole(range(1, 3)):
        assert flood["text"].count(f"{name}:") == flood["markdown"].count(f"{name}:") == 1
    assert other["status"] == "ok"


def test_the_command_line(site: Site) -> None:
    site.pages = story("/flood", 4)
    del site.pages["/flood/3"]
    command = ["clean", site.url("/flood"), "--allow-private-hosts", "--follow-pages"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0
    assert [n for n in (1, 2, 3) if f"Part {n}, paragraph 3:" in result.stdout] == [1, 2]
    assert f"{site.url('/flood')} is incomplete: " in result.stderr
    assert "404" in result.stderr
