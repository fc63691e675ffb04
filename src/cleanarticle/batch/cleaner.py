"""Cleaner: runs the cleaning beside the event loop, so that one bad page costs itself alone."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING, Any, Self

import anyio
from anyio import CapacityLimiter, to_thread
from pebble import ProcessExpired, ProcessPool

from cleanarticle.batch import worker
from cleanarticle.errors import CleaningError

if TYPE_CHECKING:
    from pathlib import Path

    from cleanarticle.article import Article
    from cleanarticle.batch.worker import Work
    from cleanarticle.page import Page


class Cleaner:
    """Cleans in worker processes, or in threads if there are none.

    A page that hangs or crashes its process costs that page; a thread that hangs cannot be
    stopped, and is left behind. An async context manager.

    Args:
        work: What to do with a page.
        workers: Processes; 0 for threads.
        timeout: Seconds that one page may take.
        waiting: Most pages that will wait for a worker at a time.
    """

    def __init__(self, work: Work, *, workers: int, timeout: float, waiting: int) -> None:
        self._work = work
        self._timeout = timeout
        self._pool: Any = _pool(workers) if workers else None
        self._threads = CapacityLimiter(waiting if workers else os.cpu_count() or 1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.stop()
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(self._pool.join)

    async def clean(self, job: Page | Path) -> Article | dict[str, Any]:
        """Clean one page.

        Raises:
            InputError: The page cannot be used.
            CleaningError: It took too long, crashed its worker, or met an error of ours.
        """
        try:
            return await (self._in_thread(job) if self._pool is None else self._in_process(job))
        except TimeoutError as error:
            message = f"cleaning took more than {self._timeout:g} seconds and was given up"
            raise CleaningError(message) from error
        except ProcessExpired as error:
            message = f"cleaning took its process down (exit code {error.exitcode})"
            raise CleaningError(message) from error

    async def _in_thread(self, job: Page | Path) -> Article | dict[str, Any]:
        async with self._threads:
            with anyio.fail_after(self._timeout):
                return await to_thread.run_sync(
                    self._work, job, limiter=CapacityLimiter(1), abandon_on_cancel=True
                )

    async def _in_process(self, job: Page | Path) -> Article | dict[str, Any]:
        future = self._pool.schedule(self._work, args=(job,), timeout=self._timeout)
        try:
            result: Article | dict[str, Any] = await to_thread.run_sync(
                future.result, limiter=self._threads, abandon_on_cancel=True
            )
        finally:
            future.cancel()  # frees the worker if the batch was broken off; else does nothing
        return result


def _pool(workers: int) -> Any:
    # Spawned, not forked: this process has threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPool(max_workers=workers, initializer=worker.start, context=context)
