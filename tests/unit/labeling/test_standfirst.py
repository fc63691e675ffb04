from __future__ import annotations

import pytest

from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.standfirst import standfirst_in_body
from support.pages import segmentation

PROSE = "The council voted on Tuesday to repair the old bridge before the winter, said the mayor."


def standfirsts(between: str, title_index: int | None = 0, *, has_body: bool = True) -> list[str]:
    """Return the texts between the title and the text that are body as the standfirst."""
    page = segmentation(f"<article><h1>Old bridge</h1>{between}<p>{PROSE}</p></article>")
    is_body = [has_body and block.text in ("Old bridge", PROSE) for block in page.blocks]
    facts = PageFacts(title_index=title_index)
    draft = Draft(analyze(page), is_body, [0.5] * len(is_body), facts)
    return [page.blocks[index].text for index in standfirst_in_body(draft)]


@pytest.mark.parametrize(
    "markup",
    [
        '<h3 class="subtitle">What the repair will cost us</h3>',
        '<h2 class="article-subheadline">What the repair will cost us</h2>',
        '<div class="post-standfirst">What the repair will cost us</div>',
        '<p class="dek">What the repair will cost us</p>',
        '<p>Bridges</p><p class="sub-title">What the repair will cost us</p>',
    ],
)
def test_standfirst_in_body_named_block_below_title_is_body(markup: str) -> None:
    assert standfirsts(markup) == ["What the repair will cost us"]
    assert standfirsts(markup, None) == []
    assert standfirsts(markup, has_body=False) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="subtitle"><a href="/a">What the repair will cost us</a></p>',
        '<p class="subtitle">Subscribe to our newsletter</p>',
        '<p class="subtitle" hidden>What the repair will cost us</p>',
        '<p class="subtitle">Our bridges</p>',
        '<p class="decker">What the repair will cost us</p>',
        '<p>One.</p><p>Two.</p><p class="subtitle">What the repair will cost us</p>',
    ],
    ids=["link", "appeal", "hidden", "label", "other-name", "too-far"],
)
def test_standfirst_in_body_other_block_below_title_is_none(markup: str) -> None:
    assert standfirsts(markup) == []
