"""Readers: the inputs of a batch, one at a time."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from cleanarticle.errors import ConfigError

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
        ConfigError: There is no such file or folder, or it is of a kind that is not supported.
    """
    path = Path(source)
    if source == STDIN or path.is_dir():
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


def read_inputs(source: str) -> Iterator[str]:
    """The inputs: each line that is neither blank nor a # comment, or each page of the folder."""
    if source == STDIN:
        yield from _lines(sys.stdin)
    elif Path(source).is_dir():
        yield from _pages(Path(source))
    else:
        with Path(source).open(encoding="utf-8-sig", errors="replace") as file:
            yield from _lines(file)


def count_inputs(source: str) -> int | None:
    """How many inputs there are, None if that cannot be known in advance."""
    path = Path(source)
    if source == STDIN or not (path.is_file() or path.is_dir()):
        return None  # a pipe, as in `batch <(grep ...)`, can be read but once
    return sum(1 for _ in read_inputs(source))


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
