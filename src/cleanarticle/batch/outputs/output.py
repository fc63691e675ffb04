"""Writer: the interface of all outputs of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
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
        last_extra: `Record.extra` of the last record of an earlier run, None if it is not known.
    """

    done: Done
    notes: list[str]
    last_extra: Mapping[str, Any] | None

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def write(self, record: Record) -> None: ...  # noqa: D102
