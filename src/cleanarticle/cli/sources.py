"""The articles of the sources that a command names."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cleanarticle.cli.errors import complain, refuse
from cleanarticle.errors import CleanArticleError, ConfigError
from cleanarticle.loading import STDIN, is_url, load, load_stdin
from cleanarticle.metadata.flags import FLAG_MEANINGS
from cleanarticle.page import without_userinfo
from cleanarticle.pipeline import clean_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.article import Article
    from cleanarticle.cli.options import Cleaning, Fetching
    from cleanarticle.options import CleanOptions, FetchOptions


def reader(
    sources: list[str],
    url: str | None,
    fetching: Fetching,
    cleaning: Cleaning,
) -> Callable[[str], Article]:
    """Return the function that turns a source into an article; wrong options end the command.

    Args:
        sources: The sources of the command.
        url: The URL of the page in a file or on stdin.
        fetching: The options of fetching.
        cleaning: The options of cleaning.
    """
    if url is not None:
        if len(sources) != 1 or is_url(sources[0]):
            refuse(ConfigError("--url is the URL of the page in one file or on stdin"))
        if not is_url(url):
            refuse(ConfigError(f"--url {url} is not a URL: did you mean https://{url}?"))
    fetch_options, clean_options = fetching.options(), cleaning.options()
    return partial(clean_source, url=url, options=clean_options, fetch_options=fetch_options)


def clean_source(
    source: str,
    *,
    url: str | None = None,
    options: CleanOptions,
    fetch_options: FetchOptions,
) -> Article:
    """Clean a source named on the command line: a URL, a file, or "-" for stdin.

    Args:
        source: The source.
        url: The URL of the page in a file or on stdin.
        options: Options of cleaning.
        fetch_options: Options of fetching.

    Raises:
        FetchError: The page could not be fetched.
        InputError: The file or stdin cannot be used.
    """
    if is_url(source):
        return _clean_url(source, options, fetch_options)
    content = load_stdin(url=url) if source == STDIN else load(Path(source), url=url)
    return clean_content(content, options)


def _clean_url(url: str, options: CleanOptions, fetch_options: FetchOptions) -> Article:
    from cleanarticle.web import clean_url  # the modules for fetching are slow to import

    return clean_url(url, options=options, fetch_options=fetch_options)


def articles(
    sources: list[str], read: Callable[[str], Article], note_failure: Callable[[str], None]
) -> Iterator[Article]:
    """Yield the articles of the sources; a failure is one line on stderr."""
    for source in sources:
        try:
            article = read(source)
        except ConfigError as error:
            refuse(error)
        except CleanArticleError as error:
            complain(str(error))
            note_failure(source)
        else:
            name = without_userinfo(source)
            if article.pages_error is not None:
                complain(f"{name} is incomplete: {article.pages_error}")
            if "no_main_content" in article.flags:
                complain(f"{name}: {_why_empty(article)}")
            yield article


def _why_empty(article: Article) -> str:
    """Return why a page has no main content: that alone, or the flag that explains it."""
    reasons = [FLAG_MEANINGS[flag] for flag in ("blocked", "js_required") if flag in article.flags]
    return ": ".join(["no main content", *reasons[:1]])
