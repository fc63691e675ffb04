"""The work of a worker process: cleaning one page or file."""

from __future__ import annotations

import logging
import signal
from pickle import PicklingError
from typing import TYPE_CHECKING, Any, TypeAlias

from cleanarticle.errors import CleaningError, InputError
from cleanarticle.loading import PlainText, load, load_text
from cleanarticle.multipage.joining import ArticlePages
from cleanarticle.pipeline import clean_content
from cleanarticle.sites.template import SiteTemplate
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cleanarticle.article import Article
    from cleanarticle.loading import Content
    from cleanarticle.options import CleanOptions
    from cleanarticle.page import Page

    Job: TypeAlias = Page | Path | PlainText | ArticlePages
    """A page, a file, a text, or the cleaned pages of an article."""

    Work: TypeAlias = Callable[[Job, CleanOptions], "Article | dict[str, Any]"]
    """The work of a worker on a job; its result, rendered or not."""


def serve(connection: Connection, options: CleanOptions) -> None:
    """Do the jobs that come through a pipe until it closes.

    A message is a function, its job, and its arguments after the job and the options. The process
    acknowledges it with None, so that the time for starting the process does not count. The reply
    is True and the result, or False and the error.

    Args:
        connection: The process's end of the pipe.
        options: Options of cleaning. They are sent once, because the templates of many sites may
            be large.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent lets the pages in flight finish
    logging.getLogger().addHandler(logging.NullHandler())  # stderr is the parent's
    while True:
        try:
            work, job, arguments = connection.recv()
        except EOFError:
            return
        connection.send(None)
        try:
            reply: tuple[bool, object] = (True, work(job, options, *arguments))
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
        CleaningTimeout: It took too long.
    """
    if isinstance(job, ArticlePages):
        return job.join()
    return clean_content(_load(job), options)


def clean_and_render(job: Job, options: CleanOptions) -> dict[str, Any]:
    """Clean a job and render it, so that the parent process does not have to.

    Raises:
        InputError: See `clean_job`.
        CleaningTimeout: Likewise.
    """
    return clean_job(job, options).to_dict()


def learn_page(job: Job, options: CleanOptions) -> dict[str, Any]:
    """Clean a job and return its site and its template.

    Raises:
        InputError: See `clean_job`, or nothing can be learned from it.
        CleaningTimeout: See `clean_job`.
    """
    if isinstance(job, ArticlePages):
        article, folder = job.join(), ""
    else:
        content = _load(job)
        if isinstance(content, PlainText):
            raise InputError("it is plain text: site templates are learned from HTML pages")
        article, folder = clean_content(content, options), content.folder
    site = host_of(article.url or article.canonical_url) or folder
    if not site:
        raise InputError("its site is not known: name the field of its URL (--url-field)")
    return {
        "page_type": article.page_type,
        "site": site,
        "template": SiteTemplate.of(article).to_json(),
    }


def _load(job: Page | Path | PlainText) -> Content:
    return load_text(job.text, url=job.url) if isinstance(job, PlainText) else load(job)
