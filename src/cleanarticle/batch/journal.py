"""Journal: the inputs that an output file has records of, so that a batch can be resumed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleanarticle.errors import ConfigError
from cleanarticle.fetching.urls import page_key
from cleanarticle.files.atomic import replacing, temporary_path
from cleanarticle.files.compression import MAGIC, damage_errors, open_packed
from cleanarticle.loading import is_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START = b'{"url": '
"""The beginning of each record (see `Record.to_dict`)."""

_STATUSES = ("ok", "error")


@dataclass(slots=True)
class Done:
    """The inputs that earlier runs have records of.

    Only 64-bit hashes are kept: a million URLs would fill 200 MB, and the chance that two of a
    million share a hash is one in thirty million. URLs with the same `page_key` are one input.
    """

    _hashes: set[int] = field(default_factory=set)
    _failed: set[int] = field(default_factory=set)

    def __contains__(self, source: str) -> bool:
        return input_hash(source) in self._hashes

    def __or__(self, other: Done) -> Done:
        """Return the inputs of both; the outcomes of this one are the later ones."""
        failed = self._failed | (other._failed - self._hashes)
        return Done(self._hashes | other._hashes, failed)

    def __len__(self) -> int:
        return len(self._hashes)

    def is_ok(self, key: int) -> bool | None:
        """Return False if the record of an input is an error, None if it has no record.

        Args:
            key: The input's `input_hash`.
        """
        return key not in self._failed if key in self._hashes else None

    def add(self, source: str, *, is_ok: bool) -> None:
        """Add an input that has a record."""
        self._hashes.add(input_hash(source))
        if not is_ok:
            self._failed.add(input_hash(source))


def input_hash(source: str) -> int:
    """Return the hash of an input; a lone surrogate equals its escape, as some outputs store it."""
    key = page_key(source) if is_url(source) else source
    return hash(key.encode("utf-8", "backslashreplace"))


def recover(path: Path, *, retry_failed: bool) -> Done:
    """Prepare the output of an earlier run for more records.

    A last line that a kill truncated is removed.

    Args:
        path: The output; it need not exist.
        retry_failed: True to remove the records of failures, so that they are tried again.

    Returns:
        The inputs with a record in the output.

    Raises:
        ConfigError: The file is not the output of a batch.
    """
    done = Done()
    temporary_path(path).unlink(missing_ok=True)  # left by a kill
    if not path.exists():
        return done
    _check_packing(path)
    is_whole = True
    for line in read_lines(path):
        record = _parse(path, line)
        if record is None or (retry_failed and record["status"] == "error"):
            is_whole = False
        else:
            done.add(record["url"], is_ok=record["status"] == "ok")
    if not (is_whole and _is_complete(path)):
        _rewrite(path, retry_failed=retry_failed)
    return done


def _rewrite(path: Path, *, retry_failed: bool) -> None:
    with replacing(path) as file:
        for line in read_lines(path):
            record = _parse(path, line)
            if record is not None and not (retry_failed and record["status"] == "error"):
                file.write(line)


def read_lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, up to where its packed data is truncated."""
    with open_packed(path, "rb") as file, suppress(*damage_errors()):
        yield from file


def _is_complete(path: Path) -> bool:
    """Return True if packed data is complete: a truncated stream cannot be appended to."""
    if path.suffix not in MAGIC:
        return True
    try:
        with open_packed(path, "rb") as file:
            while file.read(1 << 20):
                pass
    except damage_errors():
        return False
    return True


def _check_packing(path: Path) -> None:
    """Refuse a file that is named .gz but not packed: reading it would find no line."""
    magic = MAGIC.get(path.suffix, b"")
    with path.open("rb") as file:
        start = file.read(len(magic))
    if not magic.startswith(start):
        raise foreign_file(path)


def foreign_file(path: Path) -> ConfigError:
    """Return the error of an existing file that is not the output of a batch."""
    return ConfigError(f"{path} exists and is not the output of a batch: name another output")


def _parse(path: Path, line: bytes) -> dict[str, str] | None:
    """Return a line's record, None if the line was truncated by a kill."""
    if not line.endswith(b"\n"):
        if line[: len(_START)] != _START[: len(line)]:
            raise foreign_file(path)
        return None
    try:
        record = json.loads(line)
        url, status = record["url"], record["status"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise foreign_file(path) from error
    if not isinstance(url, str) or status not in _STATUSES:
        raise foreign_file(path)
    return {"url": url, "status": status}
