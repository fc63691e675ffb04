from __future__ import annotations

import pytest

import cleanarticle

PROSE = (
    "The council voted on Tuesday to repair the old bridge before the winter, and the mayor said"
    " that the work would begin in October, as soon as the water of the river falls."
)


def body_of(between: str) -> list[str]:
    """Return the body of an article with markup between its title and its text."""
    start = "<title>Old bridge</title><article><h1>Old bridge</h1>"
    page = f"{start}{between}<p>{PROSE}</p><p>{PROSE[:99]}."
    return [block.text for block in cleanarticle.clean(page).body]


@pytest.mark.parametrize(
    "markup",
    [
        '<h3 class="subtitle">What the repair will cost us</h3>',
        '<h2 class="article-subheadline">What the repair will cost us</h2>',
        '<div class="post-standfirst">What the repair will cost us</div>',
        '<p class="dek">What the repair will cost us</p>',
    ],
)
def test_clean_standfirst_below_title_is_body(markup: str) -> None:
    assert "What the repair will cost us" in body_of(markup)


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="subtitle"><a href="/a">What the repair will cost us</a></p>',
        '<p class="subtitle">By Ann Lee, 4 May 2024</p>',
        '<p class="subtitle">Subscribe to our newsletter</p>',
        '<p class="subtitle" hidden>What the repair will cost us</p>',
    ],
)
def test_clean_link_byline_or_appeal_below_title_is_boilerplate(markup: str) -> None:
    assert len(body_of(markup)) == len(body_of(""))
