"""Stored arrays: the weights of the models, in numpy's file format.

Training writes them with numpy, which is larger than all else that cleaning needs, and slow to
import. Its format is simple: a zip archive of arrays, each with a header in Python's syntax.
"""

from __future__ import annotations

import struct
import sys
import zipfile
from array import array
from ast import literal_eval
from typing import IO, TYPE_CHECKING

from cleanarticle.core.arrays import as_matrix

if TYPE_CHECKING:
    from cleanarticle.core.arrays import Matrix

_MAGIC = b"\x93NUMPY\x01\x00"
_HALF = "e"
"""The code of numbers of 16 bits, which become such of 32: `array` has no others."""

_CODES = {"|u1": "B", "<u2": "H", "<i4": "i", "<f2": _HALF, "<f4": "f", "<f8": "d"}
"""The types that files may have, and their codes as for `struct`."""


def read_stored_arrays(file: IO[bytes]) -> dict[str, Matrix]:
    """Return the arrays of a file that `numpy.savez` or `numpy.savez_compressed` wrote.

    They are read-only and have the shapes that they had. Those of 16-bit floating-point numbers
    become numbers of 32 bits.

    Args:
        file: The file, opened for reading.

    Raises:
        ValueError: It has an array of another type, version or order.
    """
    with zipfile.ZipFile(file) as archive:
        return {
            name.removesuffix(".npy"): _read_array(archive.read(name))
            for name in archive.namelist()
        }


def _read_array(data: bytes) -> Matrix:
    if not data.startswith(_MAGIC):
        raise ValueError("a stored array is not in version 1.0 of numpy's format")
    (length,) = struct.unpack_from("<H", data, len(_MAGIC))
    start = len(_MAGIC) + 2 + length
    header = literal_eval(data[len(_MAGIC) + 2 : start].decode("latin-1"))
    code = _CODES.get(header["descr"])
    if code is None or (header["fortran_order"] and len(header["shape"]) > 1):
        raise ValueError(f"a stored array is of type {header['descr']}, which is not read")
    return as_matrix(_values(code, data[start:]), header["shape"]).toreadonly()


def _values(code: str, data: bytes) -> array[float]:
    if code == _HALF:
        return array("f", struct.unpack(f"<{len(data) // 2}e", data))
    values: array[float] = array(code)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values
