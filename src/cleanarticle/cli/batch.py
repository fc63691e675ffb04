"""`cleanarticle batch`."""

import logging
import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from cleanarticle.cli.errors import FAILED, INTERRUPTED, complain, refuse
from cleanarticle.cli.options import Cleaning, Fetching
from cleanarticle.errors import ConfigError


def batch(  # noqa: PLR0913 - one parameter per option
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT",
            help="A file of URLs or paths, one a line; a folder of saved pages; - for stdin; or a "
            "table (CSV, TSV, JSON lines, Parquet), with --url-field, --html-field or "
            "--text-field.",
        ),
    ],
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A .jsonl(.gz, .zst), .sqlite or .parquet file; a folder, for Markdown files; or "
            "- for JSON lines on stdout.",
        ),
    ],
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that clean; by default one per core.")
    ] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Pages in flight at a time.")] = 16,
    delay: Annotated[
        float, typer.Option(metavar="S", help="Seconds between requests to one host.")
    ] = 1.0,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try the failures of an earlier run again.")
    ] = False,
    url_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="INPUT is a table: fetch the URL in this field of each row; beside --html-field "
            "or --text-field, the field of the page's URL (by default url).",
        ),
    ] = None,
    html_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="INPUT is a table: clean the HTML in this field of each row. Rows of the same url "
            "(or id, if there is no url) are cleaned once. The other fields go to the record's "
            "`extra`.",
        ),
    ] = None,
    text_field: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Likewise, clean the plain text in this field."),
    ] = None,
    cleaning: Cleaning,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Fetch pages that robots.txt disallows.")
    ] = False,
    fetching: Fetching,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, no summary; errors only.")
    ] = False,
    log_file: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Log the outcome of each input.")
    ] = None,
) -> None:
    """Clean many pages into one file; launch it again to resume.

    Every input has a record in OUT, or a line in OUT.skipped.jsonl with the reason.

    The exit code is 1 while an input that should have an article has none.
    """
    from cleanarticle.cli.progress import run_with_progress
    from cleanarticle.options import BatchOptions, OptionSet

    cleaned = cleaning.options()
    fetched = fetching.options(delay=delay, ignore_robots=ignore_robots)
    if log_file is not None:
        _log_to(log_file)
    try:
        batched = BatchOptions(
            workers=workers,
            concurrency=concurrency,
            retry_failed=retry_failed,
            html_field=html_field,
            text_field=text_field,
            url_field=url_field,
        )
        options = OptionSet(cleaned, fetched, batched)
        tally = run_with_progress(source, output, options, quiet=quiet)
    except ConfigError as error:
        refuse(error)
    except BrokenPipeError as error:  # the reader of stdout has enough
        raise typer.Exit(FAILED) from error
    except OSError as error:  # the disk is full, the list cannot be read
        name = error.filename or ("stdout" if str(output) == "-" else output)
        complain(f"{name}: {error.strerror}" if error.strerror else str(error))
        raise typer.Exit(FAILED) from error
    if tally.interrupted:
        # The failures were removed when this run began and are tried again in any case.
        again = [argument for argument in sys.argv[1:] if argument != "--retry-failed"]
        complain(f"stopped; to go on from here: {shlex.join(['cleanarticle', *again])}")
        # Everything is written and closed. A thread may still wait for a line of stdin, and a
        # normal exit would wait for that thread.
        os._exit(INTERRUPTED)
    if not tally.is_complete:
        raise typer.Exit(FAILED)


def _log_to(path: Path) -> None:
    try:
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        refuse(ConfigError(f"{path}: cannot be written ({error.strerror})"))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("cleanarticle")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
