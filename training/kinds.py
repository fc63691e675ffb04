"""Train and evaluate the kind classifier.

    python training/kinds.py CORPORA [--save]

`CORPORA/kinds/gold.jsonl` and kind_labels.tsv contain blocks labeled by hand, too few to train on
alone. Two sets of weak labels are added. The first consists of blocks whose text leaves no doubt
about their kind; they are used with and without that text, so that the model also learns from their
other evidence. The second consists of blocks on all pages that a model trained on the labels so far
is sure of (self-training, Yarowsky 1995). The evaluation is cross-validated by domain on two thirds
of the domains; no model is ever trained on the others, the test.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from align import align
from cleanarticle.block import BlockKind
from cleanarticle.core.boxes import Boxes
from cleanarticle.core.cues import find_cues
from cleanarticle.core.kind_classifier import CLIP_LIMIT, Weights
from cleanarticle.core.kind_features import Place, kind_features
from cleanarticle.core.kinds import KINDS
from cleanarticle.core.layout import make_layout
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.segmentation import Segmentation
from cleanarticle.core.segmenter import segment
from cleanarticle.parsing.document import parse
from corpora import CLASSES, domain, read_page
from vectors import Doubles, Floats, save_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Layout

SETS = ("wcxb-dev", "news-424", "blogs")
FOLDS = 10
NO_FOLD, TEST_FOLD = -1, FOLDS
"""Numbers of no fold and of the fold of the test, which no model is trained on. The held-out fold
of corpora.py only evaluates the body scores, which do not depend on this model."""

LABELS = Path(__file__).parent / "kind_labels.tsv"
"""More labels, each by two readers: set, page, XPath, `text_hash` and kind of a block."""

Ints = npt.NDArray[np.intp]


class Blocks(NamedTuple):
    """The features of blocks of boilerplate.

    Attributes:
        kinds: As in `KindFeatures`, shape (places, blocks, kinds).
        shape: The transpose of that in `KindFeatures`, shape (blocks, features).
        fold: The fold of each block's domain, shape (blocks,).
    """

    kinds: Floats
    shape: Floats
    fold: Ints

    def select(self, selected: npt.NDArray[Any]) -> Blocks:
        """Return the blocks that indices or a mask select."""
        return Blocks(self.kinds[:, selected], self.shape[selected], self.fold[selected])

    @classmethod
    def concatenate(cls, items: Sequence[Blocks]) -> Blocks:
        """Concatenate several sets of blocks."""
        kinds, shape, fold = zip(*items, strict=True)
        return cls(np.concatenate(kinds, axis=1), np.concatenate(shape), np.concatenate(fold))


class LabeledBlocks(NamedTuple):
    """Blocks with the index of each block's kind in `KINDS` and its training weight."""

    blocks: Blocks
    target: Ints
    weight: Doubles


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """A page, with True for each body block, and the fold of its domain."""

    key: tuple[str, str]
    segmentation: Segmentation
    body: npt.NDArray[np.bool_]
    fold: int


def main() -> None:
    """Evaluate the classifier, and save the shipped model with `--save`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="the folder of corpora")
    parser.add_argument("--save", action="store_true", help="write the weights to the package")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    gold = read_gold(args.corpora)
    pages = list(read_pages(args.corpora))
    labeled, texts, rule_kinds = compute_labeled_blocks(pages, gold)
    plain_labeled, _, plain_rule_kinds = compute_labeled_blocks(
        [as_plain_text(page) for page in pages if page.key in gold], gold
    )
    unlabeled = compute_unlabeled_blocks(pages)
    trainer = Trainer(labeled, plain_labeled, unlabeled)
    for name, data, by_rule in (
        ("", labeled, rule_kinds), (", pages without markup", plain_labeled, plain_rule_kinds),
    ):  # fmt: skip
        crossed = data.blocks.fold != TEST_FOLD
        report(f"rules{name}", data.target[crossed], by_rule[crossed])
        report(f"model{name}", data.target[crossed], trainer.cross_validate(data)[crossed])
    report_test(labeled, trainer.fit(NO_FOLD))
    print(f"{len(texts)} blocks on {len(gold)} pages; {len(unlabeled.fold)} unlabeled blocks")
    if args.save:
        save(trainer.fit(NO_FOLD))


# The pages


def read_gold(corpora: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Return the hand-labeled blocks of each page, by set name and page id."""
    gold: dict[tuple[str, str], list[dict[str, Any]]] = {}
    with (corpora / "kinds" / "gold.jsonl").open(encoding="utf-8") as file:
        entries = [*map(json.loads, file)]
    with LABELS.open(encoding="utf-8", newline="") as file:
        entries += csv.DictReader(file, delimiter="\t")
    for entry in entries:
        gold.setdefault((entry["corpus"], entry["id"]), []).append(entry)
    return gold


def text_hash(text: str) -> str:
    """Return the hash of a block's text, without whitespace, in which segmenters differ."""
    return hashlib.sha256(_without_whitespace(text).encode()).hexdigest()[:16]


def read_pages(corpora: Path) -> Iterator[CorpusPage]:
    """Yield all pages with a whole gold text and more than one block."""
    for name in SETS:
        if not (corpora / name).exists():
            continue
        with (corpora / name / "gold.jsonl").open(encoding="utf-8") as file:
            for entry in map(json.loads, file):
                page = segment(parse(read_page(corpora, name, entry)))
                if len(page.blocks) > 1:
                    texts = [block.text for block in page.blocks]
                    body = np.array(align(texts, entry["main_content"])) > 0.5
                    yield CorpusPage((name, entry["id"]), page, body, page_fold(name, entry))


def page_fold(set_name: str, entry: dict[str, Any]) -> int:
    """Return the fold of a page's domain; a third of the domains are the test."""
    name = domain(set_name, entry).encode()
    number = int(hashlib.md5(name, usedforsecurity=False).hexdigest(), 16)
    return TEST_FOLD if number // FOLDS % 3 == 0 else number % FOLDS


def as_plain_text(page: CorpusPage) -> CorpusPage:
    """Return the page without its markup, with the same blocks."""
    root = page.segmentation.boxes[0]._replace(tag="", attrs="", last=len(page.segmentation.blocks))
    blocks = [
        block._replace(
            box=0,
            link_length=0,
            link_count=0,
            inline_tags=0,
            inline_attrs="",
            hidden=False,
            pieces=(),
        )
        for block in page.segmentation.blocks
    ]
    return CorpusPage(page.key, Segmentation(blocks, Boxes([root])), page.body, page.fold)


def find_block(page: Segmentation, entry: dict[str, Any]) -> int | None:
    """Return the index of the block that a gold entry describes, None if there is none.

    Of several blocks with the same text, the one with the most matching neighbors is returned.
    """
    if "hash" in entry:
        return _find_by_hash(page, entry)
    texts = [_without_whitespace(block.text) for block in page.blocks]
    gold_text = _without_whitespace(entry["text"])
    candidates = [index for index, text in enumerate(texts) if text == gold_text]
    before = [_without_whitespace(text) for text in entry["prev"]]
    after = [_without_whitespace(text) for text in entry["next"]]

    def matching_neighbors(index: int) -> int:
        above, below = texts[max(0, index - len(before)) : index], texts[index + 1 :]
        pairs = [*zip(reversed(above), reversed(before), strict=False),
                 *zip(below, after, strict=False)]  # fmt: skip
        return sum(text.startswith(start) for text, start in pairs)

    return max(candidates, key=matching_neighbors) if candidates else None


def _find_by_hash(page: Segmentation, entry: dict[str, Any]) -> int | None:
    """Return the index of the block with a text's hash, at its XPath if there are several."""
    hits = [index for index, block in enumerate(page.blocks)
            if text_hash(block.text) == entry["hash"]]  # fmt: skip
    here = [index for index in hits if page.boxes[page.blocks[index].box].path == entry["xpath"]]
    return next(iter(here or hits), None)


def _without_whitespace(text: str) -> str:
    return "".join(text.split())


def compute_labeled_blocks(
    pages: Iterable[CorpusPage], gold: dict[tuple[str, str], list[dict[str, Any]]]
) -> tuple[LabeledBlocks, list[str], Ints]:
    """Return the hand-labeled blocks, their texts and their kinds by `classify_by_rules`."""
    parts: list[Blocks] = []
    target, texts, rule_kinds = [], [], []
    for page in pages:
        kind_by_block = {
            find_block(page.segmentation, entry): entry["kind"] for entry in gold.get(page.key, ())
        }
        kind_by_block.pop(None, None)
        body = page.body.copy()
        for index, kind in kind_by_block.items():
            body[index] = kind == "body"
        labels = [(index, kind) for index, kind in kind_by_block.items() if kind != "body"]
        if not labels:
            continue
        indices = np.array([index for index, _ in labels])
        layout = make_layout(page.segmentation, CLASSES)
        cues = find_cues(page.segmentation, layout, default_matcher())
        parts.append(compute_blocks(page, cues, layout, body).select(indices))
        target += [KINDS.index(BlockKind(kind)) for _, kind in labels]
        texts += [page.segmentation.blocks[index].text for index in indices]
        by_rule = classify_by_rules(page.segmentation, cues, body)
        rule_kinds += [KINDS.index(by_rule[index]) for index in indices]
    targets = np.array(target)
    counts = np.maximum(_MIN_KIND_COUNT, np.bincount(targets, minlength=len(KINDS)))
    weight = (counts**-BALANCE)[targets]
    weight *= len(targets) / weight.sum()
    return LabeledBlocks(Blocks.concatenate(parts), targets, weight), texts, np.array(rule_kinds)


def compute_blocks(
    page: CorpusPage, cues: Cues, layout: Layout, body: npt.NDArray[np.bool_]
) -> Blocks:
    """Return the kind features of all blocks of a page."""
    features = kind_features(page.segmentation, cues, layout, body.tolist())
    kinds, shape = np.asarray(features.kinds), np.asarray(features.shape).T
    return Blocks(kinds, shape, np.full(len(body), page.fold))


def classify_by_rules(
    page: Segmentation, cues: Cues, body: npt.NDArray[np.bool_]
) -> dict[int, BlockKind]:
    """Classify boilerplate by simple rules, a baseline for the model.

    The kind of a block is that of the stronger of its own cue and its box's cue. Without a cue, it
    is the kind of the block above if that is a heading or the block has few links; otherwise, it
    depends on the block's links and length.
    """
    kinds: dict[int, BlockKind] = {}
    for index, block in enumerate(page.blocks):
        if not body[index]:
            above = kinds.get(index - 1)
            follows_heading = index > 0 and page.boxes[page.blocks[index - 1].box].tag in _HEADINGS
            candidates = (cues.text_cues[index], cues.of_box(block.box))
            cue = max(filter(None, candidates), key=lambda cue: cue.weight, default=None)
            is_link = block.link_density > 0.5
            if block.hidden:
                kinds[index] = BlockKind.WIDGET
            elif cue is not None:
                kinds[index] = cue.kind
            elif above is not None and (
                follows_heading or not (is_link or above is BlockKind.OTHER)
            ):
                kinds[index] = above
            elif not is_link:
                kinds[index] = BlockKind.OTHER
            else:
                is_short = len(block.text) < 30
                kinds[index] = BlockKind.NAVIGATION if is_short else BlockKind.RELATED
    return kinds


_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))

_MAX_BLOCKS_PER_PAGE = 40
"""Maximum number of unlabeled blocks per page, so that long pages do not outweigh the others."""


def compute_unlabeled_blocks(pages: Iterable[CorpusPage]) -> Blocks:
    """Return a sample of all boilerplate; for every fourth page also without markup."""
    random = np.random.default_rng(1)
    samples = []
    for index, page in enumerate(pages):
        selected = np.flatnonzero(~page.body)
        if len(selected) > _MAX_BLOCKS_PER_PAGE:
            selected = np.sort(random.choice(selected, _MAX_BLOCKS_PER_PAGE, replace=False))
        for view in (page, as_plain_text(page)) if index % 4 == 0 else (page,):
            layout = make_layout(view.segmentation, CLASSES)
            cues = find_cues(view.segmentation, layout, default_matcher())
            samples.append(compute_blocks(view, cues, layout, view.body).select(selected))
    return Blocks.concatenate(samples)


# The model

_MIN_AGREED_WEIGHT = 0.7
"""Minimum weight of a phrase that labels its block, if the class names around agree."""

_MIN_NAMES_WEIGHT = 0.35
"""Minimum weight of class names that agree: that of a word in a class name two boxes out."""

_MIN_EXACT_WEIGHT = 0.99
"""Minimum weight of a phrase that labels its block without agreement, if no class names contradict
it. Only a phrase that is the whole block has this weight."""

_MIN_CONTRADICTION_WEIGHT = 0.4
"""Minimum weight of class names that contradict a phrase."""

_MAX_BLOCKS_PER_KIND = 500
"""Maximum number of blocks of one kind that are labeled by their text."""

_MIN_CONFIDENCE = 0.6
"""Probability of a kind above which the model's prediction is used as a label."""

WEAK_TOTAL, SURE_TOTAL, PLAIN_WEIGHT = 300.0, 580.0, 0.3
"""Total weight of the blocks labeled by their text, total weight of the blocks labeled by the
model, and factor for the weight of hand-labeled blocks without markup. Hand-labeled blocks have a
mean weight of 1."""

BALANCE = 0.15
"""Exponent that lowers the weight of common kinds: a label weighs count ** -BALANCE.
Cross-validated: 0, 0.15 and 0.3 have the same accuracy; from 0.15 on, each kind with ten or more
labels has a recall of at least 0.6."""

_MIN_KIND_COUNT = 10
"""Minimum count that `BALANCE` applies to. Rarer kinds get no more weight, because so few labels
hardly represent their kind."""

SHARED_PENALTY, KIND_PENALTY, SHAPE_PENALTY = 0.01, 1.0, 150.0
"""L2 penalties of the weight of a place that all kinds share, of each kind's deviation from it, and
of the weights of the shape features. Cross-validated: 0.3 and 1 for `KIND_PENALTY`, and 20, 60 and
150 for `SHAPE_PENALTY`, differ by less than 1 point of accuracy; that is noise. The largest depends
least on the shapes of the pages that were labeled."""


class Trainer:
    """Trainer of models that each leave out one fold.

    Args:
        labeled: The hand-labeled blocks.
        plain_labeled: The same blocks without markup.
        unlabeled: A sample of the boilerplate of all pages.
    """

    def __init__(
        self, labeled: LabeledBlocks, plain_labeled: LabeledBlocks, unlabeled: Blocks
    ) -> None:
        self.gold = LabeledBlocks(
            Blocks.concatenate([labeled.blocks, plain_labeled.blocks]),
            np.concatenate((labeled.target, plain_labeled.target)),
            np.concatenate((labeled.weight, PLAIN_WEIGHT * plain_labeled.weight)),
        )
        self.unlabeled = unlabeled
        prior = np.bincount(labeled.target, minlength=len(KINDS)) + 8.0
        self.weak = weak_labels(unlabeled, prior / prior.sum())
        self.models: dict[int, Weights] = {}

    def cross_validate(self, data: LabeledBlocks) -> Ints:
        """Predict the kind of each block with a model that saw no block of its domain."""
        predicted = np.zeros(len(data.target), np.intp)
        for fold in range(FOLDS):
            selected = data.blocks.fold == fold
            if fold not in self.models:
                self.models[fold] = self.fit(fold)
            blocks = data.blocks.select(selected)
            predicted[selected] = scores_of(blocks, self.models[fold]).argmax(axis=1)
        return predicted

    def fit(self, fold: int) -> Weights:
        """Train a model on all folds but one."""
        training_data = [_for_training(data, fold) for data in (self.gold, self.weak)]
        initial = fit_weights(training_data)
        unlabeled = self.unlabeled.select(_is_for_training(self.unlabeled, fold))
        scores = scores_of(unlabeled, initial).astype(np.float64)
        probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities /= probabilities.sum(axis=1, keepdims=True)
        confident = np.flatnonzero(probabilities.max(axis=1) > _MIN_CONFIDENCE)
        confident = np.random.default_rng(0).permutation(confident)[:8000]
        target = probabilities[confident].argmax(axis=1)
        weight = 1 / np.sqrt(np.maximum(20, np.bincount(target, minlength=len(KINDS))))[target]
        weight *= SURE_TOTAL / weight.sum()
        self_labeled = LabeledBlocks(unlabeled.select(confident), target, weight)
        return fit_weights([*training_data, self_labeled])


def _is_for_training(blocks: Blocks, left_out: int) -> npt.NDArray[np.bool_]:
    is_kept: npt.NDArray[np.bool_] = (blocks.fold != left_out) & (blocks.fold != TEST_FOLD)
    return is_kept


def _for_training(data: LabeledBlocks, left_out: int) -> LabeledBlocks:
    is_kept = _is_for_training(data.blocks, left_out)
    return LabeledBlocks(data.blocks.select(is_kept), data.target[is_kept], data.weight[is_kept])


def weak_labels(unlabeled: Blocks, prior: Doubles) -> LabeledBlocks:
    """Return the blocks whose text leaves no doubt about their kind.

    Each block is returned with all its evidence, without the evidence in its text, and without its
    class names.

    Args:
        unlabeled: The blocks to choose from.
        prior: Share of each kind in the total weight, shape (kinds,).
    """
    rows = np.arange(unlabeled.kinds.shape[1])
    text, names = unlabeled.kinds[Place.TEXT], unlabeled.kinds[Place.NAMES]
    target = text.argmax(axis=1)
    text_weight, names_weight = text[rows, target], names[rows, target]
    other_kinds = names.copy()
    other_kinds[rows, target] = 0
    contradiction = other_kinds.max(axis=1)
    is_agreed = (text_weight >= _MIN_AGREED_WEIGHT) & (names_weight >= _MIN_NAMES_WEIGHT)
    is_exact = (text_weight >= _MIN_EXACT_WEIGHT) & (contradiction < _MIN_CONTRADICTION_WEIGHT)
    random = np.random.default_rng(0)
    selected = np.concatenate([
        random.permutation(np.flatnonzero((is_agreed | is_exact) & (target == kind)))[
            :_MAX_BLOCKS_PER_KIND
        ]
        for kind in range(len(KINDS))
    ])  # fmt: skip
    whole = unlabeled.select(selected)
    views = [
        whole,
        _without_places(whole, (Place.TEXT, Place.WORDS, Place.TEASER)),
        _without_places(whole, (Place.NAMES,)),
    ]
    target = target[selected]
    weight = (prior / np.maximum(1, np.bincount(target, minlength=len(KINDS))))[target]
    weight = np.tile(weight, len(views))
    return LabeledBlocks(
        Blocks.concatenate(views), np.tile(target, len(views)), WEAK_TOTAL * weight / weight.sum()
    )


def _without_places(blocks: Blocks, places: Sequence[int]) -> Blocks:
    kinds = blocks.kinds.copy()
    kinds[list(places)] = 0
    return blocks._replace(kinds=kinds)


def scores_of(blocks: Blocks, weights: Weights) -> Floats:
    """Return the score of each kind for each block, shape (blocks, kinds)."""
    if not len(blocks.fold):
        return np.zeros((0, len(KINDS)), np.float32)
    kinds, shape = np.ascontiguousarray(blocks.kinds), np.ascontiguousarray(blocks.shape.T)
    return np.asarray(weights.score(kinds, shape), np.float32)


def fit_weights(data: Sequence[LabeledBlocks]) -> Weights:
    """Fit the weights by multinomial logistic regression.

    The weight of a place for a kind is the sum of a weight shared by all kinds and the kind's
    deviation from it. The deviation has a larger penalty: 600 labels suffice to learn the
    reliability of class names, but not separately for each of 16 kinds.
    """
    blocks = Blocks.concatenate([labeled.blocks for labeled in data])
    target = np.concatenate([labeled.target for labeled in data])
    weight = np.concatenate([labeled.weight for labeled in data])
    mean, scale = blocks.shape.mean(axis=0), blocks.shape.std(axis=0) + 0.05
    standardized = np.clip((blocks.shape - mean) / scale, -CLIP_LIMIT, CLIP_LIMIT)
    shape = standardized.astype(np.float64)
    kinds = blocks.kinds.astype(np.float64)
    places, rows, count = kinds.shape
    features = shape.shape[1]
    one_hot = np.eye(count)[target]

    def unpack(flat: Doubles) -> tuple[Doubles, Doubles, Doubles, Doubles]:
        shared, by_kind, shape_weights, bias = np.split(
            flat, np.cumsum((places, places * count, features * count))
        )
        return shared, by_kind.reshape(places, count), shape_weights.reshape(features, count), bias

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        shared, by_kind, shape_weights, bias = unpack(flat)
        scores = np.einsum("pbk,pk->bk", kinds, shared[:, None] + by_kind)
        scores = scores + shape @ shape_weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        probabilities = np.exp(scores)
        probabilities /= probabilities.sum(axis=1, keepdims=True)
        error = (probabilities - one_hot) * weight[:, None]
        by_place = np.einsum("pbk,bk->pk", kinds, error)
        loss_value = -(weight * np.log(probabilities[np.arange(rows), target] + 1e-12)).sum()
        loss_value += (SHARED_PENALTY * (shared**2).sum() + KIND_PENALTY * (by_kind**2).sum()
                       + SHAPE_PENALTY * (shape_weights**2).sum()) / 2  # fmt: skip
        gradient = (
            by_place.sum(axis=1) + SHARED_PENALTY * shared,
            (by_place + KIND_PENALTY * by_kind).ravel(),
            (shape.T @ error + SHAPE_PENALTY * shape_weights).ravel(),
            error.sum(axis=0),
        )
        return float(loss_value), np.concatenate(gradient)

    start = np.zeros(places + places * count + features * count + count)
    solution = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    shared, by_kind, shape_weights, bias = unpack(solution.x)
    arrays = (shared[:, None] + by_kind, shape_weights, bias, mean, scale)
    return Weights(*(np.ascontiguousarray(values, np.float32) for values in arrays))


def save(weights: Weights) -> None:
    """Write the weights to the package data."""
    path = Path(__file__).parents[1] / "src" / "cleanarticle" / "data" / "kinds.npz"
    arrays = {
        f"kinds_{name}": np.asarray(values).astype(
            np.float16 if name in ("places", "shape") else np.float32
        )
        for name, values in weights._asdict().items()
    }
    save_weights(path, arrays)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


# The report


def report_test(data: LabeledBlocks, weights: Weights) -> None:
    """Print the figures of the blocks of the test, which the shipped model was not trained on."""
    is_test = data.blocks.fold == TEST_FOLD
    blocks = data.blocks.select(is_test)
    predicted = scores_of(blocks, weights).argmax(axis=1)
    report("model, test domains", data.target[is_test], predicted)


def report(name: str, target: Ints, predicted: Ints) -> None:
    """Print the accuracy, and for each kind its recall, precision and most frequent confusions."""
    recalls = [(predicted[target == kind] == kind).mean() for kind in np.unique(target)]
    print(f"\n{name}: accuracy {(target == predicted).mean():.3f} of {len(target)}, "
          f"macro recall {np.mean(recalls):.3f}")  # fmt: skip
    print("  kind           count recall precision confused with")
    for index, kind in enumerate(KINDS):
        is_kind, is_predicted = target == index, predicted == index
        if is_kind.any():
            precision = (
                f"{(target[is_predicted] == index).mean():9.2f}" if is_predicted.any() else " " * 9
            )
            wrong = predicted[is_kind & ~is_predicted]
            confusions = Counter(str(KINDS[other]) for other in wrong).most_common(4)
            print(f"  {kind:14} {is_kind.sum():5d} {is_predicted[is_kind].mean():6.2f} {precision} "
                  f"{', '.join(f'{other} {times}' for other, times in confusions)}")  # fmt: skip


if __name__ == "__main__":
    main()
