from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.metadata.title import NO_SITE, Site, choose_headline

SITE = Site(("The Daily Post",), "www.dailypost.example")


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("A bridge | The Daily Post", "A bridge"),
        ("A bridge - Daily Post", "A bridge"),
        ("Daily Post: a history", "Daily Post: a history"),
        ("dailypost.example | A bridge", "A bridge"),
        ("A bridge - now | News | The Daily Post", "A bridge - now | News"),
        ("The Daily Post", "The Daily Post"),
        ("| The Daily Post", "| The Daily Post"),
        ("Spider-Man - a review", "Spider-Man - a review"),
    ],
)
def test_the_site_is_cut_off(title: str, bare: str) -> None:
    assert SITE.cut_from(title) == bare


def test_the_first_statement_is_the_title_if_no_heading_is_like_it() -> None:
    said = [("json-ld", "A bridge is built"), ("opengraph", "Bridges | The Daily Post")]
    assert choose_headline(said, ["Menu"], SITE) == ("A bridge is built", "json-ld")
    assert choose_headline([], ["Menu", "More"], SITE) == ("Menu", "heading")
    assert choose_headline([], [], SITE) is None


def test_the_site_alone_is_the_last_choice() -> None:
    said = [("opengraph", "The Daily Post"), ("title", "A bridge - The Daily Post")]
    assert choose_headline(said, [], SITE) == ("A bridge", "title")


def test_the_heading_most_like_the_statements_is_the_title() -> None:
    said = [("opengraph", "How the new bridge was built")]
    headings = ["Build with us", "The new bridge and how it was built", "A new bridge"]
    assert choose_headline(said, headings, NO_SITE) == (headings[1], "heading")


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_cutting_leaves_a_part_of_the_title(title: str, name: str) -> None:
    cut = Site((name,)).cut_from(title)
    assert cut in title
    assert bool(cut) == bool(title)
    assert Site((name,)).cut_from(cut) == cut
