"""Compression: packed data up to a limit, and files packed according to their suffix."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable
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
    return unpack_frames(
        content, limit, _GZIP_MEMBER, lambda: zlib.decompressobj(zlib.MAX_WBITS | 16)
    )


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
