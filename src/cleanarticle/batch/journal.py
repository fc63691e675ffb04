"""Journal: an output file knows which inputs are done, and so a batch can be launched again."""

from __future__ import annotations

import gzip
import json
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, cast

from cleanarticle.errors import ConfigError
from cleanarticle.fetching.decompression import zstd
from cleanarticle.fetching.urls import is_url, page_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAGIC = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}
"""How packed data begins, by the suffix of its file."""

_START = b'{"url": '
"""How each record begins (see `Record.to_dict`)."""

_STATUSES = ("ok", "error")


@dataclass(slots=True)
class Done:
    """The inputs that need no more work.

    It keeps 64-bit hashes instead of addresses, as those of a million would fill 200 MB; that two
    of a million share one has a chance of one in thirty million. Addresses of one page, as by
    `page_key`, are one input.
    """

    _hashes: set[int] = field(default_factory=set)

    def __contains__(self, source: str) -> bool:
        return _hash(source) in self._hashes

    def __or__(self, other: Done) -> Done:
        return Done(self._hashes | other._hashes)

    def __len__(self) -> int:
        return len(self._hashes)

    def add(self, source: str) -> None:
        """Note that an input is done."""
        self._hashes.add(_hash(source))


def _hash(source: str) -> int:
    """The hash of an input; a lone surrogate, which some outputs cannot hold, is as its escape."""
    same = page_key(source) if is_url(source) else source
    return hash(same.encode("utf-8", "backslashreplace"))


def open_lines(path: Path, mode: str) -> IO[bytes]:
    """Open a file of lines, packed if its name ends in .gz or .zst."""
    match path.suffix:
        case ".gz":
            return cast("IO[bytes]", gzip.open(path, mode))
        case ".zst":
            return cast("IO[bytes]", zstd().open(path, mode))
        case _:
            return cast("IO[bytes]", path.open(mode))


def recover(path: Path, *, retry_failed: bool) -> Done:
    """Make the output of an earlier run ready to be added to.

    What a kill left of a last line is cut off.

    Args:
        path: The output; it need not exist.
        retry_failed: Whether to take out the records of what failed, so that it is done again.

    Returns:
        The inputs that have a record in the output.

    Raises:
        ConfigError: The file is no output of a batch.
    """
    done = Done()
    _new(path).unlink(missing_ok=True)  # a kill may have left it
    if not path.exists():
        return done
    _check_packing(path)
    is_whole = True
    for line in read_lines(path):
        record = _parse(path, line)
        if record is None or (retry_failed and record["status"] == "error"):
            is_whole = False
        else:
            done.add(record["url"])
    if not (is_whole and _ends_well(path)):
        _rewrite(path, retry_failed=retry_failed)
    return done


def _rewrite(path: Path, *, retry_failed: bool) -> None:
    with replacing(path) as file:
        for line in read_lines(path):
            record = _parse(path, line)
            if record is not None and not (retry_failed and record["status"] == "error"):
                file.write(line)


def read_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, up to where its packed data breaks off."""
    with open_lines(path, "rb") as file, suppress(*_torn()):
        yield from file


def _ends_well(path: Path) -> bool:
    """Whether packed data is complete: nothing can be added to a broken stream."""
    if path.suffix not in _MAGIC:
        return True
    try:
        with open_lines(path, "rb") as file:
            while file.read(1 << 20):
                pass
    except _torn():
        return False
    return True


def _torn() -> tuple[type[Exception], ...]:
    """The errors of packed data that breaks off."""
    return (EOFError, gzip.BadGzipFile, zlib.error, zstd().ZstdError)


def _check_packing(path: Path) -> None:
    """Refuse a file that is called .gz and is not packed: reading it would find no line."""
    magic = _MAGIC.get(path.suffix, b"")
    with path.open("rb") as file:
        start = file.read(len(magic))
    if not magic.startswith(start):
        raise foreign(path)


def foreign(path: Path) -> ConfigError:
    """The error of an output that is there, and none of ours."""
    return ConfigError(f"{path} exists and is no output of a batch: delete it or name another")


def _parse(path: Path, line: bytes) -> dict[str, str] | None:
    """A line's record, None if the line was torn off by a kill."""
    if not line.endswith(b"\n"):
        if line[: len(_START)] != _START[: len(line)]:
            raise foreign(path)
        return None
    try:
        record = json.loads(line)
        url, status = record["url"], record["status"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise foreign(path) from error
    if not isinstance(url, str) or status not in _STATUSES:
        raise foreign(path)
    return {"url": url, "status": status}


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write a file anew, so that a kill leaves either the old or the new one."""
    new = _new(path)
    with open_lines(new, "wb") as file:
        yield file
    new.replace(path.resolve())


def _new(path: Path) -> Path:
    """Where a file is written anew: beside it, and where it is a link, beside what that names."""
    return path.resolve().with_name(f".new-{path.name}")
