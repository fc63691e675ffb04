"""ParquetParts: a folder of Parquet files, as engines for large tables read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from cleanarticle.batch.journal import Done, foreign_file
from cleanarticle.batch.outputs.parquet import as_row, read_rows, write_rows
from cleanarticle.batch.record import RECORD_FIELDS
from cleanarticle.files.arrow import arrow
from cleanarticle.files.atomic import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleanarticle.batch.record import Record

_PART = re.compile(r"part-(\d{9})-(\d{9})\.parquet")


class ParquetParts:
    """A folder of Parquet files, each with a range of the records and named by it.

    A file is written in full and then renamed, so a reader never sees half of one, and a kill costs
    the records since the last: their inputs are done again. Records of documents that need no
    network are in the order of the inputs.

    Args:
        path: The folder.
        size: Records in a file, except in the last one of a run.
        retry_failed: True to remove the records of failures, so that they are tried again.

    Raises:
        ConfigError: pyarrow is missing, or a file of the folder is not an output of a batch.
    """

    def __init__(self, path: Path, *, size: int, retry_failed: bool = False) -> None:
        arrow()  # which is missed now and not at the first full part
        self._folder = path
        self._size = size
        self._rows: list[dict[str, Any]] = []
        self.done = Done()
        self.notes: list[str] = []
        self._first = 0
        path.mkdir(exist_ok=True)
        for part in self._parts():
            self._resume(part, retry_failed=retry_failed)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._commit()

    @property
    def is_saved(self) -> bool:
        """Whether all records are in files."""
        return not self._rows

    def write(self, record: Record) -> None:
        """Keep a record, and write a file if there are enough."""
        self._rows.append(as_row(record.to_dict()))
        if len(self._rows) >= self._size:
            self._commit()

    def _commit(self) -> None:
        if not self._rows:
            return
        name = f"part-{self._first:09}-{self._first + len(self._rows) - 1:09}.parquet"
        write_rows(self._folder / name, iter(self._rows))
        self._first += len(self._rows)
        self._rows = []

    def _parts(self) -> Iterator[Path]:
        """Yield the files of earlier runs, and remove what a kill has left of one."""
        for path in sorted(self._folder.iterdir()):
            if _PART.fullmatch(path.name):
                yield path
            elif _PART.fullmatch(path.name.removeprefix(TEMPORARY)):
                path.unlink()
            elif not path.name.startswith("."):
                raise foreign_file(self._folder)

    def _resume(self, part: Path, *, retry_failed: bool) -> None:
        self._first = int(part.stem.rpartition("-")[2]) + 1
        rows = list(read_rows(part, ["url", "status"]))
        kept = [row for row in rows if not (retry_failed and row["status"] == "error")]
        for row in kept:
            self.done.add(row["url"], is_ok=row["status"] == "ok")
        if not kept:
            part.unlink()
        elif len(kept) < len(rows):
            all_rows = read_rows(part, list(RECORD_FIELDS))
            write_rows(part, (row for row in all_rows if row["status"] != "error"))
