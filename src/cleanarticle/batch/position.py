"""Position: how far a run has come in a long file, so that the next one can go on from there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from cleanarticle.files.atomic import temporary_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file of inputs up to which all have been done.

    Attributes:
        source: The absolute path of the file.
        offset: The byte at which the last of these inputs begins.
        record_id: The id of that input.
        records: Records in the output. If there are fewer, some have been removed since, and their
            inputs are somewhere before.
    """

    source: str
    offset: int
    record_id: str
    records: int

    @classmethod
    def load(cls, path: Path) -> Position | None:
        """Return the position that a run left in a file, None if there is none."""
        try:
            data: Any = json.loads(path.read_bytes())
            position = cls(**data)
        except (OSError, ValueError, TypeError):
            return None
        types = {name: type(value) for name, value in asdict(position).items()}
        is_sound = types == {"source": str, "offset": int, "record_id": str, "records": int}
        return position if is_sound and position.offset >= 0 else None

    def save(self, path: Path) -> None:
        """Replace the file; after a kill it is the old or the new one."""
        new = temporary_path(path)
        new.write_text(json.dumps(asdict(self)), "utf-8")
        new.replace(path)


class Bookmark:
    """The position of a run, saved with each record so that a kill at any time leaves a true one.

    Args:
        path: Where it is saved.
        source: The absolute path of the file of inputs.
        records: Records in the output.
    """

    def __init__(self, path: Path, source: str, records: int) -> None:
        self._path = path
        self._source = source
        self._records = records

    def old(self) -> Position | None:
        """Return the position of an earlier run if nothing is missing before it."""
        position = Position.load(self._path)
        if position is None or position.source != self._source:
            return None
        return position if self._records >= position.records else None

    def advance(self, extra: Mapping[str, Any], *, is_new: bool, is_saved: bool) -> None:
        """Go to an input that has been done.

        Args:
            extra: Its `Record.extra`, with its place in the file.
            is_new: True if it has a record now.
            is_saved: True if the records so far survive a kill.
        """
        self._records += is_new
        record_id = extra.get("warc_record_id")
        if is_saved and record_id:
            Position(self._source, extra["warc_offset"], record_id, self._records).save(self._path)

    def remove(self) -> None:
        """Forget the position: the next run is to begin at the beginning."""
        self._path.unlink(missing_ok=True)
