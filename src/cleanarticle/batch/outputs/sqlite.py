"""SqliteWriter: a table of records in an SQLite database."""

from __future__ import annotations

import errno
import json
import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from cleanarticle.batch.journal import Done, foreign_file
from cleanarticle.batch.outputs.columns import row
from cleanarticle.batch.outputs.mending import mend
from cleanarticle.batch.record import RECORD_FIELDS
from cleanarticle.rendering.plain_data import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleanarticle.batch.record import Record

_TYPES = {FieldType.TEXT: "TEXT", FieldType.INTEGER: "INTEGER", FieldType.REAL: "REAL"}
_JSON = "TEXT"
"""Lists and objects are stored as JSON text."""

_CREATE = "CREATE TABLE IF NOT EXISTS records ({})".format(
    ", ".join(
        f"{name} {_TYPES.get(kind, _JSON)}{' PRIMARY KEY' if name == 'url' else ''}"
        for name, kind in RECORD_FIELDS.items()
    )
)
_INSERT = f"INSERT OR REPLACE INTO records VALUES ({', '.join(f':{n}' for n in RECORD_FIELDS)})"  # noqa: S608 - the names are our own


class SqliteWriter:
    """The table `records`, one row per record; lists and objects are JSON."""

    is_saved = True

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        self.done = Done()
        with _as_os_error(), ExitStack() as undo:
            self.notes = mend(path, _CREATE)
            # Each statement is committed on its own.
            self._database = sqlite3.connect(path, isolation_level=None)
            undo.callback(self._database.close)
            self._prepare(path)
            if retry_failed:
                self._database.execute("DELETE FROM records WHERE status = 'error'")
            for url, status in self._database.execute("SELECT url, status FROM records"):
                self.done.add(url, is_ok=status == "ok")
            undo.pop_all()

    def _prepare(self, path: Path) -> None:
        try:
            columns = self._names("SELECT name FROM pragma_table_info('records')")
            if self._names("SELECT name FROM sqlite_master") and columns != list(RECORD_FIELDS):
                raise foreign_file(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:  # another kind of file
            raise foreign_file(path) from error
        # A commit then costs one write and no wait for the disk; a kill of this process cannot
        # undo it. After a power failure the table is intact, but the last rows may be missing.
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute(_CREATE)

    def _names(self, query: str) -> list[str]:
        return [name for (name,) in self._database.execute(query)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def write(self, record: Record) -> None:
        """Write and commit a record."""
        values = {name: _as_column(value) for name, value in row(record.to_dict()).items()}
        with _as_os_error():
            self._database.execute(_INSERT, values)


def _as_column(value: object) -> object:
    is_json = isinstance(value, (list, dict))
    return json.dumps(value, ensure_ascii=False) if is_json else value


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Convert the errors of a database, such as a full disk or damage, to OSError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise OSError(errno.EIO, str(error)) from error
