"""The work of a worker process: cleaning one page or file."""

from __future__ import annotations

import ctypes
import gc
import logging
import signal
import time
from contextlib import suppress
from pickle import PicklingError
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cleanarticle.batch.encoded import EncodedArticle
from cleanarticle.errors import CleaningError, InputError
from cleanarticle.loading import PlainText, load, load_text
from cleanarticle.multipage.joining import ArticlePages
from cleanarticle.pipeline import clean_content
from cleanarticle.sites.template import SiteTemplate
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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


class Message(NamedTuple):
    """What a worker process is to do.

    Attributes:
        work: A function of a module.
        jobs: The jobs to do it on, one after the other.
        arguments: Its arguments after the job and the options.
    """

    work: Callable[..., Any]
    jobs: Sequence[object]
    arguments: tuple[object, ...] = ()


class Outcome(NamedTuple):
    """The outcome of a job.

    Attributes:
        result: What the work returned, None if it failed.
        error: Why it failed, None if it did not.
        seconds: How long it took.
    """

    result: Any = None
    error: Exception | None = None
    seconds: float = 0.0

    def value(self) -> Any:
        """Return the result.

        Raises:
            Exception: The work failed.
        """
        if self.error is not None:
            raise self.error
        return self.result


def serve(connection: Connection, options: CleanOptions) -> None:
    """Do the jobs of the messages that come through a pipe until it closes.

    The process announces each job with None, so that the time for starting the process does not
    count, and sends its outcome.

    Args:
        connection: The process's end of the pipe.
        options: Options of cleaning. They are sent once, because the templates of many sites may
            be large.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent lets the pages in flight finish
    logging.getLogger().addHandler(logging.NullHandler())  # stderr is the parent's
    done = 0
    while True:
        try:
            message = connection.recv()
        except EOFError:
            return
        for job in message.jobs:
            connection.send(None)
            _send(connection, do(message.work, job, options, message.arguments))
            done += 1
            if done == 1:
                _keep_loaded()
            if done % _PAGES_PER_TRIM == 0:
                _give_back_memory()


def _send(connection: Connection, outcome: Outcome) -> None:
    try:
        connection.send(outcome)
    except (PicklingError, TypeError, AttributeError) as error:
        problem = CleaningError(f"the result cannot be sent: {error}")
        connection.send(Outcome(error=problem))


def _keep_loaded() -> None:
    """Look for garbage seldom, and never among what the first page has loaded.

    A page makes some ten thousand objects, nearly none of them in cycles. With Python's defaults,
    looking for those takes a sixth of the time of cleaning (60 pages of news-424).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)


_GARBAGE = 20_000
"""New objects after which a worker looks for garbage. Chosen by hand: more gains nothing."""


def _give_back_memory() -> None:
    """Give free memory back to the system, where the C library does not by itself (glibc).

    Large pages leave holes: after 3,261 pages a worker had 330 MB, of which 190 were in use.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


_PAGES_PER_TRIM = 200
"""Pages after which free memory is given back, which takes as long as two or three pages."""


def do(
    work: Callable[..., Any], job: object, options: CleanOptions, arguments: tuple[object, ...] = ()
) -> Outcome:
    """Do one job; never raises an `Exception`."""
    start = time.perf_counter()
    try:
        result = work(job, options, *arguments)
    except Exception as error:  # noqa: BLE001 - who asked for the job decides what to do
        return Outcome(error=error, seconds=time.perf_counter() - start)
    return Outcome(result, seconds=time.perf_counter() - start)


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


def clean_and_encode(job: Job, options: CleanOptions) -> EncodedArticle:
    """Clean a job, render it and encode it as JSON, for an output of JSON lines.

    Raises:
        InputError: See `clean_job`.
        CleaningTimeout: Likewise.
    """
    return EncodedArticle(clean_and_render(job, options))


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
