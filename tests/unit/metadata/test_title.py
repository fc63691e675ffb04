from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleanarticle
from cleanarticle.metadata.site_name import SiteName
from cleanarticle.metadata.title import PageTitles, choose_title
from cleanarticle.metadata.title_block import find_headline
from support.pages import segmentation

SITE = SiteName(("The Daily Post",), "www.dailypost.example")
PROSE = (
    "The council voted on Tuesday to repair the bridge before the winter, and the mayor said that "
    "the work would begin as soon as the water falls."
)


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
    assert choose_title(PageTitles(statements, ["Menu"]), SITE) == ("A bridge is built", "json-ld")
    assert choose_title(PageTitles([], ["Ferries", "More"]), SITE) == ("Ferries", "heading")
    assert choose_title(PageTitles([]), SITE) is None


def test_choose_title_site_name_alone_is_last_choice() -> None:
    statements = [("opengraph", "The Daily Post"), ("title", "A bridge - The Daily Post")]
    assert choose_title(PageTitles(statements), SITE) == ("A bridge", "title")


def test_choose_title_similar_headings_returns_most_similar() -> None:
    statements = [("opengraph", "How the new bridge was built")]
    headings = ["Build with us", "The new bridge and how it was built", "A new bridge"]
    assert choose_title(PageTitles(statements, headings), SiteName()) == (headings[1], "heading")


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Премьера «Мост» - The Daily Post", "Премьера «Мост»"),
        ("Interview: »Wir bleiben hier« | The Daily Post", "Interview: »Wir bleiben hier«"),
        ("Le maire : « Nous restons » - The Daily Post", "Le maire : « Nous restons »"),
        ("The Daily Post - « Nous restons » ici", "« Nous restons » ici"),
        ("A bridge » The Daily Post", "A bridge"),
        ("The Daily Post « A bridge", "A bridge"),
    ],
)
def test_remove_from_keeps_guillemets_that_are_quotation_marks(title: str, rest: str) -> None:
    assert SITE.remove_from(title) == rest


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Exclusive The bridge is built", "The bridge is built"),
        ("The bridge is built 23 comments", "The bridge is built"),
    ],
)
def test_choose_title_declared_part_of_heading_is_title(heading: str, part: str) -> None:
    page = PageTitles([("opengraph", part)], [heading], heading_parts=[heading[:9], part])
    assert choose_title(page, SITE) == (part, "opengraph")
    undeclared = PageTitles([("title", heading)], [heading], heading_parts=[part])
    assert choose_title(undeclared, SITE) == (heading, "title")


@pytest.mark.parametrize(
    ("statement", "heading", "part"),
    [
        (("title", "Dune: Part Two"), "Dune: Part Two review", "Dune: Part Two"),
        (("opengraph", "The Daily Post"), "The Daily Post A bridge is built", "The Daily Post"),
    ],
)
def test_choose_title_section_or_site_in_heading_is_no_title(
    statement: tuple[str, str], heading: str, part: str
) -> None:
    statements = [statement, ("title", "Daily Post")]
    page = PageTitles(statements, [heading], heading_parts=[part])
    chosen = choose_title(page, SITE)
    assert chosen is not None
    assert chosen.text != part


@pytest.mark.parametrize("title", ["A bridge » | The Daily Post", "A bridge » - The Daily Post"])
def test_remove_from_drops_guillemet_without_partner(title: str) -> None:
    assert SITE.remove_from(title) == "A bridge"


@pytest.mark.parametrize("heading", ["<span>Exclusive</span> {}", "{} <span>23 comments</span>"])
def test_clean_kicker_and_count_are_in_neither_title_nor_text(heading: str) -> None:
    title = "The old bridge is built again"
    page = (
        f'<meta property="og:title" content="{title}"><h1>{heading.format(title)}</h1>'
        f"<p>{PROSE}</p><h1>Why {title.lower()}</h1><p>{PROSE}</p>"
    )
    article = cleanarticle.clean(page)
    assert article.title == title
    assert article.text == f"{PROSE}\n\nWhy {title.lower()}\n\n{PROSE}"


@pytest.mark.parametrize(
    ("markup", "headline"),
    [
        ("<div><h2>A bridge</h2><p>4 May</p><p>{}</p></div>", "A bridge"),
        ("<div class=has-sidebar><div><h2>A bridge</h2><p>{}</p></div></div>", "A bridge"),
        ("<div class=article-title>A bridge</div><p>{}</p>", "A bridge"),
        ("<aside><h3>Rain</h3><p>{}</p></aside><div><h2>A bridge</h2><p>{}</p></div>", "A bridge"),
        ("<div id=cookies><h2>Notice</h2><p>{}</p></div><div><h2>A bridge</h2>" + "<p>{}</p>" * 2
         + "</div>", "A bridge"),
        ("<p>{}</p><h2>Background</h2><p>{}</p>", None),
        ("<h2>A bridge</h2><p>a</p><p>b</p><p>c</p><p>d</p><p>{}</p>", None),
        ("<h2>Cookies on this site</h2><p>{}</p>", None),
    ],
)  # fmt: skip
def test_find_headline_is_above_the_first_prose(markup: str, headline: str | None) -> None:
    assert find_headline(segmentation(markup.format(PROSE, PROSE, PROSE))) == headline


def test_choose_title_without_title_of_its_own_takes_lower_heading() -> None:
    def choose(title: str, headings: list[str], home_links: list[str] | None) -> str | None:
        page = PageTitles(
            [("title", title)], headings, home_links, headline=lambda: "A bridge is built"
        )
        chosen = choose_title(page, SITE)
        return chosen and chosen.text

    assert choose("The Daily Post", ["Main menu"], []) == "A bridge is built"
    assert choose("The Daily Post", [], None) == "The Daily Post"
    assert choose("The Daily Post", ["Daily Post"], []) == "The Daily Post"
    assert choose("Ferries", [], []) == "Ferries"


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_remove_from_any_title_returns_nonempty_part_and_is_idempotent(
    title: str, name: str
) -> None:
    rest = SiteName((name,)).remove_from(title)
    assert rest in title
    assert bool(rest) == bool(title)
    assert SiteName((name,)).remove_from(rest) == rest


@pytest.mark.parametrize(
    "title",
    [
        "Home", "Untitled Document", "New Page 1", "Startseite", "首页", "index.html", "Daily Post",
        "Home | The Daily Post", "Acme Boards",
    ],
)  # fmt: skip
def test_choose_title_generic_title_gives_heading(title: str) -> None:
    chosen = choose_title(
        PageTitles([("title", title)], ["A bridge is built"], ["Acme Boards logo"]), SITE
    )
    assert chosen == ("A bridge is built", "heading")
    assert choose_title(PageTitles([("title", title)]), SITE) is not None


def test_choose_title_home_page_returns_site_name() -> None:
    statements = [("title", "The Daily Post")]
    assert choose_title(PageTitles(statements, ["Latest stories"], None), SITE) == (
        *statements[0][::-1],
    )


def test_choose_title_heading_equal_to_home_link_is_ignored() -> None:
    statements = [("title", "Lessons: How to build a bridge")]
    chosen = choose_title(
        PageTitles(statements, ["Lessons", "To build a bridge"], ["Lessons"]), SiteName()
    )
    assert chosen == ("To build a bridge", "heading")


@pytest.mark.parametrize(
    ("heading", "declared", "title"),
    [
        ("WEEKENDCODING AGENT", "Weekend Coding Agent", "Weekend Coding Agent"),
        ("“Big” bridge", '"Big" bridge | The Daily Post', '"Big" bridge'),
        ("Shelf, 30 1/8 inches", "Shelf, 301/8 inches", "Shelf, 30 1/8 inches"),
    ],
)
def test_choose_title_heading_with_same_letters_is_spelled_as_declared(
    heading: str, declared: str, title: str
) -> None:
    chosen = choose_title(PageTitles([("opengraph", declared)], ["Menu", heading]), SITE)
    assert chosen is not None
    assert chosen.text == title


@pytest.mark.parametrize(
    ("declared", "heading", "title"),
    [
        ("The bridge is built at last", "Opinion The bridge is built at last", None),
        ("The bridge is built at last", "City News | The bridge is built at last", None),
        ("Bridges of the whole world", "The Bridges of the whole world", "heading"),
        ("Bridges of the whole world", "Crews mend Bridges of the whole world", "heading"),
    ],
)
def test_choose_title_section_before_heading_is_left_out(
    declared: str, heading: str, title: str | None
) -> None:
    chosen = choose_title(PageTitles([("opengraph", declared)], [heading]), SITE)
    assert chosen is not None
    assert chosen.text == (heading if title else declared)


def test_choose_title_kicker_that_another_title_separates_is_left_out() -> None:
    statements = [("json-ld", "A bridge is built"), ("opengraph", "Boats - A bridge is built")]
    chosen = choose_title(PageTitles(statements, ["Boats A bridge is built"]), SITE)
    assert chosen == ("A bridge is built", "json-ld")


def test_choose_title_section_at_an_end_is_removed() -> None:
    for text in ("A new bridge is built | City", "City | A new bridge is built"):
        page = PageTitles([("title", text)], sections=["city"])
        assert choose_title(page, SITE) == ("A new bridge is built", "title")
    short = PageTitles([("title", "Guide - City")], sections=["city"])
    assert choose_title(short, SITE) == ("Guide - City", "title")


def test_choose_title_part_shown_alone_is_the_title() -> None:
    page = PageTitles([("title", "Mend a pump | Pumps and boats")], shown=["Menu", "Mend a pump"])
    assert choose_title(page, SITE) == ("Mend a pump", "title")
    heading = PageTitles([("title", "Flexbox - Learn web design")], ["Flexbox"])
    assert choose_title(heading, SITE) == ("Flexbox", "heading")


def test_choose_title_behind_the_site_name_and_a_colon_is_shown_alone() -> None:
    def title(shown: str, home_link: str = "Slow Bread") -> str:
        statements = [("title", "Slow Bread: A crust that grows")]
        page = PageTitles(statements, home_links=[home_link], shown=[shown])
        chosen = choose_title(page, SiteName())
        assert chosen is not None
        return chosen.text

    assert title("A crust that grows") == "A crust that grows"
    assert title("A crust") == "Slow Bread: A crust that grows"
    assert title("A crust that grows", "Fast Food") == "Slow Bread: A crust that grows"


def test_choose_title_only_heading_is_site_name_returns_it() -> None:
    assert choose_title(PageTitles([], ["The Daily Post"]), SITE) == ("The Daily Post", "heading")


@pytest.mark.parametrize(
    ("title", "headings", "shown", "expected"),
    [
        ("Guide - Firing the stove", ["Firing the stove"], (), "Firing the stove"),
        ("Das Gartenbuch | Äste sägen", ["Äste sägen", "Werkzeug"], (), "Äste sägen"),
        ("道具箱 - 包丁の研ぎ方", ["包丁の研ぎ方"], (), "包丁の研ぎ方"),
        ("Cómo podar - La huerta", ["La huerta"], ("Cómo podar",), "Cómo podar"),
        ("How to sharpen a knife - The Grinder", ["The Grinder"], (), "How to sharpen a knife"),
    ],
)
def test_choose_title_only_heading_is_last_part_returns_what_the_page_shows(
    title: str, headings: list[str], shown: tuple[str, ...], expected: str
) -> None:
    page = PageTitles([("title", title)], headings, shown=(*headings, *shown))
    chosen = choose_title(page, SiteName())
    assert chosen is not None
    assert chosen.text == expected
