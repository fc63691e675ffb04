"""The outputs of a batch; each record is safe on disk before it counts."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from cleanarticle.batch.outputs.folder import FolderWriter
from cleanarticle.batch.outputs.jsonl import JsonlWriter
from cleanarticle.batch.outputs.parquet import ParquetWriter
from cleanarticle.batch.outputs.parquet_parts import ParquetParts
from cleanarticle.batch.outputs.sqlite import SqliteWriter
from cleanarticle.batch.outputs.stdout import StdoutWriter
from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cleanarticle.batch.outputs.output import Writer
    from cleanarticle.options import BatchOptions

_BY_SUFFIX: dict[str, Callable[..., Writer]] = {
    ".jsonl": JsonlWriter,
    ".jsonl.gz": JsonlWriter,
    ".jsonl.zst": JsonlWriter,
    ".sqlite": SqliteWriter,
    ".parquet": ParquetWriter,
}


@contextmanager
def open_writer(path: Path, options: BatchOptions) -> Iterator[Writer]:
    """Open the writer for an output by its suffix; it resumes an earlier run.

    Args:
        path: A .jsonl, .jsonl.gz, .jsonl.zst, .sqlite or .parquet file, a folder, or "-" for JSON
            lines on stdout, which cannot be resumed.
        options: Whether the failures of an earlier run are tried again, and the size of parts.

    Raises:
        ConfigError: The suffix is not supported, a package that it needs is missing, the output
            cannot be written, another run is writing it, or it is not the output of a batch.
    """
    if is_stdout(path):
        yield StdoutWriter()
        return
    make = _parts_maker(path, options) or _maker(path)
    with locked(path):
        try:
            writer = make(path, retry_failed=options.retry_failed)
        except OSError as error:
            raise _unwritable(path, error) from error
        with writer:
            yield writer


def is_stdout(path: Path) -> bool:
    """Return True if an output is standard output."""
    return str(path) == "-"


def writes_json_lines(path: Path) -> bool:
    """Return True if the records of an output are JSON lines, and so best encoded by workers."""
    return is_stdout(path) or ".jsonl" in path.suffixes[-2:]


def _parts_maker(path: Path, options: BatchOptions) -> Callable[..., Writer] | None:
    """Return what makes a writer of parts; None if the output is not to be in parts."""
    is_parquet = path.name.endswith(".parquet")
    if options.part_size is None:
        if is_parquet and path.is_dir():
            raise ConfigError(f"{path} is a folder of parts: name their size (--part-size) again")
        return None
    if not is_parquet:
        raise ConfigError(f"{path}: only a .parquet output has parts: leave out part_size")
    if path.is_file() or not path.parent.is_dir():
        raise ConfigError(f"{path}: cannot be a folder of parts; is it a file already?")
    return partial(ParquetParts, size=options.part_size)


def _maker(path: Path) -> Callable[..., Writer]:
    suffix = next((suffix for suffix in _BY_SUFFIX if path.name.endswith(suffix)), None)
    try:
        is_folder = path.is_dir()
        if not path.parent.is_dir() or (suffix and is_folder):
            raise ConfigError(f"{path}: cannot be written; does its folder exist?")
    except OSError as error:
        raise _unwritable(path, error) from error
    if suffix:
        return _BY_SUFFIX[suffix]
    if is_folder or not (path.suffix or path.exists()):
        return FolderWriter
    message = (
        f"{path}: the output can be {', '.join(_BY_SUFFIX)}, a folder of Markdown files, or - for "
        "JSON lines on stdout"
    )
    raise ConfigError(message)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Lock an output against other runs; the lock of a killed run is released.

    Raises:
        ConfigError: Another run is writing it, or it cannot be written.
    """
    target = path.resolve()
    lock = FileLock(target.with_name(f".{target.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        message = f"{path}: another batch is writing it; wait for its end, or name another output"
        raise ConfigError(message) from error
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield
    finally:
        with suppress(OSError):  # on Windows filelock removes it itself
            target.with_name(f".{target.name}.lock").unlink()
        lock.release()


def _unwritable(path: Path, error: OSError) -> ConfigError:
    return ConfigError(f"{path}: cannot be written ({error.strerror})")
