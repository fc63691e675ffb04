"""Fetching single pages over real connections from a site that misbehaves."""

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

from cleanarticle import errors
from cleanarticle.fetching import Fetcher, afetch, fetch
from cleanarticle.fetching.guard import is_public
from cleanarticle.fetching.refresh import page_refresh_target
from cleanarticle.fetching.urls import page_key, parse_url
from cleanarticle.options import FetchOptions
from cleanarticle.page import Page
from support.webserver import Site, article

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def fetch_local(site: Site, path: str, **options: object) -> Page:
    return fetch(site.url(path), fetch_options=FetchOptions(allow_private_hosts=True, **options))  # type: ignore[arg-type]


def test_fetch_page_has_url_status_headers_and_time(site: Site) -> None:
    page = fetch_local(site, "/page/1?a=b")
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


def test_fetcher_many_pages_are_fetched_concurrently(site: Site) -> None:
    async def main() -> list[Page]:
        async with Fetcher(allow_private_hosts=True) as fetcher:
            return await asyncio.gather(*(fetcher.fetch(site.url(f"/slow/{n}")) for n in range(8)))

    pages = asyncio.run(main())
    assert [page.content for page in pages] == [article(f"/slow/{n}") for n in range(8)]
    hits = [hit for hit in site.hits if hit.path.startswith("/slow/")]
    span = max(hit.ended for hit in hits) - min(hit.began for hit in hits)
    assert span < sum(hit.ended - hit.began for hit in hits)


def test_fetch_redirect_returns_page_with_final_url(site: Site) -> None:
    page = fetch_local(site, "/redirect")
    assert page.url == site.url("/redirect")
    assert page.final_url == site.url("/page")
    assert page.content == article("/page")


def test_fetch_immediate_meta_refresh_is_followed(site: Site) -> None:
    page = fetch_local(site, "/refresh")
    assert page.content == article("behind the wall")
    assert (page.url, page.final_url) == (site.url("/refresh"), site.url("/cookie-wall"))


def test_page_refresh_target_base_element_resolves_url() -> None:
    markup = b"<base href=/x/><meta http-equiv=refresh content='0; url=y'>"
    page = Page(markup, url="https://site.example/a/b")
    assert page_refresh_target(page) == "https://site.example/x/y"


@pytest.mark.parametrize("path", ["/refresh-late", "/refresh-self", "/refresh-to-app"])
def test_fetch_meta_refresh_late_or_unusable_is_not_followed(site: Site, path: str) -> None:
    assert b"sent on: The river" in fetch_local(site, path).content
    assert site.paths()[-1] == path


def test_fetch_custom_headers_are_sent_and_secrets_stay_with_host(site: Site) -> None:
    headers = (("X-Test", "1"), ("accept", "text/html"), ("Authorization", "secret"))
    options = FetchOptions(allow_private_hosts=True, headers=headers, user_agent="tester/1")
    sent = fetch(site.url("/echo"), fetch_options=options).text.lower().partition("</title>")[0]
    for header in ("[x-test=1]", "[accept=text/html]", "[user-agent=tester/1]", "secret"):
        assert sent.count(header) == 1
    assert sent.count("[accept=") == 1
    redirected = fetch(site.url("/to-host/localhost/echo"), fetch_options=options).text.lower()
    assert "[accept=text/html]" in redirected
    assert "x-test" not in redirected
    assert "secret" not in redirected


def test_fetch_with_proxy_sends_requests_to_it(site: Site) -> None:
    for url in ("http://8.8.8.8/page", "http://missing.invalid/page"):
        page = fetch(url, proxy=site.url(""))
        assert (page.final_url, page.status) == (url, 200)
        assert site.hits[-1].path == url


@pytest.mark.parametrize("path", ["to-private", "to-metadata", "to-hex", "refresh-to-private"])
def test_fetch_redirect_to_private_host_raises_private_address_error(site: Site, path: str) -> None:
    with pytest.raises(errors.PrivateAddressError, match="--allow-private-hosts"):
        fetch(f"http://8.8.8.8/{path}", proxy=site.url(""))
    assert site.hits[-1].path == f"http://8.8.8.8/{path}"


def test_fetch_private_host_through_proxy_raises_private_address_error(site: Site) -> None:
    before = len(site.hits)
    with pytest.raises(errors.PrivateAddressError):
        fetch("http://localhost/page", proxy=site.url(""))
    assert len(site.hits) == before


def test_fetch_fresh_page_comes_from_cache(site: Site, tmp_path: Path) -> None:
    pages = [fetch_local(site, "/cached", cache=tmp_path / "cache.sqlite") for _ in range(3)]
    assert {page.content for page in pages} == {article("cached")}
    assert site.paths().count("/cached") == 1
    before = len(site.hits)
    for _ in range(2):
        with pytest.raises(errors.HTTPStatusError):
            fetch_local(site, "/no-such-page", cache=tmp_path / "cache.sqlite")
    assert len(site.hits) == before + 2


def test_fetch_cache_in_missing_folder_raises_config_error(tmp_path: Path) -> None:
    with pytest.raises(errors.ConfigError, match="does its folder exist"):
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
def test_page_key_is_equal_only_for_urls_of_one_page(
    first: str, second: str, *, expected: bool
) -> None:
    assert (page_key(first) == page_key(second)) is expected


def test_fetcher_cookies_are_dropped_after_each_page(site: Site) -> None:
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
def test_fetch_compressed_page_is_decompressed(site: Site, path: str) -> None:
    assert fetch_local(site, path).content == article("packed")


@pytest.mark.parametrize("path", ["/no-type", "/octets"])
def test_fetch_html_without_content_type_is_accepted(site: Site, path: str) -> None:
    assert b"<article>" in fetch_local(site, path).content


def test_fetch_declared_encoding_is_used(site: Site) -> None:
    assert "长江大桥" in fetch_local(site, "/gbk").text


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("/loop", errors.TooManyRedirects, "redirects more than 10 times"),
        ("/to-file", errors.BadURLError, "only http and https"),
        ("/to-nonsense", errors.FetchError, "(?i)invalid"),
        ("/to-bad-name", errors.BadURLError, "leads to an invalid URL"),
        ("/huge", errors.ResponseTooLarge, "limit of 10 MB"),
        ("/endless", errors.ResponseTooLarge, "limit of 10 MB"),
        ("/bomb", errors.ResponseTooLarge, "limit of 10 MB"),
        ("/brotli-bomb", errors.ResponseTooLarge, "limit of 10 MB"),
        ("/zstd-bomb", errors.ResponseTooLarge, "limit of 10 MB"),
        ("/bad-gzip", errors.ConnectError, "damaged"),
        ("/bad-brotli", errors.ConnectError, "damaged"),
        ("/bad-zstd", errors.ConnectError, "damaged"),
        ("/truncated-gzip", errors.ConnectError, "damaged"),
        ("/truncated-brotli", errors.ConnectError, "damaged"),
        ("/truncated-zstd", errors.ConnectError, "damaged"),
        ("/refresh-loop", errors.TooManyRedirects, "redirects more than 10 times"),
        ("/compress", errors.FetchError, "compressed with compress"),
        ("/pdf", errors.NotHTMLError, "application/pdf"),
        ("/pdf-as-html", errors.NotHTMLError, "is a PDF"),
        ("/octets-pdf", errors.NotHTMLError, "is a PDF"),
        ("/image", errors.NotHTMLError, "image/png"),
        ("/json", errors.NotHTMLError, "application/json"),
        ("/no-such-page", errors.HTTPStatusError, "404 Not Found: there is no such page"),
        ("/error/500", errors.HTTPStatusError, "500 .*try later"),
        ("/error/418", errors.HTTPStatusError, "418"),
        ("/hang-up", errors.ConnectError, "connection|peer"),
    ],
)
def test_fetch_failure_raises_its_error_with_url(
    site: Site, path: str, error: type[errors.FetchError], message: str
) -> None:
    with pytest.raises(error, match=message) as caught:
        fetch_local(site, path, attempts=1)
    assert caught.value.url == site.url(path)


@pytest.mark.parametrize("path", ["/drip", "/hang"])
def test_fetch_timeout_covers_the_whole_page(site: Site, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(errors.FetchTimeout, match=r"0\.4 seconds"):
        fetch_local(site, path, timeout=0.4)
    assert time.monotonic() - started < 10  # the page would never end


@pytest.mark.parametrize("path", ["/flaky/429", "/flaky/503"])
def test_fetch_temporary_failure_is_retried(site: Site, path: str) -> None:
    assert fetch_local(site, path).content == article("flaky")
    assert site.paths().count(path) == 3


def test_fetch_repeated_failure_stops_after_attempts(site: Site) -> None:
    with pytest.raises(errors.HTTPStatusError) as caught:
        fetch_local(site, "/error/502", attempts=2)
    assert caught.value.status == 502
    assert site.paths().count("/error/502") == 2


def test_fetch_long_retry_after_is_not_waited_for(site: Site) -> None:
    with pytest.raises(errors.HTTPStatusError) as caught:
        fetch_local(site, "/retry-after")
    assert caught.value.retry_after == 3600
    assert site.paths().count("/retry-after") == 1


def test_fetcher_short_retry_after_is_waited_for(site: Site) -> None:
    async def main() -> None:
        async with Fetcher(allow_private_hosts=True, attempts=2) as fetcher:
            await asyncio.gather(*(fetcher.fetch(site.url(path)) for path in least_seconds))

    least_seconds = {"/busy/1": 0.9, "/busy/date": 0.5}
    asyncio.run(main())
    for path, seconds in least_seconds.items():
        first, second = (hit for hit in site.hits if hit.path == path)
        assert second.began - first.ended > seconds


def test_fetch_empty_page_returns_empty_content(site: Site) -> None:
    assert fetch_local(site, "/empty").content == b""
    assert fetch_local(site, "/bom-only").text == ""


def test_fetch_permanent_failure_is_not_retried(site: Site) -> None:
    with pytest.raises(errors.HTTPStatusError):
        fetch_local(site, "/error/403")
    assert site.paths().count("/error/403") == 1


def test_fetch_page_over_max_bytes_raises_response_too_large(site: Site) -> None:
    with pytest.raises(errors.ResponseTooLarge) as caught:
        fetch_local(site, "/page", max_bytes=100)
    assert isinstance(caught.value, errors.TooLargeError)


def test_fetch_refused_connection_raises_connect_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        with pytest.raises(errors.ConnectError, match="does not accept connections"):
            fetch(url, allow_private_hosts=True, attempts=1)


def test_fetch_unknown_host_raises_connect_error() -> None:
    with pytest.raises(errors.ConnectError, match=r"missing\.invalid"):
        fetch("http://missing.invalid/", attempts=1)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("example.org/a", "did you mean https://example.org/a"),
        ("localhost:8000/a", "did you mean https://localhost:8000/a"),
        ("", "it is empty"),
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
def test_fetch_bad_url_raises_bad_url_error(url: Any, message: str) -> None:
    with pytest.raises(errors.BadURLError, match=message):
        fetch(url)


@settings(deadline=None)
@given(st.sampled_from(["", "http://", "https://xn--", "http://a:", "http://["]), st.text())
@example("http://xn--", "/")
def test_parse_url_any_text_returns_host_or_raises_bad_url_error(start: str, rest: str) -> None:
    try:
        assert parse_url(start + rest).host
    except errors.BadURLError as error:
        assert "@" in rest or error.url == start + rest  # noqa: PT017 - both outcomes are valid


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"]
)
def test_fetch_private_host_is_not_contacted(site: Site, host: str) -> None:
    before = len(site.hits)
    with pytest.raises(errors.PrivateAddressError, match="--allow-private-hosts"):
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
def test_is_public_ip_address_is_recognized(address: str, *, expected: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is expected


@pytest.mark.parametrize(
    "options",
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
def test_fetch_options_out_of_range_raise_config_error(options: dict[str, object]) -> None:
    with pytest.raises(errors.ConfigError, match=next(iter(options))):
        FetchOptions(**options)  # type: ignore[arg-type]


def test_fetch_error_survives_pickling(site: Site) -> None:
    with pytest.raises(errors.HTTPStatusError) as caught:
        fetch_local(site, "/no-such-page")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (str(copy), copy.status, copy.url) == (
        str(caught.value),
        404,
        site.url("/no-such-page"),
    )
