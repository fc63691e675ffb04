"""Run a batch: from a list of inputs to a file of records."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import anyio

from cleanarticle.batch import worker
from cleanarticle.batch.engine import Engine, plain_errors
from cleanarticle.batch.options import BatchOptions
from cleanarticle.batch.readers import check_input, count_inputs, read_inputs
from cleanarticle.batch.record import Record
from cleanarticle.batch.writers import Writer, open_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress: TypeAlias = Callable[["Tally"], None]


@dataclass(slots=True)
class Tally:
    """What a run has done so far.

    Attributes:
        total: Inputs there are, None if not known.
        ok: Records without error, of this run.
        failed: Records with an error, of this run.
        skipped: Inputs done in an earlier run, or listed twice.
        errors: Failed records by kind of error.
        page_types: Records without error by type of page.
        interrupted: Whether the run was asked to stop.
        started: When it began, in seconds of the monotonic clock.
    """

    total: int | None = None
    ok: int = 0
    failed: int = 0
    skipped: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    page_types: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False
    started: float = field(default_factory=time.monotonic)

    def add(self, record: Record) -> None:
        """Count a record."""
        if record.error is None:
            self.ok += 1
            self.page_types[(record.fields or {})["page_type"]] += 1
        else:
            self.failed += 1
            self.errors[record.error.kind] += 1

    @property
    def done(self) -> int:
        """Records written in this run."""
        return self.ok + self.failed

    @property
    def rate(self) -> float:
        """Pages a second since the start."""
        return self.done / max(time.monotonic() - self.started, 1e-3)

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end at this rate, None if that cannot be known."""
        if self.total is None or not self.done:
            return None
        return max(0, self.total - self.done - self.skipped) / self.rate


def run(
    source: str,
    output: Path,
    *,
    options: BatchOptions | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Work through a batch; launched again with the same output, it goes on where it ended.

    It starts processes, so a script must call it under `if __name__ == "__main__":`. On SIGINT or
    SIGTERM it finishes the pages in flight and returns; a second one drops them.

    Args:
        source: A file of addresses or paths, one a line; a folder of pages; or "-" for stdin.
        output: A .jsonl or .jsonl.gz file.
        options: How to work; the defaults if None.
        progress: Called after every record.

    Returns:
        The counts of this run.

    Raises:
        ConfigError: The source cannot be read, or the output cannot be written.
    """
    chosen = options or BatchOptions()
    check_input(source)
    with open_writer(output, retry_failed=chosen.retry_failed) as writer:
        batch = _Batch(source, writer, chosen, progress or (lambda _: None))
        return anyio.run(batch.work)


@dataclass(frozen=True, slots=True)
class _Batch:
    source: str
    writer: Writer
    options: BatchOptions
    progress: Progress
    tally: Tally = field(default_factory=Tally)

    async def work(self) -> Tally:
        self.tally.total = count_inputs(self.source)
        workers = self.options.worker_count()
        opening = Engine.open(self.options, worker.clean_to_fields, workers=workers, files=True)
        with plain_errors():
            async with opening as engine, anyio.create_task_group() as tasks:
                tasks.start_soon(self._obey_signals, engine, tasks.cancel_scope)
                await self._write(engine)
                tasks.cancel_scope.cancel()
        return self.tally

    async def _write(self, engine: Engine) -> None:
        send, receive = anyio.create_memory_object_stream[Record](0)
        with receive:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(engine.feed, self._fresh(), send)
                async for record in receive:
                    self.writer.write(record)
                    self.tally.add(record)
                    self.progress(self.tally)

    def _fresh(self) -> Iterator[str]:
        """The inputs that are not done yet, each once."""
        for source in read_inputs(self.source):
            if source in self.writer.done:
                self.tally.skipped += 1
            else:
                self.writer.done.add(source)
                yield source

    async def _obey_signals(self, engine: Engine, scope: anyio.CancelScope) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        with (
            suppress(NotImplementedError),  # Windows has no signals for event loops
            anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals,
        ):
            async for _ in signals:
                if self.tally.interrupted:
                    scope.cancel()
                self.tally.interrupted = True
                engine.stop()
                self.progress(self.tally)
