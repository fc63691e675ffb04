"""WorkerPool: cleaning outside the event loop, so that a bad page only harms itself."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, TypeVar

import anyio
from anyio import CapacityLimiter, to_thread

from cleanarticle.batch.worker import RenderedArticle
from cleanarticle.batch.worker_process import WorkerProcess
from cleanarticle.errors import CleaningError
from cleanarticle.options import CleanOptions
from cleanarticle.pipeline import clean_page_of_article
from cleanarticle.sites.store import site_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleanarticle.article import Article
    from cleanarticle.batch.worker import Job, Work
    from cleanarticle.multipage.previous_pages import PreviousPages
    from cleanarticle.page import Page
    from cleanarticle.pipeline import CleanedPage
    from cleanarticle.sites.store import TemplateStore

_Result = TypeVar("_Result")


class WorkerPool:
    """Cleans in worker processes, or in threads if there are none.

    A page that hangs or crashes its process fails alone; a thread that hangs cannot be stopped and
    is left behind. Each page adds to the template of its site for the next ones. An async
    context manager.

    Args:
        work: The work on a job.
        templates: The templates of the sites; None to clean each page by itself.
        options: Options of cleaning; the defaults if None.
        workers: Processes; 0 for threads.
        timeout: Seconds that one page may take.
    """

    def __init__(
        self,
        work: Work,
        *,
        templates: TemplateStore | None = None,
        options: CleanOptions | None = None,
        workers: int,
        timeout: float,
    ) -> None:
        self._work = work
        self._templates = templates
        self._options = options or CleanOptions()
        self._timeout = timeout
        self._uses_processes = workers > 0
        self._processes = CapacityLimiter(max(1, workers))
        self._idle: list[WorkerProcess] = []
        self._threads = CapacityLimiter(os.cpu_count() or 1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self._idle:
            process.kill()
        with anyio.CancelScope(shield=True):
            for process in self._idle:
                await to_thread.run_sync(process.stop)

    async def clean(self, job: Job) -> Article | dict[str, Any]:
        """Clean one job.

        Raises:
            InputError: It cannot be used.
            CleaningError: It took too long or crashed its worker.
        """
        site = site_of(job)
        result = await self._run(self._work, job, self._options_for(site))
        if not isinstance(result, RenderedArticle):
            return result
        if self._templates is not None and result.site_evidence is not None:
            self._templates.learn(site, result.site_evidence)
        return result.fields

    async def clean_page_of_article(
        self, page: Page, previous: PreviousPages, first_url: str | None
    ) -> CleanedPage:
        """Clean a page of an article; see `pipeline.clean_page_of_article`.

        Raises:
            InputError: The page cannot be used.
            CleaningError: It took too long or crashed its worker.
        """
        options = self._options_for(site_of(page))
        return await self._run(clean_page_of_article, page, options, previous, first_url)

    def _options_for(self, site: str) -> CleanOptions:
        if self._templates is None:
            return self._options
        return replace(self._options, template=self._templates.template(site))

    async def _run(self, work: Callable[..., _Result], *arguments: object) -> _Result:
        run = self._run_in_process if self._uses_processes else self._run_in_thread
        try:
            return await run(work, *arguments)
        except TimeoutError as error:
            message = f"cleaning took more than {self._timeout:g} seconds and was stopped"
            raise CleaningError(message) from error

    async def _run_in_thread(self, work: Callable[..., _Result], *arguments: object) -> _Result:
        async with self._threads:
            with anyio.fail_after(self._timeout):
                return await to_thread.run_sync(
                    work, *arguments, limiter=CapacityLimiter(1), abandon_on_cancel=True
                )

    async def _run_in_process(self, work: Callable[..., _Result], *arguments: object) -> _Result:
        async with self._processes:
            process = self._idle.pop() if self._idle else WorkerProcess()
            try:
                result: _Result = await to_thread.run_sync(
                    process.run, work, arguments, self._timeout,
                    limiter=CapacityLimiter(1), abandon_on_cancel=True,
                )  # fmt: skip
            except anyio.get_cancelled_exc_class():
                process.kill()  # which ends its thread
                raise
            except Exception:
                self._idle.append(process)
                raise
            self._idle.append(process)
            return result
