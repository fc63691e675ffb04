"""Readers: the inputs of a batch, one at a time."""

from __future__ import annotations

import codecs
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from cleanarticle.errors import ConfigError
from cleanarticle.page import binary_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

STDIN = "-"

_PAGES = (".html", ".htm", ".xhtml", ".txt")
_NO_LIST = (".html", ".htm", ".xhtml", ".warc", ".parquet", ".gz", ".zst")


def check_input(source: str) -> None:
    """Make sure that inputs can be read from here.

    Args:
        source: A file of addresses or paths, a folder of pages, or "-" for stdin.

    Raises:
        ConfigError: There is no such file or folder, it cannot be read, or it is of a kind that is
            not supported.
    """
    if source != STDIN:
        try:
            _check_path(source, Path(source))
        except OSError as error:
            raise ConfigError(f"{source}: cannot be read ({error.strerror})") from error
    elif sys.stdin is None:
        raise ConfigError("stdin is closed: there are no inputs to read")


def _check_path(source: str, path: Path) -> None:
    if path.is_dir():
        return
    if "://" in source:
        message = (
            f"{source}: a batch reads its URLs from a file, one a line, or from stdin (-); "
            "`cleanarticle clean` takes a single URL"
        )
        raise ConfigError(message)
    if not path.exists():
        raise ConfigError(f"{source}: no such file or folder")
    if path.suffix.lower() in _NO_LIST:
        message = (
            f"{source}: a batch reads a text file of URLs or paths, one a line, or a folder of "
            "pages; `cleanarticle clean` takes a single page"
        )
        raise ConfigError(message)
    what = binary_kind(_start(path))
    if what is not None:
        raise ConfigError(f"{source} is {what}, not a list of URLs or paths, one a line")


def read_inputs(source: str) -> Iterator[str]:
    """The inputs: each line that is neither blank nor a # comment, or each page of the folder."""
    if source == STDIN:
        file = io.TextIOWrapper(sys.stdin.buffer, "utf-8-sig", "surrogateescape")
        try:
            yield from _lines(file)
        finally:
            file.detach()  # else stdin would be closed along with it
    elif Path(source).is_dir():
        yield from _pages(Path(source))
    else:
        path = Path(source)
        is_utf16 = _start(path).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        # What is no UTF-8 may be the name of a file all the same, and Python gives it back so.
        encoding, errors = ("utf-16", "replace") if is_utf16 else ("utf-8-sig", "surrogateescape")
        with path.open(encoding=encoding, errors=errors) as file:
            yield from _lines(file)


def count_inputs(source: str) -> int | None:
    """How many inputs there are, None if that cannot be known in advance."""
    path = Path(source)
    if source == STDIN or not (path.is_file() or path.is_dir()):
        return None  # a pipe, as in `batch <(grep ...)`, can be read but once
    return sum(1 for _ in read_inputs(source))


def _start(path: Path) -> bytes:
    """How a file begins; nothing for a pipe, which can be read but once."""
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(1024)


def _lines(file: TextIO) -> Iterator[str]:
    for line in file:
        text = line.strip()
        if text and not text.startswith("#"):
            yield text


def _pages(folder: Path) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.lower().removesuffix(".gz").endswith(_PAGES):
                yield str(Path(parent, name))
