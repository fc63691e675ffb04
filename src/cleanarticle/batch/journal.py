"""Journal: the inputs that an output file has records of, so that a batch can be resumed."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from cleanarticle.errors import ConfigError
from cleanarticle.fetching.urls import page_key
from cleanarticle.files.atomic import replacing, temporary_path
from cleanarticle.files.compression import MAGIC, damage_errors, open_packed, readable_lines
from cleanarticle.loading import is_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
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

    @property
    def failures(self) -> int:
        """Number of inputs whose record is an error."""
        return len(self._failed)

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


class Recovered(NamedTuple):
    """The state of the output of an earlier run.

    Attributes:
        done: The inputs with a record in the output.
        notes: What was mended, in sentences.
    """

    done: Done
    notes: list[str]


def recover(path: Path, *, retry_failed: bool) -> Recovered:
    """Prepare the output of an earlier run for more records.

    After a kill the last line may be truncated; after a power failure there may be NULs, pieces of
    lines, and damaged packed data. All whole records are kept and the rest is removed, so that its
    inputs are done again.

    Args:
        path: The output; it need not exist.
        retry_failed: True to remove the records of failures, so that they are tried again.

    Raises:
        ConfigError: The file is not the output of a batch.
    """
    done = Done()
    temporary_path(path).unlink(missing_ok=True)  # left by a kill
    if not path.exists():
        return Recovered(done, [])
    _check_packing(path)
    found, removed = _Contents(), 0
    for line in map(_Line.of, readable_lines(path)):
        found.add(line)
        for record in line.records:
            if retry_failed and record.status == "error":
                removed += 1
            else:
                done.add(record.url, is_ok=record.status == "ok")
    if found.is_foreign or not (found.records or _may_be_first_record(path)):
        raise foreign_file(path)
    is_complete = _is_complete(path)
    if removed or not (is_complete and found.is_whole):
        _rewrite(path, retry_failed=retry_failed)
    is_mended = found.damaged or not is_complete
    notes = [_mended(path, found.damaged)] if is_mended else []
    return Recovered(done, notes)


@dataclass(slots=True)
class _Contents:
    """Counts of what is in an output.

    Attributes:
        records: Whole records.
        damaged: Lines with anything else.
        objects: Lines that are JSON objects of another kind.
        is_whole: True if each line is a record.
        has_own: True if a record can only be one of a batch.
    """

    records: int = 0
    damaged: int = 0
    objects: int = 0
    is_whole: bool = True
    has_own: bool = False

    def add(self, line: _Line) -> None:
        """Count a line."""
        self.records += len(line.records)
        self.damaged += line.is_damaged
        self.objects += line.is_object
        self.is_whole = self.is_whole and not line.is_damaged and line.is_finished
        self.has_own = self.has_own or any(record.is_own for record in line.records)

    @property
    def is_foreign(self) -> bool:
        """True if it may be somebody's data, of which nothing may be removed."""
        return bool(self.objects or self.records) and not self.has_own


def _mended(path: Path, damaged: int) -> str:
    lines = f"{damaged} damaged line{'' if damaged == 1 else 's'}"
    removed = lines if damaged else "the damaged end of its packed data"
    return f"{path}: removed {removed}; the inputs that have no record now are done again"


def _may_be_first_record(path: Path) -> bool:
    """Return True if a file without a record is NULs and the beginning of one."""
    with suppress(StopIteration):
        lines = (line.strip(_PADDING) for line in readable_lines(path))
        filled = filter(None, lines)
        first = next(filled)
        return first[: len(_START)] == _START[: len(first)] and next(filled, None) is None
    return True


def _rewrite(path: Path, *, retry_failed: bool) -> None:
    written: set[int] = set()  # damaged packed data can repeat what precedes the damage
    with replacing(path) as file:
        for line in map(_Line.of, readable_lines(path)):
            for record in line.records:
                key = hash(record.text)
                if key not in written and not (retry_failed and record.status == "error"):
                    written.add(key)
                    file.write(record.text + b"\n")


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
    if not magic.startswith(start) and not is_blank(path):
        raise foreign_file(path)


def is_blank(path: Path) -> bool:
    """Return True if a file has nothing but NULs, as after a power failure."""
    with path.open("rb") as file:
        return not any(data.strip(b"\0") for data in iter(partial(file.read, 1 << 20), b""))


def foreign_file(path: Path) -> ConfigError:
    """Return the error of an existing file that is not the output of a batch."""
    return ConfigError(f"{path} exists and is not the output of a batch: name another output")


_PADDING = b"\0 \t\r\n"
"""What a file system leaves where data was not yet written, and whitespace."""


class _Record(NamedTuple):
    """A whole record.

    Attributes:
        text: Its JSON.
        url: Its input.
        status: "ok" or "error".
        is_own: True if it has a field that other programs do not write.
    """

    text: bytes
    url: str
    status: str
    is_own: bool


class _Line(NamedTuple):
    """A line of an output.

    Attributes:
        records: The whole records in it: one, unless the line is damaged.
        is_damaged: True if there is anything else in it.
        is_object: True if it is a JSON object of another kind.
        is_finished: True if it has a line end.
    """

    records: Sequence[_Record]
    is_damaged: bool = False
    is_object: bool = False
    is_finished: bool = True

    @classmethod
    def of(cls, line: bytes) -> _Line:
        """Parse a line."""
        fields = _parse_json(line)
        is_object = isinstance(fields, dict)
        record = _as_record(line, fields) if is_object else None
        if record is not None:
            return cls([record], is_finished=line.endswith(b"\n"))
        return cls(list(_records_within(line)), is_damaged=True, is_object=is_object)


def _parse_json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _as_record(text: bytes, fields: Mapping[str, Any]) -> _Record | None:
    url, status = fields.get("url"), fields.get("status")
    if not isinstance(url, str) or status not in _STATUSES:
        return None
    return _Record(text.strip(_PADDING), url, status, "elapsed_ms" in fields)


def _records_within(line: bytes) -> Iterator[_Record]:
    """Yield the whole records in a damaged line, such as one behind the half of another."""
    starts = [match.start() for match in re.finditer(re.escape(_START), line)]
    for start, end in pairwise([*starts, len(line)]):
        piece = line[start:end].strip(_PADDING)
        fields = _parse_json(piece)
        if isinstance(fields, dict) and (record := _as_record(piece, fields)):
            yield record
