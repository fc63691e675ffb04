"""The work of a worker process: cleaning one page or file."""

from __future__ import annotations

import logging
import signal
from pickle import PicklingError
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cleanarticle.errors import CleaningError
from cleanarticle.loading import PlainText, load, load_text
from cleanarticle.multipage.joining import ArticlePages
from cleanarticle.pipeline import clean_content
from cleanarticle.sites.template import SiteTemplate

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cleanarticle.article import Article
    from cleanarticle.options import CleanOptions
    from cleanarticle.page import Page

    Job: TypeAlias = Page | Path | PlainText | ArticlePages
    """A page, a file, a text, or the cleaned pages of an article."""

    Work: TypeAlias = Callable[[Job, CleanOptions], "Article | RenderedArticle"]
    """The work of a worker on a job."""


class RenderedArticle(NamedTuple):
    """The result of a worker process.

    Attributes:
        fields: The article as plain data.
        site_evidence: A template with this page alone; None for plain text.
    """

    fields: dict[str, Any]
    site_evidence: SiteTemplate | None


def serve(connection: Connection) -> None:
    """Do the jobs that come through a pipe until it closes.

    A job is a function and its arguments. The process acknowledges it with None, so that the time
    for starting the process does not count. The reply is True and the result, or False and the
    error.

    Args:
        connection: The process's end of the pipe.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent lets the pages in flight finish
    logging.getLogger().addHandler(logging.NullHandler())  # stderr is the parent's
    while True:
        try:
            work, arguments = connection.recv()
        except EOFError:
            return
        connection.send(None)
        try:
            reply: tuple[bool, object] = (True, work(*arguments))
        except Exception as error:  # noqa: BLE001 - the parent raises it
            reply = (False, error)
        try:
            connection.send(reply)
        except (PicklingError, TypeError, AttributeError) as error:
            connection.send((False, CleaningError(f"the result cannot be sent: {error}")))


def clean_job(job: Job, options: CleanOptions) -> Article:
    """Clean a page, a file or a text, or join the cleaned pages of an article.

    Raises:
        InputError: It cannot be used; see `cleanarticle.clean`.
    """
    if isinstance(job, ArticlePages):
        return job.join()
    if isinstance(job, PlainText):
        return clean_content(load_text(job.text, url=job.url), options)
    return clean_content(load(job), options)


def clean_and_render(job: Job, options: CleanOptions) -> RenderedArticle:
    """Clean a job and render it, so that the parent process does not have to.

    Raises:
        InputError: See `clean_job`.
    """
    article = clean_job(job, options)
    has_paths = any(block.xpath for block in article.blocks)
    evidence = SiteTemplate.of(article) if has_paths else None
    return RenderedArticle(article.to_dict(), evidence)
