"""Options that commands share, each declared once, and what the library calls them.

A command takes a group of them as one parameter; `spread` shows typer the options in its place.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Unpack, get_type_hints

import typer

from cleanarticle.cli.errors import refuse
from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from cleanarticle.fetching import FetchKeywords, FetchOptions
    from cleanarticle.options import CleanOptions

SitesOption = Annotated[
    Path | None,
    typer.Option(
        "--sites", metavar="FILE", help="What a batch learned of sites: its OUT.sites.json."
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaning:
    """How pages are cleaned."""

    cues: Annotated[
        Path | None,
        typer.Option(
            "--cues",
            metavar="FILE",
            help="Phrases and class names of boilerplate of your own (TOML).",
        ),
    ] = None
    rules: Annotated[
        Path | None,
        typer.Option("--rules", metavar="FILE", help="What to keep and drop, by host (TOML)."),
    ] = None

    def options(self) -> "CleanOptions":
        """The library's options; a file that cannot be used ends the command."""
        from cleanarticle.options import CleanOptions

        options = CleanOptions()
        try:
            if self.cues is not None:
                options = CleanOptions.of(options, cues=self.cues)
            return options if self.rules is None else CleanOptions.of(options, rules=self.rules)
        except ConfigError as error:
            refuse(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How pages are fetched."""

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
            "--header", "-H", metavar="NAME:VALUE", help="A request header, for every host."
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

    def options(self, **more: "Unpack[FetchKeywords]") -> "FetchOptions":
        """The library's options, with what one command alone has; a wrong one ends the command."""
        from cleanarticle.fetching import FetchOptions

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
            )
            return FetchOptions.of(options, **more)
        except ConfigError as error:
            refuse(error)


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise ConfigError(f"--header {line!r} is no header: write it as 'Name: value'")
    return name.strip(), value.strip()


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with the options of a group in place of each parameter that takes a group.

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
            given[name] = group(**{one.name: given.pop(one.name) for one in fields(group)})
        command(**given)

    def parameters() -> Iterator[inspect.Parameter]:
        for name, parameter in signature.parameters.items():
            if name in groups:
                yield from _parameters(groups[name])
            else:
                yield parameter

    # What typer reads the options from.
    spread_out.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=list(parameters())
    )
    return spread_out


def _parameters(group: Any) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    for one in fields(group):
        default = one.default if one.default_factory is MISSING else one.default_factory()
        yield inspect.Parameter(
            one.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hints[one.name]
        )
