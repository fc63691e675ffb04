"""Decompression of a response, up to a limit.

A few kilobytes can unpack to gigabytes, so each decompressor takes the limit as an argument.
"""

from __future__ import annotations

import zlib
from typing import Any, Protocol

from cleanarticle.files.compression import zstd

ACCEPTED = "gzip, deflate, br, zstd"
"""The Accept-Encoding header that matches `decompressor`."""

_ZSTD_WINDOW_LOG = 23
"""Base-2 logarithm of the largest zstd window: 8 MB, the limit of RFC 9659."""


class DamagedData(Exception):  # noqa: N818 - internal; becomes a ConnectError
    """The data does not match its Content-Encoding, or is truncated."""


class Decompressor(Protocol):
    """Unpacks a response as it arrives."""

    def feed(self, data: bytes, room: int) -> bytes:
        """Take the next bytes and return at most `room` bytes of their unpacked content.

        Raises:
            DamagedData: The bytes are not in this encoding.
        """
        ...

    def finish(self) -> None:
        """Check that the data is complete.

        Raises:
            DamagedData: It is truncated.
        """
        ...


def decompressor(encoding: str) -> Decompressor | None:
    """Return the decompressor for a Content-Encoding header, None if it is unknown."""
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Zlib(zlib.MAX_WBITS | 16)
        case "deflate":
            return _Zlib(None)
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstd()
        case _:
            return None


class _Plain:
    def feed(self, data: bytes, room: int) -> bytes:  # noqa: ARG002 - the caller checks the size
        return data

    def finish(self) -> None:
        pass


class _Zlib:
    """gzip and deflate. Deflate is zlib data by the standard, and raw data from some servers."""

    def __init__(self, wbits: int | None) -> None:
        self._wbits = wbits
        self._unpack: Any = None

    def feed(self, data: bytes, room: int) -> bytes:
        if self._unpack is None:
            is_zlib = data[:1] == b"\x78"
            raw = zlib.MAX_WBITS * (1 if is_zlib else -1)
            self._unpack = zlib.decompressobj(self._wbits or raw)
        try:
            return bytes(self._unpack.decompress(data, room))
        except zlib.error as error:
            raise DamagedData from error

    def finish(self) -> None:
        _require(self._unpack is None or self._unpack.eof)


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._brotli = brotli
        self._unpack = brotli.Decompressor()
        self._is_used = False

    def feed(self, data: bytes, room: int) -> bytes:
        self._is_used = True
        try:
            return bytes(self._unpack.process(data, output_buffer_limit=room))
        except self._brotli.error as error:
            raise DamagedData from error

    def finish(self) -> None:
        _require(not self._is_used or self._unpack.is_finished())


class _Zstd:
    """zstd data: one frame or several."""

    def __init__(self) -> None:
        self._zstd = zstd()
        self._unpack = self._frame()
        self._is_used = False

    def _frame(self) -> Any:
        window = {self._zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
        return self._zstd.ZstdDecompressor(options=window)

    def feed(self, data: bytes, room: int) -> bytes:
        self._is_used = True
        content = bytearray()
        try:
            while data and len(content) < room:
                if self._unpack.eof:
                    self._unpack = self._frame()
                content += self._unpack.decompress(data, room - len(content))
                data = self._unpack.unused_data
        except self._zstd.ZstdError as error:
            raise DamagedData from error
        return bytes(content)

    def finish(self) -> None:
        _require(not self._is_used or self._unpack.eof)


def _require(is_whole: bool) -> None:  # noqa: FBT001
    if not is_whole:
        raise DamagedData
