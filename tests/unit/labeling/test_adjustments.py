from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import (
    Adjustment,
    apply_adjustments,
    combine,
    decisive_adjustments,
)
from cleanarticle.labeling.scores import Scores


def judged(*body: float) -> Scores:
    return Scores(np.array(body), np.ones(len(body)), np.ones(7) / 7, used_second_opinion=False)


def test_odds_are_added() -> None:
    adjusted = apply_adjustments(
        judged(0.5, 0.5, 0.9), {0: Adjustment(math.log(3), "x"), 2: Adjustment(0.0, "y")}
    )
    assert adjusted.body == pytest.approx([0.75, 0.5, 0.9])


def test_without_leanings_nothing_changes() -> None:
    scores = judged(0.3)
    assert apply_adjustments(scores, {}) is scores


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-20, 20)), min_size=1, max_size=5))
def test_verdicts_win_whatever_else_is_known(blocks: list[tuple[float, float]]) -> None:
    for verdict, expected in ((math.inf, 1.0), (-math.inf, 0.0)):
        known = {at: Adjustment(odds, "site") for at, (_, odds) in enumerate(blocks)}
        ruled = {at: Adjustment(verdict, "rule") for at in range(len(blocks))}
        both = combine((known, ruled))
        assert {adjustment.reason for adjustment in both.values()} == {"rule"}
        assert apply_adjustments(judged(*(body for body, _ in blocks)), both).body.tolist() == [
            expected
        ] * len(blocks)


def test_the_last_has_the_say_and_a_kind_is_kept() -> None:
    told = {0: Adjustment(-8.0, "cue", BlockKind.ADVERT)}
    ruled = {0: Adjustment(-math.inf, "rule")}
    assert combine((told, ruled)) == {0: Adjustment(-math.inf, "rule", BlockKind.ADVERT)}


def test_what_tells() -> None:
    adjustments = {
        0: Adjustment(-3.0, "turned"),
        1: Adjustment(-3.0, "agreed"),
        2: Adjustment(-3.0, "not strong enough"),
        3: Adjustment(-math.inf, "ruled"),
        4: Adjustment(-3.0, "cue", BlockKind.ADVERT),
        5: Adjustment(-3.0, "cue overcome", BlockKind.ADVERT),
    }
    body = [False, False, True, False, False, True]
    before = [True, False, True, False, False, True]
    assert {adjustment.reason for adjustment in decisive_adjustments(adjustments, body,
    before).values()} == {
        "turned", "ruled", "cue",
    }  # fmt: skip
