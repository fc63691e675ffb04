"""Error messages and exit codes of the commands."""

from typing import TYPE_CHECKING, NoReturn

import typer

from cleanarticle.errors import printable

if TYPE_CHECKING:
    from cleanarticle.errors import ConfigError

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


def one_line(text: str) -> str:
    """Return text without line breaks and control characters, which could steer a terminal."""
    return printable(" ".join(text.split()))


def complain(message: str) -> None:
    """Print an error in one line on stderr."""
    typer.echo(f"cleanarticle: {one_line(message)}", err=True)


def refuse(error: "ConfigError") -> NoReturn:
    """End the command because of wrong usage."""
    complain(str(error))
    raise typer.Exit(WRONG_USAGE) from error
