from __future__ import annotations

from http.client import HTTPMessage
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanarticle.errors import InputError
from cleanarticle.page import Page

HTML = "<html><body><p>Grüße, 世界</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_page_unicode_encoding_is_detected(encoding: str) -> None:
    content = HTML.encode(encoding)
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + content
    assert Page(content).text == HTML


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "big5", "shift_jis", "windows-1251"])
def test_page_encoding_in_meta_tag_is_used(encoding: str) -> None:
    text = f"<meta charset={encoding}><p>" + ("Привет" if encoding == "windows-1251" else "世界")
    assert Page(text.encode(encoding)).text == text


def test_page_encoding_in_header_is_used() -> None:
    page = Page("<p>naïve".encode("cp1252"), headers={"content-type": "text/html;charset=latin1"})
    assert page.text == "<p>naïve"


def test_page_declared_encoding_contradicted_by_bytes_is_ignored() -> None:
    text = "<meta charset=ISO-8859-1><p>Grüße aus Köln</p>"
    assert Page(text.encode("utf-8")).text == text
    russian = "<meta charset=utf-8><p>" + "Съешь же ещё этих мягких французских булок. " * 20
    assert "французских" in Page(russian.encode("cp1251")).text


SHORT = "<p>镕€"
"""Characters that GBK has and GB 2312 lacks; too short to detect the encoding."""

LONG = "<p>河水在夜间上涨了两米，大桥对所有车辆关闭。</p>" * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_page_byte_order_mark_overrides_header_and_meta_tag(encoding: str) -> None:
    text = f"<meta charset=windows-1251>{LONG}"
    content = ("\ufeff" + text).encode(encoding)
    page = Page(content, headers={"content-type": "text/html; charset=gbk"})
    assert page.text == text
    assert page.utf8 == text.encode()
    truncated = Page(content + b"\xd8", headers=page.headers)
    assert truncated.text == text + "\N{REPLACEMENT CHARACTER}"
    assert truncated.utf8.decode() == truncated.text


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
def test_page_gbk_declared_by_header_or_markup_is_decoded(header: str, declaration: str) -> None:
    text = declaration + SHORT
    assert Page(text.encode("gb18030"), headers={"content-type": header}).text == text


@pytest.mark.parametrize("header", ["", "text/html; charset=utf-8", "text/html; charset=utf-16"])
@pytest.mark.parametrize("declaration", ["", "<meta charset=utf-8>", "<meta charset=utf-16>"])
def test_page_gbk_with_wrong_or_no_declarations_is_detected(header: str, declaration: str) -> None:
    text = declaration + LONG
    assert Page(text.encode("gb18030"), headers={"content-type": header}).text == text


def test_page_encoding_in_header_overrides_meta_tag() -> None:
    text = "<meta charset=iso-8859-1><p>Привет"
    page = Page(text.encode("cp1251"), headers={"content-type": "text/html; charset=windows-1251"})
    assert page.text == text


@pytest.mark.parametrize("codec", ["unicode_escape", "RAW-unicode_escape"])
@pytest.mark.parametrize("source", ["header", "meta"])
def test_page_declared_python_only_codec_is_ignored(codec: str, source: str) -> None:
    header_charset, meta_charset = (
        (codec, "windows-1251") if source == "header" else ("klingon", codec)
    )
    text = f"<meta charset={meta_charset}><p>" + "Съешь же ещё этих мягких французских булок, " * 20
    content = (text + "\\u0041").encode("cp1251")
    page = Page(content, headers={"content-type": f"text/html; charset={header_charset}"})
    assert page.text == text + "\\u0041"


def test_page_declared_slow_codec_does_not_hang() -> None:
    content = b"<meta charset=punycode>\xe9-" + b"a" * 1_000_000
    assert Page(content).text.endswith("-" + "a" * 1_000_000)


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf8", "utf-8-sig"])
def test_page_encoding_argument_is_used(encoding: str) -> None:
    assert Page(HTML.encode("utf-8-sig"), encoding=encoding).text == HTML
    assert Page(HTML.encode("utf-8-sig"), encoding=encoding).utf8 == HTML.encode()
    content = "é".encode()
    assert Page(content, encoding=encoding).text == "é"
    assert Page(content, encoding="cp1252").text == "Ã©"


@pytest.mark.parametrize("encoding", ["klingon", "hex", "a\0b"])
def test_page_unknown_encoding_argument_raises_input_error(encoding: str) -> None:
    with pytest.raises(InputError, match="no encoding called"):
        Page(b"x", encoding=encoding)


@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=200),
    byte_order_mark=st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]),
    charsets=st.tuples(*[st.sampled_from(["", "utf-8", "gbk", "utf-16", "hz", "big5", "hex"])] * 2),
)
@example(b"\xff", b"", ("hex", "big5"))
def test_page_any_bytes_give_text_equal_to_utf8(
    content: bytes, byte_order_mark: bytes, charsets: tuple[str, str]
) -> None:
    header_charset, meta_charset = charsets
    content = byte_order_mark + f"<meta charset={meta_charset}>".encode() + content
    page = Page(content, headers={"content-type": f"text/html; charset={header_charset}"})
    assert page.utf8.decode() == page.text


def test_page_few_invalid_bytes_keep_declared_encoding() -> None:
    content = b"<meta charset=utf-8>" + "<p>Grüße</p>".encode() * 100 + b"\xff<p>end</p>"
    text = Page(content).text
    assert text.count("Grüße") == 100
    assert text.endswith("\N{REPLACEMENT CHARACTER}<p>end</p>")


@pytest.mark.parametrize("text", [LONG, "Größe über alles ist schön und läßt sich messen. " * 20])
def test_page_undeclared_utf8_with_invalid_bytes_is_detected(text: str) -> None:
    content = text.encode()
    first_half = text[: len(text) // 2].encode()
    damaged = first_half + b"\xe4\xff" + content[len(first_half) :]
    assert Page(damaged).text.replace("\N{REPLACEMENT CHARACTER}", "") == text


def test_page_undeclared_gb18030_with_invalid_bytes_is_detected() -> None:
    content = LONG.encode("gb18030")
    damaged = content[:100] + b"\xff\x20" + content[100:]
    assert LONG[-40:] in Page(damaged).text


def test_page_undeclared_encoding_is_detected() -> None:
    text = "<p>" + "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 20
    assert Page(text.encode("cp1251")).text == text


def test_page_header_names_are_converted_to_lower_case() -> None:
    page = Page(b"caf\xe9", headers={"Content-Type": "text/html; charset=windows-1252"})
    assert page.text == "caf\u00e9"


def test_page_headers_of_http_client_are_accepted() -> None:
    headers = HTTPMessage()
    headers["Content-Type"] = "text/html; charset=windows-1252"
    assert Page(b"caf\xe9", headers=headers).text == "caf\u00e9"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "values",
    [
        {"content": "text"}, {"content": None}, {"url": 5}, {"final_url": b"https://a.example"},
        {"headers": None}, {"headers": [("a", "b")]}, {"headers": {"a": 5}}, {"headers": {5: "a"}},
    ],
)  # fmt: skip
def test_page_values_of_other_types_raise_input_error(values: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=f"{next(iter(values))} of a page must be"):
        Page(**{"content": b"<p>Text</p>", **values})


def test_effective_url_after_redirect_is_final_url() -> None:
    assert Page(b"x", url="http://a.example").effective_url == "http://a.example"
    assert Page(b"x", url="http://a.example", final_url="http://b.example").effective_url == (
        "http://b.example"
    )
