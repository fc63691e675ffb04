from __future__ import annotations

import numpy as np
import pytest

from cleanarticle.labeling.duplicates import MIN_WORDS, find_duplicates, find_pull_quotes
from support.pages import laid_out, segmentation

LINE = " ".join(["word"] * MIN_WORDS)


def duplicates(html: str, is_body: list[bool] | None = None) -> list[int]:
    page = segmentation(html)
    texts = [block.text for block in page.blocks]
    return find_duplicates(texts, laid_out(page), np.array(is_body or [True] * len(texts)))


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
        (f"<p>Shoes.</p><blockquote>{SENTENCE}</blockquote>", []),
        (f"<p>Shoes. {SENTENCE}</p><p>{SENTENCE}</p>", []),
        ("<p>Shoes. Nobody writes now.</p><aside>Nobody writes</aside>", []),
        (f"<blockquote>Shoes. {SENTENCE}</blockquote><blockquote>{SENTENCE}</blockquote>", []),
    ],
    ids=[
        "aside", "cite-in-line", "source", "before-text", "called-quote", "in-marks", "bare-div",
        "quotation-of-others", "paragraph",
        "too-short", "both-set-apart",
    ],
)  # fmt: skip
def test_find_pull_quotes_repeated_sentence_set_apart_is_duplicate(
    html: str, expected: list[int]
) -> None:
    page = segmentation(html)
    texts = [block.text for block in page.blocks]
    assert find_pull_quotes(texts, laid_out(page), np.ones(len(texts), np.bool_)) == expected
