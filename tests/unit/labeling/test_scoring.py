from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanarticle
from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.core.page_type import PAGE_TYPES
from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.duplicates import drop_duplicates
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.scores import BODY_THRESHOLD, Scores
from cleanarticle.labeling.scoring import (
    OwnCue,
    keep_headings_with_text,
    score_blocks,
    sigmoid,
    softmax,
)
from cleanarticle.parsing.document import parse
from support.pages import laid_out, page_of, segmentation
from support.paths import FIXTURES


def make_scores(body: list[float], words: list[float], page_type: str = "article") -> Scores:
    return Scores(body, words, [float(name == page_type) for name in PAGE_TYPES])


def test_is_body_article_keeps_blocks_above_threshold() -> None:
    scores = make_scores([0.9, 0.45, 0.1], [10, 10, 10])
    assert scores.is_body == [True, False, False]


@pytest.mark.parametrize(("page_type", "expected"), [("article", [1]), ("documentation", [])])
def test_drop_duplicates_documentation_keeps_repeated_text(
    page_type: str, expected: list[int]
) -> None:
    line = "What holds of one function may well hold of the next"
    page = segmentation(f"<div><p>{line}</div><div><p>{line}</div>")
    layout = laid_out(page)
    scores = drop_duplicates(make_scores([0.9, 0.9], [10, 10], page_type), [line, line], layout)
    assert sorted(scores.duplicates) == expected
    assert [index for index, body in enumerate(scores.body) if body == 0] == expected


def test_is_body_listing_keeps_blocks_with_best_expected_f1() -> None:
    scores = make_scores([0.45, 0.4, 0.05], [10, 10, 10], "listing")
    assert scores.is_body == [True, True, False]


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(1, 500)), min_size=1, max_size=12),
    st.sampled_from(PAGE_TYPES),
)
def test_is_body_blocks_above_threshold_are_always_kept(
    blocks: list[tuple[float, int]], page_type: str
) -> None:
    body, words = zip(*blocks, strict=True)
    scores = make_scores(list(body), list(words), page_type)
    chosen = scores.is_body
    assert all(chosen[i] for i, probability in enumerate(body) if probability >= BODY_THRESHOLD)
    assert 0 <= scores.expected_f1 <= 1


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 500)), min_size=1, max_size=8))
def test_expected_f1_listing_equals_best_threshold(blocks: list[tuple[float, int]]) -> None:
    body, words = zip(*blocks, strict=True)
    scores = make_scores(list(body), list(words), "listing")
    chosen = scores.is_body
    if max(body) >= BODY_THRESHOLD:
        return
    thresholds = [*body, 1.0]  # the last one keeps no block
    choices = ([each >= threshold for each in body] for threshold in thresholds)
    best = max(expected_f1_of(scores, choice) for choice in choices)
    assert scores.expected_f1 == pytest.approx(best)
    assert expected_f1_of(scores, chosen) == pytest.approx(best)


def expected_f1_of(scores: Scores, chosen: list[bool]) -> float:
    """Return the expected word F1 of the chosen blocks."""
    if not any(chosen):
        return float(np.prod(1 - np.array(scores.body)))
    weights = np.array(scores.words) + 0.1
    gains = scores.body * weights
    return 2 * float(gains[chosen].sum()) / float(weights[chosen].sum() + gains.sum())


def test_expected_f1_certain_scores_is_one() -> None:
    assert make_scores([1.0, 0.0], [10, 10]).expected_f1 == 1
    assert make_scores([0.0, 0.0], [10, 10]).expected_f1 == 1


def test_softmax_large_values_give_probabilities() -> None:
    assert softmax([0, 0]) == [0.5, 0.5]
    assert softmax([1000, 0]) == [1, 0]


@pytest.mark.parametrize("log_odds", [-math.inf, -1e6, -710.0, 0.0, 710.0, math.inf])
def test_sigmoid_large_values_give_probabilities(log_odds: float) -> None:
    assert sigmoid(log_odds) == pytest.approx(0 if log_odds < 0 else 1 if log_odds else 0.5)


def test_score_blocks_only_thorough_effort_asks_for_second_opinion() -> None:
    document = parse(page_of(FIXTURES / "seed_wordpress" / "source.html"))
    page = analyze(segment(document))
    fast, balanced, thorough = (
        score_blocks(page, PageFacts(), effort, document)
        for effort in (Effort.FAST, Effort.BALANCED, Effort.THOROUGH)
    )
    assert len(fast.body) == len(page.segmentation.blocks)
    assert sum(fast.types) == pytest.approx(1)
    assert balanced.body == fast.body
    assert thorough.body != fast.body


def test_clean_unknown_effort_raises_config_error() -> None:
    with pytest.raises(cleanarticle.ConfigError, match="fast, balanced, thorough"):
        cleanarticle.clean("<p>x", effort="slow")  # type: ignore[arg-type]


def test_keep_headings_with_text_uncertain_heading_above_body_is_raised() -> None:
    layout = laid_out(segmentation("<h2>a</h2><p>b</p><h2>c</h2><h2>d</h2><p>e</p>"))
    body = [0.4, 0.9, 0.4, 0.1, 0.9]
    assert keep_headings_with_text(layout, body, [None] * 5) == [0.5, 0.9, 0.4, 0.1, 0.9]
    assert keep_headings_with_text(layout, body, [OwnCue(0, 1)] * 5) == body
