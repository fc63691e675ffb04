"""Random nestings of semantic HTML, and the structure that HTML and Markdown show."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

import cmarkgfm
from cmarkgfm.cmark import Options
from lxml import etree
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from cleanarticle.parsing.document import Element

PARSER = (
    MarkdownIt("commonmark", {"maxNesting": 100})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
)
PARSER_WITH_FORMULAS = (
    MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin)
)


def gfm_html(markdown: str) -> str:
    """Return the HTML of GitHub's own parser, which links bare URLs, unlike `PARSER`."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    extensions = ["table", "strikethrough", "autolink", "tasklist"]
    return str(cmarkgfm.markdown_to_html_with_extensions(markdown, options, extensions))


_ALPHABET = "abxA19.)#*_~<>[]`&;|\\-+=:!$() \"'^{}/ é中“”€\u00a0\u2028\U0010f03c"
_WORDS = (
    "1. a", "- b", "# c", "> d", "---", "===", "```", "~~~", "| a |", "|-|", "[x] y", "[^1]: z",
    "<script>", "</div>", "<!-- x", "&lt;", "&#42;", "[a](javascript:b)", "![c](d)", "](e)", "\\",
    "https://a.example/b_c*d", "www.b.example/c", "<https://c.example>", "[d]: e", "snake_case",
    "2 * 3", "`x", "^[n]", "$5", "    f", ":---", "* * *", "_ _ _", "1)", "\x1e", "\r", "\f",
)  # fmt: skip
_INLINE = ("b", "i", "em", "strong", "cite", "del", "s", "sub", "sup", "mark", "small", "span")


def random_markup(random: Random) -> str:
    """Return a few random blocks as HTML."""
    return "".join(_block(random, 3) for _ in range(random.randint(1, 3)))


def _text(random: Random) -> str:
    if random.random() < 0.3:
        return escape(random.choice(_WORDS), quote=False)
    letters = random.choices(_ALPHABET, k=random.randint(0, 5))
    return escape("".join(letters), quote=False)


def _inline(random: Random, depth: int, *, in_link: bool = False) -> str:
    parts: list[str] = []
    for _ in range(random.randint(1, 3)):
        choice = random.randint(0, 9) if depth else 0
        if choice < 4:
            parts.append(_text(random))
        elif choice < 7:
            tag = random.choice(_INLINE)
            parts.append(f"<{tag}>{_inline(random, depth - 1, in_link=in_link)}</{tag}>")
        elif choice == 7 and not in_link:
            target = random.choice(("https://a.example/", "https://b.example/(c_*d|?e=&amp;copy;"))
            content = _inline(random, depth - 1, in_link=True)
            parts.append(f'<a href="{target}">{content}</a>')
        elif choice == 8:
            parts.append(random.choice(("<br>", f"<code>{_text(random)}</code>")))
        else:
            description = _text(random).replace('"', "&quot;")
            parts.append(f'<img src="https://i.example/" alt="{description}">')
    return "".join(parts)


def _block(random: Random, depth: int) -> str:
    choice = random.randint(0, 9) if depth else random.randint(0, 3)
    if choice < 3:
        tag = random.choice(("p", "p", "h2", "div", "figcaption"))
        return f"<{tag}>{_inline(random, 3)}</{tag}>"
    if choice == 3:
        return f"<pre><code>{_text(random)}\n {_text(random)}</code></pre>"
    if choice == 4:
        rows = (
            "".join(f"<td>{_inline(random, 2)}</td>" for _ in range(random.randint(1, 3)))
            for _ in range(random.randint(1, 3))
        )
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    if choice == 5:
        return f"<blockquote>{_blocks(random, depth - 1)}</blockquote>"
    tag = random.choice(("ul", "ul", "ol"))
    start = f' start="{random.randint(0, 12)}"' if tag == "ol" and random.random() < 0.5 else ""
    items = "".join(_item(random, depth - 1) for _ in range(random.randint(1, 3)))
    return f"<{tag}{start}>{items}</{tag}>"


def _item(random: Random, depth: int) -> str:
    value = f' value="{random.randint(0, 12)}"' if random.random() < 0.1 else ""
    content = _inline(random, 2) if random.random() < 0.6 else ""
    return f"<li{value}>{content}{_blocks(random, depth) if random.random() < 0.5 else ''}</li>"


def _blocks(random: Random, depth: int) -> str:
    return "".join(_block(random, depth) for _ in range(random.randint(1, 2)))


def shown_html(markup: str) -> Element:
    """Return the body of HTML."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True)
    return etree.fromstring(f"<html><body>{markup}</body></html>".encode(), parser)[0]


_BLOCKS = frozenset("ul ol li blockquote h2 pre td".split())
_KINDS = {
    "b": "strong", "i": "em", "cite": "em", "del": "s", "th": "td", "strong": "strong", "em": "em",
    "s": "s", "sub": "sub", "sup": "sup", "code": "code", "a": "a",
}  # fmt: skip


Run = tuple[tuple[str, ...], frozenset[str], str]
"""Text, the blocks around it and the inline elements around it."""


def plain_structure(body: Element, *, is_source: bool = False) -> list[Run]:
    """Return the visible characters of a tree by the blocks and the inline elements around them.

    Whitespace, control characters and links that show their own URL are left out.

    Args:
        body: Tree, which is changed.
        is_source: Leave out lists that only wrap another list, as `to_markdown` does.
    """
    for outer in list(body.iter("ul", "ol")) if is_source else ():
        _unwrap_list(outer)
    return _joined(_without_bare_links(run) for run in _joined(_runs(body, (), frozenset())))


def _joined(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for blocks, inline, text in runs:
        visible = _CONTROL.sub("", "".join(text.split()))
        if visible and joined and joined[-1][:2] == (blocks, inline):
            joined[-1] = (blocks, inline, joined[-1][2] + visible)
        elif visible:
            joined.append((blocks, inline, visible))
    return joined


def without_links(runs: Iterable[Run]) -> list[Run]:
    """Return the structure without its links."""
    return _joined(
        (blocks, frozenset(kind for kind in inline if not kind.startswith("a ")), text)
        for blocks, inline, text in runs
    )


_CONTROL = re.compile("[\x00-\x1f\x7f]")


def _without_bare_links(run: Run) -> Run:
    blocks, inline, text = run
    urls = [kind for kind in inline if kind.startswith("a ") and not text.replace(kind[2:], "")]
    return blocks, inline.difference(urls), text


def _unwrap_list(outer: Element) -> None:
    """Replace a list whose only content is another list with that one."""
    inner = outer.find("li/ul") if outer.find("li/ol") is None else outer.find("li/ol")
    if inner is None or len(outer) > 1 or len(outer[0]) > 1:
        return
    if not "".join(filter(None, (outer.text, outer[0].text, inner.tail, outer[0].tail))).strip():
        outer.tag = outer[0].tag = "div"


def _runs(element: Element, blocks: tuple[str, ...], inline: frozenset[str]) -> Iterator[Run]:
    tag = _KINDS.get(str(element.tag), str(element.tag))
    if tag == "a":
        tag = f"a {unquote(element.get('href') or '')}"
    if element.tag == "cite" and next(element.iter("i", "em"), None) is not None:
        tag = "span"  # a whole reference, in which only the title is emphasized
    if tag in _BLOCKS:
        blocks = (*blocks, tag)
    elif "pre" in blocks:
        pass
    elif tag in _KINDS.values() or tag.startswith("a "):
        inline |= {tag}
    if tag == "img":
        yield blocks, inline, f"<{element.get('alt')}>"
    yield blocks, inline, element.text or ""
    for child in element:
        yield from _runs(child, blocks, inline)
        yield blocks, inline, child.tail or ""
