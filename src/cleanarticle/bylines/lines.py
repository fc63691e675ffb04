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

from cleanarticle.bylines.marked_dates import DATE_MARK, mark_dates
from cleanarticle.bylines.patterns import EMAIL
from cleanarticle.bylines.words import (
    AND,
    BY,
    CHANGED,
    NAME_LABEL,
    OTHER_PART,
    PREPOSITION,
    PUBLISHED,
    SOURCE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 200
"""Longest byline line, in characters. Chosen by hand: three names, and two dates with times."""

_REST = re.compile(
    rf"{EMAIL}"
    r"|\b(?:há|hace|vor|il y a|for|för)\s\d{1,3}\s\w{1,10}(?:\s(?:siden|sedan))?"
    r"|\b\d{1,3}\s\w{1,10}\s(?:ago|geleden|temu|назад|önce|fa|sitten)\b"
    r"|\b\d[\d.,]{0,8}\s(?:comments?|responses?|replies|views|shares|likes|kommentare?|kommentarer"
    r"|commentaires?|comentarios?|coment[aá]rios?|commenti|reacties|komentarz[ey]|комментари\w+)\b"
    r"|字[号號體体]\s?[:：]?(?:\s?[大中小特超]){1,5}"
    r"|(?:阅读|閱讀|浏览|瀏覽|点击|點擊|评论|評論|人气|人氣|查看|回复|回覆|我来说两句)(?:数|量|次数|次)?\s?[:：(（]?\s?\d+"
    r"[)）次]?"
    r"|\b\d{1,3}\s?[’'-]?\s?(?:min\w*\.?|dk\.?|dakika|мин\w*|분|分|λεπτ\w+)(?:\s(?:de\s|di\s)?\w{4,9}\b)?",
    re.IGNORECASE,
)
"""E-mail addresses, ages, counts and reading times, which say nothing about the form of a line."""

_COLON = r"\s?[:：]\s*"
_DATE_WORDS = f"(?:{PUBLISHED}|{CHANGED}){PREPOSITION}"
_DATE_WORD = (
    r"date|datum|fecha|data|tarih|dátum|dato|päivämäärä|päiväys|ημερομηνία|дата|日付|日期|时间|時間"
    r"|날짜|일시|التاريخ"
)
_LABELS = re.compile(
    rf"[\s|]((?x:(?:{_DATE_WORDS}|{_DATE_WORD}|{BY}|{NAME_LABEL}|{OTHER_PART}|{SOURCE})\s?[:：])"
    r"|本[报報][记記]者\s)",
    re.IGNORECASE,
)
"""Labels within a line, and the characters before them, which are found fast."""

_CUT = re.compile(r"\s*([|·•\n\t()»;；]|\s[-–—/]\s|[,，،]\s)\s*")
"""The ends of the parts of a line."""

_COMMAS = frozenset(",，،")

_DATE_LABEL = re.compile(rf"(?x:{_DATE_WORDS})\s?[:：]?", re.IGNORECASE)
_CHANGE_LABEL = re.compile(rf"(?x:{CHANGED})", re.IGNORECASE)
_WEAK_DATE_LABEL = re.compile(
    rf"(?:{_DATE_WORD}|on|am|le|el|il|em|op|den|dne|στις|la|vom|et|and|und|in)\s?[:：]?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?x:(?:{NAME_LABEL}){_COLON}|(?:{BY})(?:{_COLON}|\s+)|[撰]?文\s*[/／｜=＝]\s*)"
    r"(?P<names>.+?)(?:\s(?:in|auf|dans)\s\w[\w &]{1,30})?",
    re.IGNORECASE,
)
_OTHER = re.compile(rf"(?x:(?:{OTHER_PART}|{SOURCE}){_COLON}).{{1,60}}", re.IGNORECASE)
_OTHER_NAMED = re.compile(rf"(?x:{OTHER_PART})\s(?P<names>.{{1,60}})", re.IGNORECASE)
_NAME_LABEL_ALONE = re.compile(rf"(?x:(?:{NAME_LABEL})(?:{_COLON})?|{BY})", re.IGNORECASE)
_REPORTERS = re.compile(
    r"(?:\[?[가-힣]{2,6}\s?=\s?)?[가-힣]{2,4}(?:[\s·,]+[가-힣]{2,4})*\s[가-힣]{0,8}(?:기자|특파원|논설위원|위원|앵커)"
    r"(?:\s[가-힣]{2,4}\s[가-힣]{0,8}(?:기자|특파원|논설위원|위원|앵커))*"
)
"""Names of Korean reporters, with their jobs behind them."""

_KOREAN_JOB = re.compile(r".*(?:기자|특파원|논설위원|위원|앵커|부|팀)")
_CHINESE_REPORTERS = re.compile(
    r"(?:本[报報]|[\u4e00-\u9fff]{2,4})?[记記]者\s+"
    r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:[\s、]+[\u4e00-\u9fff·]{2,4}){0,3})"
)

_BETWEEN_NAMES = re.compile(rf"\s(?:{AND})\s|\s?[&/,、，]\s?", re.IGNORECASE)
_HAS_AND = re.compile(rf"\s(?:{AND}|&)\s", re.IGNORECASE)
_AND_START = re.compile(rf"^(?:{AND}|&)\s", re.IGNORECASE)
_DEGREE = re.compile(r"(?:[A-Z][a-z]{0,2}\.?){2,5}|[JS]r\.?|Esq\.?")
_LIST_LABEL = re.compile(r"\S+\s?[:：]")
"""A label of one word, behind which all parts between commas are names."""

_NAME_WORD = re.compile(r"[^\W\d_][\w.'’ªº·・-]*|['’][st]")
_PARTICLES = frozenset(
    """d da das de dei del della den der di do dos du e el la le les 't 's ten ter van vander vom
    von y af av al bin ibn ben of""".split()
)
_ARTICLES = frozenset("the a an der das die ein eine le les un une il lo".split())
_NOUNS = frozenset(
    "words text story interview tekst texte texto testo entrevista intervista".split()
)
"""First words of titles, and labels that also stand before other things than names."""

_MAX_NAME_WORDS = 6
_MAX_CASELESS = 4
_MAX_IDEOGRAPHS = 9
_MAX_NAME_LENGTH = 50
_MAX_TAIL_WORDS = 5
_MAX_CAPTION = 40
_MAX_DEGREE = 8
_MAX_UNLABELED = 2
"""Limits of names, of jobs behind them, and of other capitalized parts, such as a section and a
place. Chosen by hand."""

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
_BY_START = re.compile(rf"\W*(?x:{BY})\s", re.IGNORECASE)
"""Every byline line has a colon, a year or a reporter's job, or begins with a word for "by"."""

_SENTENCE_END = re.compile(r"[^\W\d_]{4}[.!?。！？…]\W*$")


def _may_be_byline(text: str) -> bool:
    """Return True unless a line is certainly no byline; that is found fast."""
    is_short = len(text) <= MAX_LENGTH and not _SENTENCE_END.search(text, len(text) - 8)
    return is_short and bool(_SIGN.search(text) or _BY_START.match(text))


def is_fact(text: str) -> bool:
    """Return True if a line is a label and a value, and no byline."""
    is_short = len(text) <= MAX_LENGTH
    return is_short and _FACT.match(text) is not None and read_byline_line(text) is None


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line, a mark for each date, and whether a comma is before each."""
    text = mark_dates(text).replace(DATE_MARK, f" | {DATE_MARK} | ")
    text = _REST.sub(" | ", text)
    if ":" in text or "：" in text:
        text = _LABELS.sub(r" | \1", f" {text}")
    before = ""
    for index, piece in enumerate(_CUT.split(text)):
        part = piece.strip(" -–—,/").removeprefix(". ")
        if index % 2:
            before = piece
        elif _says(part):
            yield part, before[:1] in _COMMAS


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
        is_list = self._is_list or any(map(_HAS_AND.search, texts[1:]))
        others = texts[1:] if is_list else filter(_DEGREE.fullmatch, texts[1:])
        return ", ".join((texts[0], *others))

    def _kind(self, part: str, *, is_behind_comma: bool) -> _Part | None:
        """Return what a part is and keep what it says; None if it is something else."""
        if part == DATE_MARK:
            self._is_dated |= self._last is _Part.DATE_LABEL
            self._has_date = True
            return _Part.DATE
        if _DATE_LABEL.fullmatch(part):
            self._is_changed = _CHANGE_LABEL.match(part) is not None
            is_behind = self._last is _Part.DATE and not self._is_dated  # as in Japanese
            self._is_dated |= is_behind
            return _Part.OTHER if is_behind else _Part.DATE_LABEL
        if _WEAK_DATE_LABEL.fullmatch(part):
            return _Part.WEAK_LABEL
        other = _OTHER_NAMED.fullmatch(part)
        if _OTHER.fullmatch(part) or (other and are_names(other["names"])):
            return _Part.OTHER
        if _NAME_LABEL_ALONE.fullmatch(part):
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
            self._has_tail |= not are_names(_AND_START.sub("", part.rstrip("*†")))
            self._add_to_names(part)
            return _Part.NAMES
        if len(part) <= _MAX_CAPTION and self._unlabeled < _MAX_UNLABELED and are_names(part):
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
        name = _AND_START.sub("", part.rstrip("*†"))
        if self._names and are_names(name):
            self._is_list |= name != part
            self._names[-1].append(name)


def _is_tail(part: str) -> bool:
    """Return True if a part can be a job or a degree behind a name: it is short and no sentence."""
    is_sentence = part[-1] in ".!?" and len(part) > _MAX_DEGREE
    return len(part.split()) <= _MAX_TAIL_WORDS and not is_sentence


def names_behind_label(part: str) -> str | None:
    """Return the names in a text that is a label and names, None if it is something else."""
    if len(part) > MAX_LENGTH:
        return None
    if _REPORTERS.fullmatch(part):
        words = re.split(r"[\s·,]+", part.partition("=")[2] or part)
        return ", ".join(word for word in words if not _KOREAN_JOB.fullmatch(word))
    if reporters := _CHINESE_REPORTERS.fullmatch(part):
        return "、".join(re.split(r"[\s、]+", reporters["names"]))
    match = _NAMED.fullmatch(part)
    if match is None:
        return None
    names, label = match["names"], part[: match.start("names")].rstrip()
    is_marked = label[-1] in ":：/／｜=＝" or not label[-1].isascii()
    return names if _is_named(names, label, is_marked=is_marked) else None


def _is_named(names: str, label: str, *, is_marked: bool) -> bool:
    """Return True if a text behind a label is names.

    Without a colon it must be a full name, as in no sentence ("By Thursday"), or the name of a user
    behind more than one word: "Posted by ann_l".
    """
    if " " not in names and not is_marked:
        return " " in label and len(names) <= _MAX_CAPTION
    parts = _BETWEEN_NAMES.split(names)
    if not are_names(names) or names.split(maxsplit=1)[0].casefold() in _ARTICLES:
        return False
    if label.rstrip(" :：").casefold() in _NOUNS:  # "Words: Love and Loss"
        return any(" " in part for part in parts)
    return is_marked or sum(map(_is_name, parts[0].split())) > 1


def is_date(text: str) -> bool:
    """Return True if a line is a date and nothing else."""
    return len(text) <= MAX_LENGTH and mark_dates(text.strip()) == DATE_MARK


def are_names(text: str) -> bool:
    """Return True if a text is names, joined by commas and words for "and"."""
    return all(map(_is_name, _BETWEEN_NAMES.split(text)))


def _is_name(text: str) -> bool:
    """Return True if all words of a text but particles begin with no small letter."""
    words = text.split()
    if not 0 < len(words) <= _MAX_NAME_WORDS or len(text) > _MAX_NAME_LENGTH:
        return False
    if text[-1] in ".!?" and len(words[-1]) > _MAX_ABBREVIATION:
        return False
    others = [word for word in words if word.casefold() not in _PARTICLES]
    if text.lower() == text.upper() and _is_long_without_case(text, words):
        return False
    return bool(others) and all(
        _NAME_WORD.fullmatch(word) and not word.removeprefix("d'").removeprefix("d’")[:1].islower()
        for word in others
    )


def _is_long_without_case(text: str, words: list[str]) -> bool:
    """Return True if words in a script without capitals are too many, or too long, for a name."""
    is_spaceless = text >= _FIRST_IDEOGRAPH
    return len(text) > _MAX_IDEOGRAPHS if is_spaceless else len(words) > _MAX_CASELESS


_FIRST_IDEOGRAPH = "\u2e80"
"""First character of the scripts of Chinese, Japanese and Korean in Unicode."""

_MAX_ABBREVIATION = 5
"""Longest last word of a name with a period: "Jr.", "Ph.D."."""
