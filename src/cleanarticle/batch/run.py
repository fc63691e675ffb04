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
from cleanarticle.batch.engine import READ_AHEAD, Engine, plain_errors
from cleanarticle.batch.inputs import (
    CHUNK,
    Fields,
    Input,
    Skipped,
    SkipReason,
    count_inputs,
    in_chunks,
    open_source,
)
from cleanarticle.batch.journal import input_hash
from cleanarticle.batch.outputs import is_stdout, open_writer
from cleanarticle.batch.record import Record
from cleanarticle.batch.skips import SkipLog
from cleanarticle.errors import printable
from cleanarticle.options import resolve_options
from cleanarticle.sites.store import TemplateStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cleanarticle.batch.inputs import Item, Source
    from cleanarticle.batch.journal import Done
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

_REFUSALS_KEPT = 10
"""Refused lines that are shown at the end of a run; the list of skipped inputs has them all."""


@dataclass(slots=True)
class Tally:
    """The counts of a run so far.

    Attributes:
        total: Number of inputs, None if not known.
        ok: Records without error, of this run.
        failed: Records with an error, of this run.
        skips: Inputs without a record of this run, by reason.
        refusals: The first of the refused lines.
        errors: Records with an error, by kind of error.
        page_types: Records without error, by page type.
        hosts: Hosts with a request in flight.
        interrupted: True if the run was asked to stop.
        started: Its start, in seconds of the monotonic clock.
    """

    total: int | None = None
    ok: int = 0
    failed: int = 0
    skips: Counter[SkipReason] = field(default_factory=Counter)
    refusals: list[Skipped] = field(default_factory=list)
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

    def add_skipped(self, skipped: Skipped) -> None:
        """Count an input without a record of this run."""
        self.skips[skipped.reason] += 1
        if skipped.reason is SkipReason.REFUSED and len(self.refusals) < _REFUSALS_KEPT:
            self.refusals.append(skipped)

    @property
    def skipped(self) -> int:
        """Inputs without a record of this run."""
        return self.skips.total()

    @property
    def is_complete(self) -> bool:
        """True if every input was cleaned, in this run or an earlier one, or is not to be."""
        return not self.failed and not any(reason.is_failure for reason in self.skips)

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
        """Pages per second since the start."""
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
    """Run a batch, or resume it if the output exists.

    The outcome of each input goes to the logger `cleanarticle.batch`, failures as warnings.
    The batch starts processes, so a script must call `run` under `if __name__ == "__main__":`. On
    SIGINT or SIGTERM it finishes the pages in flight and returns; a second one drops them.

    Args:
        source: A file of URLs or paths, one a line; a folder of pages; or "-" for stdin. With
            `url_field`, `html_field` or `text_field`, a table: CSV, TSV, JSON lines or Parquet.
        output: A .jsonl, .jsonl.gz, .jsonl.zst, .sqlite or .parquet file, a folder for Markdown
            files, or "-" for JSON lines on stdout. Beside it are the site templates, with the
            suffix .sites.json, and the inputs without a record, with the suffix .skipped.jsonl.
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
    batch = chosen.batch
    fields = Fields(html=batch.html_field, text=batch.text_field, url=batch.url_field)
    inputs = open_source(source, fields, output)
    templates = TemplateStore(_beside(output, "sites.json"))
    with (
        open_writer(output, retry_failed=batch.retry_failed) as writer,
        SkipLog(_beside(output, "skipped.jsonl")) as skip_log,
    ):
        work = _Batch(
            _Inputs(inputs, writer.done, skip_log),
            writer,
            chosen,
            progress or (lambda _: None),
            templates,
            Tally(total=count_inputs(inputs, source)),
        )
        return anyio.run(work.run)


def _beside(output: Path, suffix: str) -> Path | None:
    """Return the path of a file beside the output, None for stdout."""
    return None if is_stdout(output) else output.with_name(f"{output.name}.{suffix}")


@dataclass(slots=True)
class _Inputs:
    """The inputs that are to be done, each once."""

    source: Source
    done: Done
    skip_log: SkipLog
    _numbers: dict[int, int] = field(default_factory=dict)
    """The number of the line of each input so far, by its hash."""

    def new(self, tally: Tally) -> Iterator[Input]:
        """Yield the inputs that are to be done; count and list the others."""
        for item in map(self._check, self.source.read()):
            if isinstance(item, Input):
                yield item
                continue
            tally.add_skipped(item)
            if item.reason is not SkipReason.DONE:
                self.skip_log.write(item)

    def _check(self, source: Item) -> Item:
        """Return an input itself, or why it is not to be done."""
        if isinstance(source, Skipped):
            return source
        key = input_hash(source.name)
        first = self._numbers.setdefault(key, source.number)
        if first != source.number:
            message = f"the same page as line {first}"
            return Skipped(source.name, source.number, SkipReason.DUPLICATE, message)
        is_ok = self.done.is_ok(key)
        if is_ok is None:
            return source
        if not is_ok:
            message = "failed in an earlier run; --retry-failed tries it again"
            return Skipped(source.name, source.number, SkipReason.FAILED_BEFORE, message)
        return Skipped(source.name, source.number, SkipReason.DONE, "cleaned in an earlier run")


@dataclass(frozen=True, slots=True)
class _Batch:
    inputs: _Inputs
    writer: Writer
    options: OptionSet
    progress: Progress
    templates: TemplateStore
    tally: Tally

    async def run(self) -> Tally:
        workers = self.options.batch.worker_count()
        opening = Engine.open(
            self.options,
            worker.clean_and_render,
            workers=workers,
            files=True,
            templates=self.templates,
            read_ahead=1 if self.inputs.source.holds_documents else READ_AHEAD,
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
                source = self.inputs.source
                size = 1 if source.is_pipe or source.holds_documents else CHUNK
                chunks = in_chunks(self.inputs.new(self.tally), size)
                tasks.start_soon(engine.feed, chunks, send)
                async for record in receive:
                    self.writer.write(record)
                    _log(record)
                    self.templates.save_if_due()
                    self.tally.add(record)
                    self.tally.hosts = engine.active_hosts
                    self.progress(self.tally)

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
