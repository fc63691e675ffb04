from __future__ import annotations

import gzip
import io
import sys
from typing import TYPE_CHECKING, cast

import pytest
from bs4 import BeautifulSoup
from lxml import etree

import cleanarticle
from cleanarticle.errors import InputError, TooLargeError, UnsupportedContent
from cleanarticle.loading import PlainText, load, load_stdin, load_text
from cleanarticle.page import MAX_BYTES, Page

if TYPE_CHECKING:
    from pathlib import Path

HTML = "<html><body><p>Grüße, 世界</p></body></html>"
TEXT = "The river rose by two meters in the night.\n\nThe bridge was closed to all traffic."


def test_load_any_source_type_gives_same_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(HTML, "utf-8")
    tree = etree.fromstring(HTML, etree.HTMLParser())
    sources = [HTML, HTML.encode(), path, Page(HTML.encode()), BeautifulSoup(HTML, "lxml"), tree]
    for source in sources:
        assert load(source).text == HTML


def test_load_single_tag_of_soup_or_tree_gives_its_markup() -> None:
    assert load(BeautifulSoup(HTML, "lxml").select("p")[0]).text == "<p>Grüße, 世界</p>"
    tree = etree.fromstring("<p>one</p>tail", etree.HTMLParser())
    assert load(tree[0][0]).text == "<p>one</p>"


@pytest.mark.parametrize(
    "content", [b"", b" \n\t", "", "  ", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\xfe\xff"]
)
def test_load_empty_content_raises_input_error(content: bytes | str) -> None:
    with pytest.raises(InputError, match="is empty"):
        load(content)


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (gzip.compress(b"%PDF-1.7", mtime=0), "a PDF"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "binary data"),
    ],
)
def test_load_unsupported_content_raises_error_naming_its_type(
    content: bytes, description: str, tmp_path: Path
) -> None:
    path = tmp_path / "input"
    path.write_bytes(content)
    with pytest.raises(UnsupportedContent, match=f"{path} is {description}"):
        load(path)


def test_load_page_over_size_limit_raises_too_large_error(tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(b"<p>" * (20_000_000 // 3))
    with pytest.raises(TooLargeError, match=r"has 20\.0 MB; the limit is 10 MB"):
        load(path)
    with pytest.raises(TooLargeError, match="the page is larger than the limit of 10 MB"):
        load(b"x" * (MAX_BYTES + 1))


def test_load_missing_file_or_directory_raises_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / "missing.html")
    with pytest.raises(InputError, match="is a folder; `cleanarticle batch "):
        load(tmp_path)


def test_load_source_of_wrong_type_raises_input_error() -> None:
    with pytest.raises(InputError, match="cannot clean 'int' objects: pass bytes"):
        load(3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "is_text"),
    [("a.txt", True), ("a.rst", True), ("a.html", False), ("a", True), ("a.txt.gz", True)],
)
def test_load_file_without_markup_is_interpreted_by_suffix(
    tmp_path: Path, name: str, *, is_text: bool
) -> None:
    content = TEXT.encode()
    (tmp_path / name).write_bytes(
        gzip.compress(content, mtime=0) if name.endswith("gz") else content
    )
    assert isinstance(load(tmp_path / name), PlainText) is is_text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.markdown.gz", "a"])
def test_load_html_is_a_page_whatever_the_suffix(tmp_path: Path, name: str) -> None:
    content = f"<!doctype html><h1>Bridge</h1><p>{TEXT}</p>".encode()
    is_packed = name.endswith("gz")
    (tmp_path / name).write_bytes(gzip.compress(content, mtime=0) if is_packed else content)
    assert cast("Page", load(tmp_path / name)).content == content


def test_load_markdown_file_that_begins_with_a_tag_is_markdown(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f'<h1 align="center">Bridge</h1>\n\n{TEXT}\n\n- *One*\n- Two\n')
    article = cleanarticle.clean(path)
    assert article.title == "Bridge"
    assert "- *One*\n- Two" in article.markdown


@pytest.mark.parametrize("name", ["a.md", "a.markdown", "a.MD", "a.md.gz"])
def test_load_markdown_file_is_a_page(tmp_path: Path, name: str) -> None:
    content = f"# Bridge\n\n{TEXT}\n\n- *One*\n- Two\n".encode()
    is_packed = name.endswith("gz")
    (tmp_path / name).write_bytes(gzip.compress(content, mtime=0) if is_packed else content)
    article = cleanarticle.clean(tmp_path / name)
    assert article.title == "Bridge"
    assert "- *One*\n- Two" in article.markdown


def test_load_file_with_unknown_suffix_is_interpreted_by_content(tmp_path: Path) -> None:
    (tmp_path / "page.cgi").write_text(f"<li>{HTML}</li>", "utf-8")
    assert isinstance(load(tmp_path / "page.cgi"), Page)


@pytest.mark.parametrize("source", [TEXT, TEXT.encode(), Page(TEXT.encode())])
def test_load_content_without_markup_is_plain_text(source: str | bytes | Page) -> None:
    assert load(source, url="https://a.example/") == PlainText(TEXT, "https://a.example/")
    assert len(cleanarticle.clean(source).blocks) == 2


def test_load_page_declared_as_html_is_not_plain_text() -> None:
    page = Page(TEXT.encode(), headers={"content-type": "text/html; charset=utf-8"})
    assert isinstance(load(page), Page)
    assert isinstance(load(BeautifulSoup("word", "html.parser")), Page)


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        ("https://example.org/story", "use clean_url"),
        ("www.example.org/story", "use clean_url"),
        ("file:///var/page", "pass its pathlib.Path"),
        ("notes.txt", r"pass pathlib.Path\('notes.txt'\)"),
        ("my saved page.html", "pass pathlib.Path"),
        ("/var/pages/1", "pass pathlib.Path"),
        ("../page.html.gz", "pass pathlib.Path"),
    ],
)
def test_load_str_with_url_or_path_raises_error_with_advice(source: str, advice: str) -> None:
    for function in (load, load_text):
        with pytest.raises(InputError, match=advice):
            function(source)


@pytest.mark.parametrize("text", ["Hello", "and/or", "See page.html for more.", "a < b"])
def test_load_str_with_short_text_is_plain_text(text: str) -> None:
    assert load(text) == PlainText(text)


def test_load_gzip_with_several_members_reads_all() -> None:
    content = gzip.compress(b"<p>one</p>", mtime=0) + gzip.compress(b"<p>two</p>", mtime=0)
    loaded = load(content)
    assert isinstance(loaded, Page)
    assert loaded.content == b"<p>one</p><p>two</p>"


@pytest.mark.parametrize("length", [9, 20])
def test_load_truncated_gzip_raises_input_error(length: int) -> None:
    with pytest.raises(InputError, match="gzip data is damaged"):
        load(gzip.compress(b"<p>one</p>" * 50, mtime=0)[:length])


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(HTML.encode(), mtime=0)[:-9] + b"\xff" * 9,
        gzip.compress(b"<p>x", mtime=0) + b"junk",
    ],
)
def test_load_gzip_with_wrong_checksum_or_trailing_data_raises_input_error(content: bytes) -> None:
    with pytest.raises(InputError, match="gzip data is damaged"):
        load(content)


def test_load_gzip_padded_with_zeros_is_decompressed() -> None:
    assert load(gzip.compress(HTML.encode(), mtime=0) + bytes(30)).text == HTML


def test_load_gzip_over_size_limit_when_decompressed_raises_too_large_error() -> None:
    with pytest.raises(TooLargeError, match="larger than the limit of 10 MB"):
        load(gzip.compress(b"<p>" * MAX_BYTES, mtime=0))


@pytest.mark.parametrize("content", [HTML.encode(), gzip.compress(HTML.encode(), mtime=0)])
def test_load_stdin_page_has_text_and_url(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    page = load_stdin(url="https://a.example/")
    assert isinstance(page, Page)
    assert (page.text, page.url) == (HTML, "https://a.example/")


def test_load_stdin_text_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert load_stdin() == PlainText(TEXT)


def test_load_stdin_closed_or_empty_raises_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="stdin is closed"):
        load_stdin()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    with pytest.raises(InputError, match="is empty"):
        load_stdin()


def test_clean_text_file_equals_clean_text(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(f"{TEXT} It is 5 <b> 6.", "utf-8")
    assert cleanarticle.clean(path) == cleanarticle.clean_text(path.read_text("utf-8"))


def test_load_text_with_url_of_wrong_type_raises_input_error() -> None:
    with pytest.raises(InputError, match="url takes a URL as str, not int"):
        load_text("x", url=3)  # type: ignore[arg-type]
