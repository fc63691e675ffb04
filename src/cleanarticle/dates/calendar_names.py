"""Names of months and weekdays from Unicode CLDR, in a generated table.

`scripts/calendar_names.py` writes the table. It is loaded when the first date with a word is read.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from importlib import resources
from typing import NamedTuple

from cleanarticle.characters import BIDI_CONTROLS, JOINERS, ZERO_WIDTH

TABLE_NAME = "calendar_names.json"

_NOT_IN_WORDS = (
    r"\s\d_!-/:-@\[-`{-~\u00a1-\u00bf\u05be\u060c\u061b\u061f\u0964\u104a\u104b\u1361-\u1368"
    r"\u2000-\u206f\u2e41\u3000-\u3006\u3008-\u303f\uff01-\uff0f\ufeff"
)
"""Whitespace, digits and the punctuation of all scripts. Combining marks are parts of words, so
words cannot be matched by their letters alone."""

WORD = re.compile(rf"[^{_NOT_IN_WORDS}]+")

_FOLDED_AWAY = re.compile(rf"[\u0300-\u036f{ZERO_WIDTH}{JOINERS}{BIDI_CONTROLS}\s.'’ʼʻ`´‐-]")

_MIN_FOREIGN_LENGTH = 5
"""Minimum letters of a Latin name in another language than the page's. Shorter ones are also words
of other languages: "luna", "nova", "out"."""

_ANY_LENGTH = 0

ANY_LANGUAGE = "mul"
"""The tag for text in several languages."""

_MIN_SHARING_LANGUAGES = 3
"""Number of languages that make a shorter name safe, such as "mai"."""

_MIN_AGREEMENT = 0.9
"""Minimum share of the languages with a name in which it is the same month. "listopad" is October
in Croatian and November in Czech; "mai" is May in 25 languages and August in one."""


class _Table(NamedTuple):
    """The generated table.

    Attributes:
        names: Names by language: those of a month separated by spaces, months by "|".
        before: Words that make the number after them a month, as in "tháng 3".
        after: Words that make the number before them a month, as in "3월".
        fillers: Words between the parts of a date, as in "14 de marzo de 2026".
        month_first: Locales that write the month before the day in numeric dates.
        year_first: Locales that write the year first in numeric dates.
        weekdays: Names of Monday, of Tuesday, and so on, in the languages of `data/phrases`. Some
            are names of several days: "do" is Thursday in German and Sunday in Portuguese.
    """

    names: dict[str, str]
    before: frozenset[str]
    after: frozenset[str]
    fillers: frozenset[str]
    month_first: frozenset[str]
    year_first: frozenset[str]
    weekdays: tuple[frozenset[str], ...]


_SETS = ("before", "after", "fillers", "month_first", "year_first")


@cache
def load_table() -> _Table:
    """Return the table, parsed once per process."""
    file = resources.files("cleanarticle").joinpath(f"data/{TABLE_NAME}")
    table = json.loads(file.read_text("utf-8"))
    weekdays = tuple(frozenset(names.split()) for names in table["weekdays"].split("|"))
    sets = {key: frozenset(table[key].split()) for key in _SETS}
    return _Table(names=table["names"], weekdays=weekdays, **sets)


def fold(text: str) -> str:
    """Return a name without case, Latin and Greek accents, dots, spaces and apostrophes."""
    folded = unicodedata.normalize("NFD", text.casefold())
    return _FOLDED_AWAY.sub("", folded).replace("ı", "i")


def month_number(name: str, language: str | None) -> int | None:
    """Return the number of a month, 1 to 12; None if the name is not one in a language.

    English names are known in all languages.

    Args:
        name: The name, as `fold` returns it.
        language: BCP 47 tag of the text, None if unknown, `ANY_LANGUAGE` where nothing but a date
            is expected.
    """
    if language == ANY_LANGUAGE:
        return _all_months(_ANY_LENGTH).get(name)
    own = (language or "en").split("-")[0].lower()
    return _months_of(own).get(name) or _months_of("en").get(name)


def any_month_number(name: str, language: str | None) -> int | None:
    """Return the number of a month in any language that has it, if all agree on its meaning.

    Args:
        name: The name, as `fold` returns it.
        language: BCP 47 tag of the text, which is believed first; None if unknown.
    """
    return month_number(name, language) or _all_months(_MIN_FOREIGN_LENGTH).get(name)


def is_weekday(text: str) -> bool:
    """Return True if a text is the name of a day of the week."""
    return bool(weekdays_named(text))


def weekdays_named(text: str) -> list[int]:
    """Return the days of the week that a text is a name of in some language, from 0 for Monday."""
    name = fold(text)
    return [day for day, names in enumerate(load_table().weekdays) if name in names]


def is_month_first(language: str) -> bool:
    """Return True if a locale writes the month before the day in numbers, as in "03/14/2026"."""
    return language.lower() in load_table().month_first


def is_year_first(language: str) -> bool:
    """Return True if a language writes the year first in numeric dates, as in "2026-03-14"."""
    tag = language.lower()
    return not {tag, tag.split("-")[0]}.isdisjoint(load_table().year_first)


@cache
def _months_of(language: str) -> dict[str, int]:
    """Return the months of a language by name, empty if CLDR does not have it."""
    months = load_table().names.get(language, "").split("|")
    return {name: number for number, names in enumerate(months, 1) for name in names.split()}


@cache
def _all_months(min_length: int) -> dict[str, int]:
    """Return the names that mean the same month in all languages.

    Args:
        min_length: Minimum letters of a Latin name that few languages have.
    """
    meanings: dict[str, Counter[int]] = defaultdict(Counter)
    for language in load_table().names:
        for name, number in _months_of(language).items():
            meanings[name][number] += 1
    months = {}
    for name, counts in meanings.items():
        (number, languages), total = counts.most_common(1)[0], counts.total()
        is_long = len(name) >= min_length or not name.isascii()
        is_safe = is_long or languages >= _MIN_SHARING_LANGUAGES
        if is_safe and languages >= _MIN_AGREEMENT * total:
            months[name] = number
    return months
