"""The command line.

stdout carries results only, stderr progress and messages. The exit code is 0 if all inputs
succeeded, 1 if some failed, 2 for wrong usage, 130 if a batch was stopped by Ctrl-C. Without the
name of a command, `cleanarticle SOURCE` means `cleanarticle clean SOURCE`.
"""

import logging
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cleanarticle.cli import batch, clean, explain, inspect, learn
from cleanarticle.cli.errors import FAILED, WRONG_USAGE, complain, flush_stdout
from cleanarticle.cli.options import spread


class _CommandsOrSources(TyperGroup):
    """The commands; arguments that name none are those of `clean`, also for completion."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _with_command(args, complains=not ctx.resilient_parsing))


app = typer.Typer(
    cls=_CommandsOrSources,
    help="The main content of web pages, and everything else labeled. "
    "`cleanarticle SOURCE` means `cleanarticle clean SOURCE`.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line."""
    logging.getLogger().addHandler(logging.NullHandler())  # hide the warnings of libraries
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except OSError as error:  # of --help and --version; commands report their own
        complain(f"stdout cannot be written ({error.strerror})")
        sys.exit(FAILED)
    finally:
        if sys.stdout is not None:
            with suppress(OSError):
                flush_stdout()


def _with_command(arguments: list[str], *, complains: bool) -> list[str]:
    """Return the arguments, with the command `clean` if they name none.

    Args:
        arguments: Those of the command line.
        complains: Exit if the first looks like a command but is none.
    """
    own = ("-h", "--help", "-V", "--version", "--install-completion", "--show-completion")
    if not arguments or arguments[0] in (*_COMMANDS, *own):
        return arguments
    if complains and _WORD.fullmatch(arguments[0]) and not Path(arguments[0]).exists():
        commands = ", ".join(_COMMANDS)
        complain(f"there is no command or file {arguments[0]!r}; the commands are {commands}")
        sys.exit(WRONG_USAGE)
    return ["clean", *arguments]


_WORD = re.compile("[a-z]{1,30}")


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's way of calling
    if wanted:
        from cleanarticle.options import package_version

        typer.echo(f"cleanarticle {package_version()}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            callback=_show_version,
            is_eager=True,
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    pass


_COMMANDS: dict[str, Callable[..., None]] = {
    "clean": clean.clean,
    "batch": batch.batch,
    "explain": explain.explain,
    "inspect": inspect.inspect,
    "learn": learn.learn,
}

for _name, _command in _COMMANDS.items():
    app.command(_name)(spread(_command))
