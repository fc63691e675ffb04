"""Control characters of a page reach no part of an article."""

# ruff: noqa: E501 - one place a line

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

import cleanarticle
from cleanarticle import Article

CONTROLS = {
    "escape": "\x1b", "bell": "\a", "backspace": "\b", "start of heading": "\x01", "shift out": "\x0e",
    "vertical tab": "\v", "form feed": "\f", "record separator": "\x1e", "delete": "\x7f",
    "string terminator": "\x9c", "next line": "\x85", "device control string": "\x90",
    "left-to-right override": "\u202d", "right-to-left override": "\u202e", "embedding": "\u202a",
    "pop": "\u202c", "isolate": "\u2067", "pop isolate": "\u2069", "line separator": "\u2028",
    "paragraph separator": "\u2029", "noncharacter": "\ufdd0", "last noncharacter": "\U0010ffff",
    "noncharacter of plane 1": "\U0001fffe", "reversed byte order mark": "\ufffe",
}  # fmt: skip

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef]"
    "|["
    + "".join(
        chr(plane + code) for plane in range(0, 0x110000, 0x10000) for code in (0xFFFE, 0xFFFF)
    )
    + "]"
)

_PROSE = "".join(
    f"<p>The {ordinal} bridge over the river was built by hand, and every stone in it was carried"
    " up the valley by people who never saw the other side of the water again.</p>"
    for ordinal in ("first", "second", "third", "fourth", "fifth")
)

FORMS: dict[str, Callable[[str], str]] = {
    "raw": lambda char: char,
    "decimal": lambda char: f"&#{ord(char)};",
    "hexadecimal": lambda char: f"&#x{ord(char):x};",
    "without semicolon": lambda char: f"&#00{ord(char)} ",
    "capitals": lambda char: f"&#X0{ord(char):X};",
}


def _page(x: str) -> str:
    """Return a page with a text in every place."""
    data = {
        "@type": "NewsArticle", "headline": f"Bridges{x} of the valley", "keywords": [f"stone{x}s"],
        "author": {"@type": "Person", "name": f"Ann{x}a Mason"}, "description": f"On{x} stones",
        "publisher": {"name": f"Valley{x} News"}, "image": f"https://example.com/a{x}.jpg",
        "datePublished": "2024-05-01", "comment": [{"text": f"Fine{x} work", "author": {"name": f"Bo{x}b"}}],
    }  # fmt: skip
    return (
        f"<!doctype html><html lang='en{x}'><head><title>Bridges{x} of the valley</title>"
        f"<link rel=canonical href='https://example.com/bridges{x}'>"
        f"<meta name=keywords content='bridges{x}, valleys'><meta name=author content='Ann{x}a Mason'>"
        f"<meta property=og:site_name content='Valley{x} News'>"
        f"<meta name=description content='How{x} bridges are built'>"
        f"<script type=application/ld+json>{json.dumps(data)}</script></head><body>"
        f"<nav class='nav{x}'><a href=/>Home{x}</a> <a href=/news>News</a></nav><main><article>"
        f"<h1>Bridges{x} of the valley</h1><p class=byline>By Ann{x}a Mason</p>{_PROSE}"
        f"<p>Words that carry{x} more <a href='/stone{x}s' title='All{x} stones'>than they show</a>, as"
        f" <b>you{x}</b> see. <img src='/arch{x}.jpg' alt='An{x} arch'></p>"
        f"<pre><code class='language-c{x}'>int x{x} = 1;\n\tint y;</code></pre>"
        f"<p>A formula <math><mi>x</mi><mo>=</mo><mtext>one{x}</mtext></math> and the rest of it.</p>"
        f"<table><tr><th>Arch{x}</th><th>Span</th></tr><tr><td>North{x}</td><td>3 m</td></tr></table>"
        f"{_PROSE.replace('river', 'gorge')}</article>"
        f"<section id=comments class=comments><h2>Comments</h2><div class=comment><span class=author>"
        f"Bo{x}b</span><p>Fine{x} work, and a long walk to see it.</p></div></section></main>"
        f"<footer>© 2025 Valley{x} News</footer></body></html>"
    )


def _assert_clean(article: Article) -> None:
    for value in (
        article.text, article.markdown, article.html, article.to_markdown(front_matter=True),
        str(article.to_dict()).encode("ascii", "backslashreplace").decode(), str(article.comments),
        *(f"{block.text}{block.reason}{block.xpath}" for block in article.blocks),
        *map(str, (
            article.title, article.authors, article.tags, article.description, article.site_name,
            article.canonical_url, article.image, article.url, article.language,
        )),
    ):  # fmt: skip
        assert not FORBIDDEN.search(value)
    for value in _strings(article.to_dict()):
        assert not FORBIDDEN.search(value), ascii(value)


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list | tuple | frozenset | set):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CONTROLS)
def test_clean_control_characters_anywhere_in_a_page_reach_nothing(name: str, form: str) -> None:
    article = cleanarticle.clean(_page(FORMS[form](CONTROLS[name])), url="https://example.com/b")
    _assert_clean(article)
    assert "int y;" in article.text
    assert "North" in article.text


@pytest.mark.parametrize("form", ["raw", "decimal"])
def test_clean_text_around_control_characters_stays_whole(form: str) -> None:
    article = cleanarticle.clean(_page(FORMS[form]("\x1b")), url="https://example.com/b")
    assert article.title == "Bridges of the valley"
    assert article.authors == ("Anna Mason",)
    assert article.canonical_url == "https://example.com/bridges"
    assert article.site_name == "Valley News"
    assert "Words that carry more than they show, as you see." in article.text
    assert '[than they show](https://example.com/stones "All stones")' in article.markdown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "iso-2022-jp", "windows-1252"])
def test_clean_control_characters_in_any_encoding_reach_nothing(encoding: str) -> None:
    page = _page("\a\x01\x7f").replace("<head>", f"<head><meta charset={encoding}>")
    _assert_clean(cleanarticle.clean(page.encode(encoding, "replace")))


@pytest.mark.parametrize("name", CONTROLS)
def test_clean_escaped_twice_in_metadata_reaches_nothing(name: str) -> None:
    code = ord(CONTROLS[name])
    _assert_clean(cleanarticle.clean(_page(f"&amp;#{code};"), url="https://example.com/b"))
    _assert_clean(cleanarticle.clean(_page(f"&amp;amp;#x{code:x};")))


@pytest.mark.parametrize("name", CONTROLS)
def test_clean_deep_page_control_characters_reach_nothing(name: str) -> None:
    deep = f"{'<div>' * 600}{_page(CONTROLS[name])}{'</div>' * 600}"
    _assert_clean(cleanarticle.clean(deep))


@pytest.mark.parametrize("name", CONTROLS)
def test_clean_text_control_characters_reach_nothing(name: str) -> None:
    text = re.sub("<[^>]*>", "\n\n", _PROSE).replace("stone", f"st{CONTROLS[name]}one")
    _assert_clean(cleanarticle.clean_text(text, url=f"https://example.com/{CONTROLS[name]}"))
    _assert_clean(cleanarticle.clean(text.encode("utf-8", "replace")))


@pytest.mark.parametrize("name", CONTROLS)
def test_clean_markdown_control_characters_reach_nothing(name: str) -> None:
    text = re.sub("<[^>]*>", "\n\n", _PROSE).replace("stone", f"**st{CONTROLS[name]}one**")
    _assert_clean(
        cleanarticle.clean(f"# Bridges\n\n{text}\n\n- one\n- two\n".encode("utf-8", "replace"))
    )


@pytest.mark.parametrize("name", CONTROLS)
def test_clean_url_of_the_caller_control_characters_are_removed(name: str) -> None:
    _assert_clean(cleanarticle.clean(_page(""), url=f"https://example.com/a{CONTROLS[name]}b"))


@pytest.mark.parametrize(
    "text", ["\x1b[31m", "\x1b]0;title\a", "\u202etxt.exe", "\ufdd0", "\x7f\x7f"]
)
def test_clean_removed_control_characters_are_told(text: str) -> None:
    page = f"<article><h1>Bridges</h1>{_PROSE}<p>Words that carry{text} more than they show.</p></article>"
    blocks = cleanarticle.clean(page).blocks
    assert ["hidden characters removed" in b.reason for b in blocks] == [False] * 6 + [True]
    plain = cleanarticle.clean_text(f"Some words.\n\nWords that carry{text} more than they show.\n")
    assert ["hidden characters removed" in b.reason for b in plain.blocks] == [False, True]


@pytest.mark.parametrize(
    "text", ["one\ftwo", "one\vtwo", "one\u2028two", "one\u2029two", "one\x1etwo"]
)
def test_clean_control_characters_that_are_spaces_stay_spaces(text: str) -> None:
    page = f"<article><h1>Bridges</h1>{_PROSE}<p>It is {text} and three.</p></article>"
    article = cleanarticle.clean(page)
    assert "It is one two and three." in article.text
    assert not any("hidden" in block.reason for block in article.blocks)


def test_clean_line_separator_in_code_ends_the_line() -> None:
    page = f"<article><h1>Bridges</h1>{_PROSE}<pre>one();\u2028two();\r\nthree();&#13;\n\tfour();</pre></article>"
    article = cleanarticle.clean(page)
    assert "one();\ntwo();\nthree();\n\tfour();" in article.text
    assert "one();\ntwo();\nthree();\n\tfour();" in article.markdown


@pytest.mark.parametrize(
    ("misread", "text"),
    [
        ("don\x92t", "don’t"), ("\x93quoted\x94", "“quoted”"), ("New York\x97Union", "New York—Union"),
        ("don\u00e2\x80\x99t", "don’t"), ("Jaro\u00c5\x84", "Jaroń"),
        ("\u00e2\x80\x9cquoted\u00e2\x80\x9d", "“quoted”"), ("a \u00f0\x9f\x98\x80 b", "a 😀 b"),
        ("caf\u00e9 \u00e2ge\u00bb", "café âge»"), ("\u00e2\x80\xaeleft", "left"), ("5\u00e2\x82\u00ac", "5€"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("in_html", [True, False])
def test_clean_misread_c1_characters_are_what_was_meant(
    misread: str,
    text: str,
    in_html: bool,  # noqa: FBT001
) -> None:
    page = f"<article><h1>Bridges</h1>{_PROSE}<p>It is {misread} and more.</p></article>"
    plain = f"{_PROSE}\n\nIt is {misread} and more."
    article = cleanarticle.clean(page) if in_html else cleanarticle.clean_text(plain)
    assert f"It is {text} and more." in article.text
    _assert_clean(article)


def test_clean_next_line_is_an_ellipsis_in_html_and_a_line_end_in_text() -> None:
    page = f"<article><h1>Bridges</h1>{_PROSE}<p>Then wait\x85 for it.</p></article>"
    assert "Then wait… for it." in cleanarticle.clean(page).text
    assert cleanarticle.clean_text("One line.\x85Another line.").blocks[1].text == "Another line."


def test_clean_direction_marks_in_right_to_left_text_stay() -> None:
    text = "\u05e9\u05dc\u05d5\u05dd\u200f! C++\u200e \u05e2\u05d5\u05dc\u05dd"
    page = f"<article><h1>Bridges</h1>{_PROSE}<p>{text} {_PROSE[3:90]}</p></article>"
    assert "\u05e9\u05dc\u05d5\u05dd\u200f!" in cleanarticle.clean(page).text
