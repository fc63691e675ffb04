from __future__ import annotations

import math

import pytest

from cleanarticle.block import Block, BlockKind
from cleanarticle.multipage.previous_pages import PreviousPages
from support.pages import segmentation

SENTENCE = "The river rose by two metres in the night."


def block(text: str, xpath: str) -> Block:
    return Block(text, BlockKind.BODY, 1.0, "", xpath, "p")


EARLIER = PreviousPages.of(
    "The flood", [block(SENTENCE, "/html[1]/body[1]/p[1]"), block("Rain", "/html[1]/body[1]/p[2]")]
)


def again(html: str, earlier: PreviousPages = EARLIER) -> list[str]:
    page = segmentation(html)
    return [page.blocks[at].text for at in earlier.verdicts(page)]


def test_a_long_text_is_said_once_wherever_it_stands() -> None:
    assert again(f"<p>New.</p><div>{SENTENCE.upper()}</div><p>New too.</p>") == [SENTENCE.upper()]


def test_a_short_text_may_recur_in_another_place() -> None:
    assert again("<p>New</p><p>Rain</p>") == ["Rain"]
    assert again("<p>New</p><p>New</p><p>Rain</p>") == []


def test_the_head_of_a_table_that_goes_on_stays() -> None:
    row = "<tr><th>{}</th><th>b</th><th>c</th><th>d</th><th>e</th><th>f</th></tr>"
    said = PreviousPages.of(None, [block("a\tb\tc\td\te\tf", "/html[1]/body[1]/p")])
    assert again(f"<p>new</p><table>{row.format('a')}</table>", said) == []


@pytest.mark.parametrize(
    ("heading", "is_title"),
    [
        ("The flood", True),
        ("The Flood (page 2 of 5)", True),
        ("The flood – 2", True),
        ("The flood reaches the town", False),
        ("The flood of 1953 and all that came after it", False),
        ("Rain", False),
    ],
)
def test_the_title_is_not_said_again(heading: str, is_title: bool) -> None:  # noqa: FBT001
    assert again(f"<h1>{heading}</h1><p>new</p>") == ([heading] if is_title else [])


def test_it_is_a_verdict() -> None:
    page = segmentation(f"<p>{SENTENCE}</p>")
    (adjustment,) = EARLIER.verdicts(page).values()
    assert (adjustment.log_odds, adjustment.kind) == (-math.inf, BlockKind.OTHER)
    assert PreviousPages("The flood").verdicts(page) == {}
