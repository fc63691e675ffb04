"""Source: where the inputs of a batch come from."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cleanarticle.batch.inputs.folders import FolderSource
from cleanarticle.batch.inputs.lists import ListSource
from cleanarticle.batch.inputs.tables import Fields, TableSource
from cleanarticle.batch.inputs.tars import TarSource, is_tar
from cleanarticle.batch.inputs.warcs import WarcSource, is_warc
from cleanarticle.errors import ConfigError
from cleanarticle.loading import STDIN
from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.batch.inputs.item import Input, Item

_CHUNK = 64
"""Names read at a time by a thread: each call costs as much as reading some hundred lines."""

_DOCUMENTS = 16
"""Documents read at a time for one worker. Chosen by hand: more would leave the other workers idle
at the end of a small batch."""

_CHUNK_BYTES = 1_000_000
"""Bytes of documents from which no more are read at a time: a second or less of a worker's time."""

_COUNTED_BYTES = 1 << 28
"""Largest file whose inputs are counted before the run: reading it takes some seconds."""


class Source(Protocol):
    """A list, a folder, an archive or a table of inputs.

    Attributes:
        is_pipe: True if it can be read only once, and may pause.
        is_offline: True if none of its inputs has to be fetched.
    """

    is_pipe: bool
    is_offline: bool

    def read(self) -> Iterator[Item]: ...  # noqa: D102
    def count(self) -> int | None: ...  # noqa: D102


def open_source(source: str, fields: Fields, output: Path) -> Source:
    """Open a source of inputs.

    Args:
        source: A file of URLs or paths, a folder of pages, a WARC file, a tar archive, "-" for
            stdin, or a table.
        fields: The wanted fields of a table.
        output: The output of the batch; its files are not inputs.

    Raises:
        ConfigError: There is no such file or folder, it cannot be read, or it is of an
            unsupported kind.
    """
    if source == STDIN and sys.stdin is None:
        raise ConfigError("stdin is closed: there are no inputs to read")
    try:
        if source != STDIN:
            _check_path(source, output)
        if source != STDIN and Path(source).is_dir():
            if fields:
                raise ConfigError(f"{source} is a folder: fields are those of a table")
            return FolderSource(Path(source), output)
        if fields:
            return TableSource(source, fields)
        return _archive(source) or ListSource(source)
    except OSError as error:
        raise ConfigError(f"{source}: cannot be read ({error.strerror or error})") from error


def _archive(source: str) -> Source | None:
    """Open a source as an archive; None if it is another kind of file."""
    path = Path(source)
    if source == STDIN or not path.is_file():
        return None
    if is_warc(path):
        return WarcSource(path)
    return TarSource(path) if is_tar(path) else None


def _check_path(source: str, output: Path) -> None:
    if "://" in source:
        message = (
            f"{source}: a batch reads its URLs from a file, one a line, or from stdin (-); "
            "`cleanarticle clean` takes a single URL"
        )
        raise ConfigError(message)
    if not Path(source).exists():
        raise ConfigError(f"{source}: no such file or folder")
    if output.exists() and Path(source).samefile(output):
        raise ConfigError(f"{output} is the input too: name another output")


def count_inputs(source: Source, name: str) -> int | None:
    """Return the number of inputs; None if it cannot be known without a long wait."""
    path = Path(name)
    is_large = path.is_file() and path.stat().st_size > _COUNTED_BYTES
    return None if is_large else source.count()


def chunk_size(source: Source) -> int:
    """Return how many inputs are read at a time; those of a pipe may be far between."""
    if source.is_pipe:
        return 1
    return _DOCUMENTS if source.is_offline else _CHUNK


def in_chunks(inputs: Iterator[Input], most: int) -> Iterator[list[Input]]:
    """Yield the inputs in chunks.

    Args:
        inputs: The inputs.
        most: Maximum number of inputs in a chunk; there are fewer if their documents are large.

    Raises:
        Exception: Reading failed; all inputs before it are yielded first.
    """
    failure: Exception | None = None
    while failure is None:
        chunk: list[Input] = []
        size = 0
        try:
            for source in islice(inputs, most):
                chunk.append(source)
                size += _size(source)
                if size >= _CHUNK_BYTES:
                    break
        except Exception as error:  # noqa: BLE001 - raised behind what was read before it
            failure = error
        if chunk:
            yield chunk
        elif failure is None:
            return
    raise failure


def _size(source: Input) -> int:
    """Return the bytes or characters of an input's document, 0 if it holds none."""
    document = source.document
    return len(document.content if isinstance(document, Page) else document.text) if document else 0
