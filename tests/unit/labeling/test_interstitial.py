from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.block import BlockKind
from cleanarticle.labeling.interstitial import Interstitial, find_interstitial

CHALLENGES = [
    "<title>Just a moment...</title><h1>www.site.example</h1><p>Verifying you are human. This may "
    "take a few seconds.<p>www.site.example needs to review the security of your connection.",
    "<title>Access Denied</title><h1>Access Denied</h1>You don't have permission to access this "
    "page on this server.<p>Reference #18.2d351ab8.1557333295",
    "<title>Robot check</title><p>To continue, please confirm that you are not a robot.",
]
NOTICE = (
    "Travellers wait longer this week: at the airport every security check takes some minutes "
    "more, as the machines that look into bags are being replaced by new ones."
)


@pytest.mark.parametrize("page", CHALLENGES)
def test_a_challenge_has_no_body(page: str) -> None:
    article = cleanarticle.clean(page)
    assert article.flags == {"blocked", "no_main_content"}
    assert {block.reason for block in article.blocks} == {"the page of a bot wall"}
    assert {block.kind for block in article.blocks} == {BlockKind.WIDGET}


def test_a_request_for_scripts_has_no_body() -> None:
    page = "<title>App</title><body><noscript>You need to enable JavaScript to run this app."
    article = cleanarticle.clean(page)
    assert article.flags == {"js_required", "no_main_content"}
    assert [block.reason for block in article.blocks] == ["the page needs scripts"]


def test_a_short_notice_that_mentions_a_check_is_none() -> None:
    article = cleanarticle.clean(f"<title>Airport security check is slow</title><p>{NOTICE}")
    assert article.flags == set()
    assert article.text == NOTICE


def test_a_rule_keeps_what_an_interstitial_says() -> None:
    article = cleanarticle.clean(CHALLENGES[0], rules=cleanarticle.Rules(keep=["p"]))
    assert article.text.startswith("Verifying you are human.")


def test_a_long_page_is_none() -> None:
    assert find_interstitial("Just a moment", ["A word. " * 300]) is None


def test_nothing_at_all_needs_scripts() -> None:
    assert find_interstitial("App", []) is Interstitial.JS_REQUIRED
