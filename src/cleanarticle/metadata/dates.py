"""Date and time parsing: free text and machine-readable values to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR = r"(?:19|20)\d\d"
_YEAR_PATTERN = re.compile(_YEAR)
_TIME = (
    r"(?:(?:[T,\s|@•·–—-]|\bat\b|\bum\b|\bà\b|\ba las\b|年|日){0,4}"
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<meridiem>[aApP])\.?[mM](?![a-z])\.?)?"
    r"(?:\s*\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+-]\d\d:?\d\d\b|[A-Z]{2,4}\b))?)?"
)
_DATE_PATTERNS = tuple(
    re.compile(rf"(?<![\d/.-])(?:{day}){_TIME}")
    for day in (
        rf"(?P<year>{_YEAR})\s?[-/.年\s]\s?(?P<month>1[0-2]|0?[1-9])\s?[-/.月\s]\s?"
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?",
        r"(?P<month_name>[^\W\d_]{3,12})\.?\s{0,2}(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
        rf"(?:,\s*|\s+)(?P<year>{_YEAR})(?!\d)",
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|\.|er)?[\s/-](?:de\s)?"
        rf"(?P<month_name>[^\W\d_]{{3,12}})\.?,?[\s/-](?:de\s)?(?P<year>{_YEAR})(?!\d)",
        rf"(?P<year>{_YEAR})\s(?P<month_name>[^\W\d_]{{3,12}})\.?\s"
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)",
        r"(?P<first_number>\d\d?)(?P<separator>[/.-])(?P<second_number>\d\d?)(?P=separator)"
        rf"(?P<year>{_YEAR})(?!\d)",
    )
)
"""In order: numeric with the year first ("2024-05-04"); month name first ("May 4, 2024"); day
before the month name ("4 May 2024"); year before the month name ("2024 May 4"); numeric with the
year last ("05/04/2024")."""

_TIME_BEFORE = re.compile(
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\s?(?:(?P<meridiem>[aApP])\.?[mM]\.?)?\s?"
    r"(?P<zone>[A-Z]{3,4}\b)?[,\s|·•-]{0,3}(?:[^\W\d_]{2,9}\.?,?\s)?$"
)
"""A time directly before a date, as in "8:00 PM EST, Tue May 4, 2024"."""

_TIME_BEFORE_WINDOW = 30
"""Characters before a date that are searched for its time. Chosen by hand."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "AEST": 10, "AEDT": 11,
    "ACST": 9.5, "AWST": 8, "JST": 9, "KST": 9, "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Hours east of UTC by zone abbreviation: those in RFC 5322 and other unambiguous ones. "IST" and
"BST" each name two or three zones, and "ET" depends on the season, so they are not listed."""

_MISSING_SPACE = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""The boundary between a name and a month that touch, as in "Ann LeeMay 5": elements without
whitespace between them."""

_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_ISO_8601 = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?")
_EARLIEST_YEAR = 1990
"""The year of the first web page. Earlier years are usually founding dates."""

_LATEST_YEAR = 2099
"""Later years are placeholders for "never"."""

_MAX_UTC_OFFSET = timedelta(hours=14)
_QUARTER_HOUR = timedelta(minutes=15)
_DAY_LENGTH = len("2000-01-01")


class FoundDate(NamedTuple):
    """A date in a text.

    Attributes:
        iso: ISO 8601 date, with the time and the UTC offset if the text has them.
        start: Index of its first character in the text.
        end: Index after its last character.
    """

    iso: str
    start: int
    end: int


def iso_date(text: str, language: str | None = None) -> str | None:
    """Return the first date in a text as ISO 8601, None if there is none.

    A text that is an ISO 8601 date keeps its form, except for a space before the time, which
    becomes "T". Ten-digit and thirteen-digit numbers are Unix timestamps in seconds and in
    milliseconds.

    Args:
        text: The text, for example the value of a meta tag.
        language: BCP 47 tag of the text. It selects the language of month names; "en", "en-US" and
            None mean month before day in dates such as "05/04/2024".
    """
    text = text.strip()
    if _ISO_8601.fullmatch(text):
        try:
            parsed = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            is_plausible = _EARLIEST_YEAR <= parsed.year <= _LATEST_YEAR
            return text.replace(" ", "T", 1) if is_plausible else None
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    return next((found.iso for found in find_dates(text, language)), None)


def day_of(iso: str) -> str:
    """Return the date part ("2024-05-04") of an ISO 8601 date or timestamp."""
    return iso[:_DAY_LENGTH]


def has_year(text: str) -> bool:
    """Return True if a text has four digits that can be a year; only such texts contain dates."""
    return _YEAR_PATTERN.search(text) is not None


def find_dates(text: str, language: str | None = None) -> list[FoundDate]:
    """Return all dates in a text, in text order.

    Args:
        text: The text.
        language: BCP 47 tag of the text; see `iso_date`.
    """
    dates: list[FoundDate] = []
    if not has_year(text):
        return dates
    for pattern in _DATE_PATTERNS:
        for match in pattern.finditer(text):
            iso = _iso_of_match(match, language)
            window_start = max(0, match.start() - _TIME_BEFORE_WINDOW)
            time_before = _TIME_BEFORE.search(text, window_start, match.start())
            if iso and "T" not in iso and time_before:
                iso = _with_time(date.fromisoformat(iso), time_before.groupdict())
            overlaps = any(
                other.start < match.end() and match.start() < other.end for other in dates
            )
            if iso and not overlaps:
                dates.append(FoundDate(iso, match.start(), match.end()))
    return sorted(dates, key=lambda found: found.start)


def _iso_of_match(match: re.Match[str], language: str | None) -> str | None:
    parts = match.groupdict()
    try:
        day = date(int(parts["year"]), *_month_and_day(parts, language))
    except ValueError:
        return None
    if day.year < _EARLIEST_YEAR:
        return None
    if parts["hour"] is None:
        return day.isoformat()
    return _with_time(day, parts)


def _with_time(day: date, parts: dict[str, str | None]) -> str:
    """Return a timestamp: a date combined with the time and zone groups of a match."""
    hour = int(str(parts["hour"]))
    if parts["meridiem"]:
        hour = hour % 12 + 12 * (parts["meridiem"] in "pP")
    clock = time(hour, int(str(parts["minute"])), int(parts.get("second") or 0))
    offset = _utc_offset(parts["zone"])
    zone = None if offset is None else timezone(offset)
    return datetime.combine(day, clock, zone).isoformat()


def _month_and_day(parts: dict[str, str | None], language: str | None) -> tuple[int, int]:
    if parts.get("month_name"):
        name = _MISSING_SPACE.split(str(parts["month_name"]))[-1]
        return _month_number(name, language), int(str(parts["day"]))
    if parts.get("month"):
        return int(str(parts["month"])), int(str(parts["day"]))
    first, second = int(str(parts["first_number"])), int(str(parts["second_number"]))
    month_first = parts["separator"] == "/" and (language or "en").lower() in ("en", "en-us")
    if second > 12 or (month_first and first <= 12):
        return first, second
    return second, first


def _month_number(name: str, language: str | None) -> int:
    """Return the number of a month, 1 to 12.

    Raises:
        ValueError: The name is not a month in English or in the given language.
    """
    try:
        return _MONTHS.index(name[:3].lower()) + 1
    except ValueError:
        if not language or language.lower().startswith("en"):
            raise
    number = _foreign_month_number(name.lower(), language.split("-")[0].lower())
    if not number:
        raise ValueError(name)
    return number


@lru_cache(maxsize=256)
def _foreign_month_number(name: str, language: str) -> int:
    """Return the number of a month in a language other than English, 0 if it is not a month."""
    import dateparser

    try:
        parsed = dateparser.parse(f"1 {name} 2000", languages=[language])
    except ValueError:  # dateparser does not support the language
        return 0
    return parsed.month if parsed and (parsed.year, parsed.day) == (2000, 1) else 0


def _utc_offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone in _ZONES:
        return timedelta(hours=_ZONES[zone])
    match = re.search(r"([+-])(\d\d):?(\d\d)", zone)
    if not match:
        return None
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return None if offset > _MAX_UTC_OFFSET else -offset if sign == "-" else offset


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
        is_zone_offset = abs(offset) <= _MAX_UTC_OFFSET and not offset % _QUARTER_HOUR
        if offset and is_consistent and is_zone_offset:
            return utc.astimezone(timezone(offset)).isoformat()
    return moment
