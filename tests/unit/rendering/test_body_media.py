"""Tests of which media belong to the main content."""

from __future__ import annotations

import pytest

from cleanarticle.rendering.body_media import body_media
from support.pages import segmentation

IMAGE = "<div><img src=x></div>"


def shown(html: str, body: set[str], heading: str | None = None) -> list[str | None]:
    """Return the sources of the media that belong to a body, given by the texts of blocks."""
    page = segmentation(f"<body>{html}")
    texts = [block.text for block in page.blocks]
    media = body_media(
        page,
        frozenset(map(texts.index, body)),
        None if heading is None else texts.index(heading),
    )
    return [medium.element.get("src") for medium in media]


@pytest.mark.parametrize(
    ("html", "is_shown"),
    [
        (f"<p>A{IMAGE}<p>B", True),  # between body blocks
        (f"<p>A{IMAGE}<p>menu<p>B", False),
        (f"{IMAGE}<p>A<p>B", False),
        (f"<figure>{IMAGE}<p>A</figure><p>B", True),  # in a figure with a body block
        (f"<p>A<figure>{IMAGE}<p>caption</figure><p>B", True),  # of which no block is body
        (f"<p>A<figure>{IMAGE}<p>caption</figure><p>credit<p>B", True),
        (f"<p>A<figure>{IMAGE}<p>caption</figure><p>credit<p>menu<p>B", False),
        (f"<p>A<figure>{IMAGE}<p><a href=x>caption</a></figure><p>B", False),  # a teaser
        (f"<p>menu<figure>{IMAGE}<p>caption</figure><p>A<p>B", False),
        (f"<p>A<figure><div>{IMAGE}</div><p>caption</figure><p>B", True),
    ],
)
def test_body_media_between_blocks_and_in_figures(html: str, *, is_shown: bool) -> None:
    assert shown(html, {"A", "B"}) == ["x"] * is_shown


@pytest.mark.parametrize(("between", "is_shown"), [(0, True), (2, True), (3, False)])
def test_body_media_figure_below_the_title_is_shown(between: int, *, is_shown: bool) -> None:
    figure = f"<figure>{IMAGE}<p>caption</figure>"
    standfirst = "<p>standfirst" * between
    html = f"<h1>Title</h1>{standfirst}{figure}<p>menu<p>menu<p>A"
    assert shown(html, {"A"}, "Title") == ["x"] * is_shown
    assert shown(html, {"A"}) == []
