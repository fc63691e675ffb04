"""Evidence: authors and dates in a page as readers see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cleanarticle.core.page_type import PageType
from cleanarticle.dates.iso import iso_date
from cleanarticle.metadata.byline import (
    has_dated_title,
    has_signed_title,
    read_byline,
    read_change_note,
)
from cleanarticle.metadata.shown_page import ShownPage
from cleanarticle.metadata.url_dates import date_in_url, has_month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.labels import Labels
    from cleanarticle.metadata.byline import Byline
    from cleanarticle.metadata.declared import Declared


@dataclass(frozen=True)
class Evidence:
    """Evidence of authors and dates in the page as readers see it.

    Attributes:
        page: The blocks as readers see them.
        day: The date in the URL, ISO 8601, None if there is none.
        has_author: True if the page is of a kind that has an author and a date.
    """

    page: ShownPage
    day: str | None
    has_author: bool

    @cached_property
    def byline(self) -> Byline:
        """The dates near the title; on pages that have no author, only the date of change."""
        return read_byline(self.page) if self.has_author else read_change_note(self.page)

    def moments(self) -> Iterator[str]:
        """Yield the dates of the byline, which is read only if one is asked for."""
        yield from self.byline.published
        yield from self.byline.modified

    def read_date(self, text: str) -> str | None:
        """Return the date that a statement of the page makes in the page's language."""
        return iso_date(text, self.page.language)


def gather_evidence(
    declared: Declared, segmentation: Segmentation, labels: Labels, language: str | None
) -> Evidence:
    """Gather the evidence of a page.

    Args:
        declared: What the page declares about itself.
        segmentation: Its blocks.
        labels: The labels of these blocks.
        language: BCP 47 tag of its text, None if it is unknown.
    """
    kinds = [block.kind for block in labels.blocks]
    date_language = _date_language(language, declared.site.host)
    page = ShownPage(
        segmentation,
        kinds,
        declared.facts.title_line,
        date_language,
        is_forum=labels.page_type is PageType.FORUM,
    )
    day = date_in_url(declared.url or "")
    is_dated = day is not None or has_month(declared.url or "")
    has_author = (
        is_dated
        or labels.page_type in _WRITTEN_TYPES
        or (labels.page_type in _MISTAKEN_TYPES and _has_byline_at_title(page))
    )
    return Evidence(page, day, has_author)


_WRITTEN_TYPES = frozenset(("article", "forum", "documentation"))
_MISTAKEN_TYPES = (PageType.LISTING, PageType.SERVICE)
"""Page types with an author and a date, and types that a short article or a question is taken for.
On others, names and dates belong to listed items."""


def _has_byline_at_title(page: ShownPage) -> bool:
    return has_signed_title(page) or has_dated_title(page)


_DAY_FIRST_DOMAINS = frozenset(("uk", "au", "nz", "ie", "in", "za"))
"""Domains of countries that write English with the day before the month (Unicode CLDR)."""


def _date_language(language: str | None, host: str) -> str | None:
    """Return the language of dates, with its country if the host shows it."""
    is_plain_english = (language or "en").lower() in ("en", "en-us")
    is_day_first = host.rpartition(".")[2] in _DAY_FIRST_DOMAINS
    return "en-GB" if is_plain_english and is_day_first else language
