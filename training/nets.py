"""Train the convolutional networks, by JAX; what runs them is cleanarticle.net."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import optax

from cleanarticle.core.network import CLIPPED, DILATIONS, REACH, Network, log_scaled
from stack import crossed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.layout import Doubles, Floats
    from corpora import Example
    from stack import Matrix, OfFold

Parts = dict[str, Any]
"""The arrays of a net, as in `cleanarticle.net.Net`."""

SEED = 7
WIDTH = 32
"""Outputs of a layer; 64 learn the pages by heart and are worse on others."""
EPOCHS = 10
DROPPED = 0.2
"""Share of inputs that is dropped in training (Srivastava et al. 2014)."""
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-2
WARM_UP = 0.15
"""Share of the steps after which the learning rate is highest; it ends at nothing (Smith 2018)."""

ROW = 8192
"""Blocks that make one step: pages one after another with gaps between."""
GAP = 2 * REACH * max(DILATIONS) + 4
"""So many zeros that no page is seen from the one before."""
PAGES = 96
"""Most pages of a row."""
SAMPLE = 7
"""Of this many blocks one is looked at to scale the features."""


class Batch(NamedTuple):
    """Pages in a row.

    Attributes:
        columns: The scaled features, shape (blocks, features).
        real: 1 for a block and 0 for what fills the gaps.
        target: Whether each block is body.
        weight: How much each counts.
        page: Which page of the row each is of.
    """

    columns: npt.NDArray[np.float16]
    real: Floats
    target: Floats
    weight: Floats
    page: npt.NDArray[np.int32]


def fit_net(
    examples: Sequence[Example],
    chosen: Sequence[int],
    matrix: Matrix,
    trust: Sequence[Floats],
) -> Network:
    """Train a network on some of the pages.

    Args:
        examples: All pages.
        chosen: The indices of those to train on.
        matrix: The features of a page, by its index.
        trust: What to weigh the blocks of each page with, as `stack.trusted` says.
    """
    pages = _Pages.of(examples, chosen, matrix, trust)
    parts = _start(pages.columns.shape[1])
    steps = EPOCHS * len(pages.rows(list(range(len(chosen)))))
    schedule = optax.cosine_onecycle_schedule(steps, LEARNING_RATE, WARM_UP)
    optimizer = optax.adamw(schedule, b2=0.99, weight_decay=WEIGHT_DECAY)
    state = optimizer.init(parts)

    def step(parts: Parts, state: Any, batch: Batch, key: Any) -> tuple[Parts, Any]:
        slopes = jax.grad(_loss)(parts, batch, key)
        updates, state = optimizer.update(slopes, state, parts)
        return optax.apply_updates(parts, updates), state

    quick_step = jax.jit(step)
    for at, batch in enumerate(pages.batches()):
        parts, state = quick_step(parts, state, batch, jax.random.fold_in(jax.random.key(SEED), at))
    trained = {name: np.asarray(value, np.float32) for name, value in parts.items()}
    return Network({"mean": pages.mean, "deviation": pages.deviation, **trained})


@dataclass(frozen=True)
class _Pages:
    """Pages to train on, one below the other, and where each begins."""

    columns: npt.NDArray[np.float16]
    target: Floats
    weight: Floats
    starts: list[int]
    mean: Floats
    deviation: Floats

    @classmethod
    def of(
        cls,
        examples: Sequence[Example],
        chosen: Sequence[int],
        matrix: Matrix,
        trust: Sequence[Floats],
    ) -> _Pages:
        sample = np.concatenate([log_scaled(matrix(at)[:, at % SAMPLE :: SAMPLE]) for at in chosen],
                                axis=1)  # fmt: skip
        mean, deviation = sample.mean(axis=1), sample.std(axis=1) + np.float32(1e-3)

        def scaled(at: int) -> npt.NDArray[np.float16]:
            columns = (log_scaled(matrix(at)) - mean[:, None]) / deviation[:, None]
            clipped: npt.NDArray[np.float16] = np.clip(columns, -CLIPPED, CLIPPED).T.astype("e")
            return clipped

        sizes = [len(examples[at].target) for at in chosen]
        return cls(
            np.concatenate([scaled(at) for at in chosen]),
            np.concatenate([examples[at].target > 0.5 for at in chosen]).astype(np.float32),
            np.concatenate([examples[at].weight * trust[at] for at in chosen]),
            [0, *np.cumsum(sizes).tolist()],
            mean,
            deviation,
        )

    def size(self, page: int) -> int:
        """Return the number of blocks of a page that are used."""
        return min(self.starts[page + 1] - self.starts[page], ROW - GAP)

    def rows(self, order: Sequence[int]) -> list[list[int]]:
        """Pages that fit into a row each, in this order."""
        rows: list[list[int]] = []
        used = ROW
        for page in order:
            size = self.size(page) + GAP
            if used + size > ROW or len(rows[-1]) == PAGES:
                rows.append([])
                used = 0
            rows[-1].append(page)
            used += size
        return rows

    def batches(self) -> Iterator[Batch]:
        """All pages in another order each epoch."""
        random = np.random.default_rng(SEED)
        for _ in range(EPOCHS):
            for row in self.rows(random.permutation(len(self.starts) - 1).tolist()):
                yield self._batch(row)

    def _batch(self, row: Sequence[int]) -> Batch:
        batch = Batch(
            np.zeros((ROW, self.columns.shape[1]), np.float16), np.zeros(ROW, np.float32),
            np.zeros(ROW, np.float32), np.zeros(ROW, np.float32), np.zeros(ROW, np.int32),
        )  # fmt: skip
        used = 0
        for index, page in enumerate(row):
            start, size = self.starts[page], self.size(page)
            here, there = slice(used, used + size), slice(start, start + size)
            batch.columns[here], batch.target[here] = self.columns[there], self.target[there]
            batch.weight[here], batch.real[here] = self.weight[there], 1
            batch.page[here] = index
            used += size + GAP
        return batch


def _start(features: int) -> Parts:
    """Random weights of all layers, those that add to a residual smaller (Zhang et al. 2019)."""
    seen = (2 * REACH + 1) * WIDTH
    shapes = {"entry": (WIDTH, features, 1.0), "page": (WIDTH, 2 * WIDTH, 0.5),
              "hidden": (WIDTH, 2 * WIDTH, 1.0), "last": (1, WIDTH, 0.1)}  # fmt: skip
    for at in range(len(DILATIONS)):
        shapes |= {f"wide{at}": (WIDTH, seen, 1.0), f"narrow{at}": (WIDTH, WIDTH, 0.3)}
    random = np.random.default_rng(SEED)
    parts: Parts = {}
    for name, (outputs, inputs, scale) in shapes.items():
        weights = random.standard_normal((outputs, inputs)) * scale / inputs**0.5
        parts[f"{name}_weights"] = jnp.asarray(weights, jnp.float32)
        parts[f"{name}_bias"] = jnp.zeros(outputs)
    return parts


def _loss(parts: Parts, batch: Batch, key: Any) -> Any:
    """Weighted cross entropy of a row of pages."""
    errors = optax.sigmoid_binary_cross_entropy(_odds(parts, batch, key), batch.target)
    return (batch.weight * errors).sum() / (batch.weight.sum() + 1e-6)


def _odds(parts: Parts, batch: Batch, key: Any) -> Any:
    """Return the outputs of `Network.predict` for a row of pages, with dropout."""
    keys = iter(jax.random.split(key, len(DILATIONS) + 2))
    real = batch.real[:, None]

    def dense(name: str, columns: Any) -> Any:
        return columns @ parts[f"{name}_weights"].T + parts[f"{name}_bias"]

    def dropped(columns: Any) -> Any:
        kept = jax.random.bernoulli(next(keys), 1 - DROPPED, columns.shape)
        return columns * kept / (1 - DROPPED)

    of_page = partial(_of_page, page=batch.page, real=real)
    first = jax.nn.relu(dense("entry", dropped(batch.columns.astype(jnp.float32)))) * real
    blocks = first
    for at, dilation in enumerate(DILATIONS):
        wide = dropped(jax.nn.relu(dense(f"wide{at}", _neighbors(blocks, dilation))))
        blocks = (blocks + dense(f"narrow{at}", wide)) * real
        if at == 0:
            said = jax.nn.relu(dense("page", of_page(blocks)))
            blocks = (blocks + said[batch.page]) * real
    hidden = jax.nn.relu(dense("hidden", jnp.concatenate((blocks, first), axis=1)))
    return dense("last", dropped(hidden))[:, 0]


def _of_page(blocks: Any, page: Any, real: Any) -> Any:
    """Mean and maximum over the blocks of each page."""
    total = jax.ops.segment_sum(blocks, page, PAGES)
    count = jax.ops.segment_sum(real, page, PAGES)
    most = jax.ops.segment_max(jnp.where(real > 0, blocks, -jnp.inf), page, PAGES)
    most = jnp.where(jnp.isfinite(most), most, 0)
    return jnp.concatenate((total / jnp.maximum(count, 1), most), axis=1)


def _neighbors(blocks: Any, dilation: int) -> Any:
    edge = REACH * dilation
    padded = jnp.pad(blocks, ((edge, edge), (0, 0)))
    return jnp.concatenate(
        [padded[at * dilation : at * dilation + ROW] for at in range(2 * REACH + 1)], axis=1
    )


def crossed_net(
    examples: Sequence[Example], matrix: OfFold[Floats], trust: Sequence[Floats]
) -> tuple[Network, list[Doubles]]:
    """Networks and the log-odds that they give, as `stack.crossed` does.

    Args:
        examples: All pages.
        matrix: The features of a page, by a fold and its index.
        trust: What to weigh the blocks of each page with, as `stack.trusted` says.
    """
    return crossed(
        examples,
        lambda fold, some: fit_net(examples, some, partial(matrix, fold), trust),
        lambda net, fold, at: net.predict(matrix(fold, at)).astype(np.float64),
    )
