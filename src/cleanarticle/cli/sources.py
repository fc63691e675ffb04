"""The articles of the sources that a command names."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cleanarticle.cli.errors import complain, refuse
from cleanarticle.errors import CleanArticleError, ConfigError
from cleanarticle.loading import STDIN, is_url, load, load_stdin
from cleanarticle.page import without_userinfo
from cleanarticle.pipeline import clean_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.article import Article
    from cleanarticle.cli.options import Cleaning, Fetching
    from cleanarticle.options import CleanOptions, FetchOptions
    from cleanarticle.sites.store import TemplateStore


def reader(
    sources: list[str],
    url: str | None,
    fetching: Fetching,
    cleaning: Cleaning,
    templates: Path | None,
) -> Callable[[str], Article]:
    """Return the function that turns a source into an article; wrong options end the command.

    Args:
        sources: The sources of the command.
        url: The URL of the page in a file or on stdin.
        fetching: The options of fetching.
        cleaning: The options of cleaning.
        templates: The file of site templates.
    """
    if url is not None and (len(sources) != 1 or is_url(sources[0]) or not is_url(url)):
        refuse(ConfigError("--url is the URL (https://...) of the page in one file or on stdin"))
    fetch_options, clean_options = fetching.options(), cleaning.options()
    try:
        store = _open_store(templates) if templates is not None else None
    except ConfigError as error:
        refuse(error)
    return partial(
        clean_source, url=url, options=clean_options, fetch_options=fetch_options, templates=store
    )


def _open_store(path: Path) -> TemplateStore:
    from cleanarticle.sites.store import TemplateStore

    return TemplateStore.of_batch(path)


def clean_source(
    source: str,
    *,
    url: str | None = None,
    options: CleanOptions,
    fetch_options: FetchOptions,
    templates: TemplateStore | None = None,
) -> Article:
    """Clean a source named on the command line: a URL, a file, or "-" for stdin.

    Args:
        source: The source.
        url: The URL of the page in a file or on stdin.
        options: Options of cleaning.
        fetch_options: Options of fetching.
        templates: The templates that a batch has learned, if any.

    Raises:
        FetchError: The page could not be fetched.
        InputError: The file or stdin cannot be used.
    """
    if is_url(source):
        return _clean_url(source, options, fetch_options, templates)
    path = Path(source)
    content = load_stdin(url=url) if source == STDIN else load(path, url=url)
    if templates is not None and source != STDIN:
        options = replace(options, template=templates.template(str(path.parent)))
    return clean_content(content, options)


def _clean_url(
    url: str, options: CleanOptions, fetch_options: FetchOptions, templates: TemplateStore | None
) -> Article:
    from cleanarticle.web import clean_url  # the modules for fetching are slow to import

    if templates is not None:
        from urllib.parse import urlsplit

        host = urlsplit(url).hostname or ""
        options = replace(options, template=templates.template(host))
    return clean_url(url, options=options, fetch_options=fetch_options)


def articles(
    sources: list[str], read: Callable[[str], Article], note_failure: Callable[[str], None]
) -> Iterator[Article]:
    """Yield the articles of the sources; a failure is one line on stderr."""
    for source in sources:
        try:
            article = read(source)
        except CleanArticleError as error:
            complain(str(error))
            note_failure(source)
        else:
            if article.pages_error is not None:
                complain(f"{without_userinfo(source)} is incomplete: {article.pages_error}")
            yield article
