"""`cleanarticle learn`."""

from pathlib import Path
from typing import Annotated

import typer

from cleanarticle.cli.options import (
    Fetching,
    HTMLFieldOption,
    InputArgument,
    Running,
    URLFieldOption,
)


def learn(  # noqa: PLR0913 - one parameter per option
    source: InputArgument,
    *,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="The file of site templates (JSON)."),
    ],
    url_field: URLFieldOption = None,
    html_field: HTMLFieldOption = None,
    running: Running,
    fetching: Fetching,
) -> None:
    """Learn which text repeats across the pages of each site, for --sites FILE.

    The order of the pages makes no difference. An old FILE is replaced.

    The exit code is 1 if some inputs could not be read; FILE.skipped.jsonl names them. Nothing is
    learned of sites with fewer than two different pages; a note counts them.
    """
    from cleanarticle.batch import learn as learn_templates
    from cleanarticle.cli.progress import Command, run_with_progress

    fetched = fetching.options(delay=running.delay, ignore_robots=running.ignore_robots)
    batched = running.options(html_field=html_field, url_field=url_field)
    running.start_log(source, output)
    command = Command(
        lambda progress: learn_templates(
            source, output, fetch_options=fetched, batch_options=batched, progress=progress
        ),
        output,
        failures="",
        stopped=f"stopped; {output} holds what was learned so far",
    )
    run_with_progress(command, quiet=running.quiet)
