"""Progress: what a person sees of a batch while it runs, and at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table

    from cleanarticle.batch import BatchOptions, Tally

_KINDS_SHOWN = 3
"""Kinds of failure that the progress line has room for, the most common first."""


def run_shown(source: str, output: Path, options: BatchOptions, *, quiet: bool) -> Tally:
    """Run a batch with its progress on stderr, and its counts at the end.

    Args:
        source: As for `cleanarticle.batch.run`.
        output: Likewise.
        options: Likewise.
        quiet: Show neither.

    Raises:
        ConfigError: As there.
    """
    from rich.console import Console

    from cleanarticle.batch import run

    console = Console(stderr=True, highlight=False)
    with _progress(console, hidden=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=None, state="")

        def show(tally: Tally) -> None:
            done = tally.done + tally.skipped
            bar.update(task, total=tally.total, completed=done, state=state_line(tally))

        tally = run(source, output, options=options, progress=show)
    if not quiet:
        console.print(_summary(tally))
    return tally


def _progress(console: Console, *, hidden: bool) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[state]}"),
        console=console,
        disable=hidden,
        transient=True,
    )


def state_line(tally: Tally) -> str:
    """The state of a run in one line."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in tally.errors.most_common(_KINDS_SHOWN))
    parts = [
        f"[green]{tally.ok} ok[/]",
        f"[red]{tally.failed} failed[/]" + (f" ({kinds})" if kinds else ""),
        f"{tally.rate:.1f} pages/s",
        f"{tally.hosts} hosts",
        "finishing what is in flight; Ctrl-C drops it" if tally.interrupted else _left(tally),
    ]
    return "  ".join(filter(None, parts))


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
