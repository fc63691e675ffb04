"""What a worker process is given to do in tests, in a module that it can import."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cleanarticle.batch.worker import RenderedArticle
from cleanarticle.batch.worker_pool import WorkerPool
from cleanarticle.errors import CleaningError

if TYPE_CHECKING:
    from cleanarticle.batch.worker import Job
    from cleanarticle.options import CleanOptions


def misbehave(job: Job, options: CleanOptions) -> RenderedArticle:
    """Stands for a page whose cleaning hangs, crashes or fails."""
    match Path(str(job)).name:
        case "hang":
            time.sleep(60)
        case "crash":
            os._exit(3)
        case "bug":
            raise RecursionError("too deep")
    return RenderedArticle({"done": str(job)}, None)


def born_deaf(job: Job, options: CleanOptions) -> RenderedArticle:
    """Tell if Ctrl-C is blocked in the process from its start."""
    misbehave(job, options)
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    return RenderedArticle({"deaf": signal.SIGINT in blocked}, None)


async def deaf_workers() -> list[object]:
    """Run one worker, crash it, and run the one that replaces it."""
    async with WorkerPool(born_deaf, workers=1, timeout=60) as pool:
        first = await pool.clean(Path("a"))
        with pytest.raises(CleaningError):
            await pool.clean(Path("crash"))
        return [first, await pool.clean(Path("b"))]


def nap(job: Job, options: CleanOptions) -> RenderedArticle:
    """Takes longer than it may."""
    time.sleep(0.6)
    return RenderedArticle({}, None)


if __name__ == "__main__":
    print(asyncio.run(deaf_workers()))
