"""The articles of the sources that a command names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cleanarticle.cli.errors import complain, refuse
from cleanarticle.errors import CleanArticleError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cleanarticle.article import Article
    from cleanarticle.cli.options import Cleaning, Fetching


def reader(fetching: Fetching, cleaning: Cleaning, sites: Path | None) -> Callable[[str], Article]:
    """What makes an article of a source; options that are wrong end the command."""
    from cleanarticle.batch import TemplateStore, clean_source

    fetch, clean = fetching.options(), cleaning.options()
    try:
        known = TemplateStore.of_batch(sites) if sites is not None else None
    except ConfigError as error:
        refuse(error)
    return partial(clean_source, options=fetch, cleaning=clean, sites=known)


def articles(
    sources: list[str], read: Callable[[str], Article], note_failure: Callable[[str], None]
) -> Iterator[Article]:
    """The articles of the sources that work; one line on stderr for each other."""
    for source in sources:
        try:
            article = read(source)
        except CleanArticleError as error:
            complain(str(error))
            note_failure(source)
        else:
            if article.pages_error is not None:
                complain(f"{source} is not whole: {article.pages_error}")
            yield article
