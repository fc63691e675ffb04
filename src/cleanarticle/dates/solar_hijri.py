"""The Solar Hijri calendar of Iran and Afghanistan, whose year begins at the spring equinox."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "فروردین حمل", "اردیبهشت ثور", "خرداد جوزا", "تیر سرطان", "مرداد اسد", "شهریور سنبله",
            "مهر میزان", "آبان عقرب", "آذر قوس", "دی جدی", "بهمن دلو", "اسفند حوت",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
"""Numbers of the months by their names in Iran and in Afghanistan."""

_LENGTHS = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30)
_DAYS_BEFORE = (0, *accumulate(_LENGTHS))
_EPOCH = date(622, 3, 21).toordinal()
"""The first day of the first year, in the proleptic Gregorian calendar, as the cycle has it."""


def to_gregorian(year: int, month: int, day: int) -> date:
    """Return the day of the Gregorian calendar, by the 33-year cycle of leap years.

    It was compared with the official new years of 1370, 1375, 1380, 1387 and later ones, to 1405
    (2026).

    Raises:
        ValueError: There is no such day.
    """
    is_last_of_leap_year = month == 12 and day == 30 and _leap_days(year) > _leap_days(year - 1)
    if not 1 <= month <= 12 or not (1 <= day <= _length(month) or is_last_of_leap_year):
        raise ValueError(f"{year}-{month}-{day}")
    days = 365 * (year - 1) + _leap_days(year - 1) + _DAYS_BEFORE[month - 1] + day - 1
    return date.fromordinal(_EPOCH + days)


def _length(month: int) -> int:
    return 29 if month == 12 else _LENGTHS[month - 1]


def _leap_days(year: int) -> int:
    """Return the number of leap days up to the end of a year."""
    return (8 * year + 29) // 33
