from __future__ import annotations

import numpy as np
import pytest

from cleanarticle.labeling.duplicates import MIN_WORDS, find_duplicates
from support.pages import laid_out, segmentation

LINE = " ".join(["word"] * MIN_WORDS)


def repeats(html: str, body: list[bool] | None = None) -> list[int]:
    page = segmentation(html)
    texts = [block.text for block in page.blocks]
    return find_duplicates(texts, laid_out(page), np.array(body or [True] * len(texts)))


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<div><p>{LINE}</div><div><p>{LINE}</div>", [1]),
        (f"<div><p>{LINE}</div><div><p>{LINE}<p>{LINE}</div><div><p>{LINE}</div>", [1, 2, 3]),
        (f"<div><p>{LINE}<p>refrain<p>{LINE}</div>", []),
        (f"<div><p>{LINE}</div><div><p>{LINE} more</div>", []),
        ("<div><p>few words</div><div><p>few words</div>", []),
    ],
    ids=["another box", "several", "the same box", "another text", "short"],
)
def test_what_is_a_repeat(html: str, found: list[int]) -> None:
    assert repeats(html) == found


def test_what_is_no_body_is_not_said() -> None:
    html = f"<div><p>{LINE}</div><div><p>{LINE}</div><div><p>{LINE}</div>"
    assert repeats(html, [False, True, True]) == [2]
    assert repeats(html, [True, True, False]) == [1]
