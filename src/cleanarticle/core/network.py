"""Net: a small convolutional network over the blocks of a page, evaluated in numpy.

Trees see a block and sums over what stands around it. A network sees the blocks around in their
order, each with all that is known of it, and errs elsewhere than trees do: the mean of both is
better than either. It is made of dilated convolutions over the row of blocks (Yu and Koltun 2016)
with residual connections (He et al. 2016), and of what all blocks of the page say together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.matmul import Floats, matmul

if TYPE_CHECKING:
    from collections.abc import Mapping

DILATIONS = (1, 3, 9)
"""How far apart the blocks are that a layer sees, one a layer."""

REACH = 2
"""How many blocks a layer sees on each side, so that all together see 26."""

CLIPPED = 5.0
"""Standard deviations from which a feature is no more extreme."""


@dataclass(frozen=True, slots=True)
class Network:
    """A trained network.

    Attributes:
        parts: Its arrays by name: `mean` and `deviation` of each feature as the net sees it, and
            of each dense layer its weights, shape (outputs, inputs), and bias, shape (outputs,).
            The layers are `entry`, of each convolution `wide0` and `narrow0` and so on, `page`,
            `hidden` and `last`.
    """

    parts: Mapping[str, Floats]

    def predict(self, matrix: Floats) -> Floats:
        """Log-odds of body of each block of one page.

        Args:
            matrix: Features, shape (features, blocks).
        """
        first = np.maximum(self._dense("entry", self._scaled(matrix)), 0)
        blocks = first
        for at, dilation in enumerate(DILATIONS):
            wide = self._dense(f"wide{at}", _neighbors(blocks, dilation))
            blocks = blocks + self._dense(f"narrow{at}", np.maximum(wide, 0))
            if at == 0:
                page = np.concatenate((blocks.mean(axis=1), blocks.max(axis=1)))
                blocks = blocks + np.maximum(self._dense("page", page[:, None]), 0)
        hidden = np.maximum(self._dense("hidden", np.concatenate((blocks, first))), 0)
        odds: Floats = self._dense("last", hidden)[0]
        return odds

    def _scaled(self, matrix: Floats) -> Floats:
        columns = log_scaled(matrix) - self.parts["mean"][:, None]
        columns /= self.parts["deviation"][:, None]
        return columns.clip(-CLIPPED, CLIPPED, out=columns)

    def _dense(self, name: str, columns: Floats) -> Floats:
        sums = matmul(self.parts[f"{name}_weights"], columns)
        sums += self.parts[f"{name}_bias"][:, None]
        return sums


def log_scaled(matrix: Floats) -> Floats:
    """Features as a net takes them, before they are scaled: large counts by their logarithm."""
    sizes: Floats = np.log1p(np.abs(matrix))
    return np.copysign(sizes, matrix, out=sizes)


def _neighbors(blocks: Floats, dilation: int) -> Floats:
    """Each block with `REACH` others on each side below one another; outside there are zeros."""
    count = blocks.shape[1]
    edge = REACH * dilation
    padded = np.zeros((len(blocks), count + 2 * edge), np.float32)
    padded[:, edge : edge + count] = blocks
    return np.concatenate(
        [padded[:, at * dilation : at * dilation + count] for at in range(2 * REACH + 1)]
    )
