"""Tests of the search for names that unfold, compared with a regular expression."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.parsing.unfolding_names import unfolds

UNFOLDS = re.compile(
    r"accordion|collaps|expand|faq|toggle|tab[-_]?(?:pan|content|item)|tabs|panel|unfold|reveal"
    r"|(?:read|show|view|see)[-_]?more|spoiler|drop-?down|slide|carousel|animat|fade|aos|wow",
    re.IGNORECASE | re.ASCII,
)
WORDS = """accordion Collapsed expand faq toggle tab pane content ITEM tabs panel unfold reveal read
    show view see more spoiler drop down slide carousel animate fade aos wow - _ é a box""".split()


@given(st.lists(st.sampled_from([*WORDS, " "]), max_size=8))
def test_unfolds_of_any_name_equals_regular_expression(words: list[str]) -> None:
    name = "".join(words)
    assert unfolds(name) == (UNFOLDS.search(name) is not None)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("length", [-1, 30])
def test_unfolds_of_words_and_their_beginnings_equals_regular_expression(
    word: str, length: int
) -> None:
    for name in (word[:length], f"x{word}", f"{word}-more", f"{word}_item"):
        assert unfolds(name) == (UNFOLDS.search(name) is not None)


def test_unfolds_of_something_else_raises() -> None:
    with pytest.raises(TypeError):
        unfolds(None)  # type: ignore[arg-type]
