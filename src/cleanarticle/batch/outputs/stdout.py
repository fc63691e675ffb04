"""StdoutWriter: one JSON object a line on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from cleanarticle.batch.journal import Done
from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from cleanarticle.batch.record import Record


class StdoutWriter:
    """One JSON object a line on standard output, where no earlier run can be resumed.

    Raises:
        ConfigError: Standard output is closed.
    """

    is_saved = True

    def __init__(self) -> None:
        if sys.stdout is None:
            raise ConfigError("stdout is closed: there is nowhere to write the records")
        self.done = Done()
        self.notes: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, record: Record) -> None:
        """Write a record and pass it on at once."""
        sys.stdout.buffer.write(f"{record.to_json()}\n".encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
