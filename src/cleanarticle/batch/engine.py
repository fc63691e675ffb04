"""Engine: many inputs at a time, each becomes one record."""

from __future__ import annotations

import re
import time
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio
from anyio import to_thread

from cleanarticle.article import Article
from cleanarticle.batch.cleaner import Cleaner
from cleanarticle.batch.record import ErrorInfo, Record
from cleanarticle.errors import CleanArticleError, CleaningError
from cleanarticle.fetching import Fetcher, Pace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from anyio.streams.memory import MemoryObjectSendStream

    from cleanarticle.batch.options import BatchOptions
    from cleanarticle.batch.worker import Work
    from cleanarticle.page import Page

    Records: TypeAlias = MemoryObjectSendStream[Record]

_READ_AHEAD = 32
"""Inputs read ahead for each page in flight: where a list has long runs of one host, other hosts
need not wait for it."""

_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_url(source: str) -> bool:
    """Whether an input is meant as an address, not as a path."""
    return _SCHEME.match(source) is not None


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

    source: str
    final_url: str | None = None
    pause: float = 0.0
    begun: float = field(default_factory=time.perf_counter)
    begun_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def restart(self) -> None:
        """Start the clock: its turn has come."""
        self.begun = time.perf_counter()
        self.begun_at = datetime.now(UTC).isoformat(timespec="seconds")

    def ok(self, result: Article | dict[str, Any]) -> Record:
        parts = self._common()
        if isinstance(result, Article):
            return Record(status="ok", error=None, article=result, **parts)
        return Record(status="ok", error=None, fields=result, **parts)

    def failed(self, error: CleanArticleError) -> Record:
        return Record(status="error", error=ErrorInfo.of(error), **self._common())

    def _common(self) -> dict[str, Any]:
        return {
            "url": self.source,
            "final_url": self.final_url,
            "fetched_at": self.begun_at,
            "elapsed_ms": round((time.perf_counter() - self.begun) * 1000),
        }


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
        self._pages = anyio.Semaphore(concurrency)
        self._ahead = anyio.Semaphore(concurrency * _READ_AHEAD)
        self._waiting: set[anyio.CancelScope] = set()
        self._stopped = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls, options: BatchOptions, work: Work, *, workers: int, files: bool
    ) -> AsyncIterator[Engine]:
        """An engine with its connections and workers.

        Args:
            options: How the batch is worked through.
            work: What a worker does with a page.
            workers: Worker processes, 0 for threads.
            files: Whether an input that is no address is the path of a file.
        """
        cleaner = Cleaner(
            work, workers=workers, timeout=options.clean_timeout, waiting=options.concurrency
        )
        async with Fetcher(options.fetch) as fetcher, cleaner:
            yield cls(fetcher, cleaner, concurrency=options.concurrency, files=files)

    async def feed(self, sources: Iterable[str], records: Records) -> None:
        """Work through the inputs; send one record each; close the stream."""
        inputs = iter(sources)
        async with records, anyio.create_task_group() as tasks:
            while (source := await self._next(inputs)) is not None:
                tasks.start_soon(self._one, source, records)

    def stop(self) -> None:
        """Begin nothing more; what is being fetched or cleaned is finished."""
        self._stopped = True
        for scope in self._waiting:
            scope.cancel()

    async def _next(self, inputs: Iterator[str]) -> str | None:
        """The next input, None at the end. Reading may block, so a thread does it."""
        source: str | None = None
        with self._until_stopped():
            await self._ahead.acquire()
            source = await to_thread.run_sync(next, inputs, None, abandon_on_cancel=True)
        return None if self._stopped else source

    async def _one(self, source: str, records: Records) -> None:
        try:
            record = await self._record(source)
            if record is not None:
                await records.send(record)
        finally:
            self._ahead.release()

    async def _record(self, source: str) -> Record | None:
        """The input's record, None if the run was stopped before its turn came."""
        ticket = _Ticket(source)
        try:
            async with AsyncExitStack() as room, AsyncExitStack() as turn:
                if not await self._admit(ticket, turn, room):
                    return None
                ticket.restart()
                job = await self._load(ticket)
                await turn.aclose()  # the host is free again while its page is cleaned
                return ticket.ok(await self._cleaner.clean(job))
        except CleanArticleError as error:
            return ticket.failed(error)
        except Exception as error:  # noqa: BLE001 - one page, whatever is wrong with it, is a record
            return ticket.failed(CleaningError(f"{type(error).__name__}: {error}"))

    async def _admit(self, ticket: _Ticket, turn: AsyncExitStack, room: AsyncExitStack) -> bool:
        """Wait for the host's turn, then for room in memory."""
        with self._until_stopped():
            if self._is_address(ticket.source):
                ticket.pause = await turn.enter_async_context(self._pace.turn(ticket.source))
            await room.enter_async_context(self._pages)
        return not self._stopped

    async def _load(self, ticket: _Ticket) -> Page | Path:
        if not self._is_address(ticket.source):
            return Path(ticket.source)
        page = await self._fetcher.fetch(ticket.source, check=self._pace.check, pause=ticket.pause)
        ticket.final_url = page.final_url
        return page

    def _is_address(self, source: str) -> bool:
        return not self._files or is_url(source)

    @contextmanager
    def _until_stopped(self) -> Iterator[None]:
        """Leave the block at once when the run is stopped."""
        with anyio.CancelScope() as scope:
            self._waiting.add(scope)
            try:
                if self._stopped:
                    scope.cancel()
                yield
            finally:
                self._waiting.discard(scope)
