"""Engine: many inputs at a time, each becomes one record."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import anyio
from anyio import to_thread

from cleanarticle.article import Article
from cleanarticle.batch.inputs.reading import Text
from cleanarticle.batch.record import ErrorInfo, Record
from cleanarticle.batch.worker_pool import Cleaner
from cleanarticle.errors import CleanArticleError, CleaningError
from cleanarticle.fetching import Fetcher, Pace
from cleanarticle.fetching.urls import is_url
from cleanarticle.multipage.following import follow
from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    import httpx
    from anyio.streams.memory import MemoryObjectSendStream

    from cleanarticle.batch.inputs.reading import Input
    from cleanarticle.batch.options import BatchOptions
    from cleanarticle.batch.worker import Job, Work
    from cleanarticle.sites.store import TemplateStore

    Records: TypeAlias = MemoryObjectSendStream[Record]

_READ_AHEAD = 128
"""Inputs read ahead for each page in flight: where a list has long runs of one host, other hosts
need not wait for it. Set by hand: an input that waits takes 22 KB (measured), so that with the
default of 16 pages in flight all of them take 45 MB."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Raise the error that ended a group of tasks as itself, not as a group of one."""
    try:
        yield
    except BaseExceptionGroup as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from error.__cause__


@dataclass(slots=True)
class _Ticket:
    """One input on its way to its record."""

    source: Input
    final_url: str | None = None
    begun: float = field(default_factory=time.perf_counter)
    begun_at: str | None = None

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Stop the clock for a while; work begins when the first wait is over."""
        before = time.perf_counter()
        try:
            yield
        finally:
            self.begun += time.perf_counter() - before
            self.begun_at = self.begun_at or _now()

    def ok(self, result: Article | dict[str, Any]) -> Record:
        parts = self._common()
        if isinstance(result, Article):
            return Record(status="ok", error=None, article=result, **parts)
        return Record(status="ok", error=None, fields=result, **parts)

    def failed(self, error: CleanArticleError) -> Record:
        return Record(status="error", error=ErrorInfo.of(error), **self._common())

    def _common(self) -> dict[str, Any]:
        return {
            "url": self.source.name if isinstance(self.source, Text) else self.source,
            "final_url": self.final_url,
            "fetched_at": self.begun_at or _now(),
            "elapsed_ms": round((time.perf_counter() - self.begun) * 1000),
        }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class _Stopped(Exception):  # noqa: N818 - internal; the input has no record
    """The run was stopped before the input's turn came."""


class _Room:
    """One page's place among those that are held at a time."""

    def __init__(self, places: anyio.Semaphore) -> None:
        self._places = places
        self._is_taken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    async def take(self) -> None:
        await self._places.acquire()
        self._is_taken = True

    def leave(self) -> None:
        if self._is_taken:
            self._places.release()
            self._is_taken = False


class Engine:
    """Turns inputs into records, in the order in which they get done.

    Made by `Engine.open`. Memory is flat: at most `concurrency` pages are held at a time, and
    nothing more is read while nobody takes the records.
    """

    def __init__(
        self, fetcher: Fetcher, cleaner: Cleaner, *, concurrency: int, files: bool
    ) -> None:
        self._fetcher = fetcher
        self._cleaner = cleaner
        self._files = files
        self._pace = Pace(fetcher)
        # What is free is taken at once: each turn of the event loop that it waits takes time.
        self._pages = anyio.Semaphore(concurrency, fast_acquire=True)
        self._ahead = anyio.Semaphore(concurrency * _READ_AHEAD, fast_acquire=True)
        self._waiting: set[anyio.CancelScope] = set()
        self._stopped = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        options: BatchOptions,
        work: Work,
        *,
        workers: int,
        files: bool,
        sites: TemplateStore | None = None,
    ) -> AsyncIterator[Engine]:
        """An engine with its connections and workers.

        Args:
            options: How the batch is worked through.
            work: What a worker does with a page.
            workers: Worker processes, 0 for threads.
            files: Whether an input that is no address is the path of a file.
            sites: The templates of the sites; None to clean each page by itself.
        """
        cleaner = Cleaner(
            work,
            sites=sites,
            options=options.cleaning,
            workers=workers,
            timeout=options.clean_timeout,
        )
        async with Fetcher(options.fetch) as fetcher, cleaner:
            yield cls(fetcher, cleaner, concurrency=options.concurrency, files=files)

    async def feed(self, bunches: Iterable[Sequence[Input]], records: Records) -> None:
        """Work through the inputs; send one record each; close the stream.

        Args:
            bunches: The inputs, as many in a bunch as can be read without a long wait.
            records: Where the records go.
        """
        reader = iter(bunches)
        async with records, anyio.create_task_group() as tasks:
            with suppress(_Stopped):
                while bunch := await self._read(reader):
                    for source in bunch:
                        await self._admit()
                        tasks.start_soon(self._one, source, records)

    @property
    def active_hosts(self) -> int:
        """Hosts that are being asked for a page."""
        return self._pace.active

    def stop(self) -> None:
        """Begin nothing more; what is being fetched or cleaned is finished."""
        self._stopped = True
        for scope in self._waiting:
            scope.cancel()

    async def _read(self, bunches: Iterator[Sequence[Input]]) -> Sequence[Input]:
        """The next inputs, none at the end. Reading may block, so a thread does it."""
        with self._until_stopped():
            async with self._ahead:  # nothing is read while there is no room for it
                return await to_thread.run_sync(next, bunches, (), abandon_on_cancel=True)

    async def _admit(self) -> None:
        """Wait until one more input may wait for its turn."""
        if self._stopped:
            raise _Stopped
        if self._ahead.value:
            await self._ahead.acquire()
        else:
            with self._until_stopped():
                await self._ahead.acquire()

    async def _one(self, source: Input, records: Records) -> None:
        try:
            record = await self._record(source)
            if record is not None:
                await records.send(record)
        finally:
            self._ahead.release()

    async def _record(self, source: Input) -> Record | None:
        """The input's record, None if the run was stopped before its turn came."""
        ticket = _Ticket(source)
        try:
            with _Room(self._pages) as room:
                job = await self._load(ticket, room)
                if isinstance(job, Page) and self._fetcher.options.follow_pages:
                    fetch = partial(self._fetch, ticket=ticket, room=room)
                    clean = self._cleaner.clean_part
                    job = await follow(job, self._fetcher.options, fetch, clean)
                return ticket.ok(await self._cleaner.clean(job))
        except _Stopped:
            return None
        except CleanArticleError as error:
            return ticket.failed(error)
        except Exception as error:  # noqa: BLE001 - one page, whatever is wrong with it, is a record
            return ticket.failed(CleaningError(f"{type(error).__name__}: {error}"))

    async def _load(self, ticket: _Ticket, room: _Room) -> Job:
        url = self._url(ticket.source)
        if url is None:
            with ticket.waiting(), self._until_stopped():
                await room.take()
            return ticket.source if isinstance(ticket.source, Text) else Path(ticket.source)
        page = await self._fetch(url, ticket, room)
        ticket.final_url = page.final_url
        return page

    async def _fetch(self, url: str, ticket: _Ticket, room: _Room) -> Page:
        """Fetch a page when its host's turn has come, which is over when the page is there."""
        async with self._pace.turn() as turn:

            async def admit(url: httpx.URL) -> float:
                """Wait for the host's turn, then for room in memory."""
                if turn.holds(url):
                    return await turn.take(url)
                room.leave()
                with ticket.waiting(), self._until_stopped():
                    pause = await turn.take(url)
                    await room.take()
                return pause

            return await self._fetcher.fetch(url, admit=admit)

    def _url(self, source: Input) -> str | None:
        """The address that an input is; None if there is nothing to fetch."""
        if isinstance(source, Text) or (self._files and not is_url(source)):
            return None
        return source

    @contextmanager
    def _until_stopped(self) -> Iterator[None]:
        """Leave the block at once when the run is stopped.

        Raises:
            _Stopped: It was.
        """
        with anyio.CancelScope() as scope:
            self._waiting.add(scope)
            try:
                if self._stopped:
                    scope.cancel()
                yield
            finally:
                self._waiting.discard(scope)
        if self._stopped:
            raise _Stopped
