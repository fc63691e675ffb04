"""A batch on a Ray cluster (the extra `ray`).

Documents are cleaned by an actor for each core. URLs are fetched by such actors too: all those of a
host by the same one, so that the host gets no more requests than from a single machine. A node that
dies costs time alone: what its actors were doing is done by others.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
from anyio import to_thread

from cleanarticle.batch.engine import READ_AHEAD, Engine, Reading, now, sending
from cleanarticle.batch.offline import OfflineEngine
from cleanarticle.batch.record import Record
from cleanarticle.batch.worker import Message, Outcome
from cleanarticle.batch.worker_pool import Limits
from cleanarticle.batch.worker_process import WorkerProcess
from cleanarticle.errors import CleaningError, ConfigError
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    from cleanarticle.batch.engine import Records
    from cleanarticle.batch.inputs import Input
    from cleanarticle.batch.worker import Job, Work
    from cleanarticle.keywords import OptionSet
    from cleanarticle.options import CleanOptions

_MAX_LOSSES = 3
"""Actors that may die with the same chunk of documents or the same URL before it is given up."""


@asynccontextmanager
async def open_ray_engine(
    options: OptionSet, work: Work, *, is_offline: bool
) -> AsyncIterator[OfflineEngine | RayEngine]:
    """Open an engine on a cluster.

    Args:
        options: The options of the batch.
        work: The work on a page.
        is_offline: True if no input has to be fetched.

    Raises:
        ConfigError: Ray is not installed, or there is no cluster at the address.
    """
    ray = await to_thread.run_sync(_connected, options.batch.ray_address)
    try:
        cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
        if is_offline:
            yield OfflineEngine(RayPool(ray, work, options.clean, cores), workers=cores)
        else:
            yield RayEngine(ray, work, options, cores)
    finally:
        await to_thread.run_sync(ray.shutdown)


def _connected(address: str | None) -> Any:
    """Return the module ray, connected to the cluster at an address, or to one that it starts."""
    try:
        import ray
    except ImportError as error:
        raise ConfigError.missing_extra("the engine ray", "Ray", "ray") from error
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise ConfigError(f"there is no Ray cluster at {address}: {error}") from error
    return ray


class _Actors:
    """The actors that are alive.

    Args:
        ray: The module ray.
        actors: All actors.
    """

    def __init__(self, ray: Any, actors: list[Any]) -> None:
        self._errors = ray.exceptions
        self.alive = actors
        self._calls: Counter[Any] = Counter()

    @property
    def idlest(self) -> Any:
        """The actor with the fewest calls that are not answered."""
        return min(self.alive, key=self._calls.__getitem__)

    async def ask(self, actor: Any, method: str, *arguments: object) -> Any:
        """Call a method of an actor.

        Raises:
            _ActorLost: It died; it is alive no longer.
            ConfigError: It was the last one.
        """
        self._calls[actor] += 1
        try:
            return await getattr(actor, method).remote(*arguments)
        except self._errors.RayTaskError:
            raise
        except self._errors.RayError as error:
            if actor in self.alive:
                self.alive.remove(actor)
            if not self.alive:
                raise ConfigError("no node of the Ray cluster is left: start it again") from error
            raise _ActorLost from error
        finally:
            self._calls[actor] -= 1


class _ActorLost(Exception):  # noqa: N818 - internal; another actor takes over
    """An actor died with its node or its process."""


class RayPool:
    """Cleans documents on a cluster.

    Args:
        ray: The module ray.
        work: The work on a document.
        options: Options of cleaning.
        cores: Cores of the cluster.
    """

    def __init__(self, ray: Any, work: Work, options: CleanOptions, cores: int) -> None:
        self._work = work
        self._limits = Limits.of(options)
        cleaner = ray.remote(num_cpus=1)(_Cleaner)
        actors = [cleaner.remote(self._limits.options) for _ in range(cores)]
        self._actors = _Actors(ray, actors)

    async def clean_all(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Clean some jobs with one actor, one after the other."""
        call = Message(self._work, jobs), self._limits.patience
        for _ in range(_MAX_LOSSES):
            try:
                outcomes = await self._actors.ask(self._actors.idlest, "run", *call)
            except _ActorLost:
                continue
            return [self._limits.told(outcome) for outcome in outcomes]
        return [Outcome(error=_lost()) for _ in jobs]


def _lost() -> CleaningError:
    return CleaningError(f"{_MAX_LOSSES} processes of the cluster died with it")


class _Cleaner:
    """An actor that cleans, in a process of its own: a page that kills it fails alone."""

    def __init__(self, options: CleanOptions) -> None:
        self._process = WorkerProcess(options)

    def run(self, message: Message, patience: float) -> list[Outcome]:
        """Do the jobs of a message."""
        return self._process.run(message, patience)


class RayEngine:
    """Turns URLs into records, in completion order.

    Args:
        ray: The module ray.
        work: The work on a page.
        options: The options of the batch.
        cores: Cores of the cluster.
    """

    active_hosts = 0

    def __init__(self, ray: Any, work: Work, options: OptionSet, cores: int) -> None:
        fetcher = ray.remote(num_cpus=1, max_concurrency=_MAX_WAITING)(_Fetcher)
        self._actors = _Actors(ray, [fetcher.remote(work, options) for _ in range(cores)])
        self._ahead = anyio.Semaphore(options.batch.concurrency * READ_AHEAD, fast_acquire=True)
        self._reading = Reading()

    async def feed(self, chunks: Iterable[Sequence[Input]], records: Records) -> None:
        """Process the inputs, send one record each, and close the stream; see `Engine.feed`."""
        reader = iter(chunks)
        async with sending(records) as tasks:
            while chunk := await self._read(reader):
                for source in chunk:
                    await self._ahead.acquire()
                    tasks.start_soon(self._one, source, records)

    def stop(self) -> None:
        """Start no more inputs; finish the pages that are being fetched or cleaned."""
        self._reading.stop()
        for actor in self._actors.alive:
            actor.stop.remote()

    async def _read(self, chunks: Iterator[Sequence[Input]]) -> Sequence[Input]:
        async with self._ahead:  # read nothing while too many inputs wait
            return await self._reading.next(chunks)

    async def _one(self, source: Input, records: Records) -> None:
        try:
            record = await self._record(source)
            if record is not None:
                await records.send(record)
        finally:
            self._ahead.release()

    async def _record(self, source: Input) -> Record | None:
        for _ in range(_MAX_LOSSES):
            if self._reading.is_stopped:
                return None
            actor = max(self._actors.alive, key=lambda actor: _rank(source.name, actor))
            try:
                record: Record | None = await self._actors.ask(actor, "record", source)
            except _ActorLost:
                continue
            return record
        begun_at, outcome = now(), Outcome(error=_lost())
        return Record.of(source, outcome, final_url=None, fetched_at=begun_at, seconds=0)


_MAX_WAITING = 100_000
"""Calls of an actor that may wait; its engine limits the pages in memory."""


def _rank(name: str, actor: Any) -> bytes:
    """Return the rank of an actor for a host: the highest fetches it (rendezvous hashing).

    When an actor dies, the hosts of the others stay where they are.
    """
    key = f"{host_of(name)} {actor._actor_id.hex()}"  # noqa: SLF001 - it has no public name
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()


class _Fetcher:
    """An actor that fetches and cleans the URLs of its hosts."""

    def __init__(self, work: Work, options: OptionSet) -> None:
        self._opening = Engine.open(options, work, workers=1, files=True)
        self._stack = AsyncExitStack()
        self._engine: Engine | None = None
        self._lock = anyio.Lock()

    async def record(self, source: Input) -> Record | None:
        """Return the record of an input, None if the run was stopped before."""
        async with self._lock:
            if self._engine is None:
                self._engine = await self._stack.enter_async_context(self._opening)
        return await self._engine.record(source)

    async def stop(self) -> None:
        """Start no more inputs."""
        if self._engine is not None:
            self._engine.stop()
