"""TemplateWriter: the templates of the sites of all pages, in one file."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Self

from cleanarticle.batch.inputs import Skipped, SkipReason
from cleanarticle.batch.journal import Done
from cleanarticle.errors import ConfigError
from cleanarticle.sites.store import SiteTemplates, save_templates
from cleanarticle.sites.template import MIN_PAGES, SiteTemplate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleanarticle.batch.record import Record
    from cleanarticle.batch.skips import SkipLog


class TemplateWriter:
    """A file of site templates, written at the end of the run.

    Until then the template of each page is in a temporary database, where the pages of a site are
    sorted by content: so the result depends neither on the order in which pages are completed nor
    on memory.

    Args:
        path: The file; an old one is replaced.
        skip_log: The list of the inputs from which nothing is learned.

    Raises:
        ConfigError: The file exists and does not hold site templates.
    """

    is_saved = True

    def __init__(self, path: Path, skip_log: SkipLog) -> None:
        self.done = Done()
        self.notes: list[str] = []
        self._path = path
        self._skip_log = skip_log
        if path.exists():
            _check_replaceable(path)
        self._pages = sqlite3.connect("")  # a temporary file
        self._pages.execute("CREATE TABLE pages (site BLOB, template TEXT)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exc_type: object, *_: object) -> None:
        if exc_type is None:
            save_templates(self._path, self._templates())
        self._pages.close()

    def write(self, record: Record) -> None:
        """Add a page, or list it if it failed."""
        if record.error is not None:
            skipped = Skipped(record.url, 0, SkipReason.FAILED, record.error.message)
            self._skip_log.write(skipped)
        elif record.fields is not None:
            site = record.fields["site"].encode("utf-8", "surrogatepass")  # a folder may need it
            self._pages.execute(
                "INSERT INTO pages VALUES (?, ?)", (site, record.fields["template"])
            )

    def _templates(self) -> Iterator[tuple[str, SiteTemplate]]:
        """Yield each site and its template; note the sites with too few pages."""
        left_out = 0
        rows = self._pages.execute("SELECT site, template FROM pages ORDER BY site, template")
        for site, group in groupby(rows, itemgetter(0)):
            template = SiteTemplate.total(page for _, page in group)
            if template.pages >= MIN_PAGES:
                yield site.decode("utf-8", "surrogatepass"), template
            else:
                left_out += 1
        if left_out:
            sites = "1 site has" if left_out == 1 else f"{left_out} sites have"
            self.notes.append(
                f"{sites} fewer than {MIN_PAGES} different pages: nothing was learned of them"
            )


def _check_replaceable(path: Path) -> None:
    try:
        SiteTemplates.load(path)
    except ConfigError as error:
        message = f"{path} exists and does not hold site templates: name another output"
        raise ConfigError(message) from error
