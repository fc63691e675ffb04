"""Decompression of a response, never past a limit.

A few kilobytes can unfold to gigabytes, so the limit must hold inside the decompressor: zlib can
be told to stop, brotli and zstd as httpx drives them cannot. Only gzip and deflate are asked for.
"""

from __future__ import annotations

import zlib
from typing import Protocol

ACCEPTED = "gzip, deflate"
"""The Accept-Encoding header that goes with `inflater`."""


class Inflate(Protocol):
    """Takes the next bytes of a response; gives at most `room` bytes of what they unfold to."""

    def __call__(self, data: bytes, room: int, /) -> bytes: ...  # noqa: D102


def inflater(encoding: str) -> Inflate | None:
    """The decompressor for a Content-Encoding header, None if there is none.

    It raises `zlib.error` on data that is not what the header says.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return lambda data, _room: data
        case "gzip" | "x-gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress
        case "deflate":
            return _deflater()
        case _:
            return None


def _deflater() -> Inflate:
    """Deflate is zlib data by the standard, and raw data from some servers."""
    inflate: Inflate | None = None

    def feed(data: bytes, room: int, /) -> bytes:
        nonlocal inflate
        if inflate is None:
            is_zlib = data[:1] == b"\x78"
            inflate = zlib.decompressobj(zlib.MAX_WBITS * (1 if is_zlib else -1)).decompress
        return inflate(data, room)

    return feed
