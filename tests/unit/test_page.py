from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanarticle.errors import InputError
from cleanarticle.page import Page

HTML = "<html><body><p>Grüße, 世界</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_unicode_encodings(encoding: str) -> None:
    content = HTML.encode(encoding)
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + content
    assert Page(content).text == HTML


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "big5", "shift_jis", "windows-1251"])
def test_the_page_declares_its_encoding(encoding: str) -> None:
    text = f"<meta charset={encoding}><p>" + ("Привет" if encoding == "windows-1251" else "世界")
    assert Page(text.encode(encoding)).text == text


def test_the_header_declares_the_encoding() -> None:
    page = Page("<p>naïve".encode("cp1252"), headers={"content-type": "text/html;charset=latin1"})
    assert page.text == "<p>naïve"


def test_a_declaration_that_the_bytes_contradict_is_passed_over() -> None:
    text = "<meta charset=ISO-8859-1><p>Grüße aus Köln</p>"
    assert Page(text.encode("utf-8")).text == text
    russian = "<meta charset=utf-8><p>" + "Съешь же ещё этих мягких французских булок. " * 20
    assert "французских" in Page(russian.encode("cp1251")).text


SHORT = "<p>镕€"
"""Beyond GB 2312, which pages in GBK claim to be, and too short for detection."""

LONG = "<p>河水在夜间上涨了两米，大桥对所有车辆关闭。</p>" * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_mark_comes_before_the_header_and_the_page(encoding: str) -> None:
    text = f"<meta charset=windows-1251>{LONG}"
    content = ("\ufeff" + text).encode(encoding)
    page = Page(content, headers={"content-type": "text/html; charset=gbk"})
    assert page.text == text
    assert page.utf8 == text.encode()
    torn = Page(content + b"\xd8", headers=page.headers)
    assert torn.text == text + "\N{REPLACEMENT CHARACTER}"
    assert torn.utf8.decode() == torn.text


@pytest.mark.parametrize(
    ("header", "declaration"),
    [
        ("text/html; charset=gbk", ""),
        ('text/html;CHARSET="GB2312"; x=y', ""),
        ("text/html; charset=gbk", "<meta charset=utf-8>"),
        ("text/html; charset=gbk", "<meta charset=iso-8859-1>"),
        ("text/html; charset=utf-8", "<meta charset=gb2312>"),
        ("text/html; charset=klingon", "<meta charset=gbk>"),
        ("text/html", '<?xml version="1.0" encoding="gbk"?>'),
        ("text/html", '<meta http-equiv=Content-Type content="text/html; charset=gb2312">'),
    ],
)
def test_gbk_is_declared_by_the_header_or_the_page(header: str, declaration: str) -> None:
    text = declaration + SHORT
    assert Page(text.encode("gb18030"), headers={"content-type": header}).text == text


@pytest.mark.parametrize("header", ["", "text/html; charset=utf-8", "text/html; charset=utf-16"])
@pytest.mark.parametrize("declaration", ["", "<meta charset=utf-8>", "<meta charset=utf-16>"])
def test_gbk_is_detected_where_every_declaration_lies(header: str, declaration: str) -> None:
    text = declaration + LONG
    assert Page(text.encode("gb18030"), headers={"content-type": header}).text == text


def test_the_header_comes_before_the_page() -> None:
    text = "<meta charset=iso-8859-1><p>Привет"
    page = Page(text.encode("cp1251"), headers={"content-type": "text/html; charset=windows-1251"})
    assert page.text == text


@pytest.mark.parametrize("name", ["unicode_escape", "RAW-unicode_escape"])
@pytest.mark.parametrize("where", ["header", "page"])
def test_a_codec_that_is_no_encoding_of_pages_is_not_believed(name: str, where: str) -> None:
    header, meta = (name, "windows-1251") if where == "header" else ("klingon", name)
    text = f"<meta charset={meta}><p>" + "Съешь же ещё этих мягких французских булок, " * 20
    content = (text + "\\u0041").encode("cp1251")
    page = Page(content, headers={"content-type": f"text/html; charset={header}"})
    assert page.text == text + "\\u0041"


def test_a_declaration_cannot_take_hours() -> None:
    content = b"<meta charset=punycode>\xe9-" + b"a" * 1_000_000
    assert Page(content).text.endswith("-" + "a" * 1_000_000)


@pytest.mark.parametrize("name", ["utf-8", "UTF-8", "utf8", "utf-8-sig"])
def test_the_caller_knows_the_encoding(name: str) -> None:
    assert Page(HTML.encode("utf-8-sig"), encoding=name).text == HTML
    assert Page(HTML.encode("utf-8-sig"), encoding=name).utf8 == HTML.encode()
    both = "é".encode()
    assert (Page(both, encoding=name).text, Page(both, encoding="cp1252").text) == ("é", "Ã©")


@pytest.mark.parametrize("name", ["klingon", "hex", "a\0b"])
def test_the_caller_names_no_encoding(name: str) -> None:
    with pytest.raises(InputError, match="no encoding called"):
        Page(b"x", encoding=name)


@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=200),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]),
    names=st.tuples(*[st.sampled_from(["", "utf-8", "gbk", "utf-16", "hz", "big5", "hex"])] * 2),
)
@example(b"\xff", b"", ("hex", "big5"))
def test_whatever_the_bytes_are_there_is_text(
    content: bytes, mark: bytes, names: tuple[str, str]
) -> None:
    header, meta = names
    content = mark + f"<meta charset={meta}>".encode() + content
    page = Page(content, headers={"content-type": f"text/html; charset={header}"})
    assert page.utf8.decode() == page.text


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    content = b"<meta charset=utf-8>" + "<p>Grüße</p>".encode() * 100 + b"\xff<p>end</p>"
    text = Page(content).text
    assert text.count("Grüße") == 100
    assert text.endswith("\N{REPLACEMENT CHARACTER}<p>end</p>")


@pytest.mark.parametrize("text", [LONG, "Größe über alles ist schön und läßt sich messen. " * 20])
def test_utf8_with_broken_bytes_is_not_taken_for_another_encoding(text: str) -> None:
    content = text.encode()
    middle = text[: len(text) // 2].encode()
    broken = middle + b"\xe4\xff" + content[len(middle) :]
    assert Page(broken).text.replace("\N{REPLACEMENT CHARACTER}", "") == text


def test_broken_bytes_do_not_hide_an_undeclared_encoding() -> None:
    content = LONG.encode("gb18030")
    broken = content[:100] + b"\xff\x20" + content[100:]
    assert LONG[-40:] in Page(broken).text


def test_an_undeclared_encoding_is_detected() -> None:
    text = "<p>" + "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 20
    assert Page(text.encode("cp1251")).text == text


def test_effective_url_is_the_final_one() -> None:
    assert Page(b"x", url="http://a.example").effective_url == "http://a.example"
    assert Page(b"x", url="http://a.example", final_url="http://b.example").effective_url == (
        "http://b.example"
    )
