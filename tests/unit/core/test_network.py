from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.models import load_forest, load_network
from cleanarticle.core.network import DILATIONS, REACH, Network, log_scaled

if TYPE_CHECKING:
    from cleanarticle.core.matmul import Floats

SEEN = REACH * sum(DILATIONS)
"""Blocks on each side that the convolutions see."""


def net_of(seed: int = 0, *, page: bool = True, width: int = 4, features: int = 3) -> Network:
    """A network of random weights; without `page` it sees through its convolutions alone."""
    random = np.random.default_rng(seed)
    shapes = {"entry": (width, features), "page": (width, 2 * width), "hidden": (width, 2 * width),
              "last": (1, width)}  # fmt: skip
    for at in range(len(DILATIONS)):
        shapes |= {f"wide{at}": (width, width * (2 * REACH + 1)), f"narrow{at}": (width, width)}
    parts: dict[str, Floats] = {
        "mean": np.zeros(features, np.float32), "deviation": np.ones(features, np.float32)
    }  # fmt: skip
    for name, (outputs, inputs) in shapes.items():
        scale = 0.0 if name == "page" and not page else 1.0
        parts[f"{name}_weights"] = scale * random.standard_normal((outputs, inputs), np.float32)
        parts[f"{name}_bias"] = scale * random.standard_normal(outputs, np.float32)
    return Network(parts)


def rows(blocks: int, seed: int = 1, features: int = 3) -> Floats:
    return np.random.default_rng(seed).standard_normal((features, blocks), np.float32)


def test_a_block_sees_so_far_and_no_further() -> None:
    matrix = rows(3 * SEEN)
    other = matrix.copy()
    other[:, 0] += 1
    changed = np.flatnonzero(
        net_of(page=False).predict(matrix) != net_of(page=False).predict(other)
    )
    assert changed.min() == 0
    assert changed.max() == SEEN


def test_a_block_sees_to_both_sides() -> None:
    matrix = rows(3 * SEEN)
    other = matrix.copy()
    other[:, -1] += 1
    changed = np.flatnonzero(
        net_of(page=False).predict(matrix) != net_of(page=False).predict(other)
    )
    assert changed.min() == 2 * SEEN - 1


def test_the_page_as_a_whole_is_seen_from_everywhere() -> None:
    matrix = rows(3 * SEEN)
    other = matrix.copy()
    other[:, 0] += 1
    changed = np.flatnonzero(net_of().predict(matrix) != net_of().predict(other))
    assert changed.max() > 2 * SEEN


def test_one_layer_after_the_other() -> None:
    """The sums of one block alone, by hand."""
    ones = {"entry": (1, 1), "page": (1, 2), "hidden": (1, 2), "last": (1, 1)}
    for at in range(len(DILATIONS)):
        ones |= {f"wide{at}": (1, 2 * REACH + 1), f"narrow{at}": (1, 1)}
    parts = {"mean": np.zeros(1, np.float32), "deviation": np.ones(1, np.float32)}
    for name, shape in ones.items():
        parts |= {f"{name}_weights": np.ones(shape, np.float32),
                  f"{name}_bias": np.zeros(1, np.float32)}  # fmt: skip
    entry = np.log(3)  # 2, squashed
    first = 2 * entry + 2 * (2 * entry)  # itself twice, and the page's mean and maximum
    hidden = 4 * first + entry  # doubled by each of two more layers
    assert Network(parts).predict(np.array([[2.0]], np.float32)) == pytest.approx(hidden)


@given(st.integers(1, 60), st.integers(0, 5))
def test_every_block_gets_its_odds(blocks: int, seed: int) -> None:
    odds = net_of(seed).predict(1e6 * rows(blocks, seed))
    assert odds.shape == (blocks,)
    assert np.isfinite(odds).all()


def test_squashed_keeps_order_and_sign() -> None:
    values = np.array([[-np.inf, -100, -1, 0, 1, 100]], np.float32)
    assert (np.diff(log_scaled(values)) > 0).all()
    assert log_scaled(values)[0, 3] == 0


@pytest.mark.parametrize("name", ["page", "text"])
def test_the_networks_are_there(name: str) -> None:
    net = load_network(name)
    features = len(net.parts["mean"])
    assert features > load_forest("first").questions.max()
    assert np.isfinite(net.predict(np.zeros((features, 5), np.float32))).all()
