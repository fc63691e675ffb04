"""Schema: the names of the features that each model takes, in order.

The names are saved with the weights and compared when they are loaded, so that a reordered feature
fails loudly instead of silently ruining the scores.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.cohesion import COHESION_FEATURES
from cleanarticle.core.context import CONTEXT_FEATURES
from cleanarticle.core.features import FEATURES
from cleanarticle.core.kind_features import SHAPE_FEATURES, Place
from cleanarticle.core.page_signals import PAGE_SIGNAL_FEATURES
from cleanarticle.core.page_type import PAGE_TYPES
from cleanarticle.core.vocabulary import VOCABULARY_FEATURES
from cleanarticle.core.weights import read_arrays
from cleanarticle.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy.typing as npt

FIRST_PASS = (*FEATURES, *VOCABULARY_FEATURES)
SECOND_PASS = (*FIRST_PASS, *CONTEXT_FEATURES, *(f"type_{name}" for name in PAGE_TYPES))
TEXT_PASS = (*FIRST_PASS, *CONTEXT_FEATURES, *COHESION_FEATURES)
PAGE = (
    *(f"{weighting}_{name}" for weighting in ("mean", "size", "body") for name in FIRST_PASS),
    "body_size", "body_share", "body_max", *PAGE_SIGNAL_FEATURES,
)  # fmt: skip

_SCHEMAS: dict[str, dict[str, tuple[str, ...]]] = {
    "labeler": {
        "first": FIRST_PASS,
        "types": PAGE,
        "second": SECOND_PASS,
        "text_first": FIRST_PASS,
        "text_second": TEXT_PASS,
        "cue_shifts": tuple(BlockKind),
        "type_outputs": PAGE_TYPES,
    },
    "kinds": {
        "places": tuple(place.name for place in Place),
        "shape": SHAPE_FEATURES,
        "outputs": tuple(BlockKind),
    },
}
"""The input names of each model, by the name of the weights file."""


@cache
def schema_of(name: str) -> str:
    """Return the schema of a weights file as JSON: feature names by model.

    Args:
        name: "labeler" or "kinds".
    """
    return json.dumps(_SCHEMAS[name])


def schema_hash(schema: str) -> str:
    """Return the hash of a schema."""
    return hashlib.sha256(schema.encode()).hexdigest()


def first_difference(saved: str, current: str) -> str:
    """Describe the first difference between two schemas."""
    old, new = json.loads(saved), json.loads(current)
    for model in (*old, *new):
        before, after = old.get(model, []), new.get(model, [])
        for index in range(max(len(before), len(after))):
            names = [names[index] if index < len(names) else None for names in (before, after)]
            if names[0] != names[1]:
                return f"feature {index} of {model!r} is {names[0]!r} there and {names[1]!r} here"
    return "the order of the models differs"


_SCHEMA, _HASH = "schema", "schema_hash"


@cache
def load_weights(name: str = "labeler") -> Mapping[str, npt.NDArray[np.generic]]:
    """Return the arrays of a weights file, read and checked once.

    Args:
        name: "labeler" or "kinds".

    Raises:
        WeightsError: The models were trained on different features from those that the code
            computes.
    """
    arrays = read_arrays(name)
    check_schema(name, arrays)
    return arrays


def check_schema(name: str, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
    """Compare the schema saved with the weights with the current one.

    Raises:
        WeightsError: The schemas differ, or none was saved.
    """
    current = schema_of(name)
    if _HASH in arrays and _decode(arrays[_HASH]) == schema_hash(current):
        return
    if _SCHEMA not in arrays:
        reason = "they were saved without feature names"
    else:
        reason = first_difference(_decode(arrays[_SCHEMA]), current)
    raise WeightsError(
        f"the weights in {name}.npz do not fit this code: {reason}; reinstall the package, or train"
        " them again (make train)"
    )


def save_weights(path: Path, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
    """Write a weights file with the current schema, compressed.

    Args:
        path: The file; its stem is "labeler" or "kinds".
        arrays: The arrays of its models.
    """
    schema = schema_of(path.stem)
    saved = {_SCHEMA: _encode(schema), _HASH: _encode(schema_hash(schema))}
    np.savez_compressed(path, **{**arrays, **saved})  # type: ignore[arg-type]


def _encode(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _decode(array: npt.NDArray[np.generic]) -> str:
    return array.tobytes().decode()
