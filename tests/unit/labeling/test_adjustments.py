from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Leaning, combine, sway, telling
from cleanarticle.labeling.scoring import Judgement


def judged(*body: float) -> Judgement:
    return Judgement(np.array(body), np.ones(len(body)), np.ones(7) / 7, asked=False)


def test_odds_are_added() -> None:
    swayed = sway(judged(0.5, 0.5, 0.9), {0: Leaning(math.log(3), "x"), 2: Leaning(0.0, "y")})
    assert swayed.body == pytest.approx([0.75, 0.5, 0.9])


def test_without_leanings_nothing_changes() -> None:
    judgement = judged(0.3)
    assert sway(judgement, {}) is judgement


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-20, 20)), min_size=1, max_size=5))
def test_verdicts_win_whatever_else_is_known(blocks: list[tuple[float, float]]) -> None:
    for verdict, expected in ((math.inf, 1.0), (-math.inf, 0.0)):
        known = {at: Leaning(odds, "site") for at, (_, odds) in enumerate(blocks)}
        ruled = {at: Leaning(verdict, "rule") for at in range(len(blocks))}
        both = combine((known, ruled))
        assert {leaning.reason for leaning in both.values()} == {"rule"}
        assert sway(judged(*(body for body, _ in blocks)), both).body.tolist() == [expected] * len(
            blocks
        )


def test_the_last_has_the_say_and_a_kind_is_kept() -> None:
    told = {0: Leaning(-8.0, "cue", BlockKind.ADVERT)}
    ruled = {0: Leaning(-math.inf, "rule")}
    assert combine((told, ruled)) == {0: Leaning(-math.inf, "rule", BlockKind.ADVERT)}


def test_what_tells() -> None:
    leanings = {
        0: Leaning(-3.0, "turned"),
        1: Leaning(-3.0, "agreed"),
        2: Leaning(-3.0, "not strong enough"),
        3: Leaning(-math.inf, "ruled"),
        4: Leaning(-3.0, "cue", BlockKind.ADVERT),
        5: Leaning(-3.0, "cue overcome", BlockKind.ADVERT),
    }
    body = [False, False, True, False, False, True]
    before = [True, False, True, False, False, True]
    assert {leaning.reason for leaning in telling(leanings, body, before).values()} == {
        "turned", "ruled", "cue",
    }  # fmt: skip
