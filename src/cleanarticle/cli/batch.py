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
            help="A file of URLs or paths, one per line; a folder of pages; - for stdin; or a "
            ".jsonl file of texts, with --text-field.",
        ),
    ],
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A .jsonl(.gz, .zst), .sqlite or .parquet file; or a folder, for Markdown files.",
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
    text_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="INPUT is JSONL: clean the text in this field of each line. Lines of the same url "
            "(or id, if there is no url) are cleaned once.",
        ),
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
    """Clean many pages into one file; run it again to resume."""
    from cleanarticle.cli.progress import run_with_progress
    from cleanarticle.options import BatchOptions, OptionSet

    options = OptionSet(
        cleaning.options(),
        fetching.options(delay=delay, ignore_robots=ignore_robots),
        BatchOptions(
            workers=workers,
            concurrency=concurrency,
            retry_failed=retry_failed,
            text_field=text_field,
        ),
    )
    if log_file is not None:
        _log_to(log_file)
    try:
        tally = run_with_progress(source, output, options, quiet=quiet)
    except ConfigError as error:
        refuse(error)
    except OSError as error:  # the disk is full, the list cannot be read
        complain(str(error))
        raise typer.Exit(FAILED) from error
    if tally.interrupted:
        # The failures were removed when this run began and are tried again in any case.
        again = [argument for argument in sys.argv[1:] if argument != "--retry-failed"]
        complain(f"stopped; to go on from here: {shlex.join(['cleanarticle', *again])}")
        # Everything is written and closed. A thread may still wait for a line of stdin, and a
        # normal exit would wait for that thread.
        os._exit(INTERRUPTED)
    if tally.failed:
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
