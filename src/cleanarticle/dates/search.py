"""Search for dates in text of all languages: month names, numerals, orders of day and month."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.characters import JOINERS, ZERO_WIDTH
from cleanarticle.dates import solar_hijri
from cleanarticle.dates.calendar_names import (
    WORD,
    any_month_number,
    fold,
    is_month_first,
    is_year_first,
    month_number,
    weekdays_named,
)
from cleanarticle.dates.clock import TIME, TIME_AND_YEAR, TIME_BEFORE, TIME_BEFORE_WINDOW, with_time
from cleanarticle.dates.fillers import MAX_GAP, is_filler, is_marked_month, is_only_fillers
from cleanarticle.dates.numerals import Number, numbers_in, with_ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = re.compile(r"\d{4}|[./'’-]\d\d(?!\d)|年")
_TWO_DIGITS = re.compile(r"\d\d|年")
_ONE_DIGIT = re.compile(r"[\d年]")

_MAX_NAME_WORDS = 5
"""Maximum words of a month name in CLDR ("Mweri wa ikũmi na ũmwe" in Embu)."""

_SEPARATOR = re.compile(
    rf"[\s{ZERO_WIDTH}{JOINERS}]{{0,2}}([/.\u2010-\u2012-])[\s{ZERO_WIDTH}{JOINERS}]{{0,2}}"
)
"""Punctuation between the numbers of a numeric date."""

_DAY_UNIT = re.compile(r"\s?[日号號일]")

_RANGE_START = re.compile(r"\d\s?[/.:–—-]$")
"""The end of a text before a number that belongs to it: "3-5 May", "1.2.3.2024"."""

_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[,، ]*$")
_NUMBER_AFTER = re.compile(r"[/.:-]\d")

_MISSING_SPACE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""The boundary between a name and a month that touch, as in "Ann LeeMay 5" and "Bo Ek IIIMay 5":
elements without whitespace between them."""

_EARLIEST_YEAR = 1990
"""The year of the first web page. Earlier years are usually founding dates."""

_THAI = re.compile("[\u0e00-\u0e7f]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_BUDDHIST_OFFSET = 543
"""Years by which the Thai calendar is ahead."""


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


def find_dates(text: str, language: str | None = None) -> list[FoundDate]:
    """Return all dates in a text, in text order, in time linear in its length.

    Args:
        text: The text.
        language: BCP 47 tag of the text. It selects the language of month names and the order of
            day and month; "en", "en-US" and None mean month before day in "05/04/2024". Dates with
            two-digit years are only read if the language settles their order. `ANY_LANGUAGE` reads
            the names of months of all languages, also short ones.
    """
    if not _TWO_DIGITS.search(text):
        return []
    return list(_DateReader(with_ascii_digits(text), language).read())


def has_number(text: str) -> bool:
    """Return True if a text has what every date has: a digit, or the unit of a Chinese year."""
    return _ONE_DIGIT.search(text) is not None


def has_year(text: str) -> bool:
    """Return True if a text has digits that can be the year of a date."""
    return _YEAR.search(text) is not None


def is_plausible_year(year: int) -> bool:
    """Return True if a page can be of a year: not before the web, and at most next year."""
    return _EARLIEST_YEAR <= year <= datetime.now(UTC).year + 1


class _FoundDay(NamedTuple):
    """A date in a text, and the time if it is inside of the date."""

    day: date
    start: int
    end: int
    clock: dict[str, str | None] | None = None


class _DateReader:
    """Reads the dates of a text, which begin with a number or with a month before it.

    Args:
        text: The text, with ASCII digits.
        language: BCP 47 tag of the text, None if unknown.
    """

    def __init__(self, text: str, language: str | None) -> None:
        self._text = text
        self._language = language
        self._numbers = numbers_in(text)

    def read(self) -> Iterator[FoundDate]:
        """Yield the dates in text order."""
        end = 0
        for index, number in enumerate(self._numbers):
            if number.start < end:
                continue
            found = self._day_at(index)
            if found and found.start >= end:
                date = self._with_time_around(found, end)
                end = date.end
                yield date

    def _with_time_around(self, found: _FoundDay, previous_end: int) -> FoundDate:
        day, start, end, clock = found
        after = None if clock else TIME.match(self._text, end)
        if after:
            clock, end = after.groupdict(), after.end()
        elif not clock:
            window_start = max(previous_end, start - TIME_BEFORE_WINDOW)
            before = TIME_BEFORE.search(self._text, window_start, start)
            clock = before and before.groupdict()
        return FoundDate(with_time(day, clock) if clock else day.isoformat(), start, end)

    def _day_at(self, index: int) -> _FoundDay | None:
        start = self._numbers[index].start
        if _RANGE_START.search(self._text, max(0, start - 3), start):
            return None
        for read in (self._numeric, self._month_between, self._month_before, self._month_after):
            try:
                found = read(index)
            except ValueError:  # There is no such day, as in "31 June".
                continue
            if found:
                return found
        return None

    def _numeric(self, index: int) -> _FoundDay | None:
        """Read a month that is a number: "14.03.2026", "2026年3月14日", "14 tháng 3, 2026"."""
        numbers = self._numbers[index : index + 3]
        if len(numbers) < 3:
            return None
        first, second, third = numbers
        if second.digits > 2:
            return None
        gaps = self._gap(index), self._gap(index + 1)
        separator = "month" if is_marked_month(*gaps) else _common_separator(*gaps)
        if separator is None:
            return None
        if first.digits == 4 and third.digits <= 2:
            if separator == " " and (second.digits, third.digits) != (2, 2):
                return None
            day = self._day_of_year(*numbers)
        elif first.digits <= 2 and third.digits == 4 and separator != " ":
            day = self._day_before_year(separator, first, second, self._year(third))
        elif separator in "/.-" and self._is_certain_short_date(separator, numbers):
            day = self._day_before_year(separator, first, second, self._short_year(third))
        else:
            return None
        unit = _DAY_UNIT.match(self._text, third.end)
        return _FoundDay(day, first.start, unit.end() if unit else third.end)

    def _day_of_year(self, year: Number, month: Number, day: Number) -> date:
        if not is_plausible_year(year.value) and self._is_persian():
            return _plausible(solar_hijri.to_gregorian(year.value, month.value, day.value))
        return date(self._year(year), month.value, day.value)

    def _day_before_year(self, separator: str, first: Number, second: Number, year: int) -> date:
        month_first = separator == "/" and is_month_first(self._language or "en")
        if second.value > 12 or (month_first and first.value <= 12):
            day, other = (first.value, second.value), (second.value, first.value)
        else:
            day, other = (second.value, first.value), (first.value, second.value)
        if max(day) <= 12 and self._is_weekday_of(date(year, *other), date(year, *day), first):
            return date(year, *other)
        return date(year, *day)

    def _is_weekday_of(self, day: date, other: date, number: Number) -> bool:
        """Return True if the weekday before a number is that of one day and not of another.

        Content systems write "Mo, 03/06/2023" with the month first in all languages.
        """
        word = _WORD_BEFORE.search(self._text[max(0, number.start - MAX_GAP) : number.start])
        weekdays = weekdays_named(word[1]) if word else []
        return day.weekday() in weekdays and other.weekday() not in weekdays

    def _is_certain_short_date(self, separator: str, numbers: list[Number]) -> bool:
        """Return True if "14.03.26" is day, month and year, or "3/14/26" month, day and year."""
        first, second, third = numbers
        language = (self._language or "").lower()
        is_padded = separator == "/" or first.digits == second.digits == 2  # else a version
        if not language or is_year_first(language) or third.digits != 2 or not is_padded:
            return False
        if _NUMBER_AFTER.match(self._text, third.end):
            return False
        return not language.startswith("en") or first.value > 12 or second.value > 12

    def _month_between(self, index: int) -> _FoundDay | None:
        """Read a month name between two numbers: "14. mai 2026", "2026. március 14."."""
        if index + 1 == len(self._numbers):
            return None
        first, second = self._numbers[index : index + 2]
        gap = self._gap(index)
        if first.digits <= 2 and (second.digits == 4 or self._is_short_year(second, gap)):
            year, day = second, first
        elif first.digits == 4 and second.digits <= 2:
            year, day = first, second
        else:
            return None
        if solar := solar_hijri.MONTHS.get(gap.strip()):
            day_found = solar_hijri.to_gregorian(year.value, solar, day.value)
            return _FoundDay(_plausible(day_found), first.start, second.end)
        month = self._month_in(gap)
        if month is None:
            return None
        number = self._year(year) if year.digits == 4 else self._short_year(year)
        return _FoundDay(date(number, month, day.value), first.start, second.end)

    def _month_before(self, index: int) -> _FoundDay | None:
        """Read a month name before the day, the year after it: "May 4, 2024"."""
        day = self._numbers[index]
        if day.digits > 2:
            return None
        text_start = max(self._numbers[index - 1].end if index else 0, day.start - MAX_GAP)
        before = self._text[text_start : day.start]
        unix = TIME_AND_YEAR.match(self._text, day.end)
        if not unix and not self._is_year_after(index):
            return None
        month, offset = self._month_at_end(before)
        if month is None:
            return None
        if unix:
            year, end = int(unix["year"]), unix.end()
        else:
            year, end = self._year(self._numbers[index + 1]), self._numbers[index + 1].end
        if not is_plausible_year(year):
            return None
        clock = unix and unix.groupdict()
        return _FoundDay(date(year, month, day.value), text_start + offset, end, clock)

    def _month_after(self, index: int) -> _FoundDay | None:
        """Read a month name after year and day: "2026. gada 14. marts" in Latvian."""
        if index + 1 == len(self._numbers):
            return None
        year, day = self._numbers[index : index + 2]
        gap = self._gap(index)
        if year.digits != 4 or day.digits > 2 or not is_only_fillers(gap) or not WORD.search(gap):
            return None
        after = self._gap(index + 1)
        words = list(WORD.finditer(after))[:_MAX_NAME_WORDS]
        for word in reversed(words):
            month = self._month_in(after[: word.end()])
            if month:
                end = day.end + word.end()
                return _FoundDay(date(self._year(year), month, day.value), year.start, end)
        return None

    def _gap(self, index: int) -> str:
        """Return the text between a number and the next one, or the end of the text."""
        start = self._numbers[index].end
        is_last = index + 1 == len(self._numbers)
        return self._text[start : len(self._text) if is_last else self._numbers[index + 1].start]

    def _month_in(self, gap: str) -> int | None:
        """Return the month whose name is a text, apart from punctuation and fillers."""
        words = list(WORD.finditer(gap)) if len(gap) <= MAX_GAP else []
        fillers = [is_filler(word[0]) for word in words]
        for first in range(len(words)):
            for last in reversed(range(first, len(words))):
                start, end = words[first].start(), words[last].end()
                month = any_month_number(fold(gap[start:end]), self._language)
                if month:
                    is_alone = is_only_fillers(gap[:start]) and is_only_fillers(gap[end:])
                    return month if is_alone else None
                if not fillers[last]:
                    break
            if not fillers[first]:
                break
        return None

    def _month_at_end(self, text: str) -> tuple[int | None, int]:
        """Return the month whose name ends a text, and the index of the name."""
        words = list(WORD.finditer(text))
        while words and is_filler(words[-1][0]):
            del words[-1]
        if not words or not is_only_fillers(text[words[-1].end() :]):
            return None, 0
        for word in words[-_MAX_NAME_WORDS:]:
            month = month_number(fold(text[word.start() : words[-1].end()]), self._language)
            if month:
                return month, word.start()
        last = words[-1]
        name = _MISSING_SPACE.split(last[0])[-1]
        return month_number(fold(name), self._language), last.end() - len(name)

    def _is_year_after(self, index: int) -> bool:
        if index + 1 == len(self._numbers) or self._numbers[index + 1].digits != 4:
            return False
        return is_only_fillers(self._gap(index))

    def _year(self, number: Number) -> int:
        """Return the year that a number of four digits is.

        Raises:
            ValueError: No page can be of that year.
        """
        year = number.value
        if not is_plausible_year(year) and self._is_thai():
            year -= _BUDDHIST_OFFSET
        if not is_plausible_year(year):
            raise ValueError(year)
        return year

    def _is_short_year(self, number: Number, gap: str) -> bool:
        """Return True if a number of two digits after a month name is a year: "14-Mar-26"."""
        is_marked = gap[-1:] in ("'", "’") or (gap[:1] == gap[-1:] == "-")
        return number.digits == 2 and (is_marked or _THAI.search(gap) is not None)

    def _short_year(self, number: Number) -> int:
        """Return the year that a number of two digits is.

        Thai years of two digits are those of the Thai calendar if the other reading is impossible.

        Raises:
            ValueError: No page can be of that year.
        """
        years = [2000 + number.value, 1900 + number.value]
        if self._is_thai():
            years.append(2500 - _BUDDHIST_OFFSET + number.value)
        plausible = list(filter(is_plausible_year, years))
        if not plausible:
            raise ValueError(number.value)
        return plausible[0]

    def _is_persian(self) -> bool:
        return (self._language or "")[:2].lower() == "fa" or _ARABIC.search(self._text) is not None

    def _is_thai(self) -> bool:
        return (self._language or "")[:2].lower() == "th" or _THAI.search(self._text) is not None


def _plausible(day: date) -> date:
    """Return a day.

    Raises:
        ValueError: No page can be of its year.
    """
    if not is_plausible_year(day.year):
        raise ValueError(day)
    return day


def _common_separator(before: str, after: str) -> str | None:
    """Return the punctuation that stands twice between the numbers of a date; None if none does."""
    if before == after == " ":
        return " "
    first, second = _SEPARATOR.fullmatch(before), _SEPARATOR.fullmatch(after)
    return first[1] if first and second and first[1] == second[1] else None
