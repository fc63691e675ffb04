"""Decompression of a response, never past a limit.

A few kilobytes can unfold to gigabytes, so the limit must hold inside the decompressor: each is
told how much it may give.
"""

from __future__ import annotations

import sys
import zlib
from typing import Any, Protocol

ACCEPTED = "gzip, deflate, br, zstd"
"""The Accept-Encoding header that goes with `inflater`."""

_ZSTD_WINDOW_LOG = 23
"""RFC 9659: a zstd response may ask its reader for a window of 8 MB, and no more."""


class DamagedData(Exception):  # noqa: N818 - internal; becomes a ConnectError
    """The data is not what its Content-Encoding says, or breaks off."""


class Inflater(Protocol):
    """Unpacks a response as it comes."""

    def feed(self, data: bytes, room: int) -> bytes:
        """Take the next bytes; give at most `room` bytes of what they unfold to.

        Raises:
            DamagedData: The bytes are not of this encoding.
        """
        ...

    def finish(self) -> None:
        """Check that the data did not break off.

        Raises:
            DamagedData: It did.
        """
        ...


def inflater(encoding: str) -> Inflater | None:
    """What undoes a Content-Encoding header, None if nothing does."""
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
    def feed(self, data: bytes, room: int) -> bytes:  # noqa: ARG002 - it is as long as it is
        return data

    def finish(self) -> None:
        pass


class _Zlib:
    """gzip and deflate; deflate is zlib data by the standard, and raw data from some servers."""

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


def zstd() -> Any:
    """The zstd of the standard library, which came with Python 3.14, or its backport."""
    if sys.version_info >= (3, 14):
        from compression import zstd as library
    else:
        from backports import zstd as library
    return library


def _require(is_whole: bool) -> None:  # noqa: FBT001
    if not is_whole:
        raise DamagedData
