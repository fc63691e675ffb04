"""Explanation: a labeled page as a table for the terminal.

Colors show the kind, but never on their own: the kind is also written out and body is marked by a
bar, so the table reads as well without colors (https://no-color.org).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from cleanarticle.block import MEANINGS, BlockKind
from cleanarticle.errors import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cleanarticle.article import Article
    from cleanarticle.block import Block


STYLES = {
    BlockKind.BODY: "bold green",
    BlockKind.NAVIGATION: "blue",
    BlockKind.BYLINE: "cyan",
    BlockKind.AUTHOR_BIO: "bright_cyan",
    BlockKind.SHARE: "bright_blue",
    BlockKind.RELATED: "magenta",
    BlockKind.SUBSCRIBE: "bright_magenta",
    BlockKind.ADVERT: "red",
    BlockKind.CONTACT: "bright_yellow",
    BlockKind.COMMENT_FORM: "dark_orange",
    BlockKind.COMMENTS: "yellow",
    BlockKind.CONSENT: "bright_red",
    BlockKind.CREDIT: "bright_green",
    BlockKind.LEGAL: "orchid",
    BlockKind.TAGS: "turquoise2",
    BlockKind.WIDGET: "grey62",
    BlockKind.OTHER: "white",
}
"""The colors of the kinds; `BlockKind` describes them."""

_MARK = "▌"
"""The mark of body blocks, visible without colors."""

_TEXT_SHOWN = 300
"""Maximum characters of a block that are shown."""

_NARROW = 90
"""Width, in columns, below which reasons are shown below their texts; at 90 both have about 30
characters."""


def explain(article: Article, width: int) -> RenderableType:
    """Return every block with its kind, score and reason, and the totals by kind as a legend.

    Args:
        article: The page.
        width: Columns of the terminal.
    """
    return Group(_head(article), _blocks(article, narrow=width < _NARROW), _totals(article))


def _head(article: Article) -> Text:
    """Return the title, page type, confidence and flags."""
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
        style = STYLES[block.kind]
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
    """Return blocks and words by kind, the most words first; only kinds on the page."""
    blocks: Counter[BlockKind] = Counter(block.kind for block in article.blocks)
    words: Counter[BlockKind] = Counter()
    for block in article.blocks:
        words[block.kind] += len(block.text.split())
    table = Table(box=box.SIMPLE_HEAD, show_footer=True)
    table.add_column("kind", "all", no_wrap=True)
    table.add_column("blocks", str(blocks.total()), justify="right")
    table.add_column("words", str(words.total()), justify="right")
    table.add_column("share", justify="right")
    table.add_column("meaning", no_wrap=True, overflow="ellipsis")
    for kind, count in words.most_common():
        mark = " " if kind is not BlockKind.BODY else _MARK
        table.add_row(
            Text(f"{mark} {kind}", style=STYLES[kind]), str(blocks[kind]), str(count),
            f"{count / max(1, words.total()):.0%}", MEANINGS[kind],
        )  # fmt: skip
    return table
