"""Byline lines: lines that are bylines by their form, of labels with names and dates.

"Door: M.J. van 't Hoff en Kees de Boer" and "Publié le 3 mars 2021, mis à jour le 5 mars" say who
and when in words that only bylines have. A line is a byline if it has one of these labels with a
name or a date behind it, and nothing but other names, dates and reading times besides.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.bylines.marked_dates import DATE_MARK, mark_dates
from cleanarticle.bylines.patterns import EMAIL
from cleanarticle.phrases.labels import any_of, load_labels
from cleanarticle.phrases.store import load_list

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

_COLON = re.compile(r"\s?[:：]")
_LABEL_WITHOUT_COLON = re.compile(
    r"[\s|](本[报報][记記]者\s|(?:写真|撮影|編集|構成|イラスト|翻訳|絵|取材|文)[・/／](?!文))"
)
"""Labels that have a space, a slash or a dot instead of a colon, in Chinese and Japanese."""

_CUT = re.compile(r"\s*([|·•\n\t()»;；]|\s[-–—/]\s|[,，،]\s)\s*")
"""The ends of the parts of a line."""

_COMMAS = frozenset(",，،")

_DATE_LABELS = ("first_published_labels", "published_labels", "changed_labels")
_NAME_LABELS = ("name_labels", "by_phrases")
_OTHER_LABELS = ("contributor_labels", "source_labels", "section_labels")
"""Lists of the phrase store."""

_SLASHED = re.compile(r"(?:取材・?)?撰?文\s*[・/／｜=＝]\s*")
_OTHER_SLASHED = re.compile(r"(?:写真|撮影|編集|構成|イラスト|翻訳|絵)\s*[・/／｜=＝]\s*.{1,20}")
"""The words before names that have a slash or a dot instead of a colon."""

_FILED = re.compile(
    r"(?:posted|filed|published|veröffentlicht|publié|publicado)\s(?:in|under|dans|en)"
    r"\s(?-i:[^\W\d_a-zß-öø-ÿ])[^|·•:]{0,50}?\s(?:by|von|par|por)(?=\s|$)",
    re.IGNORECASE,
)
"""The section of a site between the word for "posted" and that for "by"."""

_PLACE_BEHIND = re.compile(r"\s(?:in|auf|dans)\s\w[\w &]{1,30}$", re.IGNORECASE)
"""The place or section behind a name."""

_MAX_OTHER = 60
"""Longest text behind a label that is not of an author, in characters. Chosen by hand."""

_REPORTERS = re.compile(
    r"(?:\[?[가-힣]{2,6}\s?=\s?)?[가-힣]{2,4}(?:[\s·,]+[가-힣]{2,4})*\s[가-힣]{0,8}(?:기자|특파원|논설위원|위원|앵커)"
    r"(?:\s[가-힣]{2,4}\s[가-힣]{0,8}(?:기자|특파원|논설위원|위원|앵커))*"
)
"""Names of Korean reporters, with their jobs behind them."""

_KOREAN_JOB = re.compile(r".*(?:기자|특파원|논설위원|위원|앵커|부|팀)")
_CHINESE_REPORTERS = re.compile(
    r"(?:本[报報]|[\u4e00-\u9fff]{2,4})?[记記]者\s+"
    r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:[\s、]+[\u4e00-\u9fff·]{2,4}){0,3})"
    r"|[记記]者\s?(?P<names_and_place>[\u4e00-\u9fff·]{2,4}(?:[、][\u4e00-\u9fff·]{2,4}){0,3})"
    r"\s?[/／]\s?[\u4e00-\u9fff]{1,6}[报報][导導道]"
)


@cache
def _between_names() -> re.Pattern[str]:
    return re.compile(rf"\s{_and()}\s|\s?[&/,、，]\s?", re.IGNORECASE)


@cache
def _and_between() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_and()}|&)\s", re.IGNORECASE)


@cache
def _and_before() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_and()}|&)\s", re.IGNORECASE)


def _and() -> str:
    """Return a pattern of the words for "and" between names."""
    return any_of(load_list("name_joiners"))


_DEGREE = re.compile(r"(?:[A-Z][a-z]{0,2}\.?){2,5}|[JS]r\.?|Esq\.?")
_LIST_LABEL = re.compile(r"\S+\s?[:：]")
"""A label of one word, behind which all parts between commas are names."""

_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0eff"
"""Accents, and the vowel signs of Hebrew, Arabic, Indic scripts and Thai, which are no letters."""

_NAME_WORD = re.compile(rf"[^\W\d_][\w{_MARKS}.'’ªº·・-]*|['’][st]")
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
_NO_WORD = re.compile(r"\W*")
"""Every byline line has a colon, a year or a reporter's job, or begins with a word for "by"."""

_SENTENCE_END = re.compile(r"[^\W\d_]{4}[.!?。！？…]\W*$")


def _may_be_byline(text: str) -> bool:
    """Return True unless a line is certainly no byline; that is found fast."""
    is_short = len(text) <= MAX_LENGTH and not _SENTENCE_END.search(text, len(text) - 8)
    return is_short and bool(_SIGN.search(text) or _end_of_by(_NO_WORD.sub("", text, count=1)))


def is_fact(text: str) -> bool:
    """Return True if a line is a label and a value, and no byline."""
    is_short = len(text) <= MAX_LENGTH
    return is_short and _FACT.match(text) is not None and read_byline_line(text) is None


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line, a mark for each date, and whether a comma is before each."""
    text = _with_bars_around_dates(mark_dates(text))
    text = _REST.sub(" | ", text)
    text = _with_bars_before_labels(_LABEL_WITHOUT_COLON.sub(r" | \1", f" {text}"))
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
        start = _start_of_date_label(part, end)
        if start:
            parts[index] = f"{part[:start]} | {part[start:]}"
    return f" | {DATE_MARK} | ".join(parts)


def _with_bars_before_labels(text: str) -> str:
    """Return a line with a bar before each label that has a colon."""
    labels = load_labels(*_NAME_LABELS, *_OTHER_LABELS, "date_labels")
    for colon in reversed([*_COLON.finditer(text)]):
        start = labels.start(text, colon.start())
        if start is None:
            start = _start_of_date_label(text, colon.start())
        if start is not None:
            text = f"{text[:start]} | {text[start:]}"
    return text


def _start_of_date_label(text: str, end: int) -> int | None:
    """Return where a label of a date that ends at a place begins, None if there is none."""
    labels = load_labels(*_DATE_LABELS)
    start = labels.start(text, end)
    preposition = text.rfind(" ", 0, end)
    if start is None and text[preposition + 1 : end] in load_labels("date_prepositions"):
        return labels.start(text, preposition)
    return start


def _is_date_label(text: str, *lists: str) -> bool:
    """Return True if a text is a label of the lists, with a preposition behind it or without."""
    labels = load_labels(*lists)
    label, _, last = text.rstrip(" :：").rpartition(" ")
    return text in labels or (last in load_labels("date_prepositions") and label in labels)


def without_dates_behind(text: str) -> str:
    """Return a text without its first label of a date that has a colon, and what is behind it."""
    for colon in _COLON.finditer(text):
        start = _start_of_date_label(text, colon.start())
        if start:
            return text[:start].rstrip()
    return text


def _end_of_by(text: str) -> int:
    """Return where the words for "by" that a text begins with end, 0 if there are none."""
    filed = _FILED.match(text)
    end = filed.end() if filed else load_labels("by_phrases").end(text)
    return end if text[end : end + 1].isspace() else 0


def is_name_label(text: str) -> bool:
    """Return True if a text is what stands before the name of an author, and nothing else."""
    return text in load_labels(*_NAME_LABELS) or _FILED.fullmatch(text) is not None


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
        is_list = self._is_list or any(map(_and_between().search, texts[1:]))
        others = texts[1:] if is_list else filter(_DEGREE.fullmatch, texts[1:])
        return ", ".join((texts[0], *others))

    def _kind(self, part: str, *, is_behind_comma: bool) -> _Part | None:
        """Return what a part is and keep what it says; None if it is something else."""
        if part == DATE_MARK:
            self._is_dated |= self._last is _Part.DATE_LABEL
            self._has_date = True
            return _Part.DATE
        if _is_date_label(part, *_DATE_LABELS):
            self._is_changed = _is_date_label(part, "changed_labels")
            is_behind = self._last is _Part.DATE and not self._is_dated  # as in Japanese
            self._is_dated |= is_behind
            return _Part.OTHER if is_behind else _Part.DATE_LABEL
        if part in load_labels("date_labels", "date_prepositions", "name_joiners"):
            return _Part.WEAK_LABEL
        if _is_of_others(part):
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
            tail = _and_before().sub("", part.rstrip("*†"))
            self._has_tail |= not are_names(tail) and not load_labels("jobs", "roles").are_in(tail)
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
        name = _and_before().sub("", part.rstrip("*†"))
        if self._names and are_names(name):
            self._is_list |= name != part
            self._names[-1].append(name)


def _is_of_others(part: str) -> bool:
    """Return True if a part is a source, or the names of people with another part in the text."""
    label, colon, rest = _at_colon(part)
    if colon and label in load_labels(*_OTHER_LABELS):
        return 0 < len(rest) <= _MAX_OTHER
    if _OTHER_SLASHED.fullmatch(part):
        return True
    end = load_labels("contributor_labels").end(part)
    names = part[end:].strip()
    return end > 0 and 0 < len(names) <= _MAX_OTHER and are_names(names)


def _at_colon(part: str) -> tuple[str, str, str]:
    """Return what is before the first colon, the colon, and what is behind it."""
    colon = _COLON.search(part)
    if colon is None:
        return part, "", ""
    return part[: colon.start()], colon[0], part[colon.end() :].strip()


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
        names = reporters["names"] or reporters["names_and_place"]
        return "、".join(re.split(r"[\s、]+", names))
    label, names = _label_and_names(part)
    names = _PLACE_BEHIND.sub("", names)
    if not names:
        return None
    is_marked = label[-1] in ":：/／｜=＝・" or not label[-1].isascii()
    return names if _is_named(names, label, is_marked=is_marked) else None


def _label_and_names(part: str) -> tuple[str, str]:
    """Return the label of a part and what is behind it, both "" if there is no label."""
    label, colon, names = _at_colon(part)
    if colon and is_name_label(label):
        return f"{label}{colon}", names
    slash = _SLASHED.match(part)
    end = slash.end() if slash else _end_of_by(part)
    return (part[:end].rstrip(), part[end:].lstrip()) if end else ("", "")


def _is_named(names: str, label: str, *, is_marked: bool) -> bool:
    """Return True if a text behind a label is names.

    Without a colon it must be a full name, as in no sentence ("By Thursday"), or the name of a user
    behind more than one word: "Posted by ann_l".
    """
    if " " not in names and not is_marked:
        return " " in label and len(names) <= _MAX_CAPTION
    parts = _between_names().split(names)
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
    return all(map(_is_name, _between_names().split(text)))


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
