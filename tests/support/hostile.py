r"""Hostile documents: constructs of HTML and of what pages embed, each repeated n times.

Run as a program, it measures how the costs of one construct grow:

    PYTHONPATH=src:tests python -m support.hostile 'nested div'
"""

from __future__ import annotations

import gc
import json
import math
import resource
import sys
import time
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import cleanarticle
from cleanarticle.page import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

Generator: TypeAlias = "Callable[[int], str | bytes]"
"""Function that returns a document with n repetitions of a construct."""

_PROSE = (
    "The council voted on Tuesday to repair the old bridge before the winter, and the mayor said "
    "that the work would begin in October, as soon as the water of the river falls. "
)

_ARTICLE = f"<h1>Old bridge to be repaired</h1><p>{_PROSE}</p><p>{_PROSE * 2}</p>"

_NUMBER = "<%d>"
"""Placeholder for the number of a repetition."""


def _page(body: str, head: str = "") -> str:
    head = f"<title>Old bridge to be repaired</title>{head}"
    return f"<html><head>{head}</head><body><article>{_ARTICLE}{body}</article></body></html>"


def _repeated(part: str, n: int) -> str:
    if _NUMBER not in part:
        return part * n
    return "".join(part.replace(_NUMBER, str(number)) for number in range(n))


def _square(row: str, cell: str, n: int) -> str:
    """Return n cells in as many rows as columns."""
    side = math.isqrt(n)
    return (row + cell * side) * side


def _body(part: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a generator of pages whose bodies contain n times the same markup."""
    return lambda n: _page(before + _repeated(part, n) + after)


def _nested(start: str, end: str = "", inside: str = "text") -> Callable[[int], str]:
    """Return a generator of pages with n levels of the same markup."""
    return lambda n: _page(start * n + inside + end * n)


def _head(part: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a generator of pages whose heads contain n times the same markup."""
    return lambda n: _page("", before + _repeated(part, n) + after)


def _json_page(json_ld: str) -> str:
    return _page("", f'<script type="application/ld+json">{json_ld}</script>')


def _script(part: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a generator of pages with JSON-LD."""
    return lambda n: _json_page(before + _repeated(part, n) + after)


def _microdata(part: str, after: str = "") -> Callable[[int], str]:
    before = '<div itemscope itemtype="https://schema.org/Article"><b itemprop=name>a</b>'
    return _body(part, before, after)


def _text(part: str, before: str = "") -> Callable[[int], str]:
    return lambda n: before + _repeated(part, n)


_IMAGE = "data:image/png;base64," + "iVBORw0KGgo" * 20
_KATEX = '<script src="/katex.min.js"></script>'
_COMMENTS = "<div id=comments>"
_COMMENT = "<div class=comment><cite>Ann Lee</cite><p>I agree with the writer of this text.</p>"
_ITEM = '{"@type":"NewsArticle","headline":"Old bridge","@id":"#<%d>"}'

_HTML: dict[str, Generator] = {
    # Nesting
    "nested div": _nested("<div>"),
    "nested div with text": _nested("<div>a", "b</div>"),
    "nested span": _nested("<span>a", "</span>"),
    "nested b": _nested("<b>a", "</b>"),
    "nested b and i": _nested("<b><i>a", "</i></b>"),
    "nested font": _nested("<font>a ", "</font>"),
    "nested blockquote": _nested("<blockquote>a", "</blockquote>"),
    "nested blockquote and p": _nested("<blockquote><p>item text"),
    "nested details": _nested("<details><summary>a</summary>b", "</details>"),
    "nested details, summary not closed": _nested("<details><summary>"),
    "nested ul": _nested("<ul><li>a", "</ul>"),
    "nested ol": _nested("<ol><li>a", "</ol>"),
    "nested ul in ul": _nested("<ul>a", "</ul>"),
    "nested dl": _nested("<dl><dt>a<dd>b", "</dl>"),
    "nested table": _nested("<table><tr><td>a", "</table>"),
    "nested section with heading": _nested("<section><h2>a</h2>b", "</section>"),
    "nested article": _nested("<article><p>a</p>", "</article>"),
    "nested figure": _nested("<figure><img src=a.png><figcaption>a", "</figure>"),
    "nested pre": _nested("<pre>a", "</pre>"),
    "nested code": _nested("<code>a ", "</code>"),
    "nested q": _nested("<q>a", "</q>"),
    "nested sub": _nested("<sub>a", "</sub>"),
    "nested ruby": _nested("<ruby>a<rt>b", "</ruby>"),
    "nested a": _nested("<a href=/x>a", "</a>"),
    "nested heading and list": _nested("<h2>H<ul><li>text"),
    "nested form": _nested("<form>a<label>b", "</form>"),
    "nested button": _nested("<button>a", "</button>"),
    "nested custom element": _nested("<x-a>a", "</x-a>"),
    "nested svg": _nested("<svg><g>", "</g></svg>", "<text>a</text>"),
    "nested hidden": _nested("<div hidden>a", "</div>"),
    "nested object": _nested("<object data=a>", "</object>"),
    "nested video": _nested("<video src=a.mp4>", "</video>"),
    "nested picture": _nested("<picture><img src=a.png>", "</picture>"),
    "nested noscript": _nested("<noscript>a", "</noscript>"),
    "nested template": _nested("<template>a", "</template>"),
    "deep, then wide": lambda n: _page("<div>" * 400 + "<p>a few words</p>" * n),
    # Elements without end tags, and end tags without elements
    "p not closed": _body("<p>a few words"),
    "li not closed": _body("<li>a few words"),
    "td not closed": _body("<td>a", "<table><tr>"),
    "b not closed": _body("<p><b>a few words</p>"),
    "a not closed": _body("<p><a href=/x>a few words</p>"),
    "i and p not closed": _body("<i><p>a few"),
    "end tags": _body("</b></p></div>a"),
    "end of body": _body("</body></html>a few <b>words</b>"),
    "misnested": _body("<b><p>a</b>b</p>"),
    "elements of body in head": lambda n: f"<title>x</title>{'<nav>m</nav>hello' * n}",
    "html in html": _body("<html><body>a"),
    # Wide
    "p": _body("<p>a few words</p>"),
    "p of many words": _body("a few words ", "<p>", "</p>"),
    "br": _body("<br>"),
    "text and br": _body("a<br>"),
    "text and two br": _body("a few words<br><br>"),
    "hr": _body("<hr>a"),
    "wbr": _body("a<wbr>"),
    "span": _body("<span>a</span>"),
    "empty span": _body("<span></span>"),
    "empty div": _body("<div></div>"),
    "b": _body("<b>a</b>"),
    "b and i": _body("a<b>b</b>c<i>d</i>"),
    "em with spaces": _body("<em> a </em>"),
    "sub": _body("a<sub>1</sub>"),
    "code": _body("<code>a`b</code> "),
    "ruby": _body("<ruby>漢<rt>kan</rt></ruby>"),
    "headings": _body("<h2>Part <%d></h2>"),
    "headings with text": _body("<h2>Part</h2><p>a few words</p>"),
    "h1 like the title": _body("<h1>Old bridge to be repaired</h1>"),
    "special tag names": _body("<o:p>a</o:p>"),
    "custom tag names": _body("<x-<%d>>a</x-<%d>>"),
    "dotted tag names": _body("<a.b>a</a.b>"),
    "hidden span": _body('a<span style="display:none">b</span>'),
    "hidden div": _body("<div hidden>a</div>"),
    "buttons": _body("<button>a</button>"),
    "inputs": _body("<input value=a>"),
    "options": _body("<option>a", "<select>", "</select>"),
    "labels": _body("<label>a</label>"),
    "details": _body("<details><summary>a</summary>b</details>"),
    "noscript": _body("<noscript><img src=a.png></noscript>"),
    "noscript text": _body("<noscript>a few words</noscript>"),
    "pre": _body("<pre>a\n b</pre>"),
    "lines of pre": _body("a\n", "<pre>", "</pre>"),
    "spans in pre": _body("<span class=k>a</span>\n", "<pre>", "</pre>"),
    "divs in pre": _body("<div>a</div>", "<pre>", "</pre>"),
    "tables in pre": _body("<table><tr><td>a</table>", "<pre>", "</pre>"),
    "xmp": _body("<xmp>a<b></xmp>"),
    "textarea": _body("<textarea>a</textarea>"),
    "plaintext": _body("a <b>", "<plaintext>"),
    "blockquotes": _body("<blockquote>a few words</blockquote>"),
    "time": _body("<time datetime=2024-03-14>14 March 2024</time> "),
    "dates": _body("<p>14 March 2024</p>"),
    "dates in one text": _body("14 March 2024 "),
    "bylines": _body("<p>By Ann Lee</p>"),
    "names in one byline": _body("Ann Lee, ", "<p class=author>By "),
    "divs of one class": _body("<div class=share>a</div>"),
    "divs of many classes": _body("<div class='c<%d>'>a</div>"),
    "long class": _body("share ", "<div class='", "'>a</div>"),
    "class on nested boxes": lambda n: _page(f"<div class='{'a ' * n}'>" + "<p>a</p>" * n),
    "class around spans": lambda n: _page(f"<span class='{'a ' * n}'>" + "<p>a</p>" * n),
    "ids": _body("<p id=a<%d>>a</p>"),
    "same ids": _body("<p id=a>a</p>"),
    "same text": _body(f"<p>{_PROSE}</p>"),
    "drop caps": _body("<p><span class=dropcap>T</span>he text</p>"),
    # Lists
    "li": _body("<li>a few words", "<ul>", "</ul>"),
    "li in ol": _body("<li>a", "<ol>", "</ol>"),
    "li in reversed ol": _body("<li>a", "<ol reversed>", "</ol>"),
    "li with value": _body("<li value=<%d>>a", "<ol>", "</ol>"),
    "ol": _body("<ol><li>a</ol>"),
    "li with two p": _body("<li><p>a</p><p>b</p>", "<ul>", "</ul>"),
    "hidden li": _body("<li hidden>a", "<ol>", "</ol>"),
    "li without text": _body("<li><b></b></li>", "<ol reversed>", "</ol>"),
    "dt": _body("<dt>a<dd>b", "<dl>", "</dl>"),
    "dt only": _body("<dt>a", "<dl>", "</dl>"),
    # Tables
    "rows": _body("<tr><td>a<td>b", "<table>", "</table>"),
    "cells": _body("<td>a", "<table><tr><td>b<td>c<tr>", "</table>"),
    "cells and rows": lambda n: _page(f"<table>{_square('<tr>', '<td>a', n)}</table>"),
    "empty cells": _body("<td>", "<table><tr><td>b<td>c<tr>", "<td>a</table>"),
    "long cells": _body(f"<tr><td>{_PROSE * 2}<td>b", "<table>", "</table>"),
    "blocks in cells": _body("<tr><td><p>a<p>b<td>c", "<table>", "</table>"),
    "lists in cells": _body("<tr><td><ul><li>a</ul><td>c", "<table>", "</table>"),
    "spans of rows and columns": _body(
        "<td rowspan=1000 colspan=1000>a", "<table><tr><th>a<tr>", "</table>"
    ),
    "spans in rows": _body(
        "<tr><td rowspan=1000 colspan=1000>a", "<table><tr><th>a<th>b", "</table>"
    ),
    "colspans": _body("<tr><td colspan=1000>a", "<table><tr><th>a<th>b", "</table>"),
    "rowspans": _body("<tr><td rowspan=1000>a<td>b", "<table>", "</table>"),
    "rowspans wider and wider": lambda n: _page(
        "<table>" + "".join(f"<tr>{'<td rowspan=60000>a' * 2}<td>b" for _ in range(n)) + "</table>"
    ),
    "one wide row": lambda n: _page(
        "<table><tr>" + "<td>a" * n + "<tr><td>a<td>b" * n + "</table>"
    ),
    "tables": _body("<table><tr><td>a<td>b<tr><td>c<td>d</table>"),
    "layout tables": _body(f"<table><tr><td>{_PROSE}</table>"),
    "captions": _body("<caption>a</caption>", "<table>", "<tr><td>a<td>b</table>"),
    "tr in tr": _body("<tr>", "<table>", "<td>a<td>b</table>"),
    "tbody": _body("<tbody><tr><td>a<td>b", "<table>", "</table>"),
    "col": _body("<col>", "<table>", "<tr><td>a<td>b</table>"),
    # Links
    "links": _body("<a href=/<%d>>a</a> "),
    "links without spaces": _body("<a href=/x>a</a>"),
    "list of links": _body("<li><a href=/<%d>>a few words</a>", "<ul>", "</ul>"),
    "empty links": _body("<a href=/x></a>"),
    "image links": _body("<a href=/x><img src=a.png></a>"),
    "permalinks": _body("<h2>a<a href=#x>¶</a></h2>"),
    "long link around blocks": lambda n: _page(
        f"<a href='/{'x' * n}'>" + "<div>a</div>" * n + "</a>"
    ),
    "long link around texts": lambda n: _page(
        f"<a href='/{'x' * n}'>" + "<b>a</b> b<br><br>" * n + "</a>"
    ),
    "long title around blocks": lambda n: _page(
        f"<a href=/x title='{'x' * n}'>" + "<div>a</div>" * n + "</a>"
    ),
    "long abbr around blocks": lambda n: _page(
        f"<abbr title='{'x' * n}'>" + "<div>a</div>" * n + "</abbr>"
    ),
    "long cite of a quotation": lambda n: _page(
        f"<q cite='/{'x' * n}'>" + "<div>a</div>" * n + "</q>"
    ),
    "long time around blocks": lambda n: _page(
        f"<time datetime='{'x' * n}'>" + "<div>a</div>" * n + "</time>"
    ),
    "long code language": lambda n: _page(
        f"<div class='language-{'x' * n}'>" + "<pre>a</pre>" * n + "</div>"
    ),
    "one long URL": _body("x", "<a href='/", "'>a</a>"),
    "dots in URL": _body("../", "<a href='", "'>a</a>"),
    "long base": lambda n: _page(
        "<p>" + "<a href=x>a</a> " * n, f"<base href='https://a.example/{'x' * n}/'>"
    ),
    "links of many parameters": _body("a=b&", "<a href='/?", "'>next</a>"),
    "links to next pages": _body("<a href='/page/<%d>'><%d></a> "),
    "footnotes": _body(
        "<p>a<a id=r<%d> href=#n<%d>>1</a></p><p id=n<%d>>b<a href=#r<%d>>↩</a></p>"
    ),
    "references to one footnote": _body("a<a href=#n>1</a> ", "<p id=r>", "<p id=n><a href=#r>b"),
    "links back of one footnote": lambda n: _page(
        "<p>" + "a<a id=r href=#n>1</a> " * n + "<p id=n>" + "<a href=#x>b</a> " * n
    ),
    "footnotes nested": _nested("<li id=n><a href=#n>1</a><ul>"),
    "fragments": _body("<a href=#a<%d>>a few words</a> "),
    "fragments deep": lambda n: _page("<div>" * 200 + "<p id=a>" + "<a href=#a>1</a>" * n),
    # Media
    "img": _body("<img src=a<%d>.png alt=a>"),
    "img without alt": _body("<img src=a.png alt=''>"),
    "sources in picture": _body("<source srcset='a.png 1x'><img src=a.png>", "<picture>"),
    "img in one picture": _body("<img src=a.png>", "<picture><source srcset=a.png>"),
    "long srcset": _body("a<%d>.png <%d>w, ", "<img srcset='", "'>"),
    "commas in srcset": _body(",", "<img srcset='", "'>"),
    "letters in srcset": _body("a,", "<img srcset='", "'>"),
    "blanks in srcset": _body(" ", "<img srcset='a", "b'>"),
    "long placeholder": _body("blank_", "<img src='/", "x.gif'>"),
    "base64 images": _body(f"<img src='{_IMAGE}' alt=a>"),
    "one base64 image": _body("iVBORw0KGgo", "<img src='data:image/png;base64,", "'>"),
    "base64 in text": _body("iVBORw0KGgo", "<p>"),
    "figures": _body("<figure><img src=a<%d>.png><figcaption>a few words</figcaption></figure>"),
    "img in one figure": _body("<img src=a.png>", "<figure>", "</figure>"),
    "iframes": _body("<iframe src=https://www.youtube.com/embed/a></iframe>"),
    "sources of video": _body("<source src=''>", "<video>", "</video>"),
    "nested sources of video": _body("<video><source src=''>"),
    "svg": _body("<svg><text>a</text></svg>"),
    "svg without text": _body("<svg><path d='M0 0'/></svg>"),
    "paths in svg": _body("<path d='M0 0'/>", "<svg>", "</svg>"),
    "noscript after img": _body("<noscript><img src=a.png></noscript>", "<div><img>"),
    "noscript after many img": _body(
        "<noscript><img src=a.png></noscript>",
        f"<div>{'<img>' * 10}</div>",
    ),
    # Attributes, comments, entities, characters
    "attributes with values": _body("data-<%d>=a ", "<p ", ">a</p>"),
    "times in a byline": _body(
        "Updated <time datetime=2024-05-12T09:00:00Z>x</time> ",
        "<h1>Old bridge to be repaired</h1><p class=byline>",
        "</p>",
    ),
    "spans of a heading": _body("<span>a</span> ", "<h1>", "</h1>"),
    "rows with headings": _body(
        "<tr><td><h3>Old bridge</h3><a href=/x>b c</a></td></tr>",
        "<h2>Bridges</h2><table><tr><th>a</th></tr>",
        "</table>",
    ),
    "long attribute": _body("a ", "<p title='", "'>a</p>"),
    "quotes in attributes": _body("\"'", "<p title=a", ">a</p>"),
    "comments": _body("<!-- a -->b"),
    "comments not closed": _body("<!-- a"),
    "dashes in comment": _body("-", "<!--", "-->"),
    "bogus comments": _body("<!a><?b>"),
    "CDATA": _body("<![CDATA[a]]>"),
    "marked sections": _body("<![x["),
    "doctypes": _body("<!DOCTYPE html>"),
    "conditional comments": _body("<!--[if IE]>a<![endif]-->"),
    "entities": _body("&amp;&lt;&eacute;"),
    "numeric entities": _body("&#233;&#x1F600;"),
    "control entities": _body("&#30;&#11;a"),
    "unknown entities": _body("&abcdefgh;"),
    "ampersands": _body("&"),
    "double entities": _body("&amp;amp;lt;"),
    "less-than signs": _body("<"),
    "less-than signs and blanks": _body("< "),
    "open tags": _body("<a "),
    "open end tags": _body("</"),
    "open tags with quotes": _body("<a b='"),
    "NUL": _body("a\0"),
    "invalid UTF-8": lambda n: _page("@").encode().replace(b"@", b"\xff\xfea" * n),
    "zero-width spaces": _body("\u200b"),
    "zero-width spaces and letters": _body("a\u200b"),
    "combining marks": _body("\u0301", "a"),
    "bidi": _body("\u202ea\u202c"),
    "emoji": _body("😀"),
    "Chinese": _body("桥"),
    "Thai": _body("สะพาน"),
    "Arabic": _body("جسر "),
    "ideographic spaces": _body("\u3000a"),
    "blanks": _body(" "),
    "blanks between letters": _body(" " * 50 + "a"),
    "blanks in pre": _body(" ", "<pre>a", "b</pre>"),
    "newlines": _body("\n"),
    "tabs in pre": _body("\ta\n", "<pre>"),
    "no-break spaces": _body("\xa0"),
    "one word": _body("a"),
    "one number": _body("1"),
    "numbers": _body("12:30 1,000.00 2024-01-01 "),
    "slashes": _body("2024/01/"),
    "dots": _body(". "),
    "colons": _body("a: "),
    "underscores": _body("_"),
    "asterisks": _body("*"),
    "asterisks and letters": _body("*a* **b** "),
    "backticks": _body("`"),
    "growing runs of backticks": lambda n: _page(
        " ".join("`" * length for length in range(math.isqrt(n)))
    ),
    "backticks in code": lambda n: _page(
        f"<code>{' '.join('`' * length for length in range(math.isqrt(n)))}</code>"
    ),
    "brackets": _body("["),
    "brackets and parentheses": _body("[a](b)"),
    "exclamation marks": _body("!["),
    "tildes": _body("~a~ "),
    "pipes": _body("|"),
    "pipes in cells": _body("<tr><td>a|b<td>c|", "<table>", "</table>"),
    "backslashes": _body("\\"),
    "angle brackets": _body("&lt;a&gt;"),
    "tags as text": _body("&lt;a href='"),
    "number signs": _body("# "),
    "dollars": _body("$a$ "),
    "URLs in text": _body("https://a.example/x_y "),
    "addresses in text": _body("a@b.example "),
    "at signs": _body("a@"),
    "www": _body("www."),
    "ordered markers": _body("<p>1. a</p>"),
    "lines that look like lists": _body("- a<br>"),
    "lines that look like headings": _body("===<br>"),
    "footnote marks": _body("[^1]: a<br>"),
    "quotation marks": _body("“a” "),
    "script": _body("<script>var a = 1;</script>"),
    "one script": _body("var a = 1;", "<script>", "</script>"),
    "script not closed": _body("<script>a"),
    "tags in script": _body("<b>'</scrip'", "<script>", "</script>"),
    "style": _body("<style>p { color: red }</style>"),
    "one style": _body(".c<%d> { color: red }", "<style>", "</style>"),
}

_FORMULAS: dict[str, Generator] = {
    "mi": _body("<mi>x</mi>", "<p>a <math>", "</math> b"),
    "mi and text": _body("<mi>x</mi> y ", "<p>a <math>", "</math> b"),
    "mrow nested": _nested("<math><mrow>", "", "<mi>x</mi>"),
    "mrow nested in one math": lambda n: _page("<math>" + "<mrow><mi>x</mi>" * n + "</math>"),
    "math": _body("<math><mi>x</mi></math> "),
    "math nested": _nested("<math><mi>x</mi>", "</math>"),
    "mfrac nested": lambda n: _page("<math>" + "<mfrac><mi>x</mi>" * n + "</math>"),
    "matrix": lambda n: _page(
        f"<p>a <math><mtable>{_square('<mtr>', '<mtd><mn>1</mn></mtd>', n)}</mtable></math>"
    ),
    "matrix, one row": _body("<mtd><mn>1</mn></mtd>", "<math><mtable><mtr>", "</math>"),
    "long alttext": _body("x", "<math alttext='", "'><mi>x</mi><mi>y</mi></math>"),
    "long annotation": lambda n: _page(
        f"<math><semantics>{'<mi>x</mi>' * n}<annotation encoding=application/x-tex>{'x ' * n}"
        "</annotation></semantics></math>"
    ),
    "annotations": _body("<annotation encoding=x>a</annotation>", "<math><mi>x</mi>", "</math>"),
    "MathJax spans": _body("<span class=MathJax>x</span>"),
    "MathJax spans and scripts": _body(
        "<span class=MathJax>x</span><script type='math/tex'>x</script>"
    ),
    "MathJax spans, then a script": _body(
        "<span class=MathJax>x</span>", "", "<script type='math/tex'>x</script>"
    ),
    "MathJax spans and texts": _body("<span class=MathJax>x</span> a "),
    "MathJax nested": _nested("<span class=MathJax>x", "</span>"),
    "letters in one MathJax": _body("<span>x</span>", "<span class=MathJax>", "</span>"),
    "MathJax scripts": _body("<script type='math/tex'>x</script>"),
    "mjx-container": _body("<mjx-container><mjx-mi>x</mjx-mi></mjx-container> "),
    "katex": _body("<span class=katex><math><mi>x</mi></math><span>x</span></span> "),
    "letters in one katex": _body(
        "<span>x</span>",
        "<span class=katex><math><annotation encoding=application/x-tex>x</annotation></math>",
        "</span>",
    ),
    "span.math": _body("<span class=math>\\(x\\)</span> "),
    "span.math nested": _nested("<span class=math>x", "</span>"),
    "span.math of dollars": _body("<b>x</b>", "<span class=math>$", "$</span>"),
    "span.math of dollars, not formulas": _body("$ ", "<span class=math>", "x</span>"),
    "span.math of many elements": _body("<b>x</b>", "<span class=math>", "</span>"),
    "TeX": _body("\\(x\\) ", _KATEX),
    "TeX not closed": _body("\\(", _KATEX),
    "displayed TeX not closed": _body("\\[ ", _KATEX),
    "TeX of both kinds not closed": _body("\\(\\[", _KATEX),
    "TeX over elements": _body("\\(<b>x</b>\\) ", _KATEX),
    "dollars with KaTeX": _body("$x$ ", _KATEX),
    "TeX environments": _body("\\begin{a}", _KATEX),
    "scripts of KaTeX": _body(_KATEX),
    "long script URL": _body("kate", "<script src='", "'></script><p>\\(x\\)"),
    "mwe-math-element": _body(
        "<span class=mwe-math-element><math alttext='x'><mi>x</mi></math><img alt=x></span> "
    ),
}

_METADATA: dict[str, Generator] = {
    "meta": _head("<meta name=a<%d> content=b>"),
    "meta of one name": _head("<meta name=author content='Ann Lee'>"),
    "article:tag": _head("<meta property=article:tag content='a<%d>'>"),
    "one long author": _head("Ann Lee and ", "<meta name=author content='", "'>"),
    "author of commas": _head(",", "<meta name=author content='", "'>"),
    "author of blanks": _head(" ", "<meta name=author content='by", "x'>"),
    "author of one word": _head("a", "<meta name=author content='", "'>"),
    "keywords": _head("a<%d>, ", "<meta name=keywords content='", "'>"),
    "published_time": _head("1", "<meta property=article:published_time content='", "'>"),
    "published_time of dates": _head(
        "14 March ", "<meta property=article:published_time content='", "'>"
    ),
    "many published_time": _head("<meta property=article:published_time content=x>"),
    "meta of dates": _head("<meta name=date content='x March 20x'>"),
    "names of meta like dates": _head("<meta name='publishx-<%d>-date' content=x>"),
    "long name of meta": _head("publi", "<meta name='", "' content=x>"),
    "long description": _head("a few words ", "<meta name=description content='", "'>"),
    "long title": lambda n: f"<title>{'Old bridge - ' * n}</title>{_ARTICLE}",
    "title of dashes": lambda n: f"<title>{'- ' * n}</title>{_ARTICLE}",
    "title of pipes": lambda n: f"<title>{'a | ' * n}</title>{_ARTICLE}",
    "title of site names": lambda n: (
        f"<title>{'Bridges | ' * n}</title><meta property=og:site_name content=Bridges>{_ARTICLE}"
    ),
    "title of site names first": lambda n: (
        f"<title>{'Bridges | ' * n}b</title><meta property=og:site_name content=Bridges>{_ARTICLE}"
    ),
    "titles": _head("<title>a</title>"),
    "site_name": _head("a ", "<meta property=og:site_name content='", "'>"),
    "site names": _head("<meta property=og:site_name content='a<%d>'>"),
    "og:title": _head("<meta property=og:title content='a<%d>'>"),
    "og:image": _head("<meta property=og:image content='a<%d>'>"),
    "locale": _head("en-", "<meta property=og:locale content='", "'>"),
    "lang": lambda n: f"<html lang='{'en-' * n}'>{_ARTICLE}",
    "lang attributes": _body("<p lang=de>a few words</p>"),
    "canonical": _head("<link rel=canonical href=/<%d>>"),
    "long canonical": _head("2024/", "<link rel=canonical href='https://a.example/", "'>"),
    "links in head": _head("<link rel=next href=/<%d>>"),
    "meta refresh": _head("<meta http-equiv=refresh content='0;url=/'>"),
    "charsets": _head("<meta charset=utf-8>"),
    "generator": _head("a ", "<meta name=generator content='", "'>"),
    "microdata": _microdata("<b itemprop=author>Ann</b>", "</div>"),
    "microdata deep": _microdata("<div itemprop=a itemscope>"),
    "microdata deep, one name": _microdata("<div itemprop=author>Ann"),
    "microdata items": _body(
        "<div itemscope itemtype=https://schema.org/Article><b itemprop=name>a<%d></b></div>"
    ),
    "microdata, deep property": lambda n: _page(
        "<div itemscope itemtype=https://schema.org/Article>"
        + "<div>" * 400
        + "<b itemprop=a>x</b>" * n
    ),
    "itemtypes": _body("<b itemtype=x>a</b>"),
    "itemtype of many types": _body(
        "https://schema.org/Person ", "<b itemscope itemtype='", "'><i itemprop=a>b</i></b>"
    ),
    "long itemtype": _body("a ", "<div itemscope itemtype='", "'>"),
    "names of one itemprop": _body("a<%d> ", "<div itemscope><b itemprop='", "'>x</b></div>"),
    "JSON-LD scripts": _head(f'<script type="application/ld+json">{_ITEM}</script>'),
    "JSON-LD items": _script(f"{_ITEM},", "[", "{}]"),
    "JSON-LD graph": _script(f"{_ITEM},", '{"@graph":[', "{}]}"),
    "JSON-LD references": _script(
        '{"@id":"#a"},',
        '{"@graph":[{"@id":"#a","@type":"Person"},{"@type":"Article","author":[',
        "{}]}]}",
    ),
    "JSON-LD arrays nested": lambda n: _json_page("[" * n + "]" * n),
    "JSON-LD arrays nested in an author": lambda n: _json_page(
        f'{{"@type":"Article","author":{"[" * n}"Ann Lee"{"]" * n}}}'
    ),
    "JSON-LD objects nested": lambda n: _json_page('{"@graph":' * n + "1" + "}" * n),
    "JSON-LD names nested": lambda n: _json_page(
        '{"@type":"Article","author":' + '{"name":' * n + '"a"' + "}" * n + "}"
    ),
    "JSON-LD authors": _script('"Ann Lee",', '{"@type":"Article","author":[', '"Bo Ray"]}'),
    "JSON-LD author objects": _script(
        '{"@type":"Person","name":"Ann Lee"},', '{"@type":"Article","author":[', "{}]}"
    ),
    "JSON-LD comments": _script(
        '{"@type":"Comment","text":"a<%d>","author":{"name":"Ann"}},',
        '{"@type":"Article","comment":[',
        "{}]}",
    ),
    "JSON-LD keywords": _script('"a",', '{"@type":"Article","keywords":[', '"b"]}'),
    "JSON-LD articleBody": _script(_PROSE, '{"@type":"Article","articleBody":"', '"}'),
    "JSON-LD properties": _script('"a<%d>":1,', '{"@type":"Article",', '"b":1}'),
    "JSON-LD one key": _script('"@type":"Article",', "{", '"b":1}'),
    "JSON-LD types": _script('"Article",', '{"@type":[', '"b"]}'),
    "JSON-LD broken": _script('{"a":"b" "c"', "["),
    "JSON-LD without commas": _script('{"@type":"Article"}', "[", "]"),
    "JSON-LD not closed": _script('{"a":['),
    "JSON-LD of quotes": _script('"', '{"a":', "}"),
    "JSON-LD of single quotes": _script("'a':'b',", "{", "}"),
    "JSON-LD with comments": _script("// a\n", "{", "}"),
    "JSON-LD of backslashes": _script("\\", '{"a":"', '"}'),
    "JSON-LD of braces": _script("}", "{"),
    "JSON-LD of colons": _script(":", "{", "}"),
    "JSON-LD of commas": _script(",", "[", "]"),
    "JSON-LD of numbers": _script("1.", "[", "]"),
    "JSON-LD, one number": _script("1", '{"@type":"Article","a":', "}"),
    "JSON-LD of open brackets": _script("[{", "x"),
    "JSON-LD of newlines": _script("\n", '{"@type":"Article","a":"', '"'),
    "JSON-LD of blanks": _script(" ", "{", "x"),
    "JSON-LD of words": _script("a ", '{"a":', "}"),
    "JSON-LD entities": _script("{&quot;a&quot;:1},", "[", "]"),
    "JSON-LD CDATA": _script("<![CDATA[", "{", "}"),
    "JSON-LD, letters before": _script("a", "", "{}"),
    "JSON-LD, dates": _script('"2024-03-14",', '{"@type":"Article","datePublished":[', '"x"]}'),
    "JSON-LD, long date": _script("1", '{"@type":"Article","datePublished":"', '"}'),
    "JSON-LD in meta": _head("<meta name=script:ld+json content='{}'>"),
    "comment elements": _body(f"{_COMMENT}</div>", _COMMENTS, "</div>"),
    "comment elements nested": lambda n: _page(_COMMENTS + _COMMENT * n),
    "comment of many authors": _body("<cite>Ann</cite>", f"{_COMMENTS}{_COMMENT}"),
    "comment of many p": _body("<p>I agree</p>", f"{_COMMENTS}{_COMMENT}"),
    "comment of nested texts": lambda n: _page(
        _COMMENTS + _COMMENT + "<div class=comment-content>a" * n
    ),
    "comment of many texts": _body("<div class=comment-content>a</div>", _COMMENTS + _COMMENT),
    "comment with times": _body("<time>1 May 2024</time>", f"{_COMMENTS}{_COMMENT}"),
    "comment with nested times": lambda n: _page(_COMMENTS + _COMMENT + "<time>1 May" * n),
    "comment of nested authors": lambda n: _page(_COMMENTS + _COMMENT + "<b class=author>a" * n),
    "comments with replies": _body(
        f"{_COMMENT}<div class=comment><p>No, I do not.</p></div></div>", _COMMENTS
    ),
}

_TEXTS: dict[str, Generator] = {
    "text: lines": _text("a few words\n"),
    "text: paragraphs": _text("a few words\n\n"),
    "text: prose": _text(f"{_PROSE}\n\n"),
    "text: one line": _text("a few words "),
    "text: one word": _text("a"),
    "text: blank lines": _text("\n", "a"),
    "text: blank lines with blanks": _text(" \n", "a"),
    "text: blanks": _text(" ", "a"),
    "text: carriage returns": _text("\r", "a"),
    "text: form feeds": _text("\f", "a"),
    "text: wrapped lines": _text("a few words that fill this line well,\n"),
    "text: separators": _text("\x1e\x1f", "a"),
    "text: NUL": _text("\0a"),
    "text: markup": _text("*a* [b](c) `d` <e>\n"),
    "text: list": _text("- a\n"),
    "text: links": _text("https://a.example/b_c\n"),
    "text: Chinese": _text("桥梁将在冬天之前修复。"),
    "text: dates": _text("14 March 2024\n"),
    "text: copyright": _text("© 2024 a\n"),
    "text: share": _text("Share this article\n"),
    "text: unpaired surrogates": _text("\ud800a"),
}

CONSTRUCTS: dict[str, Generator] = {
    **_HTML, **_FORMULAS, **_METADATA, **_TEXTS
}  # fmt: skip
"""Generators of a document with n repetitions of a construct, by name."""


class Cost(NamedTuple):
    """Cost of cleaning a document and of all its renderings.

    Attributes:
        size: Repetitions of the construct.
        seconds: CPU time.
        megabytes: Increase of the peak memory of the process.
    """

    size: int
    seconds: float
    megabytes: float


def render_all(document: str | bytes, *, is_text: bool) -> None:
    """Clean a document, and render all of its blocks as body and as they are labeled."""
    for rules in (cleanarticle.Rules(), cleanarticle.Rules(keep=["body"])):
        if is_text:
            article = cleanarticle.clean_text(str(document))
        else:
            article = cleanarticle.clean(document, rules=rules)
        article.to_json()  # with text, markdown, html, comments and blocks


def measure(name: str, size: int) -> Cost:
    """Return the cost of a construct of a size, given as the peak memory of the process so far."""
    document = CONSTRUCTS[name](size)
    is_text = name.startswith("text: ")
    if isinstance(document, str) and not is_text:
        document = document.encode("utf-8", "surrogatepass")
    start = time.process_time()
    render_all(document, is_text=is_text)
    seconds = time.process_time() - start
    return Cost(size, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


MIN_SECONDS = 0.15
"""Time from which a document is large enough to measure. A page without the construct takes 0.03 s.
"""

MAX_LENGTH = 1_000_000
"""Length of a document at which it is measured even if it takes less time."""

_RUNS = 3


def measure_growth(name: str, min_seconds: float = MIN_SECONDS) -> tuple[Cost, Cost]:
    """Return the costs at a size that takes some time, and at four times that size.

    Between two sizes, the labels of the repetitions can change, and so what is rendered. Growth
    that has another reason goes on, so one that is too large is measured at the next sizes too.
    Memory is what the process needs in addition to that for a page without the construct.
    """
    cleanarticle.clean(_page(""), effort="thorough")  # load the models and trafilatura
    empty = measure("p", 0)
    gc.collect()
    gc.disable()  # it begins to run at some size, which looks like growth
    size = 256
    while (small := measure(name, size)).seconds < min_seconds:
        if len(CONSTRUCTS[name](4 * size)) > MAX_LENGTH:
            break
        size *= 4
    small, large = _fastest(name, small, measure(name, 4 * size))
    if not is_linear(small, large) and len(CONSTRUCTS[name](16 * size)) <= MAX_BYTES:
        small, large = _fastest(name, large, measure(name, 16 * size))
    return (
        small._replace(megabytes=small.megabytes - empty.megabytes),
        large._replace(megabytes=large.megabytes - empty.megabytes),
    )


def _fastest(name: str, small: Cost, large: Cost) -> tuple[Cost, Cost]:
    """Measure two sizes again until they are linear, and return the costs of the fastest runs."""
    for _ in range(_RUNS - 1):
        if is_linear(small, large):
            break
        small = min(small, measure(name, small.size), key=lambda cost: cost.seconds)
        large = min(large, measure(name, large.size), key=lambda cost: cost.seconds)
    return small, large


MAX_GROWTH = 5
"""Largest growth of the costs of a document that is four times as long."""

FREE_MEGABYTES = 100
"""Memory that the growth may exceed its limit by: allocators keep and round."""


def is_linear(small: Cost, large: Cost) -> bool:
    """Return True if the time of the larger document is in proportion."""
    return large.seconds <= MAX_GROWTH * small.seconds


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    print(json.dumps(measure_growth(sys.argv[1], *map(float, sys.argv[2:]))))  # noqa: T201
