from __future__ import annotations

import math

import pytest

from cleanarticle.block import Block, BlockKind
from cleanarticle.multipage.previous_pages import PreviousPages
from support.pages import segmentation

SENTENCE = "The river rose by two metres in the night."


def block(text: str, xpath: str) -> Block:
    return Block(text, BlockKind.BODY, 1.0, "", xpath, "p")


PREVIOUS = PreviousPages.of(
    "The flood", [block(SENTENCE, "/html[1]/body[1]/p[1]"), block("Rain", "/html[1]/body[1]/p[2]")]
)


def dropped(html: str, previous: PreviousPages = PREVIOUS) -> list[str]:
    """Return the texts of the blocks that are dropped because they repeat previous pages."""
    page = segmentation(html)
    return [page.blocks[index].text for index in previous.verdicts(page)]


def test_verdicts_long_text_of_previous_page_is_dropped_anywhere() -> None:
    assert dropped(f"<p>New.</p><div>{SENTENCE.upper()}</div><p>New too.</p>") == [SENTENCE.upper()]


def test_verdicts_short_text_is_dropped_only_at_same_xpath() -> None:
    assert dropped("<p>New</p><p>Rain</p>") == ["Rain"]
    assert dropped("<p>New</p><p>New</p><p>Rain</p>") == []


def test_verdicts_header_of_continued_table_is_kept() -> None:
    row = "<tr><th>{}</th><th>b</th><th>c</th><th>d</th><th>e</th><th>f</th></tr>"
    previous = PreviousPages.of(None, [block("a\tb\tc\td\te\tf", "/html[1]/body[1]/p")])
    assert dropped(f"<p>new</p><table>{row.format('a')}</table>", previous) == []


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
def test_verdicts_heading_repeating_title_is_dropped(heading: str, *, is_title: bool) -> None:
    assert dropped(f"<h1>{heading}</h1><p>new</p>") == ([heading] if is_title else [])


def test_verdicts_repeated_text_has_infinite_log_odds_and_kind_other() -> None:
    page = segmentation(f"<p>{SENTENCE}</p>")
    (adjustment,) = PREVIOUS.verdicts(page).values()
    assert (adjustment.log_odds, adjustment.kind) == (-math.inf, BlockKind.OTHER)
    assert PreviousPages("The flood").verdicts(page) == {}
