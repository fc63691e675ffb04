"""Run: from a list of inputs to a file of records."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, Unpack

import anyio

from cleanarticle.batch import worker
from cleanarticle.batch.engine import Engine, plain_errors
from cleanarticle.batch.inputs.reading import (
    Text,
    check_input,
    count_inputs,
    count_texts,
    in_chunks,
    read_inputs,
    read_texts,
)
from cleanarticle.batch.outputs import open_writer
from cleanarticle.batch.record import Record
from cleanarticle.errors import printable
from cleanarticle.options import resolve_options
from cleanarticle.sites.store import TemplateStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cleanarticle.batch.inputs.reading import Input
    from cleanarticle.batch.outputs.output import Writer
    from cleanarticle.options import (
        BatchKeywords,
        BatchOptions,
        CleanOptions,
        FetchOptions,
        OptionSet,
    )

    Progress: TypeAlias = Callable[["Tally"], None]


_LOGGER = logging.getLogger("cleanarticle.batch")


@dataclass(slots=True)
class Tally:
    """The counts of a run so far.

    Attributes:
        total: Number of inputs, None if not known.
        ok: Records without error, of this run.
        failed: Records with an error, of this run.
        skipped: Inputs done in an earlier run, or listed twice: URLs that differ only in their
            fragment or in tracking parameters count as one.
        errors: Records with an error, by kind of error.
        page_types: Records without error, by page type.
        hosts: Hosts with a request in flight.
        interrupted: True if the run was asked to stop.
        started: Its start, in seconds of the monotonic clock.
    """

    total: int | None = None
    ok: int = 0
    failed: int = 0
    skipped: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    page_types: Counter[str] = field(default_factory=Counter)
    hosts: int = 0
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
    def seconds(self) -> float:
        """Seconds since the start."""
        return max(time.monotonic() - self.started, 1e-3)

    @property
    def rate(self) -> float:
        """Pages a second since the start."""
        return self.done / self.seconds

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end at this rate, None if not known."""
        if self.total is None or not self.done:
            return None
        return max(0, self.total - self.done - self.skipped) / self.rate


def run(  # noqa: PLR0913 - the three kinds of options
    source: str,
    output: Path,
    *,
    options: CleanOptions | None = None,
    fetch_options: FetchOptions | None = None,
    batch_options: BatchOptions | None = None,
    progress: Progress | None = None,
    **changes: Unpack[BatchKeywords],
) -> Tally:
    """Run a batch; launched again with the same output, it resumes.

    The outcome of each input goes to the logger `cleanarticle.batch`, failures as warnings.
    It starts processes, so a script must call it under `if __name__ == "__main__":`. On SIGINT or
    SIGTERM it finishes the pages in flight and returns; a second one drops them.

    Args:
        source: A file of URLs or paths, one a line; a folder of pages; or "-" for stdin. With
            `text_field`, a .jsonl or .jsonl.gz file of texts.
        output: A .jsonl, .jsonl.gz, .jsonl.zst, .sqlite or .parquet file, or a folder for Markdown
            files. The site templates are kept beside it, with the suffix .sites.json.
        options: Options of cleaning; the defaults if None.
        fetch_options: Options of fetching; the defaults if None.
        batch_options: Options of the batch; the defaults if None.
        progress: Called after every record.
        **changes: Fields of any of the options, which win over prebuilt options.

    Returns:
        The counts of this run.

    Raises:
        ConfigError: An option is unknown or wrong, the source cannot be read, the output cannot be
            written, or another run is writing it.
    """
    chosen = resolve_options(changes, clean=options, fetch=fetch_options, batch=batch_options)
    check_input(source, chosen.batch.text_field)
    templates = TemplateStore(output.with_name(f"{output.name}.sites.json"))
    with open_writer(output, retry_failed=chosen.batch.retry_failed) as writer:
        batch = _Batch(source, writer, chosen, progress or (lambda _: None), templates)
        return anyio.run(batch.work)


@dataclass(frozen=True, slots=True)
class _Batch:
    source: str
    writer: Writer
    options: OptionSet
    progress: Progress
    templates: TemplateStore
    tally: Tally = field(default_factory=Tally)

    async def work(self) -> Tally:
        is_jsonl = self.options.batch.text_field is not None
        self.tally.total = count_texts(self.source) if is_jsonl else count_inputs(self.source)
        workers = self.options.batch.worker_count()
        opening = Engine.open(
            self.options,
            worker.clean_and_render,
            workers=workers,
            files=True,
            templates=self.templates,
        )
        with plain_errors():
            async with opening as engine, anyio.create_task_group() as tasks:
                tasks.start_soon(self._obey_signals, engine, tasks.cancel_scope)
                await self._write(engine)
                tasks.cancel_scope.cancel()
        self.templates.save()
        return self.tally

    async def _write(self, engine: Engine) -> None:
        send, receive = anyio.create_memory_object_stream[Record](0)
        with receive:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(engine.feed, in_chunks(self._new_inputs(), self.source), send)
                async for record in receive:
                    self.writer.write(record)
                    _log(record)
                    self.templates.save_if_due()
                    self.tally.add(record)
                    self.tally.hosts = engine.active_hosts
                    self.progress(self.tally)

    def _new_inputs(self) -> Iterator[Input]:
        """Yield the inputs that are not done yet, each once."""
        for source in self._inputs():
            name = source.name if isinstance(source, Text) else source
            if name in self.writer.done:
                self.tally.skipped += 1
            else:
                self.writer.done.add(name)
                yield source

    def _inputs(self) -> Iterator[Input]:
        name = self.options.batch.text_field
        return read_inputs(self.source) if name is None else read_texts(self.source, name)

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


def _log(record: Record) -> None:
    if record.error is None:
        _LOGGER.info("ok %s (%d ms)", printable(record.url), record.elapsed_ms)
    else:
        _LOGGER.warning("%s %s", record.error.kind, " ".join(record.error.message.split()))
