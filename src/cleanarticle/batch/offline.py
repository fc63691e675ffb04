"""OfflineEngine: documents that need no network, many at a time, one record each."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import anyio

from cleanarticle.batch.engine import Reading, now, sending
from cleanarticle.batch.record import Record
from cleanarticle.batch.worker import Outcome
from cleanarticle.batch.worker_pool import WorkerPool
from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    from cleanarticle.batch.engine import Records
    from cleanarticle.batch.inputs import Input
    from cleanarticle.batch.worker import Job, Work
    from cleanarticle.keywords import OptionSet

_AHEAD = 4
"""Chunks in memory for each worker: one that is cleaned, and others that wait, or are cleaned and
wait for an earlier one. Chosen by hand."""


class Pool(Protocol):
    """What cleans documents, in other processes or on other machines."""

    async def clean_all(self, jobs: Sequence[Job]) -> list[Outcome]: ...  # noqa: D102


class OfflineEngine:
    """Turns documents into records, in the order of the inputs.

    Workers get documents in chunks, because handing over a single one takes up to a tenth of the
    time of cleaning it. Memory is bounded: a few chunks for each worker, and nothing more is read
    until the records are taken.
    """

    active_hosts = 0

    def __init__(self, pool: Pool, *, workers: int) -> None:
        self._pool = pool
        self._chunks = anyio.Semaphore(_AHEAD * max(1, workers), fast_acquire=True)
        self._reading = Reading()

    @classmethod
    @asynccontextmanager
    async def open(
        cls, options: OptionSet, work: Work, *, workers: int
    ) -> AsyncIterator[OfflineEngine]:
        """Open an engine with its workers.

        Args:
            options: The options of the batch.
            work: The work on a document.
            workers: Worker processes, 0 for threads.
        """
        async with WorkerPool(work, options.clean, workers=workers) as pool:
            yield cls(pool, workers=workers)

    async def feed(self, chunks: Iterable[Sequence[Input]], records: Records) -> None:
        """Process the inputs, send one record each, in order, and close the stream.

        Args:
            chunks: The inputs, as many at a time as one worker is to clean.
            records: The stream for the records.

        Raises:
            Exception: Reading failed; the inputs before have their records.
        """
        reader = iter(chunks)
        before = anyio.Event()
        before.set()
        async with sending(records) as tasks:
            while chunk := await self._read(reader):
                sent = anyio.Event()
                tasks.start_soon(self._one, chunk, records, before, sent)
                before = sent

    def stop(self) -> None:
        """Read no more inputs; finish those that are read."""
        self._reading.stop()

    async def _read(self, chunks: Iterator[Sequence[Input]]) -> Sequence[Input]:
        await self._chunks.acquire()
        return await self._reading.next(chunks)

    async def _one(
        self, chunk: Sequence[Input], records: Records, before: anyio.Event, sent: anyio.Event
    ) -> None:
        cleaned = await self._clean(chunk)
        await before.wait()
        for record in cleaned:
            await records.send(record)
        sent.set()
        self._chunks.release()

    async def _clean(self, chunk: Sequence[Input]) -> list[Record]:
        begun_at = now()
        jobs = [job_of(source) for source in chunk if source.error is None]
        outcomes = iter(await self._pool.clean_all(jobs) if jobs else ())
        return [
            record_of(
                source, Outcome(error=source.error) if source.error else next(outcomes), begun_at
            )
            for source in chunk
        ]


def job_of(source: Input) -> Job:
    """Return the document of an input, or the path of its file."""
    return Path(source.name) if source.document is None else source.document


def record_of(source: Input, outcome: Outcome, begun_at: str | None = None) -> Record:
    """Return the record of an input.

    Args:
        source: The input.
        outcome: The outcome of its job.
        begun_at: When work on it began, now if None; a page that was fetched earlier has a time of
            its own.
    """
    page = source.document
    fetched_at = page.fetched_at if isinstance(page, Page) else None
    return Record.of(
        source,
        outcome,
        final_url=page.url if page is not None else None,
        fetched_at=fetched_at.isoformat(timespec="seconds") if fetched_at else begun_at or now(),
        seconds=outcome.seconds,
    )
