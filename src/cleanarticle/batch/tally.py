"""Tally: the counts of a run."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleanarticle.batch.inputs import Skipped, SkipReason
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from cleanarticle.batch.record import Record

_REFUSALS_KEPT = 10
"""Refused lines that are shown at the end of a run; the list of skipped inputs has them all."""

_HOSTS_COUNTED = 10_000
"""Hosts whose pages are counted, the first ones of a run: some 2 MB. Chosen by hand."""


@dataclass(slots=True)
class Tally:
    """The counts of a run so far.

    Attributes:
        total: Number of inputs, None if not known.
        ok: Records without error, of this run.
        empty: Those of them that have no main content.
        failed: Records with an error, of this run.
        skips: Inputs without a record of this run, by reason.
        refusals: The first of the refused lines.
        errors: Records with an error, by kind of error.
        page_types: Records without error, by page type.
        pages_by_host: Records without error, by the host of their URL; of the first 10,000 hosts.
        hosts: Hosts with a request in flight.
        interrupted: True if the run was asked to stop.
        notes: What else there is to know, such as damage in an output, in sentences.
        advice: What would make the results better, in sentences.
        started: Its start, in seconds of the monotonic clock.
    """

    total: int | None = None
    ok: int = 0
    empty: int = 0
    failed: int = 0
    skips: Counter[SkipReason] = field(default_factory=Counter)
    refusals: list[Skipped] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    page_types: Counter[str] = field(default_factory=Counter)
    pages_by_host: Counter[str] = field(default_factory=Counter)
    hosts: int = 0
    interrupted: bool = False
    notes: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def add(self, record: Record) -> None:
        """Count a record."""
        if record.error is None:
            self.ok += 1
            fields = record.fields or {}
            self.empty += "no_main_content" in fields.get("flags", ())
            self.page_types[fields["page_type"]] += 1
            host = host_of(record.final_url or fields.get("canonical_url"))
            if host in self.pages_by_host or len(self.pages_by_host) < _HOSTS_COUNTED:
                self.pages_by_host[host] += 1
        else:
            self.failed += 1
            self.errors[record.error.kind] += 1

    def add_skipped(self, skipped: Skipped) -> None:
        """Count an input without a record of this run."""
        self.skips[skipped.reason] += 1
        if skipped.reason is SkipReason.REFUSED and len(self.refusals) < _REFUSALS_KEPT:
            self.refusals.append(skipped)

    @property
    def skipped(self) -> int:
        """Inputs without a record of this run."""
        return self.skips.total()

    @property
    def is_complete(self) -> bool:
        """True if every input was cleaned, in this run or an earlier one, or is not to be."""
        return not self.failed and not any(reason.is_failure for reason in self.skips)

    @property
    def done(self) -> int:
        """Records written in this run."""
        return self.ok + self.failed

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return max(time.monotonic() - self.started, 1e-3)

    @property
    def rate(self) -> float:
        """Pages per second since the start."""
        return self.done / self.seconds

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end at this rate, None if not known."""
        if self.total is None or not self.done:
            return None
        return max(0, self.total - self.done - self.skipped) / self.rate
