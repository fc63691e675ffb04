from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.labeling.duplicates import MIN_WORDS, find_duplicates, find_pull_quotes
from support.pages import laid_out, segmentation

LINE = " ".join(["word"] * MIN_WORDS)


def duplicates(html: str, is_body: list[bool] | None = None) -> list[int]:
    page = segmentation(html)
    texts = [block.text for block in page.blocks]
    return find_duplicates(texts, laid_out(page), is_body or [True] * len(texts))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<div><p>{LINE}</div><div><p>{LINE}</div>", [1]),
        (f"<div><p>{LINE}</div><div><p>{LINE}<p>{LINE}</div><div><p>{LINE}</div>", [1, 2, 3]),
        (f"<div><p>{LINE}<p>refrain<p>{LINE}</div>", []),
        (f"<div><p>{LINE}</div><div><p>{LINE} more</div>", []),
        ("<div><p>few words</div><div><p>few words</div>", []),
    ],
    ids=["other-box", "several-copies", "same-box", "other-text", "short-text"],
)
def test_find_duplicates_long_text_repeated_in_another_box_is_duplicate(
    html: str, expected: list[int]
) -> None:
    assert duplicates(html) == expected


def test_find_duplicates_blocks_outside_body_are_ignored() -> None:
    html = f"<div><p>{LINE}</div><div><p>{LINE}</div><div><p>{LINE}</div>"
    assert duplicates(html, [False, True, True]) == [2]
    assert duplicates(html, [True, True, False]) == [1]


SENTENCE = "Nobody writes, everybody sends back shoes."


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>Shoes. {SENTENCE}</p><aside><p>“{SENTENCE}”</p></aside>", [1]),
        (f"<p>Shoes. {SENTENCE} So it is.</p><blockquote>{SENTENCE}<cite>Ann Lee</cite>", [1]),
        (f"<p>{SENTENCE} So.<blockquote><p>{SENTENCE}</p><footer>Ann Lee</footer>", [1, 2]),
        (f"<figure>{SENTENCE}</figure><p>Shoes. {SENTENCE}</p>", [0]),
        (f"<p>Shoes. {SENTENCE}</p><div class='exergue right'><p>{SENTENCE}</p></div>", [1]),
        (f"<p>Shoes. {SENTENCE}</p><div class=css-q>„{SENTENCE}“</div>", [1]),
        (f"<p>Shoes. {SENTENCE}</p><div class=css-q>{SENTENCE}</div>", []),
        (f"<p>“{SENTENCE}” he says.</p><div class=css-q><div>{SENTENCE}</div></div>", [1]),
        (f"<p>Shoes.</p><blockquote>{SENTENCE}</blockquote>", []),
        (f"<p>Shoes. {SENTENCE}</p><p>{SENTENCE}</p>", []),
        ("<p>Shoes. Nobody writes now.</p><aside>Nobody writes</aside>", []),
        (f"<blockquote>Shoes. {SENTENCE}</blockquote><blockquote>{SENTENCE}</blockquote>", []),
    ],
    ids=[
        "aside", "cite-in-line", "source", "before-text", "called-quote", "in-marks", "bare-div",
        "in-marks-before", "quotation-of-others", "paragraph", "too-short", "both-set-apart",
    ],
)  # fmt: skip
def test_find_pull_quotes_repeated_sentence_set_apart_is_duplicate(
    html: str, expected: list[int]
) -> None:
    page = segmentation(html)
    texts = [block.text for block in page.blocks]
    assert find_pull_quotes(texts, laid_out(page), [True] * len(texts)) == expected


FACTS = "<h3>The bell in figures</h3><ul><li>Weight: 6 kg</li><li>Note: a flat G</li></ul>"


@pytest.mark.parametrize(
    ("phone", "desktop"),
    [
        ("md:hidden", "hidden md:block"),
        ("d-md-none", "d-none d-md-block"),
        ("mobile-only", "desktop-only"),
        ("visible-xs", "hidden-xs"),
        ("show-on-phone", "hide-on-phone"),
    ],
)
def test_clean_box_for_phones_and_its_copy_for_desktops_are_shown_once(
    phone: str, desktop: str
) -> None:
    text = "The first of 64 bronze bells was bolted under the cab of the tram on Monday. "
    page = (
        f"<main><h1>Bells</h1><p>{text}</p><div class='{phone}'>{FACTS}</div><p>{text[4:]}</p>"
        f"<div class='{desktop}'>{FACTS}</div><p>Line 9 keeps its buzzer.</p></main>"
    )
    assert cleanarticle.clean(f"<body>{page}</body>").text.count("Weight: 6 kg") == 1


def test_clean_standfirst_for_phones_and_its_copy_for_desktops_are_shown_once() -> None:
    text = "The tram company is fitting real bells again, because nobody hears the others."
    page = (
        f"<main><h1>Bells</h1><p class='block md:hidden'>{text}</p>"
        f"<p class='hidden md:block'>{text}</p>"
        "<p>The first of 64 bronze bells was bolted under the cab on Monday.</p></main>"
    )
    assert cleanarticle.clean(f"<body>{page}</body>").text.count(text) == 1


def test_clean_caption_for_phones_and_its_copy_for_desktops_are_shown_once() -> None:
    text = "The tram company is fitting real bells again, because nobody hears the others."
    figure = f"<figure class='{{}}'><img src=a.jpg><figcaption>{text}</figcaption></figure>"
    line = "<p>The first of 64 bronze bells was bolted under the cab on Monday.</p>"
    copies = "".join(map(figure.format, ("block md:hidden", "hidden md:block")))
    page = f"<title>Bells</title><main><h1>Bells</h1>{line}{copies}{line}</main>"
    assert cleanarticle.clean(page).text.count(text) == 1


def test_clean_heading_that_repeats_a_line_of_the_body_is_not_added_again() -> None:
    headings = [
        "The first of the bells was bolted under the cab of it",
        "The second of the bells came from a church in Leeds",
        "The third of the bells was never found by anyone here",
    ]
    text = "This is a sentence of the kind that articles are made of, and it goes on for a while. "
    entries = "".join(f"<li><a href=#x>{heading}</a></li>" for heading in headings)
    sections = "".join(f"<h2>{heading}</h2><p>{text * 5}</p>" for heading in headings)
    page = f"<title>Bells</title><h1>Bells</h1><p>{text * 3}</p><ul>{entries}</ul>{sections}"
    heading = headings[1]
    blocks = [block for block in cleanarticle.clean(page).blocks if block.text == heading]
    assert [block.is_boilerplate for block in blocks] == [False, True]
    assert blocks[1].reason == "repeats other text of the body"


def test_clean_equal_columns_of_a_table_are_kept() -> None:
    column = (
        "<div class=plan><p>$50, $100, $200, $250</p><p>70%, 80%, 90%</p><p>No maximum</p></div>"
    )
    text = "We compare what two insurers pay for pets that are ill or have had an accident."
    page = f"<main><h1>Plans</h1><p>{text}</p>{column}{column}</main>"
    assert cleanarticle.clean(f"<body>{page}</body>").text.count("No maximum") == 2


def test_clean_repeated_line_of_a_song_is_kept() -> None:
    line = "Oh the river runs along the valley and the sea again"
    lines = f"<p class=v1>{line}</p><p class=v2>{line}</p>"
    page = f"<article><h1>The river song</h1>{lines}<p>And the ferry waits for me.</p></article>"
    assert cleanarticle.clean(f"<body>{page}</body>").text.count(line) == 2
