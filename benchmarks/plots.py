"""Plots as SVG, legible on light and on dark pages."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #30343b }
.axis { stroke: #9aa1ac; stroke-width: 1 } .grid { stroke: #9aa1ac33 }
.other { fill: #7a8594 } .ours { fill: #16744a } .name-ours { font-weight: 600; fill: #16744a }
@media (prefers-color-scheme: dark) {
  text { fill: #d5d9e0 } .other { fill: #8e99a8 } .ours, .name-ours { fill: #4fc48a }
}
</style>"""

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 60, 150, 20, 50


def dots(points: Mapping[str, tuple[float, float]]) -> str:
    """Return a plot of accuracy against time, one dot a tool.

    Args:
        points: Milliseconds a page, on a logarithmic axis, and F1, by tool.
    """
    slowest = max(milliseconds for milliseconds, _ in points.values())
    fastest = min(milliseconds for milliseconds, _ in points.values())
    low, high = math.floor(math.log10(fastest)), math.ceil(math.log10(slowest))
    least = math.floor(min(f1 for _, f1 in points.values()) * 20) / 20

    def x(milliseconds: float) -> float:
        share = (math.log10(milliseconds) - low) / (high - low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(f1: float) -> float:
        return TOP + (1 - f1) / (1 - least) * (HEIGHT - TOP - BOTTOM)

    parts = []
    for power in range(low, high + 1):
        at = x(10**power)
        parts.append(_line(at, TOP, at, HEIGHT - BOTTOM, "grid"))
        parts.append(_text(at, HEIGHT - BOTTOM + 18, f"{10**power:g}", "middle"))
    for step in range(round(least * 20), 21):
        at = y(step / 20)
        parts.append(_line(LEFT, at, WIDTH - RIGHT, at, "grid"))
        parts.append(_text(LEFT - 8, at + 4, f"{step / 20:.2f}", "end"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(_text(middle, HEIGHT - 10, "milliseconds a page (CPU time)", "middle"))
    parts.append(_text(LEFT, TOP - 6, "mean F1 of the sets", "start"))
    taken: list[float] = []
    for name, (milliseconds, f1) in sorted(points.items(), key=lambda item: -item[1][1]):
        label = y(f1) + 4
        while any(abs(label - other) < 14 for other in taken):
            label += 14
        taken.append(label)
        kind = "ours" if name.startswith("cleanarticle") else "other"
        parts.append(f'<circle cx="{x(milliseconds):.1f}" cy="{y(f1):.1f}" r="6" class="{kind}"/>')
        end = WIDTH - RIGHT + 12
        parts.append(_line(x(milliseconds) + 8, y(f1), end - 4, label - 4, "grid"))
        parts.append(_text(end, label, name, "start", f"name-{kind}"))
    return _svg(HEIGHT, parts, "Accuracy against speed of extractors")


def bars(scores: Mapping[str, Mapping[str, float]]) -> str:
    """Return a plot of the best of the tools for each type of page, as bars.

    Args:
        scores: Word F1 by type of page, by tool.
    """
    types = list(next(iter(scores.values())))
    row, gap = 15, 16
    parts, top = [], 10
    for kind in types:
        ranked = sorted(scores, key=lambda name: -scores[name][kind])[:4]
        parts.append(_text(0, top + 12, kind, "start", "name-other"))
        for name in ranked:
            value = scores[name][kind]
            width = value * 380
            style = "ours" if name.startswith("cleanarticle") else "other"
            parts.append(
                f'<rect x="120" y="{top}" width="{width:.1f}" height="11" class="{style}"/>'
            )
            parts.append(_text(126 + width, top + 11, f"{value:.3f} {name}", "start"))
            top += row
        top += gap
    return _svg(top, parts, "Word F1 by type of page, the best four tools")


def _svg(height: int, parts: list[str], title: str) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">'
    )
    return "\n".join([head, _STYLE, *parts, "</svg>", ""])


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def _text(x: float, y: float, text: str, anchor: str, style: str = "") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} class="{style}">{escape(text)}</text>'
