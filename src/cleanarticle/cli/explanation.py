"""Explanation: a labelled page as a person reads it in a terminal, at a glance.

Colour says the kind, and is never the only one to say it: the kind is written out, body is marked
by a bar, and all of it reads as well without colours (https://no-color.org).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from cleanarticle.block import BlockKind

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cleanarticle.article import Article
    from cleanarticle.labeling.labels import Block


class _Look(NamedTuple):
    """How a kind is shown: its colour, and what it is in a few words."""

    style: str
    meaning: str


LOOKS = {
    BlockKind.BODY: _Look("bold green", "the main content"),
    BlockKind.NAVIGATION: _Look("blue", "menus, breadcrumbs, pages, site search"),
    BlockKind.BYLINE: _Look("cyan", "who wrote it, and when"),
    BlockKind.AUTHOR_BIO: _Look("bright_cyan", "about the author"),
    BlockKind.SHARE: _Look("bright_blue", "share, follow, print, and counts"),
    BlockKind.RELATED: _Look("magenta", "other pages, teasers"),
    BlockKind.SUBSCRIBE: _Look("bright_magenta", "newsletter, log-in, paywall, donation"),
    BlockKind.ADVERT: _Look("red", "advertising, calls to action"),
    BlockKind.CONTACT: _Look("bright_yellow", "addresses, phone numbers, opening hours"),
    BlockKind.COMMENT_FORM: _Look("dark_orange", "where readers write comments"),
    BlockKind.COMMENTS: _Look("yellow", "what readers wrote"),
    BlockKind.CONSENT: _Look("bright_red", "cookies, privacy, age, terms"),
    BlockKind.CREDIT: _Look("bright_green", "where text and pictures came from"),
    BlockKind.LEGAL: _Look("orchid", "copyright, imprint, disclaimers"),
    BlockKind.TAGS: _Look("turquoise2", "tags, topics, categories"),
    BlockKind.WIDGET: _Look("grey62", "interface text"),
    BlockKind.OTHER: _Look("white", "none of these"),
}
"""How the kinds are shown; what they are in full stands in `BlockKind`."""

_MARK = "▌"
"""Stands before body, so that it is found without colours."""

_TEXT_SHOWN = 300
"""Characters of a block that are shown at most, where the terminal has room for them."""

_NARROW = 90
"""Columns below which a reason has no room beside its text, and stands below it: at 90 both have
about 30 characters."""


def explain(article: Article, width: int) -> RenderableType:
    """Every block with its kind, score and reason, and the totals by kind, which are the legend.

    Args:
        article: The page.
        width: Columns of the terminal.
    """
    return Group(_head(article), _blocks(article, narrow=width < _NARROW), _totals(article))


def one_line(text: str) -> str:
    """Text without line breaks, and without the codes that a page could steer a terminal by."""
    line = " ".join(text.split())
    return "".join(char if char.isprintable() else " " for char in line)


def _head(article: Article) -> Text:
    """What the page is as a whole."""
    parts = [article.page_type, f"confidence {article.confidence:.2f}", *sorted(article.flags)]
    head = Text(one_line(article.title or "(no title)"), style="bold")
    return head.append(f"\n{' · '.join(parts)}", style="not bold")


def _blocks(article: Article, *, narrow: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("#", justify="right")
    table.add_column("", width=1)
    table.add_column("kind", no_wrap=True)
    table.add_column("score", justify="right")
    table.add_column("text", ratio=3, no_wrap=True, overflow="ellipsis")
    if not narrow:
        table.add_column("reason", ratio=2, no_wrap=True, overflow="ellipsis")
    for number, block in enumerate(article.blocks, start=1):
        style = LOOKS[block.kind].style
        table.add_row(
            str(number),
            Text("" if block.is_boilerplate else _MARK, style=style),
            Text(block.kind, style=style),
            f"{block.score:.2f}",
            *_text_and_reason(block, narrow=narrow),
        )
    return table


def _text_and_reason(block: Block, *, narrow: bool) -> list[Text]:
    text = Text(one_line(block.text[:_TEXT_SHOWN]), style="dim" if block.is_boilerplate else "")
    reason = Text(one_line(block.reason), style="italic")
    return [Text("\n").join((text, Text("  ") + reason))] if narrow else [text, reason]


def _totals(article: Article) -> Table:
    """Blocks and words by kind, the most words first; kinds that the page lacks are left out."""
    blocks: Counter[BlockKind] = Counter(block.kind for block in article.blocks)
    words: Counter[BlockKind] = Counter()
    for block in article.blocks:
        words[block.kind] += len(block.text.split())
    table = Table(box=box.SIMPLE_HEAD, show_footer=True)
    table.add_column("kind", "all", no_wrap=True)
    table.add_column("blocks", str(blocks.total()), justify="right")
    table.add_column("words", str(words.total()), justify="right")
    table.add_column("share", justify="right")
    table.add_column("what it is", no_wrap=True, overflow="ellipsis")
    for kind, count in words.most_common():
        look = LOOKS[kind]
        mark = " " if kind is not BlockKind.BODY else _MARK
        table.add_row(
            Text(f"{mark} {kind}", style=look.style), str(blocks[kind]), str(count),
            f"{count / max(1, words.total()):.0%}", look.meaning,
        )  # fmt: skip
    return table
