"""Tests of headings and sentences that are no body as what they belong to is none."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.leftovers import leftovers
from support.pages import segmentation

PROSE = "The two cranes were sold to a scrap dealer on Monday and bought back on Thursday."


def dropped(markup: str, others: set[str]) -> list[str]:
    """Return the leftovers among the texts of a page of which all but some are body."""
    page = segmentation(f"<main><h1>Cranes</h1><p>{PROSE}</p>{markup}</main>")
    is_body = [block.text not in others for block in page.blocks]
    scores = [0.7] * len(is_body)
    draft = Draft(analyze(page), is_body, scores, PageFacts(title_index=0))
    return [page.blocks[index].text for index in leftovers(draft)]


OFFER = "Get unlimited access to every story. Cancel any time."


@pytest.mark.parametrize("tag", ["h2", "h3", "h4"])
def test_leftovers_last_heading_above_an_offer(tag: str) -> None:
    heading = f"<{tag}>Keep reading for $1 a week</{tag}>"
    assert dropped(f"{heading}<p>{OFFER}</p>", {OFFER}) == ["Keep reading for $1 a week"]


def test_leftovers_headings_are_kept_where_text_of_the_body_or_no_offer_is_below() -> None:
    heading = "<h2>Keep reading for $1 a week</h2>"
    assert dropped(f"{heading}<p>{PROSE}</p><p>{OFFER}</p>", {OFFER}) == []
    assert dropped(f"{heading}<p>Ann Lee</p>", {"Ann Lee"}) == []
    assert dropped(f"<p>Keep reading for $1 a week</p><p>{OFFER}</p>", {OFFER}) == []


@pytest.mark.parametrize("name", ["newsletter", "newsletter-signup", "mailing-list"])
def test_leftovers_sentence_in_a_box_to_subscribe(name: str) -> None:
    first, second = "Une recette par semaine", "Rejoignez les 8 400 gourmands"
    box = f"<div class={name}><p>{first}</p><p>{second}</p></div><p>{PROSE}</p>"
    assert dropped(box, {first}) == [second]
    assert dropped(box, set()) == []
    assert dropped(box.replace(name, "note"), {first}) == []
    assert dropped(box.replace(second, PROSE * 3), {first}) == []


def test_clean_heading_of_an_offer_behind_the_text_is_dropped() -> None:
    page = (
        f"<header><a href=/>Port Clarion</a></header><article><h1>Cranes</h1><p>{PROSE}</p>"
        f"<p>{PROSE.replace('cranes', 'ships')}</p><h3>Keep reading for $1 a week</h3>"
        f"<p>{OFFER}</p><a href=/offers>See all offers</a></article>"
    )
    assert "$1 a week" not in cleanarticle.clean(f"<body>{page}</body>").text


@pytest.mark.parametrize(
    "link",
    [
        "<a class=mw-jump-link href='#mw-head'>Μετάβαση στην πλοήγηση</a>",
        "<div class=skip><a href='#content'>Gå til innholdet</a></div>",
        "<p><a class='skip-to' href='#main'>Ugrás a tartalomra</a></p>",
        "<p><a class='small skip-link' href='#main'>Till innehållet</a></p>",
    ],
)
def test_leftovers_links_that_skip_a_part_of_the_page(link: str) -> None:
    assert len(dropped(link, set())) == 1
    assert dropped(link.replace("#", "/"), set()) == []
    assert dropped(link.replace("skip", "note").replace("jump", "note"), set()) == []


@pytest.mark.parametrize(
    "link",
    [
        "<h2 class=skip id=j><a href='#j'>Skip</a></h2>",
        "<p><a class=ski-jump href='#j'>Ski jump</a></p>",
        "<p><a class=jump-cut href='#cut'>The jump cut in the film explained</a></p>",
        "<p><a class='fn jump-back' href='#ref1'>Statistics of the county, volume 3</a></p>",
        f"<p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p><p><a class=skip href='#a'>Why now?</a></p>",
    ],
)
def test_leftovers_links_in_the_text_are_kept(link: str) -> None:
    assert dropped(link, set()) == []
