"""WorkerProcess: a process that does jobs, one after the other, over a pipe of its own.

Workers share no lock and no pipe, so that killing one at any moment leaves the others unharmed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING

from cleanarticle.batch.worker import Outcome, serve
from cleanarticle.errors import CleaningError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from cleanarticle.batch.worker import Message
    from cleanarticle.options import CleanOptions

_START = threading.Lock()
"""Held while a process starts, because starting changes the signal mask and shared state."""


class WorkerProcess:
    """A process that does jobs, one after the other.

    It starts with its first job. If it dies, the next job starts another one. `run` and `stop`
    block.

    Args:
        options: Options of cleaning, the second argument of each function.
    """

    def __init__(self, options: CleanOptions) -> None:
        self._options = options
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def run(self, message: Message, timeout: float) -> list[Outcome]:
        """Do the jobs of a message in the process and return their outcomes.

        A job that takes too long or kills the process fails alone: the others are done by another
        process.

        Args:
            message: The jobs; they are pickled, as are the outcomes.
            timeout: Seconds that each job may take; then the process is killed.
        """
        outcomes: list[Outcome] = []
        while len(outcomes) < len(message.jobs):
            rest = message._replace(jobs=message.jobs[len(outcomes) :])
            outcomes += self._run_until_end(rest, timeout)
        return outcomes

    def _run_until_end(self, message: Message, timeout: float) -> Iterator[Outcome]:
        """Yield the outcomes of jobs until one of them has ended the process."""
        try:
            pickled = ForkingPickler.dumps(message)
        except Exception as error:  # noqa: BLE001 - classes raise what they like when pickled
            yield from self._run_singly(message, timeout, error)
            return
        connection = self._send(pickled)
        for number, _ in enumerate(message.jobs):
            has_begun = False
            try:
                connection.recv()  # the process has begun the job
                has_begun = True
                is_in_time = connection.poll(timeout)
                outcome = connection.recv() if is_in_time else None
            except (EOFError, OSError) as error:
                exit_code = self.stop()
                if has_begun or not number:
                    problem = CleaningError(f"cleaning crashed its process (exit code {exit_code})")
                    problem.__cause__ = error
                    yield Outcome(error=problem)
                return
            if outcome is None:
                self.stop()
                yield Outcome(error=TimeoutError(), seconds=timeout)
                return
            yield outcome

    def _run_singly(self, message: Message, timeout: float, error: Exception) -> Iterator[Outcome]:
        """Yield the outcomes of jobs of which at least one cannot be sent, as an error says."""
        if len(message.jobs) == 1:
            problem = InputError(f"the page cannot be sent to a worker process: {error}")
            yield Outcome(error=problem)
            return
        for job in message.jobs:
            yield from self.run(message._replace(jobs=[job]), timeout)

    def kill(self) -> None:
        """Kill the process, from any thread; a job in it fails."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> int | None:
        """Kill the process and return its exit code, None if there is no process."""
        if self._process is None or self._connection is None:
            return None
        self._process.kill()
        self._process.join()
        self._connection.close()
        exit_code = self._process.exitcode
        self._process = self._connection = None
        return exit_code

    def _send(self, pickled: memoryview) -> Connection:
        """Send a pickled message; to another process if this one died while it was idle."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.send_bytes(pickled)
                return self._connection
            self.stop()
        connection = self._start()
        with suppress(OSError):  # it died since; receiving from it says so
            connection.send_bytes(pickled)
        return connection

    def _start(self) -> Connection:
        """Start the process, which takes a while to read its first job."""
        context = multiprocessing.get_context("spawn")  # not fork, because there are threads
        self._connection, other_end = context.Pipe()
        self._process = context.Process(target=serve, args=(other_end, self._options), daemon=True)
        with _START, _ctrl_c_blocked():
            self._process.start()
        other_end.close()  # so that the death of the process closes the pipe
        return self._connection


@contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    """Block Ctrl-C in the processes that are started in this context.

    A worker that is interrupted before `serve` ignores Ctrl-C would die with a traceback.
    """
    if os.name == "nt":
        yield
        return
    resource_tracker.ensure_running()  # otherwise the start runs it, which unblocks the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
