"""The command line: what was asked for, handed to the library, and what came of it, shown.

stdout carries results only. The exit code is 0 if all went well, 1 if some inputs failed, 2 on
wrong usage, 130 if a batch was stopped by Ctrl-C.
"""

from __future__ import annotations

import logging
import os
import shlex
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, Unpack

import typer

from cleanarticle.errors import CleanArticleError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.article import Article
    from cleanarticle.fetching import FetchKeywords, FetchOptions
    from cleanarticle.options import CleanOptions

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130

_PIPE_WIDTH = 160
"""Columns of a table that goes into a file or a pipe, unless COLUMNS says otherwise."""

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
CuesOption = Annotated[
    Path | None,
    typer.Option(
        "--cues", metavar="FILE", help="Phrases and class names of boilerplate of your own (TOML)."
    ),
]
RulesOption = Annotated[
    Path | None,
    typer.Option("--rules", metavar="FILE", help="What to keep and drop, by host (TOML)."),
]
SitesOption = Annotated[
    Path | None,
    typer.Option(
        "--sites", metavar="FILE", help="What a batch learned of sites: its OUT.sites.json."
    ),
]
TimeoutOption = Annotated[float, typer.Option(metavar="S", help="Seconds a page may take.")]
HeaderOption = Annotated[
    list[str],
    typer.Option("--header", "-H", metavar="NAME:VALUE", help="A request header, for every host."),
]
AgentOption = Annotated[
    str | None, typer.Option("--user-agent", metavar="TEXT", help="The User-Agent header.")
]
ProxyOption = Annotated[str | None, typer.Option(metavar="URL", help="An HTTP proxy.")]
CacheOption = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="The file of an HTTP cache; needs the extra 'cache'."),
]


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
def clean(  # noqa: PLR0913 - one parameter an option
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
    cues: CuesOption = None,
    rules: RulesOption = None,
    sites: SitesOption = None,
    links: Annotated[bool, typer.Option(help="Show links, or their text alone.")] = True,
    images: Annotated[bool, typer.Option(help="Show pictures and links to videos.")] = True,
    tables: Annotated[bool, typer.Option(help="Show tables.")] = True,
    title: Annotated[
        bool, typer.Option("--title", help="Begin with the title as a heading.")
    ] = False,
    front_matter: Annotated[
        bool, typer.Option("--front-matter", help="Begin Markdown with the metadata, as YAML.")
    ] = False,
    allow_private_hosts: PrivateOption = False,
    timeout: TimeoutOption = 30.0,
    header: HeaderOption = [],  # noqa: B006 - typer makes a new one
    user_agent: AgentOption = None,
    proxy: ProxyOption = None,
    cache: CacheOption = None,
) -> None:
    """Clean pages, and write their articles one after the other."""
    shown = {"links": links, "images": images, "tables": tables, "title": title}
    write = _writer(format_, shown, front_matter=front_matter, alone=len(sources) == 1)
    failed: list[str] = []
    fetching = _fetch_options(
        header,
        user_agent,
        timeout=timeout,
        allow_private_hosts=allow_private_hosts,
        proxy=proxy,
        cache=cache,
    )
    read = _reader(fetching, _clean_options(cues, rules), sites)
    gap = "" if format_ is Format.JSON else "\n"  # else one text's end joins the next one's start
    pieces = (
        (gap if number else "") + write(article) + "\n"
        for number, article in enumerate(_articles(sources, read, failed.append))
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
            help="A file of URLs or paths, one a line; a folder of pages; - for stdin; or a .jsonl "
            "file of texts, with --text-field.",
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
        int | None, typer.Option(min=0, help="Processes that clean; one a core by default.")
    ] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Pages in flight at a time.")] = 16,
    delay: Annotated[
        float, typer.Option(metavar="S", help="Seconds between requests to one host.")
    ] = 1.0,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed in an earlier run.")
    ] = False,
    text_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="INPUT is JSONL: clean the text in this field of each line."
        ),
    ] = None,
    cues: CuesOption = None,
    rules: RulesOption = None,
    allow_private_hosts: PrivateOption = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="Fetch what robots.txt asks not to fetch.")
    ] = False,
    timeout: TimeoutOption = 30.0,
    header: HeaderOption = [],  # noqa: B006 - typer makes a new one
    user_agent: AgentOption = None,
    proxy: ProxyOption = None,
    cache: CacheOption = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, no summary; errors only.")
    ] = False,
    log_file: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Log what becomes of each input.")
    ] = None,
) -> None:
    """Clean many pages into one file; launched again, it goes on where it ended."""
    from cleanarticle.batch import BatchOptions
    from cleanarticle.progress import run_shown

    fetch = _fetch_options(
        header,
        user_agent,
        timeout=timeout,
        allow_private_hosts=allow_private_hosts,
        proxy=proxy,
        cache=cache,
        ignore_robots=ignore_robots,
        delay=delay,
    )
    options = BatchOptions(
        fetch=fetch,
        workers=workers,
        concurrency=concurrency,
        retry_failed=retry_failed,
        cleaning=_clean_options(cues, rules),
        text_field=text_field,
    )
    if log_file is not None:
        _log_to(log_file)
    try:
        tally = run_shown(source, output, options, quiet=quiet)
    except ConfigError as error:
        _refuse(error)
    except OSError as error:  # the disk is full, the list cannot be read
        _complain(str(error))
        raise typer.Exit(FAILED) from error
    if tally.interrupted:
        again = shlex.join(["cleanarticle", *sys.argv[1:]])
        _complain(f"stopped; the same command goes on from here: {again}")
        # Everything is written and closed. A thread may still wait for a line of stdin, and an
        # ordinary exit would wait for the thread.
        os._exit(INTERRUPTED)
    if tally.failed:
        raise typer.Exit(FAILED)


@app.command()
def explain(  # noqa: PLR0913 - one parameter an option
    source: SourceArgument,
    *,
    cues: CuesOption = None,
    rules: RulesOption = None,
    sites: SitesOption = None,
    allow_private_hosts: PrivateOption = False,
    timeout: TimeoutOption = 30.0,
    header: HeaderOption = [],  # noqa: B006 - typer makes a new one
    user_agent: AgentOption = None,
    proxy: ProxyOption = None,
    cache: CacheOption = None,
) -> None:
    """Show every block of a page: its kind, its score, and the reason."""
    from rich.console import Console

    from cleanarticle.explain import explain as describe

    failed: list[str] = []
    fetching = _fetch_options(
        header,
        user_agent,
        timeout=timeout,
        allow_private_hosts=allow_private_hosts,
        proxy=proxy,
        cache=cache,
    )
    read = _reader(fetching, _clean_options(cues, rules), sites)
    is_known = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = Console(highlight=False, width=None if is_known else _PIPE_WIDTH)
    for article in _articles([source], read, failed.append):
        console.print(describe(article, console.width))
    if failed:
        raise typer.Exit(FAILED)


def _fetch_options(
    header_lines: list[str], agent: str | None, **changes: Unpack[FetchKeywords]
) -> FetchOptions:
    from cleanarticle.fetching import FetchOptions

    if agent is not None:
        changes["user_agent"] = agent
    changes["headers"] = tuple(_header(line) for line in header_lines)
    try:
        return FetchOptions(**changes)
    except ConfigError as error:
        _refuse(error)


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        _refuse(ConfigError(f"--header {line!r} is no header: write it as 'Name: value'"))
    return name.strip(), value.strip()


def _clean_options(cues: Path | None, rules: Path | None) -> CleanOptions:
    from cleanarticle.options import CleanOptions

    options = CleanOptions()
    try:
        if cues is not None:
            options = CleanOptions.of(options, cues=cues)
        return options if rules is None else CleanOptions.of(options, rules=rules)
    except ConfigError as error:
        _refuse(error)


def _reader(
    options: FetchOptions, cleaning: CleanOptions, sites: Path | None
) -> Callable[[str], Article]:
    """What makes an article of a source."""
    from cleanarticle.batch import Sites, clean_source

    try:
        known = Sites.of_batch(sites) if sites is not None else None
    except ConfigError as error:
        _refuse(error)
    return partial(clean_source, options=options, cleaning=cleaning, sites=known)


def _articles(
    sources: list[str], read: Callable[[str], Article], note_failure: Callable[[str], None]
) -> Iterator[Article]:
    """The articles of the sources that work; one line on stderr for each other."""
    for source in sources:
        try:
            yield read(source)
        except CleanArticleError as error:
            _complain(str(error))
            note_failure(source)


def _writer(
    format_: Format, shown: dict[str, bool], *, front_matter: bool, alone: bool
) -> Callable[[Article], str]:
    """What writes an article: `shown` are the options that Markdown and HTML have."""
    if front_matter and format_ is not Format.MARKDOWN:
        _refuse(ConfigError("--front-matter is for Markdown: leave out --format"))
    if format_ in (Format.TEXT, Format.JSON) and shown != _ALL_SHOWN:
        _refuse(ConfigError("what is shown can be chosen for --format markdown and html alone"))
    match format_:
        case Format.MARKDOWN:
            return lambda article: article.to_markdown(**shown, front_matter=front_matter)
        case Format.TEXT:
            return lambda article: article.text
        case Format.HTML:
            return lambda article: article.to_html(**shown)
        case Format.JSON:
            return lambda article: article.to_json(indent=2 if alone else None)


_ALL_SHOWN = {"links": True, "images": True, "tables": True, "title": False}


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        _complain(f"{path}: cannot be written ({error.strerror})")
        raise typer.Exit(WRONG_USAGE) from error


def _log_to(path: Path) -> None:
    try:
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        _refuse(ConfigError(f"{path}: cannot be written ({error.strerror})"))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("cleanarticle")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def _complain(message: str) -> None:
    from cleanarticle.explain import one_line

    typer.echo(f"cleanarticle: {one_line(message)}", err=True)


def _refuse(error: ConfigError) -> NoReturn:
    _complain(str(error))
    raise typer.Exit(WRONG_USAGE) from error
