"""Train the models on the corpora, and write the weights that ship with the package.

python training/train.py CORPORA [WITHOUT]        (make train CORPORA=... WITHOUT=blogs)
"""

from __future__ import annotations

import sys
import time
from array import array
from contextlib import contextmanager
from functools import cache
from itertools import islice, starmap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cleanarticle.core.page_type import page_features
from cleanarticle.core.passes import second_pass_additions, text_pass_additions
from cleanarticle.core.tokens import tokenize_attrs, tokens_from_words
from cleanarticle.core.vocabulary import VOCABULARY_FEATURES, vocabulary_features
from cleanarticle.labeling.scoring import softmax
from corpora import (
    CLASSES,
    HELD_OUT,
    Example,
    read_examples,
    read_fragments,
    read_texts,
    trafilatura_text,
    visible_text,
)
from crossed import (
    Crossed,
    CrossedSet,
    PageOutput,
    Shifts,
    score_page,
    score_plain_text,
    write_results,
)
from learn_words import WordCounts
from made_pages import read_made_pages
from stack import (
    cross_validate,
    cross_validate_blocks,
    fit_calibration,
    fit_cue_shifts,
    fit_opinion_shifts,
    fit_type_forest,
    label_trust,
)
from vectors import save_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from cleanarticle.core.forest import Forest
    from vectors import Doubles, Floats

Models: TypeAlias = "dict[str, Forest]"

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src" / "cleanarticle" / "data" / "labeler.npz"


def main(corpora: Path) -> None:
    """Cross-validate, and write the models trained on all folds except the held-out one."""
    started = time.monotonic()

    def log(message: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {message}", file=sys.stderr, flush=True)

    examples, fragments = read_examples(corpora), read_fragments(corpora)
    made = read_made_pages(corpora)
    lines, extracts = read_texts(corpora, visible_text), read_texts(corpora, trafilatura_text)
    texts = [*lines, *extracts, *read_fragments(corpora, as_text=True)]
    log(f"{len(examples)} pages read")
    counts = WordCounts(examples)
    pages = [*examples, *fragments, *made]
    models, all_outputs = train_pages(pages, FoldFeatures(pages, counts), log)
    outputs, fragment_outputs, made_outputs = split(all_outputs, (examples, fragments, made))
    text_models, text_log_odds = train_texts(texts, FoldFeatures(texts, counts), log)
    log_odds = [output.second for output in outputs]
    cue_shifts = fit_cue_shifts(examples, log_odds)
    opinion_shifts = fit_opinion_shifts(examples, log_odds)
    page_shifts = Shifts(cue_shifts, opinion_shifts)
    text_shifts = Shifts(fit_cue_shifts(texts, text_log_odds))
    results = Crossed(
        CrossedSet(examples, outputs, page_shifts),
        CrossedSet(fragments, fragment_outputs, page_shifts),
        CrossedSet(made, made_outputs, page_shifts),
        CrossedSet(lines, text_log_odds[: len(lines)], text_shifts),
        CrossedSet(extracts, text_log_odds[len(lines) : len(lines) + len(extracts)], text_shifts),
    )
    write_results(results)
    arrays = {
        "cue_shifts": cue_shifts,
        "opinion_shifts": opinion_shifts,
        "calibration": fit_calibration(results.pages.f1_predictions(score_page)),
        "text_cue_shifts": text_shifts.cues,
        "text_calibration": fit_calibration(results.lines.f1_predictions(score_plain_text)),
    }
    save(models | text_models, arrays, counts.log_odds(frozenset()))
    log(f"wrote {WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} kB")


def split(outputs: list[PageOutput], parts: Sequence[Sequence[Example]]) -> list[list[PageOutput]]:
    """Return the outputs of each part of the pages."""
    remaining = iter(outputs)
    return [list(islice(remaining, len(part))) for part in parts]


class FoldFeatures:
    """The first-pass features of all pages, with a vocabulary that leaves out two folds.

    The vocabulary leaves out the fold that the model leaves out, and the fold of the page. Only the
    features that depend on the vocabulary are cached, because all features for a single fold take a
    gigabyte.
    """

    def __init__(self, examples: Sequence[Example], counts: WordCounts) -> None:
        self.examples = examples
        self.counts = counts
        self.vocabulary_features = cache(self._vocabulary_features)

    def _vocabulary_features(self, fold: int, index: int) -> Floats:
        example = self.examples[index]
        left_out = frozenset((fold, example.fold)) - {HELD_OUT}
        names = tokenize_attrs(example.layout.signatures.attrs, self.counts.dictionary)
        words = tokens_from_words(example.words, self.counts.dictionary)
        vocabulary = self.counts.vocabulary(left_out)
        return np.array(vocabulary_features(example.layout, names, words, vocabulary))

    def page(self, fold: int, index: int) -> Floats:
        """Return the features of a page for the model that leaves out a fold."""
        return np.concatenate((
            self.examples[index].features, self.vocabulary_features(fold, index)
        ))  # fmt: skip

    def bare_page(self, fold: int, index: int) -> Floats | None:
        """Return the features of a page without HTML attributes; None for most pages."""
        bare_features = self.examples[index].bare_features
        if bare_features is None:
            return None
        vocabulary = self.vocabulary_features(fold, index).copy()
        vocabulary[[name.startswith("name") for name in VOCABULARY_FEATURES]] = 0
        return np.concatenate((bare_features, vocabulary))


def train_pages(
    examples: Sequence[Example], features: FoldFeatures, log: Callable[[str], None]
) -> tuple[Models, list[PageOutput]]:
    """Cross-validate the models of pages.

    Returns:
        The models trained on all folds except the held-out one, and the outputs for each page of
        models that did not see it.
    """
    trust = cross_validate_trust(examples, features)
    log("trust in the labels")
    first, first_log_odds = cross_validate_blocks(
        examples, features.page, trust, features.bare_page
    )
    log("first pass")
    pages = [
        np.asarray(
            page_features(
                example.layout,
                (features.page(HELD_OUT, index),),
                array("d", log_odds),
                example.signals,
            )
        )
        for index, (example, log_odds) in enumerate(zip(examples, first_log_odds, strict=True))
    ]
    type_forest, types = cross_validate(
        examples,
        lambda _, indices: fit_type_forest(examples, indices, pages),
        lambda forest, _, index: softmax(forest.predict([pages[index]])),
    )
    log("page types")

    def second_pass(fold: int, index: int) -> Floats:
        first_pass, log_odds = features.page(fold, index), array("d", first_log_odds[index])
        additions = second_pass_additions(examples[index].layout, log_odds, types[index])
        return np.concatenate((first_pass, *map(np.asarray, additions)))

    second, second_log_odds = cross_validate_blocks(examples, second_pass, trust)
    log("second pass")
    models = {"first": first, "types": type_forest, "second": second}
    return models, list(starmap(PageOutput, zip(types, second_log_odds, strict=True)))


def cross_validate_trust(examples: Sequence[Example], features: FoldFeatures) -> list[Floats]:
    """Return the trust in each label of each page, by models that did not see the page."""
    _, log_odds = cross_validate_blocks(
        examples, features.page, bare_features_of=features.bare_page
    )
    return [label_trust(*pair) for pair in zip(examples, log_odds, strict=True)]


def train_texts(
    examples: Sequence[Example], features: FoldFeatures, log: Callable[[str], None]
) -> tuple[Models, list[Doubles]]:
    """Cross-validate the models of plain text.

    Returns:
        The models trained on all folds except the held-out one, and the log-odds of body of the
        blocks of each text, by models that did not see it.
    """
    trust = cross_validate_trust(examples, features)
    first, first_log_odds = cross_validate_blocks(examples, features.page, trust)

    def second_pass(fold: int, index: int) -> Floats:
        example = examples[index]
        log_odds = array("d", first_log_odds[index])
        additions = text_pass_additions(example.layout, example.words, log_odds)
        return np.concatenate((features.page(fold, index), *map(np.asarray, additions)))

    second, second_log_odds = cross_validate_blocks(examples, second_pass, trust)
    log("plain text")
    return {"text_first": first, "text_second": second}, second_log_odds


def save(
    models: Models, arrays: dict[str, Doubles], vocabulary: dict[str, dict[str, float]]
) -> None:
    """Write the weights as one archive; half precision suffices for leaves.

    Args:
        models: The models by name.
        arrays: Other arrays by name.
        vocabulary: Log-odds of each word, for the names and for the words of the text.
    """
    saved: dict[str, npt.NDArray[np.generic]] = {"characters": CLASSES, **arrays}
    for name, log_odds in vocabulary.items():
        saved[name] = np.frombuffer("\n".join(log_odds).encode(), np.uint8)
        saved[f"{name}_odds"] = np.array(list(log_odds.values()), np.float16)
    for name, model in models.items():
        saved |= {f"{name}_{part}": array for part, array in _parts(model).items()}
    save_weights(WEIGHTS, saved)


def _parts(forest: Forest) -> dict[str, npt.NDArray[np.generic]]:
    questions = np.asarray(forest.questions).reshape(forest.depth, -1)
    leaves = np.asarray(forest.leaves).reshape(questions.shape[1], -1, len(forest.bias))
    return {
        "questions": questions.astype(np.uint16),
        "thresholds": np.asarray(forest.thresholds).reshape(questions.shape),
        "leaves": leaves.astype(np.float16),
        "bias": np.asarray(forest.bias),
    }


@contextmanager
def corpora_without(corpora: Path, left_out: str) -> Iterator[Path]:
    """Give a folder with links to all corpora but one; all if none has the name."""
    with TemporaryDirectory() as folder:
        for corpus in corpora.resolve().iterdir():
            if corpus.name != left_out:
                (Path(folder) / corpus.name).symlink_to(corpus)
        yield Path(folder)


if __name__ == "__main__":
    with corpora_without(Path(sys.argv[1]), "".join(sys.argv[2:])) as chosen:
        main(chosen)
