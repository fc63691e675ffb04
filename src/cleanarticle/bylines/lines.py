"""Byline lines: lines that are bylines by their form, of labels with names and dates.

"Door: M.J. van 't Hoff en Kees de Boer" and "Publié le 3 mars 2021, mis à jour le 5 mars" say who
and when in words that only bylines have. A line is a byline if it has one of these labels with a
name or a date behind it, and nothing but other names, dates and reading times besides.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.bylines.labels import (
    DATE_LABELS,
    MAX_LENGTH,
    MAX_UNCERTAIN,
    end_of_by,
    is_date_label,
    is_name_label,
    is_of_others,
    names_behind_label,
    start_of_date_label,
    with_bars_before_labels,
)
from cleanarticle.bylines.marked_dates import DATE_MARK, mark_dates
from cleanarticle.bylines.name_lists import and_before, and_between, are_names
from cleanarticle.bylines.patterns import EMAIL
from cleanarticle.phrases.phrase_set import load_labels

if TYPE_CHECKING:
    from collections.abc import Iterator

_REST = re.compile(
    rf"{EMAIL}"
    r"|\b(?:há|hace|vor|il y a|for|för)\s\d{1,3}\s\w{1,10}(?:\s(?:siden|sedan))?"
    r"|(?:\s(?:at|um|à|a las|a les|às|alle|ore|om|op|kl\.?|klo|στις|o|ob|u|la|di|pukul|jam|saat"
    r"|о|в|на|på|lúc))?"
    r"\s\d{1,2}[:.]\d\d"
    r"(?:\s?(?:[ap]\.?m|[πμ]\.μ)\.?)?(?=\s*$)"
    r"|\b\d{1,3}\s\w{1,10}\s(?:ago|geleden|temu|назад|önce|fa|sitten)\b"
    r"|\b\d[\d.,]{0,8}\s(?:comments?|responses?|replies|views|shares|likes|kommentare?|kommentarer"
    r"|commentaires?|comentarios?|coment[aá]rios?|commenti|reacties|komentarz[ey]|комментари\w+)\b"
    r"|分享(?:到|至)?\S{0,6}|字[号號體体]\s?[:：]?(?:\s?[大中小特超]){1,5}"
    r"|(?:阅读|閱讀|浏览|瀏覽|点击|點擊|评论|評論|人气|人氣|查看|回复|回覆|我来说两句)(?:数|量|次数|次)?\s?[:：(（]?\s?\d+"
    r"[)）次]?"
    r"|\b\d{1,3}\s?[’'-]?\s?(?:min\w*\.?|dk\.?|dakika|мин\w*|분|分|λεπτ\w+)(?:\s(?:de\s|di\s)?\w{4,9}\b)?",
    re.IGNORECASE,
)
"""E-mail addresses, times of the day, ages, counts and reading times, which say nothing about the
form of a line."""

_CUT = re.compile(r"\s*([|·•\n\t()»;；]|\s[-–—/]\s|[,，،]\s)\s*")
"""The ends of the parts of a line."""

_COMMAS = frozenset(",，،")

_MAX_TAIL_WORDS = 5
_MAX_DEGREE = 8
_MAX_UNLABELED = 2
"""Limits of jobs behind names, and of other capitalized parts, such as a section and a place.
Chosen by hand."""

_DEGREE = re.compile(r"(?:[A-Z][a-z]{0,2}\.?){2,5}|[JS]r\.?|Esq\.?")
_LIST_LABEL = re.compile(r"\S+\s?[:：]")
"""A label of one word, behind which all parts between commas are names."""

_FACT = re.compile(r"[^\W\d_][\w ()'’-]{1,24}\s?[:：]\s*\S")
"""The beginning of a line such as "Genre: Novel", beside which "Author: Ann Lee" is a fact too."""


class _Part(Enum):
    """What a part of a line is."""

    START = auto()
    DATE = auto()
    DATE_LABEL = auto()
    WEAK_LABEL = auto()
    NAME_LABEL = auto()
    NAMES = auto()
    OTHER = auto()


class BylineLine(NamedTuple):
    """What a byline line says.

    Attributes:
        names: Its names of authors, each text a name or a list of them.
        is_certain: True if it is more than "by" and a name, which may also begin a paragraph: "By
            Royal Appointment".
    """

    names: tuple[str, ...]
    is_certain: bool


def read_byline_line(text: str) -> BylineLine | None:
    """Return what a line says if it is a byline by its form, else None."""
    return _read_short_line(text) if _may_be_byline(text) else None


@lru_cache(maxsize=64)  # labels and metadata read the same lines of a page
def _read_short_line(text: str) -> BylineLine | None:
    return _LineReader().read(_parts(text))


_BARE = frozenset(
    "by By BY von Von VON par Par PAR por Por POR di Di DI door Door av Av af Af".split()
)
"""Words for "by" that also begin other texts."""

_SIGN = re.compile(r"[:：기记記文年]|\d{4}")
_NO_WORD = re.compile(r"\W*")
"""Every byline line has a colon, a year or a reporter's job, or begins with a word for "by"."""

_SENTENCE_END = re.compile(r"[^\W\d_]{4}[.!?。！？…]\W*$")


def _may_be_byline(text: str) -> bool:
    """Return True unless a line is certainly no byline; that is found fast."""
    is_short = len(text) <= MAX_LENGTH and not _SENTENCE_END.search(text, len(text) - 8)
    return is_short and bool(_SIGN.search(text) or end_of_by(_NO_WORD.sub("", text, count=1)))


def is_fact(text: str) -> bool:
    """Return True if a line is a label and a value, and no byline."""
    is_short = len(text) <= MAX_LENGTH
    return is_short and _FACT.match(text) is not None and read_byline_line(text) is None


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line, a mark for each date, and whether a comma is before each."""
    text = _with_bars_around_dates(mark_dates(text))
    text = _REST.sub(" | ", text)
    text = with_bars_before_labels(f" {text}")
    before = ""
    for index, piece in enumerate(_CUT.split(text)):
        part = piece.strip(" -–—,/").removeprefix(". ")
        if index % 2:
            before = piece
        elif _says(part):
            yield part, before[:1] in _COMMAS


def _with_bars_around_dates(text: str) -> str:
    """Return a line with bars around the mark of each date, and before a label right before it."""
    parts = text.split(DATE_MARK)
    for index, part in enumerate(parts[:-1]):
        end = len(part.rstrip(" :："))
        start = start_of_date_label(part, end)
        if start:
            parts[index] = f"{part[:start]} | {part[start:]}"
    return f" | {DATE_MARK} | ".join(parts)


def _says(part: str) -> bool:
    return part == DATE_MARK or any(map(str.isalnum, part))


class _LineReader:
    """Reads the parts of one line in their order."""

    def __init__(self) -> None:
        self._names: list[list[str]] = []
        self._is_list = False
        self._has_date = False
        self._has_names = False
        self._has_tail = False
        self._is_marked = False
        self._is_changed = False
        self._is_dated = False
        self._unlabeled = 0
        self._last = _Part.START

    def read(self, parts: Iterator[tuple[str, bool]]) -> BylineLine | None:
        """Return what the line says, None unless it is a byline."""
        for part, is_behind_comma in parts:
            kind = self._kind(part, is_behind_comma=is_behind_comma)
            if kind is None:
                return None
            self._last = kind
        has_names = self._has_names and (self._has_date or not self._unlabeled)
        if not (self._is_dated or has_names):
            return None
        if self._has_tail and not (self._has_date or self._is_marked):
            return None  # "By Loch Lomond, on a summer's day"
        names = tuple(self._without_places(texts) for texts in self._names)
        return BylineLine(names, self._has_date or self._is_marked)

    def _without_places(self, texts: list[str]) -> str:
        """Return names as one list."""
        is_list = self._is_list or any(map(and_between().search, texts[1:]))
        others = texts[1:] if is_list else filter(_DEGREE.fullmatch, texts[1:])
        return ", ".join((texts[0], *others))

    def _kind(self, part: str, *, is_behind_comma: bool) -> _Part | None:
        """Return what a part is and keep what it says; None if it is something else."""
        if part == DATE_MARK:
            self._is_dated |= self._last is _Part.DATE_LABEL
            self._has_date = True
            return _Part.DATE
        if is_date_label(part, *DATE_LABELS):
            self._is_changed = is_date_label(part, "changed_labels")
            is_behind = self._last is _Part.DATE and not self._is_dated  # as in Japanese
            self._is_dated |= is_behind
            return _Part.OTHER if is_behind else _Part.DATE_LABEL
        if part in load_labels("date_labels", "date_prepositions", "name_joiners"):
            return _Part.WEAK_LABEL
        if is_of_others(part):
            return _Part.OTHER
        if is_name_label(part):
            return _Part.NAME_LABEL
        return self._kind_of_name(part, is_behind_comma=is_behind_comma)

    def _kind_of_name(self, part: str, *, is_behind_comma: bool) -> _Part | None:
        names = names_behind_label(part)
        if names is None and self._last is _Part.NAME_LABEL and are_names(part):
            names = part
        if names is not None:
            return self._add_names(names, part)
        if self._last is _Part.NAMES and _is_tail(part):
            if not is_behind_comma:
                return _Part.OTHER
            tail = and_before().sub("", part.rstrip("*†"))
            self._has_tail |= not are_names(tail) and not load_labels("jobs", "roles").are_in(tail)
            self._add_to_names(part)
            return _Part.NAMES
        if len(part) <= MAX_UNCERTAIN and self._unlabeled < _MAX_UNLABELED and are_names(part):
            self._unlabeled += 1
            return _Part.OTHER
        return None

    def _add_names(self, names: str, part: str) -> _Part:
        """Keep the names of a part, unless they are of those who changed the text."""
        self._has_names = True
        self._is_marked |= part.split(maxsplit=1)[0] not in _BARE
        if self._is_changed and part[0].islower():
            return _Part.OTHER
        self._names.append([names])
        self._is_list = _LIST_LABEL.match(part) is not None
        return _Part.NAMES

    def _add_to_names(self, part: str) -> None:
        """Keep a part behind names and a comma if it goes on with them.

        Behind "by Ann Lee" it is a job or a place, unless "and" ends a list.
        """
        name = and_before().sub("", part.rstrip("*†"))
        if self._names and are_names(name):
            self._is_list |= name != part
            self._names[-1].append(name)


def _is_tail(part: str) -> bool:
    """Return True if a part can be a job or a degree behind a name: it is short and no sentence."""
    is_sentence = part[-1] in ".!?" and len(part) > _MAX_DEGREE
    return len(part.split()) <= _MAX_TAIL_WORDS and not is_sentence


def is_date(text: str) -> bool:
    """Return True if a line is a date and nothing else."""
    return len(text) <= MAX_LENGTH and mark_dates(text.strip()) == DATE_MARK
