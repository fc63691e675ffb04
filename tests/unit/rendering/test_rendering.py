from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from cleanarticle.core.segmenter import segment
from cleanarticle.core.tokens import tokenize
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from cleanarticle.rendering import (
    front_matter,
    markup_of_text,
    markup_of_tree,
    safe_html,
    select,
    to_markdown,
)
from support.pages import Tree, letters, trees
from support.paths import FIXTURES


def render(html: str, skip: tuple[str, ...] = ()) -> str:
    document = parse(Page.of(html, url="https://site.example/dir/page"))
    page = segment(document)
    body = [index for index, block in enumerate(page.blocks) if block.text not in skip]
    return markup_of_tree(document, page, body)


CASES = sorted((FIXTURES / "render").iterdir())


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_hard_pages(folder: Path) -> None:
    """The Markdown of each was written by hand, from the page."""
    document = parse(Page.of(folder / "source.html", url="https://site.example/dir/page"))
    page = segment(document)
    shown = [index for index, block in enumerate(page.blocks) if not block.hidden]
    markdown = to_markdown(markup_of_tree(document, page, shown))
    assert markdown + "\n" == (folder / "expected.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div><div>a</div><section><span>b</span></section></div>", "<p>a</p><p>b</p>"),
        ("<td> a<br><br> b<br></td>", "<p>a</p><p>b</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a<br>b <b class=x>c</b>.</p>", "<p>a<br>b <b>c</b>.</p>"),
        ("<p><a href=/a>a</a><b><a href=/b>b</a></b><br><a href=/c>c</a></p>",
         '<p><a href="https://site.example/a">a</a><b> <a href="https://site.example/b">b</a></b>'
         '<br><a href="https://site.example/c">c</a></p>'),
        ("<h2>t</h2><p>p</p>", "<h2>t</h2><p>p</p>"),
        ("<ul><li>a<ul><li>b</ul><li><p>c</ul>", "<ul><li>a<ul><li>b</li></ul></li>"
         "<li><p>c</p></li></ul>"),
        ("<ul><li><ul><li><div>a</div><div>b</div></li></ul></li></ul>",
         "<ul><li><ul><li><p>a</p><p>b</p></li></ul></li></ul>"),
        ("<ol start=3><li><p>a</p><p>b</p></ol>", '<ol start="3"><li><p>a</p><p>b</p></li></ol>'),
        ("<blockquote>a<p>b</p></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>",
         "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"),
        ("<table><tr><td>just layout</td></tr></table>", "<p>just layout</p>"),
        ("<pre><code class='hl language-py'>a <b>&lt;</b>\n  b</code></pre>",
         '<pre><code class="language-py">a <b>&lt;</b>\n  b</code></pre>'),
        ("<p>a <a href='../b'>c</a></p>", '<p>a <a href="https://site.example/b">c</a></p>'),
        ("<p><a name=x>c</a></p>", "<p>c</p>"),
        ("<p>a</p><img src=i.png alt=x><p>b</p>",
         '<p>a</p><p><img src="https://site.example/dir/i.png" alt="x"></p><p>b</p>'),
        ("<p>a</p><figure><img src=data:, data-src=/i.png><figcaption>c</figcaption></figure>",
         '<p>a</p><figure><img src="https://site.example/i.png" alt=""><figcaption>c</figcaption>'
         "</figure>"),
    ],
)  # fmt: skip
def test_meaning_is_kept_and_wrapping_is_not(html: str, expected: str) -> None:
    assert render(html) == expected


def test_what_is_not_body_is_not_there() -> None:
    html = "<ul><li>keep</li><li>drop</li></ul><p>drop</p><h2>keep too</h2>"
    assert render(html, skip=("drop",)) == "<ul><li>keep</li></ul><h2>keep too</h2>"


def test_pictures_beside_boilerplate_are_left_out_unless_in_one_figure() -> None:
    html = "<p>a</p><img src=1><p>drop</p><figure><p>cap</p><img src=2></figure><p>drop</p>"
    markup = render(html, skip=("drop",))
    assert "/1" not in markup
    assert "/2" in markup


LEAD = "<figure><img src=/a.jpg><figcaption>Caption</figcaption></figure><p>Photo: Bo</p>"


def shows_lead(html: str, skip: tuple[str, ...], heading: int | None = None) -> bool:
    document = parse(Page.of(html, url="https://site.example/dir/page"))
    page = segment(document)
    body = [index for index, block in enumerate(page.blocks) if block.text not in skip]
    return "a.jpg" in markup_of_tree(document, page, body, heading)


def test_a_figure_stays_whose_caption_is_taken_for_boilerplate() -> None:
    around = ("Caption", "Photo: Bo")
    assert shows_lead(f"<p>a</p>{LEAD}<p>b</p>", around)
    assert not shows_lead(f"<p>a</p>{LEAD}<p>x</p><p>b</p>", (*around, "x"))
    assert not shows_lead(f"<p>x</p>{LEAD}<p>b</p>", (*around, "x"))
    teaser = LEAD.replace("Caption", "<a href=/other>Caption</a>")
    assert not shows_lead(f"<p>a</p>{teaser}<p>b</p>", around)


def test_the_figure_between_title_and_text_stays() -> None:
    around = ("Title", "By Bo", "Caption", "Photo: Bo")
    assert shows_lead(f"<h1>Title</h1><p>By Bo</p>{LEAD}<p>b</p>", around, heading=0)
    assert not shows_lead(f"<p>By Bo</p>{LEAD}<p>b</p>", around)
    assert not shows_lead(f"{LEAD}<h1>Title</h1><p>b</p>", around, heading=2)


def test_a_cell_of_which_nothing_is_shown_keeps_its_column() -> None:
    one, two, three = (name * 400 for name in "123")
    html = f"<table><tr><th>a<th>b<th>c</tr><tr><td>{one}<td>{two}<td>{three}</tr></table>"
    row = f"<tr><td>{one}</td><td></td><td>{three}</td></tr>"
    assert row in render(html, skip=(two,))


def test_a_link_that_leads_nowhere_is_text() -> None:
    assert render("<p>a <a href='#'>b</a></p>") == "<p>a b</p>"


def test_pictures_without_meaning_that_recur_are_decoration() -> None:
    star, photo = "<img src=/star.png alt=''>", "<img src=/photo.jpg alt=''>"
    markup = render(f"<p>a {star}{star}{star} b</p><p>c {photo} d</p>")
    assert "star.png" not in markup
    assert "photo.jpg" in markup
    lazy = "".join(f"<img src=/blank.gif data-src=/{name}.jpg alt=''>" for name in "abc")
    assert render(f"<p>a {lazy} b</p>").count("<img") == 3


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<p>see https://a.example/r_s*t?a=1&amp;b_c=2.</p>",
         "see <https://a.example/r_s*t?a=1&b_c=2>."),
        ("<p>see https://a.example/rst.</p>", "see https://a.example/rst."),
        ("<p><a href='https://b.example/'>https://a.example/r_s</a></p>",
         "[https://a.example/r\\_s](https://b.example/)"),
        ("<p>https://a.example/r_s?x&amp;copy;y</p>", "https://a.example/r\\_s?x\\&copy;y"),
        ("<ol><li><ol><li>a</li><li>b</li></ol></li></ol>", "1. a\n2. b"),
        ("<p><cite>Lee, Ann. <i>Bridges</i>.</cite></p>", "Lee, Ann. *Bridges*."),
        ("<p><cite>Bridges</cite></p>", "*Bridges*"),
    ],
)  # fmt: skip
def test_addresses_and_wrappers_in_markdown(markup: str, markdown: str) -> None:
    assert to_markdown(markup) == markdown


def test_a_base_element_moves_relative_links() -> None:
    html = "<base href=https://other.example/x/><p><a href=y>z</a></p>"
    assert render(html) == '<p><a href="https://other.example/x/y">z</a></p>'


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <a href='javascript:alert(1)'>b</a></p>",
        "<p onclick='x()'>a <b style='color:red'>b</b></p>",
        "<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<p>a<img src='JaVaScRiPt:x' onerror=x> b</p>",
        "<p>a <a href='http://[bad'>b</a></p>",
        "<p>a <a href='data:text/html,x'>b</a></p>",
    ],
)
def test_nothing_runs(html: str) -> None:
    markup = render(html)
    for bad in ("script:", "<script", "onclick", "onerror", "style", "data:", "href"):
        assert bad not in markup
    assert safe_html(markup) == markup


def test_text_is_escaped_and_its_lines_kept() -> None:
    assert markup_of_text(["a <b>\nc", "d"]) == "<p>a &lt;b&gt;<br>c</p>\n<p>d</p>"


@given(trees())
def test_all_text_is_rendered_in_order_and_well_formed(tree: Tree) -> None:
    if not letters("".join(tree.text)):
        return
    markup = render(f"<body>{tree.html}</body>")
    closed = markup.replace("<br>", "<br/>")
    for image in ('<img src="https://site.example/dir/x" alt="">',):
        closed = closed.replace(image, "<img/>")
    root = etree.fromstring(f"<body>{closed}</body>")
    assert letters("".join(str(t) for t in root.itertext())) == letters("".join(tree.text))


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<h2>t</h2><p>a <b>b</b> <em>c</em></p>", "## t\n\na **b** *c*"),
        ("<p>2 * 3 * 4 and snake_case_name</p>", r"2 \* 3 \* 4 and snake\_case\_name"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ('<pre><code class="language-py">a\n  b</code></pre>', "```py\na\n  b\n```"),
        ('<p><a href="https://x.example/">c</a></p>', "[c](https://x.example/)"),
        ("", ""),
        ('<p>a<a href="https://x.example/"><br></a>b</p>', "a  \nb"),
        ('<p>a!<a href="https://x.example/">b</a></p>', r"a\![b](https://x.example/)"),
        ("<p>a\x0bb\x1f <b>c</b></p>", "ab **c**"),
    ],
)
def test_markdown(markup: str, markdown: str) -> None:
    assert to_markdown(markup) == markdown


def shown(markdown: str) -> str:
    """The text that a reader of the rendered Markdown sees."""
    plain = re.sub(r"^\[\^[^\]]+\]: ", "", markdown, flags=re.MULTILINE)  # marks of notes
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(plain)
    root = etree.fromstring(f"<html><body>{rendered}</body></html>", etree.HTMLParser())
    return "".join(map(str, root.itertext()))


OTHER_WORDS = ("math", "code_pygments", "code_numbered", "footnotes_wiki")
"""Pages whose text has words that are not shown as they are: what MathJax made of a formula, line
numbers, letters that lead back from a note."""


@pytest.mark.parametrize(
    "folder",
    [case for case in CASES if not case.name.startswith(OTHER_WORDS)],
    ids=lambda folder: folder.name,
)
def test_markdown_shows_the_words_of_the_text(folder: Path) -> None:
    document = parse(Page.of(folder / "source.html", url="https://site.example/dir/page"))
    page = segment(document)
    markup = select(markup_of_tree(document, page, range(len(page.blocks))), images=False)
    text = "\n".join(block.text for block in page.blocks)
    assert letters(" ".join(tokenize(shown(to_markdown(markup))))) == letters(
        " ".join(tokenize(text))
    )


SIGNS = st.text("abA1.)#*_~<>[]`&;|\\-+=:!$() \"'^{}/ é中“”\u00a0", max_size=8)

INLINE = st.recursive(
    SIGNS.map(lambda text: escape(text, quote=False)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.just("<br>"),
        st.tuples(
            st.sampled_from("b i em code kbd sub sup del small mark cite span".split()), inner
        ).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
        inner.map(lambda text: f"<a href=https://a.example/>{text}</a>"),
    ),
    max_leaves=5,
)


@given(st.sampled_from(("p", "h2", "li", "blockquote")), INLINE)
def test_no_sign_of_markdown_changes_what_is_shown(tag: str, inline: str) -> None:
    html = f"<{tag}>{inline}</{tag}>"
    markup = render(f"<body><p>x</p>{html}</body>")
    root = etree.fromstring(f"<html><body>{markup}</body></html>", etree.HTMLParser())
    assert letters(shown(to_markdown(markup))) == letters("".join(map(str, root.itertext())))


def holding(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Block elements around others."""

    def around(tag: str, *tags: str) -> st.SearchStrategy[str]:
        """An element with one to three others in it, each of them in elements of the tags."""

        def nest(found: list[str]) -> str:
            parts = ["".join(f"<{one}>{part}</{one}>" for one in tags) or part for part in found]
            return f"<{tag}>{''.join(parts)}</{tag}>"

        return st.lists(inner, min_size=1, max_size=3).map(nest)

    cell = st.tuples(st.sampled_from(("td", "th", "td colspan=2", "td rowspan=2")), inner)
    row = st.lists(cell, min_size=1, max_size=3).map(
        lambda cells: "<tr>" + "".join(f"<{tag}>{text}</{tag[:2]}>" for tag, text in cells)
    )
    rows = st.lists(row, min_size=1, max_size=3).map("".join)
    return st.one_of(
        around("ul", "li"),
        around("ol", "li"),
        around("dl", "dt", "dd"),
        around("blockquote"),
        around("figure"),
        around("div"),
        st.tuples(inner, inner).map(lambda two: f"{two[0]}<figcaption>{two[1]}</figcaption>"),
        st.tuples(inner, inner).map(
            lambda two: f"<details><summary>{two[0]}</summary>{two[1]}</details>"
        ),
        rows.map(lambda found: f"<table><tr><th>h</th></tr>{found}</table>"),
    )


LOOSE = st.lists(
    st.one_of(INLINE, SIGNS.map(lambda text: f"<code>{escape(text + '`', quote=False)}</code>")),
    min_size=1,
    max_size=3,
).map("".join)
"""Text, links and code that touch each other."""

BLOCKS = st.recursive(
    st.one_of(
        LOOSE,
        st.tuples(st.sampled_from(("p", "h2", "h4")), LOOSE).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        ),
        SIGNS.map(lambda text: f"<pre>{escape(text, quote=False)}\n  x</pre>"),
    ),
    holding,
    max_leaves=6,
)


@given(BLOCKS)
def test_no_nesting_of_blocks_changes_what_is_shown(html: str) -> None:
    markup = render(f"<body><p>x</p>{html}<p>y</p></body>")
    root = etree.fromstring(f"<html><body>{markup}</body></html>", etree.HTMLParser())
    assert letters(shown(to_markdown(markup))) == letters("".join(map(str, root.itertext())))


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<p><code>a</code><kbd>b`</kbd></p>", "`` ab` ``"),
        ("<p><small><code>a</code></small><code>b</code></p>", "`ab`"),
        (r"<table><tr><td><code>a\|*</code></td></tr></table>",
         "| <code>a\\\\&#124;\\*</code> |\n| --- |"),
        ("<details><summary><details><summary><ul><li>a</li></ul></summary></details></summary>"
         "<p>b</p></details>", "- a\n\nb"),
        ("<ol><li><blockquote><p>a</p></blockquote><table><tr><td>b</td></tr></table></li></ol>",
         "1. > a\n\n    | b |\n    | --- |"),
        ("<dl><dt>a</dt><dd><blockquote><p>b</p></blockquote></dd><dd><blockquote><p>c</p>"
         "</blockquote></dd></dl>", "- **a**\n\n  > b\n\n  > c"),
        ("<p>a</p><ul><li><table><tr><th>b</th></tr></table><p>c</p></li></ul>",
         "a\n\n- <!-- -->\n\n    | b |\n    | --- |\n\n  c"),
        ("<ul><li>a<br> <b>b</b><p>c</p></li></ul>", "- a  \n  **b**\n\n  c"),
        ("<ul><li><p>a<br><b>b</b></p><p>c</p></li></ul>", "- a  \n  **b**\n\n  c"),
        ("<ul>a<li>b</li><p>c</p></ul>", "- a\n\n- b\n\n- c"),
        ("<dl><dt><blockquote>&gt; a</blockquote></dt></dl>", "- > \\> a"),
        ("<details><summary>1. a</summary><p>b</p></details>", "**1. a**\n\nb"),
        ("<p>a<br>===</p>", "a  \n\\==="),
        ("<p>---<br>a</p>", "\\---  \na"),
    ],
)  # fmt: skip
def test_blocks_and_code_that_touch_stay_apart(markup: str, markdown: str) -> None:
    assert to_markdown(markup) == markdown


@pytest.mark.parametrize(
    ("rows", "markdown"),
    [
        ("<tr><th rowspan=2>a</th></tr><tr><td>b</td></tr>", "| a |  |\n| --- | --- |\n|  | b |"),
        ("<tr><td>a</td></tr><tr><td>b</td><td>c</td></tr>", "| a |  |\n| --- | --- |\n| b | c |"),
        ("<tr><td colspan=100>a</td></tr><tr><td>b</td><td>c</td></tr>",
         "| a |  |\n| --- | --- |\n| b | c |"),
        ("<th>a</th><tr><td>b</td></tr>", "| a |\n| --- |\n| b |"),
        ("a<tr><td>b</td></tr>", "a\n\n| b |\n| --- |"),
        ('<tr><td><a href="https://a.example/">a</a></td></tr><tr><td>+<a href="https://a.example/">'
         "b</a></td></tr>",
         "| [a](https://a.example/) |\n| --- |\n| +[b](https://a.example/) |"),
        ("<tr><td>a<b><br></b>b</td></tr>", "| a<br>b |\n| --- |"),
        ("<tr><td rowspan=x colspan=0>a</td></tr>", "| a |\n| --- |"),
    ],
)  # fmt: skip
def test_no_cell_is_left_out(rows: str, markdown: str) -> None:
    assert to_markdown(f"<table>{rows}</table>") == markdown


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<b>a</b><strong><i>&amp;</i></strong>", "**a<em>&</em>**"),
        ("<b>a</b><b>b</b> c", "**ab** c"),
        ("<b><sup>2</sup></b>a", "<strong><sup>2</sup></strong>a"),
        ("a<s><code> b</code></s>", "a<del>` b`</del>"),
        ("a<i><br>b</i>", "a  \n*b*"),
        ("<s>a!</s><small><s><a href=https://a.example/>b</a></s></small>",
         "~~a\\![b](https://a.example/)~~"),
        ("<i>a<br></i><b>b</b>", "*a*  \n**b**"),
        ("<cite>“a”</cite>–<cite>b</cite>", "*“a”*–*b*"),
        ("<b>a <i>“b”</i></b>", "**a <em>“b”</em>**"),
    ],
)  # fmt: skip
def test_emphasis_that_touches(markup: str, markdown: str) -> None:
    assert to_markdown(f"<p>{markup}</p>") == markdown


MIXED = (
    '<p>a <a href="https://a.example/">b</a><sup><a href="#fn-1">1</a></sup></p>'
    '<figure><a href="https://a.example/"><img src="https://a.example/i" alt="i"></a></figure>'
    '<p><a href="https://v.example/" class="embed">film</a></p>'
    "<table><tr><th>c</th></tr></table>"
)


@pytest.mark.parametrize(
    ("choice", "gone"),
    [
        ({"links": False}, ['href="https://a', 'class="embed"']),
        ({"images": False}, ["<img", "<figure", "film"]),
        ({"tables": False}, ["<table", ">c<"]),
    ],
)
def test_what_is_not_wanted_is_left_out(choice: dict[str, bool], gone: list[str]) -> None:
    markup = select(MIXED, **choice)
    for part in gone:
        assert part in MIXED
        assert part not in markup
    assert "#fn-1" in markup
    assert select(MIXED) == MIXED


def test_front_matter_is_yaml_that_no_text_breaks_out_of() -> None:
    fields = {"title": 'A "b": c\n---', "authors": ["Ä", "B"], "url": None, "tags": []}
    assert front_matter(fields) == ('---\ntitle: "A \\"b\\": c\\n---"\nauthors: ["Ä", "B"]\n---')


def test_safe_html_keeps_languages_formulas_and_notes() -> None:
    markup = (
        '<pre><code class="language-c++">x</code></pre><p><span class="math inline">\\(x\\)</span>'
        '<sup><a href="#fn-1" id="fnref-1">1</a></sup></p><ol><li id="fn-1">n</li></ol>'
    )
    assert safe_html(markup) == markup


def test_emphasis_that_never_ends_is_written_once_a_paragraph() -> None:
    html = "<div><b>text" * 50
    assert render(html).count("<b>") == 50


def test_a_formula_nested_without_end_is_text() -> None:
    def math(levels: int) -> str:
        return f"<p><math>{'<mrow><mi>x</mi>' * levels}{'</mrow>' * levels}</math></p>"

    assert "math inline" in render(math(20))
    assert "math inline" not in render(math(3000))


@pytest.mark.parametrize(("runs", "is_set"), [(1000, True), (1001, False)])
def test_as_many_runs_of_emphasis_are_shown_as_any_writer_sets(runs: int, *, is_set: bool) -> None:
    markdown = to_markdown(f"<p>{'<b>a</b> b ' * runs}</p><p><b>c</b></p>")
    assert markdown.count("**a**") == (runs if is_set else 0)
    assert markdown.count("a") == runs
    assert markdown.endswith("**c**")


def test_a_footnote_in_a_footnote_is_put_in_too() -> None:
    notes = '<ol><li id="fn-1">outer<ol><li id="fn-2">inner</li></ol></li></ol>'
    markdown = to_markdown(f'<p>a<a href="#fn-1">1</a> b<a href="#fn-2">2</a></p>{notes}')
    assert "[^1]: outer" in markdown
    assert "[^2]: inner" in markdown
