"""Functions that tests run in worker processes, in a module that the processes can import."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cleanarticle.batch.worker_pool import WorkerPool
from cleanarticle.errors import CleaningError
from cleanarticle.options import CleanOptions

if TYPE_CHECKING:
    from cleanarticle.batch.worker import Job


def misbehave(job: Job, options: CleanOptions) -> dict[str, Any]:
    """Hang, crash or fail, as the name of the job says, in place of cleaning a page."""
    match Path(str(job)).name:
        case "hang":
            time.sleep(60)
        case "crash":
            os._exit(3)
        case "bug":
            raise RecursionError("too deep")
    return {"done": str(job)}


def report_ctrl_c_blocked(job: Job, options: CleanOptions) -> dict[str, Any]:
    """Report whether SIGINT is blocked in the worker process from its start."""
    misbehave(job, options)
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    return {"ctrl_c_blocked": signal.SIGINT in blocked}


async def replace_crashed_worker() -> list[object]:
    """Run a job, crash the worker, and run a job in its replacement; return both results."""
    async with WorkerPool(report_ctrl_c_blocked, CleanOptions(), workers=1) as pool:
        before_crash = await pool.clean(Path("a"))
        with pytest.raises(CleaningError):
            await pool.clean(Path("crash"))
        return [before_crash, await pool.clean(Path("b"))]


def run_past_timeout(job: Job, options: CleanOptions) -> dict[str, Any]:
    """Take longer than the test's timeout."""
    time.sleep(0.6)
    return {}


if __name__ == "__main__":
    print(asyncio.run(replace_crashed_worker()))
