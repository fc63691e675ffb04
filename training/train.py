"""Train the models on the corpora, and write the weights that ship with the package.

python training/train.py CORPORA        (make train CORPORA=...)
"""

from __future__ import annotations

import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cleanarticle.core.network import Network
from cleanarticle.core.page_type import page_features
from cleanarticle.core.passes import (
    first_pass_features,
    second_opinion_pass_features,
    second_pass_features,
    text_pass_features,
)
from cleanarticle.core.schema import save_weights
from cleanarticle.core.tokens import tokenize_attrs, tokens_from_words
from cleanarticle.core.vocabulary import VOCABULARY_FEATURES, vocabulary_features
from cleanarticle.labeling.scoring import (
    combine_forests,
    combine_with_network,
    softmax,
    specialist_for,
)
from corpora import (
    CLASSES,
    GATE,
    Example,
    extract_of,
    lines_of,
    read_examples,
    read_fragments,
    read_texts,
)
from crossed import Crossed, CrossedSet, PageOutput, score_page, score_plain_text, write_crossed
from learn_words import WordCounts
from nets import crossed_net
from stack import crossed, crossed_blocks, fit_calibration, fit_kind, fit_shifts, trusted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from cleanarticle.core.layout import Doubles, Floats
    from cleanarticle.core.models import Forest

Models: TypeAlias = "dict[str, Forest | Network]"

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src" / "cleanarticle" / "data" / "labeler.npz"


SPECIALISTS: dict[str, Callable[[Example], bool]] = {
    "article": lambda one: bool(one.gold["page_type"] == "article"),
    "other": lambda one: bool(one.gold["page_type"] != "article"),
}
"""The forests that know some pages alone, and which these are."""


def main(corpora: Path) -> None:
    """Train by cross-validation; the models that saw all folds but the gate are shipped."""
    started = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {what}", file=sys.stderr, flush=True)

    examples, fragments = read_examples(corpora), read_fragments(corpora)
    lines, extracts = read_texts(corpora, lines_of), read_texts(corpora, extract_of)
    texts = [*lines, *extracts, *read_fragments(corpora, as_text=True)]
    say(f"{len(examples)} pages read")  # by forks of this process, while it has no threads of JAX
    counts = WordCounts(examples)
    both = [*examples, *fragments]
    models, of_both = train_pages(both, Described(both, counts), say)
    outputs, of_fragments = of_both[: len(examples)], of_both[len(examples) :]
    text_models, text_odds = train_texts(texts, Described(texts, counts), say)
    shifts = fit_shifts(examples, [output.second for output in outputs])
    text_shifts = fit_shifts(texts, text_odds)
    crossed = Crossed(
        CrossedSet(examples, outputs, shifts),
        CrossedSet(fragments, of_fragments, shifts),
        CrossedSet(lines, text_odds[: len(lines)], text_shifts),
        CrossedSet(extracts, text_odds[len(lines) : len(lines) + len(extracts)], text_shifts),
    )
    write_crossed(crossed)
    arrays = {
        "cue_shifts": shifts, "calibration": fit_calibration(crossed.pages.promises(score_page)),
        "text_cue_shifts": text_shifts,
        "text_calibration": fit_calibration(crossed.lines.promises(score_plain_text)),
    }  # fmt: skip
    save(models | text_models, arrays, counts.odds(frozenset()))
    say(f"wrote {WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} kB")


class Described:
    """The features of all pages, with a vocabulary that knows neither the fold nor the page.

    Only what differs between folds is kept for each of them: all matrices of all folds would take
    a gigabyte for each.
    """

    def __init__(self, examples: Sequence[Example], counts: WordCounts) -> None:
        self.examples = examples
        self.counts = counts
        self.worth = cache(self._worth)

    def _worth(self, fold: int, at: int) -> Floats:
        example = self.examples[at]
        left_out = frozenset((fold, example.fold)) - {GATE}
        names = tokenize_attrs(example.layout.signatures.attrs, self.counts.dictionary)
        words = tokens_from_words(example.words, self.counts.dictionary)
        return vocabulary_features(example.layout, names, words, self.counts.without(left_out))

    def known(self, fold: int, at: int) -> Floats:
        """The features of a page, for a fold."""
        return first_pass_features(self.examples[at].features, self.worth(fold, at))

    def bare(self, fold: int, at: int) -> Floats | None:
        """The features of a page without its attributes; None of most."""
        bare = self.examples[at].bare
        if bare is None:
            return None
        worth = self.worth(fold, at).copy()
        worth[[name.startswith("name") for name in VOCABULARY_FEATURES]] = 0
        return first_pass_features(bare, worth)


def train_pages(
    examples: Sequence[Example], described: Described, say: Callable[[str], None]
) -> tuple[Models, list[PageOutput]]:
    """The models of pages, and what they say of pages that they did not see."""
    trust = trust_labels(examples, described)
    say("labels checked")
    net, row = crossed_net(examples, described.known, trust)
    say("networks")
    first, odds = crossed_blocks(examples, described.known, trust, described.bare)
    say("first look")
    pages = [
        page_features(one.layout, described.known(GATE, at), of, one.signals)
        for at, (one, of) in enumerate(zip(examples, odds, strict=True))
    ]
    kind, types = crossed(
        examples,
        lambda _, some: fit_kind(examples, some, pages),
        lambda forest, _, at: softmax(forest.predict(pages[at])),
    )
    say("page types")

    def in_context(fold: int, at: int) -> Floats:
        known = described.known(fold, at)
        return second_pass_features(known, examples[at].layout, odds[at], types[at][0])

    def with_opinion(fold: int, at: int) -> Floats:
        example = examples[at]
        return second_opinion_pass_features(in_context(fold, at), example.layout, example.kept)

    second, second_odds = crossed_blocks(examples, in_context, trust)
    say("second look")
    special = {
        name: crossed_blocks(examples, in_context, trust, among=among)
        for name, among in SPECIALISTS.items()
    }
    second_odds = [
        combine_forests(of_any, special[specialist_for(row[0])][1][at])
        for at, (of_any, row) in enumerate(zip(second_odds, types, strict=True))
    ]
    say("second look at articles, and at all others")
    opinion, opinion_odds = crossed_blocks(examples, with_opinion, trust)
    say("second opinion")
    models: Models = {
        "first": first, "types": kind, "second": second, "opinion": opinion, "page_net": net,
        **{name: forest for name, (forest, _) in special.items()},
    }  # fmt: skip
    return models, [
        PageOutput(
            of_types,
            combine_with_network(of_second, of_net),
            combine_with_network(of_opinion, of_net),
        )
        for of_types, of_second, of_opinion, of_net in zip(
            types, second_odds, opinion_odds, row, strict=True
        )
    ]


def trust_labels(examples: Sequence[Example], described: Described) -> list[Floats]:
    """Return the trust in each label, by models that did not see its page."""
    _, odds = crossed_blocks(examples, described.known, bare=described.bare)
    return [trusted(one, of) for one, of in zip(examples, odds, strict=True)]


def train_texts(
    examples: Sequence[Example], described: Described, say: Callable[[str], None]
) -> tuple[Models, list[Doubles]]:
    """The models of plain text, and what they say of texts that they did not see."""
    trust = trust_labels(examples, described)
    first, odds = crossed_blocks(examples, described.known, trust)

    def in_context(fold: int, at: int) -> Floats:
        example = examples[at]
        known = described.known(fold, at)
        return text_pass_features(known, example.layout, example.words, odds[at])

    second, second_odds = crossed_blocks(examples, in_context, trust)
    net, row = crossed_net(examples, described.known, trust)
    say("plain text")
    models: Models = {"text_first": first, "text_second": second, "text_net": net}
    return models, [combine_with_network(*both) for both in zip(second_odds, row, strict=True)]


def save(
    models: Models, others: dict[str, Doubles], vocabulary: dict[str, dict[str, float]]
) -> None:
    """Write the weights as one compressed archive; half precision is enough for leaves and nets."""
    arrays: dict[str, npt.NDArray[np.generic]] = {"characters": CLASSES, **others}
    for name, odds in vocabulary.items():
        arrays[name] = np.frombuffer("\n".join(odds).encode(), np.uint8)
        arrays[f"{name}_odds"] = np.array(list(odds.values()), np.float16)
    for name, model in models.items():
        arrays |= {f"{name}_{part}": array for part, array in _parts(model).items()}
    save_weights(WEIGHTS, arrays)


def _parts(model: Forest | Network) -> dict[str, npt.NDArray[np.generic]]:
    if isinstance(model, Network):
        return {part: array.astype(np.float16) for part, array in model.parts.items()}
    return {
        "questions": model.questions.astype(np.uint16), "thresholds": model.thresholds,
        "leaves": model.leaves.astype(np.float16), "bias": model.bias,
    }  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
