"""Writer: the interface of all outputs of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType

    from cleanarticle.batch.journal import Done
    from cleanarticle.batch.record import Record


class Writer(Protocol):
    """An output of records; a context manager.

    Once `write` has returned, the record survives any end of this process, or its input is done
    again by the next run.

    Attributes:
        done: The inputs with a record from an earlier run.
        notes: What the user should know of the output, in sentences.
        is_saved: Whether all records that were written survive a kill now.
    """

    done: Done
    notes: list[str]

    @property
    def is_saved(self) -> bool: ...  # noqa: D102
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def write(self, record: Record) -> None: ...  # noqa: D102
