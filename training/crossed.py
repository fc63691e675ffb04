"""Results of cross-validation: written by train.py, read by evaluate.py and site_weights.py."""

from __future__ import annotations

import logging
import pickle
from array import array
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from unittest.mock import patch

import numpy as np

import cleanarticle
from cleanarticle.labeling.duplicates import drop_duplicates
from cleanarticle.labeling.scoring import (
    ForestOutputs,
    PageEvidence,
    probabilities,
    text_scores,
    with_opinion,
)
from corpora import read_page
from metrics import word_score

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleanarticle.labeling.scores import Scores
    from corpora import Example
    from vectors import Doubles

_PATH = Path(__file__).parent / "cache" / "crossed.pkl"

Output = TypeVar("Output")


class PageOutput(NamedTuple):
    """The outputs for one page of models that were not trained on it.

    Attributes:
        types: Probabilities of the page types.
        second: Log-odds of body without a second opinion, shape (blocks,).
    """

    types: list[float]
    second: Doubles


class Shifts(NamedTuple):
    """Changes of the log-odds of body, fitted to the cross-validated log-odds.

    Attributes:
        cues: By a cue of each kind, shape (kinds,).
        opinion: By a second opinion, as `with_opinion` takes them; unused for plain text.
    """

    cues: Doubles
    opinion: Doubles = np.zeros(2)


class F1Prediction(NamedTuple):
    """The expected and the actual word F1 of a page, and the fold of the page."""

    expected: float
    actual: float
    fold: int


class CrossedSet(NamedTuple, Generic[Output]):
    """Pages, the cross-validated model outputs for each page, and the shifts."""

    examples: list[Example]
    outputs: list[Output]
    shifts: Shifts

    def scores(self, score: Callable[[Example, Output, Shifts], Scores]) -> list[Scores]:
        """Return the scores of each page."""
        return [
            score(example, output, self.shifts)
            for example, output in zip(self.examples, self.outputs, strict=True)
        ]

    def f1_predictions(
        self, score: Callable[[Example, Output, Shifts], Scores]
    ) -> list[F1Prediction]:
        """Return the expected and the actual word F1 of each page with a gold text."""
        return [
            F1Prediction(
                scores.expected_f1,
                word_score(body_text(example, scores), example.gold["main_content"]).f1,
                example.fold,
            )
            for example, scores in zip(self.examples, self.scores(score), strict=True)
            if example.gold.get("main_content") is not None
        ]


class Crossed(NamedTuple):
    """All results of cross-validation.

    Attributes:
        pages: Results for whole pages.
        fragments: Results for fragments, which are small pages with little boilerplate.
        made: Results for made pages.
        lines: Log-odds of body for the visible text of the pages, one block per line.
        extracts: Log-odds of body for trafilatura's output for the pages.
    """

    pages: CrossedSet[PageOutput]
    fragments: CrossedSet[PageOutput]
    made: CrossedSet[PageOutput]
    lines: CrossedSet[Doubles]
    extracts: CrossedSet[Doubles]


def score_page(
    example: Example,
    output: PageOutput,
    shifts: Shifts,
    *,
    asks_trafilatura: bool = False,
) -> Scores:
    """Return the cross-validated scores of a page, without the rules that follow the scores.

    Args:
        example: The page.
        output: The outputs of the models.
        shifts: The shifts.
        asks_trafilatura: Whether to take its second opinion, as a thorough effort does.
    """
    evidence = PageEvidence(example.layout, example.cues, example.shown, shifts.cues.tolist())
    log_odds = array("d", output.second)
    if asks_trafilatura:
        log_odds = with_opinion(log_odds, example.kept.tolist(), shifts.opinion.tolist())
    scores = evidence.scores(log_odds, output.types)
    return drop_duplicates(scores, example.texts, example.layout)


def cleaned_texts(corpora: Path, results: CrossedSet[PageOutput]) -> dict[tuple[str, str], str]:
    """Return the text of each page's article: models that did not see it, and all rules after them.

    Args:
        corpora: The folder of corpora.
        results: Results for whole pages.
    """
    tasks = [
        (example.set_name, example.gold, ForestOutputs(output.types, array("d", output.second)))
        for example, output in zip(results.examples, results.outputs, strict=True)
    ]
    logging.disable(logging.CRITICAL)
    with Pool() as pool:
        texts = pool.starmap(partial(_cleaned_text, corpora), tasks, chunksize=8)
    return {(name, gold["id"]): text for (name, gold, _), text in zip(tasks, texts, strict=True)}


def _cleaned_text(
    corpora: Path, set_name: str, gold: dict[str, Any], outputs: ForestOutputs
) -> str:
    with patch("cleanarticle.labeling.scoring.run_forests", lambda *_: outputs):
        return cleanarticle.clean(read_page(corpora, set_name, gold)).text


def body_text(example: Example, scores: Scores) -> str:
    """Return the text of the article that these scores produce, without the title."""
    is_body = scores.is_body.copy()
    if example.title_index is not None:
        is_body[example.title_index] = False
    return "\n\n".join(text for text, body in zip(example.texts, is_body, strict=True) if body)


def score_plain_text(example: Example, log_odds: Doubles, shifts: Shifts) -> Scores:
    """Return the cross-validated scores of a plain text."""
    likely = probabilities(log_odds.tolist(), example.cues, shifts.cues.tolist())
    return text_scores(likely, example.layout.words)


def write_results(results: Crossed) -> None:
    """Write the results to the file that `read_results` reads."""
    _PATH.parent.mkdir(exist_ok=True)
    with _PATH.open("wb") as file:
        pickle.dump(results, file)


def read_results() -> Crossed:
    """Return the results of the last training run."""
    with _PATH.open("rb") as file:
        results: Crossed = pickle.load(file)  # noqa: S301 - our own file
    return results
