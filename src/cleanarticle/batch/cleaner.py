"""Cleaner: runs the cleaning beside the event loop, so that one bad page costs itself alone."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import anyio
from anyio import CapacityLimiter, to_thread
from pebble import ProcessExpired, ProcessPool

from cleanarticle.batch import worker
from cleanarticle.batch.sites import site_of
from cleanarticle.batch.worker import Cleaned
from cleanarticle.errors import CleaningError
from cleanarticle.options import CleanOptions

if TYPE_CHECKING:
    from cleanarticle.article import Article
    from cleanarticle.batch.sites import Sites
    from cleanarticle.batch.worker import Job, Work


class Cleaner:
    """Cleans in worker processes, or in threads if there are none.

    A page that hangs or crashes its process costs that page; a thread that hangs cannot be
    stopped, and is left behind. What a page tells of its site goes into the template for the
    next ones. An async context manager.

    Args:
        work: What to do with a page.
        sites: The templates of the sites; None to clean each page by itself.
        options: How pages are cleaned; the defaults if None.
        workers: Processes; 0 for threads.
        timeout: Seconds that one page may take.
    """

    def __init__(
        self,
        work: Work,
        *,
        sites: Sites | None = None,
        options: CleanOptions | None = None,
        workers: int,
        timeout: float,
    ) -> None:
        self._work = work
        self._sites = sites
        self._options = options or CleanOptions()
        self._timeout = timeout
        self._pool: Any = _pool(workers) if workers else None
        self._threads = CapacityLimiter(os.cpu_count() or 1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.stop()
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(self._pool.join)

    async def clean(self, job: Job) -> Article | dict[str, Any]:
        """Clean one page.

        Raises:
            InputError: The page cannot be used.
            CleaningError: It took too long, crashed its worker, or met an error of ours.
        """
        site = site_of(job)
        options = self._options
        if self._sites is not None:
            options = replace(options, template=self._sites.template(site))
        result = await self._guarded(job, options)
        if not isinstance(result, Cleaned):
            return result
        if self._sites is not None and result.footprint is not None:
            self._sites.learn(site, result.footprint)
        return result.fields

    async def _guarded(self, job: Job, options: CleanOptions) -> Article | Cleaned:
        run = self._in_thread if self._pool is None else self._in_process
        try:
            return await run(job, options)
        except TimeoutError as error:
            message = f"cleaning took more than {self._timeout:g} seconds and was given up"
            raise CleaningError(message) from error
        except ProcessExpired as error:
            message = f"cleaning took its process down (exit code {error.exitcode})"
            raise CleaningError(message) from error

    async def _in_thread(self, job: Job, options: CleanOptions) -> Article | Cleaned:
        async with self._threads:
            with anyio.fail_after(self._timeout):
                return await to_thread.run_sync(
                    self._work, job, options, limiter=CapacityLimiter(1), abandon_on_cancel=True
                )

    async def _in_process(self, job: Job, options: CleanOptions) -> Article | Cleaned:
        future = self._pool.schedule(self._work, args=(job, options), timeout=self._timeout)
        try:
            result: Article | Cleaned = await asyncio.wrap_future(future)
        finally:
            future.cancel()  # frees the worker if the batch was broken off; else does nothing
        return result


def _pool(workers: int) -> Any:
    # Spawned, not forked: this process has threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPool(max_workers=workers, initializer=worker.start, context=context)
