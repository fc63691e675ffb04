"""Schema: the names of the features that each model takes, in order.

The names are saved with the weights and compared when they are loaded, so that a reordered feature
fails loudly instead of silently ruining the scores.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING

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

    from cleanarticle.core.arrays import Matrix

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


SCHEMA, SCHEMA_HASH = "schema", "schema_hash"
"""The names of arrays with the schema of a file, and its hash."""


@cache
def load_weights(name: str = "labeler") -> Mapping[str, Matrix]:
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


def check_schema(name: str, arrays: Mapping[str, Matrix]) -> None:
    """Compare the schema saved with the weights with the current one.

    Raises:
        WeightsError: The schemas differ, or none was saved.
    """
    current = schema_of(name)
    if SCHEMA_HASH in arrays and _decode(arrays[SCHEMA_HASH]) == schema_hash(current):
        return
    if SCHEMA not in arrays:
        reason = "they were saved without feature names"
    else:
        reason = first_difference(_decode(arrays[SCHEMA]), current)
    raise WeightsError(
        f"the weights in {name}.npz do not fit this code: {reason}; reinstall the package, or train"
        " them again (make train)"
    )


def _decode(array: Matrix) -> str:
    return array.tobytes().decode()
