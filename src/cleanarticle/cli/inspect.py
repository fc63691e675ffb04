"""`cleanarticle inspect`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleanarticle.cli.errors import FAILED, check_output, complain, emit, refuse, save
from cleanarticle.cli.options import Cleaning, Fetching, URLOption
from cleanarticle.errors import CleanArticleError, ConfigError

if TYPE_CHECKING:
    from cleanarticle.report import BatchSummary


def inspect(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A URL, a file, or - for stdin; or the output of a batch (JSON lines, SQLite or "
            "Parquet).",
        ),
    ],
    *,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="The report, or - for stdout."),
    ],
    url: URLOption = None,
    cleaning: Cleaning,
    fetching: Fetching,
) -> None:
    """Write a report to open in a browser: the blocks of a page, or the numbers of a batch.

    It is one HTML file, which loads nothing and is safe to open, whatever the page contains. It
    shows every block with its kind, score and reason beside the clean article, and the rule that
    would correct a wrong one. An old FILE is replaced.
    """
    from cleanarticle.loading import STDIN, is_url
    from cleanarticle.report import is_batch_output

    check_output(output, [source])
    if not is_url(source) and is_batch_output(source):
        if url is not None:
            refuse(ConfigError("--url is the URL of one page, not of the output of a batch"))
        report = _overview(Path(source))
    else:
        report = _page_report(source, url, fetching, cleaning)
    if output == STDIN:
        emit(report)
    else:
        save(Path(output), report)
        typer.echo(f"wrote {output}", err=True)


def _page_report(source: str, url: str | None, fetching: Fetching, cleaning: Cleaning) -> str:
    from cleanarticle.cli.sources import articles, reader
    from cleanarticle.report import render_page_report

    failed: list[str] = []
    read = reader([source], url, fetching, cleaning)
    found = articles([source], read, failed.append)
    reports = [render_page_report(article, Path(source).name) for article in found]
    if failed:
        raise typer.Exit(FAILED)
    return reports[0]


def _overview(path: Path) -> str:
    from cleanarticle.report import read_records, render_overview, summarize

    try:
        summary = summarize(read_records(path))
    except ConfigError as error:
        refuse(error)
    except CleanArticleError as error:
        complain(str(error))
        raise typer.Exit(FAILED) from error
    _check(summary, path)
    return render_overview(summary, path.name)


def _check(summary: "BatchSummary", path: Path) -> None:
    if not summary.records:
        complain(f"{path}: has no records with blocks, as those of a batch have")
        raise typer.Exit(FAILED)
    if summary.damaged:
        complain(f"{path}: {summary.damaged} of its records cannot be read and are left out")
