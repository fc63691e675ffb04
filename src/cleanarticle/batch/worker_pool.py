"""WorkerPool: cleaning outside the event loop, so that a bad page only harms itself."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import anyio
from anyio import CapacityLimiter, to_thread

from cleanarticle.batch.worker import Message, Outcome, do
from cleanarticle.batch.worker_process import WorkerProcess
from cleanarticle.errors import CleaningTimeout
from cleanarticle.pipeline import clean_page_of_article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.article import Article
    from cleanarticle.batch.worker import Job, Work
    from cleanarticle.multipage.previous_pages import PreviousPages
    from cleanarticle.options import CleanOptions
    from cleanarticle.page import Page
    from cleanarticle.pipeline import CleanedPage

_TIMEOUT = 60.0
"""Seconds for cleaning one page if the options do not say. Large pages take one or two."""

_GRACE = 5.0
"""Seconds past its timeout after which a page that does not stop is abandoned, at most as many as
the timeout. The longest step on the largest page takes about as long."""


class Limits(NamedTuple):
    """Limits of the time for one page.

    Attributes:
        options: Options of cleaning with a timeout.
        patience: Seconds after which a page that does not stop is abandoned.
    """

    options: CleanOptions
    patience: float

    @classmethod
    def of(cls, options: CleanOptions) -> Limits:
        """Return the limits that options set, or the defaults."""
        timeout = _TIMEOUT if options.clean_timeout is None else options.clean_timeout
        patience = timeout + min(timeout, _GRACE)
        return cls(replace(options, clean_timeout=timeout), patience)

    def told(self, outcome: Outcome) -> Outcome:
        """Return an outcome in which the error of a timeout says what to do."""
        if not isinstance(outcome.error, TimeoutError):
            return outcome
        return outcome._replace(error=CleaningTimeout.after(self.options.clean_timeout or 0))


class WorkerPool:
    """Cleans in worker processes, or in threads if there are none.

    A page that hangs or crashes its process fails alone; a thread that hangs cannot be stopped and
    is left behind. An async context manager.

    Args:
        work: The work on a job.
        options: Options of cleaning.
        workers: Processes; 0 for threads.
    """

    def __init__(self, work: Work, options: CleanOptions, *, workers: int) -> None:
        self._work = work
        self._limits = Limits.of(options)
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
        (outcome,) = await self.clean_all([job])
        result: Article | dict[str, Any] = outcome.value()
        return result

    async def clean_all(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Clean some jobs in one worker, one after the other."""
        return await self._run(Message(self._work, jobs))

    async def clean_page_of_article(
        self, page: Page, previous: PreviousPages, first_url: str | None
    ) -> CleanedPage:
        """Clean a page of an article; see `pipeline.clean_page_of_article`.

        Raises:
            InputError: The page cannot be used.
            CleaningError: It took too long or crashed its worker.
        """
        (outcome,) = await self._run(Message(clean_page_of_article, [page], (previous, first_url)))
        result: CleanedPage = outcome.value()
        return result

    async def _run(self, message: Message) -> list[Outcome]:
        run = self._run_in_process if self._uses_processes else self._run_in_thread
        return [self._limits.told(outcome) for outcome in await run(message)]

    async def _run_in_thread(self, message: Message) -> list[Outcome]:
        outcomes = []
        async with self._threads:
            for job in message.jobs:
                outcome = Outcome(error=TimeoutError(), seconds=self._limits.patience)
                with anyio.move_on_after(self._limits.patience):
                    outcome = await to_thread.run_sync(
                        do, message.work, job, self._limits.options, message.arguments,
                        limiter=CapacityLimiter(1), abandon_on_cancel=True,
                    )  # fmt: skip
                outcomes.append(outcome)
        return outcomes

    async def _run_in_process(self, message: Message) -> list[Outcome]:
        async with self._processes:
            process = self._idle.pop() if self._idle else WorkerProcess(self._limits.options)
            try:
                outcomes = await to_thread.run_sync(
                    process.run, message, self._limits.patience,
                    limiter=CapacityLimiter(1), abandon_on_cancel=True,
                )  # fmt: skip
            except anyio.get_cancelled_exc_class():
                process.kill()  # which ends its thread
                raise
            except Exception:
                self._idle.append(process)
                raise
            self._idle.append(process)
            return outcomes
