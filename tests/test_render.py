from __future__ import annotations

import pytest
from hypothesis import given
from lxml import etree

from cleanarticle.document import parse
from cleanarticle.page import Page
from cleanarticle.render import markup_of_text, markup_of_tree, safe_html, to_markdown
from cleanarticle.segment import segment
from test_segment import Tree, letters, trees


def render(html: str, skip: tuple[str, ...] = ()) -> str:
    document = parse(Page.of(html, url="https://site.example/dir/page"))
    page = segment(document)
    body = [index for index, block in enumerate(page.blocks) if block.text not in skip]
    return markup_of_tree(document, page, body)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div><div>a</div><section><span>b</span></section></div>", "<p>a</p><p>b</p>"),
        ("<td> a<br><br> b<br></td>", "<p>a</p><p>b</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p><p>b</p>"),
        ("<p>a<br>b <b class=x>c</b>.</p>", "<p>a<br>b <b>c</b>.</p>"),
        ("<h2>t</h2><p>p</p>", "<h2>t</h2><p>p</p>"),
        ("<ul><li>a<ul><li>b</ul><li><p>c</ul>", "<ul><li>a<ul><li>b</li></ul></li>"
         "<li><p>c</p></li></ul>"),
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
    ],
)
def test_markdown(markup: str, markdown: str) -> None:
    assert to_markdown(markup) == markdown
