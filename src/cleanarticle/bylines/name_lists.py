"""Name lists: texts that are nothing but names, joined by commas and words for "and"."""

from __future__ import annotations

import re
from functools import cache

from cleanarticle.characters import FIRST_IDEOGRAPH
from cleanarticle.phrases.phrase_set import MARKS, any_of
from cleanarticle.phrases.store import load_list

_NAME_WORD = re.compile(rf"[^\W\d_][\w{MARKS}.'’ªº·・-]*|['’][st]")
_PARTICLES = frozenset(
    """d da das de dei del della den der di do dos du e el la le les 't 's ten ter van vander vom
    von y af av al bin ibn ben of""".split()
)

_MAX_NAME_WORDS = 6
_MAX_CASELESS = 4
_MAX_IDEOGRAPHS = 9
_MAX_NAME_LENGTH = 50
"""Limits of names. Chosen by hand."""


@cache
def between_names() -> re.Pattern[str]:
    """Return a pattern of what is between the names of a list."""
    return re.compile(rf"[,，]?\s{_and()}\s|\s?[&/,;、，；]\s?", re.IGNORECASE)


@cache
def and_between() -> re.Pattern[str]:
    """Return a pattern of a word for "and" between two names."""
    return re.compile(rf"\s(?:{_and()}|&)\s", re.IGNORECASE)


@cache
def and_before() -> re.Pattern[str]:
    """Return a pattern of a word for "and" before the last name."""
    return re.compile(rf"^(?:{_and()}|&)\s", re.IGNORECASE)


@cache
def next_name() -> re.Pattern[str]:
    """Return a pattern of the beginning of what goes on with a list of names."""
    return re.compile(rf"[,&;/+]|\W*{_and()}\b")


def _and() -> str:
    """Return a pattern of the words for "and" between names."""
    return any_of(load_list("name_joiners"))


def are_names(text: str) -> bool:
    """Return True if a text is names, joined by commas and words for "and"."""
    return all(map(is_name, between_names().split(text)))


def is_name(text: str) -> bool:
    """Return True if all words of a text but particles begin with no small letter."""
    words = text.split()
    if not 0 < len(words) <= _MAX_NAME_WORDS or len(text) > _MAX_NAME_LENGTH:
        return False
    if text[-1] in ".!?" and len(words[-1]) > _MAX_ABBREVIATION:
        return False
    if text.isupper() and words[0].casefold() in _POINTING:
        return False
    others = [word for word in words if word.casefold() not in _PARTICLES]
    if text.lower() == text.upper() and _is_long_without_case(text, words):
        return False
    return bool(others) and all(
        _NAME_WORD.fullmatch(word) and not word.removeprefix("d'").removeprefix("d’")[:1].islower()
        for word in others
    )


_POINTING = frozenset(
    """ce ces cet cette diese dieser dieses esta estas este estos questa queste questo these
    this""".split()
)
"""Words that point to something in a line of capitals: "PAR CES MOTIFS". Some are names, too."""


def _is_long_without_case(text: str, words: list[str]) -> bool:
    """Return True if words in a script without capitals are too many, or too long, for a name."""
    is_spaceless = text >= FIRST_IDEOGRAPH
    return len(text) > _MAX_IDEOGRAPHS if is_spaceless else len(words) > _MAX_CASELESS


_MAX_ABBREVIATION = 5
"""Longest last word of a name with a period: "Jr.", "Ph.D."."""
