"""clean_urls and aclean_urls: many URLs, one record each, in completion order."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Unpack

import anyio
from anyio.from_thread import start_blocking_portal

from cleanarticle.batch import worker
from cleanarticle.batch.engine import Engine, plain_errors
from cleanarticle.batch.inputs import Input
from cleanarticle.batch.record import Record
from cleanarticle.errors import ConfigError
from cleanarticle.options import BatchOptions, CleanOptions, FetchOptions, resolve_options

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator

    from cleanarticle.batch.engine import Records
    from cleanarticle.options import BatchKeywords, OptionSet


def clean_urls(
    urls: Iterable[str],
    *,
    options: CleanOptions | None = None,
    fetch_options: FetchOptions | None = None,
    batch_options: BatchOptions | None = None,
    **changes: Unpack[BatchKeywords],
) -> Iterator[Record]:
    """Fetch and clean many pages, many at a time.

    robots.txt is honored, and no host gets two requests at a time or without a pause.

    Args:
        urls: The URLs; read as they are needed, so they may be endless.
        options: Options of cleaning; the defaults if None.
        fetch_options: Options of fetching; the defaults if None.
        batch_options: Options of the batch; the defaults if None.
        **changes: Fields of any of the options, which win over prebuilt options, such as `delay=2`.

    Returns:
        One record for each URL, in completion order. Whatever goes wrong with one page is in its
        record and is never raised.

    Raises:
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(changes, clean=options, fetch=fetch_options, batch=batch_options)
    return _iterate(_checked(urls), chosen)


def aclean_urls(
    urls: Iterable[str],
    *,
    options: CleanOptions | None = None,
    fetch_options: FetchOptions | None = None,
    batch_options: BatchOptions | None = None,
    **changes: Unpack[BatchKeywords],
) -> AsyncGenerator[Record, None]:
    """Fetch and clean many pages in an asyncio event loop; see `clean_urls`.

    If you may stop iterating early, wrap the generator in `contextlib.aclosing`; otherwise the
    pages in flight are dropped only when the event loop ends.

    Raises:
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(changes, clean=options, fetch=fetch_options, batch=batch_options)
    return _stream(_checked(urls), chosen)


def _checked(urls: Iterable[str]) -> Iterable[str]:
    if isinstance(urls, str):
        raise ConfigError("urls is one str: pass a list, or use clean_url for one URL")
    return urls


def _iterate(urls: Iterable[str], options: OptionSet) -> Iterator[Record]:
    with start_blocking_portal() as portal:
        stream = _stream(urls, options)

        async def next_record() -> Record | None:
            return await anext(stream, None)

        try:
            while (record := portal.call(next_record)) is not None:
                yield record
        except GeneratorExit:  # after Ctrl-C the stream is still running, and the portal ends it
            portal.call(stream.aclose)
            raise


async def _stream(urls: Iterable[str], options: OptionSet) -> AsyncGenerator[Record, None]:
    send, receive = anyio.create_memory_object_stream[Record](0)
    # A bare task and not a task group: an async generator that is abandoned is closed by another
    # task, which a task group does not survive.
    work = asyncio.create_task(_process(urls, options, send))
    with receive:
        try:
            async for record in receive:
                yield record
            await work
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work


async def _process(urls: Iterable[str], options: OptionSet, records: Records) -> None:
    workers = options.batch.workers or 0
    with records, plain_errors():
        async with Engine.open(options, worker.clean_job, workers=workers, files=False) as engine:
            await engine.feed(([Input(url)] for url in urls), records)
