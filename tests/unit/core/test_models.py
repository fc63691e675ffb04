from __future__ import annotations

import math

import pytest

from cleanarticle.core.models import load_forest
from cleanarticle.core.schema import load_weights


def test_load_weights_total_size_is_below_2_mb() -> None:
    assert sum(array.nbytes for array in load_weights().values()) < 2_000_000


@pytest.mark.parametrize(
    ("name", "trees"),
    [("first", 1000), ("types", 300), ("second", 1000), ("text_first", 500), ("text_second", 500)],
)
def test_load_forest_packaged_forests_are_complete(name: str, trees: int) -> None:
    forest = load_forest(name)
    assert len(forest.questions) == trees * forest.depth
    assert len(forest.leaves) == trees * 2**forest.depth * len(forest.bias)
    assert all(map(math.isfinite, forest.leaves))
