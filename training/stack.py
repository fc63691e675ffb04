"""The models in a row: a first look at each block, the page's type, a second look in context."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from catboost import CatBoostClassifier, Pool
from scipy.optimize import isotonic_regression

from cleanarticle.block import BlockKind
from cleanarticle.core.models import Forest
from cleanarticle.core.page_type import PAGE_TYPES
from cleanarticle.labeling.scoring import sigmoid
from corpora import FOLDS, GATE, thinned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleanarticle.core.layout import Doubles, Floats
    from corpora import Example
    from crossed import Promise

SEED = 7
BLOCKS: dict[str, Any] = {
    "iterations": 250, "depth": 6, "learning_rate": 0.12, "l2_leaf_reg": 6, "border_count": 64,
    "rsm": 0.3, "bootstrap_type": "Bernoulli", "subsample": 0.7, "score_function": "L2",
}  # fmt: skip
PAGES: dict[str, Any] = {
    "iterations": 300, "depth": 4, "learning_rate": 0.08, "l2_leaf_reg": 6, "border_count": 32,
    "rsm": 0.1, "bootstrap_type": "Bernoulli", "subsample": 0.7, "loss_function": "MultiClass",
}  # fmt: skip

Model = TypeVar("Model")
Result = TypeVar("Result")
Matrix: TypeAlias = "Callable[[int], Floats]"
Bare: TypeAlias = "Callable[[int], Floats | None]"
OfFold: TypeAlias = "Callable[[int, int], Result]"
"""Something of a page by the fold that it is asked for and the page's index."""


def fit_forest(
    rows: Floats, target: npt.NDArray[Any], weight: Floats | None, settings: dict[str, Any]
) -> Forest:
    """Train oblivious trees by CatBoost, and take them out of it."""
    model = CatBoostClassifier(
        **settings, random_seed=SEED, thread_count=-1, verbose=0, allow_writing_files=False
    )
    model.fit(Pool(rows, target, weight=weight))
    return _as_forest(model)


def _as_forest(model: CatBoostClassifier) -> Forest:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text("utf-8"))
    trees = saved["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    scale, bias = saved["scale_and_bias"]
    bias = np.atleast_1d(np.array(bias, np.float32))
    outputs = len(trees[0]["leaf_values"]) // (1 << len(trees[0]["splits"]))
    questions = np.zeros((depth, len(trees)), np.intp)
    thresholds = np.full((depth, len(trees)), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << depth, outputs), np.float32)
    for index, tree in enumerate(trees):
        for bit, split in enumerate(tree["splits"]):
            questions[bit, index] = split["float_feature_index"]
            thresholds[bit, index] = split["border"]
        values = np.array(tree["leaf_values"], np.float32).reshape(-1, outputs)
        leaves[index, : len(values)] = values * scale
    return Forest(questions, thresholds, leaves, np.resize(bias, outputs))


def fit_blocks(
    examples: Sequence[Example],
    chosen: Sequence[int],
    matrix: Matrix,
    trust: Sequence[Floats] | None = None,
    bare: Bare | None = None,
) -> Forest:
    """Train a model of blocks on some of the pages.

    Args:
        examples: All pages.
        chosen: The indices of those to train on.
        matrix: The features of a page, by its index.
        trust: What to weigh the blocks of each page with, as `trusted` says.
        bare: The features of a page without its attributes, to train on as well; None of most.
    """
    rows, targets, weights = [], [], []
    for at in chosen:
        example = examples[at]
        weight = thinned(example) * (1.0 if trust is None else trust[at])
        known = weight > 0
        views = [(matrix(at), 1.0), (bare(at) if bare else None, _BARE_WEIGHT)]
        for view, share in views:
            if view is not None:
                rows.append(view.T[known])
                targets.append(example.target[known])
                weights.append(weight[known] * share)
    return fit_forest(
        np.concatenate(rows), np.concatenate(targets), np.concatenate(weights), BLOCKS
    )


_BARE_WEIGHT = 0.5

_CONTRADICTED = (0.05, 0.85)
"""Probabilities of body, by models that did not see the page, from which a label against them is
more likely an error of the gold text than of the models. Looked at by hand, what exceeds them are
paragraphs of the article behind an early end of the gold text, for the most part."""

_DISTRUST = 0.1


def trusted(example: Example, odds: Doubles) -> Floats:
    """Return the trust in each label of a page (confident learning, Northcutt 2021)."""
    body = sigmoid(odds)
    low, high = _CONTRADICTED
    contradicted = np.where(example.target > 0.5, body < low, body > high)
    return np.where(contradicted, _DISTRUST, 1.0).astype(np.float32)


def fit_kind(examples: Sequence[Example], chosen: Sequence[int], pages: Sequence[Floats]) -> Forest:
    """Train the model of page types, on the pages of the set that has all of them."""
    some = [at for at in chosen if examples[at].set_name == "wcxb-dev"]
    target = np.array([PAGE_TYPES.index(examples[at].gold["page_type"]) for at in some])
    rows = np.concatenate([pages[at] for at in some], axis=1).T
    return fit_forest(rows, target, None, PAGES)


def fit_shifts(examples: Sequence[Example], odds: Sequence[Doubles]) -> Doubles:
    """Fit the log-odds that a cue of each kind takes off, where the trees do not see it.

    Logistic regression on the cross-validated log-odds, by Newton's method. The prior is that a
    cue speaks against body by one unit, give or take one; a cue is never evidence for body.
    """
    pages = [at for at, one in enumerate(examples) if one.fold != GATE]
    rows = np.concatenate([examples[at].cues for at in pages])
    target = np.concatenate([examples[at].target for at in pages])
    offset = np.concatenate([odds[at] for at in pages])
    known = (np.concatenate([examples[at].weight for at in pages]) > 0) & rows.any(axis=1)
    rows, target, offset = rows[known], target[known], offset[known]
    shifts = np.full(rows.shape[1], -1.0)
    for _ in range(_NEWTON_STEPS):
        body = sigmoid(offset + rows @ shifts)
        slope = rows.T @ (body - target) + shifts + 1
        curve = (rows * (body * (1 - body))[:, None]).T @ rows + np.eye(len(shifts))
        shifts -= np.linalg.solve(curve, slope)
    shifts[NEVER_BODY] = np.minimum(shifts[NEVER_BODY], _NEVER_BODY_SHIFT)
    worth: Doubles = np.minimum(shifts, 0)
    return worth


def fit_calibration(promises: Sequence[Promise]) -> Doubles:
    """Fit the mean word F1 of pages as a function of the expected one.

    They promise too much of pages in the middle, as the blocks of a list are right or wrong
    together. Isotonic regression (Zadrozny and Elkan 2002) of the real on the promised F1,
    and of that its values at some quantiles.

    Returns:
        Promised and real F1, both ascending, shape (2, knots).
    """
    ordered = sorted(promises)
    expected = np.array([promise.expected for promise in ordered])
    real = isotonic_regression([promise.real for promise in ordered]).x
    knots = np.linspace(0, len(ordered) - 1, _KNOTS).astype(int)
    return np.stack((expected[knots], real[knots]))


_KNOTS = 24
"""So few that each stands for some hundred pages."""


NEVER_BODY = [
    tuple(BlockKind).index(kind)
    for kind in (
        BlockKind.AUTHOR_BIO, BlockKind.SHARE, BlockKind.SUBSCRIBE, BlockKind.ADVERT,
        BlockKind.COMMENT_FORM, BlockKind.CONSENT, BlockKind.CREDIT,
    )
]  # fmt: skip
"""Kinds that are no part of an article by what they are; the others are words like "Contact",
which head a section of the body as well."""

_NEVER_BODY_SHIFT = -1.5
"""Least that a cue of these takes off. The corpora hold too few to learn it; it costs no more than
0.001 of any measure."""


_NEWTON_STEPS = 50


def crossed(
    examples: Sequence[Example],
    fit: Callable[[int, Sequence[int]], Model],
    predict: Callable[[Model, int, int], Result],
) -> tuple[Model, list[Result]]:
    """Predict every page by a model that saw no page of its fold, nor of the gate.

    Args:
        examples: All pages.
        fit: Makes the model for a fold from the pages with the given indices.
        predict: What a model says, for a fold, of the page with an index.

    Returns:
        The model that saw all but the gate, and the predictions.
    """
    found: dict[int, Result] = {}
    forests = {}
    for fold in (*range(FOLDS), GATE):
        forest = fit(fold, [at for at, one in enumerate(examples) if one.fold not in (fold, GATE)])
        found |= {
            at: predict(forest, fold, at) for at, one in enumerate(examples) if one.fold == fold
        }
        forests[fold] = forest
    return forests[GATE], [found[at] for at in range(len(examples))]


def crossed_blocks(
    examples: Sequence[Example],
    matrix: OfFold[Floats],
    trust: Sequence[Floats] | None = None,
    bare: OfFold[Floats | None] | None = None,
    among: Callable[[Example], bool] = lambda _: True,
) -> tuple[Forest, list[Doubles]]:
    """Models of blocks and the log-odds that they give, as `crossed` does.

    Args:
        examples: All pages.
        matrix: The features of a page, by a fold and its index.
        trust: As for `fit_blocks`.
        bare: As for `fit_blocks`, by a fold and its index.
        among: Which pages to train on.
    """

    def fit(fold: int, some: Sequence[int]) -> Forest:
        chosen = [at for at in some if among(examples[at])]
        of_bare = partial(bare, fold) if bare else None
        return fit_blocks(examples, chosen, partial(matrix, fold), trust, of_bare)

    return crossed(
        examples,
        fit,
        lambda forest, fold, at: forest.predict(matrix(fold, at))[:, 0].astype(np.float64),
    )
