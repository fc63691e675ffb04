from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle import SiteTemplate, clean
from cleanarticle.core.segmenter import segment
from cleanarticle.errors import ConfigError, InputError
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from cleanarticle.sites.counts import HashCounts
from cleanarticle.sites.template import (
    MOST_PLACES,
    MOST_TEXTS,
    repeated,
    share_of_pages,
    share_of_panels,
)
from support.site_pages import NOTE, page, sentences

if TYPE_CHECKING:
    from cleanarticle import Article


def text_of(teaser: str) -> str:
    """The paragraph of a teaser."""
    return teaser.partition("<p>")[2].removesuffix("</p>")


def notes(article: Article) -> list[tuple[bool, str]]:
    return [(block.is_boilerplate, block.reason) for block in article.blocks if block.text == NOTE]


def test_what_repeats_is_found_and_the_bodies_stay() -> None:
    template = SiteTemplate.learn([page(number) for number in range(9)])
    alone, taught = clean(page(20)), clean(page(20), template=template)
    assert notes(alone) == [(False, "32 words")]
    assert notes(taught) == [(True, "on 9 of 9 pages of this site")]
    assert len(taught.body) == len(alone.body) - 1 == 7


def test_a_page_may_be_among_those_that_were_learned() -> None:
    pages = [page(number) for number in range(9)]
    template = SiteTemplate.learn(pages)
    assert len(clean(pages[3], template=template).body) == 7
    twice = SiteTemplate.learn([pages[0], pages[0], pages[0]])
    assert len(clean(page(0, note="x"), template=twice).body) >= 7


def test_an_article_at_many_addresses_teaches_that_it_repeats_no_more_than_once() -> None:
    pages = [page(number) for number in range(9)]
    template = SiteTemplate.learn([*pages, *[pages[3]] * 12])
    assert template == SiteTemplate.learn(pages)
    assert len(clean(pages[3], template=template).body) == 7


def test_two_pages_are_needed() -> None:
    one = SiteTemplate.learn([page(1)])
    assert notes(clean(page(20), template=one)) == notes(clean(page(20)))
    assert notes(clean(page(1), template=one.with_page(page(2)))) == notes(clean(page(1)))


def test_a_phrase_that_recurs_in_bodies_stays() -> None:
    """The models are sure of prose in the midst of prose, and repetition is no verdict."""
    series = "This story is part of our series about the river and the towns along its banks."

    def episode(number: int) -> str:
        return page(number).replace("<p>", f"<p>{series}</p><p>", 1)

    template = SiteTemplate.learn([episode(number) for number in range(9)])
    article = clean(episode(20), template=template)
    assert series in [block.text for block in article.body]


def test_a_panel_is_a_box_of_which_nearly_all_recurs() -> None:
    """A note that recurs among paragraphs that do not makes no panel of their box."""
    panel = "".join(f"<div class=b><h3>Teaser {at}</h3><p>Text {at}</p></div>" for at in "ab")
    column = "".join(f"<p>Paragraph {at}</p>" for at in range(6))
    markup = f"<body><div><p>Note</p>{column}<div class=a>{panel}</div></div></body>"
    blocks = segment(parse(Page.of(markup)))
    again = [block.text.startswith(("Note", "Te")) for block in blocks.blocks]
    assert share_of_panels(blocks, list(map(float, again))) == [0.0] * 7 + [1.0] * 4


def test_rotating_teasers_go_and_a_series_note_among_paragraphs_stays() -> None:
    """What recurs is told from a phrase of the bodies by what stands beside it."""
    series = "This story is part of our series about the river and the towns along its banks."
    chance = random.Random(7)  # noqa: S311 - the same teasers each time
    teasers = [f"<h3>Story {at}</h3><p>{sentences(chance, 2)}</p>" for at in range(90, 98)]

    def episode(number: int) -> str:
        chance = random.Random(number)  # noqa: S311 - the same page each time
        panel = "".join(f"<div>{one}</div>" for one in chance.sample(teasers, 4))
        return page(number, note=str(number)).replace(
            "</p><p>", f"</p><p>{series}</p><div>{panel}</div><p>", 1
        )

    template = SiteTemplate.learn([episode(number) for number in range(16)])
    alone, taught = clean(episode(20)), clean(episode(20), template=template)
    gone = {block.text for block in alone.body} - {block.text for block in taught.body}
    assert len(gone & set(map(text_of, teasers))) >= 3
    assert series in [block.text for block in taught.body]


def test_learning_takes_articles_too() -> None:
    pages = [page(number) for number in range(3)]
    articles = [clean(html, effort="fast") for html in pages]
    assert SiteTemplate.learn(articles) == SiteTemplate.learn(pages)
    with pytest.raises(InputError):
        SiteTemplate.learn([b""])


def test_a_template_is_never_changed() -> None:
    template = SiteTemplate.learn([page(1)])
    before = template.to_json()
    assert template.with_page(page(2)) != template
    assert template.to_json() == before


def test_json_there_and_back() -> None:
    template = SiteTemplate.learn([page(number) for number in range(4)])
    again = SiteTemplate.from_json(template.to_json())
    assert again == template
    assert notes(clean(page(20), template=again)) == notes(clean(page(20), template=template))


@pytest.mark.parametrize(
    "text",
    ["", "[", "[]", "{}", '{"pages": 1}', '{"pages": "x", "texts": {}, "places": {}}',
     '{"pages": 1, "texts": {"a": 1}, "places": {}}',
     '{"pages": 1, "texts": {}, "places": {"1": [1]}}'],
)  # fmt: skip
def test_what_is_no_template(text: str) -> None:
    with pytest.raises(ConfigError, match="this is no site template"):
        SiteTemplate.from_json(text)


def test_memory_is_bounded_and_what_recurs_is_not_forgotten() -> None:
    template = SiteTemplate()
    for number in range(60):
        texts = [1, 2, 3, *range(number * 200 + 10, number * 200 + 210)]
        places = [1, *range(number * 50 + 2, number * 50 + 52)]
        page = SiteTemplate(
            1,
            HashCounts.of(texts, np.ones((203, 1), int)),
            HashCounts.of(places, np.ones((51, 2), int)),
        )
        template = template.plus(page)
        assert len(template.texts) <= MOST_TEXTS
        assert len(template.places) <= MOST_PLACES
    assert template.texts.get([1, 2, 3]).tolist() == [[60], [60], [60]]
    assert template.places.get([1]).tolist() == [[60, 60]]
    assert template.pages == 60
    # Of what was seen once, the latest stays.
    assert template.texts.get([59 * 200 + 10, 11]).tolist() == [[1], [0]]


def test_what_is_kept_between_runs_is_older_than_what_comes() -> None:
    chance = random.Random(0)  # noqa: S311
    template = SiteTemplate()
    for _ in range(30):
        texts = HashCounts.of([chance.getrandbits(48) for _ in range(120)], np.ones((120, 1), int))
        template = template.plus(SiteTemplate(1, texts))
    again = SiteTemplate.from_json(template.to_json())
    more = SiteTemplate(
        1, HashCounts.of([chance.getrandbits(48) for _ in range(500)], np.ones((500, 1), int))
    )
    assert again.plus(more) == template.plus(more)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 200))
def test_the_more_a_text_repeats_the_less_it_is_body(count: int, others: int, length: int) -> None:
    pages = count + others
    share = share_of_pages(count, pages)
    shift = repeated(share, 0, length)
    assert -3.1 <= shift < 0
    assert repeated(share_of_pages(count + 1, pages), 0, length) <= shift
    assert repeated(share, 0, length + 12) <= shift
    assert repeated(share, share, length) < shift


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.integers(0, 4))
def test_whatever_was_learned_a_page_keeps_its_blocks(learned: list[int], asked: int) -> None:
    template = SiteTemplate.learn([page(number) for number in learned])
    alone = clean(page(asked), effort="fast")
    taught = clean(page(asked), effort="fast", template=template)
    assert [block.text for block in taught.blocks] == [block.text for block in alone.blocks]
    assert all(0 <= block.score <= 1 for block in taught.blocks)


def test_footprints_do_not_depend_on_the_process() -> None:
    """Python's own hashes differ from run to run, and a template is kept between runs."""
    saved = json.loads(SiteTemplate.learn(["<p>The same text.</p>"]).to_json())
    assert list(saved["texts"]) == ["30911264529078"]
