"""Progress: the progress line of a batch, and the summary at its end."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleanarticle.cli.errors import FAILED, INTERRUPTED, complain, refuse
from cleanarticle.cli.shown_command import shown_command
from cleanarticle.errors import ConfigError, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from cleanarticle.batch import Tally

_KINDS_SHOWN = 3
"""Kinds of failure in the progress line, the most common first."""


_BAR = 12

_MARGIN = 4
"""Columns left free: one before the text, and those at the end where terminals show ^C."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that runs many inputs.

    Attributes:
        run: Runs them; its argument is called after every record.
        output: The output.
        failures: What to read about the inputs that failed.
        stopped: The message after Ctrl-C; `{command}` is the command line that resumes the run.
    """

    run: Callable[[Callable[[Tally], None]], Tally]
    output: Path
    failures: str
    stopped: str


def run_with_progress(command: Command, *, quiet: bool) -> None:
    """Run a command with progress on stderr and a summary at the end, and exit with its code.

    Args:
        command: The command.
        quiet: True to show neither progress nor summary.
    """
    import typer

    try:
        tally = _run(command, quiet=quiet)
    except ConfigError as error:
        refuse(error)
    except BrokenPipeError as error:  # the reader of stdout has enough
        raise typer.Exit(FAILED) from error
    except OSError as error:  # the disk is full, the list cannot be read
        name = error.filename or ("stdout" if str(command.output) == "-" else command.output)
        complain(f"{name}: {error.strerror}" if error.strerror else str(error))
        raise typer.Exit(FAILED) from error
    if tally.interrupted:
        again = shown_command(argument for argument in sys.argv[1:] if argument != "--retry-failed")
        complain(command.stopped.replace("{command}", again))
        # Everything is written and closed. A thread may still wait for a line of stdin, and a
        # normal exit would wait for that thread.
        os._exit(INTERRUPTED)
    if not tally.is_complete:
        raise typer.Exit(FAILED)


def _run(command: Command, *, quiet: bool) -> Tally:
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    line = _Line(console, hidden=quiet or not console.is_terminal)
    with line.bar:
        tally = command.run(line.show)
    if not quiet:
        console.print(_summary(tally))
        for message in _advice(tally, command):
            console.print(one_line(message), markup=False, soft_wrap=True)
    for message in _errors(tally):
        complain(message)
    return tally


class _Line:
    """The progress line, redrawn ten times a second, whether records arrive or not.

    Attributes:
        bar: The progress bar, a context manager.
    """

    def __init__(self, console: Console, *, hidden: bool) -> None:
        from rich.progress import BarColumn, Progress, TextColumn

        self.bar = Progress(
            BarColumn(bar_width=_BAR),
            TextColumn("{task.fields[state]}"),
            console=console,
            disable=hidden,
            transient=True,
        )
        self._state = _State(console)
        self._task = self.bar.add_task("", total=None, state=self._state)

    def show(self, tally: Tally) -> None:
        """Update the counts."""
        self._state.tally = tally
        self.bar.update(self._task, total=tally.total, completed=tally.done + tally.skipped)


class _State:
    """The state of a run, formatted to the width of the window whenever it is drawn."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.tally: Tally | None = None

    def __format__(self, _: str) -> str:
        from rich.text import Text

        if self.tally is None:
            return "starting"
        text = Text.from_markup(state_line(self.tally))
        text.truncate(max(1, self._console.width - _BAR - _MARGIN), overflow="ellipsis")
        return text.markup


def state_line(tally: Tally) -> str:
    """Return the state of a run in one line."""
    parts = [
        f"{tally.done + tally.skipped}/{'?' if tally.total is None else tally.total}",
        f"[green]{tally.ok} ok[/]",
        f"[red]{tally.failed} failed[/]",
        "[bold]stopping: Ctrl-C drops what is in flight[/]" if tally.interrupted else _left(tally),
        f"{tally.rate:.1f} pages/s",
        f"{tally.hosts} hosts",
        # Last, because a narrow window cuts the line off.
        ", ".join(f"{count} {kind}" for kind, count in tally.errors.most_common(_KINDS_SHOWN)),
    ]
    return "  ".join(filter(None, parts))


def _left(tally: Tally) -> str:
    from datetime import timedelta

    seconds = tally.seconds_left
    return "" if seconds is None else f"{timedelta(seconds=round(seconds))} left"


def _summary(tally: Tally) -> Table:
    from datetime import timedelta

    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("[green]ok", str(tally.ok))
    for page_type, count in tally.page_types.most_common():
        table.add_row(f"  {page_type}", str(count))
    if tally.empty:
        table.add_row("  [yellow]without main content", str(tally.empty))
    table.add_row("[red]failed", str(tally.failed))
    for kind, count in tally.errors.most_common():
        table.add_row(f"  {kind}", str(count))
    if tally.skipped:
        table.add_row("skipped", str(tally.skipped))
    for reason, count in tally.skips.most_common():
        table.add_row(f"  {reason.words}", str(count))
    table.add_row("pages a second", f"{tally.rate:.1f}")
    table.add_row("time", str(timedelta(seconds=round(tally.seconds))))
    return table


def _advice(tally: Tally, command: Command) -> Iterator[str]:
    """Yield what to read about the inputs that have no article."""
    from cleanarticle.batch import SkipReason

    yield from tally.advice
    if str(command.output) == "-":
        return
    if tally.failed and command.failures:
        yield command.failures
    is_listed = tally.failed and not command.failures
    if is_listed or tally.skipped > tally.skips[SkipReason.DONE]:
        yield f"{command.output}.skipped.jsonl names what was skipped, and why"


def _errors(tally: Tally) -> Iterator[str]:
    """Yield notes, the refused lines, and how to try earlier failures again."""
    from cleanarticle.batch import SkipReason

    yield from tally.notes
    if not tally.done and not tally.skipped and not tally.interrupted:
        yield "there were no inputs"
    for refused in tally.refusals:
        place = f"line {refused.number}" if refused.number else refused.input
        yield f"{place}: {refused.message}" + (f": {refused.input}" if refused.number else "")
    more = tally.skips[SkipReason.REFUSED] - len(tally.refusals)
    if more:
        yield f"{more} more lines are refused"
    if count := tally.skips[SkipReason.FAILED_BEFORE]:
        yield f"{count} failed before; --retry-failed to try them again"
