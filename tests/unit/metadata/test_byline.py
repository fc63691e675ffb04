from __future__ import annotations

from dataclasses import replace

import pytest

from cleanarticle.block import BlockKind
from cleanarticle.core.segmenter import segment
from cleanarticle.metadata.byline import (
    Byline,
    byline_authors,
    has_signed_title,
    read_byline,
    read_change_note,
)
from cleanarticle.metadata.shown_dates import dateline_date, first_date
from cleanarticle.metadata.shown_page import ShownPage
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse

BODY, BYLINE, RELATED = BlockKind.BODY, BlockKind.BYLINE, BlockKind.RELATED


def shown_page(markup: str, kinds: list[BlockKind]) -> ShownPage:
    segmentation = segment(parse(Page(markup.encode(), encoding="utf-8")))
    assert len(segmentation.blocks) == len(kinds), [block.text for block in segmentation.blocks]
    return ShownPage(segmentation, kinds, 0, "en")


def page_with(line: str) -> ShownPage:
    return shown_page(f"<h1>Title</h1>{line}<p>Text.</p>", [BODY, BYLINE, BODY])


def read_line(line: str) -> Byline:
    return read_byline(page_with(line))


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("per <b class=autor>Jordi Bonareu</b> | 27/11/2017 a les 10:19h", ("Jordi Bonareu",)),
        ("<b itemprop=author>Jordi Bonareu</b> (4 May 2024)", ("Jordi Bonareu",)),
        ("per <b class=autor>Jordi Bonareu</b>", ()),
        ("per <a href=/people/jordi>Jordi Bonareu</a> | 27/11/2017", ()),
        ("<b class=autor>Jordi Bonareu</b> won the race of the boats in May 2024", ()),
    ],
)
def test_author_is_the_called_name_in_a_dated_line_below_the_title(
    line: str, authors: tuple[str, ...]
) -> None:
    page = shown_page(f"<h1>Title</h1><p>{line}</p><p>Text.</p>", [BODY, BODY, BODY])
    assert byline_authors(page, ()) == authors


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("de", "Berlin, 7. Mai 2024 – Zwei Firmen bauen die Brücke.", "2024-05-07"),
        ("fr", "Paris, le 7 mai 2024 – Deux entreprises construisent le pont.", "2024-05-07"),
        ("de", "Wir trafen uns am 7. Mai 2024 – und bauten die Brücke.", None),
        ("en", "Berlin, 7 May 2024 – the day on which the bridge was built.", None),
    ],
)
def test_dateline_date_needs_a_place(language: str, text: str, day: str | None) -> None:
    page = replace(shown_page(f"<h1>Title</h1><p>{text}</p>", [BODY, BODY]), language=language)
    assert dateline_date(page) == day


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
        ("<p>Joined Acme Boards</p>", ()),
        ("<p>Member Since May 2019</p>", ()),
        ("<p>Last updated on May 4, 2024 by Ann Lee</p>", ()),
        ("<p>Published May 4, 2024 by Ann Lee, updated by Bo Ek</p>", ("Ann Lee",)),
        ("<p><span>Ann Lee</span><span>Senior Reporter</span></p>", ("Ann Lee",)),
        ("<p>By <span>Ann Lee</span> <i>Health Editor</i></p>", ("Ann Lee",)),
        ("<p><a rel=author>Ann Lee<b>Redakteurin</b></a></p>", ("Ann Lee",)),
        ("<p>By Ann Lee, Wexmoor</p>", ("Ann Lee",)),
        ("<p><a class=author>By</a> Ann Lee</p>", ("Ann Lee",)),
        ("<p>By Ann von der Leyen</p>", ("Ann von der Leyen",)),
        ("<p>Ann von Storch</p>", ("Ann von Storch",)),
        ("<p>Text von Ann Lee</p>", ("Ann Lee",)),
        ("<p>By the Acme Heron Team</p>", ("the Acme Heron Team",)),
        ("<p>Answered by <a href=/u/bo>bo</a></p>", ()),
        ("<p>by <a>Ann Lee</a> <a>tools</a><b>Done</b><b>Share</b></p>", ("Ann Lee",)),
        ("<p><b>Von Ann Lee</b><b>Merken</b><b>Teilen</b></p>", ("Ann Lee",)),
        ("<p>Autor: <a>Ann Lee</a> <a>rowery</a><b>Drukuj</b></p>", ("Ann Lee",)),
        (
            "<p>By <b>Ann Lee</b>, <b>Bo Ek</b> and <b>Cy Orr</b></p>",
            ("Ann Lee", "Bo Ek", "Cy Orr"),
        ),
        ("<p>Photo by <a>Ann Lee</a> <b>Share</b></p>", ()),
        ("<p>Photos <i>by Ann Lee</i> <b>Share</b></p>", ()),
        ("<p>Updated <i>by Ann Lee</i> <b>Share</b></p>", ()),
        ("<p>Ann Lee ann at acme.example<br>Tue May 13 09:41:07 UTC 2014</p>", ("Ann Lee",)),
        ("<p>From: Ann Lee &lt;ann@acme.example&gt;<br>Date: 7 Jun 2023</p>", ("Ann Lee",)),
        ("<p><b>Ann Lee</b><b>Jun 7, 2023</b><b>4 min read</b></p>", ("Ann Lee",)),
        ("<p>posted by <a>Ann Lee</a> <a>News</a> <a>Leave a comment</a></p>", ("Ann Lee",)),
        ("<p>作者：李明 2024年5月3日</p>", ("李明",)),
        ("<p>EFE Madrid - 3 May 2024</p>", ()),
        ("<p>Author: FlowDesk</p>", ("FlowDesk",)),
        ("<p><a href=/c/f><img src=a.png><i>FlowDesk</i></a><i>2026-06-05</i></p>", ("FlowDesk",)),
        ("<p><a href=/c/f><i>Economy</i></a><i>2026-06-05</i></p>", ()),
    ],
)
def test_byline_authors_line_gives_authors(line: str, authors: tuple[str, ...]) -> None:
    assert byline_authors(page_with(line), ("Acme",)) == authors


@pytest.mark.parametrize(
    ("lines", "kinds", "authors"),
    [
        ("<p>Written by</p><p>Eliz - Product marketer</p>", [BYLINE, BYLINE], ("Eliz",)),
        ("<p>CM</p><h3>Ann Lee</h3>", [BYLINE, BYLINE], ("Ann Lee",)),
        ("<p>By Ann Lee</p><p>More.</p>", [BODY, BODY], ("Ann Lee",)),
        ("<p>More.</p><p>It was written by Ann Lee, who paints.</p>",
         [BODY, BlockKind.AUTHOR_BIO], ("Ann Lee",)),
        ("<p>More.</p><p>By Ann Lee the town was built.</p>", [BODY, BODY], ()),
        ("<p>edited May 4, 2024</p><p class=author>bo</p><p>asked May 3, 2024</p>"
         "<p class=author>ann</p>", [BYLINE] * 4, ("ann",)),
        ("<p>Why?</p><div class=answer><p>So.</p><p class=author>bo</p></div>",
         [BODY, BODY, BYLINE], ()),
        ("<div class=answer><p>Why?</p><p class=author>ann</p></div>", [BODY, BYLINE], ("ann",)),
    ],
)  # fmt: skip
def test_byline_authors_several_blocks_give_authors(
    lines: str, kinds: list[BlockKind], authors: tuple[str, ...]
) -> None:
    page = shown_page(f"<h1>Title</h1>{lines}<p>Text.</p>", [BODY, *kinds, BODY])
    assert byline_authors(page, ("Acme",)) == authors


def test_has_signed_title_by_or_author_link_is_signed() -> None:
    for line, is_signed in (
        ("<p>By Ann Lee</p>", True),
        ("<p><a rel=author>Ann</a></p>", True),
        ("<p>Ann Lee</p>", False),
    ):
        assert has_signed_title(page_with(line)) is is_signed


@pytest.mark.parametrize(
    ("after", "modified"),
    [
        ("<p>Last updated: May 4, 2024</p>", ("2024-05-04",)),
        ("<p>This page was last edited on 4 May 2024, at 10:15.</p>", ("2024-05-04T10:15:00",)),
        ("<div>Last Updated: <span>May 4, 2024 6:35 AM</span></div>", ("2024-05-04T06:35:00",)),
        ("<p>Page modified <time datetime=2024-05-04>4 May</time></p>", ("2024-05-04",)),
        ("<p>Zuletzt aktualisiert: 04.05.2024</p>", ("2024-05-04",)),
        ("<p>May 4, 2024</p>", ()),
        ("<p>Published May 4, 2024</p>", ()),
        ("<p>Copyright 2024</p>", ()),
    ],
)
def test_read_change_note_line_below_list_gives_modification_date(
    after: str, modified: tuple[str, ...]
) -> None:
    page = shown_page(f"<h1>Maps</h1><p>Harbor</p>{after}", [BODY, BODY, BYLINE])
    assert read_change_note(page) == Byline(modified=modified)


def test_read_change_note_date_of_policy_is_ignored() -> None:
    markup = "<h1>Maps</h1><p>Harbor</p><p>Terms of use updated May 4, 2024</p>"
    page = shown_page(markup, [BODY, BODY, BlockKind.LEGAL])
    assert read_change_note(page) == Byline()


@pytest.mark.parametrize(
    "lines",
    [
        "<p>Updated May 4, 2024</p><p>Harbor</p><p>Text.</p>",
        "<p>Harbor</p><p>May 2, 2024</p><p>Text.</p><p>Updated May 4, 2024</p>",
        "<p>Harbor</p><p>Text.</p><p>Updated May 4, 2024</p><p>Updated May 6, 2024</p>",
    ],
)
def test_read_change_note_dates_of_items_are_ignored(lines: str) -> None:
    kinds = [BYLINE if "202" in line else BODY for line in lines.split("</p>")[:-1]]
    assert read_change_note(shown_page(f"<h1>Maps</h1>{lines}", [BODY, *kinds])) == Byline()


def test_read_byline_labeled_dates_are_published_or_modified() -> None:
    byline = read_line("<p>Published May 4, 2024 | Last updated: June 5, 2024</p>")
    assert (byline.published, byline.modified) == (("2024-05-04",), ("2024-06-05",))


def test_read_byline_hidden_byline_with_visible_body_is_ignored() -> None:
    forged = "<p style='display: none'>By Mal Ory, March 3, 1999</p>"
    visible = "<p>By Ann Lee, May 4, 2024</p>"
    page = shown_page(f"<h1>Title</h1>{forged}{visible}<p>Text.</p>", [BODY, BYLINE, BYLINE, BODY])
    assert byline_authors(page, ()) == ("Ann Lee",)
    assert read_byline(page).published == ("2024-05-04",)
    assert first_date(page) == "2024-05-04"
    hidden_only = page_with(forged)
    assert byline_authors(hidden_only, ()) == ()
    assert (read_byline(hidden_only), first_date(hidden_only)) == (Byline(), None)


def test_read_byline_hidden_byline_with_hidden_body_is_read() -> None:
    markup = "<div hidden><h1>Title</h1><p>By Ann Lee</p><p>Text.</p></div>"
    page = shown_page(markup, [BODY, BYLINE, BODY])
    assert byline_authors(page, ()) == ("Ann Lee",)


def test_read_byline_time_element_precedes_its_text() -> None:
    byline = read_line("<p><time datetime=2024-05-04T10:00:00+02:00>May 4, 2024</time></p>")
    assert byline.published[0] == "2024-05-04T10:00:00+02:00"
    assert byline.times == byline.published[:1]


@pytest.mark.parametrize(
    ("names", "is_modification"),
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
def test_read_byline_date_with_modification_class_is_modified(
    tag: str, names: str, *, is_modification: bool
) -> None:
    byline = read_line(
        f"<div><{tag} class='{names}'>May 4, 2024</{tag.split(maxsplit=1)[0]}></div>"
    )
    assert bool(byline.modified) is is_modification
    assert bool(byline.published) is not is_modification


def test_read_byline_nested_date_classes_innermost_conclusive_class_decides() -> None:
    time = "<time class='entry-date published updated'>May 4, 2024</time>"
    assert read_line(f"<p class=status-publish><i class=updated-on>{time}</i></p>").published == ()
    assert read_line("<p class=modified>Published May 4, 2024</p>").modified == ()


def test_read_byline_custom_time_element_is_read_like_time() -> None:
    for attribute in ("datetime", "ts"):
        byline = read_line(f"<p><time-ago {attribute}=2024-05-04T10:00:00Z>2y ago</time-ago></p>")
        assert byline.times == ("2024-05-04T10:00:00Z",)


def test_first_date_line_with_edit_note_returns_first_date() -> None:
    line = f"May 4, 2024 (This post was last modified: May 6, 2024 by Ann. {'Because. ' * 5})"
    page = shown_page(f"<h1>Title</h1><p>{line}</p><p>May 5, 2024</p>", [BODY, BODY, BODY])
    assert first_date(replace(page, is_forum=True)) == "2024-05-04"


def test_read_byline_date_labeled_joined_is_ignored() -> None:
    assert read_line("<p>ann_l Joined: May 4, 2014</p>").published == ()


def test_read_byline_and_first_date_ignore_related_block() -> None:
    page = shown_page("<h1>Title</h1><p>By Ann Lee, May 4, 2024</p><p>x</p>", [BODY, RELATED, BODY])
    assert read_byline(page) == Byline()
    assert first_date(page) is None


def test_first_date_short_body_line_returns_its_date() -> None:
    page = shown_page("<h1>Title</h1><p>#1 2024-05-04 10:59:47</p>", [BODY, BODY])
    assert first_date(page) == "2024-05-04T10:59:47"


def test_first_date_in_advert_is_used_only_near_title() -> None:
    line = "<p>Essay - Published: 2024.05.04 | <a href=/x>topic</a></p>"
    advert = BlockKind.ADVERT
    near_title = shown_page(f"<h1>Title</h1>{line}<p>Text.</p>", [BODY, advert, BODY])
    assert first_date(near_title) == "2024-05-04"
    far_from_title = shown_page(f"<h1>Title</h1>{'<p>Text.</p>' * 7}{line}", [*[BODY] * 8, advert])
    assert first_date(far_from_title) is None


def test_read_byline_distant_date_is_used_only_without_other_dates() -> None:
    text = "<p>Text.</p>" * 9
    line = "<p>Page last modified May 4, 2024</p>"
    kinds = [BODY] * 10 + [RELATED] * 60
    related = "<p>More</p>" * 60
    single_date = shown_page(f"<h1>Title</h1>{text}{related}{line}", [*kinds, BYLINE])
    assert read_byline(single_date).modified == ("2024-05-04",)
    other_line = "<p>May 6, 2024</p>"
    two_dates = shown_page(
        f"<h1>Title</h1>{text}{related}{line}{other_line}", [*kinds, BYLINE, BYLINE]
    )
    assert read_byline(two_dates) == Byline()


def test_read_byline_date_without_space_to_adjacent_text_is_found() -> None:
    line = "<p><span>Ann Lee</span><span>Dec 05, 2023</span><span>12 shares</span></p>"
    assert read_line(line).published == ("2023-12-05",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Author: FlowDesk", ("FlowDesk",)),
        ("作者：李明", ("李明",)),
        ("Auteur : Marie Roux", ("Marie Roux",)),
        ("Author: unknown to this day", ()),
        ("The author: FlowDesk", ()),
    ],
)
def test_byline_authors_label_below_the_text_gives_name(
    line: str, authors: tuple[str, ...]
) -> None:
    page = shown_page(f"<h1>Title</h1><p>Text.</p><p>{line}</p>", [BODY, BODY, BODY])
    assert byline_authors(page, ()) == authors


def test_byline_authors_fact_of_a_book_gives_none() -> None:
    markup = "<h1>Title</h1><p>Text.</p><p>Author: Ann Lee</p><p>Publisher: Acme</p>"
    assert byline_authors(shown_page(markup, [BODY] * 4), ()) == ()


def test_first_date_of_a_question_is_not_that_of_its_answer() -> None:
    markup = (
        "<div>提问:路口</div><div>绿灯只有十二秒。</div>"
        "<div>网友:行人 发言时间:2015-06-11 08:30</div>"
        "<div>已延长。</div><div>交通局 回复时间:2015-06-15</div>"
    )
    page = replace(shown_page(markup, [BODY] * 5), heading=None, language="zh", is_forum=True)
    assert first_date(page) == "2015-06-11T08:30:00"


@pytest.mark.parametrize(
    "line", ["Answered May 4, 2024", "Beantwortet am 4. Mai 2024", "Respondido: 4 de mayo de 2024"]
)
def test_first_date_of_an_answer_alone_gives_none(line: str) -> None:
    page = shown_page(f"<h1>Title</h1><p>Text.</p><p>{line}</p>", [BODY] * 3)
    assert first_date(replace(page, language=None)) is None
