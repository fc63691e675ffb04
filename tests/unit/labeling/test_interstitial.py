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
def test_clean_bot_challenge_is_blocked_and_has_no_body(page: str) -> None:
    article = cleanarticle.clean(page)
    assert article.flags == {"blocked", "no_main_content"}
    assert {block.reason for block in article.blocks} == {"the page of a bot wall"}
    assert {block.kind for block in article.blocks} == {BlockKind.WIDGET}


def test_clean_javascript_notice_sets_js_required_and_has_no_body() -> None:
    page = "<title>App</title><body><noscript>You need to enable JavaScript to run this app."
    article = cleanarticle.clean(page)
    assert article.flags == {"js_required", "no_main_content"}
    assert [block.reason for block in article.blocks] == ["the page needs scripts"]


def test_clean_short_article_about_security_checks_is_not_blocked() -> None:
    article = cleanarticle.clean(f"<title>Airport security check is slow</title><p>{NOTICE}")
    assert article.flags == set()
    assert article.text == NOTICE


def test_clean_keep_rule_on_interstitial_keeps_its_text() -> None:
    article = cleanarticle.clean(CHALLENGES[0], rules=cleanarticle.Rules(keep=["p"]))
    assert article.text.startswith("Verifying you are human.")


def test_find_interstitial_long_page_returns_none() -> None:
    assert find_interstitial("Just a moment", ["A word. " * 300], has_scripts=True) is None


def test_find_interstitial_empty_page_returns_js_required() -> None:
    assert find_interstitial("App", [], has_scripts=True) is Interstitial.JS_REQUIRED


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", ""), ("Access denied | example.org", ""),
        ("Security check", "Please wait"),
        ("Sorry", "Our systems have detected unusual traffic from your computer network."),
        ("Prüfung", "Bestätigen Sie, dass Sie ein Mensch sind."),
        ("Verificación", "Verifique que usted es un ser humano para continuar."),
        ("Vérification", "Vérifiez que vous êtes humain."),
        ("Проверка", "Подтвердите, что вы человек"),
        ("验证", "请完成安全验证"), ("確認", "人間であることを確認してください"),
    ],
)  # fmt: skip
def test_find_interstitial_of_a_bot_wall_in_any_language_is_blocked(title: str, text: str) -> None:
    assert find_interstitial(title, [title, text], has_scripts=True) is Interstitial.BLOCKED


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Security check delays flights", "Passengers waited for hours."),
        ("Access denied to beach after storm", "The town has closed the road to the beach."),
        ("Nur einen Moment nicht aufgepasst", "Ein Autofahrer ist auf der A7 verunglückt."),
        ("Acceso denegado a la playa por obras", "El ayuntamiento ha cerrado el acceso."),
        ("Un instant… avec Marie Dupont", "Rencontre avec la chanteuse avant son concert."),
        ("Porada", "Pamiętaj, że jesteś człowiekiem."), ("Rada", "Nezapomeňte, že jste člověk."),
        ("Психолог", "Помните, что вы человек."), ("新型诈骗", "评论 请输入验证码"),
        ("AI", "우리는 로봇이 아닙니다"), ("歌詞", "私はロボットではありません"),
    ],
)  # fmt: skip
def test_find_interstitial_of_a_short_article_is_none(title: str, text: str) -> None:
    assert find_interstitial(title, [title, text], has_scripts=True) is None


def test_clean_text_that_quotes_a_bot_wall_is_flagged_and_keeps_its_body() -> None:
    article = cleanarticle.clean_text(
        "Troubleshooting\n\nAccess denied\n\nYour account lacks the role that opens the archive of"
        " the water works. Ask the keeper of the archive for it, and try again on the next day."
    )
    assert "blocked" in article.flags
    assert "Ask the keeper" in article.text
    assert article.confidence > 0.5
