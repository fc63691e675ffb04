"""Arrays: values with one entry for each block, box or word of a page, and matrices of them.

They are those of the standard library. `numpy.asarray` reads them without a copy, and functions
that take them also take numpy's, as training does.
"""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Buffer

    class NumpyArray(Protocol):
        """An array of numpy, which is known as a buffer from Python 3.12 on."""

        @property
        def __array_interface__(self) -> dict[str, Any]: ...

    Values: TypeAlias = Buffer | NumpyArray
    """What functions take: any array or matrix of the type that they name."""
    Doubles: TypeAlias = array[float]
    """Numbers of 64 bits."""
    Ints: TypeAlias = array[int]
    """Counts and indices."""
    Bytes: TypeAlias = array[int]
    """Small numbers, or 1 for true and 0 for false."""
    Matrix: TypeAlias = memoryview[float]
    """Numbers by two or three indices: `matrix[row, column]`."""

INDEX = "q" if sys.maxsize > 2**32 else "i"
"""The code of the type of indices, as for `array.array`."""


def as_matrix(values: array[float], shape: tuple[int, ...]) -> Matrix:
    """Return an array as a matrix of a shape, which has the values row by row, without a copy.

    Args:
        values: The values, of 32 bits or 64.
        shape: Sizes of the dimensions, all at least 1, as a memoryview has no others.
    """
    code: Any = values.typecode  # mypy knows some codes alone
    matrix: Matrix = memoryview(values).cast("B").cast(code, shape)
    return matrix


def flat(matrix: Matrix) -> Matrix:
    """Return the values of a matrix one after another, without a copy."""
    code: Any = matrix.format
    values: Matrix = matrix.cast("B").cast(code)
    return values


def repeated(values: Iterable[float], columns: int) -> Matrix:
    """Return a matrix with a row for each of some values, which repeats it, of 32 bits.

    Args:
        values: The values.
        columns: Columns of the matrix.
    """
    rows = [array("f", (value,)) * columns for value in values]
    joined = array("f")
    for row in rows:
        joined.extend(row)
    return as_matrix(joined, (len(rows), columns))
