from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle import SiteTemplate, clean
from cleanarticle.core.segmenter import segment
from cleanarticle.errors import ConfigError, InputError
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from cleanarticle.sites.panels import panel_shares
from cleanarticle.sites.template import (
    MAX_PLACES,
    MAX_TEXTS,
    repetition_penalty,
    share_of_pages,
)
from support.site_pages import NOTE, page, sentences

if TYPE_CHECKING:
    from cleanarticle import Article


def text_of(teaser: str) -> str:
    """Return the paragraph of a teaser."""
    return teaser.partition("<p>")[2].removesuffix("</p>")


def notes(article: Article) -> list[tuple[bool, str]]:
    """Return the label and the reason of each block with the recurring note."""
    return [(block.is_boilerplate, block.reason) for block in article.blocks if block.text == NOTE]


def test_clean_with_template_drops_recurring_text_and_keeps_body() -> None:
    template = SiteTemplate.learn([page(number) for number in range(9)])
    without_template, with_template = clean(page(20)), clean(page(20), template=template)
    assert notes(without_template) == [(False, "32 words")]
    assert notes(with_template) == [(True, "on 9 of 9 pages of this site")]
    assert len(with_template.body) == len(without_template.body) - 1 == 7


def test_clean_learned_page_keeps_its_body() -> None:
    pages = [page(number) for number in range(9)]
    template = SiteTemplate.learn(pages)
    assert len(clean(pages[3], template=template).body) == 7
    repeated_page = SiteTemplate.learn([pages[0], pages[0], pages[0]])
    assert len(clean(page(0, note="x"), template=repeated_page).body) >= 7


def test_learn_same_page_under_several_urls_counts_once() -> None:
    pages = [page(number) for number in range(9)]
    template = SiteTemplate.learn([*pages, *[pages[3]] * 12])
    assert template == SiteTemplate.learn(pages)
    assert len(clean(pages[3], template=template).body) == 7


def test_clean_with_fewer_than_two_other_pages_changes_nothing() -> None:
    single_page = SiteTemplate.learn([page(1)])
    assert notes(clean(page(20), template=single_page)) == notes(clean(page(20)))
    two_pages = SiteTemplate.learn([page(1), page(2)])
    assert notes(clean(page(1), template=two_pages)) == notes(clean(page(1)))


def test_clean_phrase_recurring_in_bodies_is_kept() -> None:
    """Models are confident about prose within prose, and repetition only adjusts their scores."""
    series = "This story is part of our series about the river and the towns along its banks."

    def episode(number: int) -> str:
        return page(number).replace("<p>", f"<p>{series}</p><p>", 1)

    template = SiteTemplate.learn([episode(number) for number in range(9)])
    article = clean(episode(20), template=template)
    assert series in [block.text for block in article.body]


def test_panel_shares_only_box_with_mostly_recurring_text_is_panel() -> None:
    """A recurring note among other paragraphs does not make their box a panel."""
    panel = "".join(f"<div class=b><h3>Teaser {key}</h3><p>Text {key}</p></div>" for key in "ab")
    column = "".join(f"<p>Paragraph {number}</p>" for number in range(6))
    markup = f"<body><div><p>Note</p>{column}<div class=a>{panel}</div></div></body>"
    segmentation = segment(parse(Page(markup.encode(), encoding="utf-8")))
    recurs = [block.text.startswith(("Note", "Te")) for block in segmentation.blocks]
    assert panel_shares(segmentation, list(map(float, recurs))) == [0.0] * 7 + [1.0] * 4


def test_clean_rotating_teasers_are_dropped_and_recurring_note_is_kept() -> None:
    """Recurring text beside other recurring text is a panel; among paragraphs it is body."""
    series = "This story is part of our series about the river and the towns along its banks."
    rng = random.Random(7)  # noqa: S311 - the same teasers each time
    teasers = [f"<h3>Story {number}</h3><p>{sentences(rng, 2)}</p>" for number in range(90, 98)]

    def episode(number: int) -> str:
        rng = random.Random(number)  # noqa: S311 - the same page each time
        panel = "".join(f"<div>{teaser}</div>" for teaser in rng.sample(teasers, 4))
        return page(number, note=str(number)).replace(
            "</p><p>", f"</p><p>{series}</p><div>{panel}</div><p>", 1
        )

    template = SiteTemplate.learn([episode(number) for number in range(16)])
    without_template, with_template = clean(episode(20)), clean(episode(20), template=template)
    dropped = {block.text for block in without_template.body} - {
        block.text for block in with_template.body
    }
    assert len(dropped & set(map(text_of, teasers))) >= 3
    assert series in [block.text for block in with_template.body]


def test_adjustments_sentence_that_recurs_among_the_paragraphs_of_articles_is_kept() -> None:
    """And a sentence that recurs elsewhere is boilerplate."""
    series = "This story is part of our series about the river and the towns along its banks."

    def episode(number: int) -> str:
        return page(number).replace("<p>", f"<p>{series}</p><p>", 1)

    template = SiteTemplate.learn([episode(number) for number in range(9)])
    changes = confident_adjustments(template, episode(20))
    assert changes.get(series, 0) > -1
    assert changes[NOTE] < -2


def post(number: int, *, remarks: str, column: str = "post") -> str:
    """Return a blog post with readers' remarks below it and a link to them above it."""
    return (
        "<body><p class=comments-link>3 comments</p>"
        + page(number, note="").removeprefix("<body>").replace("class=m", f"class={column}")
        + f"<div id=remarks>{remarks}</div></body>"
    )


def confident_adjustments(template: SiteTemplate, html: str) -> dict[str, float]:
    """Return the change of each block's log-odds if models take all of the page for body."""
    segmentation = segment(parse(Page(html.encode(), encoding="utf-8")))
    adjustments = template.adjustments(segmentation, [0.99] * len(segmentation.blocks))
    texts = [block.text for block in segmentation.blocks]
    return {texts[index]: adjustment.log_odds for index, adjustment in adjustments.items()}


def remarks_on(number: int) -> tuple[list[str], str]:
    """Return new remarks on a post, and their HTML."""
    rng = random.Random(100 * number)  # noqa: S311 - the same remarks each time
    texts = [sentences(rng, 2) for _ in range(5)]
    return texts, "".join(f"<div class=comment><p>{text}</p></div>" for text in texts)


def test_adjustments_comments_below_the_place_of_articles_are_boilerplate() -> None:
    """Though models are confident about their prose; the article itself stays."""
    template = SiteTemplate.learn([post(number, remarks="") for number in range(6)])
    texts, remarks = remarks_on(20)
    changes = confident_adjustments(template, post(20, remarks=remarks))
    assert [changes.get(text, 0) < -4 for text in texts] == [True] * 5
    paragraphs = [changes.get(text, 0) for text in changes if text.startswith("The ")]
    assert sum(change < -1 for change in paragraphs) == 5


@pytest.mark.parametrize("column", ["comments-open", "post comment"])
def test_adjustments_articles_in_containers_named_for_comments_are_kept(column: str) -> None:
    """As in themes that name a page after its open comments, and in forums."""
    column = f"'{column}'"
    template = SiteTemplate.learn([post(n, remarks="", column=column) for n in range(6)])
    _, remarks = remarks_on(20)
    changes = confident_adjustments(template, post(20, remarks=remarks, column=column))
    assert min(changes[text] for text in changes if text.startswith("The ")) > -3


def test_adjustments_comments_of_page_without_article_are_kept() -> None:
    """Links with comments, as on a site for news that its readers submit."""
    template = SiteTemplate.learn([post(number, remarks="") for number in range(6)])
    _, remarks = remarks_on(20)
    changes = confident_adjustments(template, f"<body><h1>A link</h1>{remarks}</body>")
    assert min(changes.values(), default=0) > -3


def test_adjustments_comments_of_forum_are_kept() -> None:
    """A question may be prose in the same place on all pages, and the replies are body too."""
    template = SiteTemplate.learn([post(number, remarks="") for number in range(6)])
    forum = replace(template, forum_pages=template.pages)
    texts, remarks = remarks_on(20)
    changes = confident_adjustments(forum, post(20, remarks=remarks))
    assert [changes.get(text, 0) > -3 for text in texts] == [True] * 5


def test_adjustments_notice_on_every_page_is_not_an_article() -> None:
    """The article is above the comments, whatever notice the site has below them."""
    pages = [post(n, remarks="").replace("</body>", f"<p>{NOTE}</p></body>") for n in range(6)]
    texts, remarks = remarks_on(20)
    html = post(20, remarks=remarks).replace("</body>", f"<p>{NOTE}</p></body>")
    changes = confident_adjustments(SiteTemplate.learn(pages), html)
    assert [changes.get(text, 0) < -4 for text in texts] == [True] * 5


def test_learn_articles_equals_learning_their_sources() -> None:
    pages = [page(number) for number in range(3)]
    articles = [clean(html, effort="fast") for html in pages]
    assert SiteTemplate.learn(articles) == SiteTemplate.learn(pages)
    with pytest.raises(InputError):
        SiteTemplate.learn([b""])


def test_learn_any_order_gives_same_template() -> None:
    pages = [page(number) for number in range(6)]
    pages.append(pages[3].replace("<h1>Story 3</h1>", ""))  # a part of another page
    template = SiteTemplate.learn(pages).to_json()
    assert SiteTemplate.learn(pages[::-1]).to_json() == template
    assert SiteTemplate.learn([*pages[2:], *pages[:2]]).to_json() == template


def test_json_round_trip_restores_template() -> None:
    template = SiteTemplate.learn([page(number) for number in range(4)])
    restored = SiteTemplate.from_json(template.to_json())
    assert restored == template
    assert notes(clean(page(20), template=restored)) == notes(clean(page(20), template=template))


@pytest.mark.parametrize(
    "text",
    ["", "[", "[]", "{}", '{"pages": 1}', '{"pages": "x", "texts": {}, "places": {}}',
     '{"pages": 1, "texts": {"a": 1}, "places": {}}',
     '{"pages": 1, "forum_pages": 0, "texts": {}, "places": {"1": [1]}}'],
)  # fmt: skip
def test_from_json_invalid_text_raises_config_error(text: str) -> None:
    with pytest.raises(ConfigError, match="not a site template"):
        SiteTemplate.from_json(text)


def test_plus_many_pages_limits_size_and_keeps_recurring_entries() -> None:
    template = SiteTemplate()
    for number in range(60):
        texts = [1, 2, 3, *range(number * 200 + 10, number * 200 + 210)]
        places = [1, *range(number * 50 + 2, number * 50 + 52)]
        page_template = SiteTemplate(
            1,
            dict.fromkeys(texts, (1,)),
            dict.fromkeys(places, (1, 1, 1)),
        )
        template = template.plus(page_template)
        assert len(template.texts) <= MAX_TEXTS
        assert len(template.places) <= MAX_PLACES
    assert [template.texts[text] for text in (1, 2, 3)] == [(60,), (60,), (60,)]
    assert template.places[1] == (60, 60, 60)
    assert template.pages == 60
    # Of the texts that are on one page only, the latest are kept.
    assert template.texts[59 * 200 + 10] == (1,)
    assert 11 not in template.texts


def test_plus_restored_template_keeps_insertion_order() -> None:
    rng = random.Random(0)  # noqa: S311
    template = SiteTemplate()
    for _ in range(30):
        texts = [rng.getrandbits(48) for _ in range(120)]
        template = template.plus(SiteTemplate(1, dict.fromkeys(texts, (1,))))
    restored = SiteTemplate.from_json(template.to_json())
    texts = [rng.getrandbits(48) for _ in range(500)]
    addition = SiteTemplate(1, dict.fromkeys(texts, (1,)))
    assert restored.plus(addition) == template.plus(addition)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 200))
def test_repetition_penalty_grows_with_share_and_length(
    count: int, others: int, words: int
) -> None:
    pages = count + others
    share = share_of_pages(count, pages)
    penalty = repetition_penalty(share, 0, words)
    assert -3.1 <= penalty < 0
    assert repetition_penalty(share_of_pages(count + 1, pages), 0, words) <= penalty
    assert repetition_penalty(share, 0, words + 12) <= penalty
    assert repetition_penalty(share, share, words) < penalty


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.integers(0, 4))
def test_clean_with_any_template_keeps_blocks_and_valid_scores(
    learned: list[int], number: int
) -> None:
    template = SiteTemplate.learn(map(page, learned))
    without_template = clean(page(number), effort="fast")
    with_template = clean(page(number), effort="fast", template=template)
    assert [block.text for block in with_template.blocks] == [
        block.text for block in without_template.blocks
    ]
    assert all(0 <= block.score <= 1 for block in with_template.blocks)


def test_learn_text_hashes_are_equal_in_every_process() -> None:
    """Templates are stored between runs, and Python's own hashes differ between runs."""
    saved = json.loads(SiteTemplate.learn(["<p>The same text.</p>"]).to_json())
    assert list(saved["texts"]) == ["30911264529078"]
