"""Compression: zstd on every Python version, and files packed according to their suffix."""

from __future__ import annotations

import gzip
import sys
import zlib
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}
"""First bytes of packed data by the suffix of its file."""


def zstd() -> Any:
    """Return the zstd module of the standard library (Python 3.14 or later), or its backport."""
    if sys.version_info >= (3, 14):
        from compression import zstd as library
    else:
        from backports import zstd as library
    return library


def open_packed(path: Path, mode: str) -> IO[bytes]:
    """Open a binary file, packed if its name ends in .gz or .zst."""
    match path.suffix:
        case ".gz":
            return cast("IO[bytes]", gzip.open(path, mode))
        case ".zst":
            return cast("IO[bytes]", zstd().open(path, mode))
        case _:
            return cast("IO[bytes]", path.open(mode))


def damage_errors() -> tuple[type[Exception], ...]:
    """Return the errors that reading damaged or truncated packed data raises."""
    return (EOFError, gzip.BadGzipFile, zlib.error, zstd().ZstdError)
