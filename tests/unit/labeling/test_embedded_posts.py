from __future__ import annotations

import pytest

import cleanarticle

TEXT = (
    "<p>My mother can walk for eleven minutes. I know this because there used to be a bench.</p>"
    "<p>I counted all benches on both sides of the canal from the lock to the gasworks.</p>"
)
POST = "A bench is an invitation to linger and lingering is how it starts."
TWEET = (
    "<div class='{name}'><a href=https://network.example/1><div><span>Derek Pym</span></div>"
    f"<p class=tweet-text>{POST}</p><div>12:01 PM</div></a></div>"
)


@pytest.mark.parametrize("name", ["tweet", "embedded-tweet", "c1 tweet"])
def test_clean_post_between_paragraphs_is_body(name: str) -> None:
    page = f"<article><h1>Benches</h1>{TEXT}{TWEET.format(name=name)}{TEXT}</article>"
    text = cleanarticle.clean(page).text
    assert POST in text
    assert "12:01" not in text


def test_clean_post_behind_article_is_not_body() -> None:
    more = "<h2>Read more</h2><p><a href=/2>The kiosk</a></p><p><a href=/3>The pier</a></p>"
    page = f"<article><h1>Benches</h1>{TEXT}{TEXT}</article>{more}{TWEET.format(name='tweet')}"
    assert POST not in cleanarticle.clean(page).text
