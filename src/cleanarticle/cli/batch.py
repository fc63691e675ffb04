"""`cleanarticle batch`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cleanarticle.cli.options import (
    Cleaning,
    Fetching,
    HTMLFieldOption,
    InputArgument,
    Running,
    URLFieldOption,
)


class Engine(StrEnum):
    """Where a batch is cleaned."""

    LOCAL = "local"
    RAY = "ray"


def batch(  # noqa: PLR0913 - one parameter per option
    source: InputArgument,
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
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try the failures of an earlier run again.")
    ] = False,
    learn_sites: Annotated[
        bool,
        typer.Option(
            "--learn-sites",
            help="First learn site templates from up to ten inputs of each site, into "
            "OUT.sites.json, which a resumed run uses again.",
        ),
    ] = False,
    part_size: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Make OUT.parquet a folder of files with N records each, for large crawls.",
        ),
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="Where to clean: on this machine, or on a Ray cluster.")
    ] = Engine.LOCAL,
    ray_address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT", help="The Ray cluster, or auto; by default Ray is started here."
        ),
    ] = None,
    language: Annotated[
        list[str],
        typer.Option(
            metavar="TAG",
            help="Keep articles in this language, such as en or pt-BR, and those whose language is "
            "not known; list the others in OUT.skipped.jsonl. Can be repeated.",
        ),
    ] = [],  # noqa: B006 - typer does not change it
    url_field: URLFieldOption = None,
    html_field: HTMLFieldOption = None,
    text_field: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Likewise, clean the plain text in this field."),
    ] = None,
    running: Running,
    cleaning: Cleaning,
    fetching: Fetching,
) -> None:
    """Clean many pages into one file; launch it again to resume.

    Every input has a record in OUT, or a line in OUT.skipped.jsonl with the reason.

    The exit code is 1 while an input that should have an article has none.
    """
    from cleanarticle.batch import run
    from cleanarticle.cli.progress import Command, run_with_progress
    from cleanarticle.keywords import OptionSet

    options = OptionSet(
        cleaning.options(),
        fetching.options(delay=running.delay, ignore_robots=running.ignore_robots),
        running.options(
            retry_failed=retry_failed,
            learn_sites=learn_sites,
            part_size=part_size,
            languages=language,
            engine=engine.value,
            ray_address=ray_address,
            html_field=html_field,
            text_field=text_field,
            url_field=url_field,
        ),
    )
    running.start_log(source, output)
    command = Command(
        lambda progress: run(
            source,
            output,
            options=options.clean,
            fetch_options=options.fetch,
            batch_options=options.batch,
            progress=progress,
        ),
        output,
        failures=f"{output} says why each of them failed; --retry-failed tries them again",
        # The failures were removed when this run began and are tried again in any case.
        stopped="stopped; to go on from here: {command}",
    )
    run_with_progress(command, quiet=running.quiet)
