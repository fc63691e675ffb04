"""Dates: what pages write for people or machines, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR = r"(?:19|20)\d\d"
_ANY_YEAR = re.compile(_YEAR)
_TIME = (
    r"(?:(?:[T,\s|@•·–—-]|\bat\b|\bum\b|\bà\b|\ba las\b|年|日){0,4}"
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[aApP])\.?[mM](?![a-z])\.?)?"
    r"(?:\s*\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+-]\d\d:?\d\d\b|[A-Z]{2,4}\b))?)?"
)
_DATES = tuple(
    re.compile(rf"(?<![\d/.-])(?:{day}){_TIME}")
    for day in (
        rf"(?P<year>{_YEAR})\s?[-/.年\s]\s?(?P<month>1[0-2]|0?[1-9])\s?[-/.月\s]\s?"
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?",
        r"(?P<name>[^\W\d_]{3,12})\.?\s{0,2}(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:,\s*|\s+)"
        rf"(?P<year>{_YEAR})(?!\d)",
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|\.|er)?[\s/-](?:de\s)?(?P<name>[^\W\d_]{3,12})"
        rf"\.?,?[\s/-](?:de\s)?(?P<year>{_YEAR})(?!\d)",
        rf"(?P<year>{_YEAR})\s(?P<name>[^\W\d_]{{3,12}})\.?\s(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)",
        rf"(?P<first>\d\d?)(?P<mark>[/.-])(?P<second_number>\d\d?)(?P=mark)(?P<year>{_YEAR})(?!\d)",
    )
)
"""Year first; month's name first; day before a month's name; year before it, as libraries write;
numbers with the year last."""

_TIME_BEFORE = re.compile(
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\s?(?:(?P<half>[aApP])\.?[mM]\.?)?\s?"
    r"(?P<zone>[A-Z]{3,4}\b)?[,\s|·•-]{0,3}(?:[^\W\d_]{2,9}\.?,?\s)?$"
)
"""A time before a date: "8:00 PM EST, Tue "."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "AEST": 10, "AEDT": 11,
    "ACST": 9.5, "AWST": 8, "JST": 9, "KST": 9, "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Hours east of Greenwich, of the names in RFC 5322 and those that mean one zone only; "IST" and
"BST" mean two or three, and "ET" depends on the season."""

_WITHOUT_SPACE = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a name and a month's touch, as in "Ann LeeMay 5": mark-up alone keeps them apart."""

_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_MACHINE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?")
_EARLIEST = 1990
"""No page of the web is older; an earlier year is a founding date. The web's first is of 1990."""

_LATEST = 2099
"""Later years are placeholders for "never"."""

_FAR_ZONE = timedelta(hours=14)
_QUARTER = timedelta(minutes=15)


class FoundDate(NamedTuple):
    """A date in a text.

    Attributes:
        iso: ISO 8601: the day, with time and offset as far as the text has them.
        start: Where in the text it begins.
        end: Where it ends.
    """

    iso: str
    start: int
    end: int


def iso_date(text: str, language: str | None = None) -> str | None:
    """A date that stands alone in a text, as ISO 8601; None if there is none.

    What is ISO 8601 already is left as it is. Numbers of seconds or milliseconds since 1970 are
    dates too.

    Args:
        text: The text.
        language: Its BCP 47 tag: in which language months are named, and, for "en-US", that the
            month goes before the day.
    """
    text = text.strip()
    if _MACHINE.fullmatch(text):
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return text.replace(" ", "T", 1) if _EARLIEST <= found.year <= _LATEST else None
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    return next((one.iso for one in find_dates(text, language)), None)


def day_of(iso: str) -> str:
    """The day of a moment that `iso_date` gave."""
    return iso[:_DAY]


_DAY = len("2000-01-01")


def has_year(text: str) -> bool:
    """Whether a text has what may be a year; without one it has no date."""
    return _ANY_YEAR.search(text) is not None


def find_dates(text: str, language: str | None = None) -> list[FoundDate]:
    """The dates in a text, in its order; see `iso_date`."""
    found: list[FoundDate] = []
    if not has_year(text):
        return found
    for pattern in _DATES:
        for match in pattern.finditer(text):
            iso = _iso(match, language)
            before = _TIME_BEFORE.search(text, max(0, match.start() - 30), match.start())
            if iso and "T" not in iso and before:
                iso = _at(date.fromisoformat(iso), before.groupdict())
            if iso and not any(
                one.start < match.end() and match.start() < one.end for one in found
            ):
                found.append(FoundDate(iso, match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def _iso(match: re.Match[str], language: str | None) -> str | None:
    parts = match.groupdict()
    try:
        day = date(int(parts["year"]), *_month_and_day(parts, language))
    except ValueError:
        return None
    if day.year < _EARLIEST:
        return None
    if parts["hour"] is None:
        return day.isoformat()
    return _at(day, parts)


def _at(day: date, parts: dict[str, str | None]) -> str:
    """A day with the time and zone of a match."""
    hour = int(str(parts["hour"]))
    if parts["half"]:
        hour = hour % 12 + 12 * (parts["half"] in "pP")
    clock = time(hour, int(str(parts["minute"])), int(parts.get("second") or 0))
    offset = _offset(parts["zone"])
    zone = None if offset is None else timezone(offset)
    return datetime.combine(day, clock, zone).isoformat()


def _month_and_day(parts: dict[str, str | None], language: str | None) -> tuple[int, int]:
    if parts.get("name"):
        name = _WITHOUT_SPACE.split(str(parts["name"]))[-1]
        return _month(name, language), int(str(parts["day"]))
    if parts.get("month"):
        return int(str(parts["month"])), int(str(parts["day"]))
    first, second = int(str(parts["first"])), int(str(parts["second_number"]))
    month_first = parts["mark"] == "/" and (language or "en").lower() in ("en", "en-us")
    if second > 12 or (month_first and first <= 12):
        return first, second
    return second, first


def _month(name: str, language: str | None) -> int:
    """The number of a month.

    Raises:
        ValueError: It is no month's name.
    """
    try:
        return _MONTHS.index(name[:3].lower()) + 1
    except ValueError:
        if not language or language.lower().startswith("en"):
            raise
    found = _named_month(name.lower(), language.split("-")[0].lower())
    if not found:
        raise ValueError(name)
    return found


@lru_cache(maxsize=256)
def _named_month(name: str, language: str) -> int:
    """The number of a month in another language than English; 0 if it is no month's name."""
    import dateparser

    try:
        found = dateparser.parse(f"1 {name} 2000", languages=[language])
    except ValueError:  # a language that dateparser does not know
        return 0
    return found.month if found and (found.year, found.day) == (2000, 1) else 0


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone in _ZONES:
        return timedelta(hours=_ZONES[zone])
    numbers = re.search(r"([+-])(\d\d):?(\d\d)", zone)
    if not numbers:
        return None
    sign, hours, minutes = numbers.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return None if offset > _FAR_ZONE else -offset if sign == "-" else offset


def in_local_time(moment: str, shown: Iterable[str]) -> str:
    """A moment in the time zone in which the page shows it.

    Machines are told the time in UTC, readers the time where the site is; the difference of the
    two is the site's zone.

    Args:
        moment: ISO 8601; without time, or with another offset than that of UTC, it is left as it
            is.
        shown: What the page shows, ISO 8601.

    Returns:
        The same moment, with another offset where one of `shown` is that moment in another zone.
    """
    told = datetime.fromisoformat(moment)
    if told.utcoffset() != timedelta(0):
        return moment
    minute = told.replace(second=0, microsecond=0)
    for seen in map(datetime.fromisoformat, (one for one in shown if "T" in one)):
        ahead = seen.replace(second=0, microsecond=0, tzinfo=UTC) - minute
        agreed = seen.tzinfo is None or seen.utcoffset() == ahead
        if ahead and agreed and abs(ahead) <= _FAR_ZONE and not ahead % _QUARTER:
            return told.astimezone(timezone(ahead)).isoformat()
    return moment
