"""The model of kinds: made of hand-labeled and of self-evident blocks, and measured.

    python training/kinds.py CORPORA [--save]

`CORPORA/kinds/gold.jsonl` has blocks labeled by hand, too few to learn from alone. Blocks whose
text leaves no doubt are added, also with that text hidden, so that the rest of the evidence
learns from it; then what the model so made is sure of, on all pages (self-training, Yarowsky
1995). What is measured comes from models that saw nothing of a block's domain.
"""

from __future__ import annotations

import argparse
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
from cleanarticle.core.cues import find_cues
from cleanarticle.core.kind_classifier import Weights
from cleanarticle.core.kind_features import Place, kind_features
from cleanarticle.core.kind_words import KINDS
from cleanarticle.core.layout import make_layout
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.schema import save_weights
from cleanarticle.core.segmentation import Segmentation
from cleanarticle.core.segmenter import segment
from cleanarticle.parsing.document import parse
from corpora import CLASSES, domain, read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Floats, Layout

SETS = ("wcxb-dev", "news-424")
PARTS = 10
NO_PART = -1
"""The model that comes with the package is blind to no part: labels by hand are too few to set
some aside for good. The gate of corpora.py judges body alone, which this model has no say in."""

Ints = npt.NDArray[np.intp]
Doubles = npt.NDArray[np.float64]


class Blocks(NamedTuple):
    """Some blocks of boilerplate.

    Attributes:
        kinds: As in `KindFeatures`, shape (places, blocks, kinds).
        shape: As in `KindFeatures`, shape (blocks, features).
        part: The part of the domains that each is of.
    """

    kinds: Floats
    shape: Floats
    part: Ints

    def some(self, chosen: npt.NDArray[Any]) -> Blocks:
        """Those at some indices, or where a mask is true."""
        return Blocks(self.kinds[:, chosen], self.shape[chosen], self.part[chosen])

    @classmethod
    def joined(cls, all_blocks: Sequence[Blocks]) -> Blocks:
        """Several, one after the other."""
        kinds, shape, part = zip(*all_blocks, strict=True)
        return cls(np.concatenate(kinds, axis=1), np.concatenate(shape), np.concatenate(part))


class LabeledBlocks(NamedTuple):
    """Blocks with the indices of their kinds and how much each counts."""

    blocks: Blocks
    target: Ints
    weight: Doubles


@dataclass(frozen=True, slots=True)
class PageOfCorpus:
    """A page: its blocks, which are body, and the part of the domains that it is of."""

    key: tuple[str, str]
    page: Segmentation
    body: npt.NDArray[np.bool_]
    part: int


def main() -> None:
    """Measure, and save what was made if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--save", action="store_true")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    gold = read_gold(asked.corpora)
    pages = list(read_pages(asked.corpora))
    known, names, rules = describe_gold(pages, gold)
    plain, _, plain_rules = describe_gold(
        [without_mark_up(page) for page in pages if page.key in gold], gold
    )
    pool = describe_pool(pages)
    learner = Learner(known, plain, pool)
    report("rules", known.target, rules)
    report("rules, pages without markup", plain.target, plain_rules)
    report("model", known.target, learner.crossed(known))
    report("model, pages without markup", plain.target, learner.crossed(plain))
    print(f"{len(names)} blocks of {len(gold)} pages; {len(pool.part)} blocks without label")
    if asked.save:
        save(learner.fit(NO_PART))


# The pages


def read_gold(corpora: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The hand-labeled blocks of each page."""
    gold: dict[tuple[str, str], list[dict[str, Any]]] = {}
    with (corpora / "kinds" / "gold.jsonl").open(encoding="utf-8") as file:
        for line in map(json.loads, file):
            gold.setdefault((line["corpus"], line["id"]), []).append(line)
    return gold


def read_pages(corpora: Path) -> Iterator[PageOfCorpus]:
    """All pages of which the whole main content is known."""
    for name in SETS:
        with (corpora / name / "gold.jsonl").open(encoding="utf-8") as file:
            for line in map(json.loads, file):
                page = segment(parse(read_page(corpora, name, line)))
                if len(page.blocks) > 1:
                    texts = [block.text for block in page.blocks]
                    body = np.array(align(texts, line["main_content"])) > 0.5
                    yield PageOfCorpus((name, line["id"]), page, body, part_of(name, line))


def part_of(set_name: str, line: dict[str, Any]) -> int:
    """The part of the domains that a page is of."""
    import hashlib

    name = domain(set_name, line).encode()
    return int(hashlib.md5(name, usedforsecurity=False).hexdigest(), 16) % PARTS


def without_mark_up(page: PageOfCorpus) -> PageOfCorpus:
    """The page as plain text, one block a paragraph."""
    root = page.page.boxes[0]._replace(tag="", attrs="", last=len(page.page.blocks))
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
        for block in page.page.blocks
    ]
    return PageOfCorpus(page.key, Segmentation(blocks, [root]), page.body, page.part)


def find_block(page: Segmentation, line: dict[str, Any]) -> int | None:
    """Index of the block that a line of gold is about: the text is the same, and what is around."""
    texts = [_squeezed(block.text) for block in page.blocks]
    wanted = _squeezed(line["text"])
    found = [at for at, text in enumerate(texts) if text == wanted]
    before = [_squeezed(text) for text in line["prev"]]
    behind = [_squeezed(text) for text in line["next"]]

    def agreement(at: int) -> int:
        above, below = texts[max(0, at - len(before)) : at], texts[at + 1 :]
        pairs = [*zip(reversed(above), reversed(before), strict=False),
                 *zip(below, behind, strict=False)]  # fmt: skip
        return sum(text.startswith(start) for text, start in pairs)

    return max(found, key=agreement) if found else None


def _squeezed(text: str) -> str:
    """A text without whitespace, as cutters differ in it."""
    return "".join(text.split())


def describe_gold(
    pages: Iterable[PageOfCorpus], gold: dict[tuple[str, str], list[dict[str, Any]]]
) -> tuple[LabeledBlocks, list[str], Ints]:
    """The hand-labeled blocks, their texts, and what rules say of them."""
    parts: list[Blocks] = []
    target, names, rules = [], [], []
    for page in pages:
        lines = [(find_block(page.page, line), line["kind"]) for line in gold.get(page.key, ())]
        body = page.body.copy()
        for at, kind in lines:
            if at is not None:
                body[at] = kind == "body"
        wanted = [(at, kind) for at, kind in lines if at is not None and kind != "body"]
        if not wanted:
            continue
        places = np.array([at for at, _ in wanted])
        layout = make_layout(page.page, CLASSES)
        cues = find_cues(page.page, layout, default_matcher())
        parts.append(describe(page, cues, layout, body).some(places))
        target += [KINDS.index(BlockKind(kind)) for _, kind in wanted]
        names += [page.page.blocks[at].text for at in places]
        by_rule = name_by_rule(page.page, cues, body)
        rules += [KINDS.index(by_rule[at]) for at in places]
    labels = np.array(target)
    counts = np.maximum(_RARE, np.bincount(labels, minlength=len(KINDS)))
    weight = (counts**-BALANCE)[labels]
    weight *= len(labels) / weight.sum()
    return LabeledBlocks(Blocks.joined(parts), labels, weight), names, np.array(rules)


def describe(page: PageOfCorpus, cues: Cues, layout: Layout, body: npt.NDArray[np.bool_]) -> Blocks:
    """The evidence of all blocks of a page."""
    found = kind_features(page.page, cues, layout, body.tolist())
    return Blocks(found.kinds, found.shape, np.full(len(body), page.part))


def name_by_rule(
    page: Segmentation, cues: Cues, body: npt.NDArray[np.bool_]
) -> dict[int, BlockKind]:
    """The first rule that there was: the block's cue, else its box's, else what stands above."""
    found: dict[int, BlockKind] = {}
    for at, block in enumerate(page.blocks):
        if not body[at]:
            above = found.get(at - 1)
            heads = at > 0 and page.boxes[page.blocks[at - 1].box].tag in _HEADINGS
            said = (cues.text_cues[at], cues.of_box(block.box))
            cue = max(filter(None, said), key=lambda cue: cue.weight, default=None)
            linked = block.link_density > 0.5
            if block.hidden:
                found[at] = BlockKind.WIDGET
            elif cue is not None:
                found[at] = cue.kind
            elif above is not None and (heads or not (linked or above is BlockKind.OTHER)):
                found[at] = above
            elif not linked:
                found[at] = BlockKind.OTHER
            else:
                short = len(block.text) < 30
                found[at] = BlockKind.NAVIGATION if short else BlockKind.RELATED
    return found


_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))

_MOST = 40
"""Blocks of one page that are learned from without label; long pages would outweigh the others."""


def describe_pool(pages: Iterable[PageOfCorpus]) -> Blocks:
    """A sample of the boilerplate of all pages; of every fourth page, as plain text too."""
    random = np.random.default_rng(1)
    found = []
    for index, page in enumerate(pages):
        chosen = np.flatnonzero(~page.body)
        if len(chosen) > _MOST:
            chosen = np.sort(random.choice(chosen, _MOST, replace=False))
        for view in (page, without_mark_up(page)) if index % 4 == 0 else (page,):
            layout = make_layout(view.page, CLASSES)
            cues = find_cues(view.page, layout, default_matcher())
            found.append(describe(view, cues, layout, view.body).some(chosen))
    return Blocks.joined(found)


# The model

_AGREED = 0.7
"""Weight of a phrase from which it is taken at its word, if the names around agree."""

_NAMED = 0.35
"""Weight of the names that counts as agreement: a word of a class name two boxes out."""

_EXACT = 0.99
"""Weight of a phrase that is all of the block: it needs no agreement, but no contradiction."""

_CONTRADICTION = 0.4

_MOST_OF_KIND = 500

_SURE = 0.6
"""Probability of a kind from which the model's word is learned from."""

WEAK_TOTAL, SURE_TOTAL, PLAIN_WEIGHT = 150.0, 400.0, 0.3
"""What self-evident blocks count together, what those count that the model is sure of, and what
one of plain text counts, beside 1 for each hand-labeled block."""

BALANCE = 0.15
"""How far the labels of common kinds count less, as a power of their number. Cross-validated: 0,
0.15 and 0.3 have the same accuracy; from 0.15 on, each kind of ten labels or more is found six
times in ten or more often."""

_RARE = 10
"""Labels below which a kind counts no more: so few are hardly what the kind is like."""

SHARED_PENALTY, OWN_PENALTY, SHAPE_PENALTY = 0.01, 1.0, 60.0
"""How dear it is to trust a place, to trust it for one kind more than for others, and to go by the
shape. Cross-validated: 1 and 3 for a kind's own trust, and 20, 60 and 150 for the shape, are within
a point and a half of each other, as are 60, 150 and 300 for `WEAK_TOTAL`: less than chance."""


class Learner:
    """Makes models that did not see a part of the domains."""

    def __init__(self, known: LabeledBlocks, plain: LabeledBlocks, pool: Blocks) -> None:
        self.gold = LabeledBlocks(
            Blocks.joined([known.blocks, plain.blocks]),
            np.concatenate((known.target, plain.target)),
            np.concatenate((known.weight, PLAIN_WEIGHT * plain.weight)),
        )
        self.pool = pool
        prior = np.bincount(known.target, minlength=len(KINDS)) + 8.0
        self.weak = weak_labels(pool, prior / prior.sum())
        self.models: dict[int, Weights] = {}

    def crossed(self, data: LabeledBlocks) -> Ints:
        """The kinds of blocks, each by a model that saw nothing of its domain."""
        found = np.zeros(len(data.target), np.intp)
        for part in range(PARTS):
            chosen = data.blocks.part == part
            if part not in self.models:
                self.models[part] = self.fit(part)
            blocks = data.blocks.some(chosen)
            found[chosen] = self.models[part].score(blocks.kinds, blocks.shape).argmax(axis=1)
        return found

    def fit(self, part: int) -> Weights:
        """Make the model that is blind to a part."""
        seen = [_outside(data, part) for data in (self.gold, self.weak)]
        first = fit_weights(seen)
        pool = self.pool.some(self.pool.part != part)
        scores = first.score(pool.kinds, pool.shape).astype(np.float64)
        chance = np.exp(scores - scores.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        sure = np.flatnonzero(chance.max(axis=1) > _SURE)
        sure = np.random.default_rng(0).permutation(sure)[:8000]
        target = chance[sure].argmax(axis=1)
        weight = 1 / np.sqrt(np.maximum(20, np.bincount(target, minlength=len(KINDS))))[target]
        weight *= SURE_TOTAL / weight.sum()
        return fit_weights([*seen, LabeledBlocks(pool.some(sure), target, weight)])


def _outside(data: LabeledBlocks, part: int) -> LabeledBlocks:
    keep = data.blocks.part != part
    return LabeledBlocks(data.blocks.some(keep), data.target[keep], data.weight[keep])


def weak_labels(pool: Blocks, prior: Doubles) -> LabeledBlocks:
    """Blocks whose text says what they are, with and without that text."""
    rows = np.arange(pool.kinds.shape[1])
    text, names = pool.kinds[Place.TEXT], pool.kinds[Place.NAMES]
    target = text.argmax(axis=1)
    said, named = text[rows, target], names[rows, target]
    others = names.copy()
    others[rows, target] = 0
    agreed = (said >= _AGREED) & (named >= _NAMED)
    exact = (said >= _EXACT) & (others.max(axis=1) < _CONTRADICTION)
    random = np.random.default_rng(0)
    chosen = np.concatenate([
        random.permutation(np.flatnonzero((agreed | exact) & (target == kind)))[:_MOST_OF_KIND]
        for kind in range(len(KINDS))
    ])  # fmt: skip
    whole = pool.some(chosen)
    views = [
        whole,
        _hidden(whole, (Place.TEXT, Place.WORDS, Place.TEASER)),
        _hidden(whole, (Place.NAMES,)),
    ]
    target = target[chosen]
    weight = (prior / np.maximum(1, np.bincount(target, minlength=len(KINDS))))[target]
    weight = np.tile(weight, len(views))
    return LabeledBlocks(
        Blocks.joined(views), np.tile(target, len(views)), WEAK_TOTAL * weight / weight.sum()
    )


def _hidden(blocks: Blocks, places: Sequence[int]) -> Blocks:
    kinds = blocks.kinds.copy()
    kinds[list(places)] = 0
    return blocks._replace(kinds=kinds)


def fit_weights(data: Sequence[LabeledBlocks]) -> Weights:
    """Multinomial logistic regression, in which a place has one weight for all kinds at first.

    A kind's own weight of a place is what it differs by, and that is penalised more: 600 labels
    are enough to tell how far class names can be trusted, but not for each of 16 kinds.
    """
    blocks = Blocks.joined([some.blocks for some in data])
    target = np.concatenate([some.target for some in data])
    weight = np.concatenate([some.weight for some in data])
    mean, scale = blocks.shape.mean(axis=0), blocks.shape.std(axis=0) + 0.05
    zero = np.zeros(0, np.float32)
    shape = Weights(zero, zero, zero, mean, scale).standardised(blocks.shape).astype(np.float64)
    kinds = blocks.kinds.astype(np.float64)
    places, rows, count = kinds.shape
    features = shape.shape[1]
    truth = np.eye(count)[target]

    def unpack(flat: Doubles) -> tuple[Doubles, Doubles, Doubles, Doubles]:
        shared, own, of_shape, bias = np.split(
            flat, np.cumsum((places, places * count, features * count))
        )
        return shared, own.reshape(places, count), of_shape.reshape(features, count), bias

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        shared, own, of_shape, bias = unpack(flat)
        scores = np.einsum("pbk,pk->bk", kinds, shared[:, None] + own) + shape @ of_shape + bias
        scores -= scores.max(axis=1, keepdims=True)
        chance = np.exp(scores)
        chance /= chance.sum(axis=1, keepdims=True)
        error = (chance - truth) * weight[:, None]
        by_place = np.einsum("pbk,bk->pk", kinds, error)
        value = -(weight * np.log(chance[np.arange(rows), target] + 1e-12)).sum()
        value += (SHARED_PENALTY * (shared**2).sum() + OWN_PENALTY * (own**2).sum()
                  + SHAPE_PENALTY * (of_shape**2).sum()) / 2  # fmt: skip
        slope = (
            by_place.sum(axis=1) + SHARED_PENALTY * shared,
            (by_place + OWN_PENALTY * own).ravel(),
            (shape.T @ error + SHAPE_PENALTY * of_shape).ravel(),
            error.sum(axis=0),
        )
        return float(value), np.concatenate(slope)

    start = np.zeros(places + places * count + features * count + count)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    shared, own, of_shape, bias = unpack(best.x)
    made = (shared[:, None] + own, of_shape, bias, mean, scale)
    return Weights(*(values.astype(np.float32) for values in made))


def save(weights: Weights) -> None:
    """Write the weights to where the package has them."""
    path = Path(__file__).parents[1] / "src" / "cleanarticle" / "data" / "kinds.npz"
    arrays = {
        f"kinds_{name}": values.astype(np.float16 if name in ("places", "shape") else np.float32)
        for name, values in weights._asdict().items()
    }
    save_weights(path, arrays)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


# The report


def report(name: str, target: Ints, found: Ints) -> None:
    """Print accuracy, recall and precision by kind, and what each kind is taken for."""
    print(f"\n{name}: accuracy {(target == found).mean():.3f} of {len(target)}")
    print("  kind           count recall precision taken for")
    for index, kind in enumerate(KINDS):
        true, said = target == index, found == index
        if true.any():
            precision = f"{(target[said] == index).mean():9.2f}" if said.any() else " " * 9
            wrong = Counter(str(KINDS[at]) for at in found[true & ~said]).most_common(4)
            print(f"  {kind:14} {true.sum():5d} {said[true].mean():6.2f} {precision} "
                  f"{', '.join(f'{other} {times}' for other, times in wrong)}")  # fmt: skip


if __name__ == "__main__":
    main()
