"""JsonlWriter: one JSON object per line."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Self

from cleanarticle.batch.journal import recover
from cleanarticle.files.compression import open_packed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cleanarticle.batch.record import Record


class JsonlWriter:
    """One JSON object per line, packed if the file's name ends in .gz or .zst."""

    is_saved = True

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        self.done, self.notes = recover(path, retry_failed=retry_failed)
        self._file: IO[bytes] = open_packed(path, "ab")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, record: Record) -> None:
        """Write a record and flush it to the operating system, so that a kill cannot lose it."""
        self._write_line(record.to_json())

    def write_fields(self, fields: Mapping[str, Any]) -> None:
        """Write a record, or a part of one that begins with its `url` and includes its `status`."""
        self._write_line(json.dumps(fields, ensure_ascii=False))

    def _write_line(self, line: str) -> None:
        # A lone surrogate, which UTF-8 cannot encode, becomes its JSON escape.
        self._file.write(f"{line}\n".encode("utf-8", "backslashreplace"))
        self._file.flush()
