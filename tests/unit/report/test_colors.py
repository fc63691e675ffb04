"""The contrast of the colors in report.css, as WCAG 2.2 computes it; level AA asks for 4.5."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleanarticle import BlockKind, report

STYLE = Path(report.__file__).with_name("report.css").read_text("utf-8")
COLORS = {
    name: pair
    for name, *pair in re.findall(
        r"(?:--|\.kind-)(\w+)(?: \{ --kind)?: light-dark\((#\w{6}), (#\w{6})\)", STYLE
    )
}
STRONGEST_TINT = max(int(share) for share in re.findall(r"var\(--kind\) (\d+)%", STYLE)) / 100
LIGHT, DARK = 0, 1


def channels(color: str) -> list[float]:
    return [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def luminance(color: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(first: list[float], second: list[float]) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def tinted(kind: str, scheme: int) -> list[float]:
    paper, color = channels(COLORS["paper"][scheme]), channels(COLORS[kind][scheme])
    mixed = zip(paper, color, strict=True)
    return [p + (c - p) * STRONGEST_TINT for p, c in mixed]


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("kind", list(BlockKind))
def test_color_of_kind_is_legible_on_every_background(kind: BlockKind, scheme: int) -> None:
    color = channels(COLORS[kind][scheme])
    tint = tinted(kind, scheme)
    backgrounds = [tint, *(channels(COLORS[name][scheme]) for name in ("paper", "desk"))]
    assert min(contrast(color, background) for background in backgrounds) >= 4.5
    for text in ("ink", "quiet"):
        assert contrast(channels(COLORS[text][scheme]), tint) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_colors_of_kinds_differ(scheme: int) -> None:
    assert len({COLORS[kind][scheme] for kind in BlockKind}) == len(BlockKind)
