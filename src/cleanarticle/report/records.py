"""Reading the records in the output of a batch, one at a time."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeAlias

from cleanarticle.errors import InputError
from cleanarticle.files.arrow import arrow
from cleanarticle.files.compression import readable_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Record: TypeAlias = Mapping[str, Any] | None

_JSON_LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_SQLITE = (".sqlite",)
_PARQUET = (".parquet",)

_TEXTS = ("url", "final_url", "status", "title", "page_type")
_OBJECTS = ("error", "flags", "blocks")
_COLUMNS = (*_TEXTS, "confidence", *_OBJECTS)
"""Columns of tables that are read; SQLite stores `_OBJECTS` as JSON text."""

_PARQUET_ROWS = 100
"""Rows in memory at a time: some MB of blocks."""


def is_batch_output(name: str) -> bool:
    """Return True if a file is named like the output of a batch."""
    return name.lower().endswith((*_JSON_LINES, *_SQLITE, *_PARQUET))


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records in the output of a batch as plain data, None for damaged ones.

    Args:
        path: A file of JSON lines, perhaps packed, a table of SQLite or Parquet, or a folder of
            Parquet files.

    Raises:
        InputError: The file cannot be read.
        ConfigError: Reading Parquet needs the extra `parquet`.
    """
    name = path.name.lower()
    read = (
        _from_sqlite if name.endswith(_SQLITE)
        else _from_parquet if name.endswith(_PARQUET)
        else _from_lines
    )  # fmt: skip
    parts = sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]
    if not parts or not parts[0].is_file():
        raise InputError(f"{path}: no such file")
    try:
        for part in parts:
            yield from read(part)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def _from_lines(path: Path) -> Iterator[Record]:
    for line in readable_lines(path):
        if line.strip():
            yield _parsed(line)


def _from_sqlite(path: Path) -> Iterator[Record]:
    query = f"SELECT {', '.join(_COLUMNS)} FROM records"  # noqa: S608 - the names are our own
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            for row in database.execute(query):
                values = dict(zip(_COLUMNS, row, strict=True))
                yield values | {name: _parsed(values[name] or "null") for name in _OBJECTS}
    except sqlite3.DatabaseError as error:
        raise InputError(f"{path}: has no table of records ({error})") from error


def _from_parquet(path: Path) -> Iterator[Record]:
    pa = arrow()
    try:
        with pa.parquet.ParquetFile(path) as table:
            if not {*_COLUMNS}.issubset(table.schema_arrow.names):
                raise InputError(f"{path}: has no columns of records")
            for batch in table.iter_batches(_PARQUET_ROWS, columns=list(_COLUMNS)):
                yield from batch.to_pylist()
    except pa.ArrowInvalid as error:
        raise InputError(f"{path}: its Parquet data is damaged") from error


def _parsed(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
