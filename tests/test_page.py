from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from cleanarticle.errors import InputError, TooLargeError, UnsupportedContent
from cleanarticle.page import MAX_BYTES, Page

HTML = "<html><body><p>Grüße, 世界</p></body></html>"


def test_every_source_gives_the_same_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(HTML, "utf-8")
    tree = etree.fromstring(HTML, etree.HTMLParser())
    sources = [HTML, HTML.encode(), path, Page(HTML.encode()), BeautifulSoup(HTML, "lxml"), tree]
    for source in sources:
        assert Page.of(source).text == HTML


def test_one_tag_of_a_soup_or_tree_is_a_source() -> None:
    assert Page.of(BeautifulSoup(HTML, "lxml").select("p")[0]).text == "<p>Grüße, 世界</p>"
    tree = etree.fromstring("<p>one</p>tail", etree.HTMLParser())
    assert Page.of(tree[0][0]).text == "<p>one</p>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_unicode_encodings(encoding: str) -> None:
    content = HTML.encode(encoding)
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + content
    assert Page.of(content).text == HTML


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "big5", "shift_jis", "windows-1251"])
def test_the_page_declares_its_encoding(encoding: str) -> None:
    text = f"<meta charset={encoding}><p>" + ("Привет" if encoding == "windows-1251" else "世界")
    assert Page.of(text.encode(encoding)).text == text


def test_the_header_declares_the_encoding() -> None:
    page = Page("<p>naïve".encode("cp1252"), headers={"content-type": "text/html;charset=latin1"})
    assert page.text == "<p>naïve"


def test_a_declaration_that_the_bytes_contradict_is_passed_over() -> None:
    text = "<meta charset=ISO-8859-1><p>Grüße aus Köln</p>"
    assert Page.of(text.encode("utf-8")).text == text
    russian = "<meta charset=utf-8><p>" + "Съешь же ещё этих мягких французских булок. " * 20
    assert "французских" in Page.of(russian.encode("cp1251")).text


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    content = b"<meta charset=utf-8>" + "<p>Grüße</p>".encode() * 100 + b"\xff<p>end</p>"
    text = Page.of(content).text
    assert text.count("Grüße") == 100
    assert text.endswith("\N{REPLACEMENT CHARACTER}<p>end</p>")


def test_an_undeclared_encoding_is_detected() -> None:
    text = "<p>" + "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 20
    assert Page.of(text.encode("cp1251")).text == text


@pytest.mark.parametrize("content", [b"", b" \n\t", "", "  "])
def test_nothing_is_an_error(content: bytes | str) -> None:
    with pytest.raises(InputError, match="is empty"):
        Page.of(content)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (gzip.compress(b"<p>x"), "gzip data"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "binary data"),
    ],
)
def test_what_is_no_page_is_named(content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(content)
    with pytest.raises(UnsupportedContent, match=f"{path} is {what}"):
        Page.of(path)


def test_a_page_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(b"<p>" * (20_000_000 // 3))
    with pytest.raises(TooLargeError, match=r"has 20\.0 MB; the limit is 10 MB"):
        Page.of(path)
    with pytest.raises(TooLargeError, match="the page has"):
        Page.of(b"x" * (MAX_BYTES + 1))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        Page.of(tmp_path / "missing.html")
    with pytest.raises(InputError, match="cannot be read"):
        Page.of(tmp_path)


def test_a_wrong_type_is_an_input_error() -> None:
    with pytest.raises(InputError, match="cannot clean a int: hand in bytes"):
        Page.of(3)  # type: ignore[arg-type]


def test_the_address_is_the_final_one() -> None:
    assert Page(b"x", url="http://a.example").address == "http://a.example"
    assert Page(b"x", url="http://a.example", final_url="http://b.example").address == (
        "http://b.example"
    )
