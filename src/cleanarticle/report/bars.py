"""Bars: tables of numbers, each with a bar of its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.report.markup import Markup, element, join

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 200
"""Width of the longest bar, in units of its picture."""


class Bar(NamedTuple):
    """A row of a table of bars.

    Attributes:
        label: Its name.
        size: The number that the bar shows.
        value: The number as text.
        kind: The kind of blocks that gives the bar its color, "" for a neutral one.
    """

    label: str
    size: float
    value: str
    kind: str = ""


def render_bars(caption: str, bars: Sequence[Bar]) -> Markup:
    """Return a table of bars, whose numbers are also text."""
    longest = max((bar.size for bar in bars), default=0) or 1
    rows = (
        element(
            "tr",
            element("th", bar.label, scope="row", class_=kind_class(bar.kind)),
            element("td", _picture(bar.size / longest, bar.kind), class_="bar"),
            element("td", bar.value, class_="number"),
        )
        for bar in bars
    )
    return element("table", element("caption", caption), element("tbody", *rows), class_="bars")


def kind_class(kind: str) -> str | None:
    """Return the class of elements in the color of a kind of blocks, None for no kind."""
    return f"kind-{kind}" if kind else None


def _picture(share: float, kind: str) -> Markup:
    bar = element("rect", width=round(share * _WIDTH, 1), height=8, class_=kind_class(kind))
    return element(
        "svg", bar, viewBox=f"0 0 {_WIDTH} 8", preserveAspectRatio="none", aria_hidden="true"
    )


def stacked_bar(parts: Sequence[Bar]) -> Markup:
    """Return one bar of several parts, whose sizes the tables beside it say in words."""
    total = sum(part.size for part in parts) or 1
    pieces, start = [], 0.0
    for part in parts:
        width = part.size / total * 1000
        pieces.append(
            element(
                "rect", x=round(start, 1), width=round(width, 1), height=10,
                class_=kind_class(part.kind),
            )
        )  # fmt: skip
        start += width
    return element(
        "svg", join(*pieces), viewBox="0 0 1000 10", preserveAspectRatio="none",
        class_="stack", aria_hidden="true",
    )  # fmt: skip
