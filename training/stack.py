"""Train the forests, the cue shifts and the calibration, by cross-validation."""

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

from children import in_children
from cleanarticle.block import BlockKind
from cleanarticle.core.forest import Forest
from cleanarticle.core.page_type import PAGE_TYPES
from corpora import FOLDS, HELD_OUT, thinned_weights
from vectors import Floats, cue_matrix, predict_log_odds, sigmoid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpora import Example
    from crossed import F1Prediction
    from vectors import Doubles

SEED = 7
BLOCK_SETTINGS: dict[str, Any] = {
    "iterations": 500, "depth": 6, "learning_rate": 0.08, "l2_leaf_reg": 6, "border_count": 64,
    "rsm": 0.3, "bootstrap_type": "Bernoulli", "subsample": 0.7, "score_function": "L2",
}  # fmt: skip
PAGE_SETTINGS: dict[str, Any] = {
    "iterations": 300, "depth": 4, "learning_rate": 0.08, "l2_leaf_reg": 6, "border_count": 32,
    "rsm": 0.1, "bootstrap_type": "Bernoulli", "subsample": 0.7, "loss_function": "MultiClass",
}  # fmt: skip

Model = TypeVar("Model")
Result = TypeVar("Result")
FeaturesOf: TypeAlias = "Callable[[int], Floats]"
BareFeaturesOf: TypeAlias = "Callable[[int], Floats | None]"
ByFold: TypeAlias = "Callable[[int, int], Result]"
"""A function of the number of a fold and the index of a page."""


def fit_forest(
    rows: Floats, target: npt.NDArray[Any], weight: Floats | None, settings: dict[str, Any]
) -> Forest:
    """Train oblivious trees with CatBoost, and convert them to a `Forest`.

    Args:
        rows: Features, shape (samples, features).
        target: Class of each sample, shape (samples,).
        weight: Weight of each sample, shape (samples,), None for equal weights.
        settings: Settings of `CatBoostClassifier`.
    """
    model = CatBoostClassifier(  # its results depend on the number of threads
        **settings, random_seed=SEED, thread_count=1, verbose=0, allow_writing_files=False
    )
    model.fit(Pool(rows, target, weight=weight))
    return _convert_to_forest(model)


def _convert_to_forest(model: CatBoostClassifier) -> Forest:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text("utf-8"))
    trees = saved["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    scale, bias = saved["scale_and_bias"]
    bias = np.atleast_1d(np.array(bias, np.float32))
    outputs = len(trees[0]["leaf_values"]) // (1 << len(trees[0]["splits"]))
    questions = np.zeros((depth, len(trees)), np.int32)
    thresholds = np.full((depth, len(trees)), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << depth, outputs), np.float32)
    for index, tree in enumerate(trees):
        for bit, split in enumerate(tree["splits"]):
            questions[bit, index] = split["float_feature_index"]
            thresholds[bit, index] = split["border"]
        values = np.array(tree["leaf_values"], np.float32).reshape(-1, outputs)
        leaves[index, : len(values)] = values * scale
    bias = np.resize(bias, outputs)
    return Forest(questions.ravel(), thresholds.ravel(), leaves.ravel(), bias, depth)


def fit_block_forest(
    examples: Sequence[Example],
    chosen: Sequence[int],
    features_of: FeaturesOf,
    trust: Sequence[Floats] | None = None,
    bare_features_of: BareFeaturesOf | None = None,
) -> Forest:
    """Train a forest that predicts whether a block is body.

    Args:
        examples: All pages.
        chosen: Indices of the pages to train on.
        features_of: Returns the features of a page.
        trust: Factor for the weight of each block of each page, as `label_trust` returns it.
        bare_features_of: Returns the features of a page without HTML attributes, which are used as
            additional training data, or None.
    """
    rows, targets, weights = [], [], []
    for index in chosen:
        example = examples[index]
        weight = thinned_weights(example) * (1.0 if trust is None else trust[index])
        known = weight > 0
        bare = bare_features_of(index) if bare_features_of else None
        for features, factor in ((features_of(index), 1.0), (bare, _BARE_WEIGHT)):
            if features is not None:
                rows.append(features.T[known])
                targets.append(example.target[known])
                weights.append(weight[known] * factor)
    return fit_forest(
        np.concatenate(rows), np.concatenate(targets), np.concatenate(weights), BLOCK_SETTINGS
    )


_BARE_WEIGHT = 0.5
"""Weight of a block without HTML attributes, relative to the same block with them."""

_CONTRADICTED = (0.05, 0.85)
"""Probabilities of body, by models that did not see the page, beyond which a contradicting label is
more likely an error of the gold text than of the models. Checked by hand: most blocks beyond them
are paragraphs of an article whose gold text ends too early."""

_CONTRADICTED_TRUST = 0.1


def label_trust(example: Example, log_odds: Doubles) -> Floats:
    """Return the trust in each label of a page, 0 to 1 (confident learning, Northcutt 2021).

    Those of pages written for training are trusted, whatever the models say.

    Args:
        example: The page.
        log_odds: Log-odds of body of each block, by models that did not see the page.
    """
    if example.set_name == "written":
        return np.ones(len(log_odds), np.float32)
    body = sigmoid(log_odds)
    low, high = _CONTRADICTED
    contradicted = np.where(example.target > 0.5, body < low, body > high)
    return np.where(contradicted, _CONTRADICTED_TRUST, 1.0).astype(np.float32)


def fit_type_forest(
    examples: Sequence[Example], chosen: Sequence[int], page_features: Sequence[Floats]
) -> Forest:
    """Train the page-type classifier on wcxb-dev, the only corpus with all page types, and manuals.

    Args:
        examples: All pages.
        chosen: Indices of the pages to choose from.
        page_features: Features of each page, shape (page features, 1).
    """
    typed = [index for index in chosen if examples[index].set_name in _TYPE_WEIGHTS]
    weight = [_TYPE_WEIGHTS[examples[index].set_name] for index in typed]
    target = np.array([PAGE_TYPES.index(examples[index].gold["page_type"]) for index in typed])
    rows = np.concatenate([page_features[index] for index in typed], axis=1).T
    return fit_forest(rows, target, np.array(weight, np.float32), PAGE_SETTINGS)


_TYPE_WEIGHTS = {"wcxb-dev": 1.0, "manuals": 0.15}
"""Weights of pages in the training of the page types: manuals as much as the documentation of
wcxb-dev."""


def fit_cue_shifts(examples: Sequence[Example], log_odds: Sequence[Doubles]) -> Doubles:
    """Fit the shift of the log-odds of body by a cue of each kind, in addition to the models.

    Logistic regression with the cross-validated log-odds as a fixed offset, by Newton's method. The
    prior of each shift is a normal distribution with mean -1 and variance 1. Positive shifts are
    set to 0, because a cue is never evidence for body.

    Args:
        examples: All pages.
        log_odds: Cross-validated log-odds of body of the blocks of each page.

    Returns:
        The shifts, none of them positive, shape (kinds,).
    """
    pages = [index for index, example in enumerate(examples) if example.fold != HELD_OUT]
    rows = np.concatenate([cue_matrix(examples[index].cues) for index in pages])
    target = np.concatenate([examples[index].target for index in pages])
    offset = np.concatenate([log_odds[index] for index in pages])
    known = (np.concatenate([examples[index].weight for index in pages]) > 0) & rows.any(axis=1)
    rows, target, offset = rows[known], target[known], offset[known]
    shifts = np.full(rows.shape[1], -1.0)
    for _ in range(_NEWTON_STEPS):
        body = sigmoid(offset + rows @ shifts)
        gradient = rows.T @ (body - target) + shifts + 1
        hessian = (rows * (body * (1 - body))[:, None]).T @ rows + np.eye(len(shifts))
        shifts -= np.linalg.solve(hessian, gradient)
    shifts[NEVER_BODY] = np.minimum(shifts[NEVER_BODY], _NEVER_BODY_SHIFT)
    capped: Doubles = np.minimum(shifts, 0)
    return capped


def fit_opinion_shifts(examples: Sequence[Example], log_odds: Sequence[Doubles]) -> Doubles:
    """Fit the shifts of the log-odds of body for blocks that trafilatura drops, and keeps.

    Logistic regression with the cross-validated log-odds as a fixed offset, weighted like training,
    with a normal prior of mean 0.

    Returns:
        The two shifts, as `cleanarticle.labeling.scoring.opinion_shift` takes them.
    """
    pages = [index for index, example in enumerate(examples) if example.fold != HELD_OUT]
    kept = np.concatenate([examples[index].kept for index in pages])
    target = np.concatenate([examples[index].target for index in pages])
    weight = np.concatenate([examples[index].weight for index in pages])
    offset = np.concatenate([log_odds[index] for index in pages])
    shifts = np.zeros(2)
    for is_kept in (0, 1):
        chosen = (kept == is_kept) & (weight > 0)
        for _ in range(_NEWTON_STEPS):
            body = sigmoid(offset[chosen] + shifts[is_kept])
            slope = float(weight[chosen] @ (body - target[chosen])) + shifts[is_kept]
            shifts[is_kept] -= slope / (float(weight[chosen] @ (body * (1 - body))) + 1)
    return shifts


def fit_calibration(predictions: Sequence[F1Prediction]) -> Doubles:
    """Fit the mean word F1 of pages as a function of the expected one.

    The expected F1 is too high in the middle of its range, because the blocks of a list tend to be
    all right or all wrong. The fit is an isotonic regression (Zadrozny and Elkan 2002) of the
    actual on the expected F1, sampled at quantiles.

    Returns:
        Expected and actual F1, both ascending, shape (2, knots).
    """
    ordered = sorted(predictions)
    expected = np.array([prediction.expected for prediction in ordered])
    actual = isotonic_regression([prediction.actual for prediction in ordered]).x
    knots = np.linspace(0, len(ordered) - 1, _KNOTS).astype(int)
    return np.stack((expected[knots], actual[knots]))


_KNOTS = 24
"""Number of quantiles: few enough that there are about a hundred pages per quantile."""


NEVER_BODY = [
    tuple(BlockKind).index(kind)
    for kind in (
        BlockKind.AUTHOR_BIO, BlockKind.SHARE, BlockKind.SUBSCRIBE, BlockKind.ADVERT,
        BlockKind.COMMENT_FORM, BlockKind.CONSENT, BlockKind.CREDIT,
    )
]  # fmt: skip
"""Indices of the kinds that are never part of an article. Cues of other kinds, such as "Contact",
may also be the heading of a section of the body."""

_NEVER_BODY_SHIFT = -1.5
"""Upper limit of the shift by a cue of these kinds. The corpora have too few examples to learn it;
the limit lowers no metric by more than 0.001."""


_NEWTON_STEPS = 50


def cross_validate(
    examples: Sequence[Example],
    fit: Callable[[int, Sequence[int]], Model],
    predict: Callable[[Model, int, int], Result],
) -> tuple[Model, list[Result]]:
    """Predict every page with a model that saw no page of its fold and none of the held-out fold.

    Args:
        examples: All pages.
        fit: Trains the model that leaves out a fold, on the pages with the given indices.
        predict: Predicts a page with the model that leaves out a fold. Takes the model, the fold
            and the index of the page.

    Returns:
        The model trained on all folds except the held-out one, and the prediction for each page.
    """

    def of_fold(fold: int) -> tuple[Model, dict[int, Result]]:
        left_out = (fold, HELD_OUT)
        chosen = [index for index, page in enumerate(examples) if page.fold not in left_out]
        model = fit(fold, chosen)
        of_page = partial(predict, model, fold)
        return model, {i: of_page(i) for i, page in enumerate(examples) if page.fold == fold}

    results = in_children(of_fold, (*range(FOLDS), HELD_OUT))
    predictions = {index: result for _, found in results for index, result in found.items()}
    return results[-1][0], [predictions[index] for index in range(len(examples))]


def cross_validate_blocks(
    examples: Sequence[Example],
    features_of: ByFold[Floats],
    trust: Sequence[Floats] | None = None,
    bare_features_of: ByFold[Floats | None] | None = None,
    is_included: Callable[[Example], bool] = lambda _: True,
) -> tuple[Forest, list[Doubles]]:
    """Cross-validate forests that predict whether a block is body.

    Args:
        examples: All pages.
        features_of: Returns the features of a page for the model that leaves out a fold.
        trust: As for `fit_block_forest`.
        bare_features_of: As for `fit_block_forest`, for the model that leaves out a fold.
        is_included: Returns True for the pages to train on.

    Returns:
        The forest trained on all folds except the held-out one, and the log-odds of body of the
        blocks of each page.
    """

    def fit(fold: int, training_indices: Sequence[int]) -> Forest:
        chosen = [index for index in training_indices if is_included(examples[index])]
        bare_of_fold = partial(bare_features_of, fold) if bare_features_of else None
        return fit_block_forest(examples, chosen, partial(features_of, fold), trust, bare_of_fold)

    return cross_validate(
        examples,
        fit,
        lambda model, fold, index: predict_log_odds(model, features_of(fold, index)),
    )
