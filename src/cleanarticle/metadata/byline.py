"""Byline parsing: authors and dates in the visible text near the title of an article."""

from __future__ import annotations

import re
from itertools import compress, islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.bylines.datelines import reporters_in
from cleanarticle.bylines.lines import read_byline_line
from cleanarticle.dates.iso import day_of
from cleanarticle.metadata.author_elements import author_elements
from cleanarticle.metadata.shown_dates import dates_in_block, first_date
from cleanarticle.metadata.shown_names import (
    explicit_names,
    marked_name_below_title,
    names_in_block,
    people,
)
from cleanarticle.metadata.shown_page import SHORT_LINE, UNRELATED_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from cleanarticle.metadata.shown_dates import ShownDate
    from cleanarticle.metadata.shown_page import ShownPage


_ANSWERED = re.compile(r"answered\b|replied\b|beantwortet\b", re.IGNORECASE)


class Byline(NamedTuple):
    """The dates of an article, as its readers see them.

    Attributes:
        published: Dates not labeled as modification dates, ISO 8601: first those labeled as the
            date of the first publication, then the others, nearest to the title first.
        modified: Modification dates, ISO 8601, nearest to the title first.
        times: The members of `published` that come from `<time>` elements.
    """

    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def byline_authors(page: ShownPage, not_people: Collection[str]) -> tuple[str, ...]:
    """Return the authors in the byline blocks near the title and after the body.

    Above the body, those behind a sentence come last: "By Ann Lee" behind a caption says who took
    the picture. In a thread, those above the first post come first. A credit is the last resort.

    Args:
        page: The page.
        not_people: Names that are not authors, such as the site's.
    """
    for index in sorted(page.candidates, key=lambda index: _rank(page, index)):
        names = page.names.get(index)
        if names is None:
            names = page.names[index] = list(_names_at(page, index))
        authors = people(names, not_people) if names else ()
        if authors and not page.is_of_others(index):
            return authors
    return ()


def _rank(page: ShownPage, index: int) -> int:
    """Return the rank of a block among those that may hold the author; the lowest comes first."""
    if page.kinds[index] is BlockKind.CREDIT:
        return 3
    if index > page.body_end or (page.is_forum and page.is_below_prose(index)):
        return 2
    is_byline = page.kinds[index] is BlockKind.BYLINE
    text = page.segmentation.blocks[index].text if is_byline else ""
    return int(_BEHIND_SENTENCE.search(text) is not None)


_BEHIND_SENTENCE = re.compile(
    r"\w{3}[.!?…。][\"”’)]*\s+(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Dd]i|[Aa]v|[Aa]f)\s"
)
"""A word for "by" behind the end of a sentence."""


def reporters(page: ShownPage) -> tuple[str, ...]:
    """Return the reporters that the first or the last blocks of the body name."""
    first = 0 if page.heading is None else page.heading + 1
    body = [index for index in page.body if index >= first]
    blocks = (page.segmentation.blocks[index] for index in (*body[:_START], *body[:-_END:-1]))
    return next(filter(None, (reporters_in(block.text) for block in blocks)), ())


_START, _END = 4, 3
"""Blocks of the body whose datelines are read, and one more than those at its end. Chosen by hand:
a kicker, a picture's caption and a standfirst may be above the first paragraph."""


def _names_at(page: ShownPage, index: int) -> Iterator[str]:
    """Return the texts of a block that may be names of authors."""
    if _is_byline(page, index):
        return names_in_block(page, index)
    is_of_article = page.kinds[index] not in UNRELATED_KINDS or _is_slogan_beside_title(page, index)
    if is_of_article:
        names = list(explicit_names(page, index))
        return filter(None, names or [marked_name_below_title(page, index)])
    is_mistaken = page.kinds[index] in _MISTAKEN_KINDS and page.is_right_below_title(index)
    line = read_byline_line(page.segmentation.blocks[index].text) if is_mistaken else None
    return iter(line.names if line and line.is_certain else ())


_MISTAKEN_KINDS = frozenset((BlockKind.RELATED, BlockKind.ADVERT))
"""Unrelated kinds that a line with a label and a name right below the title is taken for."""


def _is_slogan_beside_title(page: ShownPage, index: int) -> bool:
    """Return True for what looks like a slogan beside the title: it may be "By Ann Lee"."""
    return page.kinds[index] is BlockKind.ADVERT and page.is_next_to_title(index)


def read_byline(page: ShownPage) -> Byline:
    """Read the dates in the byline blocks near the title and after the body."""
    dates: list[ShownDate] = []
    for index in page.candidates:
        if _is_byline(page, index) and not _ANSWERED.match(page.segmentation.blocks[index].text):
            dates.extend(dates_in_block(page, index))
    dates = dates or _distant_dates(page)
    published = [date for date in dates if not date.is_modification]
    published.sort(key=lambda date: not date.is_first)  # stable
    return Byline(
        tuple(date.iso for date in published),
        tuple(date.iso for date in dates if date.is_modification),
        tuple(date.iso for date in published if date.is_from_time_element),
    )


def _is_byline(page: ShownPage, index: int) -> bool:
    """Return True for a byline, for the heading of a bio, and for an author's credit at the title.

    A name and that of a paper are taken for the credit of an agency; that of a picture is another.
    """
    kind = page.kinds[index]
    return (
        kind is BlockKind.BYLINE
        or (kind is BlockKind.AUTHOR_BIO and _is_bio_heading(page, index))
        or (kind is BlockKind.CREDIT and _is_credit_of_text(page, index))
    )


def _is_credit_of_text(page: ShownPage, index: int) -> bool:
    block = page.segmentation.blocks[index]
    return (
        page.is_next_to_title(index)
        and next(author_elements(block), None) is not None
        and not _PICTURE_CREDIT.search(block.text)
        and not any(box.tag == "figure" for box in page.segmentation.ancestors(block))
    )


_PICTURE_CREDIT = re.compile(
    r"[/:©|)]|\b(?:photos?|fotos?|fot\.|images?|pictures?|bild|credit|getty|reuters|afp)\b",
    re.IGNORECASE,
)
"""Signs of the credit of a picture: its label, an agency, or what joins both to a name."""


def read_change_note(page: ShownPage) -> Byline:
    """Read the date of the last change in a byline below the body of a page that lists others.

    Return an empty byline if the page shows any other date: dates of listed items are not its own.
    """
    bylines = [index for index in page.candidates if _is_byline_below_body(page, index)]
    dates = _dates_of_one_day(page, bylines)
    others = (index for index in page.candidates if not _is_byline_below_body(page, index))
    if not dates or not all(date.is_modification for date in dates) or _has_dates(page, others):
        return Byline()
    return Byline(modified=(dates[0].iso,))


def _is_byline_below_body(page: ShownPage, index: int) -> bool:
    return index > page.body_end and page.kinds[index] is BlockKind.BYLINE


def _has_dates(page: ShownPage, indices: Iterable[int]) -> bool:
    """Return True if one of some blocks has a date."""
    return any(True for index in indices for _ in dates_in_block(page, index))


def _dates_of_one_day(page: ShownPage, indices: Iterable[int]) -> list[ShownDate]:
    """Return the dates of some blocks, in order, but none if two are of different days.

    No block is searched behind the first date of another day.
    """
    dates: list[ShownDate] = []
    for index in indices:
        for date in dates_in_block(page, index):
            dates.append(date)
            if day_of(date.iso) != day_of(dates[0].iso):
                return []
    return dates


def has_signed_title(page: ShownPage) -> bool:
    """Return True if a byline that names its author is next to the title, and few others exist.

    In a list of articles, all teasers are signed.
    """
    if not any(_is_signed(page, index) for index in page.next_to_title):
        return False
    signed = (index for index in range(len(page.kinds)) if _is_signed(page, index))
    return next(islice(signed, _MAX_SIGNATURES, None), None) is None


def has_dated_title(page: ShownPage) -> bool:
    """Return True if a byline next to the title has a date, and no other day is shown below.

    In a list of articles, all teasers are dated. Those beside an article are of other kinds.
    """
    blocks = page.segmentation.blocks
    first = min(page.next_to_title, default=0)
    is_short = [
        len(block.text) <= SHORT_LINE and index >= first and kind not in UNRELATED_KINDS
        for index, (block, kind) in enumerate(zip(blocks, page.kinds, strict=True))
    ]
    bylines = (index for index in page.next_to_title if page.kinds[index] is BlockKind.BYLINE)
    if not _has_dates(page, filter(is_short.__getitem__, bylines)):
        return False
    return bool(_dates_of_one_day(page, compress(range(len(blocks)), is_short)))


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
    bylines = (index for index, kind in enumerate(page.kinds) if kind is BlockKind.BYLINE)
    dates = _dates_of_one_day(page, page.visible(bylines))
    return [] if dates and first_date(page) else dates


def _is_bio_heading(page: ShownPage, index: int) -> bool:
    """Return True if a block of an author's bio is short, like the name above its text."""
    text = page.segmentation.blocks[index].text
    return len(text) <= SHORT_LINE and not text.endswith(".")
