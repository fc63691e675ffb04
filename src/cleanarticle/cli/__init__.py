"""The command line: what was asked for, handed to the library, and what came of it, shown.

stdout carries results only. The exit code is 0 if all went well, 1 if some inputs failed, 2 on
wrong usage, 130 if a batch was stopped by Ctrl-C.
"""

import logging
import sys
from typing import Annotated

import typer

from cleanarticle.cli import batch, clean, explain
from cleanarticle.cli.options import spread

app = typer.Typer(
    help="The article body of a web page, and everything else labelled.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line."""
    logging.getLogger().addHandler(logging.NullHandler())  # libraries' warnings are not results
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's way of calling
    if wanted:
        from cleanarticle.fetching.options import VERSION

        typer.echo(f"cleanarticle {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    pass


for _command in (clean.clean, batch.batch, explain.explain):
    app.command()(spread(_command))
