from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.block import Block, BlockKind
from cleanarticle.core.page_type import PageType
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.labeling.interstitial import Interstitial
from cleanarticle.labeling.labels import Labels
from cleanarticle.metadata.flags import find_flags

PROSE = "The river rose by two metres in one night, and the old bridge was closed at once. "


def block(text: str, kind: BlockKind = BlockKind.BODY) -> Block:
    return Block(text, kind, 0.5, "", None, "p")


def flags_of(*blocks: Block, interstitial: Interstitial | None = None) -> frozenset[str]:
    return find_flags(Labels(blocks, 0.9, PageType.ARTICLE, interstitial), segment_text(PROSE))


@pytest.mark.parametrize(
    ("interstitial", "flag"),
    [(Interstitial.BLOCKED, "blocked"), (Interstitial.JS_REQUIRED, "js_required")],
)
def test_find_flags_interstitial_sets_its_flag(interstitial: Interstitial, flag: str) -> None:
    flags = flags_of(block("Wait.", BlockKind.WIDGET), interstitial=interstitial)
    assert flags == {flag, "no_main_content"}


def test_find_flags_article_about_bot_walls_sets_no_flag() -> None:
    blocks = [block(PROSE * 10), block("It said: checking your browser. " * 30)]
    assert flags_of(*blocks) == set()


def test_find_flags_paywall_offer_below_body_sets_paywalled() -> None:
    offer = block("Subscribe to continue reading", BlockKind.SUBSCRIBE)
    body = [block(PROSE * 10), block(PROSE * 10)]
    assert flags_of(*body, offer) == {"paywalled"}
    assert flags_of(offer, *body) == set(), "a promotion above is not a paywall"
    newsletter = block("Get our newsletter", BlockKind.SUBSCRIBE)
    assert flags_of(*body, newsletter) == set()


@pytest.mark.parametrize(
    "offer",
    [
        "Jetzt weiterlesen mit dem Digitalabo", "Cet article est réservé aux abonnés",
        "Contenido exclusivo para suscriptores", "Conteúdo exclusivo para assinantes",
        "Contenuto riservato agli abbonati", "Dit artikel is exclusief voor abonnees",
        "Материал доступен только для подписчиков", "订阅后即可阅读全文",
        "この記事は有料会員限定です", "هذا المقال للمشتركين فقط",
        "Artykuł tylko dla prenumeratorów", "Bu içerik abonelere özel",
    ],
)  # fmt: skip
def test_find_flags_paywall_offer_in_any_language_sets_paywalled(offer: str) -> None:
    body = [block(PROSE * 10), block(PROSE * 10)]
    assert flags_of(*body, block(offer, BlockKind.SUBSCRIBE)) == {"paywalled"}


@pytest.mark.parametrize("end", ["and then…", "and then [...]"])
def test_find_flags_body_ending_in_ellipsis_sets_truncated(end: str) -> None:
    assert flags_of(block(PROSE * 20), block(end)) == {"truncated"}


def test_clean_page_with_only_scripts_sets_js_required() -> None:
    article = cleanarticle.clean("<body><div id=root></div><script>app()</script></body>")
    assert article.flags == {"no_main_content", "js_required"}
    assert article.confidence == 0


def test_clean_page_without_text_and_scripts_needs_no_scripts() -> None:
    article = cleanarticle.clean("<title>A picture</title><img src=a.jpg>")
    assert (article.flags, article.confidence) == (frozenset({"no_main_content"}), 0)


@pytest.mark.parametrize("text", ["", "<nav><a href=/>Home</a></nav>"])
def test_clean_page_with_nothing_but_a_title_has_no_main_content(text: str) -> None:
    article = cleanarticle.clean(f"<title>Opening hours</title><h1>Opening hours</h1>{text}")
    assert article.text == ""
    assert "no_main_content" in article.flags
