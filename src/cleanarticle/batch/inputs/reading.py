"""Readers: the inputs of a batch, one at a time."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
import zlib
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypeAlias

from cleanarticle.batch.journal import open_lines
from cleanarticle.errors import ConfigError
from cleanarticle.page import binary_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"

_PAGES = (".html", ".htm", ".xhtml", ".txt")
_NO_LIST = (".html", ".htm", ".xhtml", ".warc", ".parquet", ".gz", ".zst")


_JSONL = (".jsonl", ".jsonl.gz")

_BUNCH = 64
"""Inputs that are read in one go: a thread reads them, and each time it is asked takes as long as
reading some hundred lines."""


class Text(NamedTuple):
    """A text to be cleaned, from a line of a JSONL file.

    Attributes:
        name: What its record is called.
        text: The text.
        problem: Why there is none; "" if there is.
    """

    name: str
    text: str
    problem: str = ""


Input: TypeAlias = "str | Text"
"""An address, a path, or a text with a name."""


def check_input(source: str, text_field: str | None = None) -> None:
    """Make sure that inputs can be read from here.

    Args:
        source: A file of addresses or paths, a folder of pages, "-" for stdin; a JSONL file.
        text_field: The field of the texts in a JSONL file.

    Raises:
        ConfigError: There is no such file or folder, it cannot be read, or it is of a kind that is
            not supported.
    """
    if source == STDIN and text_field is None:
        if sys.stdin is None:
            raise ConfigError("stdin is closed: there are no inputs to read")
        return
    try:
        if text_field is None:
            _check_path(source, Path(source))
        elif not (source.endswith(_JSONL) and Path(source).is_file()):
            message = f"{source}: texts in fields are read from a {' or '.join(_JSONL)} file"
            raise ConfigError(message)
    except OSError as error:
        raise ConfigError(f"{source}: cannot be read ({error.strerror})") from error


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
    if source.endswith(_JSONL):
        message = f"{source}: say which field of its lines holds the text (--text-field text)"
        raise ConfigError(message)
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


def read_texts(source: str, text_field: str) -> Iterator[Text]:
    """The texts of a JSONL file: one a line that is not blank, whatever is wrong with it.

    Raises:
        OSError: The file cannot be read, or its packed data breaks off.
    """
    for number, line in _raw_lines(source):
        yield _text(line, f"{source}:{number}", text_field)


def _raw_lines(source: str) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers."""
    try:
        with open_lines(Path(source), "rb") as file:
            yield from ((at, line) for at, line in enumerate(file, start=1) if line.strip())
    except (EOFError, zlib.error) as error:
        raise OSError(f"{source}: its gzip data is damaged") from error


def _text(line: bytes, place: str, text_field: str) -> Text:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Text(place, "", f"{place} is no JSON: {error}")
    if not isinstance(fields, dict):
        return Text(place, "", f"{place} is no JSON object")
    named = (fields.get(field) for field in ("url", "id"))
    name = next((str(one) for one in named if one not in (None, "")), place)
    text = fields.get(text_field)
    if isinstance(text, str):
        return Text(name, text)
    return Text(name, "", f"{place} has no text in its field {text_field!r}")


def in_bunches(inputs: Iterable[Input], source: str) -> Iterator[list[Input]]:
    """The inputs, many at a time where none of them is waited for: not from stdin or a pipe.

    Args:
        inputs: What is read of the source.
        source: Where they come from.

    Raises:
        OSError: As the inputs do, once those before it were given.
    """
    path = Path(source)
    size = _BUNCH if source != STDIN and (path.is_file() or path.is_dir()) else 1
    reader = iter(inputs)
    failure: OSError | None = None
    while failure is None:
        bunch: list[Input] = []
        try:
            bunch.extend(islice(reader, size))
        except OSError as error:
            failure = error
        if bunch:
            yield bunch
        elif failure is None:
            return
    raise failure


def count_texts(source: str) -> int | None:
    """How many texts there are, None if the file cannot be read to its end."""
    try:
        return sum(1 for _ in _raw_lines(source))
    except OSError:
        return None  # what can be read is done, and then it is an error


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
