"""Fetching one page, over real connections to a site that misbehaves."""

from __future__ import annotations

import asyncio
import ipaddress
import pickle
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanarticle import errors as errors_
from cleanarticle.fetching import Fetcher, afetch, fetch
from cleanarticle.fetching.guard import is_public
from cleanarticle.fetching.urls import page_key, parse_url
from cleanarticle.options import FetchOptions
from support.webserver import Site, article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.page import Page


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def get(site: Site, path: str, **changes: object) -> Page:
    return fetch(site.url(path), fetch_options=FetchOptions(allow_private_hosts=True, **changes))  # type: ignore[arg-type]


def test_a_page_comes_with_all_that_is_known_of_it(site: Site) -> None:
    page = get(site, "/page/1?a=b")
    assert page.content == article("/page/1?a=b")
    assert page.url == page.final_url == site.url("/page/1?a=b")
    assert page.status == 200
    assert page.headers["content-type"] == "text/html"
    assert page.fetched_at is not None
    assert page.fetched_at.tzinfo is not None
    assert site.hits[-1].agent.startswith("cleanarticle/")


def test_fetch_works_inside_a_running_event_loop(site: Site) -> None:
    async def main() -> tuple[Page, Page]:
        url, options = site.url("/page"), FetchOptions(allow_private_hosts=True)
        return fetch(url, fetch_options=options), await afetch(url, fetch_options=options)

    first, second = asyncio.run(main())
    assert first.content == second.content == article("/page")


def test_one_fetcher_gets_many_pages_at_a_time(site: Site) -> None:
    async def main() -> list[Page]:
        async with Fetcher(allow_private_hosts=True) as fetcher:
            return await asyncio.gather(*(fetcher.fetch(site.url(f"/slow/{n}")) for n in range(8)))

    pages = asyncio.run(main())
    assert [page.content for page in pages] == [article(f"/slow/{n}") for n in range(8)]
    hits = [hit for hit in site.hits if hit.path.startswith("/slow/")]
    span = max(hit.ended for hit in hits) - min(hit.began for hit in hits)
    assert span < sum(hit.ended - hit.began for hit in hits)


def test_redirects_are_followed_and_named(site: Site) -> None:
    page = get(site, "/redirect")
    assert page.url == site.url("/redirect")
    assert page.final_url == site.url("/page")
    assert page.content == article("/page")


def test_a_page_that_sends_its_readers_on_is_followed(site: Site) -> None:
    page = get(site, "/refresh")
    assert page.content == article("behind the wall")
    assert (page.url, page.final_url) == (site.url("/refresh"), site.url("/cookie-wall"))


@pytest.mark.parametrize("path", ["/refresh-late", "/refresh-self", "/refresh-nowhere"])
def test_a_page_that_is_to_be_read_first_is_the_page(site: Site, path: str) -> None:
    assert b"sent on: The river" in get(site, path).content
    assert site.paths()[-1] == path


def test_headers_of_ones_own(site: Site) -> None:
    headers = (("X-Mine", "1"), ("accept", "text/html"), ("Authorization", "secret"))
    options = FetchOptions(allow_private_hosts=True, headers=headers, user_agent="tester/1")
    sent = fetch(site.url("/echo"), fetch_options=options).text.lower().partition("</title>")[0]
    for part in ("[x-mine=1]", "[accept=text/html]", "[user-agent=tester/1]", "secret"):
        assert sent.count(part) == 1
    assert sent.count("[accept=") == 1
    moved = fetch(site.url("/to-host/localhost/echo"), fetch_options=options).text.lower()
    assert "[accept=text/html]" in moved
    assert "x-mine" not in moved
    assert "secret" not in moved


def test_a_proxy_is_asked_instead(site: Site) -> None:
    for url in ("http://8.8.8.8/page", "http://nowhere.invalid/page"):
        page = fetch(url, proxy=site.url(""))
        assert (page.final_url, page.status) == (url, 200)
        assert site.hits[-1].path == url


@pytest.mark.parametrize("path", ["to-private", "to-metadata", "to-hex", "refresh-out"])
def test_no_redirect_leads_to_a_private_host(site: Site, path: str) -> None:
    with pytest.raises(errors_.PrivateAddressError, match="--allow-private-hosts"):
        fetch(f"http://8.8.8.8/{path}", proxy=site.url(""))
    assert site.hits[-1].path == f"http://8.8.8.8/{path}"


def test_a_proxy_is_no_way_around_the_guard(site: Site) -> None:
    before = len(site.hits)
    with pytest.raises(errors_.PrivateAddressError):
        fetch("http://localhost/page", proxy=site.url(""))
    assert len(site.hits) == before


def test_what_is_fresh_comes_from_the_cache(site: Site, tmp_path: Path) -> None:
    pages = [get(site, "/cached", cache=tmp_path / "cache.sqlite") for _ in range(3)]
    assert {page.content for page in pages} == {article("cached")}
    assert site.paths().count("/cached") == 1
    before = len(site.hits)
    for _ in range(2):
        with pytest.raises(errors_.HTTPStatusError):
            get(site, "/nothing-here", cache=tmp_path / "cache.sqlite")
    assert len(site.hits) == before + 2


def test_a_cache_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(errors_.ConfigError, match="does its folder exist"):
        fetch("https://example.org/", cache=tmp_path / "no" / "cache.sqlite")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("https://a.example/x?utm_source=y&id=1#part", "https://A.example/x?id=1", True),
        ("https://a.example", "https://a.example/", True),
        ("http://a.example:80/x", "http://a.example/x", True),
        ("https://a.example/x?fbclid=1", "https://a.example/x?gclid=2", True),
        ("https://a.example/#!/x", "https://a.example/#!/y", False),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/X", "https://a.example/x", False),
        ("http://[bad", "http://[bad", True),
    ],
)
def test_which_addresses_are_of_one_page(first: str, second: str, *, expected: bool) -> None:
    assert (page_key(first) == page_key(second)) is expected


def test_cookies_live_as_long_as_one_page(site: Site) -> None:
    async def main() -> None:
        async with Fetcher(allow_private_hosts=True) as fetcher:
            for _ in range(2):
                page = await fetcher.fetch(site.url("/cookie-wall"))
                assert page.content == article("behind the wall")

    before = len(site.hits)
    asyncio.run(main())
    assert len(site.hits) - before == 4


@pytest.mark.parametrize(
    "path", ["/gzip", "/deflate", "/raw-deflate", "/brotli", "/zstd", "/zstd-frames"]
)
def test_compression_is_undone(site: Site, path: str) -> None:
    assert get(site, path).content == article("packed")


@pytest.mark.parametrize("path", ["/no-type", "/octets"])
def test_an_undeclared_page_is_looked_at(site: Site, path: str) -> None:
    assert b"<article>" in get(site, path).content


def test_the_declared_encoding_is_used(site: Site) -> None:
    assert "长江大桥" in get(site, "/gbk").text


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("/loop", errors_.TooManyRedirects, "redirects more than 10 times"),
        ("/to-file", errors_.BadURLError, "only http and https"),
        ("/to-nonsense", errors_.FetchError, "(?i)invalid"),
        ("/to-bad-name", errors_.BadURLError, "leads to an invalid URL"),
        ("/huge", errors_.ResponseTooLarge, "limit of 10 MB"),
        ("/endless", errors_.ResponseTooLarge, "limit of 10 MB"),
        ("/bomb", errors_.ResponseTooLarge, "limit of 10 MB"),
        ("/brotli-bomb", errors_.ResponseTooLarge, "limit of 10 MB"),
        ("/zstd-bomb", errors_.ResponseTooLarge, "limit of 10 MB"),
        ("/bad-gzip", errors_.ConnectError, "damaged"),
        ("/bad-brotli", errors_.ConnectError, "damaged"),
        ("/bad-zstd", errors_.ConnectError, "damaged"),
        ("/torn-gzip", errors_.ConnectError, "damaged"),
        ("/torn-brotli", errors_.ConnectError, "damaged"),
        ("/torn-zstd", errors_.ConnectError, "damaged"),
        ("/refresh-loop", errors_.TooManyRedirects, "redirects more than 10 times"),
        ("/compress", errors_.FetchError, "compressed by compress"),
        ("/pdf", errors_.NotHTMLError, "application/pdf"),
        ("/pdf-as-html", errors_.NotHTMLError, "is a PDF"),
        ("/octets-pdf", errors_.NotHTMLError, "is a PDF"),
        ("/image", errors_.NotHTMLError, "image/png"),
        ("/json", errors_.NotHTMLError, "application/json"),
        ("/nothing-here", errors_.HTTPStatusError, "404 Not Found: there is no such page"),
        ("/error/500", errors_.HTTPStatusError, "500 .*try later"),
        ("/error/418", errors_.HTTPStatusError, "418"),
        ("/hang-up", errors_.ConnectError, "connection|peer"),
    ],
)
def test_what_goes_wrong_is_named(
    site: Site, path: str, error: type[errors_.FetchError], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        get(site, path, attempts=1)
    assert caught.value.url == site.url(path)


@pytest.mark.parametrize("path", ["/drip", "/hang"])
def test_the_timeout_is_for_the_whole_page(site: Site, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(errors_.FetchTimeout, match=r"0\.4 seconds"):
        get(site, path, timeout=0.4)
    assert time.monotonic() - begun < 10  # the page would take for ever


@pytest.mark.parametrize("path", ["/flaky/429", "/flaky/503"])
def test_a_passing_failure_is_tried_again(site: Site, path: str) -> None:
    assert get(site, path).content == article("flaky")
    assert site.paths().count(path) == 3


def test_attempts_come_to_an_end(site: Site) -> None:
    with pytest.raises(errors_.HTTPStatusError) as caught:
        get(site, "/error/502", attempts=2)
    assert caught.value.status == 502
    assert site.paths().count("/error/502") == 2


def test_a_server_that_wants_an_hour_is_not_waited_for(site: Site) -> None:
    with pytest.raises(errors_.HTTPStatusError) as caught:
        get(site, "/retry-after")
    assert caught.value.retry_after == 3600
    assert site.paths().count("/retry-after") == 1


def test_a_page_is_asked_for_again_when_the_server_said(site: Site) -> None:
    async def main() -> None:
        async with Fetcher(allow_private_hosts=True, attempts=2) as fetcher:
            await asyncio.gather(*(fetcher.fetch(site.url(path)) for path in least))

    least = {"/busy/1": 0.9, "/busy/date": 0.5}
    asyncio.run(main())
    for path, seconds in least.items():
        first, second = (hit for hit in site.hits if hit.path == path)
        assert second.began - first.ended > seconds


def test_an_empty_page_is_fetched(site: Site) -> None:
    assert get(site, "/empty").content == b""
    assert get(site, "/only-mark").text == ""


def test_a_lasting_failure_is_not_tried_again(site: Site) -> None:
    with pytest.raises(errors_.HTTPStatusError):
        get(site, "/error/403")
    assert site.paths().count("/error/403") == 1


def test_a_smaller_limit_holds(site: Site) -> None:
    with pytest.raises(errors_.ResponseTooLarge) as caught:
        get(site, "/page", max_bytes=100)
    assert isinstance(caught.value, errors_.TooLargeError)


def test_a_refused_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        with pytest.raises(errors_.ConnectError, match="does not accept connections"):
            fetch(url, allow_private_hosts=True, attempts=1)


def test_a_host_that_does_not_exist() -> None:
    with pytest.raises(errors_.ConnectError, match=r"nowhere\.invalid"):
        fetch("http://nowhere.invalid/", attempts=1)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("example.org/a", "did you mean https://example.org/a"),
        ("localhost:8000/a", "did you mean https://localhost:8000/a"),
        ("", "not a URL"),
        ("http://", "no host"),
        ("https:///path", "no host"),
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://[::1", "not a valid URL"),
        ("http://example.org:99999999/", "not a valid URL"),
        ("http://exa\x00mple.org/", "not a valid URL"),
        ("http://" + "a" * 70_000, "not a valid URL"),
        (Path("a.html"), "a URL is a str, not PosixPath"),
        (None, "a URL is a str, not NoneType"),
    ],
)
def test_a_bad_address(url: Any, message: str) -> None:
    with pytest.raises(errors_.BadURLError, match=message):
        fetch(url)


@settings(deadline=None)
@given(st.sampled_from(["", "http://", "https://xn--", "http://a:", "http://["]), st.text())
@example("http://xn--", "/")
def test_every_text_is_an_address_or_a_bad_one(start: str, rest: str) -> None:
    try:
        assert parse_url(start + rest).host
    except errors_.BadURLError as error:
        assert "@" in rest or error.url == start + rest  # noqa: PT017 - either outcome is good


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"]
)
def test_private_hosts_are_not_contacted(site: Site, host: str) -> None:
    before = len(site.hits)
    with pytest.raises(errors_.PrivateAddressError, match="--allow-private-hosts"):
        fetch(site.url("/page", host=host))
    assert len(site.hits) == before


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1", True),
        ("::ffff:8.8.8.8", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::0a00:0001", False),
    ],
)
def test_which_addresses_are_public(address: str, *, expected: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is expected


@pytest.mark.parametrize(
    "changes",
    [
        {"timeout": 0},
        {"timeout": float("nan")},
        {"max_bytes": 0},
        {"max_bytes": 10**9},
        {"delay": -1},
        {"attempts": 0},
        {"max_redirects": -1},
        {"user_agent": "two\nlines"},
        {"headers": (("X-Name", "värde"),)},
        {"headers": (("X Name", "value"),)},
        {"headers": (("User-Agent", "value"),)},
        {"proxy": "localhost:3128"},
    ],
)
def test_options_out_of_range(changes: dict[str, object]) -> None:
    with pytest.raises(errors_.ConfigError, match=next(iter(changes))):
        FetchOptions(**changes)  # type: ignore[arg-type]


def test_errors_survive_pickling(site: Site) -> None:
    with pytest.raises(errors_.HTTPStatusError) as caught:
        get(site, "/nothing-here")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (str(copy), copy.status, copy.url) == (
        str(caught.value),
        404,
        site.url("/nothing-here"),
    )
