"""Redirects, refreshes, and the secrets that stay behind at the border of a host."""

from __future__ import annotations

import base64
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cleanarticle import Page, clean, clean_url, clean_urls, errors
from cleanarticle.batch import run
from cleanarticle.fetching import fetch
from cleanarticle.options import FetchOptions
from support.rawserver import RawServer, raw_server
from support.webserver import article

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = article("page")


@pytest.fixture
def server() -> Iterator[RawServer]:
    with raw_server() as running:
        running.url(response(PAGE), path="/x")
        running.url(response(article("é")), path="/%C3%A9%20x")
        running.url(response(article("latin")), path="/%E9")
        yield running


def response(body: bytes, *lines: bytes, status: bytes = b"200 OK") -> bytes:
    head = (b"HTTP/1.1 " + status, b"Content-Type: text/html", *lines)
    return b"\r\n".join((*head, b"Content-Length: %d" % len(body), b"", body))


def redirect(location: bytes, *lines: bytes) -> bytes:
    return response(b"", b"Location: " + location, *lines, status=b"302 Found")


def get(url: str, **changes: object) -> Page:
    # The server closes each connection, which the client may notice only when it asks again.
    return fetch(url, allow_private_hosts=True, attempts=6, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "is_followed"),
    [
        (b"0; url=/x", True),
        (b"0;URL='/x'", True),
        (b'0; Url="/x"', True),
        (b"5,url=/x", True),
        (b"0 url = /x", True),
        (b"0;/x", True),
        (b"0.5; url=x", True),
        (b"0", False),
        (b"0;", False),
        (b"300", False),
        (b"300; url=/x", False),
        (b"0; url=app://open", False),
        (b"0; url=javascript:go()", False),
        (b"soon; url=/x", False),
        (b"0; url=http://[bad", False),
    ],
)
def test_fetch_follows_a_refresh_header_as_an_element(
    server: RawServer, value: bytes, *, is_followed: bool
) -> None:
    own = article("own")
    page = get(server.url(response(own, b"Refresh: " + value), path="/start"))
    assert page.content == (PAGE if is_followed else own)
    content = value.replace(b'"', b"&quot;")
    meta = b'<head><meta content="%s" http-equiv=refresh>' % content
    own = own.replace(b"<head>", meta)
    page = get(server.url(response(own), path="/start"))
    assert page.content == (PAGE if is_followed else own)
    assert page.final_url == server.url(response(PAGE), path="/x" if is_followed else "/start")


def test_fetch_follows_a_refresh_header_of_what_is_no_page(server: RawServer) -> None:
    body = response(b"{}", b"refresh: 0;url=/x").replace(b"text/html", b"application/json")
    assert get(server.url(body)).content == PAGE


@pytest.mark.parametrize(
    ("start", "end"),
    [("<noscript>", "</noscript>"), ("<template>", "</template>"), ("<!-- ", "-->")],
)
def test_fetch_does_not_follow_a_refresh_for_other_readers(
    server: RawServer, start: str, end: str
) -> None:
    meta = f'<head>{start}<meta http-equiv="refresh" content="0; url=/x">{end}'
    own = article("own").replace(b"<head>", meta.encode())
    assert get(server.url(response(own))).content == own


@pytest.mark.parametrize(
    ("location", "path", "name"),
    [
        (b"x", "/x", "page"),
        (b"  /x  ", "/x", "page"),
        (b"//127.0.0.1:PORT/x", "/x", "page"),
        (b"http://127.0.0.1:PORT/x", "/x", "page"),
        (b"HTTP://127.0.0.1:PORT\\x", "/x", "page"),
        (b"\\x", "/x", "page"),
        (b"/x#part", "/x#part", "page"),
        (b"/x\r\nLocation: /elsewhere", "/x", "page"),
        (b"\r\nLocation: /x", "/x", "page"),
        ("/é x".encode(), "/%C3%A9%20x", "é"),
        ("é x".encode(), "/%C3%A9%20x", "é"),
        (b"/%C3%A9%20x", "/%C3%A9%20x", "é"),
        (b"/\xe9", "/%E9", "latin"),
    ],
)
def test_fetch_follows_a_location_as_browsers_do(
    server: RawServer, location: bytes, path: str, name: str
) -> None:
    location = location.replace(b"PORT", b"%d" % server.port)
    page = get(server.url(redirect(location, "X-Latin: \xe9".encode("latin-1")), path="/start"))
    assert page.content == article(name)
    assert page.final_url == f"http://127.0.0.1:{server.port}{path}"


@pytest.mark.parametrize("status", [b"302 Found", b"301 Moved", b"300 Multiple Choices", b"200 OK"])
@pytest.mark.parametrize("line", [b"X-None: 1", b"Location:", b"Location:   "])
def test_fetch_of_a_redirect_to_nowhere_reads_its_page(
    server: RawServer, status: bytes, line: bytes
) -> None:
    assert get(server.url(response(PAGE, line, status=status))).content == PAGE


def test_fetch_of_an_unexpected_304_says_so(server: RawServer) -> None:
    with pytest.raises(errors.HTTPStatusError, match=r"304 .*If-None-Match"):
        get(server.url(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n"))


@pytest.mark.parametrize("location", [b"#part", b"/start", b"?"])
def test_fetch_of_redirects_in_a_circle_ends(server: RawServer, location: bytes) -> None:
    for line in (b"Set-Cookie: n=1", b"X: 1"):
        with pytest.raises(errors.TooManyRedirects):
            get(server.url(redirect(location, line), path="/start"))


def headers_of(server: RawServer, path: str) -> str:
    return [sent for _, sent in server.requests if sent.split()[1] == path.encode()][-1].decode()


SECRETS = {
    "X-Api-Key": "k1", "Authorization": "k2", "Cookie": "k=3", "Referer": "http://k4/",
    "X-Token": "k5",
}  # fmt: skip
HARMLESS = {
    "Accept-Language": "fi",
    "DNT": "1",
    "Sec-Fetch-Mode": "navigate",
    "Accept": "text/html",
}


@pytest.mark.parametrize("way", ["redirect", "refresh", "meta"])
def test_fetch_leaves_secrets_at_the_border_of_a_host(server: RawServer, way: str) -> None:
    server.url(response(PAGE), path="/end")
    back = server.url(redirect(server.url(response(PAGE), path="/end").encode()), path="/back")
    away = server.url(redirect(back.encode()), path="/away", host="localhost").encode()
    start = {
        "redirect": redirect(away),
        "refresh": response(b"", b"Refresh: 0;url=" + away),
        "meta": response(b'<meta http-equiv=refresh content="0;url=%s">' % away),
    }[way]
    options = FetchOptions(headers=SECRETS | HARMLESS, user_agent="tester/1")  # type: ignore[arg-type]
    page = get(server.url(start, path="/start"), fetch_options=options)
    assert page.content == PAGE
    for path in ("/start", "/back", "/end"):
        sent = headers_of(server, path)
        assert all(f"{name}: {value}" in sent for name, value in SECRETS.items())
    sent = headers_of(server, "/away")
    assert not any(name in sent or value in sent for name, value in SECRETS.items())
    assert all(f"{name}: {value}" in sent for name, value in HARMLESS.items())
    assert "User-Agent: tester/1" in sent


def test_batch_asks_for_robots_txt_without_secrets(server: RawServer, tmp_path: Path) -> None:
    away = server.url(response(PAGE), path="/away", host="localhost")
    (tmp_path / "urls").write_text(server.url(redirect(away.encode()), path="/start"))
    run(
        str(tmp_path / "urls"), tmp_path / "out.jsonl", workers=0, delay=0,
        allow_private_hosts=True, headers=SECRETS,
    )  # fmt: skip
    robots = [sent for _, sent in server.requests if b"robots.txt" in sent]
    assert len(robots) == 2
    assert not any(b"X-Api-Key" in sent for sent in robots)
    assert "X-Api-Key: k1" in headers_of(server, "/start")


def test_fetch_sends_its_own_cookies_beside_those_of_the_site(server: RawServer) -> None:
    url = server.url(redirect(b"/x", b"Set-Cookie: seen=1"), path="/start")
    get(url, headers={"Cookie": "mine=1"})
    assert "Cookie: mine=1; seen=1" in headers_of(server, "/x")


BASIC = "Authorization: Basic " + base64.b64encode(b"jo:se@cret").decode()


def with_password(url: str) -> str:
    return url.replace("http://", "http://jo:se%40cret@")


def test_clean_url_with_a_password_sends_it_and_shows_it_nowhere(server: RawServer) -> None:
    for start in (redirect(b"/x"), redirect(f"//127.0.0.1:{server.port}/x".encode())):
        url = with_password(server.url(start, path="/start"))
        page = get(url)
        assert BASIC in headers_of(server, "/start")
        assert BASIC in headers_of(server, "/x")
        assert (page.url, page.final_url) == (
            f"http://127.0.0.1:{server.port}/start",
            f"http://127.0.0.1:{server.port}/x",
        )
        cleaned = clean_url(url, allow_private_hosts=True)
        shown = cleaned.to_json() + cleaned.to_markdown(front_matter=True) + repr(page)
        assert "se%40cret" not in shown
        assert "jo:" not in shown


def test_fetch_with_a_password_does_not_carry_it_to_another_host(server: RawServer) -> None:
    away = server.url(response(PAGE), path="/away", host="localhost")
    get(with_password(server.url(redirect(away.encode()), path="/start")))
    assert "Authorization" not in headers_of(server, "/away")


def test_fetch_of_a_redirect_with_a_password_sends_it_and_hides_it(server: RawServer) -> None:
    away = with_password(server.url(response(PAGE), path="/away", host="localhost"))
    page = get(server.url(redirect(away.encode()), path="/start"))
    assert BASIC in headers_of(server, "/away")
    assert page.final_url == f"http://localhost:{server.port}/away"


def test_clean_with_a_password_in_the_url_hides_it() -> None:
    url = "https://jo:secret@host.example/a"
    assert clean(PAGE, url=url).url == "https://host.example/a"
    assert clean(Page(PAGE, url=url)).url == "https://host.example/a"
    assert clean("Text.\n\nMore text.", url=url).url == "https://host.example/a"


@pytest.mark.parametrize(
    "url",
    [
        "http://jo:secret@127.0.0.1:1/",
        "http://jo:secret@10.0.0.1/",
        "http://jo:secret@nowhere.invalid/",
        "http://jo:secret@host:99999/",
        "http://jo:secret@[bad/",
        "http://jo:secret/more@host.example/",
        "http://jo:secret#more@host.example:x/",
        "http://jo:secret@exa\x00mple.org/",
        "http://jo:secret@/",
        "ftp://jo:secret@host.example/",
        "gopher://jo:secret@host.example/",
        "jo:secret@host.example/",
        "//jo:secret@host.example/",
    ],
)
def test_fetch_failures_do_not_show_a_password(url: str) -> None:
    with pytest.raises(errors.FetchError) as caught:
        fetch(url, attempts=1)
    assert "secret" not in str(caught.value) + caught.value.url + repr(caught.value)


def test_fetch_of_an_error_does_not_show_a_password(server: RawServer) -> None:
    for status in (b"404 Not Found", b"500 Oops"):
        url = with_password(server.url(response(b"x", status=status)))
        with pytest.raises(errors.HTTPStatusError) as caught:
            get(url)
        assert "cret" not in str(caught.value) + caught.value.url
    url = with_password(server.url(redirect(b"ftp://jo:secret@host/"), path="/start"))
    with pytest.raises(errors.BadURLError) as caught_:
        get(url)
    assert "cret" not in str(caught_.value) + caught_.value.url


def test_batch_with_passwords_shows_them_nowhere(
    server: RawServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    urls = [with_password(server.url(response(PAGE))), with_password(server.url(redirect(b"")))]
    (tmp_path / "urls").write_text("\n".join([*urls, "http://jo:secret@nowhere.invalid/"]))
    options = FetchOptions(allow_private_hosts=True, delay=0)
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            tally = run(
                str(tmp_path / "urls"), tmp_path / "out.jsonl", fetch_options=options, workers=0
            )
    assert tally.skipped == 3
    written = (tmp_path / "out.jsonl").read_text()
    assert len(written.splitlines()) == 3
    skipped = (tmp_path / "out.jsonl.skipped.jsonl").read_text()
    assert "nowhere.invalid" in skipped
    assert "cret" not in written + skipped + caplog.text
    records = list(clean_urls(urls, fetch_options=options))
    assert not any("cret" in json.dumps(record.to_dict()) for record in records)


@pytest.mark.parametrize("proxy", ["http://jo:secret@127.0.0.1:1", "http://jo:secret@[bad"])
def test_fetch_failures_do_not_show_the_password_of_a_proxy(proxy: str) -> None:
    with pytest.raises(errors.CleanArticleError) as caught:
        fetch("http://8.8.8.8/", proxy=proxy, attempts=1)
    assert "secret" not in str(caught.value)
    with pytest.raises(errors.ConfigError) as wrong:
        FetchOptions(proxy="socks5://jo:secret@host")
    assert "secret" not in str(wrong.value) + repr(FetchOptions(proxy=proxy))


def test_fetch_proxy_with_password_is_sent_it(server: RawServer) -> None:
    server.responses["http://8.8.8.8/"] = [response(PAGE)]
    page = fetch("http://8.8.8.8/", proxy=f"http://jo:secret@127.0.0.1:{server.port}")
    assert page.content == PAGE
    assert b"Proxy-Authorization: Basic" in server.requests[-1][1]


HOSTILE = "\x1b]0;x\x07\x1b[31m\x9b31m\x7f\u202e\u2066"


@pytest.mark.parametrize("name", ["reason", "type", "location", "encoding"])
def test_fetch_errors_hold_no_control_characters_of_a_server(server: RawServer, name: str) -> None:
    hostile = HOSTILE.encode()
    answer = {
        "reason": response(b"x", status=b"404 " + hostile),
        "type": response(b"%PDF-1").replace(b"text/html", b"application/" + hostile + b"x"),
        "location": redirect(b"ftp://host/" + hostile),
        "encoding": response(b"x", b"Content-Encoding: compress" + hostile + b", compress"),
    }[name]
    with pytest.raises(errors.FetchError) as caught:
        get(server.url(answer))
    assert str(caught.value).isprintable()
    assert caught.value.args[0].isprintable()


def test_fetch_errors_hold_no_control_characters_of_a_host() -> None:
    for url in (f"http://host{HOSTILE}/", f"{HOSTILE}", f"ftp://host/{HOSTILE}"):
        with pytest.raises(errors.BadURLError) as caught:
            fetch(url)
        assert str(caught.value).isprintable()
