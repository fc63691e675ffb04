"""ParquetWriter: a table of records in a Parquet file (the extra `parquet`)."""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Self

from cleanarticle.batch.journal import Done, foreign_file, is_blank
from cleanarticle.batch.outputs.columns import row
from cleanarticle.batch.outputs.jsonl import JsonlWriter
from cleanarticle.batch.record import RECORD_FIELDS
from cleanarticle.block import Block
from cleanarticle.errors import ConfigError
from cleanarticle.files.arrow import arrow
from cleanarticle.files.atomic import replacing
from cleanarticle.files.compression import readable_lines
from cleanarticle.metadata.comments import Comment
from cleanarticle.rendering.plain_data import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from cleanarticle.batch.record import Record

_MAGIC = b"PAR1"

_ROWS = 1000
"""Rows in memory at a time: some tens of MB of articles."""


class ParquetWriter:
    """A Parquet file, written at the end of each run.

    Such a file cannot be appended to. So a run writes its records to a JSONL file beside it, with
    the suffix .part.jsonl, which survives a kill, and merges both into a new Parquet file at its
    end.
    """

    is_saved = True

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        arrow()  # which is missed now and not at the end
        self._path = path
        self._part = path.with_name(f"{path.name}.part.jsonl")
        self._is_retry = retry_failed
        old = Done()
        for record in self._old_rows(["url", "status"]):
            old.add(record["url"], is_ok=record["status"] == "ok")
        self._rows = JsonlWriter(self._part, retry_failed=retry_failed)
        self.done = self._rows.done | old
        self.notes = self._rows.notes

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
        """Write the Parquet file; a kill meanwhile leaves both files as they were."""
        new = Done()
        for line in readable_lines(self._part):
            new.add(json.loads(line)["url"], is_ok=True)
        if len(new) or not self._path.exists():
            # After a kill between the last two steps, the old file has the rows of the new one.
            kept = (old for old in self._old_rows(list(RECORD_FIELDS)) if old["url"] not in new)
            fresh = (as_row(json.loads(line)) for line in readable_lines(self._part))
            write_rows(self._path, chain(kept, fresh))
        self._part.unlink()

    def _old_rows(self, columns: list[str]) -> Iterator[dict[str, Any]]:
        """Yield the rows of the Parquet file that are kept."""
        if self._path.exists() and not is_blank(self._path):
            for record in read_rows(self._path, columns):
                if not (self._is_retry and record["status"] == "error"):
                    yield record


def write_rows(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    """Write a Parquet file of records; a kill meanwhile leaves an old one as it was.

    Args:
        path: The file.
        rows: The records as `as_row` returns them.
    """
    pa = arrow()
    with (
        replacing(path) as file,
        pa.parquet.ParquetWriter(file, _schema(pa), compression="zstd") as table,
    ):
        while chunk := list(islice(rows, _ROWS)):
            table.write_table(table_of(chunk))


def table_of(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Return records as `as_row` returns them as an Arrow table."""
    pa = arrow()
    return pa.Table.from_pylist(list(rows), _schema(pa))


def read_rows(path: Path, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Yield some columns of the records in a Parquet file.

    Raises:
        ConfigError: The file is damaged, or not the output of a batch.
    """
    pa = arrow()
    try:
        file = pa.parquet.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise _unreadable(path) from error
    with file:
        if file.schema_arrow.names != list(RECORD_FIELDS):
            raise foreign_file(path)
        for batch in file.iter_batches(_ROWS, columns=columns):
            yield from batch.to_pylist()


def _unreadable(path: Path) -> ConfigError:
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return foreign_file(path)
    return ConfigError(
        f"{path} is damaged: it has no Parquet footer, without which nothing can be read; move it "
        "away and launch the batch again"
    )


def as_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as plain data in the types of the table."""
    values = row(record)
    for name, kind in RECORD_FIELDS.items():
        if kind is FieldType.JSON and values[name] is not None:
            values[name] = json.dumps(values[name], ensure_ascii=False)
    return values


def _schema(pa: Any) -> Any:
    text = pa.string()

    def objects(*names: str, **types: Any) -> Any:
        return pa.struct([(name, types.get(name, text)) for name in names])

    types = {
        FieldType.TEXT: text,
        FieldType.INTEGER: pa.int64(),
        FieldType.REAL: pa.float64(),
        FieldType.TEXTS: pa.list_(text),
        FieldType.MAP: pa.map_(text, text),
        FieldType.JSON: text,
        FieldType.BOILERPLATE: pa.list_(objects("kind", "text", "reason")),
        FieldType.BLOCKS: pa.list_(objects(*Block._fields, score=pa.float64())),
        FieldType.COMMENTS: pa.list_(objects(*Comment._fields)),
        FieldType.ERROR: objects("kind", "message", "http_status", http_status=pa.int64()),
    }
    return pa.schema([(name, types[kind]) for name, kind in RECORD_FIELDS.items()])
