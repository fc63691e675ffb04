"""Train the models on the corpora, and write the weights that ship with the package.

python training/train.py CORPORA        (make train CORPORA=...)
"""

from __future__ import annotations

import pickle
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from corpora import CLASSES, GATE, Example, read_examples, read_texts
from learn_words import WordCounts
from stack import crossed, crossed_blocks, fit_kind, fit_shifts, trusted

from cleanarticle.context import context_features
from cleanarticle.judge import repeat, softmax
from cleanarticle.pagetype import page_features
from cleanarticle.vocabulary import VOCABULARY_FEATURES, vocabulary_features

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from cleanarticle.features import Doubles, Floats
    from cleanarticle.model import Forest
    from cleanarticle.vocabulary import Vocabulary

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src" / "cleanarticle" / "data" / "weights.npz"
CROSSED = HERE / "cache" / "crossed.pkl"


class Verdicts(NamedTuple):
    """What the models said of one page that they were not trained on."""

    types: Floats
    second: Doubles
    opinion: Doubles


def main(corpora: Path) -> None:
    """Train by cross-validation; the models that saw all folds but the gate are shipped."""
    started = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {what}", file=sys.stderr, flush=True)

    examples = read_examples(corpora)
    say(f"{len(examples)} pages read")
    counts = WordCounts(examples)
    forests, verdicts = train_pages(examples, Described(examples, counts), say)
    texts = read_texts(corpora)
    text_forests, text_odds = train_texts(texts, Described(texts, counts), say)
    shifts = fit_shifts(examples, [said.second for said in verdicts])
    text_shifts = fit_shifts(texts, text_odds)
    save(
        forests | text_forests,
        {"cue_shifts": shifts, "text_cue_shifts": text_shifts},
        counts.without(frozenset()),
    )
    CROSSED.parent.mkdir(exist_ok=True)
    with CROSSED.open("wb") as file:
        pickle.dump((examples, verdicts, shifts), file)
    say(f"wrote {WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} kB")


class Described:
    """The features of all pages, with a vocabulary that knows neither the fold nor the page."""

    def __init__(self, examples: Sequence[Example], counts: WordCounts) -> None:
        self.examples = examples
        self.counts = counts
        self.known = cache(self._of_fold)

    def _of_fold(self, fold: int) -> list[Floats]:
        return [np.concatenate((one.features, self._worth(one, fold))) for one in self.examples]

    def _worth(self, example: Example, fold: int) -> Floats:
        left_out = frozenset((fold, example.fold)) - {GATE}
        return vocabulary_features(example.layout, example.words, self.counts.without(left_out))

    def bare(self, fold: int) -> dict[int, Floats]:
        """The features of some pages without their attributes."""
        found = {}
        for at, one in enumerate(self.examples):
            if one.bare is not None:
                worth = self._worth(one, fold)
                worth[[name.startswith("name") for name in VOCABULARY_FEATURES]] = 0
                found[at] = np.concatenate((one.bare, worth))
        return found

    def with_more(self, more: Sequence[Floats]) -> Callable[[int], list[Floats]]:
        """For a fold, the features of all pages and some more of each."""
        return cache(lambda fold: [
            np.concatenate(pair) for pair in zip(self.known(fold), more, strict=True)
        ])  # fmt: skip


def train_pages(
    examples: Sequence[Example], described: Described, say: Callable[[str], None]
) -> tuple[dict[str, Forest], list[Verdicts]]:
    """The models of pages, and what they say of pages that they did not see."""
    _, odds = crossed_blocks(examples, described.known, bare=described.bare)
    trust = [trusted(one, of) for one, of in zip(examples, odds, strict=True)]
    say("labels checked")
    first, odds = crossed_blocks(examples, described.known, trust, described.bare)
    say("first look")
    pages = [
        page_features(one.layout, matrix, of, one.hints)
        for one, matrix, of in zip(examples, described.known(GATE), odds, strict=True)
    ]
    kind, types = crossed(
        examples,
        lambda _, some: fit_kind(examples, some, pages),
        lambda forest, _, at: softmax(forest.predict(pages[at])),
    )
    say("page types")
    context = [
        np.concatenate(
            (context_features(one.layout, of), repeat(row[0], len(of))), dtype=np.float32
        )
        for one, of, row in zip(examples, odds, types, strict=True)
    ]
    second, second_odds = crossed_blocks(examples, described.with_more(context), trust)
    say("second look")
    asked = [np.concatenate((of, one.opinion)) for of, one in zip(context, examples, strict=True)]
    opinion, opinion_odds = crossed_blocks(examples, described.with_more(asked), trust)
    say("second opinion")
    forests = {"first": first, "types": kind, "second": second, "opinion": opinion}
    return forests, [Verdicts(*row) for row in zip(types, second_odds, opinion_odds, strict=True)]


def train_texts(
    examples: Sequence[Example], described: Described, say: Callable[[str], None]
) -> tuple[dict[str, Forest], list[Doubles]]:
    """The models of plain text, and what they say of texts that they did not see."""
    first, odds = crossed_blocks(examples, described.known)
    context = [context_features(one.layout, of) for one, of in zip(examples, odds, strict=True)]
    second, second_odds = crossed_blocks(examples, described.with_more(context))
    say("plain text")
    return {"text_first": first, "text_second": second}, second_odds


def save(forests: dict[str, Forest], shifts: dict[str, Doubles], vocabulary: Vocabulary) -> None:
    """Write the weights as one compressed archive; half precision is enough for the leaves."""
    arrays: dict[str, npt.NDArray[np.generic]] = {"characters": CLASSES, **shifts}
    for name, odds in vocabulary._asdict().items():
        arrays[name] = np.frombuffer("\n".join(odds).encode(), np.uint8)
        arrays[f"{name}_odds"] = np.array(list(odds.values()), np.float16)
    for name, forest in forests.items():
        arrays[f"{name}_questions"] = forest.questions.astype(np.uint16)
        arrays[f"{name}_thresholds"] = forest.thresholds
        arrays[f"{name}_leaves"] = forest.leaves.astype(np.float16)
        arrays[f"{name}_bias"] = forest.bias
    np.savez_compressed(WEIGHTS, **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
