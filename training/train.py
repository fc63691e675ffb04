"""Train the models on the corpora, and write the weights that ship with the package.

python training/train.py CORPORA        (make train CORPORA=...)
"""

from __future__ import annotations

import pickle
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from corpora import CLASSES, Example, read_examples, read_texts
from stack import crossed, fit_blocks, fit_kind, fit_shifts

from cleanarticle.context import context_features
from cleanarticle.judge import repeat, softmax
from cleanarticle.pagetype import page_features

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from cleanarticle.features import Doubles, Floats
    from cleanarticle.model import Forest

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
    forests, verdicts = train_pages(examples, say)
    texts = read_texts(corpora)
    text_forests, text_verdicts = train_texts(texts, say)
    shifts = fit_shifts(examples, [said.second for said in verdicts])
    text_shifts = fit_shifts(texts, text_verdicts)
    save(forests | text_forests, {"cue_shifts": shifts, "text_cue_shifts": text_shifts})
    CROSSED.parent.mkdir(exist_ok=True)
    with CROSSED.open("wb") as file:
        pickle.dump((examples, verdicts, shifts), file)
    say(f"wrote {WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} kB")


def train_pages(
    examples: Sequence[Example], say: Callable[[str], None]
) -> tuple[dict[str, Forest], list[Verdicts]]:
    """The models of pages, and what they say of pages that they did not see."""
    first, odds = crossed(
        examples,
        lambda some: fit_blocks(examples, some, [one.features for one in examples], bare=True),
        lambda forest, at: forest.predict(examples[at].features)[:, 0].astype(np.float64),
    )
    say("first look")
    pages = [
        page_features(one.layout, one.features, of) for one, of in zip(examples, odds, strict=True)
    ]
    kind, types = crossed(
        examples,
        lambda some: fit_kind(examples, some, pages),
        lambda forest, at: softmax(forest.predict(pages[at])),
    )
    say("page types")
    columns = [
        np.concatenate(
            (one.features, context_features(one.layout, of), repeat(row, len(of))),
            axis=1,
            dtype=np.float32,
        )
        for one, of, row in zip(examples, odds, types, strict=True)
    ]
    second, second_odds = crossed(
        examples,
        lambda some: fit_blocks(examples, some, columns),
        lambda forest, at: forest.predict(columns[at])[:, 0].astype(np.float64),
    )
    say("second look")
    columns = [
        np.concatenate((matrix, one.opinion), axis=1)
        for one, matrix in zip(examples, columns, strict=True)
    ]
    opinion, opinion_odds = crossed(
        examples,
        lambda some: fit_blocks(examples, some, columns),
        lambda forest, at: forest.predict(columns[at])[:, 0].astype(np.float64),
    )
    say("second opinion")
    forests = {"first": first, "types": kind, "second": second, "opinion": opinion}
    return forests, [Verdicts(*row) for row in zip(types, second_odds, opinion_odds, strict=True)]


def train_texts(
    examples: Sequence[Example], say: Callable[[str], None]
) -> tuple[dict[str, Forest], list[Doubles]]:
    """The models of plain text, and what they say of texts that they did not see."""
    first, odds = crossed(
        examples,
        lambda some: fit_blocks(examples, some, [one.features for one in examples]),
        lambda forest, at: forest.predict(examples[at].features)[:, 0].astype(np.float64),
    )
    columns = [
        np.concatenate((one.features, context_features(one.layout, of)), axis=1, dtype=np.float32)
        for one, of in zip(examples, odds, strict=True)
    ]
    second, second_odds = crossed(
        examples,
        lambda some: fit_blocks(examples, some, columns),
        lambda forest, at: forest.predict(columns[at])[:, 0].astype(np.float64),
    )
    say("plain text")
    return {"text_first": first, "text_second": second}, second_odds


def save(forests: dict[str, Forest], shifts: dict[str, Doubles]) -> None:
    """Write the weights as one compressed archive; half precision is enough for the leaves."""
    arrays: dict[str, npt.NDArray[np.generic]] = {"characters": CLASSES, **shifts}
    for name, forest in forests.items():
        arrays[f"{name}_questions"] = forest.questions.astype(np.uint16)
        arrays[f"{name}_thresholds"] = forest.thresholds
        arrays[f"{name}_leaves"] = forest.leaves.astype(np.float16)
        arrays[f"{name}_bias"] = forest.bias
    np.savez_compressed(WEIGHTS, **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
