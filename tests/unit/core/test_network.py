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

RECEPTIVE_FIELD = REACH * sum(DILATIONS)
"""Blocks on each side that the convolutions read."""


def make_network(seed: int = 0, *, page: bool = True, width: int = 4, features: int = 3) -> Network:
    """Return a network of random weights; without `page`, only its convolutions mix blocks."""
    random = np.random.default_rng(seed)
    shapes = {"entry": (width, features), "page": (width, 2 * width), "hidden": (width, 2 * width),
              "last": (1, width)}  # fmt: skip
    for index in range(len(DILATIONS)):
        shapes |= {
            f"wide{index}": (width, width * (2 * REACH + 1)),
            f"narrow{index}": (width, width),
        }
    parts: dict[str, Floats] = {
        "mean": np.zeros(features, np.float32), "deviation": np.ones(features, np.float32)
    }  # fmt: skip
    for name, (outputs, inputs) in shapes.items():
        scale = 0.0 if name == "page" and not page else 1.0
        parts[f"{name}_weights"] = scale * random.standard_normal((outputs, inputs), np.float32)
        parts[f"{name}_bias"] = scale * random.standard_normal(outputs, np.float32)
    return Network(parts)


def random_features(blocks: int, seed: int = 1, features: int = 3) -> Floats:
    return np.random.default_rng(seed).standard_normal((features, blocks), np.float32)


def test_predict_changed_first_block_affects_receptive_field_only() -> None:
    matrix = random_features(3 * RECEPTIVE_FIELD)
    other = matrix.copy()
    other[:, 0] += 1
    changed = np.flatnonzero(
        make_network(page=False).predict(matrix) != make_network(page=False).predict(other)
    )
    assert changed.min() == 0
    assert changed.max() == RECEPTIVE_FIELD


def test_predict_changed_last_block_affects_blocks_before() -> None:
    matrix = random_features(3 * RECEPTIVE_FIELD)
    other = matrix.copy()
    other[:, -1] += 1
    changed = np.flatnonzero(
        make_network(page=False).predict(matrix) != make_network(page=False).predict(other)
    )
    assert changed.min() == 2 * RECEPTIVE_FIELD - 1


def test_predict_page_layer_affects_blocks_beyond_receptive_field() -> None:
    matrix = random_features(3 * RECEPTIVE_FIELD)
    other = matrix.copy()
    other[:, 0] += 1
    changed = np.flatnonzero(make_network().predict(matrix) != make_network().predict(other))
    assert changed.max() > 2 * RECEPTIVE_FIELD


def test_predict_single_block_equals_manual_calculation() -> None:
    ones = {"entry": (1, 1), "page": (1, 2), "hidden": (1, 2), "last": (1, 1)}
    for index in range(len(DILATIONS)):
        ones |= {f"wide{index}": (1, 2 * REACH + 1), f"narrow{index}": (1, 1)}
    parts = {"mean": np.zeros(1, np.float32), "deviation": np.ones(1, np.float32)}
    for name, shape in ones.items():
        parts |= {f"{name}_weights": np.ones(shape, np.float32),
                  f"{name}_bias": np.zeros(1, np.float32)}  # fmt: skip
    entry = np.log(3)  # 2, log-scaled
    first = 2 * entry + 2 * (2 * entry)  # itself twice, plus the mean and the maximum of the page
    hidden = 4 * first + entry  # doubled by each of the two other layers
    assert Network(parts).predict(np.array([[2.0]], np.float32)) == pytest.approx(hidden)


@given(st.integers(1, 60), st.integers(0, 5))
def test_predict_extreme_features_gives_finite_odds_per_block(blocks: int, seed: int) -> None:
    odds = make_network(seed).predict(1e6 * random_features(blocks, seed))
    assert odds.shape == (blocks,)
    assert np.isfinite(odds).all()


def test_log_scaled_any_values_keeps_order_and_zero() -> None:
    values = np.array([[-np.inf, -100, -1, 0, 1, 100]], np.float32)
    assert (np.diff(log_scaled(values)) > 0).all()
    assert log_scaled(values)[0, 3] == 0


@pytest.mark.parametrize("name", ["page", "text"])
def test_load_network_packaged_networks_read_all_features(name: str) -> None:
    network = load_network(name)
    features = len(network.parts["mean"])
    assert features > load_forest("first").questions.max()
    assert np.isfinite(network.predict(np.zeros((features, 5), np.float32))).all()
