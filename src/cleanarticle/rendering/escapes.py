"""Private-use encoding of Markdown's special characters.

html-to-markdown treats private-use characters as letters and leaves them unchanged. After the
conversion, `restore` decodes them: to plain characters where they are Markdown syntax, and to
characters with a backslash where they are text.
"""

from __future__ import annotations

import re
from string import punctuation

_RAW_OFFSET, _ESCAPED_OFFSET = 0x10F000, 0x10F100
"""First code points of the two encodings, in the last plane of Unicode, which no known icon font
uses."""

_RAW_CODES = {ord(char): chr(_RAW_OFFSET + ord(char)) for char in punctuation}

_DECODED = {_RAW_OFFSET + ord(char): char for char in punctuation} | {
    _ESCAPED_OFFSET + ord(char): f"\\{char}" for char in punctuation
}

SPECIAL_CHARACTERS = re.compile(
    r"[*_`~\[\]]|<(?=[a-z/!?])|&(?=#?\w+;)"
    r"|\\(?![a-z0-9])|\|(?=[ :]*-)|(?<=-)\|",
    re.IGNORECASE,
)
"""Characters that Markdown can interpret as markup anywhere in a line. Those with a meaning only at
the beginning of a line (`#`, `1.`, `>`) are escaped by html-to-markdown."""

SPECIAL_CHARACTERS_AND_DOLLAR = re.compile(rf"{SPECIAL_CHARACTERS.pattern}|\$", re.IGNORECASE)
"""Special characters of pages with formulas."""

EMPTY = "\U0010f203"
"""Private-use character for an empty string, where html-to-markdown requires some text."""

_LINE_START = re.compile(
    rf"^[\s{EMPTY}]*(?:(?:#{{1,6}}|[+-]|\d{{1,9}}[.)])(?=\s|$)|>|-(?=[-\s]*$))"
)
"""Beginning of a heading, a list, a quotation or a thematic break."""

_UNDERLINE = re.compile(rf"^[\s{EMPTY}]*=(?==*\s*$)")
"""Underline of a setext heading."""


def raw(text: str) -> str:
    """Return Markdown encoded so that `restore` returns it unchanged."""
    return text.translate(_RAW_CODES)


def protect(text: str, special: re.Pattern[str]) -> str:
    """Return text in which special characters are encoded as escaped ones.

    Args:
        text: Plain text.
        special: Pattern that matches one special character.
    """
    return special.sub(lambda match: chr(_ESCAPED_OFFSET + ord(match.group())), text)


_URL = re.compile(r"""https?://[^\s<>]*[^\s<>.,;:!?"')\]]""")
_CHARACTER_REFERENCE = re.compile(r"&#?\w+;")


def protect_text(text: str, special: re.Pattern[str]) -> str:
    """Return text in which special characters are encoded, except in the URLs that GFM links.

    GFM includes backslashes in the URL. A URL with special characters is therefore put in angle
    brackets, unless it contains a character reference, which angle brackets do not escape.

    Args:
        text: Plain text.
        special: Pattern that matches one special character.
    """
    if "://" not in text:
        return protect(text, special)
    parts: list[str] = []
    end = 0
    for match in _URL.finditer(text):
        if special.search(match.group()) and not _CHARACTER_REFERENCE.search(match.group()):
            parts += (protect(text[end : match.start()], special), raw(f"<{match.group()}>"))
            end = match.end()
    return "".join((*parts, protect(text[end:], special)))


def protect_line_start(text: str) -> str:
    """Return text with an initial block marker escaped, where html-to-markdown does not do it."""
    return _LINE_START.sub(_escape_last, text)


def protect_next_line(text: str) -> str:
    """Return text after a line break with an initial block marker or heading underline escaped."""
    return _UNDERLINE.sub(_escape_last, protect_line_start(text))


def _escape_last(match: re.Match[str]) -> str:
    return match.group()[:-1] + chr(_ESCAPED_OFFSET + ord(match.group()[-1]))


def restore(text: str) -> str:
    """Return the output of html-to-markdown with all encoded characters decoded."""
    return text.replace(EMPTY, "").translate(_DECODED)
