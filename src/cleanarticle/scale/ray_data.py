"""clean_dataset: the pages of a Ray dataset, cleaned on its cluster (the extra `ray`)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Unpack

from cleanarticle.batch.inputs import Fields, row_input
from cleanarticle.batch.offline import job_of, record_of
from cleanarticle.batch.outputs.parquet import as_row, table_of
from cleanarticle.batch.worker import Message, Outcome, clean_and_render
from cleanarticle.batch.worker_pool import Limits
from cleanarticle.batch.worker_process import WorkerProcess
from cleanarticle.errors import ConfigError
from cleanarticle.keywords import CLEANING, resolve_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleanarticle.batch.inputs import Input
    from cleanarticle.keywords import CleanKeywords
    from cleanarticle.options import CleanOptions


def clean_dataset(  # noqa: PLR0913 - three columns, and how to clean them
    dataset: Any,
    *,
    html_field: str | None = "html",
    text_field: str | None = None,
    url_field: str | None = None,
    concurrency: int | tuple[int, int] | None = None,
    options: CleanOptions | None = None,
    **changes: Unpack[CleanKeywords],
) -> Any:
    """Clean the pages of a Ray dataset, lazily, on all cores of the cluster.

    Args:
        dataset: A `ray.data.Dataset` with a page or a text in each row.
        html_field: The column of the pages, str or bytes. None if there are texts.
        text_field: The column of the texts.
        url_field: The column of the URLs; None means `url`, if there is one.
        concurrency: Actors that clean, or their least and most number; by default one to as many
            as there are cores.
        options: Options of cleaning; the defaults if None.
        **changes: Fields of `CleanOptions`, which win over `options`.

    Returns:
        A `ray.data.Dataset` with the columns of a record (`cleanarticle.batch.RECORD_FIELDS`), as
        in a Parquet output: one row for each row, also if it cannot be cleaned. A row without a URL
        or an id is named by a hash of its page.

    Raises:
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(changes, clean=options, uses=CLEANING).clean
    fields = Fields(html=None if text_field else html_field, text=text_field, url=url_field)
    if fields.content is None:
        raise ConfigError("name the column of the pages (html_field) or texts (text_field)")
    if concurrency is None:
        concurrency = (1, _cores())
    return dataset.map_batches(
        _Cleaner,
        fn_constructor_args=(fields, chosen),
        batch_format="pyarrow",
        batch_size=_ROWS,
        concurrency=concurrency,
    )


def _cores() -> int:
    import ray

    cluster: Any = ray  # not all of it is typed
    return max(1, int(cluster.cluster_resources().get("CPU", 1)))


_ROWS = 32
"""Rows that an actor cleans at a time."""


class _Cleaner:
    """Cleans batches of rows, in a process of its own: a page that kills it fails alone."""

    def __init__(self, fields: Fields, options: CleanOptions) -> None:
        self._fields = fields
        self._limits = Limits.of(options)
        self._process = WorkerProcess(self._limits.options)

    def __call__(self, table: Any) -> Any:
        """Return the records of the rows of an Arrow table as another one."""
        sources = [_input(row, self._fields) for row in table.to_pylist()]
        jobs = [job_of(source) for source in sources if source.error is None]
        cleaned = iter(self._process.run(Message(clean_and_render, jobs), self._limits.patience))
        outcomes = (
            self._limits.told(next(cleaned))
            if source.error is None
            else Outcome(error=source.error)
            for source in sources
        )
        records = map(record_of, sources, outcomes)
        return table_of(as_row(record.to_dict()) for record in records)


def _input(row: Mapping[str, Any], fields: Fields) -> Input:
    content = row.get(fields.content or "")
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content or b""
    return row_input(row, fields, f"sha256:{hashlib.sha256(data).hexdigest()[:16]}")
