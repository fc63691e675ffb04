"""Markdown shows what the HTML shows, and nothing in a page becomes markup."""

from __future__ import annotations

from html import escape
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle import clean, clean_text
from cleanarticle.article import Article
from cleanarticle.rendering import select_markup, to_markdown
from support.nesting import (
    PARSER,
    PARSER_WITH_FORMULAS,
    gfm_html,
    plain_structure,
    random_markup,
    shown_html,
    without_links,
)

FORGERIES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</p><script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "\\<script>",
    "\\\\[x](javascript:alert(1))",
    "`a` <script>``",
    "```\n<script>",
    "](javascript:alert(1))",
    "^[x](javascript:alert(1))",
    "(javascript:alert(1))",
    "| a |\n| - |\n| <script> |",
    "\U0010f03cscript\U0010f03ealert(1)\U0010f03c/script\U0010f03e",
    "\U0010f05bx\U0010f05d\U0010f028javascript:alert(1)\U0010f029",
    "\U0010f2000\U0010f200",
    "\U0010f13cb\U0010f13e \U0010f201 \U0010f202 \U0010f203",
    "a \x1e b \x00 c \x1b]0;x\x07",
)

PLACES = (
    "<p>{}</p>",
    "<h2>{}</h2>",
    "<p>a<br>{}</p>",
    "<ul><li>{}</li></ul>",
    "<table><tr><td>{}</td><td>`</td></tr></table>",
    "<p><a href='https://a.example/'>{}</a>(b)</p>",
    "<p><code>{}</code><code>`</code> ` <code>&lt;script&gt;</code></p>",
    "<p>{}<code>&lt;script&gt;</code></p>",
    "<pre>{}</pre><pre>```</pre>",
    "<p><b>{}</b><sub>{}</sub></p>",
    "<p>a<sup><a href='#fn-1'>1</a></sup>{}</p><ol><li id='fn-1'>{}</li></ol>",
)


def is_inert(markdown: str) -> bool:
    """True if Markdown shows no element that the renderer does not write."""
    shown = shown_html(PARSER.render(markdown))
    targets = [e.get(name) or "" for e in shown.iter("a", "img") for name in ("href", "src")]
    return next(shown.iter("script"), None) is None and not any(
        "javascript" in target for target in targets
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("forgery", FORGERIES)
def test_to_markdown_forged_markup_is_shown_as_text(forgery: str, place: str) -> None:
    markup = place.replace("{}", escape(forgery))
    markdown = to_markdown(markup)
    assert is_inert(markdown)
    if "#fn" not in markup:
        source = shown_html(markup.replace("\x00", ""))
        assert plain_structure(shown_html(PARSER.render(markdown))) == plain_structure(source)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_to_markdown_forged_attributes_are_inert(forgery: str) -> None:
    value = escape(forgery)
    markdown = to_markdown(
        f'<p><img src="https://a.example/{value}" alt="{value}"><a href="https://a.example/{value}"'
        f' title="{value}">a</a></p><pre><code class="language-{value}">b</code></pre>'
        f'<p><a href="#fn-{value}">c</a></p><ol start="{value}"><li id="fn-{value}">d</li></ol>'
    )
    shown = shown_html(PARSER.render(markdown))
    assert next(shown.iter("script"), None) is None
    assert all(link.get("href", "").startswith("https://a.example/") for link in shown.iter("a"))
    assert all(image.get("src", "").startswith("https:") for image in shown.iter("img"))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_article_forged_markup_in_text_and_title_is_inert(forgery: str) -> None:
    article = clean_text(f"{forgery}\n\nA paragraph about the tides of the sea.")
    assert is_inert(article.markdown)
    page = f"<title>{escape(forgery)}</title><article><p>{'The tide comes in. ' * 30}</p></article>"
    article = clean(page.replace("\x00", "").encode())
    titled = article.to_markdown(title=True)
    assert is_inert(titled)
    restored = Article.from_dict(article.to_dict())
    assert restored.to_markdown(title=True, links=False) == article.to_markdown(
        title=True, links=False
    )


@pytest.mark.parametrize(
    "tex",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "a`", "$", "\\", "a\\$ $b", "|"],
)
def test_to_markdown_forged_markup_in_formula_is_inert(tex: str) -> None:
    span = f'<span class="math inline">\\({escape(tex)}\\)</span>'
    markdown = to_markdown(f"<p>$5 {span} <code>&lt;script&gt;</code> c</p>")
    assert is_inert(markdown)
    shown = shown_html(PARSER_WITH_FORMULAS.render(markdown))
    assert shown.xpath("string(.//code)") == "<script>"
    assert [e.get("class") for e in shown.iter("span")] == ["math inline"]


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ul><ul><li>a</li></ul><li>b</li></ul>", "- - a\n- b"),
        ("<ol><ol><li>a</li></ol></ol>", "1. 1. a"),
        ("<ol start='3'><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<ol><li>a</li><li value='5'>b</li><li>c</li></ol>", "1. a\n5) b\n6) c"),
        ("<ol start='3' reversed><li>a</li><li>b</li><li>c</li></ol>", "3. a\n2) b\n1. c"),
        ("<ol start='-2'><li>a</li></ol>", "0. a"),
        ("<ol start='99999999999'><li>a</li></ol>", "1. a"),
        ("<ul><li>a<ol start='4'><li>b</li></ol></li></ul>", "- a\n\n  4. b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul><ul><li>c</li></ul>", "- a\n\n* b\n\n- c"),
        ("<ol><li>a</li></ol><ol><li>b</li></ol>", "1. a\n\n1) b"),
        ("<ul><li></li><li><blockquote></blockquote></li><li>a</li></ul>", "- a"),
        ("<dl><dt>a</dt><dt>b</dt><dd>c</dd><p>d</p><dt>e</dt></dl>",
         "- **a**\n\n  **b**\n\n  c\n\n  d\n\n- **e**"),
        ("<table><tr><td><ol start='2'><li>a</li><li value='4'>b</li></ol></td></tr></table>",
         '| <ol start="2"><li>a</li><li value="4">b</li></ol> |\n| --- |'),
    ],
)  # fmt: skip
def test_to_markdown_lists_keep_levels_and_numbers(markup: str, markdown: str) -> None:
    assert to_markdown(markup) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("snake_case, 2 * 3, ~ a, [b], C:\\Users, 5 < 6 & 7, AT&T", None),
        ("_a_ __b__ *c* ~d~ `e`", r"\_a\_ \_\_b\_\_ \*c\* \~d\~ \`e\`"),
        ("a &amp; &b [c](d) <e> \\* ^[f]", r"a \&amp; &b [c\](d) \<e> \\\* \^\[f]"),
        ("1986. A year", r"1986\. A year"),
        ("The year was 1986. Yes", None),
        ("[x] done", r"\[x] done"),
        ("[UPDATED] again", None),
        ("[open", r"\[open"),
    ],
)
def test_to_markdown_text_is_escaped_only_where_it_is_syntax(
    text: str, markdown: str | None
) -> None:
    assert to_markdown(f"<p>{escape(text)}</p>") == (markdown or text)


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ('<p>a<a href="#fn-1">1</a> b<a href="#fn-3">3</a></p><ol><li id="fn-1">c</li>'
         '<li id="fn-3">d</li></ol>', "a[^1] b[^3]\n\n[^1]: c\n\n[^3]: d"),
        ('<p>a<a href="#fn-1">1</a></p>', "a1"),
        ('<p>a<a href="1">1</a></p><p id="fn-1">b</p>', "a[1](1)\n\n[^1]: b"),
        ('<ol><li id="fn-1">a <a href="#fn-1">1</a></li></ol>', "[^1]: a [^1]"),
        ('<p>a<sup>[<a href="#fn-1">1</a>]</sup>(b)</p>'
         '<p id="fn-1"><a href="#fnref-1">^</a>. c</p>',
         "a[^1]\\(b)\n\n[^1]: c"),
        ('<table><tr><td>a<div id="fn-1">b</div></td></tr></table>',
         "[^1]: b\n\n| a |\n| --- |"),
    ],
)  # fmt: skip
def test_to_markdown_footnotes_keep_their_labels(markup: str, markdown: str) -> None:
    assert to_markdown(markup) == markdown


@pytest.mark.parametrize(
    "markup",
    [
        "<blockquote><p>a" * 1000,
        "<ul><li>a" * 1000,
        "<details><summary>a" * 1000,
        "<sub>a" * 1000,
        "<q><ruby><rt>a" * 300,
        "<ol>" + '<li id="fn-1">a<ol>' * 500,
        "<table><tr><td>a" * 300,
        "<table><caption>a" * 1000,
        f"<table><tr>{'<td rowspan=1000 colspan=1000>a' * 1000}",
        f"<table><tr>{'<td>a' * 500}{'<tr><td>a' * 2000}",
        f"<ul><li><blockquote><pre>{chr(10) * 5000}a",
    ],
)
def test_to_markdown_hostile_nesting_gives_output_linear_in_input(markup: str) -> None:
    markdown = to_markdown(markup)
    assert markdown.count("a") >= 1
    assert len(markdown) < 20 * len(markup)


def test_to_markdown_lists_below_the_ninth_level_keep_their_text_in_order() -> None:
    markup = "".join(f"<ul><li>w{level}" for level in range(30)) + "</li></ul>" * 30
    shown = shown_html(PARSER.render(to_markdown(markup)))
    words = "".join(map(str, shown.itertext())).split()
    assert words == [f"w{level}" for level in range(30)]
    assert len(list(shown.iter("ul"))) == 9


@pytest.mark.parametrize("markup", ["<p>a\x1eb <a href='x'>c\x1b</a><img alt='\x01' src='y'></p>"])
def test_select_markup_control_characters_are_removed(markup: str) -> None:
    assert to_markdown(select_markup(markup, links=False)) == "ab c![](y)"
    assert to_markdown(select_markup(markup, images=False)) == "ab [c](x)"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>[<code>]: javascript:a</code> [x][x]</p>",
        "<p><a href='https://a.example/'>[x<code>]: b</code></a></p>",
        "<p>[a <b>b</b>]: c</p>",
        "<p>[a [b]: c</p>",
    ],
)
def test_to_markdown_brackets_define_no_link_targets(markup: str) -> None:
    shown = shown_html(PARSER.render(to_markdown(markup)))
    assert plain_structure(shown) == plain_structure(shown_html(markup))


@given(st.randoms(use_true_random=False))
def test_to_markdown_random_nesting_shows_the_structure_of_the_html(random: Random) -> None:
    markup = random_markup(random)
    shown = shown_html(PARSER.render(to_markdown(markup)))
    assert plain_structure(shown) == plain_structure(shown_html(markup), is_source=True)


@pytest.mark.parametrize("scheme", ["https://", "HTTP://", "ftp://", "www.", "中https://"])
@pytest.mark.parametrize(
    "tail",
    [
        "a.example/&amp;copy;(&lt;script&gt;alert(1)&lt;/script&gt;",
        "a.example&lt;script&gt;alert(1)&lt;/script&gt;",
        "a.example/<code>&lt;script&gt;</code>",
        "a.example/~b_<b>*c*</b>[d](javascript:e)",
        "<i>a.example</i>",
        "a.example/\\_<code>b</code> c",
        "a.example/\\_(https://b.example/\\_&lt;script&gt;",
    ],
)
def test_to_markdown_bare_urls_do_not_swallow_escapes_in_gfm(scheme: str, tail: str) -> None:
    markup = f"<p>{scheme}{tail}</p>"
    shown = shown_html(gfm_html(to_markdown(markup)))
    assert without_links(plain_structure(shown)) == plain_structure(shown_html(markup))


def test_to_markdown_bare_url_in_formula_does_not_swallow_code_in_gfm() -> None:
    markup = '<p><span class="math inline">\\(http://a\\)</span><code>&lt;script&gt;</code></p>'
    assert "<script>" not in gfm_html(to_markdown(markup))


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a<del>b</del><i>“c”</i></p>",
        "<p>a<i>b<del>“c”</del></i></p>",
        "<p><s><i>a</i><code>b</code></s>€ c</p>",
        "<p><b><i>“a”</i></b>😀</p>",
        "<p>€<b>(a)</b>€</p>",
        "<p><i><b>a</b> b<b>c</b></i></p>",
        "<p><b>a<i>b</i>c</b> <b>d <i>“e”</i></b></p>",
    ],
)
def test_to_markdown_emphasis_is_read_alike_by_both_parsers(markup: str) -> None:
    markdown, expected = to_markdown(markup), plain_structure(shown_html(markup))
    for parse in (PARSER.render, gfm_html):
        assert plain_structure(shown_html(parse(markdown))) == expected


@pytest.mark.parametrize("title", ['d &colon; \\&quot; "', "d\\", '"', "\\\\"])
def test_to_markdown_targets_and_titles_are_read_alike_by_both_parsers(title: str) -> None:
    url = "https://a.example/?b&colon;c&NewLine;"
    markup = f'<p><a href="{escape(url)}" title="{escape(title)}">e</a>" <i>f</i>"</p>'
    for parse in (PARSER.render, gfm_html):
        link = next(shown_html(parse(to_markdown(markup))).iter("a"))
        assert (link.get("href"), (link.get("title") or "").strip()) == (url, title)
