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


def test_words_that_point_to_something_in_capitals_are_no_name() -> None:
    assert not is_name("CES MOTIFS")
    assert is_name("Este Haim")
    assert is_name("CARLA DIESE")


@pytest.mark.parametrize("label", ["Issued at: ", "Issued at ", "Date of issue: "])
def test_date_of_issue_is_that_of_publication(label: str) -> None:
    time = "<time datetime='2023-11-02T10:27:00Z'>10:27 on Thu 2 November 2023</time>"
    assert cleaned(f"<p class=issued>{label}{time}</p>").published == "2023-11-02T10:27:00Z"


def test_credit_of_a_paper_below_the_title_has_the_author() -> None:
    author = "<a href='/staff/77/greyson-steele/'>Greyson Steele</a>"
    line = f"<div class='credit author'>{author} Coldwater Daily Reporter</div>"
    assert cleaned(line).authors == ("Greyson Steele",)


@pytest.mark.parametrize(
    "credit",
    [
        "<div class=credit>Photo: Mike Blake/Reuters</div>",
        "<figure><img src=a.jpg><span class=photo-credit>Eva Brown</span></figure>",
        "<div class=credit>Ilustración de Eva Brown</div>",
        "<div class='media__credit image-credit'>Eva Brown</div>",
    ],
)
def test_credit_of_a_picture_is_no_author(credit: str) -> None:
    assert cleaned(credit).authors == ()
    assert cleaned(f"{credit}<p class=byline>By Ann Lee</p>").authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "below",
    ["<p class=byline>Editor: Karl Winter</p>", "<p class=author>Karl Winter</p>"],
)
def test_long_byline_comes_before_names_below_the_body(below: str) -> None:
    line = "By Ann Lee and Eva Brown in Wexmoor<br>Published 3 May 2024, updated 4 May 2024 at 8:30"
    page = cleanarticle.clean(
        f"<article><h1>Two cranes</h1><p class=byline>{line}</p>{PROSE}{below}</article>"
    )
    assert page.authors == ("Ann Lee", "Eva Brown")


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
