"""ParquetWriter: a table of records in a Parquet file (the extra `parquet`)."""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Self

from cleanarticle.batch.journal import Done, foreign, read_lines, replacing
from cleanarticle.batch.outputs.columns import COLUMNS, row
from cleanarticle.batch.outputs.jsonl import JsonlWriter
from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleanarticle.batch.record import Record

_ROWS = 1000
"""Rows that are held and written at a time: some tens of MB of articles."""


class ParquetWriter:
    """A Parquet file, made at the end of each run.

    Such a file cannot be added to. So a run writes its records to a JSONL file beside it, called
    .part.jsonl, which a kill leaves whole, and its end puts both into one new Parquet file.
    """

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        self._arrow = _arrow()
        self._path = path
        self._part = path.with_name(f"{path.name}.part.jsonl")
        self._is_retry = retry_failed
        old = Done()
        for record in self._old_rows(["url", "status"]):
            old.add(record["url"])
        self._rows = JsonlWriter(self._part, retry_failed=retry_failed)
        self.done = self._rows.done | old

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exc_type: object, *_: object) -> None:
        self._rows.__exit__()
        if exc_type is None:
            self._finish()

    def write(self, record: Record) -> None:
        """Write a record to the JSONL file."""
        self._rows.write(record)

    def _finish(self) -> None:
        """Make the Parquet file anew; a kill meanwhile leaves both files as they were."""
        new = Done()
        for line in read_lines(self._part):
            new.add(json.loads(line)["url"])
        if len(new) or not self._path.exists():
            # After a kill between the last two steps, the old file has the rows of the new one.
            kept = (old for old in self._old_rows(list(COLUMNS)) if old["url"] not in new)
            fresh = (row(json.loads(line)) for line in read_lines(self._part))
            self._write(chain(kept, fresh))
        self._part.unlink()

    def _write(self, rows: Iterator[dict[str, Any]]) -> None:
        schema = _schema(self._arrow)
        with (
            replacing(self._path) as file,
            self._arrow.parquet.ParquetWriter(file, schema, compression="zstd") as table,
        ):
            while chunk := list(islice(rows, _ROWS)):
                table.write_table(self._arrow.Table.from_pylist(chunk, schema))

    def _old_rows(self, columns: list[str]) -> Iterator[dict[str, Any]]:
        """The rows of the Parquet file that stay."""
        if not self._path.exists():
            return
        try:
            file = self._arrow.parquet.ParquetFile(self._path)
        except self._arrow.ArrowInvalid as error:
            raise foreign(self._path) from error
        with file:
            if file.schema_arrow.names != list(COLUMNS):
                raise foreign(self._path)
            for batch in file.iter_batches(_ROWS, columns=columns):
                for record in batch.to_pylist():
                    if not (self._is_retry and record["status"] == "error"):
                        yield record


def _arrow() -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError as error:
        message = "a .parquet file needs pyarrow: pip install cleanarticle[parquet]"
        raise ConfigError(message) from error
    return pa


def _schema(arrow: Any) -> Any:
    text = arrow.string()
    block = arrow.struct([("kind", text), ("text", text), ("reason", text)])
    types = {str: text, int: arrow.int64(), float: arrow.float64(), list: arrow.list_(text)}
    fields = {name: types[kind] for name, kind in COLUMNS.items()}
    return arrow.schema(fields | {"boilerplate": arrow.list_(block)})
