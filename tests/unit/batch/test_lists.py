from __future__ import annotations

import codecs
import io
import sys
from typing import TYPE_CHECKING

import pytest

from cleanarticle.batch.inputs import Input, Skipped
from cleanarticle.batch.inputs.decoding import decoded_lines
from cleanarticle.batch.inputs.lists import ListSource, read_line
from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://a.example/x?id=1"


@pytest.mark.parametrize(
    "line",
    [
        URL, f"<{URL}>", f'"{URL}"', f"'{URL}'", f"`{URL}`", f"“{URL}”", f"({URL})", f"- {URL}",
        f"* {URL}", f"+ {URL}", f"• {URL}", f"1. {URL}", f"12) {URL}", f"- [ ] {URL}", f"> {URL}",
        f"- <{URL}>", f'1. "{URL}"', f"{URL} # note", f"{URL}  #note, with https://b.example/",
        f"[text]({URL})", f"* [a [b] # c](<{URL}>)", f'[text]({URL} "title")', f"[t]({URL}) # note",
        f"{URL},", f"{URL};", f'"{URL}",', f'"{URL}", "A title, with a comma"', f'A title,"{URL}"',
        f"{URL}\tA title", f"A title\t{URL}", f"\ufeff{URL}\u200b", f'["{URL}"]',
        f'"{URL}";"A title; with one"', f'"A title"; "{URL}"', f"▪ {URL}", f"· {URL}", f"● {URL}",
        f"→ {URL}", f"‘{URL}’", f"‹{URL}›", f"「{URL}」", f"[1] {URL}", f"[^note]: {URL}",
        f"[a]: <{URL}>",
    ],
)  # fmt: skip
def test_read_line_that_means_one_url_is_that_url(line: str) -> None:
    assert read_line(line) == URL


@pytest.mark.parametrize(
    "url",
    [
        "https://en.wikipedia.example/wiki/Apple_Inc.",
        "https://en.wikipedia.example/wiki/Yahoo!",
        "https://en.wikipedia.example/wiki/Foo_(bar)",
        "https://a.example/7,75398,123.html",
        "https://a.example/kraj/tytul/8k3ps8t,79cfc278",
        "https://a.example/kraj/tytul/8k3ps8t,f9cfc278",
        "https://a.example/@52.5,13.4,15z",
        "https://a.example/x;jsessionid=A1",
        "https://a.example/?q=a|b",
        "https://web.archive.example/web/2020/https://b.example/",
        "https://a.example/#/route",
        "https://a.example/it's",
        "HTTPS://A.example/ü",
        "http://[::1]:80/",
        "ftp://a.example/",
    ],
)
def test_read_line_of_an_unusual_url_is_that_url(url: str) -> None:
    assert read_line(url) == url
    assert read_line(f"- <{url}>") == url
    assert read_line(f"[text](<{url}>)") == url


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{URL},A title", "text behind"),
        (f"{URL},title", "',title' is part of the URL or not: write <URL>"),
        ("https://a.example/x,Story-3", "write <URL>"),
        ("https://a.example/x;Story", "write <URL>"),
        ("https://a.example/x,2024-01-31", "write <URL>"),
        (f"- {URL},Überschrift", "write <URL>"),
        (f"{URL},Title,2024-01-01 10:00", "text behind"),
        (f"A title,{URL}", "text before"),
        (f"{URL} A title", "text behind"),
        (f"2024-01-01 {URL}", "text before"),
        (f"{URL},{URL}", "several URLs"),
        (f"{URL}\t{URL}", "several URLs"),
        (f"{URL} {URL}", "several URLs"),
        (f"https://a.example/x|{URL}", "several URLs"),
        ("https://a.example/x|Title", "'|' in it"),
        (f'{{"url": "{URL}"}}', "JSON"),
        (f'<a href="{URL}">x</a>', "text before"),
        (f"![picture]({URL})", "text before"),
        (f"view-source:{URL}", "text before"),
        ("https://a.example/x)", "at its end"),
        ("https://a.example/x'", "at its end"),
        ('https://a.example/x"', "in it"),
        ("https://a.example/<id>", "in it"),
        ("https://a.example/x“", "at its end"),
        ("https://a.example/long-st…", "may be cut off"),
    ],
)
def test_read_line_that_may_mean_another_url_is_refused(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason.replace("|", r"\|")):
        read_line(line)


def test_read_line_of_a_path_is_the_path_that_exists(tmp_path: Path) -> None:
    for name in ("a, b.html", "- c.html", "d #1.html", "e.html"):
        (tmp_path / name).write_bytes(b"x")
        assert read_line(str(tmp_path / name)) == str(tmp_path / name)
    for line in (f'"{tmp_path}/e.html"', f"- {tmp_path}/e.html", f"{tmp_path}/e.html # note"):
        assert read_line(line) == f"{tmp_path}/e.html"
    assert read_line("gone.html, twice") == "gone.html, twice"


@pytest.mark.parametrize("blank", ["\u202a", "\u2028", "\u200e", "\u3000", "\xad", "\u202f"])
def test_list_source_of_a_url_among_invisible_characters_is_the_url(
    tmp_path: Path, blank: str
) -> None:
    (tmp_path / "urls").write_text(f"{blank}{URL}{blank}\n{blank}\n", "utf-8")
    (item,) = ListSource(str(tmp_path / "urls")).read()
    assert isinstance(item, Input)
    assert item.name == URL


def test_list_source_of_a_url_in_a_legacy_encoding_is_the_url(tmp_path: Path) -> None:
    (tmp_path / "urls").write_bytes("https://example.org/straße\n".encode("cp1252"))
    (item,) = ListSource(str(tmp_path / "urls")).read()
    assert isinstance(item, Input)
    assert item.name == "https://example.org/straße"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("start", ["\n", "\r\n", "\n\n", "\r\n\r\n"])
def test_decoded_lines_after_blank_lines_are_lines(encoding: str, start: str) -> None:
    content = f"{start}{URL}\r\n".encode(encoding)
    assert list(filter(None, decoded_lines(io.BytesIO(content)))) == [URL]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("utf-16", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32", b""),
    ],
)
def test_decoded_lines_of_any_encoding_are_its_lines(encoding: str, mark: bytes, end: str) -> None:
    lines = ["https://a.example/ü", "", "世界.html"]
    content = mark + "".join(f"{line}{end}" for line in lines).encode(encoding)
    decoded = list(decoded_lines(io.BytesIO(content)))
    assert decoded[:3] == lines
    assert not any(decoded[3:])


def test_list_source_names_the_line_of_what_it_refuses(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(f"# comment\n\n{URL}\n{URL} A title\n", "utf-8")
    good, bad = ListSource(str(path)).read()
    assert good == Input(URL, 3)
    assert isinstance(bad, Skipped)
    assert (bad.number, bad.input, bad.reason) == (4, f"{URL} A title", "refused")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<!doctype html><p>x", "is a page, not a list"),
        ("<rss version='2.0'><channel>", "is an RSS feed, not a list"),
        ("<?xml version='1.0'?>\n<urlset>", "is a sitemap, not a list"),
        ('{"url": "https://a.example/"}\n', "--url-field"),
        ("url,title\nhttps://a.example/,A\n", r"is a table \(url,title\): name the field"),
        ("Title;Link\nA;https://a.example/\n", "--url-field"),
        ("url\nhttps://a.example/\n", "--url-field"),
        ("WARC/1.0\r\nWARC-Type: response\r\n", "is a WARC archive"),
        ("User-agent: *\nDisallow: /\n", "is a robots.txt"),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "is a page"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_list_source_of_another_kind_of_file_is_refused(
    tmp_path: Path, content: str, message: str, encoding: str
) -> None:
    path = tmp_path / "list"
    path.write_bytes(content.encode(encoding))
    with pytest.raises(ConfigError, match=message):
        ListSource(str(path))


def test_list_source_of_stdin_with_a_header_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"url,title\nhttps://a.example/,A\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    with pytest.raises(ConfigError, match=r"stdin is a table .*--url-field"):
        list(ListSource("-").read())


@pytest.mark.parametrize("url", ["https://a.example/?tags=a,b", "https://a.example/x,Title"])
@pytest.mark.parametrize("wrapped", ["<{}>", '"{}"', "- <{}>", "[text]({})", "<{}> # note"])
def test_read_line_of_a_wrapped_url_with_a_comma_is_that_url(url: str, wrapped: str) -> None:
    assert read_line(wrapped.format(url)) == url


def test_list_source_of_a_csv_with_urls_alone_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "urls.csv"
    path.write_text(f"{URL}\n{URL}2\n")
    assert [item.name for item in ListSource(str(path)).read()] == [URL, f"{URL}2"]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.parquet"])
def test_list_source_of_a_packed_table_asks_for_the_field(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PAR1" if name.endswith("parquet") else b"\x1f\x8b")
    with pytest.raises(ConfigError, match="--url-field"):
        ListSource(str(path))


def test_list_source_of_a_refused_line_hides_the_password(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("- https://jo:secret@a.example/, https://jo:secret@b.example/\n")
    [item] = ListSource(str(path)).read()
    assert isinstance(item, Skipped)
    assert item.input == "- https://a.example/, https://b.example/"
    assert "secret" not in item.message
