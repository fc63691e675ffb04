"""Tar archives: the pages and texts in them, by their content."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Self, cast

from cleanarticle.batch.inputs.folders import document_problem, suffix_of
from cleanarticle.batch.inputs.item import Input, Skipped, SkipReason
from cleanarticle.errors import InputError
from cleanarticle.files.compression import DamagedData, unpack_gzip
from cleanarticle.loading import TEXT_SUFFIXES, load_text_file
from cleanarticle.loading.sniffing import ENDING_BYTES, STARTING_BYTES
from cleanarticle.page import MAX_BYTES, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.batch.inputs.item import Item
    from cleanarticle.loading import Content


_DAMAGE = (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, OSError)
"""What reading a damaged archive raises; bz2 raises OSError."""


class TarSource:
    """The files in a tar archive, packed with gzip, bzip2 or xz or not.

    It is read once, from beginning to end. As in a folder, a file is cleaned if its content is HTML
    or its name is that of a text.

    Args:
        path: The archive.
    """

    is_pipe = False
    is_offline = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = str(path.absolute())

    def read(self) -> Iterator[Item]:
        """Yield the pages and texts, and what is skipped.

        Raises:
            OSError: The archive is damaged; what is before the damage is yielded first.
        """
        try:
            with _opened(self._path) as archive:
                for number, member in enumerate(archive, start=1):
                    if not member.isdir():
                        yield self._item(archive, member, number)
        except _DAMAGE as error:
            raise OSError(f"{self._path}: the archive is damaged ({error})") from error

    def count(self) -> int | None:
        """Return None: the number of files is known at the end of the archive only."""
        return None

    def _item(self, archive: tarfile.TarFile, member: tarfile.TarInfo, number: int) -> Item:
        name = f"{self._path}/{member.name}"
        file = archive.extractfile(member) if member.isreg() else None
        if file is None:
            return Skipped(name, number, SkipReason.NOT_A_PAGE, "not a regular file")
        content = file.read(MAX_BYTES + 1)
        try:
            content = unpack_gzip(content, MAX_BYTES + 1)
        except DamagedData:
            return Input(name, number, problem=f"{name}: its gzip data is damaged")
        path = PurePosixPath(member.name)
        problem = document_problem(path, content[:STARTING_BYTES], content[-ENDING_BYTES:])
        if problem:
            return Skipped(name, number, SkipReason.NOT_A_PAGE, problem)
        try:
            return Input(name, number, self._document(path, content))
        except InputError as error:
            return Input(name, number, problem=error)

    def _document(self, path: PurePosixPath, content: bytes) -> Content:
        page = Page(content, folder=f"{self._folder}/{path.parent}")
        suffix = suffix_of(path)
        is_text = suffix in TEXT_SUFFIXES and len(content) <= MAX_BYTES
        return load_text_file(page, suffix) if is_text else page


class _Member(tarfile.TarInfo):
    """A member whose head is sound: tarfile takes a damaged one for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """Return the next member.

        Raises:
            OSError: Its head is damaged or cut off, or the archive has no end.
        """
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            is_end = type(error).__name__ == "EOFHeaderError"  # the zeros that end an archive
            if is_end or not archive.offset:
                raise
            raise OSError(str(error) or "the end of the archive is missing") from error


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive as a stream, unpacked by modules that check its sums and read all parts."""
    with path.open("rb") as raw:
        start = raw.read(6)
    unpack = next((unpack for magic, unpack in _UNPACKERS if start.startswith(magic)), None)
    with (
        path.open("rb") if unpack is None else unpack(path) as file,
        tarfile.open(fileobj=file, mode="r|", tarinfo=_Member) as archive,
    ):
        yield archive


_UNPACKERS: tuple[tuple[bytes, Callable[[Path], IO[bytes]]], ...] = (
    (b"\x1f\x8b", cast("Callable[[Path], IO[bytes]]", gzip.open)),
    (b"BZh", cast("Callable[[Path], IO[bytes]]", bz2.open)),
    (b"\xfd7zXZ", cast("Callable[[Path], IO[bytes]]", lzma.open)),
)
"""Functions that open packed files, by the first bytes of these."""


def is_tar(path: Path) -> bool:
    """Return True if a file is a tar archive with at least one file."""
    try:
        with _opened(path) as archive:
            return archive.next() is not None
    except _DAMAGE:
        return False
