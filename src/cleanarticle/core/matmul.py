"""Single-threaded matrix multiplication.

OpenBLAS splits large products among threads, and the threads busy-wait for one another. When all
cores are busy, as in a batch, a product that takes 0.06 ms on its own then takes 20 ms.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_MAX_MULTIPLICATIONS = 1 << 17
"""Size, in multiplications, of the largest product that OpenBLAS is certain to run on one thread;
version 0.3.31 does so up to twice this size."""


def matmul(left: Floats, right: Floats) -> Floats:
    """Return the product of two matrices, computed in chunks small enough for one thread.

    Args:
        left: Shape (rows, n).
        right: Shape (n, columns), with at least one column.
    """
    step = max(1, _MAX_MULTIPLICATIONS // left.size)
    columns = right.shape[1]
    product = np.empty((len(left), columns), np.float32)
    for start in range(0, columns, step):
        chunk = slice(start, start + step)
        np.matmul(left, right[:, chunk], out=product[:, chunk])
    return product
