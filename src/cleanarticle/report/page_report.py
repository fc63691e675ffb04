"""The report of one page: its blocks in order, with kinds, scores and reasons, and the article."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cleanarticle.block import MEANINGS, BlockKind
from cleanarticle.errors import one_line
from cleanarticle.metadata.flags import FLAG_MEANINGS
from cleanarticle.rendering.plain_data import METADATA_FIELDS
from cleanarticle.report.bars import Bar, kind_class, stacked_bar
from cleanarticle.report.block_list import kind_choice, render_blocks
from cleanarticle.report.document import document, link
from cleanarticle.report.markup import Markup, element, join
from cleanarticle.report.shown_article import show_article
from cleanarticle.report.wording import count, kind_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.article import Article


def render_page_report(article: Article, source: str = "") -> str:
    """Return the report of a page as an HTML document.

    Args:
        article: The cleaned page.
        source: The name of its file, which is shown if the page has no URL.
    """
    title = one_line(article.title or "") or "(no title)"
    totals = _Totals(article)
    return document(
        f"{title} · cleanarticle",
        _head(article, title, totals, source),
        element(
            "div",
            element("aside", totals.table(), _metadata(article), aria_label="Totals and metadata"),
            render_blocks(article),
            element(
                "section",
                element("h2", "Clean article"),
                element("article", show_article(article.html), dir="auto"),
                class_="clean", id="clean", tabindex="0", aria_label="Clean article",
            ),
            class_="columns",
        ),
        kind_choice(),
    )  # fmt: skip


class _Totals:
    """Blocks and words by kind."""

    def __init__(self, article: Article) -> None:
        self.blocks: Counter[BlockKind] = Counter(block.kind for block in article.blocks)
        self.words: Counter[BlockKind] = Counter()
        for block in article.blocks:
            self.words[block.kind] += len(block.text.split())

    def parts(self) -> list[Bar]:
        """Return the words of each kind, the body first, then the most words first."""
        kinds = sorted(
            self.blocks, key=lambda kind: (kind is not BlockKind.BODY, -self.words[kind])
        )
        return [Bar(kind, self.words[kind], str(self.words[kind]), kind) for kind in kinds]

    def sentence(self) -> str:
        """Return the share of the body in words."""
        return (
            f"{self.blocks[BlockKind.BODY]} of {count(self.blocks.total(), 'block')} and "
            f"{self.words[BlockKind.BODY]:,} of {count(self.words.total(), 'word')} "
            "are main content"
        )

    def table(self) -> Markup:
        """Return the totals as a table whose boxes choose the kinds of blocks that are shown."""
        head = element(
            "tr",
            element("th", "Kind", scope="col"),
            element("th", "Blocks", scope="col", class_="number"),
            element("th", "Words", scope="col", class_="number"),
        )
        return element(
            "section",
            element("h2", "Kinds", id="kinds"),
            element(
                "table",
                element("thead", head),
                element("tbody", *map(self._row, self.parts())),
                class_="kinds", aria_labelledby="kinds",
            ),
            element(
                "p",
                element("button", "Show all", type="button", data_check="all"),
                element("button", "Show none", type="button", data_check="none"),
                class_="buttons",
            ),
            element("p", id="shown", role="status", class_="note"),
            element(
                "details",
                element("summary", "What the kinds mean"),
                element("dl", *map(_meaning, self.parts())),
                class_="meanings",
            ),
        )  # fmt: skip

    def _row(self, part: Bar) -> Markup:
        kind = BlockKind(part.kind)
        box = element("input", type="checkbox", name="kind", value=kind, checked=True)
        name = element("label", box, element("span", kind_name(kind), class_="kind"))
        return element(
            "tr",
            element("th", name, scope="row"),
            element("td", f"{self.blocks[kind]:,}", class_="number"),
            element("td", f"{self.words[kind]:,}", class_="number"),
            class_=kind_class(kind),
        )


def _meaning(part: Bar) -> Markup:
    name = element("dt", kind_name(part.kind), class_=f"kind {kind_class(part.kind)}")
    return join(name, element("dd", MEANINGS[BlockKind(part.kind)]))


def _head(article: Article, title: str, totals: _Totals, source: str) -> Markup:
    facts = " · ".join((article.page_type, f"confidence {article.confidence:.2f}"))
    return element(
        "header",
        element(
            "nav",
            element("a", "Blocks", href="#blocks"),
            element("a", "Clean article", href="#clean"),
            aria_label="Parts of this report",
        ),
        element("p", "cleanarticle", class_="name"),
        element("h1", title, dir="auto"),
        element("p", link(article.url, one_line(article.url or source)), class_="url"),
        element("p", element("strong", facts), f" · {totals.sentence()}", class_="facts"),
        _flags(article.flags),
        stacked_bar(totals.parts()),
    )


def _flags(flags: frozenset[str]) -> Markup:
    """Return the flags of an article as a list, nothing if it has none."""
    items = (
        element("li", element("strong", flag), f" {FLAG_MEANINGS.get(flag, '')}".rstrip())
        for flag in sorted(flags)
    )
    return element("ul", *items, class_="flags", aria_label="Flags") if flags else Markup()


def _metadata(article: Article) -> Markup:
    items = list(_metadata_items(article))
    return (
        element("section", element("h2", "Metadata"), element("dl", *items)) if items else Markup()
    )


def _metadata_items(article: Article) -> Iterator[Markup]:
    for name in METADATA_FIELDS:
        value = None if name == "url" else getattr(article, name)  # the head shows the URL
        text = ", ".join(value) if isinstance(value, tuple) else value or ""
        if text:
            source = article.sources.get(name)
            note = element("span", f"from {source}", class_="source") if source else Markup()
            shown = element("span", one_line(text), dir="auto")
            yield join(element("dt", kind_name(name)), element("dd", shown, " ", note))
