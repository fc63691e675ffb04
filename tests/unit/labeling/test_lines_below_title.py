"""Lines with a name and a date below the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.labeling.byline_lines import (
    account_names,
    byline_lines,
    closing_dates,
    opening_date,
)
from cleanarticle.labeling.draft import Draft
from support.pages import segmentation

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleanarticle.labeling.adjustments import Adjustments

    Rule = Callable[[Draft], Adjustments]

TEXT = "<p>The text of the page goes on for a while, and nobody signs it.</p>"


TITLED = PageFacts(title_index=0, title_line=0)


def found(rule: Rule, markup: str, facts: PageFacts = TITLED) -> list[str]:
    """Return the texts that a rule finds on a page whose blocks are all body."""
    page = segmentation(markup)
    count = len(page.blocks)
    draft = Draft(analyze(page), [True] * count, [0.5] * count, facts)
    return [page.blocks[index].text for index in rule(draft)]


def signed_blocks(below: str, title: str = "A bridge") -> list[str]:
    return found(byline_lines, f"<h1>{title}</h1>{below}{TEXT}")


@pytest.mark.parametrize(
    "line",
    [
        "Amos Teller<br>June 7th, 2023",
        "Ada von Berg | 4. Mai 2024, 10:30 Uhr",
        "Jean-Luc Moreau – 3 mai 2024",
        "Ana García 27/01/2016",
        "Jan Kowalski<br>12 marca 2023",
        "李明 2024年5月3日",
        "Karin Olsson karin at freewinch.example<br>Tue May 13 09:41:07 UTC 2014",
        "From: Karin Olsson &lt;k@winch.example&gt;<br>Date: Tue, 13 May 2014 10:00:00 +0200",
        "John Smith · May 5, 2024 · 5 min read",
    ],
)
def test_signatures_name_and_date_below_the_title_are_a_byline(line: str) -> None:
    assert len(signed_blocks(f"<p>{line}</p>")) == 1
    assert len(signed_blocks(f"<p>A standfirst about the bridge.</p><div>{line}</div>")) == 1


@pytest.mark.parametrize(
    "below",
    [
        "<p>Amos Teller June 7th, 2023 was the day when the bridge was opened.</p>",
        "<p>New York, May 4, 2023</p>",
        "<p>Berlin, 4. Mai 2023</p>",
        "<p>Wigmore Hall<br>7 June 2023</p>",
        "<h2>Amos Teller June 7th, 2023</h2>",
        "<ul><li>Amos Teller June 7th, 2023</li></ul>",
        f"{TEXT * 5}<p>Amos Teller<br>June 7th, 2023</p>",
        "<p>Amos Teller<br>1.2.3</p>",
    ],
)
def test_signatures_other_lines_with_names_and_dates_are_none(below: str) -> None:
    assert signed_blocks(below) == []


def test_signatures_name_in_the_title_is_that_of_the_subject() -> None:
    assert signed_blocks("<p>Amos Teller<br>June 7th, 1973</p>", "Amos Teller, a life") == []


def test_signatures_author_class_makes_agency_and_section_a_byline() -> None:
    byline = "EFE <b>Madrid</b> - 27/01/2016 a las 10:13h. - Act. a las 12:40h. Guardado en: Local"
    assert len(signed_blocks(f"<div class=autor>{byline}</div>")) == 1
    assert signed_blocks(f"<div class=text>{byline}</div>") == []
    bio = "Ana García escribe desde el 27/01/2016 en este periódico."
    assert signed_blocks(f"<div class=autor>{bio}</div>") == []


def test_signatures_labels_with_names_and_dates_are_bylines() -> None:
    lines = (
        "<p>Door: Kees de Boer</p><ul><li>Gepubliceerd op: 14 april 2021</li></ul><p>3 mei 2021</p>"
    )
    assert signed_blocks(f"<p>A standfirst about the bridge.</p>{lines}") == [
        "Door: Kees de Boer",
        "Gepubliceerd op: 14 april 2021",
        "3 mei 2021",
    ]


@pytest.mark.parametrize(
    "below",
    [
        f"{TEXT * 5}<p>Posted on May 4, 2020</p>",
        f"{TEXT}<p>By Royal Appointment</p>",
        "<h2>By Ann Lee</h2>",
        "<blockquote><p>By Ann Lee</p></blockquote>",
        "<p>Genre: Novel</p><p>Author: Ann Lee</p>",
        "".join(
            f"<h3>A bridge</h3><p>Posted by Ann Lee on May {day}, 2020</p>" for day in (3, 4, 5)
        ),
    ],
)
def test_signatures_labels_in_text_facts_and_lists_are_no_bylines(below: str) -> None:
    assert not set(signed_blocks(below)) & {
        "By Ann Lee",
        "By Royal Appointment",
        "Author: Ann Lee",
        "Posted on May 4, 2020",
        "Posted by Ann Lee on May 3, 2020",
    }


def test_signatures_name_in_a_box_with_an_author_class_is_a_byline() -> None:
    assert signed_blocks("<p class=autor>Redakteurin Ute Zöllner</p>") == [
        "Redakteurin Ute Zöllner"
    ]
    assert signed_blocks("<p class=text>Redakteurin Ute Zöllner</p>") == []


@pytest.mark.parametrize(
    "line", ["Tour de France – 29 juin 2024", "Super Bowl LVIII – February 11, 2024"]
)
def test_signatures_event_and_its_day_are_no_byline(line: str) -> None:
    assert signed_blocks(f"<p>{line}</p>") == []


@pytest.mark.parametrize("particle", ["de", "del", "van", "d", "le"])
def test_signatures_many_particles_take_no_exponential_time(particle: str) -> None:
    assert signed_blocks(f"<p>Ann {f'{particle} ' * 30}x</p>") == []


def test_signatures_below_a_title_with_a_colon() -> None:
    line = "Tekst: Joris van Eck · 3 april 2022"
    assert signed_blocks(f"<div>{line}</div>", "Molenaar Terpstra: de wind liegt") == [line]
    assert signed_blocks(f"<p>Genre: roman</p><p>{line}</p>") == []


@pytest.mark.parametrize("name", ["administrator", "Admin", "webmaster"])
def test_account_names_are_bylines_wherever_they_are(name: str) -> None:
    page = segmentation(f"<h1>A bridge</h1>{TEXT}<p>Source link</p><p>{name}</p><p>{name} Lee</p>")
    draft = Draft(analyze(page), [False] * len(page.blocks), [0.5] * len(page.blocks))
    assert [page.blocks[index].text for index in account_names(draft)] == [name]
    assert account_names(draft._replace(is_body=[True] * len(page.blocks))) == {}
    linked = segmentation(f"<h1>A bridge</h1>{TEXT}<ul><li><a href=/login>{name}</a></li></ul>")
    draft = Draft(analyze(linked), [False] * len(linked.blocks), [0.5] * len(linked.blocks))
    assert account_names(draft) == {}


def closing(behind: str) -> list[str]:
    return found(closing_dates, f"<h1>A bridge</h1>{TEXT}{behind}")


@pytest.mark.parametrize(
    "line",
    [
        "Sidst opdateret: 3. februar 2024 af Søfartskontoret",
        "Senast uppdaterad: 2 maj 2023",
        "Last updated: 4 May 2024",
        "Zuletzt aktualisiert am 3. Mai 2024",
        "最后更新：2024年5月3日",
    ],
)
def test_closing_dates_label_and_date_behind_the_text_are_a_byline(line: str) -> None:
    assert closing(f"<p>{line}</p>") == [line]
    assert closing(f"<div>{line}</div><p>Tell us what you miss.</p>") == [line]


@pytest.mark.parametrize(
    "behind",
    [
        "<p>Updated on 3 May 2024, the list has sixty names.</p>",
        "<p>3 May 2024</p>",
        "<p>Place: the hall</p><p>Updated: 3 May 2024</p>",
        "<p>Updated: 3 May 2024</p><p>Place: the hall</p>",
        "<blockquote>Updated: 3 May 2024</blockquote>",
        f"<p>Updated: 3 May 2024</p>{TEXT * 5}",
    ],
)
def test_closing_dates_sentences_facts_and_entries_are_none(behind: str) -> None:
    assert closing(behind) == []


@pytest.mark.parametrize("day", ["sábado, 2 de marzo de 2024", "March 2, 2024", "2024年3月2日"])
def test_opening_date_day_above_the_text_is_a_byline(day: str) -> None:
    untitled = PageFacts()
    assert found(opening_date, f"<h2>{day}</h2><h3>A bridge</h3>{TEXT}", untitled) == [day]
    assert found(opening_date, f"<h1>{day}</h1>{TEXT}") == []
    assert found(opening_date, f"<h3>A bridge</h3><p>{day}</p>{TEXT}", untitled) == []
    assert found(opening_date, f"<p>{day}: the bridge was opened.</p>{TEXT}", untitled) == []
