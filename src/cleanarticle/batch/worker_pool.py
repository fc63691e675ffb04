"""Cleaner: runs the cleaning beside the event loop, so that one bad page costs itself alone."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any, Self, TypeVar

import anyio
from anyio import CapacityLimiter, to_thread
from pebble import ProcessExpired, ProcessPool

from cleanarticle.batch import worker
from cleanarticle.batch.worker import Cleaned
from cleanarticle.errors import CleaningError
from cleanarticle.options import CleanOptions
from cleanarticle.sites.store import site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.article import Article
    from cleanarticle.batch.worker import Job, Part, Work
    from cleanarticle.multipage.previous_pages import PreviousPages
    from cleanarticle.page import Page
    from cleanarticle.sites.store import TemplateStore

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


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
        sites: TemplateStore | None = None,
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
        result = await self._guarded(self._work, job, self._options_for(site))
        if not isinstance(result, Cleaned):
            return result
        if self._sites is not None and result.site is not None:
            self._sites.learn(site, result.site)
        return result.fields

    async def clean_part(self, page: Page, earlier: PreviousPages, first: str | None) -> Part:
        """Clean one page of an article that may have more; see `worker.clean_part`.

        Raises:
            InputError: The page cannot be used.
            CleaningError: It took too long or crashed its worker.
        """
        options = replace(self._options_for(site_of(page)), earlier=earlier)
        return await self._guarded(partial(worker.clean_part, first=first), page, options)

    def _options_for(self, site: str) -> CleanOptions:
        if self._sites is None:
            return self._options
        return replace(self._options, template=self._sites.template(site))

    async def _guarded(
        self, work: Callable[[_Job, CleanOptions], _Result], job: _Job, options: CleanOptions
    ) -> _Result:
        run = self._in_thread if self._pool is None else self._in_process
        try:
            return await run(work, job, options)
        except TimeoutError as error:
            message = f"cleaning took more than {self._timeout:g} seconds and was given up"
            raise CleaningError(message) from error
        except ProcessExpired as error:
            message = f"cleaning took its process down (exit code {error.exitcode})"
            raise CleaningError(message) from error

    async def _in_thread(
        self, work: Callable[[_Job, CleanOptions], _Result], job: _Job, options: CleanOptions
    ) -> _Result:
        async with self._threads:
            with anyio.fail_after(self._timeout):
                return await to_thread.run_sync(
                    work, job, options, limiter=CapacityLimiter(1), abandon_on_cancel=True
                )

    async def _in_process(
        self, work: Callable[[_Job, CleanOptions], _Result], job: _Job, options: CleanOptions
    ) -> _Result:
        with _deaf_to_ctrl_c():
            future = self._pool.schedule(work, args=(job, options), timeout=self._timeout)
        try:
            result: _Result = await asyncio.wrap_future(future)
        finally:
            future.cancel()  # frees the worker if the batch was broken off; else does nothing
        return result


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Keep Ctrl-C from the threads that are started meanwhile, and from all that they start.

    The first job starts the pool. A worker that was hit before it came to `worker.start`, by which
    it is deaf, would die with a traceback, and the pool with it.
    """
    if os.name == "nt":
        yield
        return
    resource_tracker.ensure_running()  # else the pool starts it, and that ends the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pool(workers: int) -> Any:
    # Spawned, not forked: this process has threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPool(max_workers=workers, initializer=worker.start, context=context)
