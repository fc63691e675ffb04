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
    render_html,
    render_text_as_html,
    sanitize_html,
    select_markup,
    to_markdown,
)
from support.nesting import PARSER, shown_html
from support.pages import Tree, letters, trees
from support.paths import FIXTURES

URL = "https://site.example/dir/page"


def render(html: str, skip: tuple[str, ...] = ()) -> str:
    document = parse(Page(html.encode(), url=URL, encoding="utf-8"))
    page = segment(document)
    body = [index for index, block in enumerate(page.blocks) if block.text not in skip]
    return render_html(document, page, body)


CASES = sorted((FIXTURES / "render").iterdir())


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_to_markdown_reference_page_equals_expected(folder: Path) -> None:
    # The expected Markdown was written by hand.
    document = parse(Page((folder / "source.html").read_bytes(), url=URL))
    page = segment(document)
    visible = [index for index, block in enumerate(page.blocks) if not block.hidden]
    markdown = to_markdown(render_html(document, page, visible))
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
def test_render_html_nested_markup_keeps_only_meaningful_elements(html: str, expected: str) -> None:
    assert render(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>a<li>drop<li>b</ol>", '<ol><li>a</li><li value="3">b</li></ol>'),
        ("<ol start=4><li>drop<li>b<li>c</ol>",
         '<ol start="4"><li value="5">b</li><li>c</li></ol>'),
        ("<ol reversed><li>drop<li>b<li>c</ol>",
         '<ol start="3" reversed=""><li value="2">b</li><li>c</li></ol>'),
        ("<ol><li>a<li value=9>b<li>c</ol>", '<ol><li>a</li><li value="9">b</li><li>c</li></ol>'),
        ("<ol><li>a<li><li hidden>drop<li>b</ol>", "<ol><li>a</li><li>b</li></ol>"),
        ("<ol><li>a<ol><li>b<li>drop<li>c</ol><li>d</ol>",
         '<ol><li>a<ol><li>b</li><li value="3">c</li></ol></li><li>d</li></ol>'),
    ],
)  # fmt: skip
def test_render_html_list_items_keep_their_numbers(html: str, expected: str) -> None:
    markup = render(html, skip=("drop",))
    assert markup == expected
    assert sanitize_html(markup) == markup


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>H<ul><li>a<li>b</ul></h2>",
         "<h2>H</h2><ul><li><h2>a</h2></li><li><h2>b</h2></li></ul>"),
        ("<h3><h2>a</h2></h3>", "<h3>a</h3>"),
        ("<h2>H<ul><li>a<h2>G<ul><li>b",
         "<h2>H</h2><ul><li><h2>a</h2><h2>G</h2><ul><li><h2>b</h2></li></ul></li></ul>"),
    ],
)  # fmt: skip
def test_render_html_heading_around_list_is_moved_into_its_items(html: str, expected: str) -> None:
    assert render(html) == expected


@pytest.mark.parametrize(
    "piece",
    ["<h2>H<ul><li>text", "<blockquote><p>text", "<ol><li>text", "<dl><dt>a<dd>text",
     "<details><summary>text", "<figure><figcaption>text", "<sub>text ", "<q>text ",
     "<dl><dt>text"],
)  # fmt: skip
def test_render_html_unclosed_elements_give_output_linear_in_input(piece: str) -> None:
    short, long = (render(piece * count) for count in (100, 400))
    assert len(long) < 5 * len(short)
    shown = shown_html(PARSER.render(to_markdown(long)))
    assert len("".join(map(str, shown.itertext())).split()) >= 400


def test_render_html_partial_body_omits_other_blocks() -> None:
    html = "<ul><li>keep</li><li>drop</li></ul><p>drop</p><h2>keep too</h2>"
    assert render(html, skip=("drop",)) == "<ul><li>keep</li></ul><h2>keep too</h2>"


def test_render_html_image_next_to_boilerplate_is_kept_only_in_body_figure() -> None:
    html = "<p>a</p><img src=1><p>drop</p><figure><p>cap</p><img src=2></figure><p>drop</p>"
    markup = render(html, skip=("drop",))
    assert "/1" not in markup
    assert "/2" in markup


LEAD_FIGURE = "<figure><img src=/a.jpg><figcaption>Caption</figcaption></figure><p>Photo: Bo</p>"


def shows_lead_image(html: str, skip: tuple[str, ...], heading: int | None = None) -> bool:
    document = parse(Page(html.encode(), url=URL, encoding="utf-8"))
    page = segment(document)
    body = [index for index, block in enumerate(page.blocks) if block.text not in skip]
    return "a.jpg" in render_html(document, page, body, heading)


def test_render_html_figure_with_boilerplate_caption_is_kept_between_body_blocks() -> None:
    boilerplate = ("Caption", "Photo: Bo")
    assert shows_lead_image(f"<p>a</p>{LEAD_FIGURE}<p>b</p>", boilerplate)
    assert not shows_lead_image(f"<p>a</p>{LEAD_FIGURE}<p>x</p><p>b</p>", (*boilerplate, "x"))
    assert not shows_lead_image(f"<p>x</p>{LEAD_FIGURE}<p>b</p>", (*boilerplate, "x"))
    teaser = LEAD_FIGURE.replace("Caption", "<a href=/other>Caption</a>")
    assert not shows_lead_image(f"<p>a</p>{teaser}<p>b</p>", boilerplate)


def test_render_html_figure_between_title_and_body_is_kept() -> None:
    boilerplate = ("Title", "By Bo", "Caption", "Photo: Bo")
    assert shows_lead_image(
        f"<h1>Title</h1><p>By Bo</p>{LEAD_FIGURE}<p>b</p>", boilerplate, heading=0
    )
    assert not shows_lead_image(f"<p>By Bo</p>{LEAD_FIGURE}<p>b</p>", boilerplate)
    assert not shows_lead_image(f"{LEAD_FIGURE}<h1>Title</h1><p>b</p>", boilerplate, heading=2)


def test_render_html_omitted_cell_keeps_its_column() -> None:
    cell_1, cell_2, cell_3 = (digit * 400 for digit in "123")
    html = f"<table><tr><th>a<th>b<th>c</tr><tr><td>{cell_1}<td>{cell_2}<td>{cell_3}</tr></table>"
    row = f"<tr><td>{cell_1}</td><td></td><td>{cell_3}</td></tr>"
    assert row in render(html, skip=(cell_2,))


def test_render_html_link_without_target_becomes_text() -> None:
    assert render("<p>a <a href='#'>b</a></p>") == "<p>a b</p>"


def test_render_html_recurring_image_without_alt_is_omitted() -> None:
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
         "[https://a.example/r_s](https://b.example/)"),
        ("<p>https://a.example/r_s?x&amp;copy;y</p>", "https\\://a.example/r_s?x\\&copy;y"),
        ("<ol><li><ol><li>a</li><li>b</li></ol></li></ol>", "1. a\n2. b"),
        ("<p><cite>Lee, Ann. <i>Bridges</i>.</cite></p>", "Lee, Ann. *Bridges*."),
        ("<p><cite>Bridges</cite></p>", "*Bridges*"),
    ],
)  # fmt: skip
def test_to_markdown_urls_wrappers_and_citations_are_converted(markup: str, markdown: str) -> None:
    assert to_markdown(markup) == markdown


def test_render_html_base_element_resolves_relative_links() -> None:
    base = "<base target=_blank><base href=https://other.example/x/>"
    html = f"{base}<p><a href=y>z</a></p>"
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
def test_render_html_active_content_is_removed(html: str) -> None:
    markup = render(html)
    for forbidden in ("script:", "<script", "onclick", "onerror", "style", "data:", "href"):
        assert forbidden not in markup
    assert sanitize_html(markup) == markup


def test_render_text_as_html_special_characters_and_newlines_are_converted() -> None:
    assert render_text_as_html(["a <b>\nc", "d"]) == "<p>a &lt;b&gt;<br>c</p>\n<p>d</p>"


@given(trees())
def test_render_html_generated_page_is_well_formed_with_all_text_in_order(tree: Tree) -> None:
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
        ("<p>2 * 3 * 4 and snake_case_name</p>", "2 * 3 * 4 and snake_case_name"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ('<pre><code class="language-py">a\n  b</code></pre>', "```py\na\n  b\n```"),
        ('<p><a href="https://x.example/">c</a></p>', "[c](https://x.example/)"),
        ("", ""),
        ('<p>a<a href="https://x.example/"><br></a>b</p>', "a  \nb"),
        ('<p>a!<a href="https://x.example/">b</a></p>', r"a\![b](https://x.example/)"),
        ("<p>a\x0bb\x1f <b>c</b></p>", "ab **c**"),
    ],
)
def test_to_markdown_common_elements_are_converted(markup: str, markdown: str) -> None:
    assert to_markdown(markup) == markdown


def displayed_text(markdown: str) -> str:
    """Return the text of the rendered Markdown."""
    plain = re.sub(r"^\[\^[^\]]+\]: ", "", markdown, flags=re.MULTILINE)  # footnote labels
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(plain)
    root = etree.fromstring(f"<html><body>{rendered}</body></html>", etree.HTMLParser())
    return "".join(map(str, root.itertext()))


PAGES_WITH_OMITTED_TEXT = ("math", "code_pygments", "code_numbered", "footnotes_wiki")
"""Pages with block text that rendering replaces or omits: formulas rendered by MathJax, line
numbers, and letters that link back from a footnote."""


@pytest.mark.parametrize(
    "folder",
    [case for case in CASES if not case.name.startswith(PAGES_WITH_OMITTED_TEXT)],
    ids=lambda folder: folder.name,
)
def test_to_markdown_reference_page_shows_the_words_of_the_blocks(folder: Path) -> None:
    document = parse(Page((folder / "source.html").read_bytes(), url=URL))
    page = segment(document)
    markup = select_markup(render_html(document, page, range(len(page.blocks))), images=False)
    text = "\n".join(block.text for block in page.blocks)
    assert letters(" ".join(tokenize(displayed_text(to_markdown(markup))))) == letters(
        " ".join(tokenize(text))
    )


SPECIAL_TEXT = st.text("abA1.)#*_~<>[]`&;|\\-+=:!$() \"'^{}/ é中“”\u00a0", max_size=8)

INLINE = st.recursive(
    SPECIAL_TEXT.map(lambda text: escape(text, quote=False)),
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
def test_to_markdown_generated_inline_markup_preserves_displayed_text(
    tag: str, inline: str
) -> None:
    html = f"<{tag}>{inline}</{tag}>"
    markup = render(f"<body><p>x</p>{html}</body>")
    root = etree.fromstring(f"<html><body>{markup}</body></html>", etree.HTMLParser())
    assert letters(displayed_text(to_markdown(markup))) == letters(
        "".join(map(str, root.itertext()))
    )


def block_elements(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return a strategy for block elements with the given content."""

    def container(tag: str, *item_tags: str) -> st.SearchStrategy[str]:
        """Return a strategy for an element with one to three children.

        Args:
            tag: Name of the element.
            item_tags: Names of elements that each wrap a copy of a child; none by default.
        """

        def build(children: list[str]) -> str:
            parts = [
                "".join(f"<{item}>{child}</{item}>" for item in item_tags) or child
                for child in children
            ]
            return f"<{tag}>{''.join(parts)}</{tag}>"

        return st.lists(content, min_size=1, max_size=3).map(build)

    cell = st.tuples(st.sampled_from(("td", "th", "td colspan=2", "td rowspan=2")), content)
    row = st.lists(cell, min_size=1, max_size=3).map(
        lambda cells: "<tr>" + "".join(f"<{tag}>{text}</{tag[:2]}>" for tag, text in cells)
    )
    rows = st.lists(row, min_size=1, max_size=3).map("".join)
    return st.one_of(
        container("ul", "li"),
        container("ol", "li"),
        container("dl", "dt", "dd"),
        container("blockquote"),
        container("figure"),
        container("div"),
        st.tuples(content, content).map(
            lambda pair: f"{pair[0]}<figcaption>{pair[1]}</figcaption>"
        ),
        st.tuples(content, content).map(
            lambda pair: f"<details><summary>{pair[0]}</summary>{pair[1]}</details>"
        ),
        rows.map(lambda body: f"<table><tr><th>h</th></tr>{body}</table>"),
    )


ADJACENT_INLINE = st.lists(
    st.one_of(
        INLINE, SPECIAL_TEXT.map(lambda text: f"<code>{escape(text + '`', quote=False)}</code>")
    ),
    min_size=1,
    max_size=3,
).map("".join)
"""Text, links and code without whitespace between them."""

BLOCKS = st.recursive(
    st.one_of(
        ADJACENT_INLINE,
        st.tuples(st.sampled_from(("p", "h2", "h4")), ADJACENT_INLINE).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        ),
        SPECIAL_TEXT.map(lambda text: f"<pre>{escape(text, quote=False)}\n  x</pre>"),
    ),
    block_elements,
    max_leaves=6,
)


@given(BLOCKS)
def test_to_markdown_generated_block_nesting_preserves_displayed_text(html: str) -> None:
    markup = render(f"<body><p>x</p>{html}<p>y</p></body>")
    root = etree.fromstring(f"<html><body>{markup}</body></html>", etree.HTMLParser())
    assert letters(displayed_text(to_markdown(markup))) == letters(
        "".join(map(str, root.itertext()))
    )


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
         "1. > a\n\n   | b |\n   | --- |"),
        ("<dl><dt>a</dt><dd><blockquote><p>b</p></blockquote></dd><dd><blockquote><p>c</p>"
         "</blockquote></dd></dl>", "- **a**\n\n  > b\n\n  > c"),
        ("<p>a</p><ul><li><table><tr><th>b</th></tr></table><p>c</p></li></ul>",
         "a\n\n- | b |\n  | --- |\n\n  c"),
        ("<ul><li>a<br> <b>b</b><p>c</p></li></ul>", "- a  \n  **b**\n\n  c"),
        ("<ul><li><p>a<br><b>b</b></p><p>c</p></li></ul>", "- a  \n  **b**\n\n  c"),
        ("<ul>a<li>b</li><p>c</p></ul>", "- a\n\n- b\n\n- c"),
        ("<dl><dt><blockquote>&gt; a</blockquote></dt></dl>", "- > \\> a"),
        ("<details><summary>1. a</summary><p>b</p></details>", "**1. a**\n\nb"),
        ("<p>a<br>===</p>", "a  \n\\==="),
        ("<p>---<br>a</p>", "\\---  \na"),
    ],
)  # fmt: skip
def test_to_markdown_adjacent_blocks_and_code_are_unambiguous(markup: str, markdown: str) -> None:
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
def test_to_markdown_irregular_table_keeps_all_cells(rows: str, markdown: str) -> None:
    assert to_markdown(f"<table>{rows}</table>") == markdown


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("<b>a</b><strong><i>&amp;</i></strong>", "**a<em>&</em>**"),
        ("<b>a</b><b>b</b> c", "**ab** c"),
        ("<b><sup>2</sup></b>a", "<strong><sup>2</sup></strong>a"),
        ("a<s><code> b</code></s>", "a ~~`b`~~"),
        ("a<i><br>b</i>", "a  \n*b*"),
        ("<s>a!</s><small><s><a href=https://a.example/>b</a></s></small>",
         "~~a\\![b](https://a.example/)~~"),
        ("<i>a<br></i><b>b</b>", "*a*  \n**b**"),
        ("<cite>“a”</cite>–<cite>b</cite>", "*“a”*–*b*"),
        ("<b>a <i>“b”</i></b>", "**a *“b”***"),
    ],
)  # fmt: skip
def test_to_markdown_adjacent_emphasis_is_unambiguous(markup: str, markdown: str) -> None:
    assert to_markdown(f"<p>{markup}</p>") == markdown


MARKUP = (
    '<p>a <a href="https://a.example/">b</a><sup><a href="#fn-1">1</a></sup></p>'
    '<figure><a href="https://a.example/"><img src="https://a.example/i" alt="i"></a></figure>'
    '<p><a href="https://v.example/" class="embed">film</a></p>'
    "<table><tr><th>c</th></tr></table>"
)


@pytest.mark.parametrize(
    ("options", "removed"),
    [
        ({"links": False}, ['href="https://a', 'class="embed"']),
        ({"images": False}, ["<img", "<figure", "film"]),
        ({"tables": False}, ["<table", ">c<"]),
    ],
)
def test_select_markup_disabled_option_removes_elements(
    options: dict[str, bool], removed: list[str]
) -> None:
    markup = select_markup(MARKUP, **options)
    for part in removed:
        assert part in MARKUP
        assert part not in markup
    assert "#fn-1" in markup
    assert select_markup(MARKUP) == MARKUP


def test_front_matter_special_characters_are_escaped_and_empty_fields_omitted() -> None:
    fields = {"title": 'A "b": c\n---', "authors": ["Ä", "B"], "url": None, "tags": []}
    assert front_matter(fields) == ('---\ntitle: "A \\"b\\": c\\n---"\nauthors: ["Ä", "B"]\n---')


def test_sanitize_html_keeps_code_languages_formulas_and_footnotes() -> None:
    markup = (
        '<pre><code class="language-c++">x</code></pre><p><span class="math inline">\\(x\\)</span>'
        '<sup><a href="#fn-1" id="fnref-1">1</a></sup></p><ol><li id="fn-1">n</li></ol>'
    )
    assert sanitize_html(markup) == markup


def test_render_html_unclosed_emphasis_is_written_once_per_paragraph() -> None:
    html = "<div><b>text" * 50
    assert render(html).count("<b>") == 50


def test_render_html_too_deeply_nested_formula_becomes_text() -> None:
    def math(levels: int) -> str:
        return f"<p><math>{'<mrow><mi>x</mi>' * levels}{'</mrow>' * levels}</math></p>"

    assert "math inline" in render(math(20))
    assert "math inline" not in render(math(3000))


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (r"\(a\) b \[c\]", ["a", "c"]),
        (r"\(a \(b\)", ["b"]),
        (r"\[a \(b\) \[", ["b"]),
        (r"\(a\\[2pt] b\) c", [r"a\\[2pt] b"]),
        (r"\(\(\(", []),
        (r"\\(a\) b", []),
    ],
)
def test_render_html_delimited_tex_ends_before_the_next_start(
    text: str, formulas: list[str]
) -> None:
    markup = render(f"<script src=/katex.js></script><p>{text}</p>")
    assert re.findall(r'class="math \w+">\\[(\[](.*?)\\[)\]]</span>', markup) == formulas


def test_render_html_each_image_of_a_picture_has_the_sources_before_it() -> None:
    markup = render(
        "<p>a</p><picture><source srcset='b.png 2x'><img src=a.png>"
        "<source srcset='d.png 2x'><img src=c.png></picture><p>b</p>"
    )
    assert re.findall(r"(\w).png", markup) == ["b", "d"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("<a href='/@'>", "</a>"),
        ("<a href=/x title='@'>", "</a>"),
        ("<abbr title='@'>", "</abbr>"),
        ("<time datetime='@'>", "</time>"),
        ("<q cite='/@'>", "</q>"),
        ("<p><a href='/@'><b>", "</b></a>"),
    ],
)
def test_render_html_long_attribute_around_many_blocks_is_repeated_some_times(
    start: str, end: str
) -> None:
    def length(size: int) -> int:
        blocks = "<div>a few words</div>" * size
        return len(render(f"{start.replace('@', 'x' * 10 * size)}{blocks}{end}"))

    assert length(1000) < 12 * length(100)
    assert render(f"{start.replace('@', 'y')}<div>a</div><div>b</div>{end}").count("y") == 2


def test_to_markdown_nested_footnotes_are_both_defined() -> None:
    notes = '<ol><li id="fn-1">outer<ol><li id="fn-2">inner</li></ol></li></ol>'
    markdown = to_markdown(f'<p>a<a href="#fn-1">1</a> b<a href="#fn-2">2</a></p>{notes}')
    assert "[^1]: outer" in markdown
    assert "[^2]: inner" in markdown
