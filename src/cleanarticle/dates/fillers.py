"""Fillers: the words and the punctuation that dates have between their numbers and names."""

from __future__ import annotations

import re

from cleanarticle.characters import JOINERS, ZERO_WIDTH
from cleanarticle.dates.calendar_names import WORD, fold, load_table

MAX_GAP = 60
"""Maximum characters between two numbers of a date. The longest name in CLDR has 38."""

_MORE_FILLERS = frozenset(("of", "nd", "rd", "th", "er", "năm", "го", "พ", "ค", "ศ"))
"""Words in dates that CLDR's patterns do not have: "14th of March", "1er mars", "năm 2026",
"พ.ศ. 2569"."""

_MARKS = re.compile(rf"[\s.,/()'’·،⹁፣፥\u00aa\u00ba\u2010-\u2013{ZERO_WIDTH}{JOINERS}-]{{0,8}}")
"""Punctuation between the parts of a date with a named month."""


def is_filler(word: str) -> bool:
    """Return True if a word stands in dates, such as "of" or "de"."""
    return word.casefold() in _MORE_FILLERS or fold(word) in load_table().fillers


def is_only_fillers(gap: str) -> bool:
    """Return True if a text has only words and punctuation that dates have between their parts."""
    if len(gap) > MAX_GAP or not _MARKS.fullmatch(WORD.sub("", gap)):
        return False
    return all(is_filler(word) for word in WORD.findall(gap))


def is_marked_month(before: str, after: str) -> bool:
    """Return True if the words around a number make it a month: "3월", "tháng 3"."""
    if len(before) > MAX_GAP or len(after) > MAX_GAP:
        return False
    words = WORD.findall(before)
    if not words and not WORD.search(after):
        return False
    table = load_table()
    is_marked_before = bool(words) and fold(words[-1]) in table.before
    if is_marked_before:
        return is_only_fillers(after) and all(map(is_filler, words[:-1]))
    return fold(after) in table.after and is_only_fillers(before)
