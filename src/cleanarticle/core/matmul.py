"""Product: matrix products that take one thread, however large they are.

OpenBLAS shares out larger ones among threads, which wait for one another in a loop. Where all
cores are busy, as in a batch, a product that takes 0.06 ms alone takes 20 ms so.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_ONE_THREAD = 1 << 17
"""Multiplications up to which OpenBLAS takes one thread; 0.3.31 does so up to twice as many."""


def matmul(left: Floats, right: Floats) -> Floats:
    """The product of two matrices, made in pieces small enough for one thread.

    Args:
        left: Shape (rows, n).
        right: Shape (n, columns), with at least one column.
    """
    step = max(1, _ONE_THREAD // left.size)
    columns = right.shape[1]
    found = np.empty((len(left), columns), np.float32)
    for at in range(0, columns, step):
        np.matmul(left, right[:, at : at + step], out=found[:, at : at + step])
    return found
