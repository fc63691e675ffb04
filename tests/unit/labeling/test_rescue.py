"""Tests of the prose of pages of which the models keep nothing."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.rescue import rescued_prose
from cleanarticle.parsing.document import parse_markup

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


FLASH = (
    "<div><div><h1>Le pont suspendu ferme, deux bateaux le remplacent</h1>"
    "<div>Rédaction | Mis à jour le 4 août 2025 à 18 h 20</div><div>"
    "<div>Le vieux pont a été fermé dimanche soir après la rupture de deux câbles.</div>"
    "<div>Deux bateaux traversent gratuitement la rivière depuis six heures du matin.</div></div>"
    "<div>Pour recevoir les nouvelles avant les autres, gardez cette page dans vos favoris.</div>"
    "</div><div><h2>Dans la région</h2><p>Les prix de gros de l'oignon ont été divisés par deux en"
    " une semaine.</p></div></div>"
)


def test_rescued_prose_is_as_likely_as_the_best_and_beside_the_title() -> None:
    page = analyze(segment(parse_markup(FLASH)))
    scores = [0.9, 0.36, 0.43, 0.46, 0.14, 0.3, 0.45]
    assert len(page.segmentation.blocks) == len(scores)
    is_body = [True, *[False] * 6]
    below_title = Draft(page, is_body, scores, PageFacts(title_index=0))
    assert sorted(rescued_prose(below_title)) == [2, 3]
    assert sorted(rescued_prose(Draft(page, [False] * 7, scores))) == [0, 3, 6]
    assert not rescued_prose(below_title._replace(is_body=[*[False] * 6, True]))
    assert not rescued_prose(below_title._replace(scores=[0.05] * 7))
