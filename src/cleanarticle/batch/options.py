"""BatchOptions: how many pages at a time, and how they are fetched."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field, fields, replace
from typing import Any, Unpack

from cleanarticle.errors import ConfigError
from cleanarticle.fetching import FetchKeywords, FetchOptions
from cleanarticle.options import CleanOptions


class BatchKeywords(FetchKeywords, total=False):
    """The fields of `BatchOptions` and of its `FetchOptions`, as keywords."""

    fetch: FetchOptions
    workers: int | None
    concurrency: int
    clean_timeout: float
    retry_failed: bool
    cleaning: CleanOptions
    text_field: str | None


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is worked through.

    Attributes:
        fetch: How pages are fetched.
        workers: Processes that clean; 0 cleans in threads of this process. None is one a core
            for `run` and 0 for `clean_urls`, as a script that starts processes must keep its own
            work under `if __name__ == "__main__":`.
        concurrency: Pages in memory at a time: being fetched, waiting, or being cleaned.
        clean_timeout: Seconds that cleaning one page may take.
        retry_failed: Whether `run` tries again what failed in an earlier run.
        cleaning: How pages are cleaned; `run` learns the templates of their sites itself.
        text_field: The field that holds the text in each line of a JSONL file, which `run` then
            cleans instead of addresses and paths. A line is named by its `url` or `id`, else by
            its number; of lines of the same name the first is cleaned.

    Raises:
        ConfigError: A value is out of its range.
    """

    fetch: FetchOptions = field(default_factory=FetchOptions)
    workers: int | None = None
    concurrency: int = 16
    clean_timeout: float = 60.0
    retry_failed: bool = False
    cleaning: CleanOptions = field(default_factory=CleanOptions)
    text_field: str | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 0:
            raise ConfigError(f"workers must be 0 or more, not {self.workers}")
        if self.concurrency < 1:
            raise ConfigError(f"concurrency must be 1 or more, not {self.concurrency}")
        if not 0 < self.clean_timeout < math.inf:
            message = f"clean_timeout must be more than 0 seconds, not {self.clean_timeout}"
            raise ConfigError(message)

    @classmethod
    def of(
        cls, options: BatchOptions | None = None, **changes: Unpack[BatchKeywords]
    ) -> BatchOptions:
        """The given options, or the defaults, with some fields changed.

        Fields of `FetchOptions` may stand among them: `BatchOptions.of(concurrency=4, delay=2)`.

        Raises:
            ConfigError: A value is out of its range.
        """
        given: dict[str, Any] = dict(changes)
        own = {name: given.pop(name) for name in [one.name for one in fields(cls)] if name in given}
        chosen = replace(options or cls(), **own)
        return replace(chosen, fetch=replace(chosen.fetch, **given)) if given else chosen

    def worker_count(self) -> int:
        """The processes to start where None means one a core."""
        return (os.cpu_count() or 1) if self.workers is None else self.workers
