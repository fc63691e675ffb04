"""Session: one run, from the inputs that are to be done to the last record."""

from __future__ import annotations

import logging
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import anyio

from cleanarticle.batch.engine import Engine, plain_errors
from cleanarticle.batch.inputs import Input, Skipped, SkipReason, chunk_size, in_chunks
from cleanarticle.batch.journal import input_hash
from cleanarticle.batch.offline import OfflineEngine
from cleanarticle.batch.ray_engine import RayEngine, open_ray_engine
from cleanarticle.batch.record import Record
from cleanarticle.errors import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from cleanarticle.batch.inputs import Item, Source
    from cleanarticle.batch.journal import Done
    from cleanarticle.batch.outputs.output import Writer
    from cleanarticle.batch.position import Bookmark
    from cleanarticle.batch.skips import SkipLog
    from cleanarticle.batch.tally import Tally
    from cleanarticle.batch.worker import Work
    from cleanarticle.keywords import OptionSet

AnyEngine: TypeAlias = Engine | OfflineEngine | RayEngine

_LOGGER = logging.getLogger("cleanarticle.batch")


@dataclass(slots=True)
class Inputs:
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
class Session:
    """One run.

    Attributes:
        inputs: The inputs.
        work: The work on each of them.
        writer: The output.
        options: All options.
        progress: Called after every record.
        tally: The counts, which the run updates.
        bookmark: The position in the source, None if it has none.
    """

    inputs: Inputs
    work: Work
    writer: Writer
    options: OptionSet
    progress: Callable[[Tally], None]
    tally: Tally
    bookmark: Bookmark | None = None

    async def run(self) -> None:
        """Do all inputs, or those that are begun when the user stops the run."""
        with plain_errors():
            async with self._open() as engine, anyio.create_task_group() as tasks:
                tasks.start_soon(self._obey_signals, engine, tasks.cancel_scope)
                await self._write(engine)
                tasks.cancel_scope.cancel()

    def _open(self) -> AbstractAsyncContextManager[AnyEngine]:
        is_offline = self.inputs.source.is_offline
        if self.options.batch.engine == "ray":
            return open_ray_engine(self.options, self.work, is_offline=is_offline)
        workers = self.options.batch.worker_count()
        if is_offline:
            return OfflineEngine.open(self.options, self.work, workers=workers)
        return Engine.open(self.options, self.work, workers=workers, files=True)

    async def _write(self, engine: AnyEngine) -> None:
        send, receive = anyio.create_memory_object_stream[Record](0)
        with receive:
            async with anyio.create_task_group() as tasks:
                size = chunk_size(self.inputs.source)
                chunks = in_chunks(self.inputs.new(self.tally), size)
                tasks.start_soon(engine.feed, chunks, send)
                async for record in receive:
                    self._take(record)
                    self.tally.hosts = engine.active_hosts
                    self.progress(self.tally)

    def _take(self, record: Record) -> None:
        """Write a record, or list it if its article is in a language that is not wanted."""
        language = _language_of(record)
        wanted = self.options.batch.languages
        if wanted and language and not any(_is_in(language, each) for each in wanted):
            message = f"its language is {language}, not {' or '.join(wanted)}"
            skipped = Skipped(record.url, _place(record), SkipReason.OTHER_LANGUAGE, message)
            self.inputs.skip_log.write(skipped)
            self.tally.add_skipped(skipped)
            self._mark(record, is_new=False)
            return
        self.writer.write(record)
        self._mark(record, is_new=True)
        _log(record)
        self.tally.add(record)

    def _mark(self, record: Record, *, is_new: bool) -> None:
        if self.bookmark is not None and record.extra is not None:
            is_saved = self.writer.is_saved
            self.bookmark.advance(record.extra, is_new=is_new, is_saved=is_saved)

    async def _obey_signals(self, engine: AnyEngine, scope: anyio.CancelScope) -> None:
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


def _place(record: Record) -> int:
    """Return the place of a record's input in a WARC file, 0 in other sources."""
    return int((record.extra or {}).get("warc_offset") or 0)


def _language_of(record: Record) -> str | None:
    """Return the language of a record's article, None if there is none or it is not known."""
    language: str | None = (record.fields or {}).get("language")
    return language


def _is_in(language: str, wanted: str) -> bool:
    """Return True if a language is the wanted one, or a variety of it: "en-US" is "en"."""
    return f"{language.lower()}-".startswith(f"{wanted.lower()}-")


def _log(record: Record) -> None:
    if record.error is None:
        _LOGGER.info("ok %s (%d ms)", one_line(record.url), record.elapsed_ms)
    else:
        _LOGGER.warning("%s %s", record.error.kind, one_line(record.error.message))
