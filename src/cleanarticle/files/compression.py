"""Compression: packed data up to a limit, and files packed according to their suffix."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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


def beginning(packed: bytes, size: int) -> bytes:
    """Return the first bytes of data by some that may be packed with gzip or zstd."""
    if packed.startswith(MAGIC[".gz"]):
        unpack: Callable[[bytes, int], bytes] = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress
    elif packed.startswith(MAGIC[".zst"]):
        unpack = zstd().ZstdDecompressor().decompress
    else:
        return packed[:size]
    with suppress(*damage_errors()):
        return unpack(packed, size)
    return b""


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


_STEP = 4096
"""Bytes unpacked at a time: an unpacker copies what follows the end of its data, and a hostile
response has a million frames."""

_MAX_FRAMES = 20_000
"""Frames unpacked at most. Chosen by hand: writers begin one every 64 KB or so, and a million empty
ones take half a minute."""

_PADDING = re.compile(rb"\0*")
"""Zeros after the last member, which some writers of gzip data add."""


class DamagedData(Exception):  # noqa: N818 - internal; becomes an error of the package
    """Packed data is not what it should be."""


class MisfitData(DamagedData):
    """Packed data ends early, or other data follows it.

    Attributes:
        content: The bytes that it unpacks to.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.content = content


class TruncatedData(MisfitData):
    """Packed data ends early."""


class TrailingData(MisfitData):
    """Other data follows packed data."""


def unpack_gzip(content: bytes, limit: int) -> bytes:
    """Unpack gzip data of any number of members.

    Returns:
        At most `limit` bytes; the content itself if it is not gzip data.

    Raises:
        DamagedData: A member is damaged.
        TruncatedData: The last member ends early.
        TrailingData: Something else follows the last member.
    """
    return unpack_frames(content, limit, _GZIP_MEMBER, _gzip_member)


_GZIP_MEMBER = re.compile(re.escape(MAGIC[".gz"]) + rb"\x08")


def unpack_frames(
    content: bytes, limit: int, magic: re.Pattern[bytes], unpacker: Callable[[], Any]
) -> bytes:
    """Unpack data of any number of frames, each with its magic; see `unpack_gzip`."""
    if not magic.match(content):
        return content
    view = memoryview(content)
    unpacked = bytearray()
    start = frames = 0
    while magic.match(content, start):
        frame = unpacker()
        frames += 1
        if frames > _MAX_FRAMES:
            raise DamagedData(f"it has more than {_MAX_FRAMES} frames")
        while not frame.eof:
            step = view[start : start + _STEP]
            try:
                unpacked += frame.decompress(step, limit - len(unpacked))
            except (zlib.error, zstd().ZstdError) as error:
                raise DamagedData(str(error)) from error
            if len(unpacked) >= limit:
                return bytes(unpacked)
            if not step:
                raise TruncatedData(bytes(unpacked))
            start += len(step) - len(frame.unused_data)
        start = _PADDING.match(content, start).end()  # type: ignore[union-attr]
    if start < len(content):
        raise TrailingData(bytes(unpacked))
    return bytes(unpacked)
