"""Tests of the texts of links to the home page of a site, which may be its name."""

from __future__ import annotations

import pytest

from cleanarticle.metadata.declared import _home_link_texts
from cleanarticle.metadata.structured_data import read_structured
from cleanarticle.parsing.document import parse_markup

OWN = ("example.org", "www.example.org")


@pytest.mark.parametrize(
    ("href", "base", "texts"),
    [
        ("/", "https://example.org/a", ["Site"]),
        ("index.html", "https://www.example.org/a", ["Site"]),
        ("/", "", ["Site"]),
        ("/", "https://other.example/a", []),
        ("https://www.example.org/", "https://other.example/a", ["Site"]),
        ("https://other.example/", "https://example.org/a", []),
        ("//other.example", "https://example.org/a", []),
    ],
)
def test_home_link_texts_are_those_of_links_to_the_same_site(
    href: str, base: str, texts: list[str]
) -> None:
    data = read_structured(parse_markup(f"<p><a href='{href}'>Site</a></p>"))
    assert _home_link_texts(data, base, OWN) == texts
    assert _home_link_texts(data, base, ("", "")) == ["Site"]


def test_home_link_texts_line_break_in_url_does_not_hide_a_host() -> None:
    data = read_structured(parse_markup("<p><a rel=home href='/\n/other.example'>Site</a></p>"))
    assert _home_link_texts(data, "https://example.org/a", OWN) == []
