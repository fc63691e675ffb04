"""Decoding: the lines of lists and tables, in whatever encoding a program writes them."""

from __future__ import annotations

import codecs
import re
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from cleanarticle.files.encoding import detect_legacy_codec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS = (  # UTF-32 first, because its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_DECIDING_BYTES = 4
"""Bytes by which `encoding_of` decides; a blank line of UTF-16 has fewer before its line end."""


def encoding_of(start: bytes) -> str:
    """Return the encoding of a text: by its byte order mark, by its NULs, or UTF-8.

    Args:
        start: The first bytes. Lists and headers begin with an ASCII character, of which UTF-16
            makes a NUL and a byte.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    first, second, third, fourth = (start[index : index + 1] != b"\0" for index in range(4))
    if first and not second and (third, fourth) != (True, True):
        return "utf-16-le"
    return "utf-16-be" if second and not (first or third) else "utf-8"


def decoded_lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines of a binary file without their ends, each as soon as it is complete.

    A file name need not be UTF-8; its bytes become surrogates, as Python passes them.
    """
    start = file.readline()
    while len(start) < _DECIDING_BYTES and (more := file.readline()):
        start += more
    encoding = encoding_of(start)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    texts = chain((decoder.decode(data) for data in chain((start,), file)), _rest(decoder))
    for line in _split(texts):
        yield from line.removesuffix("\r").split("\r")


def legacy_line(line: str) -> str:
    """Return a line of `decoded_lines`, with bytes that are not UTF-8 in a detected encoding."""
    return next(legacy_lines(iter((line,))))


def legacy_lines(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines of a table, which has one encoding, as `decoded_lines` yields them.

    Spreadsheets write tables in the legacy encoding of the computer. The lines after the first that
    is not UTF-8 help to detect it.
    """
    for line in lines:
        if _UNDECODED.search(line) is None:
            yield line
            continue
        sample = [line, *islice(lines, _SAMPLED_LINES)]
        others = [_to_bytes(other) for other in sample if _UNDECODED.search(other)]
        codec = detect_legacy_codec(b"\n".join(others))
        for other in chain(sample, lines):
            is_legacy = _UNDECODED.search(other)
            yield _to_bytes(other).decode(codec, "replace") if is_legacy else other


_UNDECODED = re.compile("[\udc80-\udcff]")
"""A byte that is not UTF-8."""

_SAMPLED_LINES = 100
"""Lines of a table by which its encoding is detected. Chosen by hand."""


def _to_bytes(line: str) -> bytes:
    return line.encode("utf-8", "surrogateescape")


def _rest(decoder: codecs.IncrementalDecoder) -> Iterator[str]:
    yield decoder.decode(b"", final=True)


def _split(texts: Iterable[str]) -> Iterator[str]:
    """Yield the lines of consecutive texts."""
    pending = ""
    for text in texts:
        *lines, pending = (pending + text).split("\n")
        yield from lines
    if pending:
        yield pending
