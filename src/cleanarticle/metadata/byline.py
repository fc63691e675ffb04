"""Byline parsing: authors and dates in the visible text near the title of an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.metadata.dates import day_of
from cleanarticle.metadata.shown_dates import dates_in_block, first_date
from cleanarticle.metadata.shown_names import (
    author_elements,
    explicit_names,
    names_in_block,
    people,
)
from cleanarticle.metadata.shown_page import SHORT_LINE, UNRELATED_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleanarticle.metadata.shown_dates import ShownDate
    from cleanarticle.metadata.shown_page import ShownPage


_ANSWERED = re.compile(r"answered\b|replied\b|beantwortet\b", re.IGNORECASE)


class Byline(NamedTuple):
    """The dates of an article, as its readers see them.

    Attributes:
        published: Dates not labeled as modification dates, ISO 8601, nearest to the title first.
        modified: Modification dates, ISO 8601, nearest to the title first.
        times: The members of `published` that come from `<time>` elements.
    """

    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def byline_authors(page: ShownPage, not_people: Collection[str]) -> tuple[str, ...]:
    """Return the authors in the byline blocks near the title and after the body.

    Args:
        page: The page.
        not_people: Names that are not authors, such as the site's.
    """
    for index in page.candidates:
        kind = page.kinds[index]
        if _is_byline(page, index):
            names = names_in_block(page, index)
        elif kind not in UNRELATED_KINDS:
            names = explicit_names(page, index)
        else:
            continue
        authors = people(names, not_people)
        if authors and not page.is_of_others(index):
            return authors
    return ()


def read_byline(page: ShownPage) -> Byline:
    """Read the dates in the byline blocks near the title and after the body."""
    dates: list[ShownDate] = []
    for index in page.candidates:
        if _is_byline(page, index) and not _ANSWERED.match(page.segmentation.blocks[index].text):
            dates.extend(dates_in_block(page, index))
    dates = dates or _distant_dates(page)
    published = [date for date in dates if not date.is_modification]
    return Byline(
        tuple(date.iso for date in published),
        tuple(date.iso for date in dates if date.is_modification),
        tuple(date.iso for date in published if date.is_from_time_element),
    )


def _is_byline(page: ShownPage, index: int) -> bool:
    kind = page.kinds[index]
    return kind is BlockKind.BYLINE or (
        kind is BlockKind.AUTHOR_BIO and _is_bio_heading(page, index)
    )


def read_change_note(page: ShownPage) -> Byline:
    """Read the date of the last change in a byline below the body of a page that lists others.

    Return an empty byline if the page shows any other date: dates of listed items are not its own.
    """
    dates = [(index, date) for index in page.candidates for date in dates_in_block(page, index)]
    is_note = len({day_of(date.iso) for _, date in dates}) == 1 and all(
        date.is_modification and index > page.body_end and page.kinds[index] is BlockKind.BYLINE
        for index, date in dates
    )
    return Byline(modified=(dates[0][1].iso,) if is_note else ())


def has_signed_title(page: ShownPage) -> bool:
    """Return True if a byline that names its author is next to the title, and few others exist.

    In a list of articles, all teasers are signed.
    """
    signed = [index for index in range(len(page.kinds)) if _is_signed(page, index)]
    return len(signed) <= _MAX_SIGNATURES and any(map(page.is_next_to_title, signed))


def has_dated_title(page: ShownPage) -> bool:
    """Return True if a byline next to the title has a date, and the page shows no other one.

    In a list of articles, all teasers are dated.
    """
    dates = [
        (index, day_of(date.iso))
        for index, block in enumerate(page.segmentation.blocks)
        if len(block.text) <= SHORT_LINE
        for date in dates_in_block(page, index)
    ]
    return len({day for _, day in dates}) == 1 and any(
        page.kinds[index] is BlockKind.BYLINE and page.is_next_to_title(index) for index, _ in dates
    )


_MAX_SIGNATURES = 2
"""Maximum bylines of a single article: one above and one below the text. Chosen by hand."""


def _is_signed(page: ShownPage, index: int) -> bool:
    """Return True if a block has "by" or an author's link or class."""
    block = page.segmentation.blocks[index]
    if len(block.text) > SHORT_LINE or page.kinds[index] in UNRELATED_KINDS:
        return False
    is_byline = page.kinds[index] is BlockKind.BYLINE
    is_marked = is_byline and next(author_elements(block), None) is not None
    return is_marked or next(explicit_names(page, index), None) is not None


def _distant_dates(page: ShownPage) -> list[ShownDate]:
    """Return the dates of all byline blocks if they are of one day and none is near the title.

    If there is a date near the title, distant ones belong to something else, such as replies.
    """
    if first_date(page):
        return []
    bylines = (index for index, kind in enumerate(page.kinds) if kind is BlockKind.BYLINE)
    dates = [date for index in page.visible(bylines) for date in dates_in_block(page, index)]
    return dates if len({day_of(date.iso) for date in dates}) == 1 else []


def _is_bio_heading(page: ShownPage, index: int) -> bool:
    """Return True if a block of an author's bio is short, like the name above its text."""
    text = page.segmentation.blocks[index].text
    return len(text) <= SHORT_LINE and not text.endswith(".")
