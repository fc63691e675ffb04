from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

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
from cleanarticle.labeling.scoring import keep_headings_with_text, score_blocks, softmax
from cleanarticle.parsing.document import parse
from support.pages import laid_out, page_of, segmentation
from support.paths import FIXTURES

if TYPE_CHECKING:
    from cleanarticle.core.layout import Booleans


def scores(body: list[float], words: list[float], kind: str = "article") -> Scores:
    types = np.eye(len(PAGE_TYPES))[PAGE_TYPES.index(kind)]
    return Scores(np.array(body), np.array(words), types, used_second_opinion=False)


def test_prose_keeps_what_is_likelier_body_than_not() -> None:
    said = scores([0.9, 0.45, 0.1], [10, 10, 10])
    assert said.is_body.tolist() == [True, False, False]


@pytest.mark.parametrize(("kind", "again"), [("article", [1]), ("documentation", [])])
def test_documentation_may_say_a_thing_twice(kind: str, again: list[int]) -> None:
    line = "What holds of one function may well hold of the next"
    page = segmentation(f"<div><p>{line}</div><div><p>{line}</div>")
    layout = laid_out(page)
    said = drop_duplicates(scores([0.9, 0.9], [10, 10], kind), [line, line], layout)
    assert sorted(said.duplicates) == again
    assert np.flatnonzero(said.body == 0).tolist() == again


def test_other_pages_take_what_promises_the_best_f1() -> None:
    said = scores([0.45, 0.4, 0.05], [10, 10, 10], "listing")
    assert said.is_body.tolist() == [True, True, False]


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(1, 500)), min_size=1, max_size=12),
    st.sampled_from(PAGE_TYPES),
)
def test_what_is_likely_is_always_taken(blocks: list[tuple[float, int]], kind: str) -> None:
    body, words = zip(*blocks, strict=True)
    said = scores(list(body), list(words), kind)
    chosen = said.is_body
    assert chosen[np.array(body) >= BODY_THRESHOLD].all()
    assert 0 <= said.expected_f1 <= 1


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 500)), min_size=1, max_size=8))
def test_no_other_bound_promises_more_on_a_listing(blocks: list[tuple[float, int]]) -> None:
    body, words = zip(*blocks, strict=True)
    said = scores(list(body), list(words), "listing")
    chosen = said.is_body
    if (np.array(body) >= BODY_THRESHOLD).any():
        return
    bounds = [*body, 1.0]  # the last one takes nothing
    best = max(f1_of(said, said.body >= bound) for bound in bounds)
    assert said.expected_f1 == pytest.approx(best)
    assert f1_of(said, chosen) == pytest.approx(best)


def f1_of(scores: Scores, chosen: Booleans) -> float:
    """The expected word F1 of a choice of blocks."""
    if not chosen.any():
        return float(np.prod(1 - scores.body))
    weights = scores.words + 0.1
    gains = scores.body * weights
    return 2 * float(gains[chosen].sum()) / float(weights[chosen].sum() + gains.sum())


def test_scores_of_certain_pages_promise_all() -> None:
    assert scores([1.0, 0.0], [10, 10]).expected_f1 == 1
    assert scores([0.0, 0.0], [10, 10]).expected_f1 == 1


def test_softmax_gives_probabilities() -> None:
    assert softmax(np.array([[0.0, 0.0], [1000.0, 0.0]], np.float32)).tolist() == [
        [0.5, 0.5],
        [1, 0],
    ]


@pytest.mark.parametrize(("effort", "asked"), [(Effort.FAST, False), (Effort.THOROUGH, True)])
def test_effort_settles_who_is_asked(effort: Effort, *, asked: bool) -> None:
    document = parse(page_of(FIXTURES / "seed_wordpress" / "source.html"))
    page = segment(document)
    said = score_blocks(analyze(page), PageFacts(), effort, document)
    assert said.used_second_opinion is asked
    assert len(said.is_body) == len(page.blocks)
    assert said.types.sum() == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("case", ["article_4619", "documentation_2660"])
def test_sure_pages_are_not_asked_about(case: str) -> None:
    page = gzip.decompress((FIXTURES / case / "source.html.gz").read_bytes())
    fast = cleanarticle.clean(page, effort="fast")
    assert fast.confidence > 0.9
    assert cleanarticle.clean(page) == fast


def test_a_wrong_effort_is_an_error() -> None:
    with pytest.raises(cleanarticle.ConfigError, match="fast, balanced, thorough"):
        cleanarticle.clean("<p>x", effort="slow")  # type: ignore[arg-type]


def test_a_heading_goes_with_the_text_below() -> None:
    layout = laid_out(segmentation("<h2>a</h2><p>b</p><h2>c</h2><h2>d</h2><p>e</p>"))
    body = np.array([0.4, 0.9, 0.4, 0.1, 0.9])
    nothing, said = np.zeros((5, 2)), np.ones((5, 2))
    assert keep_headings_with_text(layout, body, nothing).tolist() == [0.55, 0.9, 0.4, 0.1, 0.9]
    assert keep_headings_with_text(layout, body, said).tolist() == body.tolist()
