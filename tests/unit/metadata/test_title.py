from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.metadata.title import SiteName, choose_title

SITE = SiteName(("The Daily Post",), "www.dailypost.example")


@pytest.mark.parametrize(
    ("title", "expected"),
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
def test_remove_from_title_with_site_name_returns_rest(title: str, expected: str) -> None:
    assert SITE.remove_from(title) == expected


@pytest.mark.parametrize("title", ["Daily Post | ", "a | The Daily Post - ", " - "])
def test_remove_from_title_of_many_parts_returns_title(title: str) -> None:
    assert SITE.remove_from(title * 2000) == title * 2000


def test_choose_title_no_similar_heading_returns_first_statement() -> None:
    statements = [("json-ld", "A bridge is built"), ("opengraph", "Bridges | The Daily Post")]
    assert choose_title(statements, ["Menu"], SITE) == ("A bridge is built", "json-ld")
    assert choose_title([], ["Menu", "More"], SITE) == ("Menu", "heading")
    assert choose_title([], [], SITE) is None


def test_choose_title_site_name_alone_is_last_choice() -> None:
    statements = [("opengraph", "The Daily Post"), ("title", "A bridge - The Daily Post")]
    assert choose_title(statements, [], SITE) == ("A bridge", "title")


def test_choose_title_similar_headings_returns_most_similar() -> None:
    statements = [("opengraph", "How the new bridge was built")]
    headings = ["Build with us", "The new bridge and how it was built", "A new bridge"]
    assert choose_title(statements, headings, SiteName()) == (headings[1], "heading")


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_remove_from_any_title_returns_nonempty_part_and_is_idempotent(
    title: str, name: str
) -> None:
    rest = SiteName((name,)).remove_from(title)
    assert rest in title
    assert bool(rest) == bool(title)
    assert SiteName((name,)).remove_from(rest) == rest
