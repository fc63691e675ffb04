"""Links to the next page of an article in the markup of many systems, written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.multipage.next_page import find_next_page, is_same_page
from cleanarticle.parsing.document import parse
from support.pages import page_of

SITE = "https://www.site.example"


def next_path(path: str, html: str, first_path: str | None = None) -> str | None:
    """Return the next page of a page of `SITE`, without the host."""
    page = page_of(f"<html><body>{html}</body></html>", url=f"{SITE}{path}")
    next_url = find_next_page(parse(page), f"{SITE}{first_path}" if first_path else None)
    return next_url.removeprefix(SITE) if next_url else None


WORDPRESS = """<article><p>text</p><div class="page-links">Pages:
<span class="post-page-numbers current">1</span>
<a href="https://www.site.example/2024/05/story/2/" class="post-page-numbers">2</a>
<a href="https://www.site.example/2024/05/story/3/" class="post-page-numbers">3</a></div></article>
<nav class="post-navigation"><a href="https://www.site.example/2024/05/other/" rel="next">
<span class="meta-nav">Next Post</span> Another story</a></nav>"""

ZEIT = """<nav class="pager"><a href="/a/2024-05/wald/seite-2" class="pager__button--next">
<span>Nächste Seite</span> <span>Was die Förster sagen</span></a></nav>"""

HARDWARE = """<div class="pagination"><a href="/reviews/cpu-x,7.html">Page 7:&nbsp;Gaming</a>
<a href="/reviews/cpu-x,8.html">Page 8:&nbsp;Power</a></div>"""

CHINESE = """<div class="page"><span>1</span><a href="c_1126.html">1</a>
<a href="c_1126_2.htm">2</a><a href="c_1126_2.htm">下一页</a></div>
<p><a href="c_1127.html">下一篇：别的新闻</a></p>"""

DRUPAL = """<ul class="pager"><li class="pager__item is-active"><a href="?page=0">1</a></li>
<li><a href="?page=1" title="Go to page 2">2</a></li>
<li><a href="?page=1" rel="next" title="Go to next page">Next ›</a></li></ul>"""

SLIDES = '<a class="next" aria-label="Next page" href="/list/best-dogs/?page=4"><svg></svg></a>'


@pytest.mark.parametrize(
    ("path", "html", "expected"),
    [
        pytest.param("/2024/05/story/", WORDPRESS, "/2024/05/story/2/", id="wordpress"),
        pytest.param("/2024/05/story/?utm_source=x", WORDPRESS, "/2024/05/story/2/",
                     id="tracking-parameter"),
        pytest.param("/a/2024-05/wald", ZEIT, "/a/2024-05/wald/seite-2", id="german-words"),
        pytest.param("/reviews/cpu-x,7.html", HARDWARE, "/reviews/cpu-x,8.html", id="from-page-7"),
        pytest.param("/n/c_1126.htm", CHINESE, "/n/c_1126_2.htm", id="chinese"),
        pytest.param("/node/7500", DRUPAL, "/node/7500?page=1", id="numbered-from-0"),
        pytest.param("/list/best-dogs/?page=3", SLIDES, "/list/best-dogs/?page=4", id="aria-label"),
        pytest.param("/s.php?id=7", "<a href='s.php?id=7&amp;page=2'>2</a>", "/s.php?id=7&page=2",
                     id="query"),
        pytest.param("/?p=123", "<a href='/?p=123&amp;page=2'>Next »</a>", "/?p=123&page=2",
                     id="plain-permalinks"),
        pytest.param("/story.html", "<a rel='nofollow next' href='story-page-2.html'>On</a>",
                     "/story-page-2.html", id="rel-in-body"),
        pytest.param("/story", "<a href='//site.example/story/2#top'>›</a>",
                     "https://site.example/story/2", id="arrow-and-no-www"),
        pytest.param("/story", "<a href='/story/2'><img src=n.gif alt='Page suivante'></a>",
                     "/story/2", id="image"),
        pytest.param("/a/story", "<base href=/b/><a href='../a/story/2'>Next</a>", "/a/story/2",
                     id="base-element"),
        pytest.param("/story/", "<a href='/story/2/'>次のページ</a>", "/story/2/", id="japanese"),
        pytest.param("/story/", "<a href='/story/p2'>Страница 2</a>", "/story/p2", id="russian"),
    ],
)  # fmt: skip
def test_find_next_page_link_to_next_page_returns_its_url(
    path: str, html: str, expected: str
) -> None:
    assert next_path(path, html) == expected


@pytest.mark.parametrize(
    ("path", "html"),
    [
        pytest.param("/story", "<p>The end.</p>", id="no-link"),
        pytest.param("/weekly-links-5/", "<a rel=next href='/weekly-links-6/'>Weekly links 6 →</a>",
                     id="next-post-of-series"),
        pytest.param("/weekly-links-5/", "<a rel=next href='/weekly-links-6/'>Next</a>",
                     id="next-post-with-generic-text"),
        pytest.param("/happy-new-year/", "<a rel=next href='/happy-new-year-2/'>Happy new year</a>",
                     id="post-with-same-title"),
        pytest.param("/comic/7", "<a rel=next href='/comic/8'>Next &gt;</a>", id="comic"),
        pytest.param("/?p=12", "<a rel=next href='/?p=13'>Next</a>",
                     id="next-post-plain-permalinks"),
        pytest.param("/story", "<a rel=next href='/other'>Next article</a>", id="next-article"),
        pytest.param("/story", "<a href='/story/3'>Next page</a>", id="not-following-number"),
        pytest.param("/story/2", "<a href='/story/1'>1</a><a href='/story'>Page 1</a>",
                     id="previous-page"),
        pytest.param("/story", "<a href='/story/2'>3</a>", id="text-and-url-differ"),
        pytest.param("/story", "<a href='/story/2'>Two stories</a>", id="text-without-number"),
        pytest.param("/story", "<a rel=next href='https://evil.example/story/2'>2</a>",
                     id="other-host"),
        pytest.param("/story?id=7", "<a href='/story?page=2'>2</a>", id="drops-query"),
        pytest.param("/", "<a rel=next href='/page/2/'>Older posts</a>", id="front-page"),
        pytest.param("/blog/", "<a rel=next href='/blog/page/2/'>2</a>", id="blog"),
        pytest.param("/blog/page/2/", "<a href='/blog/page/3/'>3</a>", id="blog-page-2"),
        pytest.param("/category/x/", "<a rel=next href='/category/x/page/2/'>2</a>", id="category"),
        pytest.param("/2024/05/", "<a href='/2024/05/page/2/'>Next</a>", id="monthly-archive"),
        pytest.param("/story/", "<div class=comments><a href='/story/?page=2'>2</a></div>",
                     id="comment-pages"),
        pytest.param("/story/", "<a href='/story/comment-page-2/#comments'>Next</a>",
                     id="wordpress-comments"),
        pytest.param("/day/", "<table id=wp-calendar><td><a href='/day/2'>2</a></table>",
                     id="calendar"),
        pytest.param("/story", "<a href='javascript:go(2)'>2</a><a href='http://[x/2'>2</a>",
                     id="invalid-urls"),
        pytest.param("/story", "<a href='#2'>2</a>", id="fragment"),
    ],
)  # fmt: skip
def test_find_next_page_links_to_other_pages_return_none(path: str, html: str) -> None:
    assert next_path(path, html) is None


def test_find_next_page_link_element_in_head_needs_unambiguous_url() -> None:
    head = "<link rel=next href='{}'>"
    assert next_path("/story/", head.format("/story/2/")) == "/story/2/"
    assert next_path("/story.html", head.format("/story_2.html")) is None
    assert next_path("/story.html", head.format("/story_2.html") + "<a href=story_2.html>2</a>")


def test_find_next_page_first_url_confirms_page_number() -> None:
    html = "<link rel=next href='/story/3'>"
    assert next_path("/story/2", html) is None
    assert next_path("/story/2", html, first_path="/story") == "/story/3"
    assert next_path("/comic/2", "<link rel=next href='/comic/3'>", first_path="/comic/1") is None


def test_find_next_page_page_without_url_returns_none() -> None:
    assert find_next_page(parse(page_of("<a rel=next href='/story/2'>2</a>"))) is None


def test_is_same_page_url_variants_of_one_page_are_same() -> None:
    assert is_same_page(f"{SITE}/story/2", "http://site.example/story/page/2/#a")
    assert not is_same_page(f"{SITE}/story/2", f"{SITE}/story/3")
    assert not is_same_page(f"{SITE}/story/2", f"{SITE}/story")
    assert not is_same_page(f"{SITE}/story/2", f"{SITE}/login")


URL_TEMPLATES = (
    "/{}/story/{}",
    "/{}/story/page/{}/",
    "/{}-page-{}.html",
    "/{}/s?page={}",
    "/s?i={}&p={}",
)


@given(st.sampled_from(URL_TEMPLATES), st.text("abz-", min_size=1, max_size=5), st.integers(2, 98))
def test_find_next_page_numbered_links_return_following_number(
    template: str, name: str, number: int
) -> None:
    links = "".join(
        f"<a href='{template.format(name, other)}'>{other}</a>" for other in range(1, 100)
    )
    assert next_path(template.format(name, number), links) == template.format(name, number + 1)


@given(st.text(max_size=40), st.text(max_size=40))
def test_find_next_page_any_url_does_not_raise(url: str, href: str) -> None:
    page = page_of(b"<a rel=next>2</a>", url=url)
    document = parse(page)
    link = next(document.root.iter("a"))
    link.set("href", "".join(character for character in href if character.isprintable()))
    find_next_page(document)
