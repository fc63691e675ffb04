"""Dates: machine-readable values and text to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from cleanarticle.dates.clock import MAX_UTC_OFFSET, with_time
from cleanarticle.dates.numerals import with_ascii_digits
from cleanarticle.dates.search import find_dates, is_plausible_year

if TYPE_CHECKING:
    from collections.abc import Iterable

_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d{1,9})?")
_ISO_8601 = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?")
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?:\.\d{1,9})?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
"""Dates without separators: "20260314", "20260314T093000Z", "202603140930"."""

_MAX_VALUE_LENGTH = 200
"""Maximum characters of a value that are read. Dates in words have at most 60 or so."""

_MIN_UTC_OFFSET = timedelta(hours=-12)
_QUARTER_HOUR = timedelta(minutes=15)
_DAY_LENGTH = len("2000-01-01")


def iso_date(text: str, language: str | None = None) -> str | None:
    """Return the first date in a text as ISO 8601, None if there is none.

    A text that is an ISO 8601 date keeps its form, except for a space before the time, which
    becomes "T". Ten-digit and thirteen-digit numbers are Unix timestamps in seconds and in
    milliseconds. A month without a day is not a date. Years before 1990 and after the next one are
    placeholders, such as "1970-01-01".

    Args:
        text: The text, for example the value of a meta tag. Only its beginning is read.
        language: BCP 47 tag of the text; see `find_dates`.
    """
    text = with_ascii_digits(text.strip()[:_MAX_VALUE_LENGTH])
    try:
        if _ISO_8601.fullmatch(text):
            year = datetime.fromisoformat(text).year
            return text.replace(" ", "T", 1) if is_plausible_year(year) else None
        if _EPOCH.fullmatch(text):
            moment = datetime.fromtimestamp(int(text[:10]), UTC)
            return moment.isoformat() if is_plausible_year(moment.year) else None
        if compact := _COMPACT.fullmatch(text):
            parts = compact.groupdict()
            day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
            moment_or_day = with_time(day, parts) if parts["hour"] else day.isoformat()
            return moment_or_day if is_plausible_year(day.year) else None
    except ValueError:
        pass
    return next((found.iso for found in find_dates(text, language)), None)


def day_of(iso: str) -> str:
    """Return the date part ("2024-05-04") of an ISO 8601 date or timestamp."""
    return iso[:_DAY_LENGTH]


def is_future(iso: str) -> bool:
    """Return True if a day has not begun anywhere on Earth; such a day is that of an event."""
    latest = datetime.now(UTC) + MAX_UTC_OFFSET
    return date.fromisoformat(day_of(iso)) > latest.date()


def is_local_day(day: str, moment: str) -> bool:
    """Return True if a UTC timestamp can be on a day in some time zone, but is not in UTC.

    Args:
        day: ISO 8601 date.
        moment: ISO 8601 timestamp; if it has no time, or an offset other than zero, the result is
            False.
    """
    utc = datetime.fromisoformat(moment)
    if utc.utcoffset() != timedelta(0) or day == day_of(moment):
        return False
    return day in {
        day_of((utc + offset).isoformat()) for offset in (_MIN_UTC_OFFSET, MAX_UTC_OFFSET)
    }


def to_local_time(moment: str, shown: Iterable[str]) -> str:
    """Convert a UTC timestamp to the time zone in which the page shows it.

    Pages often give metadata in UTC and show readers the local time of the site. The difference of
    the two is the UTC offset of the site.

    Args:
        moment: ISO 8601 timestamp. Returned unchanged if it has no time or an offset other than
            zero.
        shown: Dates and timestamps in the visible text of the page, ISO 8601.

    Returns:
        The same moment, with the site's UTC offset if one of `shown` is that moment in another
        zone.
    """
    utc = datetime.fromisoformat(moment)
    if utc.utcoffset() != timedelta(0):
        return moment
    utc_minute = utc.replace(second=0, microsecond=0)
    for local in map(datetime.fromisoformat, (iso for iso in shown if "T" in iso)):
        offset = local.replace(second=0, microsecond=0, tzinfo=UTC) - utc_minute
        is_consistent = local.tzinfo is None or local.utcoffset() == offset
        is_zone_offset = abs(offset) <= MAX_UTC_OFFSET and not offset % _QUARTER_HOUR
        if offset and is_consistent and is_zone_offset:
            return utc.astimezone(timezone(offset)).isoformat()
    return moment
