"""`cleanarticle clean`."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleanarticle.characters import CONTROL
from cleanarticle.cli.errors import FAILED, check_output, emit, refuse, save
from cleanarticle.cli.options import Cleaning, Fetching, URLOption
from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from cleanarticle.article import Article


class Format(StrEnum):
    """The format of the output."""

    MARKDOWN = "markdown"
    TEXT = "text"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Parts of an article that Markdown and HTML show."""

    links: Annotated[bool, typer.Option(help="Show links, or their text alone.")] = True
    images: Annotated[bool, typer.Option(help="Show pictures and links to videos.")] = True
    tables: Annotated[bool, typer.Option(help="Show tables.")] = True
    title: Annotated[bool, typer.Option("--title", help="Begin with the title as a heading.")] = (
        False
    )


def clean(  # noqa: PLR0913 - one parameter per option
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", help="URLs, files (HTML, MHTML, text, or gzip of these), or -."
        ),
    ],
    *,
    url: URLOption = None,
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="What to write; by default what the name of the output says, else Markdown.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="Write to a file.")
    ] = None,
    cleaning: Cleaning,
    shown: Shown,
    front_matter: Annotated[
        bool, typer.Option("--front-matter", help="Begin Markdown with the metadata, as YAML.")
    ] = False,
    fetching: Fetching,
) -> None:
    """Clean pages and write their articles one after the other.

    For example: `cleanarticle page.html`, `cleanarticle https://example.org/story -o story.md`, or
    `curl https://example.org/story | cleanarticle - --format text`.
    """
    from cleanarticle.cli.sources import articles, reader

    has_parts = front_matter or shown != Shown()
    chosen = format_ or _format_of(output, has_parts=has_parts)
    write = _writer(chosen, shown, front_matter=front_matter, alone=len(sources) == 1)
    failed: list[str] = []
    read = reader(sources, url, fetching, cleaning)
    if output is not None:
        check_output(output, sources)
    gap = "" if chosen is Format.JSON else "\n"  # otherwise two texts would join
    pieces = (
        (gap if number else "") + write(article) + "\n"
        for number, article in enumerate(articles(sources, read, failed.append))
    )
    if output is None:
        for piece in pieces:
            emit(CONTROL.sub("", piece))
    elif text := CONTROL.sub("", "".join(pieces)):  # if every source failed, an old file stays
        save(output, text)
    if failed:
        raise typer.Exit(FAILED)


_FORMATS = {
    ".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML, ".json": Format.JSON,
    ".txt": Format.TEXT,
}  # fmt: skip
"""The formats by the suffix of an output; others are Markdown."""


def _format_of(output: Path | None, *, has_parts: bool) -> Format:
    """Return the format that the name of an output says; Markdown if the format has no parts."""
    chosen = _FORMATS.get(output.suffix.lower() if output else "", Format.MARKDOWN)
    return Format.MARKDOWN if has_parts and chosen is not Format.HTML else chosen


def _writer(
    format_: Format, shown: Shown, *, front_matter: bool, alone: bool
) -> Callable[["Article"], str]:
    """Return the function that renders an article."""
    if front_matter and format_ is not Format.MARKDOWN:
        refuse(ConfigError(f"--front-matter is for Markdown, not for {format_}"))
    if format_ in (Format.TEXT, Format.JSON):
        for name, is_shown in asdict(shown).items():
            if is_shown != getattr(Shown(), name):
                flag = f"--{name}" if is_shown else f"--no-{name}"
                refuse(ConfigError(f"{flag} is for Markdown and HTML, not for {format_}"))
    match format_:
        case Format.MARKDOWN:
            return lambda article: article.to_markdown(**asdict(shown), front_matter=front_matter)
        case Format.TEXT:
            return lambda article: article.text
        case Format.HTML:
            return lambda article: article.to_html(**asdict(shown))
        case Format.JSON:
            return lambda article: article.to_json(indent=2 if alone else None)
