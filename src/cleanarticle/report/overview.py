"""The report of a batch: its pages by confidence, kinds, errors, flags, and the doubtful pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.errors import one_line
from cleanarticle.report.bars import Bar, render_bars, stacked_bar
from cleanarticle.report.batch_summary import CONFIDENCE_STEPS
from cleanarticle.report.document import document, link
from cleanarticle.report.markup import Markup, element, join
from cleanarticle.report.wording import count, kind_name

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from cleanarticle.report.batch_summary import BatchSummary, DoubtfulPage, Failure

_MAX_ROWS = 20
"""Rows of a table at most; there are fewer kinds of errors and flags."""

_MAX_NAME = 40
"""Characters of a name in such a table; a file of another program may have longer ones."""


def render_overview(summary: BatchSummary, name: str) -> str:
    """Return the report of a batch as an HTML document.

    Args:
        summary: Its numbers.
        name: The name of its output.
    """
    return document(
        f"{name} · cleanarticle",
        element(
            "header",
            element("p", "cleanarticle", class_="name"),
            element("h1", one_line(name), dir="auto"),
            element("p", element("strong", _outcome(summary)), _share(summary), class_="facts"),
            stacked_bar(_kinds(summary)),
        ),
        element(
            "main",
            element("div", *_tables(summary), class_="overview"),
            _doubtful(summary),
            *_failures(summary),
        ),
    )


def _outcome(summary: BatchSummary) -> str:
    parts = [count(summary.pages, "page"), count(summary.errors.total(), "error")]
    if summary.damaged:
        parts.append(f"{count(summary.damaged, 'record')} that cannot be read")
    return " · ".join(parts)


def _share(summary: BatchSummary) -> str:
    total = summary.words.total()
    if not total:
        return ""
    return f" · {summary.words[BlockKind.BODY] / total:.0%} of all words are main content"


def _tables(summary: BatchSummary) -> Iterator[Markup]:
    yield render_bars("Pages by confidence", list(_confidences(summary)))
    yield render_bars("Words by kind", _kinds(summary))
    for caption, counts in (
        ("Page types", summary.page_types),
        ("Flags", summary.flags),
        ("Errors", summary.errors),
    ):
        if counts:
            yield render_bars(caption, _counted(counts))


def _confidences(summary: BatchSummary) -> Iterator[Bar]:
    for step, pages in reversed(list(enumerate(summary.confidences))):
        first, last = step / CONFIDENCE_STEPS, (step + 1) / CONFIDENCE_STEPS
        yield Bar(f"{first:.1f} – {last:.1f}", pages, f"{pages:,}")


def _kinds(summary: BatchSummary) -> list[Bar]:
    total = summary.words.total() or 1
    return [
        Bar(kind_name(kind), words, f"{words / total:.1%}", kind)
        for kind, words in summary.words.most_common()
    ]


def _counted(counts: Counter[str]) -> list[Bar]:
    return [
        Bar(one_line(name)[:_MAX_NAME], number, f"{number:,}")
        for name, number in counts.most_common(_MAX_ROWS)
    ]


def _doubtful(summary: BatchSummary) -> Markup:
    head = element(
        "tr",
        element("th", "Confidence", scope="col"),
        element("th", "Page", scope="col"),
        element("th", "Words", scope="col", class_="number"),
    )
    return element(
        "table",
        element("caption", "Pages of the lowest confidence"),
        element("thead", head),
        element("tbody", *map(_page, summary.doubtful)),
        class_="pages",
    )


def _failures(summary: BatchSummary) -> Iterator[Markup]:
    """Yield the table of the inputs that failed, if there are any."""
    if not summary.failures:
        return
    head = element("tr", element("th", "Error", scope="col"), element("th", "Input", scope="col"))
    left_out = summary.errors.total() - len(summary.failures)
    caption = f"Failed inputs, without {left_out:,} more" if left_out else "Failed inputs"
    yield element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", *map(_failure, summary.failures)),
        class_="pages",
    )


def _failure(failure: Failure) -> Markup:
    message = element("span", one_line(failure.message), class_="note", dir="auto")
    return element(
        "tr",
        element("td", one_line(failure.kind)[:_MAX_NAME]),
        element("td", link(failure.url, one_line(failure.url)), message),
    )


def _page(page: DoubtfulPage) -> Markup:
    title = one_line(page.title) or "(no title)"
    notes = [element("span", one_line(page.url), class_="note", dir="auto")]
    if page.flags:
        notes.append(element("span", one_line(", ".join(page.flags)), class_="note"))
    return element(
        "tr",
        element("td", f"{page.confidence:.2f}"),
        element("td", link(page.url, title), join(*notes)),
        element("td", f"{page.words:,}", class_="number"),
    )
