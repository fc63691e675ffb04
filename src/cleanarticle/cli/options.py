"""Options that several commands share, and the library options that they make.

A command takes a group of options as one parameter; `spread` replaces it with the single options
that typer needs.
"""

import inspect
import logging
import sys
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Unpack, get_args, get_type_hints

import typer

from cleanarticle.cli.errors import complain, refuse
from cleanarticle.errors import ConfigError
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.preference import Preference

if TYPE_CHECKING:
    from cleanarticle.keywords import BatchKeywords, FetchKeywords
    from cleanarticle.options import BatchOptions, CleanOptions, FetchOptions

InputArgument = Annotated[
    str,
    typer.Argument(
        metavar="INPUT",
        help="A file of URLs or paths, one a line; a folder or tar archive of saved pages; a WARC "
        "file; - for stdin; or a table (CSV, TSV, JSON lines, Parquet), with --url-field, "
        "--html-field or (for a batch) --text-field.",
    ),
]

URLFieldOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="INPUT is a table: fetch the URL in this field of each row; beside the field of a "
        "document, the field of its URL (by default url).",
    ),
]

HTMLFieldOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="INPUT is a table: clean the HTML in this field of each row. Rows of the same url "
        "(or id, if there is no url) are cleaned once. In a batch, the other fields go to the "
        "record's `extra`.",
    ),
]

URLOption = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help="The URL of the page in a file or on stdin: it completes links and helps with dates.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaning:
    """Options of cleaning."""

    effort: Annotated[
        Effort,
        typer.Option("--effort", help="Ask trafilatura, too (thorough), or the models alone."),
    ] = Effort.BALANCED
    prefer: Annotated[
        Preference,
        typer.Option("--prefer", help="Drop what is uncertain (precision), or keep it (recall)."),
    ] = Preference.NONE
    cues: Annotated[
        Path | None,
        typer.Option(
            "--cues",
            metavar="FILE",
            help="Your own phrases and class names of boilerplate (TOML).",
        ),
    ] = None
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="FILE", help="Blocks to keep and drop, by host (TOML)."),
    ] = None
    sites: Annotated[
        Path | None,
        typer.Option(
            "--sites",
            "--templates",
            metavar="FILE",
            help="Site templates, from `cleanarticle learn`.",
        ),
    ] = None
    clean_timeout: Annotated[
        float | None,
        typer.Option(
            metavar="S",
            help="Seconds that cleaning a page may take, without fetching; by default 60 in a "
            "batch, unlimited otherwise.",
        ),
    ] = None

    def options(self) -> "CleanOptions":
        """Return the library's options; a file that cannot be used ends the command."""
        from cleanarticle.keywords import resolve_options

        given: dict[str, Any] = {
            "effort": self.effort.value,
            "prefer": self.prefer.value,
            "cues": self.cues,
            "rules": self.rules,
            "clean_timeout": self.clean_timeout,
        }
        try:
            if self.sites is not None:
                from cleanarticle.sites.store import SiteTemplates

                given["template"] = SiteTemplates.load(self.sites)
            return resolve_options(
                {name: value for name, value in given.items() if value is not None}
            ).clean
        except ConfigError as error:
            refuse(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """Options of fetching."""

    allow_private_hosts: Annotated[
        bool,
        typer.Option(
            "--allow-private-hosts", help="Fetch from localhost and private networks too."
        ),
    ] = False
    timeout: Annotated[float, typer.Option(metavar="S", help="Seconds a page may take.")] = 30.0
    header: Annotated[
        list[str],
        typer.Option(
            "--header",
            "-H",
            metavar="NAME:VALUE",
            help="A request header; secrets stay with the host of the URL.",
        ),
    ] = field(default_factory=list)
    user_agent: Annotated[
        str | None, typer.Option("--user-agent", metavar="TEXT", help="The User-Agent header.")
    ] = None
    proxy: Annotated[str | None, typer.Option(metavar="URL", help="An HTTP proxy.")] = None
    cache: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The file of an HTTP cache; needs the extra 'cache'."),
    ] = None
    follow_pages: Annotated[
        bool,
        typer.Option("--follow-pages", help="Join the next pages of an article to it, 20 at most."),
    ] = False

    accept_markdown: Annotated[
        bool,
        typer.Option(
            "--accept-markdown", help="Prefer Markdown where a site sends it; less metadata."
        ),
    ] = False

    def options(self, **more: "Unpack[FetchKeywords]") -> "FetchOptions":
        """Return the library's options with those of one command; a wrong one ends the command."""
        from cleanarticle.keywords import resolve_options
        from cleanarticle.options import FetchOptions

        if self.user_agent is not None:
            more["user_agent"] = self.user_agent
        try:
            options = FetchOptions(
                allow_private_hosts=self.allow_private_hosts,
                timeout=self.timeout,
                headers=tuple(_header(line) for line in self.header),
                proxy=self.proxy,
                cache=self.cache,
                follow_pages=self.follow_pages,
                accept_markdown=self.accept_markdown,
            )
            return resolve_options(more, fetch=options).fetch
        except ConfigError as error:
            refuse(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Options of running many inputs."""

    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that clean; by default one per core.")
    ] = None
    concurrency: Annotated[int, typer.Option(min=1, help="Pages in flight at a time.")] = 16
    delay: Annotated[
        float, typer.Option(metavar="S", help="Seconds between requests to one host.")
    ] = 1.0
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Fetch pages that robots.txt disallows.")
    ] = False
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, no summary; errors only.")
    ] = False
    log_file: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Log the outcome of each input.")
    ] = None

    def options(self, **more: "Unpack[BatchKeywords]") -> "BatchOptions":
        """Return the library's options with those of one command; a wrong one ends the command."""
        from cleanarticle.keywords import resolve_options
        from cleanarticle.options import BatchOptions

        try:
            options = BatchOptions(workers=self.workers, concurrency=self.concurrency)
            return resolve_options(more, batch=options).batch
        except ConfigError as error:
            refuse(error)

    def start_log(self, *others: str | Path) -> None:
        """Log to the file, if there is one; where it cannot be written, the command ends.

        Args:
            *others: The other files of the command, which are not written over.
        """
        if self.log_file is None:
            return
        if self.log_file.resolve() in [Path(other).resolve() for other in others]:
            refuse(ConfigError(f"{self.log_file} is the input or the output: name another log"))
        try:
            handler = _LogFile(self.log_file, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            refuse(ConfigError(f"{self.log_file}: cannot be written ({error.strerror})"))
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger = logging.getLogger("cleanarticle")
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)


class _LogFile(logging.FileHandler):
    """A log file that says once if it cannot be written; the batch goes on."""

    has_failed = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's
        """Print an error in one line."""
        if not self.has_failed:
            self.has_failed = True
            complain(f"{self.baseFilename}: the log cannot be written ({sys.exc_info()[1]})")


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise ConfigError(f"--header {line!r} is not a header: write it as 'Name: value'")
    return name.strip(), value.strip()


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with each parameter that is a group replaced by the group's options.

    A group is a dataclass whose fields are annotated as typer wants the parameters of a command.
    """
    signature = inspect.signature(command, eval_str=True)
    groups: dict[str, Any] = {
        name: parameter.annotation
        for name, parameter in signature.parameters.items()
        if is_dataclass(parameter.annotation)
    }

    @wraps(command)
    def spread_out(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{option.name: given.pop(option.name) for option in fields(group)})
        command(**given)

    def parameters() -> Iterator[inspect.Parameter]:
        for name, parameter in signature.parameters.items():
            if name in groups:
                yield from _parameters(groups[name])
            else:
                yield parameter

    # typer reads the options from here.
    spread_out.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=list(parameters())
    )
    return spread_out


def _parameters(group: Any) -> Iterator[inspect.Parameter]:
    """Yield the parameters of a group's options; in help they have a frame with its name."""
    hints = get_type_hints(group, include_extras=True)
    for option in fields(group):
        kind, info = get_args(hints[option.name])
        info = copy(info)
        info.rich_help_panel = group.__name__
        default = option.default if option.default_factory is MISSING else option.default_factory()
        yield inspect.Parameter(
            option.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=default,
            annotation=Annotated[kind, info],
        )
