"""What cross-validation says: left by train.py, read by evaluate.py."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from cleanarticle.labeling.scoring import (
    SECOND_OPINION_BELOW,
    Scores,
    choose_body,
    drop_duplicates,
    expected_page_f1,
    keep_headings_with_text,
    sigmoid,
    text_scores,
)
from metrics import word_score

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleanarticle.core.layout import Doubles, Floats
    from corpora import Example

_PATH = Path(__file__).parent / "cache" / "crossed.pkl"

Said = TypeVar("Said")


class Verdicts(NamedTuple):
    """What the models said of one page that they were not trained on."""

    types: Floats
    second: Doubles
    opinion: Doubles


class Promise(NamedTuple):
    """The word F1 that the probabilities promise of a page, and the real one."""

    expected: float
    real: float
    fold: int


class Judged(NamedTuple, Generic[Said]):
    """Pages, what cross-validation says of each, and the shifts of cues that go with it."""

    examples: list[Example]
    said: list[Said]
    shifts: Doubles

    def page_scores(self, judge: Callable[[Example, Said, Doubles], Scores]) -> list[Scores]:
        """The judgement on each page."""
        return [
            judge(one, said, self.shifts)
            for one, said in zip(self.examples, self.said, strict=True)
        ]

    def promises(self, judge: Callable[[Example, Said, Doubles], Scores]) -> list[Promise]:
        """What is expected of each page whose gold text is known, and what comes of it."""
        return [
            Promise(
                expected_page_f1(said),
                word_score(text_of(one, said), one.gold["main_content"]).f1,
                one.fold,
            )
            for one, said in zip(self.examples, self.page_scores(judge), strict=True)
            if one.gold.get("main_content") is not None
        ]


class Crossed(NamedTuple):
    """All that cross-validation says.

    Attributes:
        pages: Of pages.
        fragments: Of small pages that hold little but text.
        lines: Of all text of the pages, a block a line, the log-odds of body.
        extracts: The same of what trafilatura makes of the pages.
    """

    pages: Judged[Verdicts]
    fragments: Judged[Verdicts]
    lines: Judged[Doubles]
    extracts: Judged[Doubles]


def judged(example: Example, verdicts: Verdicts, shifts: Doubles, *, asked: bool) -> Scores:
    """The cross-validated judgement on a page."""
    return _once(example, _judged(example, verdicts, shifts, asked=asked))


def _judged(example: Example, verdicts: Verdicts, shifts: Doubles, *, asked: bool) -> Scores:
    odds = (verdicts.opinion if asked else verdicts.second) + example.cues @ shifts
    body = keep_headings_with_text(example.layout, sigmoid(odds) * example.shown, example.cues)
    types = verdicts.types[0].astype(np.float64)
    return Scores(body, example.layout.words, types, asked)


def _once(example: Example, scores: Scores) -> Scores:
    return drop_duplicates(scores, example.texts, example.layout)


def balanced(
    example: Example, verdicts: Verdicts, shifts: Doubles, bound: float = SECOND_OPINION_BELOW
) -> Scores:
    """The judgement by default: trafilatura is asked where less than a bound is promised."""
    fast = _judged(example, verdicts, shifts, asked=False)
    unsure = expected_page_f1(fast) < bound
    return judged(example, verdicts, shifts, asked=True) if unsure else _once(example, fast)


def text_of(example: Example, scores: Scores) -> str:
    """The text of an article with this judgement."""
    chosen = choose_body(scores)
    if example.heading is not None:
        chosen[example.heading] = False
    return "\n\n".join(text for text, body in zip(example.texts, chosen, strict=True) if body)


def judged_text(example: Example, odds: Doubles, shifts: Doubles) -> Scores:
    """The cross-validated judgement on a plain text."""
    return text_scores(sigmoid(odds + example.cues @ shifts), example.layout.words)


def write_crossed(crossed: Crossed) -> None:
    """Leave it for `read_crossed`."""
    _PATH.parent.mkdir(exist_ok=True)
    with _PATH.open("wb") as file:
        pickle.dump(crossed, file)


def read_crossed() -> Crossed:
    """What the last training left."""
    with _PATH.open("rb") as file:
        crossed: Crossed = pickle.load(file)  # noqa: S301 - our own file
    return crossed
