from __future__ import annotations

import base64
import io
import quopri
import sys
from typing import TYPE_CHECKING

import pytest

import cleanarticle
from cleanarticle.errors import TooLargeError, UnsupportedContent
from cleanarticle.loading import load, load_stdin
from cleanarticle.page import MAX_BYTES, Page

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://a.example/story?id=1"
HTML = "<html><head><title>Grüße</title></head><body><p>One = two</p></body></html>"


def part(content_type: str, content: bytes, *lines: str) -> str:
    encoded = base64.encodebytes(content).decode().replace("\n", "\r\n")
    head = [f"Content-Type: {content_type}", "Content-Transfer-Encoding: base64", *lines]
    return "\r\n".join(["--x", *head, "", encoded])


def archive(*parts: str, head: str = "", kind: str = "multipart/related") -> bytes:
    start = (
        f"From: <Saved by Blink>\r\n{head}Subject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: {kind};\r\n\ttype="text/html";\r\n\tboundary="x"\r\n\r\n\r\n'
    )
    return (start + "\r\n".join([*parts, "--x--", ""])).encode()


PAGE = part("text/html", HTML.encode(), f"Content-Location: {URL}", "Content-ID: <frame-1>")
PICTURE = part("image/png", b"\x89PNG" * 100, "Content-Location: https://a.example/a.png")


@pytest.mark.parametrize(
    "content",
    [
        archive(PAGE, PICTURE),
        archive(PICTURE, PAGE),
        archive(PAGE, part("text/html", b"<p>frame", "Content-Location: cid:2")),
        archive(
            part("text/html", HTML.encode()), head=f"Snapshot-Content-Location: {URL}\r\n"
        ),
        (
            f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Location: {URL}\n"
            "Content-Transfer-Encoding: quoted-printable\n\n"
        ).encode() + quopri.encodestring(HTML.encode()),
    ],
)  # fmt: skip
def test_load_of_an_archive_is_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(content)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    for page in (load(path), load(content), load_stdin()):
        assert isinstance(page, Page)
        assert page.text.strip() == HTML
        assert page.effective_url == URL
    assert cleanarticle.clean(path).title == "Grüße"


def test_load_of_an_archive_whose_start_is_named_is_that_part() -> None:
    content = archive(part("text/html", b"<p>frame"), PAGE).replace(
        b'type="text/html";', b'type="text/html"; start="<frame-1>";'
    )
    assert load(content).text == HTML


@pytest.mark.parametrize("further", ["--x\r\n\r\n", "--x\r\nContent-Type: multipart/mixed\r\n\r\n"])
def test_load_of_an_archive_of_a_million_parts_is_its_page(further: str) -> None:
    assert load(archive(PAGE, further * 300_000)).text == HTML


def test_load_of_an_archive_with_many_lines_that_look_like_boundaries_is_its_page() -> None:
    page = "<p>SQL<pre>-- a comment\n" + "-- another, boundary=1\n" * 10_000 + "</pre>"
    content = f"--x\r\nContent-Type: text/html\r\n\r\n{page}\r\n"
    assert load(archive(content, PICTURE)).text.count("-- another") == 10_000


def test_load_of_an_archive_of_parts_inside_parts_is_its_page() -> None:
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=x{level}\r\n\r\n--x{level}\r\n"
        for level in range(3000)
    )
    assert load(archive(PAGE, f"--x\r\n{nested}")).text == HTML


def test_load_of_an_archive_with_a_url_keeps_that_url() -> None:
    page = load(archive(PAGE), url="https://b.example/")
    assert isinstance(page, Page)
    assert page.effective_url == "https://b.example/"


def test_load_of_an_archive_in_a_declared_encoding_is_decoded() -> None:
    content = archive(part("text/html; charset=iso-8859-2", "<p>Łódź".encode("iso-8859-2")))
    assert load(content).text == "<p>Łódź"


def test_load_of_a_large_archive_needs_its_page_alone(tmp_path: Path) -> None:
    path = tmp_path / "page.mht"
    path.write_bytes(archive(PAGE, part("image/png", b"\0" * MAX_BYTES)))
    assert load(path).text == HTML
    path.write_bytes(archive(part("image/png", b"\0" * MAX_BYTES), PAGE))
    with pytest.raises(TooLargeError, match=r"page\.mht"):
        load(path)


def test_load_of_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(UnsupportedContent, match="MHTML archive without an HTML page"):
        load(archive(PICTURE))


@pytest.mark.parametrize(
    "text", ["Note: this is text.\n\nMore.", "MIME-Version: 1.0 is a header.\n\nContent-Type: x"]
)
def test_load_of_text_with_a_colon_is_text(text: str) -> None:
    assert not isinstance(load(text), Page)
