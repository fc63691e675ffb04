"""Characters that Markdown reads as signs, protected from it and from the converter.

Each is replaced by a private character, which the converter takes for a letter, and set right in
what it writes: as it is where it is meant as a sign, behind a backslash where it is not.
"""

from __future__ import annotations

import re
from string import punctuation

_RAW, _ESCAPED = 0x10F000, 0x10F100
"""Where the private characters begin: in Unicode's last plane, which no icon font is known to
use."""

_TO_RAW = {ord(char): chr(_RAW + ord(char)) for char in punctuation}

_BACK = {_RAW + ord(char): char for char in punctuation} | {
    _ESCAPED + ord(char): f"\\{char}" for char in punctuation
}

SIGNS = re.compile(
    r"[*_`~\[\]]|<(?=[a-z/!?])|&(?=#?\w+;)"
    r"|\\(?![a-z0-9])|\|(?=[ :]*-)|(?<=-)\|",
    re.IGNORECASE,
)
"""What Markdown takes for mark-up wherever it stands. What is one at the beginning of a line only
(`#`, `1.`, `>`) is escaped by the converter."""

SIGNS_AND_DOLLAR = re.compile(rf"{SIGNS.pattern}|\$", re.IGNORECASE)
"""Likewise on pages with formulas."""

EMPTY = "\U0010f203"
"""Private character that stands for no text, where the converter needs some."""

_LINE_START = re.compile(
    rf"^[\s{EMPTY}]*(?:(?:#{{1,6}}|[+-]|\d{{1,9}}[.)])(?=\s|$)|>|-(?=[-\s]*$))"
)
"""What begins a heading, a list, a quotation or a rule."""

_UNDERLINE = re.compile(rf"^[\s{EMPTY}]*=(?==*\s*$)")
"""What makes a heading of the line above it."""


def raw(text: str) -> str:
    """Text that is Markdown already."""
    return text.translate(_TO_RAW)


def protect(text: str, signs: re.Pattern[str]) -> str:
    """Text in which signs mean themselves."""
    return signs.sub(lambda match: chr(_ESCAPED + ord(match.group())), text)


_ADDRESS = re.compile(r"""https?://[^\s<>]*[^\s<>.,;:!?"')\]]""")
_REFERENCE = re.compile(r"&#?\w+;")


def protect_all(text: str, signs: re.Pattern[str]) -> str:
    """The same of text that may hold addresses: GFM makes links of them, backslashes and all.

    One with signs in it is set in angle brackets, which do not keep references to characters
    from being read as such.
    """
    if "://" not in text:
        return protect(text, signs)
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        if signs.search(match.group()) and not _REFERENCE.search(match.group()):
            parts += (protect(text[end : match.start()], signs), raw(f"<{match.group()}>"))
            end = match.end()
    return "".join((*parts, protect(text[end:], signs)))


def protect_start(text: str) -> str:
    """Text that may begin a line where the converter looks for no signs."""
    return _LINE_START.sub(_escape_last, text)


def protect_next_line(text: str) -> str:
    """Text behind a line break, where signs have a meaning that they have not at the beginning."""
    return _UNDERLINE.sub(_escape_last, protect_start(text))


def _escape_last(match: re.Match[str]) -> str:
    return match.group()[:-1] + chr(_ESCAPED + ord(match.group()[-1]))


def restore(text: str) -> str:
    """Markdown, from what the converter has written."""
    return text.replace(EMPTY, "").translate(_BACK)
