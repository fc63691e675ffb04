"""Tests of names beside those of authors: of sites, teams, photographers and sections."""

from __future__ import annotations

import pytest

import cleanarticle

TEXT = "".join(
    f"<p>The lock keeper wrote in his book on day {day} that the water had been higher than ever,"
    " and that nobody in the town had believed it when he told them.</p>"
    for day in range(4)
)


def page(byline: str, head: str = "", heading: str = "The lock keeper") -> str:
    return (
        f"<html><head><title>{heading} - The Otter Valley Paper</title>{head}</head><body><header>"
        '<a class="logo" href="/" rel="home">The Otter Valley Paper</a></header><main><article>'
        f"<h1>{heading}</h1>{byline}{TEXT}</article></main></body></html>"
    )


@pytest.mark.parametrize(
    "declared",
    [
        "The Otter Valley Paper",
        "newsroom",
        "web.desk",
        "Editorial Team",
        "里山通信編集部",
        "تیم فنی",
    ],
)
def test_declared_site_or_team_yields_to_shown_author(declared: str) -> None:
    head = f'<meta name="author" content="{declared}">'
    article = cleanarticle.clean(page('<p class="byline">By Ann Lee</p>', head))
    assert article.authors == ("Ann Lee",)


def test_declared_team_without_shown_author_is_author() -> None:
    head = '<meta name="author" content="DIY News Desk">'
    assert cleanarticle.clean(page("", head)).authors == ("DIY News Desk",)


@pytest.mark.parametrize("declared", ["Reuters", "Public Broadcasting Corporation"])
def test_declared_organization_yields_to_shown_people(declared: str) -> None:
    head = f'<meta name="author" content="{declared}">'
    byline = (
        '<p class="byline">By <a href="/people/1">Ann Lee</a> and <a href="/people/2">Bo Ek</a></p>'
    )
    assert cleanarticle.clean(page(byline, head)).authors == ("Ann Lee", "Bo Ek")
    assert cleanarticle.clean(page("", head)).authors == (declared,)


@pytest.mark.parametrize(
    "byline",
    [
        "<div class=byline><span class=byline__text>Text: <a href=/av/ann>Ann Lee</a></span>"
        " <span class=byline__photo>Foto: Erik Bergman</span></div>",
        "<div class=credit><div><span>Penulis</span> <a href=/author/a>Ann Lee</a></div>"
        "<div><span>Editor</span> <a href=/author/d>Dewi Lestari</a></div></div>",
        "<p class=byline>Von unserem Redakteur Ann Lee</p>",
        "<div class=signatura>per <span class=autor>Ann Lee</span> | 27/11/2017 a les 10:19h</div>",
        "<div class=post-author>Αναρτήθηκε από Ann Lee στις 7:05 μ.μ.</div>",
    ],
)
def test_people_with_other_parts_in_byline_are_no_authors(byline: str) -> None:
    assert cleanarticle.clean(page(byline)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "byline",
    [
        "<p class=byline>By Ann Lee | Photos: <a href=/author/bob>Bob Ray</a></p>",
        "<p class=byline>Written by Ann Lee — Medically reviewed by <a href=/authors/b>Bob Ray</a>"
        "</p>",
        "<p class=byline>Von Ann Lee, Fotos: <a href=/autor/bob>Bob Ray</a></p>",
        "<div class=tags>Topics: <a href=/people/joe-biden>Joe Biden</a></div>"
        "<p class=byline>By Ann Lee</p>",
        "<div>Filed under: <a href=/team/real-madrid>Real Madrid</a></div><p>By Ann Lee</p>",
    ],
)
def test_marked_names_of_others_leave_the_author(byline: str) -> None:
    assert cleanarticle.clean(page(byline)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Cast: <a href=/person/tom-hanks>Tom Hanks</a></p>",
        "<p>Από Νέα Υόρκη</p>",
        "<p>Penulis Andrea Hirata Raih Penghargaan</p>",
        "<p class=byline>게시자: 관리자</p>",
    ],
)
def test_lines_below_title_that_name_no_author_give_none(line: str) -> None:
    assert cleanarticle.clean(page(line)).authors == ()


def test_declared_person_named_like_an_organization_is_author() -> None:
    person = '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Eyal Press"}}'
    head = f'<script type="application/ld+json">{person}</script>'
    bio = "<div class=byline>With research by <a href=/author/ann>Ann Lee</a></div>"
    assert cleanarticle.clean(page(bio, head)).authors == ("Eyal Press",)


@pytest.mark.parametrize(
    "declared",
    [
        "Ann Lee (@annlee)",
        "ann@paper.example (Ann Lee)",
        "Online-Redakteurin Ann Lee",
    ],
)
def test_declared_name_with_account_or_job_is_name(declared: str) -> None:
    head = f'<meta name="author" content="{declared}">'
    assert cleanarticle.clean(page("", head)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("文・佐伯美咲　写真・西野健", ("佐伯美咲",)),
        ("取材・文／佐伯美咲", ("佐伯美咲",)),
        ("نویسنده: مهسا رستگار | عکاس: بابک یزدی", ("مهسا رستگار",)),
        ("Autor: Zdislava Hromádková, foto: Otakar Pešl | Vydáno: 3. dubna 2025 | Rubrika: Paměť",
         ("Zdislava Hromádková",)),
        ("Texto de Benedita Salgueiro", ("Benedita Salgueiro",)),
        ("Text: Mireia Puigdollers | Fotos: Jordi Pla", ("Mireia Puigdollers",)),
        ("Ann Lee Published 3 May 2023", ("Ann Lee",)),
        ("By Ann Lee Updated 3 May 2023", ("Ann Lee",)),
        ("Af Signe Lauridsen, byrumsredaktør", ("Signe Lauridsen",)),
        ("2022/08/16 05:30 記者林雅筑／臺南報導", ("林雅筑",)),
        ("作者:顾明远 责任编辑:许静 点击:1208次", ("顾明远",)),
        ("Tuning a two-stroke by ear", ()),
        ("Posted on 3 May 2024 by annlee", ("annlee",)),
        ("/ in News / by annlee", ("annlee",)),
        ("By Ann Lee and Tim Cook", ("Ann Lee", "Tim Cook")),
        ("By Ken Dilanian, Dan De Luce and Ann Lee", ("Ken Dilanian", "Dan De Luce", "Ann Lee")),
        ("By Per Olov Enquist", ("Per Olov Enquist",)),
        ("Artigo de Opinião | Por Ana Ruiz | 3 de maio de 2024", ("Ana Ruiz",)),
        ("Jack Ma 3 May 2024", ("Jack Ma",)),
        ("Récit de Voyage", ()),
        ("Posted by Ann Lee at 7:05 PM", ("Ann Lee",)),
        ("Gepost door Ann Lee op 7:05", ("Ann Lee",)),
        ("Diposting oleh Ann Lee di 09.30", ("Ann Lee",)),
        ("Sub-Editor Ann Lee | 3 May 2024", ("Ann Lee",)),
    ],
)  # fmt: skip
def test_names_of_others_in_line_are_no_authors(line: str, authors: tuple[str, ...]) -> None:
    assert cleanarticle.clean(page(f"<p>{line}</p>")).authors == authors


@pytest.mark.parametrize(
    "line",
    [
        "الأحد ٧ ربيع الآخر ١٤٤٥هـ - ٢٢ أكتوبر ٢٠٢٣م",
        "22 أكتوبر 2023م الموافق 7 ربيع الآخر 1445 هـ",
    ],
)
def test_date_in_two_calendars_is_read(line: str) -> None:
    article = cleanarticle.clean(page(f"<div>{line}</div>"))
    assert article.published == "2023-10-22"
    assert line not in article.text


@pytest.mark.parametrize(
    "line",
    ["Δευτέρα, 4 Δεκεμβρίου 2023 - 12:30", "입력 2023.12.04 12:30 수정 2023.12.05 09:05"],
)
@pytest.mark.parametrize("tag", ["h1", "h3 class=title"])
def test_line_of_dates_below_title_is_byline(line: str, tag: str) -> None:
    markup = (
        page(f"<div>{line}</div>").replace("<h1>", f"<{tag}>").replace("</h1>", f"</{tag[:2]}>")
    )
    article = cleanarticle.clean(markup)
    assert (article.published or "")[:10] == "2023-12-04"
    assert line not in article.text


def test_label_with_the_class_of_a_name_is_no_name() -> None:
    label, name = "نویسنده:", "مهتاب رستگار"
    line = f'<span class="writer-label">{label}</span> <span class="writer-name">{name}</span>'
    assert cleanarticle.clean(page(f"<div>{line}</div>")).authors == (name,)


def test_clean_page_in_indonesian_declared_as_english_is_indonesian() -> None:
    text = (
        "<p>Warung Mak Icah buka sebelum azan subuh. Di mejanya hanya ada gula batu, sendok"
        " bengkok, dan sebuah termos tua.</p><p>Mesin espreso sudah masuk ke kota sejak lima belas"
        " tahun lalu. Namun di sini orang masih menunggu ampasnya turun karena tidak pernah"
        " terburu-buru.</p>"
    )
    article = cleanarticle.clean(f"<html lang=en-US><h1>Kopi tubruk</h1>{text}</html>")
    assert article.language == "id"


def test_kicker_is_no_label_of_the_next_line() -> None:
    assert cleanarticle.clean(page("<div>Interview</div><div>London</div>")).authors == ()


@pytest.mark.parametrize(
    ("declared", "authors"),
    [
        ("Cooking with Ann", ("Cooking with Ann",)),
        ("Photo: Bob Ray", ()),
        ("Tim Cook", ("Tim Cook",)),
        ("Ann Lee, Dan J. Brown", ("Ann Lee", "Dan J. Brown")),
    ],
)
def test_declared_author_is_read_as_written(declared: str, authors: tuple[str, ...]) -> None:
    head = f'<meta name="author" content="{declared}">'
    assert cleanarticle.clean(page("", head)).authors == authors
