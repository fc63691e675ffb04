"""Escapes of text for CommonMark and GFM.

A character is escaped only where CommonMark 0.31 or GFM reads it as syntax: `_` inside a word and
`*` between spaces stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from string import punctuation
from typing import NamedTuple
from urllib.parse import quote

ASCII_PUNCTUATION = frozenset(punctuation)

_CANDIDATE = re.compile(r"\\|`|\*+|_+|~+|\[|\]|<|&(?=#?\w+;)|\$|!$|\^(?=\[|$)|^\^")
"""Characters that can be syntax inside a line; `_is_syntax` decides by their neighbors."""

_BLOCK_MARKER = re.compile(
    r"(?:#{1,6}|[-+*])(?=\s|$)|\d{1,9}[.)](?=\s|$)|>|[-*_](?=[-*_ ]*$)|~~~|\[(?=[ xX]\](?:\s|$))"
    r"|\[(?![^\[\]\\]*\](?![(\[:]))"
)
"""Start of a heading, list, quotation, thematic break, listing, task or link definition at the
start of a line."""

_UNDERLINE = re.compile(r"[=|:-](?=[=|: -]*$)")
"""Start of a line that makes the line before it a heading, or the header of a table."""

_URL = re.compile(r"""https?://[^\s<>]*[^\s<>.,;:!?"')\]]""")
"""URL that GFM makes a link."""

_CHARACTER_REFERENCE = re.compile(r"&#?\w+;")

_AUTOLINK = re.compile(r"https?://[^\s<>\\]+|mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
"""Targets that can be written in angle brackets (CommonMark 0.31, section 6.5)."""

_URL_ESCAPES = {
    **{code: f"%{code:02X}" for code in (*range(32), 127)},
    **{ord(char): quote(char) for char in "<>\\"},
}


class Position(NamedTuple):
    """Position of a text in a document.

    Attributes:
        starts_line: Whether the text begins a line.
        continues: Whether that line continues a paragraph.
        after_bracket: Whether the text follows `]`.
        before: First character of what follows the text, "" at the end of a block.
        in_link: Whether the text is part of a link.
        has_formulas: Whether `$` encloses formulas in the document.
    """

    starts_line: bool = False
    continues: bool = False
    after_bracket: bool = False
    before: str = ""
    in_link: bool = False
    has_formulas: bool = False


def is_space(character: str) -> bool:
    """True if a character is Unicode whitespace as CommonMark defines it; "" is whitespace."""
    return not character or character in "\t\n\f\r" or unicodedata.category(character) == "Zs"


def is_punctuation(character: str) -> bool:
    """True if a character is Unicode punctuation as CommonMark defines it."""
    return bool(character) and unicodedata.category(character)[0] in "PS"


def escape_text(text: str, position: Position = Position()) -> str:  # noqa: B008 - immutable
    """Return text with a backslash before each character that would be syntax.

    GFM links bare URLs and takes backslashes for part of them. A URL that needs one is therefore
    put in angle brackets, unless it contains a character reference, which those do not escape.
    """
    forced = _marker_index(text, position)
    parts: list[str] = []
    end = 0
    if "://" in text and not position.in_link:
        for match in _URL.finditer(text):
            url = match.group()
            is_plain = _escape(text, match.span(), position, forced) == url
            if not is_plain and not _CHARACTER_REFERENCE.search(url) and "\\" not in url:
                parts += (_escape(text, (end, match.start()), position, forced), f"<{url}>")
                end = match.end()
    return "".join((*parts, _escape(text, (end, len(text)), position, forced)))


def _marker_index(text: str, position: Position) -> int:
    """Return the index of the character that makes the start of a text a block, -1 for none."""
    if position.after_bracket and text.startswith(("(", "[", ":")):
        return 0
    if not position.starts_line:
        return -1
    match = _BLOCK_MARKER.match(text) or (position.continues and _UNDERLINE.match(text))
    if not match:
        return -1
    return match.end() - 1 if match.group()[0].isdigit() else 0


def _escape(text: str, span: tuple[int, int], position: Position, forced: int) -> str:
    parts: list[str] = []
    end, stop = span
    if end <= forced < stop and text[forced] not in "*_~[":
        parts += (text[end:forced], "\\")
        end = forced
    for match in _CANDIDATE.finditer(text, end, stop):
        before = text[match.end() : match.end() + 1] or position.before
        following = before if match.end() < stop or stop == len(text) else "<"
        if match.start() == forced or _is_syntax(text, match, following, position):
            parts.append(text[end : match.start()])
            parts += (f"\\{character}" for character in match.group())
            end = match.end()
    parts.append(text[end:stop])
    return "".join(parts)


def _is_syntax(text: str, match: re.Match[str], following: str, position: Position) -> bool:
    """True if a candidate in a text needs a backslash."""
    start, end = match.span()
    previous, is_last = text[start - 1 : start], end == len(text)
    is_loose = bool(previous) and is_space(previous) and not is_last and is_space(following)
    is_in_word = _is_letter(previous) and not is_last and _is_letter(following)
    match match.group()[0]:
        case "\\":
            needed = not following or following == "\n" or following in ASCII_PUNCTUATION
        case "*" | "~":
            needed = not is_loose
        case "_":
            needed = not is_loose and not is_in_word
        case "[":
            needed = position.in_link or following == "^" or previous == "^"
        case "]":
            needed = position.in_link or following in ("(", "[", ":")
        case "<":
            needed = following in ("/", "!", "?") or following.isalpha()
        case "$":
            needed = position.has_formulas
        case "!":
            needed = position.before == "["
        case "^":
            needed = following == "[" or (position.in_link and not start)
        case _:
            needed = True
    return needed


def _is_letter(character: str) -> bool:
    return bool(character) and not is_space(character) and not is_punctuation(character)


def code_span(text: str) -> str:
    """Return text as inline code, in the shortest row of backticks that is not in it."""
    runs = set(map(len, re.findall("`+", text)))
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    has_outer_spaces = text[0] == text[-1] == " " and not text.isspace()
    padding = " " if "`" in (text[0], text[-1]) or has_outer_spaces else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def code_fence(text: str) -> str:
    """Return the fence of a listing: more backticks than are in a row in it, at least three."""
    return "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)


def escape_all(text: str) -> str:
    """Return text with a backslash before each ASCII punctuation character."""
    return "".join(f"\\{char}" if char in ASCII_PUNCTUATION else char for char in text)


def formula(tex: str, *, is_display: bool, in_cell: bool) -> str:
    """Return TeX as a formula, changed where the Markdown around it would be read differently.

    Parsers without formulas see its text: no tag, link or code can begin in it.
    """
    tex = _DOLLAR.sub(r"\\$", " ".join(tex.split()))
    tex = (
        _TAG_START.sub(r"\\lt ", tex)
        .replace("`", r"\lq ")
        .replace("](", "] (")
        .replace("]:", "] :")
    )
    if in_cell:
        tex = tex.replace("|", r"\vert ")
    if (len(tex) - len(tex.rstrip("\\"))) % 2:
        tex += " "  # a backslash would escape the delimiter
    delimiter = "$$" if is_display else "$"
    return f"{delimiter}{tex}{delimiter}" if tex else ""


_DOLLAR = re.compile(r"(?<!\\)\$")
_TAG_START = re.compile(r"<(?=[a-zA-Z/!?])")


def autolink(target: str, text: str) -> str | None:
    """Return a link as `<URL>` if its text is its target and that is possible, else None."""
    if text in (target, target.removeprefix("mailto:")) and _AUTOLINK.fullmatch(target):
        return None if _CHARACTER_REFERENCE.search(target) else f"<{text}>"
    return None


def destination(url: str, title: str = "") -> str:
    """Return the target of a link or an image with its parentheses."""
    escaped = _CHARACTER_REFERENCE.sub(r"\\\g<0>", url.translate(_URL_ESCAPES))
    if not url or " " in url or not _has_balanced_parentheses(url):
        escaped = f"<{escaped}>"
    if title:
        title = _CHARACTER_REFERENCE.sub(r"\\\g<0>", title.replace("\\", "\\\\"))
        escaped += ' "{}"'.format(title.replace('"', '\\"'))
    return f"({escaped})"


def _has_balanced_parentheses(url: str) -> bool:
    depth = deepest = 0
    for character in re.findall("[()]", url):
        depth += 1 if character == "(" else -1
        deepest = max(deepest, depth)
        if depth < 0:
            return False
    return depth == 0 and deepest <= _MAX_PARENTHESES


_MAX_PARENTHESES = 3
"""Levels of parentheses in a link target. CommonMark requires parsers to support three."""
