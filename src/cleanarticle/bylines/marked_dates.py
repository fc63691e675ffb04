"""Marked dates: a line with a mark in place of each date, so that its form can be read."""

from __future__ import annotations

import re

from cleanarticle.bylines.words import WEEKDAY
from cleanarticle.dates.month_names import ANY_LANGUAGE
from cleanarticle.dates.search import find_dates, has_year

DATE_MARK = "\x00"
"""Stands for a date; no text of a page contains it."""

_BEFORE = re.compile(
    r"(?:\d?\d[:.h][0-5]\d(?:\s?(?i:[ap]\.?m)\b\.?)?(?:\s[A-Z]{2,5})?,?\s)?"
    rf"(?:\b(?:on|am|le|el|il|em|op|den|dne|dnia|στις|vom)\s)?(?:\b(?i:{WEEKDAY})[.,]?\s)?"
    r"(?:(?:de|den|the)\s)?\Z"
)
"""A time, a preposition and a weekday before a date."""

_AFTER = re.compile(
    rf"\.?(?:\s(?:r|г|g|m)\b\.?)?(?:,?\s?[（(]?\b(?i:{WEEKDAY})\b[)）]?)?"
    r"(?:(?:[\s,|·•@(–—T-]|\b(?:at|um|à|às|a\slas|alle(?:\sore)?|ore|om|o|ob|klo?|godz|στις|в|v|saat|lúc"
    r"|오전|오후|午前|午後|上午|下午)\b\.?"
    r"){0,5}\d?\d\s?[:.h時时시点點]\s?[0-5]\d[分분]?(?:[:.][0-5]\d)?(?![.\d])\)?"
    r"(?:\s?(?i:[ap]\.?m)\b\.?)?(?:\s?(?:[A-Z]{2,5}|h)\b\.?)?(?:\s?\(?[+-]\d\d:?\d\d\)?)?)?"
    r"(?:\s?(?:Uhr|uur|hrs?)\b\.?)?"
)
"""The word for "year", a weekday and a time behind a date."""

_REACH = 60
"""Characters before a date that are searched for its time and weekday. Chosen by hand."""


def mark_dates(text: str) -> str:
    """Return a text with a mark in place of each date and of the weekday and time beside it."""
    if not has_year(text):
        return text
    for date in reversed(find_dates(text, ANY_LANGUAGE)):
        before = _BEFORE.search(text, max(0, date.start - _REACH), date.start)
        after = _AFTER.match(text, date.end)
        start = date.start if before is None else before.start()
        end = date.end if after is None else after.end()
        text = f"{text[:start]}{DATE_MARK}{text[end:]}"
    return text
