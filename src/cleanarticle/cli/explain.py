"""`cleanarticle explain`."""

import os
import sys
from typing import Annotated

import typer

from cleanarticle.cli.errors import FAILED, emit
from cleanarticle.cli.options import Cleaning, Fetching, URLOption

_PIPE_WIDTH = 160
"""Columns of a table that goes into a file or a pipe, unless COLUMNS says otherwise."""


def explain(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A URL, a file, or -.")],
    *,
    url: URLOption = None,
    cleaning: Cleaning,
    fetching: Fetching,
) -> None:
    """Show every block of a page: its kind, its score, and the reason."""
    from rich.console import Console

    from cleanarticle.cli.explanation import explain as describe
    from cleanarticle.cli.sources import articles, reader

    failed: list[str] = []
    read = reader([source], url, fetching, cleaning)
    is_known = (sys.stdout is not None and sys.stdout.isatty()) or "COLUMNS" in os.environ
    console = Console(highlight=False, width=None if is_known else _PIPE_WIDTH)
    for article in articles([source], read, failed.append):
        with console.capture() as capture:
            console.print(describe(article, console.width))
        emit(capture.get())
    if failed:
        raise typer.Exit(FAILED)
