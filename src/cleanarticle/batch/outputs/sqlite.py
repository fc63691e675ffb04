"""SqliteWriter: a table of records in an SQLite database."""

from __future__ import annotations

import errno
import json
import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from cleanarticle.batch.journal import Done, foreign
from cleanarticle.batch.outputs.columns import COLUMNS, row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleanarticle.batch.record import Record

_TYPES = {str: "TEXT", int: "INTEGER", float: "REAL", list: "TEXT"}
_CREATE = "CREATE TABLE IF NOT EXISTS records ({})".format(
    ", ".join(
        f"{name} {_TYPES[kind]}{' PRIMARY KEY' if name == 'url' else ''}"
        for name, kind in COLUMNS.items()
    )
)
_INSERT = f"INSERT OR REPLACE INTO records VALUES ({', '.join(f':{name}' for name in COLUMNS)})"  # noqa: S608 - the names are ours


class SqliteWriter:
    """The table `records`, one row a record; lists are JSON."""

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        self.done = Done()
        with _as_os_error(), ExitStack() as undo:
            # Each statement is committed on its own.
            self._base = sqlite3.connect(path, isolation_level=None)
            undo.callback(self._base.close)
            self._prepare(path)
            if retry_failed:
                self._base.execute("DELETE FROM records WHERE status = 'error'")
            for (url,) in self._base.execute("SELECT url FROM records"):
                self.done.add(url)
            undo.pop_all()

    def _prepare(self, path: Path) -> None:
        try:
            columns = self._names("SELECT name FROM pragma_table_info('records')")
            if self._names("SELECT name FROM sqlite_master") and columns != list(COLUMNS):
                raise foreign(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:  # it is another kind of file
            raise foreign(path) from error
        # A commit then costs one write and no wait for the disk: a kill of this process cannot
        # undo it. After a power failure the table is whole, but the last rows may be missing.
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.execute(_CREATE)

    def _names(self, query: str) -> list[str]:
        return [name for (name,) in self._base.execute(query)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def write(self, record: Record) -> None:
        """Write and commit a record."""
        values = {
            name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
            for name, value in row(record.to_dict()).items()
        }
        with _as_os_error():
            self._base.execute(_INSERT, values)


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Raise what the database cannot do as what any file cannot do: the disk is full, or the like.

    Raises:
        OSError: It happened.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error)) from error
