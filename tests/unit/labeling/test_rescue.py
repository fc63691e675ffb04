"""Tests of the prose of pages of which the models keep nothing."""

from __future__ import annotations

import pytest

import cleanarticle

MENU = (
    "<header><a href=/>Le Carnet</a><nav><a href=/a>Actualités</a> <a href=/b>À propos</a>"
    "</nav></header>"
)
FOOTER = "<footer><p>© 2025 Le Carnet. Mentions légales. Tous droits réservés.</p></footer>"
SENTENCE = (
    "La ligne 4 est restée fermée deux heures mardi matin après une coupure de courant à Vavin."
)


@pytest.mark.parametrize("tag", ["p", "div", "section"])
def test_clean_single_sentence_below_a_title_is_body(tag: str) -> None:
    page = f"<html lang=fr><title>Panne de métro</title><body>{MENU}<main><h1>Panne de métro</h1>"
    article = cleanarticle.clean(f"{page}<{tag}>{SENTENCE}</{tag}></main>{FOOTER}</body>")
    assert article.text == SENTENCE
    assert "no_main_content" not in article.flags


def test_clean_page_of_menus_has_no_main_content() -> None:
    article = cleanarticle.clean(f"<title>Le Carnet</title><body>{MENU}{FOOTER}</body>")
    assert article.text == ""
    assert "no_main_content" in article.flags


def test_clean_challenge_of_a_bot_wall_is_not_rescued() -> None:
    page = (
        "<title>Just a moment...</title><h1>site.example</h1><p>Verifying you are human. This may"
        " take a few seconds.</p><p>site.example needs to review the security of your connection"
        " before proceeding.</p>"
    )
    assert cleanarticle.clean(page).text == ""
