"""A small convolutional network over the blocks of a page, evaluated in numpy.

A tree sees one block and sums over its surroundings. The network sees the neighboring blocks in
order, each with all its features, so its errors differ from those of the trees, and the mean of
both is better than either. It stacks dilated convolutions over the sequence of blocks (Yu and
Koltun 2016) with residual connections (He et al. 2016), and adds a summary of the whole page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.matmul import Floats, matmul

if TYPE_CHECKING:
    from collections.abc import Mapping

DILATIONS = (1, 3, 9)
"""Distance between the blocks that a convolution reads, one value per layer."""

REACH = 2
"""Blocks that a convolution reads on each side; with `DILATIONS`, the network sees 26 per side."""

CLIPPED = 5.0
"""Limit to which standardized features are clipped, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Network:
    """A trained network.

    Attributes:
        parts: The arrays by name: `mean` and `deviation` of each log-scaled feature, shape
            (features,), and for each dense layer `<layer>_weights`, shape (outputs, inputs), and
            `<layer>_bias`, shape (outputs,). The layers are `entry`, `wide0` and `narrow0` to
            `wide2` and `narrow2` (one pair per convolution), `page`, `hidden` and `last`.
    """

    parts: Mapping[str, Floats]

    def predict(self, matrix: Floats) -> Floats:
        """Return the log-odds of body for each block of one page, shape (blocks,).

        Args:
            matrix: Features, shape (features, blocks).
        """
        entry = np.maximum(self._dense("entry", self._standardized(matrix)), 0)
        blocks = entry
        for index, dilation in enumerate(DILATIONS):
            wide = self._dense(f"wide{index}", _stack_neighbors(blocks, dilation))
            blocks = blocks + self._dense(f"narrow{index}", np.maximum(wide, 0))
            if index == 0:
                page = np.concatenate((blocks.mean(axis=1), blocks.max(axis=1)))
                blocks = blocks + np.maximum(self._dense("page", page[:, None]), 0)
        hidden = np.maximum(self._dense("hidden", np.concatenate((blocks, entry))), 0)
        odds: Floats = self._dense("last", hidden)[0]
        return odds

    def _standardized(self, matrix: Floats) -> Floats:
        columns = log_scaled(matrix) - self.parts["mean"][:, None]
        columns /= self.parts["deviation"][:, None]
        return columns.clip(-CLIPPED, CLIPPED, out=columns)

    def _dense(self, layer: str, columns: Floats) -> Floats:
        outputs = matmul(self.parts[f"{layer}_weights"], columns)
        outputs += self.parts[f"{layer}_bias"][:, None]
        return outputs


def log_scaled(matrix: Floats) -> Floats:
    """Return the features on a symmetric log scale, sign(x) * log(1 + |x|), of the same shape."""
    magnitudes: Floats = np.log1p(np.abs(matrix))
    return np.copysign(magnitudes, matrix, out=magnitudes)


def _stack_neighbors(blocks: Floats, dilation: int) -> Floats:
    """Return each block stacked with its `REACH` dilated neighbors per side, padded with zeros."""
    count = blocks.shape[1]
    edge = REACH * dilation
    padded = np.zeros((len(blocks), count + 2 * edge), np.float32)
    padded[:, edge : edge + count] = blocks
    return np.concatenate(
        [padded[:, i * dilation : i * dilation + count] for i in range(2 * REACH + 1)]
    )
