"""Mending: an SQLite database that a power failure has damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleanarticle.batch.journal import foreign_file, is_blank
from cleanarticle.batch.record import RECORD_FIELDS
from cleanarticle.errors import ConfigError
from cleanarticle.files.atomic import temporary_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MAGIC = b"SQLite format 3\0"

_COLUMNS = "SELECT name FROM pragma_table_info('records')"

_NULS = 64 * "\0"
"""NULs in a row that are damage: no text has as many. At the end of a long text, SQLite's own check
does not notice them."""

_BLANKED = "SELECT 1 FROM records WHERE {} LIMIT 1".format(  # noqa: S608 - the names are our own
    " OR ".join(f"instr(CAST({name} AS BLOB), zeroblob({len(_NULS)}))" for name in RECORD_FIELDS)
)


_INSERT = f"INSERT OR REPLACE INTO records VALUES ({', '.join('?' * len(RECORD_FIELDS))})"  # noqa: S608 - question marks


def mend(path: Path, create: str) -> list[str]:
    """Replace a damaged database by one with all records that can be read.

    The damaged one is kept beside it, under another name.

    Args:
        path: The database; it need not exist.
        create: The statement that creates the table of records.

    Returns:
        What was mended, in sentences.

    Raises:
        ConfigError: It is not the output of a batch, or nothing can be read.
    """
    if not path.exists() or _is_sound(path):
        return []
    new = temporary_path(path)
    new.unlink(missing_ok=True)  # left by a kill
    records = 0
    if not is_blank(path):
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(new)) as database:
            _check_table(old, path)
            database.execute(create)
            database.executemany(_INSERT, _readable_rows(old))
            database.commit()
            records = database.execute("SELECT count(*) FROM records").fetchone()[0]
    kept = _move_away(path)
    if new.exists():
        new.replace(path.resolve())
    return [
        f"{path}: was damaged; {records} records of it can be read and are kept; the other inputs "
        f"are done again; the damaged file is now {kept}"
    ]


def _is_sound(path: Path) -> bool:
    """Return True for a database without damage, and for a file that never was one.

    The check reads the whole database. Reading the URLs alone would find no damage in the texts or
    in the index.
    """
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC and path.stat().st_size and not is_blank(path):
            return True
    try:
        with closing(sqlite3.connect(path)) as database:
            if database.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                return False
            is_ours = _names(database) == list(RECORD_FIELDS)
            return not (is_ours and database.execute(_BLANKED).fetchone())
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def _names(database: sqlite3.Connection) -> list[str]:
    return [name for (name,) in database.execute(_COLUMNS)]


def _check_table(database: sqlite3.Connection, path: Path) -> None:
    try:
        database.execute("PRAGMA writable_schema=ON")  # otherwise a truncated file is not opened
        names = _names(database)
    except sqlite3.DatabaseError as error:
        message = (
            f"{path} is damaged, and its table cannot be read: move it away and launch the batch "
            "again; the program sqlite3 may recover some of it (.recover)"
        )
        raise ConfigError(message) from error
    if names != list(RECORD_FIELDS):
        raise foreign_file(path)


def _readable_rows(database: sqlite3.Connection) -> Iterator[Sequence[Any]]:
    """Yield the rows that can be read: from both ends to the damage, and one by one between."""
    database.text_factory = bytes
    ends: list[int | None] = []
    for order in ("ASC", "DESC"):
        number = None
        try:
            query = f"SELECT rowid, * FROM records ORDER BY rowid {order}"  # noqa: S608 - ours
            for number, *values in database.execute(query):  # noqa: B007 - used after an error
                yield from _whole(values)
        except sqlite3.DatabaseError:
            ends.append(number)
        else:
            return
    first, last = ends
    if last is None:
        return
    for number in range((first or 0) + 1, last):
        with suppress(sqlite3.DatabaseError):
            rows = database.execute("SELECT * FROM records WHERE rowid = ?", (number,)).fetchall()
            for values in rows:
                yield from _whole(values)


def _whole(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield a row with its texts decoded; nothing if it cannot be a record."""
    with suppress(UnicodeDecodeError):
        row = [value.decode() if isinstance(value, bytes) else value for value in values]
        fields = dict(zip(RECORD_FIELDS, row, strict=True))
        is_record = isinstance(fields["url"], str) and fields["status"] in ("ok", "error")
        if is_record and not any(isinstance(value, str) and _NULS in value for value in row):
            yield row


def _move_away(path: Path) -> Path:
    """Rename a database and what SQLite keeps beside it; return its new path."""
    path = path.resolve()
    names = (f"{path.name}.damaged{number or ''}" for number in count())
    kept = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    for suffix in ("-wal", "-shm", ""):
        part = Path(f"{path}{suffix}")
        if part.exists():
            part.replace(f"{kept}{suffix}")
    return kept
