"""Average the models of the blocks of pages with those of another training.

    python training/average.py OTHER.npz          (make average OTHER=...)

The forests of both passes in the package's weights become the means of both, with half of the value
of each leaf: errors that only one training makes count half. The vocabulary is that of OTHER. The
models of page types and of plain text, the shifts and the calibration stay.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cleanarticle.core.schema import SCHEMA_HASH
from train import WEIGHTS
from vectors import save_weights

if TYPE_CHECKING:
    import numpy.typing as npt

FORESTS = ("first", "second")
VOCABULARY = ("names", "names_odds", "words", "words_odds")


def average(
    own: dict[str, npt.NDArray[Any]], other: dict[str, npt.NDArray[Any]]
) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a weights file whose forests of blocks are means of those of two.

    Args:
        own: The arrays of one file, of which the other arrays are kept.
        other: The arrays of the other, of which the vocabulary is taken.
    """
    arrays = own | {name: other[name] for name in VOCABULARY}
    for forest in FORESTS:
        questions, thresholds, leaves, bias = (
            (own[f"{forest}_{part}"], other[f"{forest}_{part}"])
            for part in ("questions", "thresholds", "leaves", "bias")
        )
        arrays[f"{forest}_questions"] = np.concatenate(questions, axis=1)
        arrays[f"{forest}_thresholds"] = np.concatenate(thresholds, axis=1)
        halves = [array.astype(np.float32) / 2 for array in leaves]
        arrays[f"{forest}_leaves"] = np.concatenate(halves).astype(np.float16)
        arrays[f"{forest}_bias"] = (bias[0] + bias[1]) / 2
    return arrays


def main(other: Path) -> None:
    """Average the package's weights with those of another file."""
    with np.load(WEIGHTS) as first, np.load(other) as second:
        if not np.array_equal(first[SCHEMA_HASH], second[SCHEMA_HASH]):
            sys.exit(f"{other} has other features than {WEIGHTS.name}: train it again")
        arrays = average(dict(first), dict(second))
    save_weights(WEIGHTS, arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
