from __future__ import annotations

import pytest

from cleanarticle.block import BlockKind
from cleanarticle.core.segmenter import segment
from cleanarticle.metadata.byline import Byline, Showing, first_date, read_byline
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse

BODY, BYLINE, RELATED = BlockKind.BODY, BlockKind.BYLINE, BlockKind.RELATED


def showing(markup: str, kinds: list[BlockKind]) -> Showing:
    segmentation = segment(parse(Page.of(markup)))
    assert len(segmentation.blocks) == len(kinds), [block.text for block in segmentation.blocks]
    return Showing(segmentation, kinds, 0, "en", ("Acme",))


def read(line: str) -> Byline:
    return read_byline(showing(f"<h1>Title</h1>{line}<p>Text.</p>", [BODY, BYLINE, BODY]))


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<p>By Ann Lee</p>", ("Ann Lee",)),
        ("<p>Published May 4, 2024 by Ann Lee in News</p>", ("Ann Lee",)),
        ("<p>Ann Lee — 7 minutes read</p>", ("Ann Lee",)),
        ("<p><a href=/author/ann>ann_l</a> wrote this</p>", ("ann_l",)),
        ("<p>with <span class=author-name>Ann Lee</span> of Acme</p>", ("Ann Lee",)),
        ("<p class=author>Acme</p>", ()),
        ("<p>Share this</p>", ()),
        ("<p>Feb 3, 2024</p>", ()),
        ("<p>3 min read</p>", ()),
        ("<p>Last updated on May 4, 2024 by Ann Lee</p>", ()),
        ("<p>Published May 4, 2024 by Ann Lee, updated by Bo Ek</p>", ("Ann Lee",)),
    ],
)
def test_authors(line: str, authors: tuple[str, ...]) -> None:
    assert read(line).authors == authors


def test_dates_are_told_apart_by_what_stands_before_them() -> None:
    found = read("<p>Published May 4, 2024 | Last updated: June 5, 2024</p>")
    assert (found.published, found.modified) == (("2024-05-04",), ("2024-06-05",))


def test_a_hidden_byline_is_not_read() -> None:
    forged = "<p style='display: none'>By Mal Ory, March 3, 1999</p>"
    shown = "<p>By Ann Lee, May 4, 2024</p>"
    page = showing(f"<h1>Title</h1>{forged}{shown}<p>Text.</p>", [BODY, BYLINE, BYLINE, BODY])
    found = read_byline(page)
    assert (found.authors, found.published) == (("Ann Lee",), ("2024-05-04",))
    assert first_date(page) == "2024-05-04"
    alone = showing(f"<h1>Title</h1>{forged}<p>Text.</p>", [BODY, BYLINE, BODY])
    assert (read_byline(alone), first_date(alone)) == (Byline(), None)


def test_a_byline_that_a_script_shows_with_the_page_is_read() -> None:
    markup = "<div hidden><h1>Title</h1><p>By Ann Lee</p><p>Text.</p></div>"
    assert read_byline(showing(markup, [BODY, BYLINE, BODY])).authors == ("Ann Lee",)


def test_a_time_element_is_read_before_its_text() -> None:
    found = read("<p><time datetime=2024-05-04T10:00:00+02:00>May 4, 2024</time></p>")
    assert found.published[0] == "2024-05-04T10:00:00+02:00"
    assert found.times == found.published[:1]


@pytest.mark.parametrize(
    ("names", "is_change"),
    [
        ("updated", True),
        ("field--name-changed", True),
        ("entry-date published updated", False),
        ("entry-date updated", False),
        ("published", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("tag", ["p", "time datetime=2024-05-04"])
def test_mark_up_names_a_date_that_of_a_change(tag: str, names: str, *, is_change: bool) -> None:
    found = read(f"<div><{tag} class='{names}'>May 4, 2024</{tag.split(maxsplit=1)[0]}></div>")
    assert bool(found.modified) is is_change
    assert bool(found.published) is not is_change


def test_the_nearest_name_that_tells_counts() -> None:
    time = "<time class='entry-date published updated'>May 4, 2024</time>"
    assert read(f"<p class=status-publish><i class=updated-on>{time}</i></p>").published == ()
    assert read("<p class=modified>Published May 4, 2024</p>").modified == ()


def test_elements_that_a_script_makes_of_times_are_times() -> None:
    for attribute in ("datetime", "ts"):
        found = read(f"<p><time-ago {attribute}=2024-05-04T10:00:00Z>2y ago</time-ago></p>")
        assert found.times == ("2024-05-04T10:00:00Z",)


def test_a_date_that_begins_a_line_counts_before_what_tells_of_its_editing() -> None:
    line = f"May 4, 2024 (This post was last modified: May 6, 2024 by Ann. {'Because. ' * 5})"
    page = showing(f"<h1>Title</h1><p>{line}</p><p>May 5, 2024</p>", [BODY, BODY, BODY])
    assert first_date(page) == "2024-05-04"


def test_the_day_on_which_a_user_joined_is_no_date_of_the_text() -> None:
    assert read("<p>ann_l Joined: May 4, 2014</p>").published == ()


def test_only_bylines_are_read() -> None:
    page = showing("<h1>Title</h1><p>By Ann Lee, May 4, 2024</p><p>x</p>", [BODY, RELATED, BODY])
    assert read_byline(page) == Byline()
    assert first_date(page) is None


def test_the_first_date_of_a_short_line_counts_whatever_it_was_named() -> None:
    page = showing("<h1>Title</h1><p>#1 2024-05-04 10:59:47</p>", [BODY, BODY])
    assert first_date(page) == "2024-05-04T10:59:47"


def test_the_line_under_the_title_may_have_been_taken_for_an_advert() -> None:
    line = "<p>Essay - Published: 2024.05.04 | <a href=/x>topic</a></p>"
    advert = BlockKind.ADVERT
    near = showing(f"<h1>Title</h1>{line}<p>Text.</p>", [BODY, advert, BODY])
    assert first_date(near) == "2024-05-04"
    far = showing(f"<h1>Title</h1>{'<p>Text.</p>' * 7}{line}", [*[BODY] * 8, advert])
    assert first_date(far) is None


def test_a_date_counts_from_afar_if_no_other_is_shown() -> None:
    text = "<p>Text.</p>" * 9
    line = "<p>Page last modified May 4, 2024</p>"
    kinds = [BODY] * 10 + [RELATED] * 60
    related = "<p>More</p>" * 60
    alone = showing(f"<h1>Title</h1>{text}{related}{line}", [*kinds, BYLINE])
    assert read_byline(alone).modified == ("2024-05-04",)
    other = "<p>May 6, 2024</p>"
    both = showing(f"<h1>Title</h1>{text}{related}{line}{other}", [*kinds, BYLINE, BYLINE])
    assert read_byline(both) == Byline()


def test_elements_keep_a_date_from_what_touches_it() -> None:
    line = "<p><span>Ann Lee</span><span>Dec 05, 2023</span><span>12 shares</span></p>"
    assert read(line).published == ("2023-12-05",)
