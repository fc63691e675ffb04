"""Generate src/cleanarticle/data/calendar_names.json from Unicode CLDR, read through Babel.

Call it by `make calendar-names` after an update of Babel; `cleanarticle.dates.calendar_names`
describes the file. The names of each language are those of its locales, wide and abbreviated, as
they stand in dates and alone. Those of months have the affixes that its date patterns add
("martxoaren"), except for those of two months ("Su" in Jola-Fonyi). Weekdays are those of the
languages of `data/phrases`: some short ones of others are people's names.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from itertools import chain, product
from pathlib import Path
from typing import Any

from babel import Locale, localedata

from cleanarticle.dates.calendar_names import TABLE_NAME, WORD, fold

_TARGET = Path(__file__).parents[1] / "src/cleanarticle/data" / TABLE_NAME
_SKELETONS = ("yMMMMd", "yMMMd", "GyMMMMd", "GyMMMd", "yMMMMEEEEd", "yMMMEd")
_LITERAL = re.compile(r"'([^']*)'|([^A-Za-z'])|[A-Za-z]+")
_AFFIXED_MONTH = re.compile(
    r"(?:'(\w+)'|(?<![\w'])([^\W\dA-Za-z]+))?MMMM?(?:'(\w+)'|([^\W\dA-Za-z]+))?"
)
_WORDS = ("before", "after", "fillers")
_CONTEXTS = ("format", "stand-alone")
_OTHER_WEEKDAYS = {
    "en": {(1, "Tues"), (2, "Weds"), (3, "Thur"), (3, "Thurs")},
    "de": {(5, "Sonnabend")},
    "pt": {(0, "Segunda"), (1, "Terça"), (2, "Quarta"), (3, "Quinta"), (4, "Sexta")},
    "zh": {(6, "星期天")},
    "ja": {(number, f"{day}曜") for number, day in enumerate("月火水木金土日")},
}
"""Names that CLDR does not have."""

_PLACEHOLDER = re.compile(r"M?\d+")
"""The names of locales without data: "M03"."""


def date_patterns(locale: Locale) -> list[str]:
    """Return the patterns of a locale for a day with the name of its month."""
    patterns = [locale.date_formats[name].pattern for name in ("full", "long", "medium")]
    skeletons = locale.datetime_skeletons
    return patterns + [skeletons[name].pattern for name in _SKELETONS if name in skeletons]


def literal_words(pattern: str) -> set[str]:
    """Return the words of a pattern that stand for themselves."""
    text = "".join(quoted or plain or " " for quoted, plain in _LITERAL.findall(pattern))
    return {fold(word) for word in WORD.findall(text)}


def affixes(patterns: list[str]) -> set[tuple[str, str]]:
    """Return what patterns write directly before and after the name of a month."""
    found = {("", "")}
    for pattern in patterns:
        for before, plain_before, after, plain_after in _AFFIXED_MONTH.findall(pattern):
            found.add((before or plain_before, after or plain_after))
    return found


def month_names(locale: Locale) -> set[tuple[int, str]]:
    """Return the numbers and names of months in a locale."""
    return {
        (number, name)
        for context, width in product(_CONTEXTS, ("wide", "abbreviated"))
        for number, name in locale.months[context][width].items()
        if not _PLACEHOLDER.fullmatch(name)
    }


def weekday_names(locale: Locale) -> set[tuple[int, str]]:
    """Return the days of the week in a locale, from 0 for Monday, and their folded names.

    Single Latin letters are left out.
    """
    names = {
        (day, name)
        for context, width in product(_CONTEXTS, ("wide", "abbreviated"))
        for day, name in locale.days[context].get(width, {}).items()
    }
    names |= _OTHER_WEEKDAYS.get(str(locale), set())
    return {(day, fold(name)) for day, name in names if len(name) > 1 or not name.isascii()}


def short_order(locale: Locale) -> str:
    """Return the order of a locale's numeric dates, such as "dMy"."""
    pattern = re.sub(r"'[^']*'", "", locale.date_formats["short"].pattern)
    return "".join(dict.fromkeys(letter for letter in pattern if letter in "dMy"))


def _sublocales(locales: set[str]) -> set[str]:
    """Return the locales whose language is among the locales."""
    return {name for name in locales if "-" in name and name.split("-")[0] in locales}


def read_table() -> dict[str, Any]:
    """Return the table of all locales."""
    names: dict[str, list[set[str]]] = defaultdict(lambda: [set() for _ in range(12)])
    words: dict[str, set[str]] = defaultdict(set)
    weekdays: list[set[str]] = [set() for _ in range(7)]
    languages = {path.stem for path in _TARGET.with_name("phrases").glob("*.toml")}
    for identifier in sorted(localedata.locale_identifiers()):
        locale = Locale.parse(identifier)
        patterns = date_patterns(locale)
        words["fillers"].update(*map(literal_words, patterns))
        words[short_order(locale)].add(identifier.replace("_", "-").lower())
        if locale.language in languages:
            for day, name in weekday_names(locale):
                weekdays[day].add(name)
        for (number, name), (prefix, suffix) in product(month_names(locale), affixes(patterns)):
            around = re.split(r"\d+", f"{prefix}{name}{suffix}", maxsplit=1)
            if len(around) == 1:
                names[locale.language][number - 1].add(fold(around[0]))
            else:
                before, after = map(fold, around)
                words["after" if after else "before"].add(after or before)
    for months in names.values():
        counts = Counter(chain.from_iterable(months))
        for of_month in months:
            of_month -= {name for name, count in counts.items() if count > 1}
    words["fillers"] -= words["before"] | words["after"]
    return {
        "names": {
            language: "|".join(" ".join(sorted(of_month)) for of_month in months)
            for language, months in sorted(names.items())
        },
        "weekdays": "|".join(" ".join(sorted(of_day)) for of_day in weekdays),
        "month_first": " ".join(sorted(words["Mdy"])),
        "year_first": " ".join(sorted(words["yMd"] - _sublocales(words["yMd"]))),
        **{key: " ".join(sorted(words[key] - {""})) for key in _WORDS},
    }


def main() -> None:
    """Write the file."""
    table = json.dumps(read_table(), ensure_ascii=False, indent=0)
    _TARGET.write_text(f"{table}\n", "utf-8")


if __name__ == "__main__":
    main()
