"""Marked dates: a line with a mark in place of each date, so that its form can be read."""

from __future__ import annotations

import re

from cleanarticle.bylines.labels import DATE_LABELS
from cleanarticle.dates.calendar_names import ANY_LANGUAGE, is_weekday
from cleanarticle.dates.lunar_hijri import LUNAR_DATE
from cleanarticle.dates.numerals import with_ascii_digits
from cleanarticle.dates.search import find_dates, has_year
from cleanarticle.phrases.phrase_set import load_labels

DATE_MARK = "\x00"
"""Stands for a date; no text of a page contains it."""

_ARTICLE_BEFORE = re.compile(r"(?<!\S)(?:de|den|the)(?=\s\Z)")
_WORD_BEFORE = re.compile(r"(?<!\S)(?P<word>[^\W\d_]\S*?)(?P<sign>[.,]?)\s\Z")
_TIME_BEFORE = re.compile(r"\b\d?\d[:.h][0-5]\d(?:\s?(?i:[ap]\.?m)\b\.?)?(?:\s[A-Z]{2,5})?,?\s\Z")
"""A word and a time before a date."""

_YEAR_AFTER = re.compile(r"\.?(?:\s(?:r|г|g|m)\b\.?|\s?م(?!\w))?")
_WEEKDAY_AFTER = re.compile(r",?\s?[（(]?\b(?P<word>[^\W\d_][^\W_]*(?:-[^\W_]+)?)\b[)）]?")
"""The word for "year", and a weekday, behind a date."""

_AFTER = re.compile(
    r"(?:(?:[\s,|·•@(–—T-]|\b(?:at|um|à|às|a\slas|alle(?:\sore)?|ore|om|o|ob|klo?|godz|στις|в|v|saat|lúc"
    r"|오전|오후|午前|午後|上午|下午)\b\.?"
    r"){0,5}\d?\d\s?[:.h時时시点點]\s?[0-5]\d[分분]?(?:[:.][0-5]\d)?(?![.\d])\)?"
    r"(?:\s?(?i:[ap]\.?m)\b\.?)?(?:\s?(?:[A-Z]{2,5}|h)\b\.?)?(?:\s?\(?[+-]\d\d:?\d\d\)?)?)?"
    r"(?:\s?(?:Uhr|uur|hrs?)\b\.?)?"
)
"""A time behind a date."""

_TWICE = re.compile(rf"{DATE_MARK}\s?[-–/|،]?\s?(?:الموافق\s)?{DATE_MARK}")
"""The same day in two calendars."""

_REACH = 60
"""Characters before a date that are searched for its time and weekday. Chosen by hand."""


def mark_dates(text: str) -> str:
    """Return a text with a mark in place of each date and of the weekday and time beside it."""
    if not has_year(text):
        return text
    for date in reversed(find_dates(text, ANY_LANGUAGE)):
        text = f"{text[: _start(text, date.start)]}{DATE_MARK}{text[_end(text, date.end) :]}"
    return _TWICE.sub(DATE_MARK, LUNAR_DATE.sub(DATE_MARK, with_ascii_digits(text)))


def _start(text: str, start: int) -> int:
    """Return where the time, the preposition and the weekday before a date begin."""
    reach = max(0, start - _REACH)
    if article := _ARTICLE_BEFORE.search(text, reach, start):
        start = article.start()
    word = _WORD_BEFORE.search(text, reach, start)
    if word and _may_be_weekday(text, word) and is_weekday(word["word"]):
        start = word.start()
        word = _WORD_BEFORE.search(text, reach, start)
    if word and not word["sign"] and word["word"] in load_labels("date_prepositions"):
        start = word.start()
    time = _TIME_BEFORE.search(text, reach, start)
    return time.start() if time else start


def _may_be_weekday(text: str, word: re.Match[str]) -> bool:
    """Return False for a short word in a line, which is rather the end of a name: "Jack Ma"."""
    if word["sign"] or len(word["word"]) > _MAX_SHORT:
        return True
    before = text[: word.start()].rstrip(" |•·–—-\n\t:")
    return (
        not before
        or load_labels(*DATE_LABELS, "date_prepositions").start(before, len(before)) is not None
    )


_MAX_SHORT = 3
"""Longest abbreviation of a weekday, in characters."""


def _end(text: str, end: int) -> int:
    """Return where the word for "year", the weekday and the time behind a date end."""
    end = _match_end(_YEAR_AFTER, text, end)
    weekday = _WEEKDAY_AFTER.match(text, end)
    if weekday and is_weekday(weekday["word"]):
        end = weekday.end()
    return _match_end(_AFTER, text, end)


def _match_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Return where the match of a pattern that also matches nothing ends."""
    match = pattern.match(text, start)
    return match.end() if match else start
