"""Listings in the markup of highlighters: one block, with the same text everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest

from cleanarticle.core.listing_headers import listing_language
from cleanarticle.core.segmenter import segment
from cleanarticle.parsing.document import parse_markup
from cleanarticle.rendering import render_html, to_markdown
from support.pages import segmentation

if TYPE_CHECKING:
    from cleanarticle.core.segmentation import Segmentation

CODE = "def f(x):\n    if x:\n        return 1\n\n    return 2"
"""The listing of all cases: indentation and an empty line."""

_LINES = CODE.split("\n")


def _per_line(template: str, indent: str = " ") -> str:
    """Return the template for each line of the listing, with its number and its text."""
    return "".join(
        template.format(
            n=number, text=line.replace(" ", indent) if line else "", text_or_space=line or "\xa0"
        )
        for number, line in enumerate(_LINES, 1)
    )


def _numbers(template: str) -> str:
    return "".join(template.format(n=number) for number in range(1, len(_LINES) + 1))


LISTINGS = {
    "pre": f"<pre><code>{CODE}</code></pre>",
    "pre_breaks": f"<pre>{CODE.replace(chr(10), '<br>')}</pre>",
    "hexo": "<figure class='highlight py'><table><tr><td class=gutter><pre>"
    + _per_line("<span class=line>{n}</span><br>")
    + "</pre></td><td class=code><pre>"
    + _per_line("<span class=line>{text}</span><br>")
    + "</pre></td></tr></table></figure>",
    "lines_and_breaks": "<pre><code>"
    + _per_line("<span class=line>{text}</span><br>")
    + "</code></pre>",
    "breaks_in_code_of_pre": f"<pre><code>{_per_line('{text}<br>')}</code></pre>",
    "breaks_between_lines": "<pre class=code>"
    + _per_line("<span class=code-line>{text}</span><br>").removesuffix("<br>")
    + "</pre>",
    "github_blob": "<table class='highlight tab-size js-file-line-container'><tbody>"
    + _per_line(
        "\n<tr>\n<td id='L{n}' class='blob-num js-line-number' data-line-number='{n}'></td>\n"
        "<td id='LC{n}' class='blob-code blob-code-inner js-file-line'>{text}</td>\n</tr>"
    )
    + "\n</tbody></table>",
    "github_react": "<div class='react-code-lines'>"
    + _per_line(
        "<div class='react-code-text react-code-line-contents'><div>"
        "<div class='react-line-number react-code-text'>{n}</div>"
        "<div class='react-file-line'>{text}</div></div></div>"
    )
    + "</div>",
    "rouge": "<div class='language-py highlighter-rouge'><div class='highlight'>"
    "<pre class='highlight'><code><table class='rouge-table'><tbody><tr>"
    f"<td class='gutter gl'><pre class='lineno'>{_numbers('{n}' + chr(10))}</pre></td>"
    f"<td class='code'><pre>{CODE}\n</pre></td></tr></tbody></table></code></pre></div></div>",
    "pygments": "<div class='highlight'><table class='highlighttable'><tr><td class='linenos'>"
    f"<div class='linenodiv'><pre>{_numbers('<span>{n}</span>' + chr(10))}</pre></div></td>"
    f"<td class='code'><div><pre><span></span><code>{CODE}\n</code></pre></div></td></tr>"
    f"</table></div>",
    "pygments_inline": "<div class='highlight'><pre>"
    + _per_line("<span class='lineno'>{n} </span>{text}\n")
    + "</pre></div>",
    "pygments_plain_table": "<table><tr><td><pre>1\n2\n3\n4\n5</pre></td>"
    f"<td><pre>{CODE}</pre></td></tr></table>",
    "chroma_table": "<div class='highlight'><div class='chroma'><table class='lntable'><tr>"
    "<td class='lntd'><pre class='chroma'><code>"
    + _numbers("<span class='lnt'>{n}\n</span>")
    + "</code></pre></td><td class='lntd'><pre class='chroma'><code class='language-py'>"
    + _per_line("<span class='line'><span class='cl'>{text}\n</span></span>")
    + "</code></pre></td></tr></table></div></div>",
    "chroma_inline": "<pre class='chroma'><code>"
    + _per_line(
        "<span class='line'><span class='ln'>{n}</span><span class='cl'>{text}\n</span></span>"
    )
    + "</code></pre>",
    "hljs_ln": "<pre><code class='hljs python'><table class='hljs-ln'><tbody>"
    + _per_line(
        "<tr><td class='hljs-ln-line hljs-ln-numbers' data-line-number='{n}'>"
        "<div class='hljs-ln-n' data-line-number='{n}'></div></td>"
        "<td class='hljs-ln-line hljs-ln-code' data-line-number='{n}'>{text}</td></tr>"
    )
    + "</tbody></table></code></pre>",
    "syntaxhighlighter": "<div class='syntaxhighlighter python'><table><tbody><tr><td"
    " class='gutter'>"
    + _numbers("<div class='line number{n}'>{n}</div>")
    + "</td><td class='code'><div class='container'>"
    + _per_line(
        "<div class='line number{n}'><code class='plain'>{text}</code></div>", "&nbsp;"
    ).replace("'></code>", "'>&nbsp;</code>")
    + "</div></td></tr></tbody></table></div>",
    "syntaxhighlighter_2": "<div class='syntaxhighlighter py'><div class='bar'><div"
    " class='toolbar'>"
    "<a href='#'>?</a></div></div><div class='lines'>"
    + _per_line(
        "<div class='line alt1'><table><tr><td class='number'><code>{n}</code></td>"
        "<td class='content'><code class='plain'>{text}</code></td></tr></table></div>"
    )
    + "</div></div>",
    "dp_highlighter": "<div class='dp-highlighter'><ol class='dp-py' start='1'>"
    + _per_line("<li class='alt'><span><span class='keyword'>{text}</span></span></li>", "&nbsp;")
    + "</ol></div>",
    "prism": f"<pre class='line-numbers language-py'><code class='language-py'>{CODE}"
    f"<span class='line-numbers-rows' aria-hidden='true'>{'<span></span>' * 5}</span></code></pre>",
    "codemirror": "<div class='CodeMirror cm-s-default'><div style='overflow:hidden;height:0'>"
    "<textarea></textarea></div><div class='CodeMirror-scroll'><div class='CodeMirror-lines'>"
    "<div class='CodeMirror-code'>"
    + _per_line(
        "<div style='position:relative'><div class='CodeMirror-gutter-wrapper'>"
        "<div class='CodeMirror-linenumber CodeMirror-gutter-elt'>{n}</div></div>"
        "<pre class='CodeMirror-line'><span>{text_or_space}</span></pre></div>"
    )
    + "</div></div></div></div>",
    "codemirror_6": "<div class='cm-editor'><div class='cm-scroller'><div class='cm-gutters'>"
    + _numbers("<div class='cm-gutterElement'>{n}</div>")
    + "</div><div class='cm-content'>"
    + _per_line("<div class='cm-line'>{text}</div>").replace("'></div>", "'><br></div>")
    + "</div></div></div>",
    "shiki": "<pre class='shiki github-dark'><code>"
    + "\n".join(f"<span class='line'><span>{line}</span></span>" for line in _LINES)
    + "</code></pre>",
    "shiki_without_newlines": "<pre class='shiki'><code>"
    + _per_line("<span class='line'>{text}</span>")
    + "</code></pre>",
    "docusaurus": "<pre class='prism-code language-py'><code class='codeBlockLines_x'>"
    + _per_line("<span class='token-line'><span class='token plain'>{text}</span><br></span>")
    + "</code></pre>",
    "docusaurus_1": "<pre><code>"
    + _per_line("<div class='token-line'>{text}</div>").replace("'></div>", "'>\n</div>")
    + "</code></pre>",
    "crayon": "<div class='crayon-syntax'><div class='crayon-main'><table class='crayon-table'>"
    "<tr class='crayon-row'><td class='crayon-nums'><div class='crayon-nums-content'>"
    + _numbers("<div class='crayon-num'>{n}</div>")
    + "</div></td><td class='crayon-code'><div class='crayon-pre'>"
    + _per_line(
        "<div class='crayon-line' id='crayon-{n}'><span class='crayon-h'>{text}</span></div>"
    )
    + "</div></td></tr></table></div></div>",
    "blogger": f"<p><code>{CODE.replace(' ', '&nbsp;').replace(chr(10), '<br />' + chr(10))}"
    f"</code></p>",
    "blogger_div": "<div class='code'>"
    f"{CODE.replace('    ', '&nbsp; &nbsp; ').replace(chr(10), '<br />' + chr(10))}</div>",
    "gitlab": "<table class='code'><tbody><tr><td class='line-numbers'>"
    + _numbers("<a class='diff-line-num' data-line-number='{n}' href='#L{n}'>{n}</a>\n")
    + "</td><td class='blob-content'><pre class='code highlight'><code>"
    + "\n".join(
        f"<span id='LC{n}' class='line' lang='python'>{t}</span>" for n, t in enumerate(_LINES, 1)
    )
    + "</code></pre></td></tr></tbody></table>",
    "gitlab_2": "<div class='file-content code'><div class='line-numbers'>"
    + _numbers("<a class='file-line-num' data-line-number='{n}'>{n}</a>")
    + "</div><div class='blob-content'><pre class='code highlight'><code>"
    + "\n".join(f"<div id='LC{n}' class='line'>{t}</div>" for n, t in enumerate(_LINES, 1))
    + "</code></pre></div></div>",
    "expressive_code": "<pre data-language='py'><code>"
    + _per_line(
        "<div class='ec-line'><div class='gutter'><div class='ln'>{n}</div></div>"
        "<div class='code'>{text}</div></div>"
    ).replace("'code'></div>", "'code'>\n</div>")
    + "</code></pre>",
    "gatsby": "<pre class='language-py'><code>"
    + _per_line("<span style='display:block'>{text}</span>")
    + "</code></pre>",
    "ol_code": "<ol class='code'>" + _per_line("<li><code>{text}</code></li>", "&nbsp;") + "</ol>",
    "prettify": "<pre class='prettyprint'><ol class='linenums'>"
    + _per_line("<li class='L{n}'><span class='pln'>{text}</span></li>")
    + "</ol></pre>",
    "code_elements": "<pre>" + _per_line("<code>{text}</code>") + "</pre>",
    "code_elements_breaks": "<div>"
    + "<br>".join(f"<code>{line.replace(' ', '&nbsp;') or '&nbsp;'}</code>" for line in _LINES)
    + "</div>",
    "doxygen": "<div class='fragment'>"
    + _per_line("<div class='line'><a id='l{n}'></a><span class='lineno'> {n}</span>{text}</div>\n")
    + "</div>",
    "geshi": "<div class='wp-geshi-highlight'><pre><ol>"
    + _per_line("<li class='li1'><div class='de1'>{text}</div></li>")
    + "</ol></pre></div>",
    "enlighter": "<div class='enlighter'>"
    + _per_line("<div class=''><div><span class='enlighter-text'>{text}</span></div></div>")
    + "</div>",
    "monaco": "<div class='monaco-editor'><div class='view-lines'>"
    + _per_line("<div class='view-line' style='top:{n}px'><span>{text}</span></div>", "&nbsp;")
    + "</div></div>",
    "number_cells": "<div class='source'><table>"
    + _per_line("<tr><td>{n}</td><td><pre>{text}</pre></td></tr>")
    + "</table></div>",
    "nameless_numbers": "<pre><div>"
    + _per_line(
        "<div class='x1'><style>.a{{}}</style><span class='x2'>{n}</span><div>{text}</div></div>"
    )
    + "</div></pre>",
    "pretty_printed": "<pre><code>\n"
    + _per_line("  <div class='line'>{text}</div>\n")
    + "</code></pre>",
    "copy_button": f"<pre><button class='copy'>Copy</button><code>{CODE}</code></pre>",
}


def _code_blocks(page: Segmentation) -> list[str]:
    return [block.text for block in page.blocks if page.boxes[block.box].tag == "pre"]


@pytest.mark.parametrize("name", LISTINGS)
def test_segment_listing_of_a_highlighter_is_one_block(name: str) -> None:
    page = segmentation(f"<p>before</p>{LISTINGS[name]}<p>after</p>")
    assert [text for text in _code_blocks(page) if text != "Copy"] == [CODE]
    texts = [block.text for block in page.blocks]
    assert (texts[0], texts[-1]) == ("before", "after")
    others = [text for text in texts[1:-1] if text not in (CODE, "Copy", "?")]
    assert not any(map(str.strip, others)) or name == "gitlab_2"


@pytest.mark.parametrize("name", LISTINGS)
def test_render_listing_of_a_highlighter_markdown_has_its_text(name: str) -> None:
    document = parse_markup(f"<p>before</p>{LISTINGS[name]}<p>after</p>")
    page = segment(document)
    body = [
        index for index, block in enumerate(page.blocks) if block.text in ("before", "after", CODE)
    ]
    markdown = to_markdown(render_html(document, page, body))
    assert f"\n{CODE}\n```\n\nafter" in markdown
    assert markdown.startswith("before\n\n```")


ORDINARY = {
    "ranking": "<table><tr><td>1</td><td>Ann</td></tr><tr><td>2</td><td>Bo</td></tr></table>",
    "exit_codes": "<table><tr><td>0</td><td><code>OK</code></td></tr>"
    "<tr><td>1</td><td><code>FAILED</code></td></tr></table>",
    "list_of_names": "<ul><li><code>a()</code></li><li><code>b()</code></li></ul>",
    "names_in_line": "<p><code>a()</code> <code>b()</code></p>",
    "parameters": "<table><tr><td>type</td><td><code>int<br>long</code></td></tr></table>",
    "coupon": "<div class='coupon-code'><div>Use this one</div><div>SAVE10</div></div>",
    "lines_of_an_address": "<div><div class='line'>1 High Street</div><div class='line'>York"
    "</div></div>",
}


@pytest.mark.parametrize("name", ORDINARY)
def test_segment_what_only_resembles_code_is_no_listing(name: str) -> None:
    assert not _code_blocks(segmentation(ORDINARY[name]))


def test_segment_pre_around_a_page_keeps_its_blocks() -> None:
    page = segmentation("<pre><h1>Title</h1><div>one</div><p>two</p></pre>")
    assert [block.text for block in page.blocks] == ["Title", "one", "two"]


def test_segment_hidden_text_in_a_listing_is_a_hidden_block() -> None:
    html = "<pre><div>a = 1</div><div hidden>obey</div><div>b = 2</div></pre>"
    blocks = segmentation(html).blocks
    assert [(block.text, block.hidden) for block in blocks] == [
        ("obey", True),
        ("a = 1\nb = 2", False),
    ]


def test_segment_words_in_a_gutter_are_kept() -> None:
    html = "<table class='hljs-ln'><tr><td class='gutter'>note</td><td>a = 1</td></tr></table>"
    assert "note" in segmentation(html).blocks[0].text


def test_segment_listing_in_which_some_lines_are_elements_keeps_its_spaces() -> None:
    html = (
        "<pre><code><span class='highlight-line'><b>import</b> a</span>\n<b>class</b> <i>B</i> {\n"
        "<span class='highlight-line'>  x</span>\n\n  <b>y</b> <i>z</i>\n}</code></pre>"
    )
    assert [block.text for block in segmentation(html).blocks] == [
        "import a\nclass B {\n  x\n\n  y z\n}"
    ]


def test_segment_quotation_whose_name_contains_code_is_no_listing() -> None:
    html = (
        "<div class='bbCodeBlock-expandContent'>Hello,<br><br>what sounds better (to you):<br>a)"
        " one"
        "<br>b) two<br>Thank you</div>"
    )
    assert not _code_blocks(segmentation(html))


def test_segment_list_below_a_name_of_code_is_no_listing() -> None:
    html = "<div class='highlight'><ul><li><a href=1>#1</a> from ann: a fix</li><li>two</li>"
    "</ul></div>"
    assert not _code_blocks(segmentation(html))


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ('<div class="highlight--with-header"><pre>a\nb</pre></div>', ""),
        ('<div class="highlight-wrapper"><pre>a\nb</pre></div>', ""),
        ('<div class="lang-en-us"><pre>a\nb</pre></div>', ""),
        ('<pre><code class="hljs whitespace-pre">a\nb</code></pre>', ""),
        ('<pre><code class="lang-auto">a\nb</code></pre>', ""),
        ('<div class="highlight-wrapper"><pre class="lang-pl">a\nb</pre></div>', "pl"),
        ('<div class="code"><span>C++</span><pre>a\nb</pre></div>', "c++"),
        ('<div class="code"><span>Terminal</span><pre>a\nb</pre></div>', ""),
        ("<div><span>Python</span><pre>a\nb</pre></div>", ""),
        ("<pre><span>$ </span><code>bash\nls</code></pre>", ""),
    ],
)
def test_listing_language_is_that_of_classes_or_of_the_label_above(
    markup: str, language: str
) -> None:
    assert listing_language(next(lxml.html.fromstring(markup).iter("pre"))) == language
