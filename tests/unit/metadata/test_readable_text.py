from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.metadata.readable_text import heading_texts, one_line, unescape, visible_text
from cleanarticle.parsing.document import parse_markup

TITLE = "Winter light over the harbor"


def texts_of(markup: str) -> tuple[str, ...]:
    document = parse_markup(f"<body><h1>{markup}</h1>")
    return heading_texts(next(document.root.iter("h1")))


@pytest.mark.parametrize(
    "markup",
    [
        "Winter light<br>over the harbor",
        "<span>Winter light</span><span>over the harbor</span>",
        "<div>Winter light</div><div>over the harbor</div>",
        "Winter light<span style='display:block'>over the harbor</span>",
        "Winter light<span class=d-block>over the harbor</span>",
        "<em>Winter</em> light over the har<b>bor</b>",
        "<span>W</span><span>i</span><span>n</span>ter light over the harbor",
        f"{TITLE}<button>Save</button>",
        f"{TITLE}<script>x()</script>",
        f"<style>.a{{}}</style>{TITLE}",
        f"<svg><title>Icon</title></svg>{TITLE}",
        f"{TITLE}<noscript>Scripts are off</noscript>",
        f"{TITLE}<select><option>One</select>",
        f"{TITLE}¶",
        f"{TITLE} <a class=headerlink href=#w>¶</a>",
        f"{TITLE} <a class=headerlink href=#w>Link to this heading</a>",
        f"<a href=#w>#</a> {TITLE}",
        f"<a class=anchor href=#w>{TITLE}</a>",
        "Winter light over the har\u00adbor",
        "Winter\u200b light over the \ufeffharbor",
        f"{TITLE} <span class=mw-editsection>[<a href=/e>edit</a>]</span>",
        f"{TITLE} [<a href='/w?action=edit'>edit</a>]",
        f"{TITLE} <span>[<a href='/w?veaction=edit'>change</a>]</span>",
        f"{TITLE} [<a href='/page/edit?section=1'>change</a>]",
        f"<span class=sr-only>Story: </span>{TITLE}",
        f"<span class=visually-hidden>Story: </span>{TITLE}",
        f"{TITLE}<span hidden>1</span>",
        f"{TITLE}<span style='display: none'>1</span>",
        f"<i class=material-icons>home</i>{TITLE}",
        f"{TITLE}<sup><a href=#n>[1]</a></sup>",
        f"<img src=a.png alt='{TITLE}'>",
    ],
)
def test_heading_texts_markup_in_heading_returns_headline(markup: str) -> None:
    assert texts_of(markup) == (TITLE,)


@pytest.mark.parametrize(
    "markup",
    ["<small>{}</small>", "<time>{}</time>", "<span class=entry-date>{}</span>"],
)
def test_heading_texts_small_print_comes_second(markup: str) -> None:
    small = markup.format("14 March 2026")
    assert texts_of(f"{TITLE} {small}") == (TITLE, f"{TITLE} 14 March 2026")
    assert texts_of(small) == ("14 March 2026",)


def test_heading_texts_meaningful_marks_are_kept() -> None:
    assert texts_of("Learn C#") == ("Learn C#",)
    assert texts_of("§ 5 of the law") == ("§ 5 of the law",)
    assert texts_of("H<sub>2</sub>O and x<sup>2</sup>") == ("H2O and x2",)
    assert texts_of("<span>Win</span>ter") == ("Winter",)
    assert texts_of("<ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp></ruby>京") == ("東京",)
    assert texts_of("<span class='hidden md:inline'>Winter</span> light") == ("Winter light",)
    assert texts_of("<svg><title>Icon</title></svg>") == ()


@pytest.mark.parametrize(
    ("text", "unescaped"),
    [
        ("&quot;Big&quot; bridge", '"Big" bridge'),
        ("Tom &amp; Jerry&#8217;s day", "Tom & Jerry’s day"),
        ("&amp;quot;Big&amp;quot;", '"Big"'),
        ("Full &#038; part time", "Full & part time"),
        ("Use of &lt;b> in pages", "Use of &lt;b> in pages"),
        ("What &nbsp; means", "What &nbsp; means"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("?a=1&copy=2", "?a=1&copy=2"),
    ],
)
def test_unescape_text_escaped_twice_returns_text(text: str, unescaped: str) -> None:
    assert unescape(text) == unescaped


def test_one_line_joiners_in_words_are_kept() -> None:
    assert one_line("می\u200cخواهم  a\u200cb") == "می\u200cخواهم ab"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_visible_text_any_markup_is_one_line(markup: str) -> None:
    text = visible_text(parse_markup(f"<body>{markup}").root)
    assert text == " ".join(text.split())
