"""Engine: many inputs at a time, one record each."""

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

from cleanarticle.batch.record import Record
from cleanarticle.batch.worker import Outcome
from cleanarticle.batch.worker_pool import WorkerPool
from cleanarticle.fetching import Fetcher, HostScheduler
from cleanarticle.loading import is_url
from cleanarticle.multipage.following import follow
from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    import httpx
    from anyio.abc import TaskGroup
    from anyio.streams.memory import MemoryObjectSendStream

    from cleanarticle.article import Article
    from cleanarticle.batch.inputs import Input
    from cleanarticle.batch.worker import Job, Work
    from cleanarticle.keywords import OptionSet

    Records: TypeAlias = MemoryObjectSendStream[Record]

READ_AHEAD = 128
"""Inputs read ahead for each page in flight, so that a long run of one host does not hold up other
hosts. Chosen by hand: a waiting input takes 22 KB, so the default of 16 pages in flight takes
45 MB."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Raise the error that ended a task group directly instead of in an exception group."""
    try:
        yield
    except BaseExceptionGroup as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from error.__cause__


@asynccontextmanager
async def sending(records: Records) -> AsyncIterator[TaskGroup]:
    """Open a group of tasks that send records, and close their stream when all have ended.

    An error of the block that starts them is raised behind them: what was read has its records.
    """
    failure: Exception | None = None
    async with records, anyio.create_task_group() as tasks:
        try:
            yield tasks
        except Exception as error:  # noqa: BLE001 - raised below
            failure = error
    if failure is not None:
        raise failure


class Reading:
    """Reads inputs in a thread, because reading may block, until it is stopped."""

    def __init__(self) -> None:
        self.is_stopped = False
        self._scope = anyio.CancelScope()

    def stop(self) -> None:
        """Read no more, and wait no longer for what is being read."""
        self.is_stopped = True
        self._scope.cancel()

    async def next(self, chunks: Iterator[Sequence[Input]]) -> Sequence[Input]:
        """Return the next inputs, none at the end."""
        with anyio.CancelScope() as self._scope:
            if not self.is_stopped:
                return await to_thread.run_sync(next, chunks, (), abandon_on_cancel=True)
        return ()


@dataclass(slots=True)
class _Progress:
    """The progress of one input toward its record."""

    source: Input
    final_url: str | None = None
    begun: float = field(default_factory=time.perf_counter)
    begun_at: str | None = None

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Stop the clock in this context; work begins at the end of the first wait."""
        before = time.perf_counter()
        try:
            yield
        finally:
            self.begun += time.perf_counter() - before
            self.begun_at = self.begun_at or now()

    def record(self, outcome: Outcome) -> Record:
        return Record.of(
            self.source,
            outcome,
            final_url=self.final_url,
            fetched_at=self.begun_at or now(),
            seconds=time.perf_counter() - self.begun,
        )


def now() -> str:
    """Return the time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class _Stopped(Exception):  # noqa: N818 - internal; the input has no record
    """The run was stopped before work on the input began."""


class _PageSlot:
    """One page's slot in the limited number of pages in memory."""

    def __init__(self, slots: anyio.Semaphore) -> None:
        self._slots = slots
        self._is_taken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    async def acquire(self) -> None:
        await self._slots.acquire()
        self._is_taken = True

    def release(self) -> None:
        if self._is_taken:
            self._slots.release()
            self._is_taken = False


class Engine:
    """Turns inputs into records, in completion order.

    Created by `Engine.open`. Memory is bounded: at most `concurrency` pages are in memory at a
    time, and nothing more is read until the records are taken.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        pool: WorkerPool,
        *,
        concurrency: int,
        files: bool,
    ) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._files = files
        self._scheduler = HostScheduler(fetcher)
        # Acquired at once if free: each turn of the event loop costs time.
        self._pages = anyio.Semaphore(concurrency, fast_acquire=True)
        self._ahead = anyio.Semaphore(concurrency * READ_AHEAD, fast_acquire=True)
        self._waiting: set[anyio.CancelScope] = set()
        self._stopped = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        options: OptionSet,
        work: Work,
        *,
        workers: int,
        files: bool,
    ) -> AsyncIterator[Engine]:
        """Open an engine with its connections and workers.

        Args:
            options: The options of the batch.
            work: The work on a page.
            workers: Worker processes, 0 for threads.
            files: True if an input that is not a URL is the path of a file.
        """
        pool = WorkerPool(work, options.clean, workers=workers)
        async with Fetcher(options.fetch) as fetcher, pool:
            yield cls(
                fetcher,
                pool,
                concurrency=options.batch.concurrency,
                files=files,
            )

    async def feed(self, chunks: Iterable[Sequence[Input]], records: Records) -> None:
        """Process the inputs, send one record each, and close the stream.

        Args:
            chunks: The inputs, as many at a time as can be read without a long wait.
            records: The stream for the records.

        Raises:
            Exception: Reading failed; the inputs before have their records.
        """
        reader = iter(chunks)
        async with sending(records) as tasks:
            with suppress(_Stopped):
                while chunk := await self._read(reader):
                    for source in chunk:
                        await self._admit()
                        tasks.start_soon(self._one, source, records)

    @property
    def active_hosts(self) -> int:
        """Number of hosts with a request in flight."""
        return self._scheduler.active_hosts

    def stop(self) -> None:
        """Start no more inputs; finish the pages that are being fetched or cleaned."""
        self._stopped = True
        for scope in self._waiting:
            scope.cancel()

    async def _read(self, chunks: Iterator[Sequence[Input]]) -> Sequence[Input]:
        """Return the next inputs, none at the end; read in a thread, because reading may block."""
        with self._until_stopped():
            async with self._ahead:  # read nothing while too many inputs wait
                return await to_thread.run_sync(next, chunks, (), abandon_on_cancel=True)

    async def _admit(self) -> None:
        """Wait until one more input may be read ahead."""
        if self._stopped:
            raise _Stopped
        if self._ahead.value:
            await self._ahead.acquire()
        else:
            with self._until_stopped():
                await self._ahead.acquire()

    async def _one(self, source: Input, records: Records) -> None:
        try:
            record = await self.record(source)
            if record is not None:
                await records.send(record)
        finally:
            self._ahead.release()

    async def record(self, source: Input) -> Record | None:
        """Return the record of an input, None if the run was stopped before work on it began."""
        progress = _Progress(source)
        try:
            return progress.record(Outcome(await self._clean(progress)))
        except _Stopped:
            return None
        except Exception as error:  # noqa: BLE001 - any failure of one page becomes its record
            return progress.record(Outcome(error=error))

    async def _clean(self, progress: _Progress) -> Article | dict[str, Any]:
        with _PageSlot(self._pages) as slot:
            job: Job = await self._load(progress, slot)
            if self._fetcher.options.follow_pages and isinstance(job, Page):
                fetch = partial(self._fetch, progress=progress, slot=slot)
                job = await follow(
                    job, self._fetcher.options, fetch, self._pool.clean_page_of_article
                )
            return await self._pool.clean(job)

    async def _load(self, progress: _Progress, slot: _PageSlot) -> Page | Path:
        source = progress.source
        if source.error is not None:
            raise source.error
        if self._files and not is_url(source.name):
            with progress.waiting(), self._until_stopped():
                await slot.acquire()
            return Path(source.name)
        page = await self._fetch(source.name, progress, slot)
        progress.final_url = page.final_url
        return page

    async def _fetch(self, url: str, progress: _Progress, slot: _PageSlot) -> Page:
        """Fetch a page while holding its host."""
        async with self._scheduler.visit() as visit:

            async def admit(url: httpx.URL) -> float:
                """Wait for the host, then for a slot in memory."""
                if visit.holds(url):
                    return await visit.acquire(url)
                slot.release()
                with progress.waiting(), self._until_stopped():
                    pause = await visit.acquire(url)
                    await slot.acquire()
                return pause

            return await self._fetcher.fetch(url, admit=admit)

    @contextmanager
    def _until_stopped(self) -> Iterator[None]:
        """Leave the context at once when the run is stopped.

        Raises:
            _Stopped: The run was stopped.
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
