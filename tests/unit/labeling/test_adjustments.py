from __future__ import annotations

import math

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


def scores_of(*body: float) -> Scores:
    return Scores(body, [1] * len(body), [1 / 7] * 7)


def test_apply_adjustments_log_odds_are_added() -> None:
    adjusted = apply_adjustments(
        scores_of(0.5, 0.5, 0.9), {0: Adjustment(math.log(3), "x"), 2: Adjustment(0.0, "y")}
    )
    assert adjusted.body == pytest.approx([0.75, 0.5, 0.9])


def test_apply_adjustments_no_adjustments_returns_same_scores() -> None:
    scores = scores_of(0.3)
    assert apply_adjustments(scores, {}) is scores


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-20, 20)), min_size=1, max_size=5))
def test_combine_verdict_overrides_other_adjustments(blocks: list[tuple[float, float]]) -> None:
    for verdict, expected in ((math.inf, 1.0), (-math.inf, 0.0)):
        from_site = {index: Adjustment(odds, "site") for index, (_, odds) in enumerate(blocks)}
        from_rules = {index: Adjustment(verdict, "rule") for index in range(len(blocks))}
        combined = combine((from_site, from_rules))
        assert {adjustment.reason for adjustment in combined.values()} == {"rule"}
        scores = scores_of(*(body for body, _ in blocks))
        assert apply_adjustments(scores, combined).body == [expected] * len(blocks)


def test_combine_two_adjustments_keeps_last_reason_and_first_kind() -> None:
    from_cues = {0: Adjustment(-8.0, "cue", BlockKind.ADVERT)}
    from_rules = {0: Adjustment(-math.inf, "rule")}
    combined = combine((from_cues, from_rules))
    assert combined == {0: Adjustment(-math.inf, "rule", BlockKind.ADVERT)}


def test_decisive_adjustments_are_explicit_or_changed_label() -> None:
    adjustments = {
        0: Adjustment(-3.0, "changed the label"),
        1: Adjustment(-3.0, "agrees with the models"),
        2: Adjustment(-3.0, "not strong enough"),
        3: Adjustment(-math.inf, "verdict"),
        4: Adjustment(-3.0, "cue", BlockKind.ADVERT),
        5: Adjustment(-3.0, "cue not strong enough", BlockKind.ADVERT),
    }
    is_body = [False, False, True, False, False, True]
    before = [True, False, True, False, False, True]
    decisive = decisive_adjustments(adjustments, is_body, before)
    reasons = {adjustment.reason for adjustment in decisive.values()}
    assert reasons == {"changed the label", "verdict", "cue"}
