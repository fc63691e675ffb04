"""Results of cross-validation: written by train.py, read by evaluate.py."""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from cleanarticle.labeling.duplicates import drop_duplicates
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.scoring import (
    SECOND_OPINION_BELOW,
    PageEvidence,
    score_with_effort,
    sigmoid,
    text_scores,
)
from metrics import word_score

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleanarticle.core.layout import Doubles, Floats
    from cleanarticle.labeling.scores import Scores
    from corpora import Example

_PATH = Path(__file__).parent / "cache" / "crossed.pkl"

Output = TypeVar("Output")


class PageOutput(NamedTuple):
    """The outputs of the models for one page that they were not trained on.

    Attributes:
        types: Probabilities of the page types, shape (1, types).
        second: Log-odds of body by the models alone, shape (blocks,).
        opinion: The same with a second opinion.
    """

    types: Floats
    second: Doubles
    opinion: Doubles


class Promise(NamedTuple):
    """The expected word F1 of a page, and the actual one."""

    expected: float
    real: float
    fold: int


class CrossedSet(NamedTuple, Generic[Output]):
    """Pages, the outputs of cross-validation for each, and the cue shifts that belong to them."""

    examples: list[Example]
    outputs: list[Output]
    shifts: Doubles

    def scores(self, score: Callable[[Example, Output, Doubles], Scores]) -> list[Scores]:
        """Return the scores of each page."""
        return [
            score(example, output, self.shifts)
            for example, output in zip(self.examples, self.outputs, strict=True)
        ]

    def promises(self, score: Callable[[Example, Output, Doubles], Scores]) -> list[Promise]:
        """Return the expected and the actual word F1 of each page with a gold text."""
        return [
            Promise(
                scores.expected_f1,
                word_score(text_of(example, scores), example.gold["main_content"]).f1,
                example.fold,
            )
            for example, scores in zip(self.examples, self.scores(score), strict=True)
            if example.gold.get("main_content") is not None
        ]


class Crossed(NamedTuple):
    """All results of cross-validation.

    Attributes:
        pages: Of pages.
        fragments: Of small pages that hold little but text.
        lines: Of all text of the pages, a block a line; the log-odds of body.
        extracts: Of trafilatura's output for the pages, likewise.
    """

    pages: CrossedSet[PageOutput]
    fragments: CrossedSet[PageOutput]
    lines: CrossedSet[Doubles]
    extracts: CrossedSet[Doubles]


def score_page(
    example: Example,
    output: PageOutput,
    shifts: Doubles,
    *,
    effort: Effort = Effort.BALANCED,
    bound: float = SECOND_OPINION_BELOW,
) -> Scores:
    """Return the cross-validated scores of a page, as the labeler would.

    Args:
        example: The page.
        output: The outputs of the models.
        shifts: The cue shifts.
        effort: The effort.
        bound: Expected word F1 below which a balanced effort asks trafilatura.
    """
    evidence = PageEvidence(example.layout, example.cues, example.shown, shifts)
    score = partial(evidence.scores, types=output.types[0])
    scores = score_with_effort(
        effort,
        lambda: score(output.second),
        lambda: score(output.opinion, used_second_opinion=True),
        bound,
    )
    return drop_duplicates(scores, example.texts, example.layout)


def text_of(example: Example, scores: Scores) -> str:
    """Return the text of an article with these scores."""
    is_body = scores.is_body.copy()
    if example.title_index is not None:
        is_body[example.title_index] = False
    return "\n\n".join(text for text, body in zip(example.texts, is_body, strict=True) if body)


def score_plain_text(example: Example, log_odds: Doubles, shifts: Doubles) -> Scores:
    """Return the cross-validated scores of a plain text."""
    return text_scores(sigmoid(log_odds + example.cues @ shifts), example.layout.words)


def write_crossed(crossed: Crossed) -> None:
    """Write the results for `read_crossed`."""
    _PATH.parent.mkdir(exist_ok=True)
    with _PATH.open("wb") as file:
        pickle.dump(crossed, file)


def read_crossed() -> Crossed:
    """Return the results of the last training."""
    with _PATH.open("rb") as file:
        crossed: Crossed = pickle.load(file)  # noqa: S301 - our own file
    return crossed
