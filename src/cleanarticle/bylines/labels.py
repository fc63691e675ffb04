"""Labels of bylines: words before names and dates, and what stands behind them."""

from __future__ import annotations

import re

from cleanarticle.bylines.name_lists import are_names, between_names, is_name
from cleanarticle.phrases.phrase_set import load_labels

MAX_LENGTH = 200
"""Longest byline line, in characters. Chosen by hand: three names, and two dates with times."""

MAX_UNCERTAIN = 40
"""Longest name of a user, and other capitalized part of a byline, in characters. Chosen by hand."""

ACCOUNTS = frozenset(
    ("admin", "administrator", "siteadmin", "super user", "sysadmin", "webadmin", "webmaster")
)
"""Names of accounts that publishing systems show in place of an author, in lower case."""

_COLON = re.compile(r"\s?[:：]")
_LABEL_WITHOUT_COLON = re.compile(
    r"[\s|](本[报報][记記]者\s|(?:写真|撮影|編集|構成|イラスト|翻訳|絵|取材|文)[・/／](?!文))"
)
"""Labels that have a space, a slash or a dot instead of a colon, in Chinese and Japanese."""

DATE_LABELS = ("first_published_labels", "published_labels", "changed_labels")
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

_ARTICLES = frozenset("the a an der das die ein eine le les un une il lo".split())
"""First words of titles."""


_OF = frozenset(("de", "di"))


def with_bars_before_labels(text: str) -> str:
    """Return a line with a bar before each label in it that has a colon or a sign like one."""
    text = _LABEL_WITHOUT_COLON.sub(r" | \1", text)
    labels = load_labels(*_NAME_LABELS, *_OTHER_LABELS, "date_labels")
    for colon in reversed([*_COLON.finditer(text)]):
        end = colon.start()
        found = (labels.start(text, end), start_of_date_label(text, end))
        starts = [start for start in found if start is not None]
        if starts:
            text = f"{text[: min(starts)]} | {text[min(starts) :]}"
    return text


def start_of_date_label(text: str, end: int) -> int | None:
    """Return where a label of a date that ends at a place begins, None if there is none.

    A colon or a date has to be behind the place.
    """
    labels = load_labels(*DATE_LABELS)
    start = labels.start(text, end, is_label=True)
    preposition = text.rfind(" ", 0, end)
    is_behind = preposition > 0 and text[preposition + 1 : end] in load_labels("date_prepositions")
    return labels.start(text, preposition) if start is None and is_behind else start


def is_date_label(text: str, *lists: str) -> bool:
    """Return True if a text is a label of the lists, with a preposition behind it or without."""
    labels = load_labels(*lists)
    label, _, last = text.rstrip(" :：").rpartition(" ")
    return text in labels or (last in load_labels("date_prepositions") and label in labels)


def without_dates_behind(text: str) -> str:
    """Return a text without its first label of a date that has a colon, and what is behind it."""
    for colon in _COLON.finditer(text):
        start = start_of_date_label(text, colon.start())
        if start:
            return text[:start].rstrip()
    return text


def end_of_by(text: str) -> int:
    """Return where the words for "by" that a text begins with end, 0 if there are none."""
    filed = _FILED.match(text)
    end = filed.end() if filed else load_labels("by_phrases").end(text)
    return end if text[end : end + 1].isspace() else 0


def is_name_label(text: str) -> bool:
    """Return True if a text is what stands before the name of an author, and nothing else.

    A noun such as "interview" needs a colon.
    """
    if text in load_labels("byline_nouns") and _COLON.search(text) is None:
        return False
    return text in load_labels(*_NAME_LABELS) or _FILED.fullmatch(text) is not None


def is_of_others(part: str) -> bool:
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
    if colon and is_name_label(f"{label}:"):
        return f"{label}{colon}", names
    slash = _SLASHED.match(part)
    end = slash.end() if slash else end_of_by(part)
    return (part[:end].rstrip(), part[end:].lstrip()) if end else ("", "")


def _is_named(names: str, label: str, *, is_marked: bool) -> bool:
    """Return True if a text behind a label is names.

    Without a colon it must be a full name, as in no sentence ("By Thursday"), or the name of a user
    behind more than one word ("Posted by ann_l") of which the last says no "of": "Récit de Voyage".
    """
    if " " not in names and not is_marked:
        words = label.casefold().split()
        return len(words) > 1 and words[-1] not in _OF and len(names) <= MAX_UNCERTAIN
    parts = between_names().split(names)
    if not are_names(names) or names.split(maxsplit=1)[0].casefold() in _ARTICLES:
        return False
    if label in load_labels("byline_nouns"):  # "Words: Love and Loss"
        return any(" " in part for part in parts)
    return is_marked or sum(map(is_name, parts[0].split())) > 1
