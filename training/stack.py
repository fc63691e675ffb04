"""The models in a row: a first look at each block, the page's type, a second look in context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from catboost import CatBoostClassifier, Pool
from corpora import GATE, thinned

from cleanarticle.context import context_features
from cleanarticle.model import Forest
from cleanarticle.pagetype import PAGE_TYPES, page_features

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpora import Example

    from cleanarticle.features import Doubles, Floats

SEED = 7
BLOCKS: dict[str, Any] = {
    "iterations": 300, "depth": 6, "learning_rate": 0.12, "l2_leaf_reg": 6, "border_count": 64,
    "rsm": 0.3, "bootstrap_type": "Bernoulli", "subsample": 0.7, "score_function": "L2",
}  # fmt: skip
PAGES: dict[str, Any] = {
    "iterations": 300, "depth": 4, "learning_rate": 0.08, "l2_leaf_reg": 6, "border_count": 32,
    "rsm": 0.1, "bootstrap_type": "Bernoulli", "subsample": 0.7, "loss_function": "MultiClass",
}  # fmt: skip

Matrix = "Callable[[Example], Floats]"


def fit_forest(
    matrix: Floats, target: npt.NDArray[Any], weight: Floats | None, settings: dict[str, Any]
) -> Forest:
    """Train oblivious trees by CatBoost, and take them out of it."""
    model = CatBoostClassifier(**settings, random_seed=SEED, thread_count=-1, verbose=0)
    model.fit(Pool(matrix, target, weight=weight))
    return _as_forest(model)


def _as_forest(model: CatBoostClassifier) -> Forest:
    import json
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text("utf-8"))
    trees = saved["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    scale, bias = saved["scale_and_bias"]
    bias = np.atleast_1d(np.array(bias, np.float32))
    outputs = len(trees[0]["leaf_values"]) // (1 << len(trees[0]["splits"]))
    questions = np.zeros((len(trees), depth), np.intp)
    thresholds = np.full((len(trees), depth), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << depth, outputs), np.float32)
    for index, tree in enumerate(trees):
        for bit, split in enumerate(tree["splits"]):
            questions[index, bit] = split["float_feature_index"]
            thresholds[index, bit] = split["border"]
        values = np.array(tree["leaf_values"], np.float32).reshape(-1, outputs)
        leaves[index, : len(values)] = values * scale
    return Forest(questions.ravel(), thresholds.ravel(), leaves, np.resize(bias, outputs))


@dataclass(frozen=True, slots=True)
class Stack:
    """The trained models.

    Attributes:
        first: Features to log-odds of body.
        kind: Page features to the log-odds of the page types; None for plain text.
        second: Features, context and page type to log-odds.
        opinion: The same with trafilatura's verdict; None for plain text.
    """

    first: Forest
    kind: Forest | None
    second: Forest
    opinion: Forest | None


def softmax(values: Floats) -> Floats:
    """Probabilities of log-odds, by rows."""
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def fit_blocks(
    examples: Sequence[Example], matrix: Callable[[Example], Floats], *, bare: bool = False
) -> Forest:
    """Train a model of blocks."""
    rows, targets, weights = [], [], []
    for example in examples:
        weight = thinned(example)
        chosen = weight > 0
        rows.append(matrix(example)[chosen])
        targets.append(example.target[chosen])
        weights.append(weight[chosen])
        if bare and example.bare is not None:
            rows.append(example.bare[chosen])
            targets.append(example.target[chosen])
            weights.append(weight[chosen] * 0.5)
    return fit_forest(np.concatenate(rows), np.concatenate(targets), np.concatenate(weights), BLOCKS)


def fit_kind(examples: Sequence[Example], odds: dict[int, Doubles]) -> Forest:
    """Train the model of page types, on the pages of the set that has all of them."""
    pages = [example for example in examples if example.set_name == "wcxb-dev"]
    matrix = np.concatenate(
        [page_features(one.layout, one.features, odds[id(one)]) for one in pages]
    )
    target = np.array([PAGE_TYPES.index(one.gold["page_type"]) for one in pages])
    return fit_forest(matrix, target, None, PAGES)


def crossed(
    examples: Sequence[Example],
    fit: Callable[[Sequence[Example]], Forest],
    predict: Callable[[Forest, Example], Floats],
) -> dict[int, Floats]:
    """Predict every page by a model that saw no page of its fold, nor of the gate."""
    found: dict[int, Floats] = {}
    for fold in sorted({example.fold for example in examples}):
        forest = fit([one for one in examples if one.fold not in (fold, GATE)])
        found.update({id(one): predict(forest, one) for one in examples if one.fold == fold})
    return found


def second_matrix(example: Example, odds: Doubles, kinds: Floats | None) -> Floats:
    """The columns of the second look."""
    parts = [example.features, context_features(example.layout, odds)]
    if kinds is not None:
        parts.append(np.broadcast_to(kinds, (len(example.features), kinds.shape[1])))
    return np.concatenate(parts, axis=1, dtype=np.float32)
