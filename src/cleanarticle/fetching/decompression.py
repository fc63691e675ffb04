"""Decompression of a response, up to a limit.

A few kilobytes can unpack to gigabytes, so each step stops at the limit.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from cleanarticle.files.compression import (
    MAGIC,
    DamagedData,
    TrailingData,
    TruncatedData,
    unpack_frames,
    unpack_gzip,
    zstd,
)
from cleanarticle.files.sniffing import is_html

if TYPE_CHECKING:
    from collections.abc import Callable

ACCEPTED = "gzip, deflate, br, zstd"
"""The Accept-Encoding header that matches `unpack`."""

_ZSTD_FRAME = re.compile(re.escape(MAGIC[".zst"]) + rb"|[\x50-\x5f]\x2a\x4d\x18")
"""The beginning of a frame, or of one that is to be skipped (RFC 8878)."""

_ZSTD_WINDOW_LOG = 23
"""Base-2 logarithm of the largest zstd window: 8 MB, the limit of RFC 9659."""

_UNSUPPORTED = frozenset(
    """compress x-compress bzip2 x-bzip2 bzip xz lzma x-xz x-lzma lz4 snappy exi pack200-gzip
    sdch dcb dcz aes128gcm""".split()
)
"""Content codings that pack or encrypt: those registered at IANA, and others in use."""

_MAX_CODINGS = 5
"""Codings undone for one response; curl has the same limit."""


class UnknownCoding(Exception):  # noqa: N818 - internal; becomes a FetchError
    """The data is packed in a way that was not asked for."""


def unpack(content: bytes, content_encoding: str, limit: int) -> bytes:
    """Undo the Content-Encoding of a response.

    Servers also name character encodings there ("utf-8", "8bit", "none"): a coding that does not
    pack is ignored. Data that is plain in spite of a declared coding stays as it is.

    Args:
        content: The bytes of the response.
        content_encoding: The Content-Encoding header, which lists codings in order.
        limit: Bytes to return; unpacking stops there.

    Raises:
        DamagedData: The bytes are not in this coding.
        TruncatedData: They end early.
        UnknownCoding: The coding is not one of `ACCEPTED`.
    """
    codings = re.findall(r"[^\s,;\"']+", content_encoding.lower())
    packed = [coding for coding in codings if coding in _UNPACKERS or coding in _UNSUPPORTED]
    if len(packed) > _MAX_CODINGS:
        raise UnknownCoding(f"{len(packed)} codings")
    for coding in reversed(packed):
        if not content or len(content) >= limit or is_html(content):
            break
        if coding in _UNSUPPORTED:
            raise UnknownCoding(coding)
        try:
            content = _UNPACKERS[coding](content, limit)
        except TrailingData as error:  # browsers ignore it
            content = error.content
    return content


def _unpack_deflate(content: bytes, limit: int) -> bytes:
    """Unpack deflate: zlib data by the standard, and raw or gzip data from some servers."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            unpacked = unpacker.decompress(content, limit)
        except zlib.error:
            continue
        if not unpacker.eof and len(unpacked) < limit:
            raise TruncatedData(unpacked)
        return unpacked
    unpacked = unpack_gzip(content, limit)
    if unpacked is content:
        raise DamagedData("it is not deflate data")
    return unpacked


def _unpack_brotli(content: bytes, limit: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    try:
        unpacked = bytes(unpacker.process(content, output_buffer_limit=limit))
    except brotli.error as error:
        raise DamagedData(str(error)) from error
    if not unpacker.is_finished() and len(unpacked) < limit:
        raise TruncatedData(unpacked)
    return unpacked


def _unpack_zstd(content: bytes, limit: int) -> bytes:
    library = zstd()
    window = {library.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
    return unpack_frames(
        content, limit, _ZSTD_FRAME, lambda: library.ZstdDecompressor(options=window)
    )


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": unpack_gzip,
    "x-gzip": unpack_gzip,
    "deflate": _unpack_deflate,
    "x-deflate": _unpack_deflate,
    "br": _unpack_brotli,
    "zstd": _unpack_zstd,
}
