"""Removal of characters that a reader cannot see: controls, and those that can carry a message."""

from __future__ import annotations

import re
import sys
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, cast

from cleanarticle.characters import (
    C1,
    CONTROLS,
    DIRECTION_MARKS,
    JOINERS,
    SELECTORS,
    SPACES,
    TAGS,
    WITHOUT_GLYPH,
)
from cleanarticle.parsing import unusual_text

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element


class Stripped(NamedTuple):
    """A text without its invisible characters, and whether their removal is to be noted."""

    text: str
    had_message: bool


_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"
"""The flag of a region, such as that of Wales: a black flag, a code in tag characters, an end."""

_CONTROL = re.compile(f"[{CONTROLS}\r]")
_RUN = re.compile(rf"{_FLAG}|[{WITHOUT_GLYPH}{CONTROLS}\r]+")
_UNSAFE = re.compile(rf"[{TAGS}\u202d\u202e]|(?![{SPACES}\u202a-\u202c\u2066-\u2069])[{CONTROLS}]")
"""Characters whose removal is noted even if they are alone: tags, overrides of direction, and
controls other than spaces and the isolates and embeddings of careful authors."""
_SELECTOR = re.compile(f"[{SELECTORS}]")
_EMOJI_PARTS = re.compile("[\ufe0e\ufe0f]?\u200d?")
_JOINING_SCRIPT = re.compile(
    "[\u0600-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc]"
)
"""Characters of scripts in which joiners, and spaces without width, are a part of the spelling:
Arabic, those of India and its neighbors, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_IDEOGRAPH = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_LONG_RUN = 4
"""Least invisible characters in a row that may be a message; typing errors are shorter."""

_C1 = re.compile(f"[{C1}]")
_MISREAD_UTF8 = re.compile(
    "[\xc2-\xc5\xce-\xd1\xd7-\xd9][\x80-\xbf]"
    "|[\xe0-\xef][\x80-\x9f\xa1-\xbf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}"
)
"""Characters of UTF-8 that were read as Latin-1: those of two bytes in the most common alphabets,
as others are capital letters before a quotation mark of windows-1252; all that are longer."""

_SPACE_CODES = {
    **dict.fromkeys(map(ord, "\v\f\u2028\u2029"), "\n"),
    **dict.fromkeys(map(ord, "\r\x1c\x1d\x1e\x1f"), " "),
}
_LETTER_CODES = {
    code: letter
    for code in range(0x80, 0xA0)
    if (letter := bytes((code,)).decode("windows-1252", "ignore"))
}
"""What C1 controls mean. HTML reads references to them as windows-1252 (HTML standard, 13.2.5.80),
and pages that have the characters themselves mean the same."""


def strip_invisible(text: str) -> Stripped:
    """Return a text without controls, except tabs and line ends, and without invisible characters.

    Those that a script or an emoji needs stay: joiners inside words of Persian or Hindi and between
    emoji, one variation selector after the character that it varies, flags of regions, direction
    marks beside Arabic and Hebrew. Soft hyphens go: readers see them only where a line is broken.
    """
    if unusual_text.is_plain_text(text) or _RUN.search(text) is None:
        return Stripped(text, had_message=False)
    had_message = False

    def visible(match: re.Match[str]) -> str:
        nonlocal had_message
        run = match[0]
        if run[0] == "\U0001f3f4":
            return run
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if _is_needed(run, before, after):
            return run
        selectors = len(_SELECTOR.findall(run))
        had_message |= len(run) >= _LONG_RUN or selectors > 1 or bool(_UNSAFE.search(run))
        first = run[:1] if selectors > 1 and _is_needed(run[:1], before, "") else ""
        return first if _SELECTOR.match(first) else ""

    text = _meant(text) if _CONTROL.search(text) else text
    stripped = _RUN.sub(visible, text)
    return Stripped(stripped, had_message)


def _meant(text: str) -> str:
    """Return a text with what its controls mean: misread letters, spaces and line ends."""
    if _C1.search(text):
        text = _MISREAD_UTF8.sub(_decoded, text)
        text = text.translate(_LETTER_CODES)
    return text.replace("\r\n", "\n").translate(_SPACE_CODES)


def _decoded(match: re.Match[str]) -> str:
    """Return the character of UTF-8 that was read as Latin-1, or the match if it may be text."""
    try:
        return match[0].encode("latin-1").decode() if _C1.search(match[0]) else match[0]
    except UnicodeDecodeError:
        return match[0]


def _is_needed(run: str, before: str, after: str) -> bool:
    """Return True if invisible characters are a part of the spelling where they stand."""
    if not before:
        return False
    if _EMOJI_PARTS.fullmatch(run) and _is_symbol(before):
        return not run.endswith("\u200d") or _is_symbol(after)
    if len(run) > 1:
        return False
    if run == "\u200b" or run in JOINERS:
        return bool(_JOINING_SCRIPT.match(before)) and not after.isascii()
    if run in DIRECTION_MARKS:
        return bool(_RIGHT_TO_LEFT.match(before) or _RIGHT_TO_LEFT.match(after))
    return _SELECTOR.match(run) is not None and bool(
        _IDEOGRAPH.match(before) or unicodedata.category(before) == "Sm"
    )


def _is_symbol(character: str) -> bool:
    """Return True if a character can be an emoji or a part of one."""
    return bool(character) and unicodedata.category(character) in _SYMBOLS


_SYMBOLS = ("So", "Sk", "Sm", "Po", "Nd", "No")


def strip_tree(root: Element, content: bytes) -> frozenset[Element]:
    """Remove controls and invisible characters from the texts and the attributes of a tree.

    What is invisible but no control stays in attributes, except in what stands for images.

    Args:
        root: The root element.
        content: The bytes it was parsed from, in UTF-8.

    Returns:
        The elements whose text or tail had characters whose removal is to be noted.
    """
    others, references = unusual_text.split_unusual(content)
    characters = others.decode("utf-8", "replace") + _referenced(references)
    if not _INVISIBLE.search(characters) and not _NAME.search(references):
        return frozenset()
    carriers = set()
    for element, part in unusual_text.unusual_texts(root):
        text = getattr(element, part)
        stripped = strip_invisible(text)
        if stripped.text != text:
            setattr(element, part, stripped.text)
        if stripped.had_message:
            carriers.add(element)
    has_controls = _CONTROL.search(characters) is not None
    for element in unusual_text.with_unusual_attributes(root) if has_controls else root.iter("img"):
        for name, value in cast("list[tuple[str, str]]", element.items()):
            if name == "alt" or (has_controls and _CONTROL.search(value)):
                with suppress(ValueError):  # a name that lxml cannot set is never read
                    element.set(name, strip_invisible(value).text)
    return frozenset(carriers)


_INVISIBLE = re.compile(rf"[{WITHOUT_GLYPH}{CONTROLS}\r](?:(?<![{SELECTORS}])|[{SELECTORS}])")
"""What makes a tree worth stripping. One variation selector does not: they stand in most emoji."""

_NUMBER = re.compile(rb"&#(?:0*([0-9]{1,7})|[xX]0*([0-9a-fA-F]{1,6}))")
_NAME = re.compile(
    rb"&(?:shy|(?:zwj|zwnj|lrm|rlm|NoBreak|ZeroWidthSpace|Negative\w+Space)\b"
    rb"|(?:af|ApplyFunction|it|InvisibleTimes|ic|InvisibleComma);)"
)
"""References to characters by number, and to invisible ones by name."""


def _referenced(references: bytes) -> str:
    """Return the characters that are referred to by number."""
    codes = {int(ten) if ten else int(sixteen, 16) for ten, sixteen in _NUMBER.findall(references)}
    return "".join(chr(code) for code in codes if code <= sys.maxunicode)
