"""run and learn: from a list of inputs to a file of records, or of site templates."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, Unpack

import anyio

from cleanarticle.batch import worker
from cleanarticle.batch.inputs import (
    Fields,
    Sample,
    SkipReason,
    WarcSource,
    count_inputs,
    open_source,
)
from cleanarticle.batch.outputs import is_stdout, locked, open_writer, writes_json_lines
from cleanarticle.batch.outputs.templates import TemplateWriter
from cleanarticle.batch.position import Bookmark
from cleanarticle.batch.session import Inputs, Session
from cleanarticle.batch.skips import SkipLog
from cleanarticle.batch.tally import Tally
from cleanarticle.errors import ConfigError
from cleanarticle.keywords import BATCH, FETCHING, resolve_options
from cleanarticle.sites.store import SiteTemplates
from cleanarticle.sites.template import LEARNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from cleanarticle.batch.inputs import Source
    from cleanarticle.batch.outputs.output import Writer
    from cleanarticle.batch.worker import Work
    from cleanarticle.keywords import BatchKeywords, OptionSet
    from cleanarticle.options import BatchOptions, CleanOptions, FetchOptions

    Progress: TypeAlias = Callable[[Tally], None]


def run(  # noqa: PLR0913 - the three kinds of options
    source: str | Path,
    output: str | Path,
    *,
    options: CleanOptions | None = None,
    fetch_options: FetchOptions | None = None,
    batch_options: BatchOptions | None = None,
    progress: Progress | None = None,
    **changes: Unpack[BatchKeywords],
) -> Tally:
    """Run a batch, or resume it if the output exists.

    The outcome of each input goes to the logger `cleanarticle.batch`, failures as warnings.
    The batch starts processes, so a script must call `run` under `if __name__ == "__main__":`. On
    SIGINT or SIGTERM it finishes the pages in flight and returns; a second one drops them.

    Args:
        source: A file of URLs or paths, one a line; a folder of pages; a WARC file; a tar archive
            of pages; or "-" for stdin. With `url_field`, `html_field` or `text_field`, a table:
            CSV, TSV, JSON lines or Parquet.
        output: A .jsonl, .jsonl.gz, .jsonl.zst, .sqlite or .parquet file, a folder for Markdown
            files, or "-" for JSON lines on stdout; with `part_size`, .parquet is a folder. Records
            of documents that need no network are in the order of the inputs, those of URLs in
            completion order. Beside it are the inputs without a record, with
            the suffix .skipped.jsonl.
        options: Options of cleaning; the defaults if None.
        fetch_options: Options of fetching; the defaults if None.
        batch_options: Options of the batch; the defaults if None.
        progress: Called after every record.
        **changes: Fields of any of the options, which win over prebuilt options.

    Returns:
        The counts of this run.

    Raises:
        ConfigError: An option is unknown or wrong, the source cannot be read, the output cannot be
            written, or another run is writing it.
    """
    source, output = str(source), Path(output)
    chosen = resolve_options(changes, clean=options, fetch=fetch_options, batch=batch_options)
    notes: list[str] = []
    if chosen.batch.learn_sites:
        learned = _learn_first(source, output, chosen, progress)
        if learned.interrupted:
            return Tally(interrupted=True)  # it has no records
        notes, chosen = learned.notes, _with_templates(chosen, _sites_beside(output))
    opening = _open_records(output, chosen.batch)
    inputs = _open(source, output, chosen.batch)
    total = count_inputs(inputs, source)
    bookmarks = None if is_stdout(output) else output.with_name(f"{output.name}.position.json")
    work: Work = worker.clean_and_encode if writes_json_lines(output) else worker.clean_and_render
    tally = _process(_Job(inputs, total, opening, work, chosen, progress, bookmarks))
    tally.notes.extend(notes)
    tally.advice.extend(_sites_to_learn(tally, chosen.clean))
    return tally


def learn(
    source: str | Path,
    output: str | Path,
    *,
    fetch_options: FetchOptions | None = None,
    batch_options: BatchOptions | None = None,
    progress: Progress | None = None,
    **changes: Unpack[BatchKeywords],
) -> Tally:
    """Learn site templates from many pages and write them to a file.

    The order of the pages and the number of workers make no difference. As `run`, it starts
    processes; and on SIGINT or SIGTERM it writes what it has learned.

    Args:
        source: As for `run`, without texts.
        output: The file, which `SiteTemplates.load` reads; an old one is replaced. Beside it are
            the inputs from which nothing was learned, with the suffix .skipped.jsonl.
        fetch_options: Options of fetching; the defaults if None.
        batch_options: Options of the batch; the defaults if None.
        progress: Called after every page.
        **changes: Fields of `FetchOptions` and `BatchOptions`, which win over prebuilt options.

    Returns:
        The counts of this run.

    Raises:
        ConfigError: As `run`, or the output exists and does not hold site templates.
    """
    source, output = str(source), Path(output)
    uses = FETCHING | BATCH
    chosen = resolve_options(
        changes, clean=LEARNING, fetch=fetch_options, batch=batch_options, uses=uses
    )
    inputs = _open(source, output, chosen.batch)
    return _learn(inputs, count_inputs(inputs, source), output, chosen, progress)


def _learn(
    inputs: Source, total: int | None, output: Path, options: OptionSet, progress: Progress | None
) -> Tally:
    if options.batch.text_field is not None:
        raise ConfigError("text_field has no effect on learning: texts have no site template")
    if is_stdout(output) or not output.parent.is_dir():
        raise ConfigError(f"{output}: cannot be written; name a file in an existing folder")
    opening = _open_templates(output)
    return _process(_Job(inputs, total, opening, worker.learn_page, options, progress))


_PAGES_OF_SITE = 10
"""Most inputs of a site that a batch learns from first: they are fetched twice. The sites that
benchmarks/sites.py measures have 6 to 23."""


def _learn_first(source: str, output: Path, options: OptionSet, progress: Progress | None) -> Tally:
    """Learn templates for a batch from some inputs of each site, unless an earlier run has."""
    if options.clean.template is not None:
        raise ConfigError("learn_sites and templates exclude each other: leave out one of them")
    if is_stdout(output):
        raise ConfigError("learn_sites keeps templates beside the output: name a file or a folder")
    path = _sites_beside(output)
    if path.exists():
        return Tally(notes=[f"the site templates of {path} were used"])
    inputs = _open(source, output, options.batch)
    if inputs.is_pipe:
        raise ConfigError("learn_sites reads the inputs twice: save stdin to a file first")
    sample = Sample(inputs, _PAGES_OF_SITE)
    learned = _learn(sample, sample.count(), path, options._replace(clean=LEARNING), progress)
    if learned.interrupted:
        path.unlink(missing_ok=True)  # it holds only what was learned until then
    else:
        learned.notes.append(f"{path} holds what was learned of {learned.ok} pages")
    return learned


def _with_templates(options: OptionSet, path: Path) -> OptionSet:
    return options._replace(clean=replace(options.clean, template=SiteTemplates.load(path)))


def _sites_beside(output: Path) -> Path:
    return output.with_name(f"{output.name}.sites.json")


_PAGES_TO_LEARN = 6
"""Minimum number of pages of a host that should have a template. The hosts that
benchmarks/sites.py measures have at least as many."""


def _sites_to_learn(tally: Tally, options: CleanOptions) -> Iterator[str]:
    """Yield a sentence about the hosts with many pages and no site template, if there are any."""
    hosts = [
        (pages, host)
        for host, pages in tally.pages_by_host.items()
        if host and pages >= _PAGES_TO_LEARN and options.evidence(host) is None
    ]
    if hosts:
        pages, host = max(hosts)
        has = "1 host has" if len(hosts) == 1 else f"{len(hosts)} hosts have"
        yield (
            f"{has} {_PAGES_TO_LEARN} or more pages and no site template (most pages: {host}, "
            f"{pages}): --learn-sites, or `cleanarticle learn INPUT -o sites.json` and `--sites "
            "sites.json`, clean them better"
        )


@contextmanager
def _open_records(output: Path, options: BatchOptions) -> Iterator[tuple[Writer, SkipLog]]:
    with (
        open_writer(output, options) as writer,
        SkipLog(_skipped_beside(output)) as skip_log,
    ):
        yield writer, skip_log


@contextmanager
def _open_templates(output: Path) -> Iterator[tuple[Writer, SkipLog]]:
    with (
        locked(output),
        SkipLog(_skipped_beside(output)) as skip_log,
        TemplateWriter(output, skip_log) as writer,
    ):
        yield writer, skip_log


def _skipped_beside(output: Path) -> Path | None:
    """Return the path of the list of skipped inputs, None for stdout."""
    return None if is_stdout(output) else output.with_name(f"{output.name}.skipped.jsonl")


def _open(source: str, output: Path, options: BatchOptions) -> Source:
    fields = Fields(html=options.html_field, text=options.text_field, url=options.url_field)
    return open_source(source, fields, output)


class _Job(NamedTuple):
    """Work on all inputs of a source.

    Attributes:
        inputs: The source.
        total: The number of its inputs, None if it is not known.
        opening: Opens the output and the list of skipped inputs.
        work: What is done to each input.
        options: The options of the run.
        progress: Called after every record, if not None.
        bookmarks: Where the position in the source is kept, None for nowhere.
    """

    inputs: Source
    total: int | None
    opening: AbstractContextManager[tuple[Writer, SkipLog]]
    work: Work
    options: OptionSet
    progress: Progress | None
    bookmarks: Path | None = None


def _process(job: _Job) -> Tally:
    with job.opening as (writer, skip_log):
        tally = Tally(total=job.total, notes=writer.notes)
        bookmark = _go_on(job, writer, skip_log, tally)
        session = Session(
            Inputs(job.inputs, writer.done, skip_log),
            job.work,
            writer,
            job.options,
            job.progress or (lambda _: None),
            tally,
            bookmark,
        )
        anyio.run(session.run)
        if bookmark is not None and not tally.interrupted:
            bookmark.remove()
    return tally


def _go_on(job: _Job, writer: Writer, skip_log: SkipLog, tally: Tally) -> Bookmark | None:
    """Go on at the position that an earlier run has kept; return where that of this one is kept."""
    if job.bookmarks is None or not isinstance(job.inputs, WarcSource):
        return None
    bookmark = Bookmark(job.bookmarks, job.inputs.name, len(writer.done))
    position = bookmark.old()
    if position is not None and job.inputs.go_on(position):
        skip_log.keep(position.offset)
        tally.skips.update([SkipReason.FAILED_BEFORE] * writer.done.failures)
    return bookmark
