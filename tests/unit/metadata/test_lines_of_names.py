"""Names, dates and titles in lines that look like something else."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.bylines.name_lists import is_name

PROSE = "<p>The two cranes were sold to a dealer on Monday and bought back on Thursday.</p>" * 3


def cleaned(
    below: str, head: str = "", title: str = "Two cranes come home"
) -> cleanarticle.Article:
    markup = f"<article><h1>{title}</h1>{below}{PROSE}</article>"
    return cleanarticle.clean(f"<html><head>{head}</head><body>{markup}</body></html>")


def test_name_behind_a_caption_gives_way_to_that_of_a_line() -> None:
    caption = (
        "<div class=byline>The cranes stood for forty years at the western quay, where ferries "
        "turn. By Cy Stone</div>"
    )
    assert cleaned(f"{caption}<div>By Ann Lee, Staff Writer</div>").authors == ("Ann Lee",)


@pytest.mark.parametrize("line", ["de Ileana Pătrașcu", "de Ana Pop"])
def test_word_for_by_of_romanian_is_no_part_of_the_name(line: str) -> None:
    assert cleaned(f"<div class=autor>{line}</div>").authors == (line.removeprefix("de "),)


@pytest.mark.parametrize("text", ["CES MOTIFS", "This Week", "Diese Woche", "Esta Semana"])
def test_no_name_begins_with_a_word_that_points_to_something(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize("label", ["Issued at: ", "Issued ", "Issued on "])
def test_date_of_issue_is_that_of_publication(label: str) -> None:
    time = "<time datetime='2023-11-02T10:27:00Z'>10:27 on Thu 2 November 2023</time>"
    assert cleaned(f"<p class=issued>{label}{time}</p>").published == "2023-11-02T10:27:00Z"


def test_name_of_a_section_behind_an_arrow_is_no_part_of_the_title() -> None:
    head = "<title>마을 우물 청소 안내 &gt; 공지사항</title>"
    article = f"<div><h2>마을 우물 청소 안내</h2>{PROSE}</div>"
    page = cleanarticle.clean(f"<html><head>{head}</head><body>{article}</body></html>")
    assert page.title == "마을 우물 청소 안내"


def test_credit_of_a_paper_below_the_title_has_the_author() -> None:
    author = "<a href='/staff/77/greyson-steele/'>Greyson Steele</a>"
    line = f"<div class='credit author'>{author} Coldwater Daily Reporter</div>"
    assert cleaned(line).authors == ("Greyson Steele",)
    photo = "<div class='credit'>Photo: Mike Blake/Reuters</div>"
    assert cleaned(photo).authors == ()


@pytest.mark.parametrize("label", ["发表于", "Posted on", "Published", "Publicado"])
def test_label_of_a_date_in_an_author_box_is_no_name(label: str) -> None:
    line = f"<div class=authi><em class=authorposted>{label} 2013-11-08 20:31:17</em></div>"
    assert cleaned(line).authors == ()


def test_author_of_a_thread_is_above_its_first_post() -> None:
    def post(name: str, facts: str, text: str) -> str:
        user = f"<div><a class=bigusername href='member.php?u=3'>{name}</a></div>{facts}"
        return f"<table><tr><td class=alt2>{user}</td><td class=alt1>{text}</td></tr></table>"

    title = "Dressing a four foot burr stone"
    question = "I have inherited two four foot burrs. " + "They have not turned since the war. " * 3
    facts = "<div>Junior Member</div><div>Join Date: Jan 2009</div><div>Posts: 14</div>"
    answer = "Staff first, always, as you cannot judge a furrow against a land that is proud."
    first = post("stonenut", facts, f"<div><strong>{title}</strong></div><div>{question}</div>")
    thread = first + post("Old Jethro", "<div>Senior Member</div>", f"<div>{answer}</div>")
    generator = "<meta name=generator content='vBulletin 3.8.7'>"
    page = cleanarticle.clean(
        f"<html><head><title>{title}</title>{generator}</head><body>{thread}</body></html>",
        url="http://www.millstones.example/showthread.php?t=20417",
    )
    assert page.page_type == "forum"
    assert page.authors == ("stonenut",)
