"""Error messages and exit codes of the commands."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from cleanarticle.errors import ConfigError, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


def complain(message: str) -> None:
    """Print an error in one line on stderr."""
    typer.echo(f"cleanarticle: {one_line(message)}", err=True)


def refuse(error: ConfigError) -> NoReturn:
    """End the command because of wrong usage."""
    complain(str(error))
    raise typer.Exit(WRONG_USAGE) from error


def check_output(output: str | Path, sources: "Iterable[str]") -> None:
    """End the command if its output would replace one of its inputs."""
    for source in sources:
        with suppress(OSError):  # there is no such file, or it cannot be looked at
            if str(output) != "-" and Path(source).samefile(output):
                refuse(ConfigError(f"{output} is the input too: name another output"))


def emit(text: str) -> None:
    """Write a result to stdout; a reader that has enough ends the command quietly."""
    if sys.stdout is None:
        complain("stdout is closed: there is nowhere to write the result")
        raise typer.Exit(FAILED)
    try:
        typer.echo(text, nl=False)
    except BrokenPipeError as error:
        raise typer.Exit(FAILED) from error
    except OSError as error:
        complain(f"stdout cannot be written ({error.strerror})")
        raise typer.Exit(FAILED) from error


def save(path: Path, text: str) -> None:
    """Write a result to a file; where it cannot be written, the command ends."""
    try:
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        complain(f"{path}: cannot be written ({error.strerror})")
        raise typer.Exit(WRONG_USAGE) from error


def flush_stdout() -> None:
    """Write what is left in the buffer of stdout; where that fails, drop it.

    Python would try again at its end, and print an error that no command can catch.

    Raises:
        OSError: It cannot be written.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
