"""Reading: URLs and paths from lists and folders, texts from JSONL files."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypeAlias

from cleanarticle.errors import ConfigError
from cleanarticle.files.compression import damage_errors, open_packed
from cleanarticle.files.sniffing import binary_kind
from cleanarticle.loading import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt")
_NON_LIST_SUFFIXES = (".html", ".htm", ".xhtml", ".warc", ".parquet", ".gz", ".zst")


_JSONL = (".jsonl", ".jsonl.gz")

_CHUNK = 64
"""Inputs read at a time by a thread: each call costs as much as reading some hundred lines."""


class Text(NamedTuple):
    """A text to clean, from a line of a JSONL file.

    Attributes:
        name: The `url` of its record.
        text: The text.
        problem: Why there is no text; "" if there is one.
    """

    name: str
    text: str
    problem: str = ""


Input: TypeAlias = "str | Text"
"""A URL, a path, or a text with a name."""


def check_input(source: str, text_field: str | None = None) -> None:
    """Check that inputs can be read from a source.

    Args:
        source: A file of URLs or paths, a folder of pages, "-" for stdin; a JSONL file.
        text_field: The field of the texts in a JSONL file.

    Raises:
        ConfigError: There is no such file or folder, it cannot be read, or it is of an
            unsupported kind.
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
        message = f"{source}: name the field that holds the text (--text-field text)"
        raise ConfigError(message)
    if path.suffix.lower() in _NON_LIST_SUFFIXES:
        message = (
            f"{source}: a batch reads a text file of URLs or paths, one a line, or a folder of "
            "pages; `cleanarticle clean` takes a single page"
        )
        raise ConfigError(message)
    binary = binary_kind(_start(path))
    if binary is not None:
        raise ConfigError(f"{source} is {binary}, not a list of URLs or paths, one a line")


def read_inputs(source: str) -> Iterator[str]:
    """Yield each line that is neither blank nor a # comment, or each page of a folder."""
    if source == STDIN:
        file = io.TextIOWrapper(sys.stdin.buffer, "utf-8-sig", "surrogateescape")
        try:
            yield from _lines(file)
        finally:
            file.detach()  # otherwise stdin would be closed with it
    elif Path(source).is_dir():
        yield from _pages(Path(source))
    else:
        path = Path(source)
        is_utf16 = _start(path).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        # A file name need not be UTF-8; Python passes its bytes as surrogates.
        encoding, errors = ("utf-16", "replace") if is_utf16 else ("utf-8-sig", "surrogateescape")
        with path.open(encoding=encoding, errors=errors) as file:
            yield from _lines(file)


def read_texts(source: str, text_field: str) -> Iterator[Text]:
    """Yield the texts of a JSONL file, one for each non-blank line, malformed ones included.

    Raises:
        OSError: The file cannot be read, or its packed data is damaged.
    """
    for number, line in _raw_lines(source):
        yield _text(line, f"{source}:{number}", text_field)


def _raw_lines(source: str) -> Iterator[tuple[int, bytes]]:
    """Yield the non-blank lines with their numbers."""
    try:
        with open_packed(Path(source), "rb") as file:
            yield from ((number, line) for number, line in enumerate(file, start=1) if line.strip())
    except damage_errors() as error:
        raise OSError(f"{source}: its gzip data is damaged") from error


def _text(line: bytes, place: str, text_field: str) -> Text:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Text(place, "", f"{place} is not JSON: {error}")
    if not isinstance(fields, dict):
        return Text(place, "", f"{place} is not a JSON object")
    names = (fields.get(field) for field in ("url", "id"))
    name = next((str(value) for value in names if value not in (None, "")), place)
    text = fields.get(text_field)
    if isinstance(text, str):
        return Text(name, text)
    return Text(name, "", f"{place} has no text in its field {text_field!r}")


def in_chunks(inputs: Iterable[Input], source: str) -> Iterator[list[Input]]:
    """Yield the inputs in chunks; one at a time from stdin or a pipe, which may pause.

    Args:
        inputs: The inputs read from the source.
        source: The source.

    Raises:
        OSError: Reading failed; all inputs before it are yielded first.
    """
    path = Path(source)
    size = _CHUNK if source != STDIN and (path.is_file() or path.is_dir()) else 1
    reader = iter(inputs)
    failure: OSError | None = None
    while failure is None:
        chunk: list[Input] = []
        try:
            chunk.extend(islice(reader, size))
        except OSError as error:
            failure = error
        if chunk:
            yield chunk
        elif failure is None:
            return
    raise failure


def count_texts(source: str) -> int | None:
    """Return the number of texts, None if the file cannot be read to its end."""
    try:
        return sum(1 for _ in _raw_lines(source))
    except OSError:
        return None  # the run cleans the readable ones and then reports the error


def count_inputs(source: str) -> int | None:
    """Return the number of inputs, None if it cannot be known in advance."""
    path = Path(source)
    if source == STDIN or not (path.is_file() or path.is_dir()):
        return None  # a pipe, as in `batch <(grep ...)`, can be read only once
    return sum(1 for _ in read_inputs(source))


def _start(path: Path) -> bytes:
    """Return the beginning of a file; nothing for a pipe, which can be read only once."""
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
            if name.lower().removesuffix(".gz").endswith(_PAGE_SUFFIXES):
                yield str(Path(parent, name))
