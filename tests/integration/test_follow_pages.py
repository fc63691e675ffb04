"""Articles that span several pages, fetched from a local site."""

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
    """Return a page of a story, with the parts that all its pages repeat.

    These are menu, title, byline, teaser, pager and footer.
    """
    body = "".join(f"<p>Part {number}, paragraph {n}: {SENTENCE * 3}</p>" for n in range(1, 4))
    pager = [
        f"<a href='{path}/{n}'>{n}</a>" if n > 1 else f"<a href='{path}'>1</a>"
        for n in range(1, count + 1)
        if n != number
    ]
    return (
        f"<!DOCTYPE html><html lang=en><head><title>The flood</title></head><body>"
        f"<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><article>"
        f"<h1>The flood</h1><p class=byline>By Ann Miller</p><p class=teaser>{TEASER}</p>{body}"
        f"<div class='page-links'>{' '.join(pager) if links is None else links}</div></article>"
        f"<footer>© 2024 The Daily Site</footer></body></html>"
    ).encode()


def story(path: str, count: int) -> dict[str, bytes]:
    return {path if n == 1 else f"{path}/{n}": page(path, n, count) for n in range(1, count + 1)}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def paragraph_labels(article: Article) -> list[str]:
    """Return the part and paragraph labels in the text, in order."""
    lines = article.text.splitlines()
    return [line.partition(":")[0] for line in lines if line.startswith("Part ")]


def labels_of_pages(numbers: range) -> list[str]:
    return [f"Part {n}, paragraph {m}" for n in numbers for m in range(1, 4)]


def test_clean_url_three_pages_are_joined(site: Site) -> None:
    site.pages = story("/flood", 3)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert paragraph_labels(article) == labels_of_pages(range(1, 4))
    assert article.text.count(TEASER) == 1
    assert article.pages == tuple(site.url(f"/flood{end}") for end in ("", "/2", "/3"))
    assert (article.title, article.url) == ("The flood", site.url("/flood"))
    assert article.flags == frozenset()
    assert article.pages_error is None


def test_joined_article_renderings_have_each_paragraph_once(site: Site) -> None:
    site.pages = story("/flood", 3)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    for rendering in (article.markdown, article.html, article.text, article.to_dict()["markdown"]):
        for name in labels_of_pages(range(1, 4)):
            assert rendering.count(f"{name}:") == 1
        assert rendering.count(TEASER) == 1
        assert rendering.count("The flood") == 0
    titled = article.to_markdown(title=True)
    assert titled.startswith("# The flood\n")
    assert titled.count("The flood") == 1


def test_joined_article_repeated_teaser_is_boilerplate_with_reason(site: Site) -> None:
    site.pages = story("/flood", 2)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert sum(block.text == TEASER for block in article.body) == 1
    (repeated,) = [block for block in article.boilerplate if block.text == TEASER]
    assert (str(repeated.kind), repeated.reason) == (
        "other", "repeats an earlier page of the article",
    )  # fmt: skip
    assert sum(block.text == "© 2024 The Daily Site" for block in article.boilerplate) == 2


def test_clean_url_without_follow_pages_fetches_one_page(site: Site) -> None:
    site.pages = story("/flood", 3)
    article = clean_url(site.url("/flood"), allow_private_hosts=True)
    assert site.paths() == ["/flood"]
    assert article.pages == (site.url("/flood"),)


def test_clean_url_single_page_is_same_with_follow_pages(site: Site) -> None:
    assert clean_url(site.url("/page/1"), fetch_options=OPTIONS) == clean_url(
        site.url("/page/1"), allow_private_hosts=True
    )


def test_aclean_url_follow_pages_equals_clean_url(site: Site) -> None:
    site.pages = story("/flood", 2)
    article = asyncio.run(aclean_url(site.url("/flood"), fetch_options=OPTIONS))
    assert article == clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert len(article.pages) == 2


@pytest.mark.parametrize(
    ("answer", "message"),
    [(None, "404"), (PDF, "PDF"), (b" ", "empty")],
    ids=["not-found", "not-html", "empty"],
)
def test_follow_pages_failed_page_ends_article(
    site: Site, answer: bytes | None, message: str
) -> None:
    site.pages = story("/flood", 4)
    if answer is None:
        del site.pages["/flood/3"]
    else:
        site.pages["/flood/3"] = answer
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert paragraph_labels(article) == labels_of_pages(range(1, 3))
    assert article.flags == {"truncated"}
    assert message in str(article.pages_error)
    assert site.url("/flood/3") in str(article.pages_error)
    assert "/flood/4" not in site.paths()


def test_follow_pages_blocked_page_is_reported(site: Site) -> None:
    site.pages = story("/flood", 2)
    site.pages["/flood/2"] = b"<title>Just a moment...</title><p>Checking your browser.</p>"
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert paragraph_labels(article) == labels_of_pages(range(1, 2))
    assert "blocked" in str(article.pages_error)


def test_follow_pages_stops_at_max_pages(site: Site) -> None:
    site.pages = story("/flood", 6)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS, max_pages=3)
    assert paragraph_labels(article) == labels_of_pages(range(1, 4))
    assert article.flags == {"truncated"}
    assert "max_pages is 3" in str(article.pages_error)
    assert len(site.paths()) == 3


def test_follow_pages_stops_at_max_bytes_of_all_pages(site: Site) -> None:
    site.pages = story("/flood", 6)
    size = len(site.pages["/flood"])
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS, max_bytes=3 * size + size // 2)
    assert paragraph_labels(article) == labels_of_pages(range(1, 4))
    assert "too large" in str(article.pages_error)


def test_follow_pages_site_repeating_one_page_stops_at_once(site: Site) -> None:
    for n in range(1, 9):
        path = "/flood" if n == 1 else f"/flood/{n}"
        site.pages[path] = page("/flood", 1, 1, links=f"<a href='/flood/{n + 1}'>Next page</a>")
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS)
    assert paragraph_labels(article) == labels_of_pages(range(1, 2))
    assert site.paths() == ["/flood", "/flood/2"]
    assert article.pages_error is None


def test_follow_pages_redirect_to_another_page_is_not_joined(site: Site) -> None:
    link = "<a href='/redirect?page=2'>Next page</a>"
    site.pages = {"/redirect?page=1": page("/redirect", 1, 1, links=link)}
    article = clean_url(site.url("/redirect?page=1"), fetch_options=OPTIONS)
    assert paragraph_labels(article) == labels_of_pages(range(1, 2))
    assert f"redirects elsewhere, to {site.url('/page')}" in str(article.pages_error)


NEXT_POST = "<link rel=next href='/flood-2/'><a rel=next href='/flood-2/'>The flood, again</a>"


def test_follow_pages_next_article_is_not_followed(site: Site) -> None:
    site.pages = {
        "/flood/": page("/flood", 1, 1, links=NEXT_POST),
        "/flood-2/": page("/flood-2", 2, 1),
    }
    article = clean_url(site.url("/flood/"), fetch_options=OPTIONS)
    assert paragraph_labels(article) == labels_of_pages(range(1, 2))
    assert site.paths() == ["/flood/"]


def archive(number: int) -> bytes:
    """Return a page of teasers, as WordPress themes render it."""
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


def test_follow_pages_list_of_articles_is_not_followed(site: Site) -> None:
    site.pages = {"/stories/": archive(1), "/stories/page/2/": archive(2)}
    article = clean_url(site.url("/stories/"), fetch_options=OPTIONS)
    assert site.paths() == ["/stories/"]
    assert len(article.pages) == 1


def test_follow_pages_obeys_delay_and_robots_txt(site: Site) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /flood/3\n")
    site.pages = story("/flood", 4)
    article = clean_url(site.url("/flood"), fetch_options=OPTIONS, delay=0.2)
    assert site.paths() == ["/flood", "/flood/2"]
    first, second = (hit for hit in site.hits if hit.path != "/robots.txt")
    assert second.began - first.ended >= 0.2
    assert paragraph_labels(article) == labels_of_pages(range(1, 3))
    assert "robots.txt" in str(article.pages_error)


def test_clean_urls_follow_pages_joins_each_article(site: Site) -> None:
    site.pages = story("/flood", 3) | story("/fire", 2)
    urls = [site.url(path) for path in ("/flood", "/fire", "/page/1")]
    records = {
        record.url: record for record in clean_urls(urls, fetch_options=OPTIONS, concurrency=2)
    }
    assert [len(records[url].pages) for url in urls] == [3, 2, 1]
    flood = records[urls[0]].article
    assert flood is not None
    assert paragraph_labels(flood) == labels_of_pages(range(1, 4))
    assert records[urls[0]].final_url == urls[0]
    hits = sorted((hit for hit in site.hits), key=lambda hit: hit.began)
    assert all(before.ended <= after.began for before, after in itertools.pairwise(hits))


def test_batch_follow_pages_with_worker_process_joins_article(site: Site, tmp_path: Path) -> None:
    site.pages = story("/flood", 4)
    del site.pages["/flood/3"]
    urls, out = tmp_path / "urls.txt", tmp_path / "out.jsonl"
    urls.write_text(site.url("/flood") + "\n" + site.url("/page/1") + "\n")
    run(str(urls), out, fetch_options=OPTIONS, workers=1)
    records = {
        record["url"]: record for record in map(json.loads, out.read_text("utf-8").splitlines())
    }
    flood, other = records[site.url("/flood")], records[site.url("/page/1")]
    assert (flood["flags"], other["flags"]) == (["truncated"], [])
    for name in labels_of_pages(range(1, 3)):
        assert flood["text"].count(f"{name}:") == flood["markdown"].count(f"{name}:") == 1
    assert other["status"] == "ok"


def test_cli_follow_pages_incomplete_article_prints_warning(site: Site) -> None:
    site.pages = story("/flood", 4)
    del site.pages["/flood/3"]
    command = ["clean", site.url("/flood"), "--allow-private-hosts", "--follow-pages"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0
    assert [n for n in (1, 2, 3) if f"Part {n}, paragraph 3:" in result.stdout] == [1, 2]
    assert f"{site.url('/flood')} is incomplete: " in result.stderr
    assert "404" in result.stderr
