"""Train the convolutional networks with JAX; `cleanarticle.core.network` evaluates them."""

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
from stack import cross_validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.layout import Doubles, Floats
    from corpora import Example
    from stack import ByFold, FeaturesOf

Parts = dict[str, Any]
"""The trained arrays of a network, as in `cleanarticle.core.network.Network`."""

SEED = 7
WIDTH = 32
"""Number of outputs of each layer; 64 overfit."""
EPOCHS = 10
DROPOUT = 0.2
"""Share of inputs that are dropped in training (Srivastava et al. 2014)."""
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-2
WARM_UP_SHARE = 0.15
"""Share of the steps until the learning rate peaks; it then falls to zero (Smith 2018)."""

ROW_LENGTH = 8192
"""Number of positions in a batch, which is a row of pages with gaps between them."""
GAP = 2 * REACH * max(DILATIONS) + 4
"""Number of zeros between two pages: so many that no convolution reads across."""
MAX_PAGES = 96
"""Maximum number of pages in a row."""
SAMPLE_STEP = 7
"""One block in this many is used to compute the mean and deviation of the features."""


class Batch(NamedTuple):
    """A row of pages, with arrays of `ROW_LENGTH` positions.

    Attributes:
        columns: The standardized features, shape (positions, features).
        is_block: 1 for a block, 0 in a gap.
        target: 1 for body, 0 for boilerplate.
        weight: Training weight of each block.
        page: Index of each block's page in the row.
    """

    columns: npt.NDArray[np.float16]
    is_block: Floats
    target: Floats
    weight: Floats
    page: npt.NDArray[np.int32]


def fit_network(
    examples: Sequence[Example],
    chosen: Sequence[int],
    features_of: FeaturesOf,
    trust: Sequence[Floats],
) -> Network:
    """Train a network on some of the pages.

    Args:
        examples: All pages.
        chosen: Indices of the pages to train on.
        features_of: Returns the features of a page.
        trust: Factor for the weight of each block of each page, as `stack.label_trust` returns it.
    """
    pages = _TrainingPages.of(examples, chosen, features_of, trust)
    parts = _initial_parts(pages.columns.shape[1])
    steps = EPOCHS * len(pages.rows(list(range(len(chosen)))))
    schedule = optax.cosine_onecycle_schedule(steps, LEARNING_RATE, WARM_UP_SHARE)
    optimizer = optax.adamw(schedule, b2=0.99, weight_decay=WEIGHT_DECAY)
    state = optimizer.init(parts)

    def step(parts: Parts, state: Any, batch: Batch, key: Any) -> tuple[Parts, Any]:
        gradients = jax.grad(_loss)(parts, batch, key)
        updates, state = optimizer.update(gradients, state, parts)
        return optax.apply_updates(parts, updates), state

    compiled_step = jax.jit(step)
    for index, batch in enumerate(pages.batches()):
        key = jax.random.fold_in(jax.random.key(SEED), index)
        parts, state = compiled_step(parts, state, batch, key)
    trained = {name: np.asarray(value, np.float32) for name, value in parts.items()}
    return Network({"mean": pages.mean, "deviation": pages.deviation, **trained})


@dataclass(frozen=True)
class _TrainingPages:
    """The blocks of all training pages in one array, and the index of the first block of each."""

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
        features_of: FeaturesOf,
        trust: Sequence[Floats],
    ) -> _TrainingPages:
        sample = np.concatenate(
            [
                log_scaled(features_of(index)[:, index % SAMPLE_STEP :: SAMPLE_STEP])
                for index in chosen
            ],
            axis=1,
        )
        mean, deviation = sample.mean(axis=1), sample.std(axis=1) + np.float32(1e-3)

        def standardized(index: int) -> npt.NDArray[np.float16]:
            columns = (log_scaled(features_of(index)) - mean[:, None]) / deviation[:, None]
            clipped: npt.NDArray[np.float16] = np.clip(columns, -CLIPPED, CLIPPED).T.astype("e")
            return clipped

        sizes = [len(examples[index].target) for index in chosen]
        return cls(
            np.concatenate([standardized(index) for index in chosen]),
            np.concatenate([examples[index].target > 0.5 for index in chosen]).astype(np.float32),
            np.concatenate([examples[index].weight * trust[index] for index in chosen]),
            [0, *np.cumsum(sizes).tolist()],
            mean,
            deviation,
        )

    def size(self, page: int) -> int:
        """Return the number of blocks of a page that are used: as many as fit into a row."""
        return min(self.starts[page + 1] - self.starts[page], ROW_LENGTH - GAP)

    def rows(self, order: Sequence[int]) -> list[list[int]]:
        """Split pages into rows, in the given order, and return the indices of each row."""
        rows: list[list[int]] = []
        used = ROW_LENGTH
        for page in order:
            size = self.size(page) + GAP
            if used + size > ROW_LENGTH or len(rows[-1]) == MAX_PAGES:
                rows.append([])
                used = 0
            rows[-1].append(page)
            used += size
        return rows

    def batches(self) -> Iterator[Batch]:
        """Yield the batches of all epochs, each epoch with all pages in another order."""
        random = np.random.default_rng(SEED)
        for _ in range(EPOCHS):
            for row in self.rows(random.permutation(len(self.starts) - 1).tolist()):
                yield self._batch(row)

    def _batch(self, row: Sequence[int]) -> Batch:
        batch = Batch(
            np.zeros((ROW_LENGTH, self.columns.shape[1]), np.float16),
            np.zeros(ROW_LENGTH, np.float32),
            np.zeros(ROW_LENGTH, np.float32),
            np.zeros(ROW_LENGTH, np.float32),
            np.zeros(ROW_LENGTH, np.int32),
        )
        used = 0
        for index, page in enumerate(row):
            start, size = self.starts[page], self.size(page)
            in_row, in_pages = slice(used, used + size), slice(start, start + size)
            batch.columns[in_row] = self.columns[in_pages]
            batch.target[in_row] = self.target[in_pages]
            batch.weight[in_row], batch.is_block[in_row] = self.weight[in_pages], 1
            batch.page[in_row] = index
            used += size + GAP
        return batch


def _initial_parts(features: int) -> Parts:
    """Return random weights, smaller for layers that add to a residual (Zhang et al. 2019)."""
    window = (2 * REACH + 1) * WIDTH
    shapes = {"entry": (WIDTH, features, 1.0), "page": (WIDTH, 2 * WIDTH, 0.5),
              "hidden": (WIDTH, 2 * WIDTH, 1.0), "last": (1, WIDTH, 0.1)}  # fmt: skip
    for index in range(len(DILATIONS)):
        shapes |= {f"wide{index}": (WIDTH, window, 1.0), f"narrow{index}": (WIDTH, WIDTH, 0.3)}
    random = np.random.default_rng(SEED)
    parts: Parts = {}
    for name, (outputs, inputs, scale) in shapes.items():
        weights = random.standard_normal((outputs, inputs)) * scale / inputs**0.5
        parts[f"{name}_weights"] = jnp.asarray(weights, jnp.float32)
        parts[f"{name}_bias"] = jnp.zeros(outputs)
    return parts


def _loss(parts: Parts, batch: Batch, key: Any) -> Any:
    """Return the weighted cross entropy of a row of pages."""
    losses = optax.sigmoid_binary_cross_entropy(_log_odds(parts, batch, key), batch.target)
    return (batch.weight * losses).sum() / (batch.weight.sum() + 1e-6)


def _log_odds(parts: Parts, batch: Batch, key: Any) -> Any:
    """Return the log-odds of body like `Network.predict`, for a row of pages and with dropout."""
    keys = iter(jax.random.split(key, len(DILATIONS) + 2))
    is_block = batch.is_block[:, None]

    def dense(name: str, columns: Any) -> Any:
        return columns @ parts[f"{name}_weights"].T + parts[f"{name}_bias"]

    def dropout(columns: Any) -> Any:
        kept = jax.random.bernoulli(next(keys), 1 - DROPOUT, columns.shape)
        return columns * kept / (1 - DROPOUT)

    summarize = partial(_summarize_pages, page=batch.page, is_block=is_block)
    first = jax.nn.relu(dense("entry", dropout(batch.columns.astype(jnp.float32)))) * is_block
    blocks = first
    for index, dilation in enumerate(DILATIONS):
        wide = dropout(jax.nn.relu(dense(f"wide{index}", _stack_neighbors(blocks, dilation))))
        blocks = (blocks + dense(f"narrow{index}", wide)) * is_block
        if index == 0:
            summary = jax.nn.relu(dense("page", summarize(blocks)))
            blocks = (blocks + summary[batch.page]) * is_block
    hidden = jax.nn.relu(dense("hidden", jnp.concatenate((blocks, first), axis=1)))
    return dense("last", dropout(hidden))[:, 0]


def _summarize_pages(blocks: Any, page: Any, is_block: Any) -> Any:
    """Return the mean and the maximum over the blocks of each page."""
    total = jax.ops.segment_sum(blocks, page, MAX_PAGES)
    count = jax.ops.segment_sum(is_block, page, MAX_PAGES)
    maximum = jax.ops.segment_max(jnp.where(is_block > 0, blocks, -jnp.inf), page, MAX_PAGES)
    maximum = jnp.where(jnp.isfinite(maximum), maximum, 0)
    return jnp.concatenate((total / jnp.maximum(count, 1), maximum), axis=1)


def _stack_neighbors(blocks: Any, dilation: int) -> Any:
    edge = REACH * dilation
    padded = jnp.pad(blocks, ((edge, edge), (0, 0)))
    return jnp.concatenate(
        [padded[i * dilation : i * dilation + ROW_LENGTH] for i in range(2 * REACH + 1)], axis=1
    )


def cross_validate_network(
    examples: Sequence[Example], features_of: ByFold[Floats], trust: Sequence[Floats]
) -> tuple[Network, list[Doubles]]:
    """Cross-validate networks that predict whether a block is body.

    Args:
        examples: All pages.
        features_of: Returns the features of a page for the network that leaves out a fold.
        trust: As for `fit_network`.

    Returns:
        The network trained on all folds except the held-out one, and the log-odds of body of the
        blocks of each page.
    """
    return cross_validate(
        examples,
        lambda fold, indices: fit_network(examples, indices, partial(features_of, fold), trust),
        lambda network, fold, index: network.predict(features_of(fold, index)).astype(np.float64),
    )
