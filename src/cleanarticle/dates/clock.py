"""Clock: the times beside dates, and their zones."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

TIME = re.compile(
    r"(?:\(\w{1,3}\)|[T,\s|@•·–—-]|\bat\b|\bum\b|\bà\b|\ba las\b|г\.){0,4}"
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<meridiem>[aApP])\.?[mM](?![a-z])\.?)?"
    r"(?:\s?\(?(?P<zone>Z\b|(?:UTC|GMT)\s?[+-]\d\d?(?::?\d\d)?\b|[+-]\d\d:?\d\d\b|[A-Z]{2,4}\b)\)?)?"
)
"""A time after a date."""

TIME_BEFORE = re.compile(
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\s?(?:(?P<meridiem>[aApP])\.?[mM]\.?)?\s?"
    r"(?P<zone>[A-Z]{3,4}\b)?[,\s|·•-]{0,3}(?:[^\W\d_]{2,9}\.?,?\s)?$"
)
"""A time directly before a date, as in "8:00 PM EST, Tue May 4, 2024"."""

TIME_BEFORE_WINDOW = 30
"""Characters before a date that are searched for its time. Chosen by hand."""

TIME_AND_YEAR = re.compile(
    r"\s(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d)"
    r"(?:\s(?P<meridiem>[AP])M)?(?:\s(?P<zone>[A-Z]{1,5}|[+-]\d{4}))?\s(?P<year>\d{4})(?!\d)"
)
"""The text after the day in dates of Unix: "Sat Mar 14 09:30:00 CET 2026"."""

_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "AEST": 10, "AEDT": 11,
    "ACST": 9.5, "AWST": 8, "JST": 9, "KST": 9, "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Hours east of UTC by zone abbreviation: those in RFC 5322 and other unambiguous ones. "IST" and
"BST" each name two or three zones, and "ET" depends on the season, so they are not listed."""

_OFFSET = re.compile(r"([+-])(\d\d?)(?::?(\d\d))?")
MAX_UTC_OFFSET = timedelta(hours=14)


def with_time(day: date, parts: dict[str, str | None]) -> str:
    """Return a timestamp.

    Args:
        day: The date.
        parts: The texts of hour, minute, second, meridiem and zone; the last three can be missing.
    """
    hour = int(str(parts["hour"]))
    meridiem, zone = parts.get("meridiem"), parts.get("zone")
    if meridiem:
        hour = hour % 12 + 12 * (meridiem in "pP")
    clock = time(hour, int(str(parts["minute"])), int(parts.get("second") or 0))
    offset = _utc_offset(zone)
    return datetime.combine(day, clock, None if offset is None else timezone(offset)).isoformat()


def _utc_offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone in _ZONES:
        return timedelta(hours=_ZONES[zone])
    match = _OFFSET.search(zone)
    if not match:
        return None
    sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return None if offset > MAX_UTC_OFFSET else -offset if sign == "-" else offset
