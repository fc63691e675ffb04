"""Servers with odd habits, over raw connections: cookies, reloads, statuses and types."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cleanarticle
from cleanarticle import errors
from cleanarticle.fetching import fetch
from support.rawserver import raw_server
from support.webserver import article

if TYPE_CHECKING:
    from cleanarticle.page import Page

PAGE = article("behind")


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK") -> bytes:
    """Return a response with a body."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    if not any(line.lower().startswith("content-type") for line in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def fetch_raw(*answers: bytes, **options: object) -> Page:
    """Fetch a page from a server that gives the answers in turn."""
    with raw_server() as server:
        server.answers = list(answers)
        return fetch(server.home, allow_private_hosts=True, **options)  # type: ignore[arg-type]


def test_cookie_that_is_not_ascii_does_not_stop_a_redirect() -> None:
    move = answer(b"", "Location: /next", "Set-Cookie: city=Zürich", status="302 Found")
    assert fetch_raw(move, answer()).content == PAGE


@pytest.mark.parametrize(
    "first",
    [
        answer(b'<meta http-equiv="refresh" content="0">Checking', "Set-Cookie: seen=1"),
        answer(b"", "Refresh: 0", "Set-Cookie: seen=1"),
        answer(b'<meta http-equiv="refresh" content="1; url=/">Wait', "Set-Cookie: seen=1"),
    ],
)
def test_page_that_sets_a_cookie_is_reloaded_once(first: bytes) -> None:
    assert fetch_raw(first, answer()).content == PAGE


def test_page_that_always_reloads_itself_is_the_page() -> None:
    live = answer(b'<meta http-equiv="refresh" content="5"><p>Score</p>', "Set-Cookie: seen=1")
    assert b"Score" in fetch_raw(live, live, live).content


@pytest.mark.parametrize("status", ["404 Not Found", "429 Too Many Requests"])
def test_page_that_fails_when_loaded_again_is_the_page(status: str) -> None:
    live = answer(b'<meta http-equiv="refresh" content="5"><p>Score</p>', "Set-Cookie: seen=1")
    page = fetch_raw(live, answer(b"no", status=status), max_redirects=0)
    assert b"Score" in page.content


def test_page_that_reloads_itself_with_other_fragments_is_loaded_twice() -> None:
    cookie = "Set-Cookie: seen=1"
    pages = [
        answer(b'<meta http-equiv="refresh" content="0; url=#%d"><p>%d</p>' % (n, n), cookie)
        for n in range(5)
    ]
    assert b"<p>1</p>" in fetch_raw(*pages).content


def test_page_that_reloads_itself_without_a_cookie_is_the_page() -> None:
    live = answer(b'<meta http-equiv="refresh" content="0"><p>Score</p>')
    assert b"Score" in fetch_raw(live).content


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 507, 520, 524, 529])
def test_status_that_may_pass_is_tried_again(status: int) -> None:
    assert fetch_raw(answer(b"no", status=f"{status} X"), answer()).content == PAGE


@pytest.mark.parametrize("status", [400, 403, 404, 410, 451, 501, 505])
def test_status_that_stays_is_not_tried_again(status: int) -> None:
    with pytest.raises(errors.HTTPStatusError, match=str(status)):
        fetch_raw(answer(b"no", status=f"{status} X"), answer())


def test_retries_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers = root.handlers[:]
    root.handlers.clear()
    try:
        fetch_raw(answer(b"no", status="503 X"), answer())
    finally:
        root.handlers[:] = handlers
    assert capfd.readouterr().err == ""


def test_error_behind_a_redirect_names_the_url_that_answered() -> None:
    move = answer(b"", "Location: /gone", status="302 Found")
    with pytest.raises(
        errors.HTTPStatusError, match=r"leads to http://.*/gone, which answered 404"
    ):
        fetch_raw(move, answer(b"no", status="404 Not Found"))


@pytest.mark.parametrize("length", [None, "99999999"])
def test_large_pdf_is_no_page_rather_than_too_large(length: str | None) -> None:
    body = b"%PDF-1.7\n" + b"x" * 5000
    header = "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nConnection: close\r\n"
    header += f"Content-Length: {length}\r\n" if length else ""
    with pytest.raises(errors.NotHTMLError, match=r"PDF|application/pdf"):
        fetch_raw(header.encode() + b"\r\n" + body, max_bytes=1000)


def test_html_behind_json_is_a_page() -> None:
    assert b"<article" in fetch_raw(answer(b'{"debug": 1}\n<!DOCTYPE html>' + PAGE)).content


@pytest.mark.parametrize(
    "body", [b"\x89PNG\r\n\x1a\n<html >", b"%PDF-1.7 <!doctype html>", b'{"html": "<html>"}']
)
def test_other_content_with_html_in_it_is_no_page(body: bytes) -> None:
    with pytest.raises(errors.NotHTMLError):
        fetch_raw(answer(body))


def test_large_page_of_an_odd_type_is_too_large() -> None:
    header = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n"
    with pytest.raises(errors.ResponseTooLarge):
        fetch_raw(header + b"\r\n" + PAGE)


def test_message_of_a_broken_response_is_short() -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"z" * 4000 + b"\r\n"
    with pytest.raises(errors.ConnectError) as caught:
        fetch_raw(chunks, attempts=1)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "is empty"),
        ("mailto:a@b.c", "only http and https"),
        ("javascript:alert(1)", "only http"),
    ],
)
def test_address_that_is_no_web_address_is_refused(url: str, message: str) -> None:
    with pytest.raises(errors.BadURLError, match=message) as caught:
        fetch(url)
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    "rules",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n",
        b"User-Agent: cleanarticle/1.0\nDisallow: /\n",
        b"User-agent: cleanarticle /1.0 (+http://x)\nDisallow: /\n",
    ],
)
def test_robots_with_byte_order_mark_or_version_is_honored(rules: bytes) -> None:
    with raw_server() as server:
        server.answers = [answer(rules, "Content-Type: text/plain")]
        records = list(cleanarticle.clean_urls([server.home], allow_private_hosts=True, delay=0))
    assert [record.error and record.error.kind for record in records] == ["robots"]


def test_cache_is_the_file_that_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fresh = answer(PAGE, "Cache-Control: max-age=600")
    with raw_server() as server:
        server.answers = [fresh]
        for _ in range(2):  # the second time the server has no answer
            page = fetch(server.home, allow_private_hosts=True, cache=Path("pages.db"))
            assert page.content == PAGE
    names = {path.name.partition("-")[0] for path in tmp_path.iterdir()}
    assert names == {"pages.db"}


def test_page_in_the_cache_that_reloads_itself_is_requested_again(tmp_path: Path) -> None:
    stub = b'<meta http-equiv="refresh" content="0">Checking'
    fresh = answer(stub, "Set-Cookie: seen=1", "Cache-Control: max-age=600")
    assert fetch_raw(fresh, answer(), cache=tmp_path / "pages.db").content == PAGE


def test_cache_that_cannot_be_used_raises_config_error(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a database, but a text of some length\n" * 40)
    database = tmp_path / "other.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE entries (a)")
    for path in (other, tmp_path, database):
        with pytest.raises(errors.ConfigError, match="cache"):
            fetch("https://example.org/", cache=path)
    assert other.read_text().startswith("not a database")
