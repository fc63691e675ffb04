"""The command line: what was asked for, handed to the library, and what came of it, shown.

stdout carries results only. The exit code is 0 if all went well, 1 if some inputs failed, 2 on
wrong usage, 130 if a batch was stopped by Ctrl-C.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cleanarticle.errors import CleanArticleError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table

    from cleanarticle.article import Article
    from cleanarticle.batch import BatchOptions, Tally
    from cleanarticle.fetching import FetchOptions

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130

_PIPE_WIDTH = 160
"""Columns of a table that goes into a file or a pipe."""

_TEXT_SHOWN = 300
"""Characters of a block that `explain` shows at most, where the terminal has room for them."""

app = typer.Typer(
    help="The article body of a web page, and everything else labelled.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

SourceArgument = Annotated[str, typer.Argument(metavar="SOURCE", help="A URL, a file, or -.")]
PrivateOption = Annotated[
    bool,
    typer.Option("--allow-private-hosts", help="Fetch from localhost and private networks too."),
]
TimeoutOption = Annotated[float, typer.Option(metavar="S", help="Seconds a page may take.")]


class Format(StrEnum):
    """What `clean` writes."""

    MARKDOWN = "markdown"
    TEXT = "text"
    HTML = "html"
    JSON = "json"


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


@app.command()
def clean(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="URLs, files, or - for stdin; .txt is text."),
    ],
    *,
    format_: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = (
        Format.MARKDOWN
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="Write to a file.")
    ] = None,
    allow_private_hosts: PrivateOption = False,
    timeout: TimeoutOption = 30.0,
) -> None:
    """Clean pages, and write their articles one after the other."""
    failed: list[str] = []
    options = _fetch_options(timeout=timeout, allow_private_hosts=allow_private_hosts)
    indent = 2 if len(sources) == 1 else None
    gap = "" if format_ is Format.JSON else "\n"  # else one text's end joins the next one's start
    pieces = (
        (gap if number else "") + _render(article, format_, indent) + "\n"
        for number, article in enumerate(_articles(sources, options, failed.append))
    )
    if output is None:
        for piece in pieces:
            typer.echo(piece, nl=False)
    elif text := "".join(pieces):  # where every source failed, what is there stays
        _save(output, text)
    if failed:
        raise typer.Exit(FAILED)


@app.command()
def batch(  # noqa: PLR0913 - one parameter an option
    source: Annotated[
        str,
        typer.Argument(
            metavar="INPUT",
            help="A file of URLs or paths, one a line; a folder of pages; or - for stdin.",
        ),
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OUT", help="A .jsonl or .jsonl.gz file.")
    ],
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that clean; one a core by default.")
    ] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Pages in flight at a time.")] = 16,
    delay: Annotated[
        float, typer.Option(metavar="S", help="Seconds between requests to one host.")
    ] = 1.0,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed in an earlier run.")
    ] = False,
    allow_private_hosts: PrivateOption = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Fetch what robots.txt asks not to fetch.")
    ] = False,
    timeout: TimeoutOption = 30.0,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, no summary; errors only.")
    ] = False,
) -> None:
    """Clean many pages into one file; launched again, it goes on where it ended."""
    from cleanarticle.batch import BatchOptions

    fetch = _fetch_options(
        timeout=timeout,
        allow_private_hosts=allow_private_hosts,
        ignore_robots=ignore_robots,
        delay=delay,
    )
    options = BatchOptions(
        fetch=fetch, workers=workers, concurrency=concurrency, retry_failed=retry_failed
    )
    try:
        tally = _run(source, output, options, quiet=quiet)
    except ConfigError as error:
        _refuse(error)
    except OSError as error:  # the disk is full, the list cannot be read
        _complain(str(error))
        raise typer.Exit(FAILED) from error
    if tally.interrupted:
        _complain("stopped; the same command goes on from here")
        # Everything is written and closed. A thread may still wait for a line of stdin, and an
        # ordinary exit would wait for the thread.
        os._exit(INTERRUPTED)
    if tally.failed:
        raise typer.Exit(FAILED)


@app.command()
def explain(
    source: SourceArgument,
    *,
    allow_private_hosts: PrivateOption = False,
    timeout: TimeoutOption = 30.0,
) -> None:
    """Show every block of a page: its kind, its score, and the reason."""
    from rich.console import Console

    failed: list[str] = []
    options = _fetch_options(timeout=timeout, allow_private_hosts=allow_private_hosts)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    for article in _articles([source], options, failed.append):
        console.print(_block_table(article), _kind_table(article))
    if failed:
        raise typer.Exit(FAILED)


def _fetch_options(
    *,
    timeout: float,
    allow_private_hosts: bool,
    ignore_robots: bool = False,
    delay: float = 1.0,
) -> FetchOptions:
    from cleanarticle.fetching import FetchOptions

    try:
        return FetchOptions(
            timeout=timeout,
            allow_private_hosts=allow_private_hosts,
            ignore_robots=ignore_robots,
            delay=delay,
        )
    except ConfigError as error:
        _refuse(error)


def _articles(
    sources: list[str], options: FetchOptions, note_failure: Callable[[str], None]
) -> Iterator[Article]:
    """The articles of the sources that work; one line on stderr for each other."""
    from cleanarticle.batch import clean_source

    for source in sources:
        try:
            yield clean_source(source, options=options)
        except CleanArticleError as error:
            _complain(str(error))
            note_failure(source)


def _render(article: Article, format_: Format, indent: int | None) -> str:
    match format_:
        case Format.MARKDOWN:
            return article.markdown.rstrip("\n")
        case Format.TEXT:
            return article.text
        case Format.HTML:
            return article.html
        case Format.JSON:
            return article.to_json(indent=indent)


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        _complain(f"{path}: cannot be written ({error.strerror})")
        raise typer.Exit(WRONG_USAGE) from error


def _run(source: str, output: Path, options: BatchOptions, *, quiet: bool) -> Tally:
    from rich.console import Console

    from cleanarticle.batch import run

    console = Console(stderr=True, highlight=False)
    with _progress(console, hidden=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=None, ok=0, failed=0, rate=0.0, left="")

        def show(tally: Tally) -> None:
            bar.update(
                task,
                total=tally.total,
                completed=tally.done + tally.skipped,
                ok=tally.ok,
                failed=tally.failed,
                rate=tally.rate,
                left="finishing what is in flight" if tally.interrupted else _left(tally),
            )

        tally = run(source, output, options=options, progress=show)
    if not quiet:
        console.print(_summary(tally))
    return tally


def _progress(console: Console, *, hidden: bool) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("[green]{task.fields[ok]} ok[/]  [red]{task.fields[failed]} failed[/]"),
        TextColumn("{task.fields[rate]:.1f} pages/s  {task.fields[left]}"),
        console=console,
        disable=hidden,
        transient=True,
    )


def _left(tally: Tally) -> str:
    from datetime import timedelta

    seconds = tally.seconds_left
    return "" if seconds is None else f"{timedelta(seconds=round(seconds))} left"


def _summary(tally: Tally) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("[green]ok", str(tally.ok))
    for page_type, count in tally.page_types.most_common():
        table.add_row(f"  {page_type}", str(count))
    table.add_row("[red]failed", str(tally.failed))
    for kind, count in tally.errors.most_common():
        table.add_row(f"  {kind}", str(count))
    if tally.skipped:
        table.add_row("skipped (done before, or twice)", str(tally.skipped))
    table.add_row("pages a second", f"{tally.rate:.1f}")
    return table


_COLOURS = {"body": "green", "navigation": "blue", "advert": "red", "comments": "yellow"}


def _colour(kind: str) -> str:
    return _COLOURS.get(kind, "cyan")


def _block_table(article: Article) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, expand=True)
    table.add_column("#", justify="right")
    table.add_column("kind", no_wrap=True)
    table.add_column("score", justify="right")
    table.add_column("text", ratio=3, no_wrap=True, overflow="ellipsis")
    table.add_column("reason", ratio=2, no_wrap=True, overflow="ellipsis")
    for number, block in enumerate(article.blocks, start=1):
        table.add_row(
            str(number),
            Text(block.kind, style=_colour(block.kind)),
            f"{block.score:.2f}",
            Text(_one_line(block.text[:_TEXT_SHOWN])),
            Text(_one_line(block.reason)),
        )
    return table


def _kind_table(article: Article) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    words: Counter[str] = Counter()
    for block in article.blocks:
        words[block.kind] += len(block.text.split())
    total = max(1, words.total())
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("kind")
    table.add_column("words", justify="right")
    table.add_column("share", justify="right")
    for kind, count in words.most_common():
        table.add_row(Text(kind, style=_colour(kind)), str(count), f"{count / total:.0%}")
    table.add_section()
    table.add_row("all", str(words.total()), "")
    return table


def _one_line(text: str) -> str:
    """Text without line breaks, and without the codes that a page could steer a terminal by."""
    line = " ".join(text.split())
    return "".join(char if char.isprintable() else " " for char in line)


def _complain(message: str) -> None:
    typer.echo(f"cleanarticle: {_one_line(message)}", err=True)


def _refuse(error: ConfigError) -> NoReturn:
    _complain(str(error))
    raise typer.Exit(WRONG_USAGE) from error
