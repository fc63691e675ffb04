"""Tests of sentences and rows that are body as their siblings are."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.core.analysis import analyze
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.siblings import quotes_in_body, siblings_in_body
from support.pages import segmentation

MENU = (
    "<header><a href=/>Weald Weekly</a><nav><a href=/a>News</a> <a href=/b>Walks</a></nav></header>"
)
FOOTER = "<footer><p>© 2025 Weald Weekly. All rights reserved.</p></footer>"


def clean_body(markup: str) -> str:
    page = f"<title>The night train</title>{MENU}<main><h1>The night train</h1>{markup}</main>"
    return cleanarticle.clean(f"<body>{page}{FOOTER}</body>").text


@pytest.mark.parametrize(
    "sentence", ["Rain fell.", "We went home.", "Who paid?", "Es hat geregnet.", "雨が降った。"]
)
@pytest.mark.parametrize("form", ["<p>{}</p>", "<div><p>{}</p></div>"])
def test_clean_short_sentence_behind_a_related_box_is_body(sentence: str, form: str) -> None:
    paragraphs = (
        "By midnight the carriages were full and the guard had locked the doors.",
        "By Thursday morning nothing was left but a glove on the platform of the last station.",
    )
    box = "<div><h3>Related</h3><ul><li><a href=/x>The town that kept its ferry</a></ul></div>"
    markup = "".join(map(form.format, paragraphs)) + box + form.format(sentence)
    text = clean_body(markup)
    assert sentence in text
    assert "its ferry" not in text


def test_clean_row_with_a_word_of_furniture_is_body_as_the_other_rows_are() -> None:
    rows = "".join(
        f"<tr><td>{field}</td><td>{meaning}</td></tr>"
        for field, meaning in (
            ("Field", "Meaning"),
            ("Newsletter", "1 if the customer agreed"),
            ("Share", "part in percent"),
            ("Login", "name at the door"),
        )
    )
    text = clean_body(
        "<p>Waves broke over the pier for six hours on Tuesday.</p>"
        f"<table>{rows}</table><p>Repairs will take until the autumn.</p>"
    )
    assert "Newsletter\t1 if the customer agreed" in text


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter to get the news of the Weald every Friday morning.",
        "<a href=/terms>Read the terms of our prize draw before you enter it.</a>",
        "Photo: Ann Okafor / Weald Weekly.",
    ],
)
def test_clean_sentence_with_a_cue_or_a_link_does_not_follow_its_siblings(line: str) -> None:
    text = clean_body(
        "<p>By midnight the carriages were full and the guard had locked the doors.</p>"
        "<p>By Thursday morning nothing was left but a glove on the platform.</p>"
        f"<p>{line}</p>"
    )
    assert text.endswith("nothing was left but a glove on the platform.")


def test_clean_cell_of_an_old_layout_does_not_follow_the_cell_of_the_text() -> None:
    letter = "I have walked the towpath every morning since the spring, and the gates leak.<br><br>"
    menu = "<a href=/>Home</a><br><a href=/n>News</a><br><br>You are visitor 004182"
    page = (
        f"<table><tr><td>{menu}</td><td><b>The gates</b><br><br>Dear Editor,<br><br>{letter * 3}"
        "Yours in some temper,<br>E. M. Tolliver</td></tr></table>"
    )
    text = cleanarticle.clean(f"<title>The gates</title><body>{page}</body>").text
    assert "the gates leak" in text
    assert "visitor" not in text


@pytest.mark.parametrize(("paragraphs", "reached"), [(3, ["A note."]), (70, [])])
def test_siblings_sentence_behind_the_last_of_a_large_page_is_left_to_the_models(
    paragraphs: int, reached: list[str]
) -> None:
    markup = "<p>The crew laid forty sleepers north of the old quarry.</p>" * paragraphs
    page = segmentation(f"<main>{markup}<p>A note.</p></main>")
    is_body = [block.text != "A note." for block in page.blocks]
    scores = [0.9 if body else 0.3 for body in is_body]
    found = siblings_in_body(Draft(analyze(page), is_body, scores))
    assert [page.blocks[index].text for index in found] == reached


UPDATES = (
    ("Queues", "Traffic is standing still up to the Holm roundabout."),
    ("Rain", "Rain is getting heavier."),
    ("Divers", "A team of six divers left the naval yard at half past one, in poor light. " * 3),
    ("Ferry", "The harbour company says the extra ferry will run until midnight."),
)


@pytest.mark.parametrize(
    "entry",
    [
        "<article id=block-{n}><header>1{n}:42</header><h2>{name}</h2><p>{text}</p></article>",
        "<section class='post-{n} a'><h3>{name}</h3><p>{text}</p><time>1{n}:42</time></section>",
        "<ul><li class=update><h4>{name}</h4><p>{text}</p><a href=#{n}>Link</a></li></ul>",
    ],
)
def test_siblings_short_entries_of_a_live_blog_follow_the_long_ones(entry: str) -> None:
    entries = "".join(
        entry.format(n=number, name=name, text=text)
        for number, (name, text) in enumerate(UPDATES, 1)
    )
    page = segmentation(f"<main><h1>Bridge</h1>{entries}{'<p>Another line</p>' * 60}</main>")
    is_body = [len(block.text) > 100 for block in page.blocks]
    scores = [0.9 if body else 0.3 for body in is_body]
    found = siblings_in_body(Draft(analyze(page), is_body, scores))
    texts = {page.blocks[index].text for index in found}
    assert texts == {
        *(text for _, text in UPDATES if len(text) <= 100),
        *(name for name, _ in UPDATES),
    }


QUOTED = "I am told the frogs are keeping an open mind."


def quotes(markup: str, score: float = 0.4) -> list[str]:
    """Return the texts in quotes that become body; paragraphs named body are."""
    page = segmentation(markup)
    is_body = [block.text.startswith("Body") for block in page.blocks]
    scores = [0.9 if body else score for body in is_body]
    found = quotes_in_body(Draft(analyze(page), is_body, scores))
    return [page.blocks[index].text for index in found]


BODY = "<p>Body of a page that speaks of frogs.</p>"


@pytest.mark.parametrize(
    "quote", [f"<blockquote>{QUOTED}</blockquote>", f"<blockquote><p>{QUOTED}</p></blockquote>"]
)
@pytest.mark.parametrize(
    "page",
    [
        "<main>{body}{quote}{body}</main>",
        "<main>{body}<p><a href=/x>A guide to ponds</a></p>{quote}{body}</main>",
        "<article>{body}{quote}</article><article>{body}</article>",
    ],
)
def test_quotes_sentence_in_a_quote_among_paragraphs_is_body(page: str, quote: str) -> None:
    assert quotes(page.format(body=BODY, quote=quote)) == [QUOTED]


@pytest.mark.parametrize(
    "page",
    [
        "<main>{body}<blockquote>Frogs, still</blockquote>{body}</main>",
        "<main>{body}<blockquote>See <a href=/x>the frogs</a>.</blockquote>{body}</main>",
        "<main>{body}<blockquote>Sign up for our newsletter.</blockquote>{body}</main>",
        "<main>{body}{body}<blockquote>Frogs keep an open mind.</blockquote></main>",
        "<main>{body}<div><blockquote>Frogs keep an open mind.</blockquote></div>{body}</main>",
    ],
)
def test_quotes_names_links_cues_and_quotes_outside_the_body_are_left(page: str) -> None:
    assert quotes(page.format(body=BODY)) == []


def test_quotes_unlikely_quote_is_left() -> None:
    page = f"<main>{BODY}<blockquote>{QUOTED}</blockquote>{BODY}</main>"
    assert quotes(page, score=0.1) == []


def test_siblings_sentence_below_a_heading_with_a_cue_is_left() -> None:
    """Thanks below a question for readers are no text of the page."""
    page = segmentation(
        f"<main>{BODY}{BODY}<div><h2>Was this page helpful?</h2><p>Thanks for your help!</p></div>"
        f"<p>It is late, and wet.</p>{BODY}</main>"
    )
    is_body = [block.text.startswith(("Body", "Was")) for block in page.blocks]
    scores = [0.9 if body else 0.4 for body in is_body]
    found = siblings_in_body(Draft(analyze(page), is_body, scores))
    assert [page.blocks[index].text for index in found] == ["It is late, and wet."]
