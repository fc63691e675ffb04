"""From addresses to articles: one, or many."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import anyio
from anyio import to_thread
from anyio.from_thread import start_blocking_portal

from cleanarticle.batch import worker
from cleanarticle.batch.engine import Engine, plain_errors
from cleanarticle.batch.inputs.reading import STDIN
from cleanarticle.batch.options import BatchKeywords, BatchOptions
from cleanarticle.batch.record import Record
from cleanarticle.errors import ConfigError, InputError
from cleanarticle.fetching import FetchKeywords, FetchOptions, afetch, fetch
from cleanarticle.fetching.urls import is_url
from cleanarticle.multipage.following import clean_followed
from cleanarticle.options import CleanOptions
from cleanarticle.page import MAX_BYTES, Page
from cleanarticle.sites.store import site_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator

    from cleanarticle.article import Article
    from cleanarticle.batch.engine import Records
    from cleanarticle.sites.store import TemplateStore


def clean_url(
    url: str,
    *,
    options: FetchOptions | None = None,
    cleaning: CleanOptions | None = None,
    **changes: Unpack[FetchKeywords],
) -> Article:
    """Fetch one page and clean it.

    Args:
        url: An http or https address. As a person asked for it, robots.txt is not read.
        options: How to fetch; the defaults if None.
        cleaning: How to clean; the defaults if None.
        **changes: Fields of `FetchOptions` to change, such as `timeout=5`. With
            `follow_pages=True` the next pages of the article are joined to it; those are asked
            for politely, as in a batch. See `Article.pages` and `Article.pages_error`.

    Raises:
        FetchError: The page could not be fetched; see `cleanarticle.errors` for the kinds.
        InputError: It is empty.
        ConfigError: An option is out of its range.
    """
    chosen = FetchOptions.of(options, **changes)
    return _clean_fetched(fetch(url, options=chosen), chosen, cleaning or CleanOptions())


def clean_source(
    source: str,
    *,
    options: FetchOptions | None = None,
    cleaning: CleanOptions | None = None,
    sites: TemplateStore | None = None,
) -> Article:
    """Clean what a person names on a command line: a URL, a file, or "-" for stdin.

    Args:
        source: What to clean.
        options: How to fetch; the defaults if None.
        cleaning: How to clean; the defaults if None.
        sites: The templates that a batch has learned, if any.

    Raises:
        FetchError: The page could not be fetched.
        InputError: The file or stdin cannot be used.
    """
    job = _named(source, options)
    chosen = cleaning or CleanOptions()
    if sites is not None:
        chosen = replace(chosen, template=sites.template(site_of(job)))
    if isinstance(job, Page):
        return _clean_fetched(job, options or FetchOptions(), chosen)
    return worker.clean_any(job, chosen)


def _clean_fetched(page: Page, options: FetchOptions, cleaning: CleanOptions) -> Article:
    if not options.follow_pages:
        return worker.clean_page(page, cleaning)
    with start_blocking_portal() as portal:
        return portal.call(clean_followed, page, options, cleaning)


def _named(source: str, options: FetchOptions | None) -> Page | Path:
    if source == STDIN:
        if sys.stdin is None:
            raise InputError("stdin is closed: there is nothing to clean")
        return Page(sys.stdin.buffer.read(MAX_BYTES + 1))
    return fetch(source, options=options) if is_url(source) else Path(source)


async def aclean_url(
    url: str,
    *,
    options: FetchOptions | None = None,
    cleaning: CleanOptions | None = None,
    **changes: Unpack[FetchKeywords],
) -> Article:
    """Fetch one page and clean it, off the event loop's thread; see `clean_url`.

    Raises:
        FetchError: The page could not be fetched.
        InputError: It is empty.
        ConfigError: An option is out of its range.
    """
    chosen = FetchOptions.of(options, **changes)
    page = await afetch(url, options=chosen)
    if chosen.follow_pages:
        return await clean_followed(page, chosen, cleaning or CleanOptions())
    return await to_thread.run_sync(worker.clean_page, page, cleaning)


def clean_urls(
    urls: Iterable[str],
    *,
    options: BatchOptions | None = None,
    **changes: Unpack[BatchKeywords],
) -> Iterator[Record]:
    """Fetch and clean many pages, many at a time.

    robots.txt is honoured, and no host is asked for two pages at a time or without a pause.

    Args:
        urls: The addresses; read as they are needed, so there may be no end of them.
        options: How to work; the defaults if None.
        **changes: Fields of `BatchOptions` or `FetchOptions` to change, such as `delay=2`.

    Returns:
        One record for each address, in completion order. What goes wrong with one page stands in
        its record, and is never raised.

    Raises:
        ConfigError: An option is out of its range.
    """
    return _iterate(_many(urls), BatchOptions.of(options, **changes))


def aclean_urls(
    urls: Iterable[str],
    *,
    options: BatchOptions | None = None,
    **changes: Unpack[BatchKeywords],
) -> AsyncGenerator[Record, None]:
    """Fetch and clean many pages; like `clean_urls`, for use in an asyncio event loop.

    Whoever may break off the loop over it closes it by `contextlib.aclosing`, as with every async
    generator; else the pages in flight are dropped only when the event loop ends.

    Raises:
        ConfigError: An option is out of its range.
    """
    return _stream(_many(urls), BatchOptions.of(options, **changes))


def _many(urls: Iterable[str]) -> Iterable[str]:
    if isinstance(urls, str):
        raise ConfigError("the addresses are one string: hand in a list, or use clean_url for one")
    return urls


def _iterate(urls: Iterable[str], options: BatchOptions) -> Iterator[Record]:
    with start_blocking_portal() as portal:
        stream = _stream(urls, options)

        async def following() -> Record | None:
            return await anext(stream, None)

        try:
            while (record := portal.call(following)) is not None:
                yield record
        except GeneratorExit:  # after Ctrl-C the stream is still running, and the portal ends it
            portal.call(stream.aclose)
            raise


async def _stream(urls: Iterable[str], options: BatchOptions) -> AsyncGenerator[Record, None]:
    send, receive = anyio.create_memory_object_stream[Record](0)
    # A bare task and not a task group: whoever breaks off an async generator has it closed by
    # another task, which a task group does not survive.
    work = asyncio.create_task(_work(urls, options, send))
    with receive:
        try:
            async for record in receive:
                yield record
            await work
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work


async def _work(urls: Iterable[str], options: BatchOptions, records: Records) -> None:
    workers = options.workers or 0
    with records, plain_errors():
        async with Engine.open(options, worker.clean_any, workers=workers, files=False) as engine:
            await engine.feed(([url] for url in urls), records)
