"""Writer: what every output of a batch can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType

    from cleanarticle.batch.journal import Done
    from cleanarticle.batch.record import Record


class Writer(Protocol):
    """Where records go; a context manager.

    A record that `write` has returned from outlives this process, however that ends.

    Attributes:
        done: The inputs that have a record from an earlier run.
    """

    done: Done

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def write(self, record: Record) -> None: ...  # noqa: D102
