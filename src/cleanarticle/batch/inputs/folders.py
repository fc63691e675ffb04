"""Folders: the pages and texts among the files of a folder, by their content."""

from __future__ import annotations

import os
import zlib
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.batch.inputs.item import Input, Skipped, SkipReason
from cleanarticle.files.atomic import TEMPORARY
from cleanarticle.files.compression import MAGIC
from cleanarticle.loading import HTML_SUFFIXES, TEXT_SUFFIXES
from cleanarticle.loading.mhtml import is_mhtml
from cleanarticle.loading.sniffing import (
    ENDING_BYTES,
    STARTING_BYTES,
    decoded,
    is_page,
    non_page_kind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.batch.inputs.item import Item


class FolderSource:
    """The files of a folder and of its subfolders.

    A file is cleaned if its content is HTML or its name is that of a text; the others are skipped.

    Args:
        path: The folder.
        output: The output of the batch, whose files are not inputs even if they are in the folder.
    """

    is_pipe = False
    is_offline = True

    def __init__(self, path: Path, output: Path) -> None:
        self._path = path
        self._output = output.absolute()

    def read(self) -> Iterator[Item]:
        """Yield the pages and texts, and what is skipped."""
        for path in self._walk():
            if isinstance(path, Skipped):
                yield path
                continue
            problem = _problem(path)
            if problem:
                yield Skipped(str(path), 0, SkipReason.NOT_A_PAGE, problem)
            else:
                yield Input(str(path))

    def count(self) -> int:
        """Return the number of files and of folders that cannot be read."""
        return sum(1 for _ in self._walk())

    def _walk(self) -> Iterator[Path | Skipped]:
        errors: list[OSError] = []
        for parent, folders, names in os.walk(self._path, onerror=errors.append):
            folders[:] = sorted(name for name in folders if not self._is_own(Path(parent, name)))
            for name in folders:
                if (link := Path(parent, name)).is_symlink():
                    message = "a link to a folder: name that folder itself"
                    yield Skipped(str(link), 0, SkipReason.NOT_A_PAGE, message)
            for name in sorted(names):
                if not self._is_own(Path(parent, name)):
                    yield Path(parent, name)
        for error in errors:
            message = f"the folder cannot be read ({error.strerror})"
            yield Skipped(str(error.filename), 0, SkipReason.REFUSED, message)

    def _is_own(self, path: Path) -> bool:
        """Return True for the output and for the files beside it that begin with its name."""
        if path.parent.absolute() != self._output.parent:
            return False
        name = self._output.name
        own = (name, f".{name}.lock", f"{TEMPORARY}{name}")
        return path.name in own or path.name.startswith((f"{name}.", f"{name}-"))


def _problem(path: Path) -> str:
    """Return why a file is not cleaned; "" if it is."""
    if not path.is_file():
        return "a broken link" if path.is_symlink() else "not a regular file"
    try:
        ends = _Ends.of(path)
    except OSError:
        return ""  # its record says why it cannot be read
    return document_problem(path, ends.start, ends.ending)


def document_problem(path: PurePath, start: bytes, ending: bytes) -> str:
    """Return why a file is not cleaned, judged by its content; "" if it is.

    Args:
        path: Its name; that of a text is enough.
        start: Its first bytes, unpacked.
        ending: Its last bytes, if they are known.
    """
    if not start.strip():
        return "an empty file"
    if is_mhtml(start):
        return ""
    kind = non_page_kind(start, ending)
    if kind is not None:
        return kind
    suffixes = TEXT_SUFFIXES | HTML_SUFFIXES
    return (
        "" if suffix_of(path) in suffixes or is_page(decoded(start)) else "text that is not a page"
    )


def suffix_of(path: PurePath) -> str:
    """Return the suffix of a file in lower case, that of what it holds if it is packed."""
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.suffix.lower()


class _Ends(NamedTuple):
    """The first and the last bytes of a file; the last ones are not known in gzip data."""

    start: bytes
    ending: bytes

    @classmethod
    def of(cls, path: Path) -> _Ends:
        with path.open("rb") as file:
            start = file.read(STARTING_BYTES)
            file.seek(-min(path.stat().st_size, ENDING_BYTES), os.SEEK_END)
            ending = file.read(ENDING_BYTES)
        if not start.startswith(MAGIC[".gz"]):
            return cls(start, ending)
        try:
            return cls(zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start), b"")
        except zlib.error:
            return cls(start, b"")  # "gzip data"
