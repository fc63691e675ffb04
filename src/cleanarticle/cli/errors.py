"""How a command says what went wrong, and ends."""

from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from cleanarticle.errors import ConfigError

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


def complain(message: str) -> None:
    """Say what went wrong, in one line on stderr."""
    from cleanarticle.cli.explanation import one_line

    typer.echo(f"cleanarticle: {one_line(message)}", err=True)


def refuse(error: "ConfigError") -> NoReturn:
    """End the command: what was asked for cannot be done."""
    complain(str(error))
    raise typer.Exit(WRONG_USAGE) from error
