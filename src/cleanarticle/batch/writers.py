"""Writers: the records of a batch, each safe on disk before it counts."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Protocol, Self

from cleanarticle.batch.journal import Done, open_lines, recover
from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from cleanarticle.batch.record import Record

_SUFFIXES = (".jsonl", ".jsonl.gz")


class Writer(Protocol):
    """Where records go; a context manager.

    Attributes:
        done: The inputs that have a record from an earlier run.
    """

    done: Done

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def write(self, record: Record) -> None: ...  # noqa: D102


def open_writer(path: Path, *, retry_failed: bool) -> Writer:
    """The writer for an output, by the suffix of its name; goes on where an earlier run ended.

    Raises:
        ConfigError: The suffix is not supported, the file cannot be written, or it exists and is
            no output of a batch.
    """
    if not path.name.endswith(_SUFFIXES):
        message = f"{path}: the output can be {' or '.join(_SUFFIXES)}"
        raise ConfigError(message)
    try:
        if not path.parent.is_dir() or path.is_dir():
            raise ConfigError(f"{path}: cannot be written; does its folder exist?")
        return JsonlWriter(path, retry_failed=retry_failed)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror})") from error


class JsonlWriter:
    """One JSON object a line, gzip-packed if the file's name ends in .gz."""

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        self.done = recover(path, retry_failed=retry_failed)
        self._file: IO[bytes] = open_lines(path, "ab")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, record: Record) -> None:
        """Write a record through to the operating system, so that a kill cannot lose it."""
        line = json.dumps(record.to_dict(), ensure_ascii=False) + "\n"
        # A lone surrogate, which UTF-8 has no bytes for, becomes JSON's escape of it.
        self._file.write(line.encode("utf-8", "backslashreplace"))
        self._file.flush()
