"""BatchSummary: the outcome of a batch in numbers, from the records in its output."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from cleanarticle.block import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONFIDENCE_STEPS = 10
"""Ranges of confidence that pages are counted in."""

MAX_DOUBTFUL = 50
"""Pages of the lowest confidence that are kept."""


MAX_FAILURES = 200
"""Failed inputs that are kept, the first ones."""


class Failure(NamedTuple):
    """An input that failed.

    Attributes:
        kind: The kind of error.
        message: What happened.
        url: Its URL, or the name of its file.
    """

    kind: str
    message: str
    url: str


class DoubtfulPage(NamedTuple):
    """A page of low confidence.

    Attributes:
        confidence: Its confidence.
        title: Its title, "" if it has none.
        url: Its URL, or the name of its file.
        flags: Its flags, sorted.
        words: The words of its body.
    """

    confidence: float
    title: str
    url: str
    flags: tuple[str, ...]
    words: int


@dataclass(slots=True)
class BatchSummary:
    """The outcome of a batch in numbers; see `add`.

    Attributes:
        pages: Number of pages that were cleaned.
        damaged: Number of records that cannot be read.
        errors: Number of failed inputs by the kind of error.
        failures: The first of these inputs; `MAX_FAILURES` at most.
        flags: Number of pages by flag.
        page_types: Number of pages by type.
        confidences: Number of pages by range of confidence, lowest first.
        words: Number of words by kind of block.
    """

    pages: int = 0
    damaged: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    flags: Counter[str] = field(default_factory=Counter)
    page_types: Counter[str] = field(default_factory=Counter)
    confidences: list[int] = field(default_factory=lambda: [0] * CONFIDENCE_STEPS)
    words: Counter[BlockKind] = field(default_factory=Counter)
    _doubtful: list[tuple[float, int, DoubtfulPage]] = field(default_factory=list)

    @property
    def records(self) -> int:
        """Number of records."""
        return self.pages + self.errors.total()

    @property
    def doubtful(self) -> list[DoubtfulPage]:
        """The pages of the lowest confidence, lowest first; `MAX_DOUBTFUL` at most."""
        return [page for _, _, page in sorted(self._doubtful, reverse=True)]

    def add(self, record: Mapping[str, Any]) -> None:
        """Count a record.

        Args:
            record: A record as plain data; see `RECORD_FIELDS`.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: It is not a record.
        """
        if record["status"] == "error":
            error = record["error"]
            failure = Failure(
                str(error["kind"]), str(error.get("message", "")), str(record.get("url", ""))
            )
            self.errors[failure.kind] += 1
            if len(self.failures) < MAX_FAILURES:
                self.failures.append(failure)
            return
        confidence = min(1.0, max(0.0, float(record["confidence"])))
        words: Counter[BlockKind] = Counter()
        for block in record["blocks"]:
            words[BlockKind(block["kind"])] += len(block["text"].split())
        flags, page_type = tuple(map(str, record["flags"])), str(record["page_type"])
        url = str(record["final_url"] or record["url"])
        title = str(record["title"] or "")
        page = DoubtfulPage(confidence, title, url, flags, words[BlockKind.BODY])
        self.pages += 1
        self.words += words
        self.flags.update(flags)
        self.page_types[page_type] += 1
        self.confidences[min(int(confidence * CONFIDENCE_STEPS), CONFIDENCE_STEPS - 1)] += 1
        self._keep(page)

    def _keep(self, page: DoubtfulPage) -> None:
        """Keep the pages of the lowest confidence; of equal ones, the first."""
        entry = (-page.confidence, -self.pages, page)
        if len(self._doubtful) < MAX_DOUBTFUL:
            heapq.heappush(self._doubtful, entry)
        else:
            heapq.heappushpop(self._doubtful, entry)


def summarize(records: Iterable[Mapping[str, Any] | None]) -> BatchSummary:
    """Return the summary of a batch, one record in memory at a time.

    Args:
        records: The records as plain data; None for one that cannot be read.
    """
    summary = BatchSummary()
    for record in records:
        try:
            summary.add(record)  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError, AttributeError):
            summary.damaged += 1
    return summary
