"""Children: a function applied in processes that share the memory of this one."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from multiprocessing.connection import Connection

Argument = TypeVar("Argument")
Result = TypeVar("Result")


def in_children(
    function: Callable[[Argument], Result], arguments: Iterable[Argument]
) -> list[Result]:
    """Return the result of a function for each argument, computed by one process per core.

    The processes are forked, so that gigabytes of pages are neither copied nor pickled, and neither
    is the function. Only the results are.

    Raises:
        RuntimeError: A process ended without a result; it has printed why.
    """

    def compute(argument: Argument) -> Result:
        receiver, sender = _FORK.Pipe(duplex=False)
        child = _FORK.Process(target=_send, args=(function, argument, sender))
        child.start()
        sender.close()
        try:
            result: Result = receiver.recv()
        except EOFError as error:
            raise RuntimeError(f"a process for {argument!r} ended without a result") from error
        finally:
            child.join()
        return result

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(compute, arguments))


_FORK = get_context("fork")


def _send(function: Callable[[Argument], Result], argument: Argument, sender: Connection) -> None:
    sender.send(function(argument))
