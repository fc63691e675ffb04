from __future__ import annotations

import numpy as np
import pytest

from cleanarticle.core.models import load_forest
from cleanarticle.core.schema import load_weights


def test_load_weights_total_size_is_below_2_mb() -> None:
    assert sum(array.nbytes for array in load_weights().values()) < 2_000_000


@pytest.mark.parametrize(
    "name",
    ["first", "types", "second", "text_first", "text_second"],
)
def test_load_forest_packaged_forests_are_complete(name: str) -> None:
    forest = load_forest(name)
    depth, trees = forest.questions.shape
    assert forest.leaves.shape[:2] == (trees, 2**depth)
    assert forest.thresholds.shape == forest.questions.shape
    assert np.isfinite(forest.leaves).all()
