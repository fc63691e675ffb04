"""Inline content of Markdown: text, emphasis, links, code, images and formulas.

Emphasis is written with delimiters where CommonMark 0.31, section 6.2, reads them as meant, and as
HTML elsewhere: in `这是<b>“重点”</b>内容`, asterisks between letter and punctuation open nothing.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.rendering.markdown_escapes import (
    Position,
    autolink,
    code_span,
    destination,
    escape_all,
    escape_text,
    is_punctuation,
    is_space,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPHASIS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("del", "s"), "del"),
}
"""Emphasis elements and the equivalent elements that have a Markdown delimiter."""

_DELIMITERS = {"strong": "**", "em": "*", "del": "~~"}

_MAX_OPEN = 16
"""Nested inline elements that are written; deeper ones are dropped. Chosen by hand, above the 5 of
3,243 real pages."""

CONTROL = dict.fromkeys((*range(9), 11, *range(14, 32), 127))
"""Control characters, which are removed from text."""


class Kind(Enum):
    """Kind of an inline token."""

    TEXT = auto()
    CODE = auto()
    IMAGE = auto()
    MARKUP = auto()
    TAG = auto()
    OPEN = auto()
    CLOSE = auto()
    BREAK = auto()


class Token(NamedTuple):
    """Piece of inline content.

    Attributes:
        kind: Kind of the token.
        text: Plain text, code, the description of an image, finished Markdown, the HTML tag of a
            block in a table cell, or the name of the opened or closed element.
        target: URL of a link or an image.
        title: Title of a link.
    """

    kind: Kind
    text: str = ""
    target: str = ""
    title: str = ""


class Setting(NamedTuple):
    """Surroundings of inline content.

    Attributes:
        has_formulas: Whether `$` encloses formulas in the document.
        starts_line: Whether it begins a line outside of headings.
        in_cell: Whether it is in a table cell, where line breaks are HTML and `|` is escaped.
    """

    has_formulas: bool = False
    starts_line: bool = False
    in_cell: bool = False


def _end_of(element: Token) -> Token | None:
    """Return the end of emphasis, None for other elements, which are not joined."""
    return Token(Kind.CLOSE, element.text) if element.text in _DELIMITERS else None


class InlineContent:
    """Inline content as it is collected from a tree, with whitespace collapsed as in browsers.

    Whitespace and line breaks at the edges of elements are moved out of them, empty elements are
    dropped, and adjacent emphasis of one kind is joined. All elements are closed and opened
    again around the edges of blocks.
    """

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self._open: list[Token] = []  # all open elements, outermost first
        self._written = 0  # number of them that are in `tokens`
        self._separator: Token | None = None
        self._is_adjacent = False  # nothing since the end of the last element

    def open(self, name: str, target: str = "", title: str = "") -> bool:
        """Open an element; return False if it is not written, as it is too deep or redundant."""
        is_redundant = name not in ("sub", "sup") and any(t.text == name for t in self._open)
        if is_redundant or len(self._open) >= _MAX_OPEN:
            return False
        self._open.append(Token(Kind.OPEN, name, target, title))
        return True

    def close(self) -> None:
        """Close the innermost open element."""
        name = self._open.pop().text
        if self._written > len(self._open):
            self._written -= 1
            self.tokens.append(Token(Kind.CLOSE, name))
            self._is_adjacent = True

    def text(self, text: str) -> None:
        """Add text, with any whitespace."""
        collapsed = _collapse(text)
        words = collapsed.strip(" ")
        if collapsed.startswith(" "):
            self._separate(self._separator or Token(Kind.TEXT, " "))
        if words:
            self._add(Token(Kind.TEXT, words))
            if collapsed.endswith(" "):
                self._separate(Token(Kind.TEXT, " "))

    def code(self, text: str) -> None:
        """Add inline code."""
        if text.strip():
            self._add(Token(Kind.CODE, _collapse(text)))
        else:
            self.text(text)

    def image(self, description: str, url: str) -> None:
        """Add an image."""
        self._add(Token(Kind.IMAGE, _collapse(description).strip(), url))

    def markup(self, markdown: str) -> None:
        """Add finished Markdown, such as a reference to a footnote."""
        self._add(Token(Kind.MARKUP, markdown))

    def line_break(self, count: int = 1) -> None:
        """Add a line break, or a block edge, whose `count` is 0; those at the ends are dropped."""
        breaks = (
            self._separator.text if self._separator and self._separator.kind is Kind.BREAK else ""
        )
        self._separate(Token(Kind.BREAK, breaks + "<br>" * count or "<br>"))

    def tag(self, tag: str) -> None:
        """Add the tag of a block-level HTML element, which no inline element encloses."""
        self._suspend()
        self.tokens.append(Token(Kind.TAG, tag))

    def take(self) -> list[Token]:
        """Return the tokens and begin with none; open elements stay open."""
        self._suspend()
        tokens, self.tokens = self.tokens, []
        return tokens

    def _separate(self, separator: Token) -> None:
        self._separator = separator
        if self._written == len(self._open) or separator.kind is Kind.BREAK:
            self._is_adjacent = False

    def _suspend(self) -> None:
        while self._written:
            self._written -= 1
            self.tokens.append(Token(Kind.CLOSE, self._open[self._written].text))
        self._separator = None

    def _add(self, content: Token) -> None:
        separator, self._separator = self._separator, None
        opened = self._open[self._written :]
        while (
            opened and self._is_adjacent and self.tokens and self.tokens[-1] == _end_of(opened[0])
        ):
            self.tokens.pop()
            del opened[0]
        if separator and self.tokens and self.tokens[-1].kind is not Kind.TAG:
            self.tokens.append(separator)
        self.tokens += opened
        self._is_adjacent = False
        self._written = len(self._open)
        self.tokens.append(content)


def _collapse(text: str) -> str:
    """Return text without control characters and with each run of whitespace as one space."""
    return re.sub(r"\s+", " ", text.translate(CONTROL))


def is_blank(tokens: Sequence[Token]) -> bool:
    """True if inline content shows nothing."""
    return all(token.kind is Kind.TAG for token in tokens)


def render_inline(tokens: Sequence[Token], setting: Setting) -> str:
    """Return inline content as Markdown."""
    tokens = _merge_adjacent(tokens)
    parts = [""] * len(tokens)
    links = 0
    for index, token in enumerate(tokens):
        previous = tokens[index - 1] if index else Token(Kind.BREAK)
        match token.kind:
            case Kind.TEXT:
                after_bracket = previous.kind is Kind.MARKUP and previous.text.endswith("]")
                position = Position(
                    setting.starts_line and previous.kind is Kind.BREAK,
                    index > 0,
                    after_bracket,
                    _first_character(tokens, index + 1),
                    links > 0,
                    setting.has_formulas,
                )
                parts[index] = escape_text(token.text, position)
            case Kind.CODE:
                parts[index] = _code(token.text, in_cell=setting.in_cell, in_link=links > 0)
            case Kind.IMAGE:
                position = Position(in_link=True, has_formulas=setting.has_formulas)
                description = escape_text(token.text, position)
                parts[index] = f"![{description}]{destination(token.target)}"
            case Kind.MARKUP | Kind.TAG:
                parts[index] = token.text
            case Kind.BREAK:
                parts[index] = token.text if setting.in_cell else "  \n"
            case Kind.OPEN | Kind.CLOSE:
                parts[index] = _tag(token)
                links += (token.text == "a") * (1 if token.kind is Kind.OPEN else -1)
    _write_delimiters(tokens, parts)
    _write_links(tokens, parts)
    text = "".join(parts)
    return text.replace("|", "\\|") if setting.in_cell else text


def _merge_adjacent(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens with adjacent texts and adjacent codes joined, whose delimiters would merge."""
    merged: list[Token] = []
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        if kind in (Kind.TEXT, Kind.CODE):
            merged.append(Token(kind, "".join(token.text for token in group)))
        else:
            merged += group
    return merged


def _first_character(tokens: Sequence[Token], index: int) -> str:
    """Return the first character of the Markdown of a token, "" after the last one."""
    if index == len(tokens):
        return ""
    token = tokens[index]
    match token.kind:
        case Kind.OPEN | Kind.CLOSE if token.text in _DELIMITERS:
            return _DELIMITERS[token.text][0]
        case Kind.OPEN | Kind.CLOSE if token.text == "a":
            return "[" if token.kind is Kind.OPEN else "]"
        case Kind.MARKUP:
            return token.text[0]
        case _:
            return {Kind.BREAK: "\n", Kind.CODE: "`", Kind.IMAGE: "!"}.get(token.kind, "<")


def _tag(token: Token) -> str:
    return f"<{'/' * (token.kind is Kind.CLOSE)}{token.text}>"


def _code(text: str, *, in_cell: bool, in_link: bool) -> str:
    r"""Return code, as HTML where something else is read before code.

    That is `\|` in a table cell and `]:` in a link, which would define the target of a link.
    """
    if (in_cell and "\\|" in text) or (in_link and "]:" in text):
        code = escape_all(text)
        return f"<code>{code.replace(chr(92) + '|', '&#124;') if in_cell else code}</code>"
    return code_span(text)


def _write_links(tokens: Sequence[Token], parts: list[str]) -> None:
    opened = 0
    for index, token in enumerate(tokens):
        if token.text != "a" or token.kind not in (Kind.OPEN, Kind.CLOSE):
            continue
        if token.kind is Kind.OPEN:
            opened = index
            parts[index] = "["
            continue
        link = tokens[opened]
        parts[index] = f"]{destination(link.target, link.title)}"
        if index == opened + 2 and tokens[opened + 1].kind is Kind.TEXT and not link.title:
            plain = autolink(link.target, tokens[opened + 1].text)
            if plain is not None:
                parts[opened : index + 1] = ("", plain, "")


def _write_delimiters(tokens: Sequence[Token], parts: list[str]) -> None:
    """Replace the tags of emphasis with delimiters where CommonMark reads these as meant."""
    pairs = _emphasis_pairs(tokens)
    delimited = set(pairs)
    is_stable = False
    while not is_stable:  # a pair that becomes HTML affects those around it, at most three
        bad = _misread(tokens, parts, delimited, pairs)
        is_stable = not bad
        delimited -= bad
    for index in delimited:
        parts[index] = _DELIMITERS[tokens[index].text]


def _emphasis_pairs(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the index of the other end for each end of emphasis."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.text in _DELIMITERS and token.kind is Kind.OPEN:
            opened.append(index)
        elif token.text in _DELIMITERS and token.kind is Kind.CLOSE:
            start = opened.pop()
            pairs[start], pairs[index] = index, start
    return pairs


def _misread(
    tokens: Sequence[Token], parts: Sequence[str], delimited: set[int], pairs: dict[int, int]
) -> set[int]:
    """Return the ends of delimited emphasis that CommonMark does not read as meant.

    Adjacent delimiters of one character are a run. Inside of emphasis that a run of three opens, a
    run must not be able to close it too; the lengths of other runs inside differ.
    """
    bad: set[int] = set()
    triple: int | None = None  # last delimiter of a run of three asterisks, until its end
    index = 0
    while index < len(tokens):
        if index not in delimited:
            index += 1
            continue
        character = _DELIMITERS[tokens[index].text][0]
        run = [index]
        while run[-1] + 1 in delimited and _DELIMITERS[tokens[run[-1] + 1].text][0] == character:
            run.append(run[-1] + 1)
        index = run[-1] + 1
        openers = [end for end in run if tokens[end].kind is Kind.OPEN]
        if openers and len(openers) < len(run):
            bad.update(openers)
            continue
        previous = _neighbor(tokens, parts, delimited, run[0] - 1)[-1:]
        following = _neighbor(tokens, parts, delimited, index)[:1]
        can_open, can_close = _is_flanking(following, previous), _is_flanking(previous, following)
        closes_triple = can_close and triple is not None and run[0] < triple
        if (closes_triple or not can_open) if openers else not can_close:
            bad.update(run)
        elif openers and len(run) > 1:
            triple = max(triple or 0, *(pairs[end] for end in run))
    return bad | {pairs[end] for end in bad}


def _neighbor(
    tokens: Sequence[Token], parts: Sequence[str], delimited: set[int], index: int
) -> str:
    """Return the Markdown next to a run of delimiters, "" at the edges of a block."""
    if not 0 <= index < len(parts):
        return ""
    return _DELIMITERS[tokens[index].text] if index in delimited else parts[index]


def _is_flanking(inner: str, outer: str) -> bool:
    """True if a delimiter run with these characters inside and outside can enclose the inside."""
    if is_space(inner):
        return False
    return not is_punctuation(inner) or is_space(outer) or is_punctuation(outer)
