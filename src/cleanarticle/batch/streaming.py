"""clean_urls, aclean_urls and clean_many: many URLs or pages, one record each."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar, Unpack

import anyio
from anyio.from_thread import start_blocking_portal

from cleanarticle.batch import worker
from cleanarticle.batch.engine import Engine, plain_errors
from cleanarticle.batch.inputs import Input
from cleanarticle.batch.offline import OfflineEngine
from cleanarticle.batch.record import Record
from cleanarticle.errors import ConfigError
from cleanarticle.keywords import CLEANING, FETCHING, STREAMING, resolve_options
from cleanarticle.loading import load
from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator

    from cleanarticle.batch.engine import Records
    from cleanarticle.keywords import BatchKeywords, OptionSet
    from cleanarticle.loading import Source
    from cleanarticle.options import BatchOptions, CleanOptions, FetchOptions


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
    chosen = _resolve(changes, options, fetch_options, batch_options)
    return _iterate(_clean_urls, _checked(urls), chosen)


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
    chosen = _resolve(changes, options, fetch_options, batch_options)
    return _stream(_clean_urls, _checked(urls), chosen)


def _resolve(
    changes: BatchKeywords,
    options: CleanOptions | None,
    fetch_options: FetchOptions | None,
    batch_options: BatchOptions | None,
) -> OptionSet:
    return resolve_options(
        changes,
        clean=options,
        fetch=fetch_options,
        batch=batch_options,
        uses=CLEANING | FETCHING | STREAMING,
    )


def _checked(urls: Iterable[str]) -> Iterable[str]:
    if isinstance(urls, str):
        raise ConfigError("urls is one str: pass a list, or use clean_url for one URL")
    return urls


def clean_many(
    pages: Iterable[Source],
    *,
    options: CleanOptions | None = None,
    batch_options: BatchOptions | None = None,
    **changes: Unpack[BatchKeywords],
) -> Iterator[Record]:
    """Clean many pages that you have, with as many processes as you like.

    Args:
        pages: The pages, each as `clean` takes it; read as they are needed, so they may be endless.
        options: Options of cleaning; the defaults if None.
        batch_options: Options of the batch; the defaults if None. `workers=4` cleans in four
            processes; a script that starts processes must do so under
            `if __name__ == "__main__":`.
        **changes: Fields of `CleanOptions`, and `workers`; they win over prebuilt options.

    Returns:
        One record for each page, in the same order; its `url` is that of the page, else its path,
        else "pages[0]", "pages[1]" and so on. Whatever goes wrong with one page is in its record
        and is never raised.

    Raises:
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(
        changes,
        clean=options,
        batch=batch_options,
        uses=CLEANING | {"workers"},
    )
    if isinstance(pages, (str, bytes, Page, Path)):
        raise ConfigError("pages is a single document: pass a list, or use clean")
    return _iterate(_clean_pages, map(_input, count(), pages), chosen)


def _input_of_url(url: object) -> Input:
    if isinstance(url, str):
        return Input(url)
    return Input(repr(url), problem=f"a URL must be a str, not {type(url).__name__}")


def _input(index: int, source: Source) -> Input:
    name = f"pages[{index}]"
    if isinstance(source, Path):
        return Input(str(source))
    try:
        document = load(source)
    except Exception as error:  # noqa: BLE001 - one page, of whatever kind, must not end the others
        url = source.effective_url if isinstance(source, Page) else None
        return Input(url or name, problem=error)
    url = document.effective_url if isinstance(document, Page) else document.url
    return Input(url or name, document=document)


_Items = TypeVar("_Items")
_Process: TypeAlias = "Callable[[_Items, OptionSet, Records], Awaitable[None]]"
"""Turns inputs into records, and closes the stream of these."""


def _iterate(process: _Process[_Items], items: _Items, options: OptionSet) -> Iterator[Record]:
    with start_blocking_portal() as portal:
        stream = _stream(process, items, options)

        async def next_record() -> Record | None:
            return await anext(stream, None)

        try:
            while (record := portal.call(next_record)) is not None:
                yield record
        except GeneratorExit:  # after Ctrl-C the stream is still running, and the portal ends it
            portal.call(stream.aclose)
            raise


async def _stream(
    process: _Process[_Items], items: _Items, options: OptionSet
) -> AsyncGenerator[Record, None]:
    send, receive = anyio.create_memory_object_stream[Record](0)
    # A bare task and not a task group: an async generator that is abandoned is closed by another
    # task, which a task group does not survive.
    work = asyncio.ensure_future(process(items, options, send))
    with receive:
        try:
            async for record in receive:
                yield record
            await work
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work


async def _clean_urls(urls: Iterable[str], options: OptionSet, records: Records) -> None:
    workers = options.batch.workers or 0
    with records, plain_errors():
        async with Engine.open(options, worker.clean_job, workers=workers, files=False) as engine:
            await engine.feed(([_input_of_url(url)] for url in urls), records)


async def _clean_pages(pages: Iterator[Input], options: OptionSet, records: Records) -> None:
    workers = options.batch.workers or 0
    with records, plain_errors():
        async with OfflineEngine.open(options, worker.clean_job, workers=workers) as engine:
            await engine.feed(([page] for page in pages), records)  # each as soon as it is there
