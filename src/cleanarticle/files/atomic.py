"""Atomic replacement of files."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from cleanarticle.files.compression import open_packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file from scratch: a kill or a power failure leaves either the old or the new one."""
    new = temporary_path(path)
    with open_packed(new, "wb") as file:
        yield file
    with new.open("rb+") as raw:  # otherwise its name may reach the disk before its data does
        os.fsync(raw.fileno())
    new.replace(path.resolve())


def temporary_path(path: Path) -> Path:
    """Return the path of the new file: beside the old one, or beside the target of a link."""
    return path.resolve().with_name(f"{TEMPORARY}{path.name}")


TEMPORARY = ".new-"
"""The beginning of the name of a file that is being written."""
