"""SkipLog: the file that names every input without a record of this run."""

from __future__ import annotations

import json
import logging
from typing import IO, TYPE_CHECKING, Self

from cleanarticle.errors import one_line
from cleanarticle.files.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from cleanarticle.batch.inputs import Skipped

_LOGGER = logging.getLogger("cleanarticle.batch")


def _place(line: bytes) -> int:
    """Return the place in a line of the list, 0 if the line is not whole."""
    try:
        return int(json.loads(line)["line"] or 0)
    except (ValueError, TypeError, KeyError):
        return 0


class SkipLog:
    """One JSON object a line; written from scratch in each run, absent if nothing is skipped.

    A run that goes on in the middle of its inputs adds to the list instead.

    Args:
        path: The file; None to write to the log alone.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._is_continued = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        elif self._path is not None and not self._is_continued:
            self._path.unlink(missing_ok=True)

    def keep(self, last: int) -> None:
        """Keep what an earlier run has listed up to a place, as this one goes on behind it.

        Args:
            last: The greatest `Skipped.number` that is kept.
        """
        self._is_continued = True
        if self._path is None or not self._path.exists():
            return
        lines = self._path.read_bytes().splitlines(keepends=True)
        with replacing(self._path) as file:
            file.writelines(line for line in lines if 0 < _place(line) <= last)

    def write(self, skipped: Skipped) -> None:
        """Write one input."""
        place = f"line {skipped.number}: " if skipped.number else ""
        _LOGGER.info("skipped %s%s", place, one_line(f"{skipped.input} ({skipped.message})"))
        if self._path is None:
            return
        if self._file is None:
            self._file = self._path.open("ab" if self._is_continued else "wb")
        line = json.dumps(skipped.to_dict(), ensure_ascii=False) + "\n"
        self._file.write(line.encode("utf-8", "backslashreplace"))
        self._file.flush()
