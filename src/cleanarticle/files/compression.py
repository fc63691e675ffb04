"""Compression: zstd on every Python version, and files packed according to their suffix."""

from __future__ import annotations

import gzip
import sys
import zlib
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
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


def readable_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, up to where its packed data is damaged or truncated."""
    if path.suffix not in MAGIC:
        with path.open("rb") as file:
            yield from file
        return
    parts: list[bytes] = []
    for data in _readable_data(path):
        first, *others = data.split(b"\n")
        parts.append(first)
        for other in others:
            yield b"".join([*parts, b"\n"])
            parts = [other]
    if any(parts):
        yield b"".join(parts)


def _readable_data(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        unpacker, unpacked = _Unpacker(path.suffix), 0
        try:
            while data := file.read(_CHUNK):
                yield unpacker.unpack(data)
                unpacked += 1
        except damage_errors():
            # What precedes the damage in the same chunk is lost in that call: go through it again,
            # byte by byte.
            file.seek(0)
            unpacker = _Unpacker(path.suffix)
            for _ in range(unpacked):
                unpacker.unpack(file.read(_CHUNK))
            with suppress(*damage_errors()):
                while data := file.read(1):
                    yield unpacker.unpack(data)


_CHUNK = 1 << 16


class _Unpacker:
    """Unpacks data of any number of members, piece by piece."""

    def __init__(self, suffix: str) -> None:
        self._new_member = _gzip_member if suffix == ".gz" else zstd().ZstdDecompressor
        self._member = self._new_member()

    def unpack(self, data: bytes) -> bytes:
        """Return the data that a piece completes.

        Raises:
            Exception: The piece is damaged; one of `damage_errors`.
        """
        unpacked = []
        while data:
            unpacked.append(self._member.decompress(data))
            data = b""
            if self._member.eof:
                data = self._member.unused_data.lstrip(b"\0")  # padding, as gzip accepts
                self._member = self._new_member()
        return b"".join(unpacked)


def _gzip_member() -> Any:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)
