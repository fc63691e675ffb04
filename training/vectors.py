"""Vectors: numpy's types and functions of whole arrays, which only training needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cleanarticle.core.schema import SCHEMA, SCHEMA_HASH, schema_hash, schema_of
from cleanarticle.labeling.scoring import CUE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cleanarticle.core.forest import Forest
    from cleanarticle.labeling.scoring import OwnCue

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


def sigmoid(log_odds: Doubles) -> Doubles:
    """Return the probabilities of log-odds."""
    return 1 / (1 + np.exp(-log_odds))


def predict_log_odds(forest: Forest, features: Floats) -> Doubles:
    """Return the log-odds of body of each block, given features of shape (features, blocks)."""
    return np.array(forest.predict([features]), np.float64)


def cue_matrix(cues: Sequence[OwnCue | None]) -> Doubles:
    """Return the weight of each block's own cue in a column for its kind, shape (blocks, kinds)."""
    weights = np.zeros((len(cues), len(CUE_COLUMNS)))
    for index, cue in enumerate(cues):
        if cue is not None:
            weights[index, cue.kind] = cue.weight
    return weights


def save_weights(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write a weights file with the current schema, compressed.

    Args:
        path: The file; its stem is "labeler" or "kinds".
        arrays: The arrays of its models.
    """
    schema = schema_of(path.stem)
    texts = {SCHEMA: schema, SCHEMA_HASH: schema_hash(schema)}
    saved = {name: np.frombuffer(text.encode(), np.uint8) for name, text in texts.items()}
    np.savez_compressed(path, **{**arrays, **saved})  # type: ignore[arg-type]
