"""Responses that browsers show and strict clients refuse, sent byte by byte."""

from __future__ import annotations

import asyncio
import base64
import gzip
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest

from cleanarticle import clean_url, errors
from cleanarticle.fetching import Fetcher, fetch
from cleanarticle.files.compression import zstd
from support.rawserver import RawServer, raw_server
from support.webserver import SENTENCE, article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.page import Page

PAGE = article("page")


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with raw_server() as running:
        yield running


def response(
    body: bytes = PAGE,
    *lines: bytes,
    status: bytes = b"HTTP/1.1 200 OK",
    content_type: bytes | None = b"text/html",
) -> bytes:
    declared = [] if content_type is None else [b"Content-Type: " + content_type]
    length = b"Content-Length: %d" % len(body)
    return b"\r\n".join((status, *declared, *lines, length, b"", body))


def get(url: str, **changes: object) -> Page:
    return fetch(url, allow_private_hosts=True, attempts=1, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        b"X Powered By: nobody",
        b"no colon at all",
        b": no name",
        b"",
        b"X-Folded: one\r\n two\r\n\tthree",
        b"Bad Folded: one\r\n two",
        b"X-Latin: caf\xe9",
        "Ünïcode: ü".encode(),
        b"X-Nul: a\0b",
        b"X-Return: a\rb",
        b"X-Tab: a\x0bb\x0cc",
        b"X-Escape: \x1b[31m",
        b"<meta>: x",
        b"Content-Length: many",
        b"Transfer-Encoding: identity",
        b"HTTP/1.1 200 OK",
        b"X-Long: " + b"a" * 60_000,
    ],
)
def test_fetch_with_a_malformed_header_line_keeps_the_page(server: RawServer, line: bytes) -> None:
    if line:
        assert get(server.url(response(PAGE, line))).content == PAGE
    else:  # a folded line at the very start
        folded = response().replace(b"OK\r\n", b"OK\r\n folded: yes\r\n")
        assert get(server.url(folded)).content == PAGE


def test_fetch_keeps_the_other_header_lines(server: RawServer) -> None:
    lines = (b"Bad Line: x", b"X-Spaced : kept", b"X-Folded: a\r\n b", b"X-Good: c", b"broken")
    headers = get(server.url(response(PAGE, *lines))).headers
    assert (headers["x-spaced"], headers["x-folded"], headers["x-good"]) == ("kept", "a b", "c")


@pytest.mark.parametrize(
    "status",
    [
        b"HTTP/1.1 200",
        b"HTTP/1.1  200  OK",
        b"http/1.1 200 ok",
        b"HTTP/1.1 200 O\0K",
        b"HTTP/1.0 200 OK",
        b"\r\nHTTP/1.1 200 OK",
        b"\r\n\r\nHTTP/1.1 200 OK",
        b"\n\n\nHTTP/1.1 200 OK",
        b"HTTP/1.1 200 \x1b[31mred",
    ],
)
def test_fetch_with_a_malformed_status_line_keeps_the_page(
    server: RawServer, status: bytes
) -> None:
    assert get(server.url(response(status=status))).content == PAGE


def test_fetch_with_line_feeds_alone_keeps_the_page(server: RawServer) -> None:
    header = b"HTTP/1.1 200 OK\nContent-Type: text/html\nBad Line: x\n\n"
    assert get(server.url(header + PAGE)).content == PAGE


def test_fetch_of_a_header_in_single_bytes_is_repaired(server: RawServer) -> None:
    header, _, _ = response(PAGE, b"Bad Line: x").partition(b"\r\n\r\n")
    parts = [header[index : index + 1] for index in range(len(header))]
    assert get(server.url(*parts, b"\r", b"\n\r", b"\n" + PAGE)).content == PAGE


def test_fetch_with_informational_responses_reads_the_last(server: RawServer) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nBad Line: x\r\nLink: </a>\r\n\r\n"
    assert get(server.url(early + early + response(PAGE, b"Bad Line: x"))).content == PAGE
    final = response(PAGE, b"Bad Line: x")
    assert get(server.url(early, early[:40], early[40:] + final[:20], final[20:])).content == PAGE


def chunked(body: bytes, *, end: bytes = b"0\r\n\r\n", line: bytes = b"chunked") -> bytes:
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:]))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nBad Line: x\r\nTransfer-Encoding: "
    return head + line + b"\r\n\r\n" + chunks + end


@pytest.mark.parametrize(
    "line", [b"chunked", b"Chunked", b"chunked\r\nTransfer-Encoding: chunked", b"identity, chunked"]
)
def test_fetch_of_chunks_leaves_what_looks_like_a_header_in_them(
    server: RawServer, line: bytes
) -> None:
    body = PAGE.replace(b"</article>", b"<pre>HTTP/1.1 200 OK\r\nNo Header: x\r\n\r\n</pre>")
    assert get(server.url(chunked(body, line=line))).content == body


def test_fetch_on_a_kept_connection_repairs_each_response(server: RawServer) -> None:
    urls = [
        server.url(response(article("keep1"), b"Bad Line: x"), path="/keep1"),
        server.url(chunked(article("keep2")), path="/keep2"),
        server.url(response(article("keep3"), b"Bad Line: x"), path="/keep3"),
    ]

    async def main() -> list[bytes]:
        async with Fetcher(allow_private_hosts=True, attempts=1) as fetcher:
            return [(await fetcher.fetch(url)).content for url in urls]

    assert asyncio.run(main()) == [article(f"keep{number}") for number in (1, 2, 3)]
    numbers = {number for number, request in server.requests if b"/keep" in request}
    assert len(numbers) == 1


def test_fetch_after_a_response_longer_than_declared_gets_its_own_page(server: RawServer) -> None:
    longer = response(PAGE, b"Bad Line: x") + b"and more"
    urls = [server.url(longer, path="/keep-a"), server.url(response(article("b")), path="/keep-b")]

    async def main() -> list[bytes]:
        async with Fetcher(allow_private_hosts=True, attempts=2) as fetcher:
            return [(await fetcher.fetch(url)).content for url in urls]

    assert asyncio.run(main()) == [PAGE, article("b")]


@pytest.mark.parametrize(
    "content_type",
    [
        b"text/html charset=utf-8",
        b"text/html\r\nContent-Type: text/html; charset=utf-8",
        b"text/html; charset=utf-8, text/html",
        b'"text/html; charset=utf-8"',
        b'"text/html"; charset="utf-8"',
        b"TEXT/HTML;CHARSET=UTF-8",
        b"text/htm",
        b"html",
        b"text",
        b"application/x-httpd-php",
        b"application/x-httpd-php5",
        b"application/xhtml+xml",
        b"application/xml",
        b"text/xml",
        b"text/plain",
        b"text/x-unheard-of",
        b"*/*",
        b"",
        b";charset=utf-8",
        b"application/octet-stream",
        b"application/force-download",
        b"image/png",
        b"image/svg+xml",
        b"application/json",
        b"application/pdf",
        b"text/javascript",
        b"video/mp4",
        None,
    ],
)
@pytest.mark.parametrize("start", [b"", b"\n\n  ", b"\xef\xbb\xbf", b"<!-- a note -->\n"])
def test_fetch_of_html_reads_it_by_its_content(
    server: RawServer, content_type: bytes | None, start: bytes
) -> None:
    url = server.url(response(start + PAGE, content_type=content_type))
    assert get(url).content == start + PAGE
    assert SENTENCE.strip() in clean_url(url, allow_private_hosts=True).text


def test_fetch_of_xhtml_with_a_feed_type_reads_it(server: RawServer) -> None:
    body = b'<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE html PUBLIC "x">' + PAGE[15:]
    assert get(server.url(response(body, content_type=b"application/rss+xml"))).content == body


@pytest.mark.parametrize(
    ("content_type", "body", "kind"),
    [
        (b"text/html", b"%PDF-1.7\n", "a PDF"),
        (b"text/html", b"\r\n\r\n%PDF-1.7\n", "a PDF"),
        (b"text/html", b"\xef\xbb\xbf%PDF-1.7\n", "a PDF"),
        (b"text/html", b" \xef\xbb\xbf\n%PDF-1.7\n", "a PDF"),
        (b"text/html", b"\n\x89PNG\r\n\x1a\n\0", "a PNG image"),
        (b"image/png", b"\x89PNG\r\n\x1a\n\0", r"a PNG image \(image/png\)"),
        (b"image/png", b"%PDF-1.7\n", r"a PDF \(image/png\)"),
        (b"text/plain", b"\n\xff\xd8\xff\xe0\0\x10JFIF\0", "a JPEG image"),
        (None, b"GIF89a\1\0", "a GIF image"),
        (b"*/*", b"RIFF\1\2\0\0WEBPVP8 ", "a WebP image"),
        (b"text/html", b"\0\0\0\x20ftypavif\0", "an AVIF or HEIC image"),
        (b"text/html", b"\0\0\0\x20ftypisom\0", "an MPEG-4 video"),
        (b"text/html", b"ID3\3\0\0\0", "MP3 audio"),
        (b"text/html", b"OggS\0\2", "Ogg audio or video"),
        (b"text/html", b" PK\3\4\x14\0", "a ZIP archive"),
        (b"application/octet-stream", b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive"),
        (b"application/octet-stream", b"\1\2\3\4", "binary data"),
        (b"text/html", b"\0\1\2\3", "binary data"),
        (b"text/html", b' {"a": [1, 2]}', "JSON"),
        (b"text/plain", b'[{"a": 1}]', "JSON"),
        (b"application/json", b"not even JSON", "application/json"),
        (b"application/ld+json;charset=utf-8", b'{"a": 1}', "JSON .application/ld"),
        (b"text/css", b"p { color: red }", "text/css"),
        (b"TEXT/JavaScript", b"document.write('<html>')", "text/javascript"),
        (b"application/javascript", b"var a = '<p>';", "application/javascript"),
        (b"text/csv", b"a,b\n1,2\n", "text/csv"),
        (b"image/svg+xml", b"<svg><text>x</text></svg>", r"an SVG image \(image/svg"),
        (b"application/rss+xml", b"not even XML", "application/rss"),
        (b"text/xml", b"<?xml version='1.0'?><rss><p>x</p></rss>", "an RSS feed, not a page: give"),
        (b"application/xml", b"<urlset><url><loc>x</loc></url></urlset>", "a sitemap, not a page"),
        (b"text/html", b"<feed xmlns='http://www.w3.org/2005/Atom'>", "an Atom feed"),
        (None, b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n", "a WARC archive"),
        (b"application/rss+xml", b"<?xml version='1.0'?><rss><p>x</p></rss>", "an RSS feed"),
        (b"application/gzip", gzip.compress(b"text", mtime=0), "gzip data"),
    ],
)
def test_fetch_of_other_data_names_it(
    server: RawServer, content_type: bytes | None, body: bytes, kind: str
) -> None:
    with pytest.raises(errors.NotHTMLError, match=f"is {kind}"):
        get(server.url(response(body, content_type=content_type)))


@pytest.mark.parametrize(
    "text",
    [
        "BMW built a new plant by the river.",
        "ID3 tags are explained here.",
        "MThd, PAR1 and OTTO are magic.",
        "GIF is a format. GIF8 is not.",
        "{not JSON}",
        "[1] A footnote begins this text.",
    ],
)
@pytest.mark.parametrize("content_type", [b"text/plain", b"text/html", None, b"*/*"])
def test_fetch_of_text_that_begins_like_data_reads_it(
    server: RawServer, text: str, content_type: bytes | None
) -> None:
    assert get(server.url(response(text.encode(), content_type=content_type))).text == text


def test_fetch_of_html_with_a_nul_in_it_reads_it(server: RawServer) -> None:
    body = PAGE.replace(b"</h1>", b"</h1>\0<p>\0</p>")
    url = server.url(response(body))
    assert SENTENCE.strip() in clean_url(url, allow_private_hosts=True).text


ZIPPED = gzip.compress(PAGE, mtime=0)
RAW_DEFLATE = zlib.compressobj(wbits=-15)
RAW_DEFLATED = RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        (b"utf-8", PAGE),
        (b"none", PAGE),
        (b"8bit", PAGE),
        (b"binary", PAGE),
        (b"text/html", PAGE),
        (b"", PAGE),
        (b"identity", PAGE),
        (b"identity, identity", PAGE),
        (b"gzip, identity", ZIPPED),
        (b"identity,gzip", ZIPPED),
        (b"utf-8, gzip", ZIPPED),
        (b"x-gzip", ZIPPED),
        (b"GZIP", ZIPPED),
        (b'"gzip"', ZIPPED),
        (b"gzip\r\nContent-Encoding: gzip", ZIPPED),
        (b"gzip, gzip", gzip.compress(ZIPPED, mtime=0)),
        (b"gzip, br", brotli.compress(ZIPPED)),
        (b"br, gzip", gzip.compress(brotli.compress(PAGE), mtime=0)),
        (b"deflate, zstd", zstd().compress(zlib.compress(PAGE))),
        (b"gzip", PAGE),
        (b"br", PAGE),
        (b"deflate", PAGE),
        (b"zstd", b"\n\n" + PAGE),
        (b"deflate", zlib.compress(PAGE)),
        (b"deflate", RAW_DEFLATED),
        (b"deflate", ZIPPED),
        (
            b"gzip",
            gzip.compress(PAGE[:99], mtime=0)
            + gzip.compress(PAGE[99:300], mtime=0)
            + gzip.compress(PAGE[300:], mtime=0),
        ),
        (b"gzip", ZIPPED + b"\0" * 300),
        (b"gzip", ZIPPED + b"\r\n<!-- served by nobody -->"),
        (b"gzip", ZIPPED[:-3]),
        (b"gzip", ZIPPED[:-8]),
        (b"none", ZIPPED),
    ],
)
@pytest.mark.parametrize("content_type", [b"text/html", b"application/octet-stream"])
def test_fetch_undoes_what_was_packed(
    server: RawServer, coding: bytes, body: bytes, content_type: bytes
) -> None:
    url = server.url(response(body, b"Content-Encoding: " + coding, content_type=content_type))
    assert get(url).content.strip() == PAGE


def test_fetch_of_undeclared_gzip_unpacks_html_alone(server: RawServer) -> None:
    assert get(server.url(response(ZIPPED))).content == PAGE
    assert get(server.url(response(ZIPPED, content_type=None))).content == PAGE
    with pytest.raises(errors.NotHTMLError, match="gzip data"):
        get(
            server.url(response(gzip.compress(b"a,b\n", mtime=0), content_type=b"application/gzip"))
        )


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        (b"gzip", ZIPPED[: len(ZIPPED) // 2]),
        (b"deflate", zlib.compress(PAGE)[:-60]),
        (b"br", brotli.compress(PAGE)[:-40]),
        (b"zstd", zstd().compress(PAGE)[:-40]),
        (b"gzip, br", brotli.compress(ZIPPED[:-60])),
        (b"gzip", ZIPPED + ZIPPED[:-60]),
        (b"gzip", ZIPPED[:60] + b"damaged" + ZIPPED[67:]),
    ],
)
def test_fetch_of_torn_data_is_an_error(server: RawServer, coding: bytes, body: bytes) -> None:
    with pytest.raises(errors.ConnectError, match="damaged"):
        get(server.url(response(body, b"Content-Encoding: " + coding)))


BOMB = gzip.compress(bytes(30_000_000), mtime=0)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        (b"gzip, gzip", gzip.compress(BOMB, mtime=0)),
        (b"gzip, br", brotli.compress(BOMB)),
        (b"gzip", gzip.compress(bytes(6_000_000), mtime=0) * 3),
        (b"none", BOMB),
        (b"br, gzip", gzip.compress(bytes(30_000_000), mtime=0)),
    ],
)
def test_fetch_of_too_much_data_is_refused_whatever_its_coding(
    server: RawServer, coding: bytes, body: bytes
) -> None:
    with pytest.raises(errors.ResponseTooLarge):
        get(server.url(response(body, b"Content-Encoding: " + coding)))


def test_fetch_of_many_empty_members_ends(server: RawServer) -> None:
    url = server.url(response(gzip.compress(b"", mtime=0) * 9_000, b"Content-Encoding: gzip"))
    assert get(url).content == b""


@pytest.mark.parametrize("coding", [b"compress", b"xz", b"gzip, compress", b"bzip2", b"gzip," * 9])
def test_fetch_of_an_unknown_coding_names_it(server: RawServer, coding: bytes) -> None:
    with pytest.raises(errors.FetchError, match="is compressed with"):
        get(server.url(response(b"\x1f\x9d\x90", b"Content-Encoding: " + coding)))


def test_fetch_of_a_page_shorter_than_declared_keeps_it_if_it_has_its_end(
    server: RawServer,
) -> None:
    short = response().replace(b"Content-Length: ", b"Content-Length: 9")
    assert get(server.url(short)).content == PAGE
    assert get(server.url(short + b"\n<!-- cached -->\n")).content.startswith(PAGE)
    assert get(server.url(chunked(PAGE, end=b""))).content == PAGE
    for cut in (short[:-10], chunked(PAGE[:-10], end=b"")):
        with pytest.raises(errors.ConnectError):
            get(server.url(cut))


def test_fetch_of_a_page_longer_than_declared_reads_the_declared_part(server: RawServer) -> None:
    assert get(server.url(response() + b"more")).content == PAGE


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(
    "content_type", [b"text/html", b"text/html; charset=utf-16", b"application/octet-stream", None]
)
def test_fetch_of_utf_16_reads_it_without_a_mark(
    server: RawServer, codec: str, content_type: bytes | None
) -> None:
    body = article("Größe").decode().encode(codec)
    url = server.url(response(body, content_type=content_type))
    assert "Größe: The river" in clean_url(url, allow_private_hosts=True).text


@pytest.mark.parametrize(
    "content_type",
    [b"multipart/related; boundary=x", b"message/rfc822", b"application/x-mimearchive", b"", None],
)
def test_clean_url_of_an_mhtml_archive_reads_its_page(
    server: RawServer, content_type: bytes | None
) -> None:
    archive = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(PAGE) + b"\r\n--x--\r\n"
    )
    url = server.url(response(archive, content_type=content_type))
    article = clean_url(url, allow_private_hosts=True)
    assert SENTENCE.strip() in article.text
    assert article.url == url


MARKDOWN = f"""---
title: "The great flood"
---

# The great flood

{SENTENCE * 3}

- first of the *points*
- second of the points

{SENTENCE * 3}
"""


@pytest.mark.parametrize("content_type", [b"text/markdown; charset=utf-8", b"text/x-markdown"])
def test_clean_url_of_markdown_has_title_and_lists(server: RawServer, content_type: bytes) -> None:
    url = server.url(response(MARKDOWN.encode(), content_type=content_type))
    article = clean_url(url, allow_private_hosts=True, accept_markdown=True)
    assert article.title == "The great flood"
    assert "- first of the *points*\n- second of the points" in article.markdown
    assert "title:" not in article.text
    accepted = [line for line in server.requests[-1][1].splitlines() if line[:7] == b"Accept:"]
    assert accepted[0].startswith(b"Accept: text/markdown,")


def test_fetch_does_not_ask_for_markdown(server: RawServer) -> None:
    get(server.url(response()))
    assert b"markdown" not in server.requests[-1][1]


@pytest.mark.parametrize("status", [600, 700, 999])
def test_fetch_with_a_status_beyond_the_standard_is_an_error(
    server: RawServer, status: int
) -> None:
    with pytest.raises(errors.HTTPStatusError, match="the server refuses") as caught:
        get(server.url(response(status=b"HTTP/1.1 %d Denied" % status)))
    assert caught.value.status == status
