"""Inline content of Markdown: text with its escapes, emphasis, links, code and formulas.

A character is escaped only where CommonMark 0.31 or GFM reads it as syntax: `_` inside a word and
`*` between spaces stay as they are. Emphasis is written with delimiters where these can only be
read as meant, and as HTML elsewhere: in `这是<b>“重点”</b>内容`, asterisks would open nothing.
"""

from __future__ import annotations

import re
from itertools import groupby
from string import punctuation
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DELIMITERS = {"strong": "**", "em": "*", "del": "~~"}

_MAX_OPEN = 16
"""Nested inline elements that are written. Chosen by hand, above the 5 of 3,243 real pages."""

_SYNTAX = (
    r"[*_~`\\\[\]<&!^$](?=[\s\S])(?:(?<=`)"  # the last character only follows the text
    r"|(?<=[*_~])(?!(?<=\s.)\s)(?!(?<=[^\W_]_)[^\W_])"  # neither between spaces nor in a word
    r"|(?<=\\)(?![^\W_]|\s)|(?<=<)(?=[a-zA-Z/!?])|(?<=&)(?=#?\w+;)"
    r"|(?<=\[)(?=\^)|(?<=\^)(?=\[)|(?<=\^\[)|(?<=\])(?=[(\[:])|(?<=!)(?=\[\Z)"
)
"""Characters that are syntax inside a line."""

_BLOCK_START = re.compile(
    r"\d{1,9}(?=[.)](?:\s|$))"  # list
    r"|(?=(?:#{1,6}|[-+*])(?:\s|$)|>|~~~)"  # heading, list, quotation, listing
    r"|(?=[-*_][-*_ ]*$|[=|:-][=|: -]*$)"  # thematic break, line below a heading or table header
    r"|(?=\[[ xX]\](?:\s|$)|\[(?![^\[\]\\]*\](?![(\[:])))"  # task, definition of a link
)
"""Text before the character that makes the start of a line more than a paragraph."""

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")

_ESCAPED = r"\\\g<0>"

_REFERENCE = re.compile(r"&(?=#?\w+;)")
"""Start of a character reference."""

_URL_START = re.compile(r"(?:https?|ftp)(?=://)|www(?=\.)", re.IGNORECASE)
_BARE_URL = re.compile(rf"(?:{_URL_START.pattern})[^\s<]*", re.IGNORECASE)
"""Text that GFM makes a link, with all that its parsers take for a part of the URL."""

_URL_END = """.,;:!?"')]”“"""
"""Characters that are not part of a URL if they are its last ones."""

_AUTOLINK = re.compile(r"(?:https?|ftp)://(?:[^\s<>\\&]|&(?!#?\w+;))+", re.IGNORECASE)
"""URL that angle brackets make a link (CommonMark 0.31, section 6.5), with nothing to escape."""

_SIMPLE_TARGET = re.compile(r"[^\s()]+(?:\([^\s()]*\)[^\s()]*)*")
"""URL whose parentheses are balanced, so that it needs no angle brackets."""

_URL_ESCAPES = {code: f"%{code:02X}" for code in (*range(32), *map(ord, "<>\\\x7f"))}

_TEX = re.compile(r"(?<!\\)\$|`|<(?=[a-zA-Z/!?])|\](?=[(:])|:(?=//)|w(?=\.)")
_TEX_ESCAPES = {"$": r"\$", "`": r"\lq ", "<": r"\lt ", "]": "] ", ":": ": ", "w": "w "}


class Token(NamedTuple):
    """Piece of inline content: text, finished Markdown, or an element and the target of a link."""

    kind: Literal["text", "code", "markup", "tag", "open", "close", "break"]
    text: str = ""
    url: str = ""
    title: str = ""


_SPACE = Token("text", " ")
_BREAK = Token("break")


class InlineContent:
    """Inline content as it is collected from a tree, with whitespace collapsed as in browsers.

    Whitespace and line breaks at the edges of elements are moved out of them, empty elements are
    dropped, and adjacent emphasis of one kind is joined. All elements are closed and opened
    again around the edges of blocks.

    Args:
        has_formulas: Whether `$` encloses formulas in the document.
    """

    def __init__(self, *, has_formulas: bool) -> None:
        formulas = r"|(?<=\$)" * has_formulas
        self._syntax = re.compile(f"{_SYNTAX}{formulas})")
        self._link_syntax = re.compile(rf"{_SYNTAX}{formulas}|(?<=[\[\]])|(?<=\A\^))")
        self.tokens: list[Token] = []  # content since the last edge of a block
        self._open: list[Token] = []  # all open elements, outermost first
        self._written = 0  # number of them that are in `tokens`
        self._separator: Token | None = None

    def open(self, name: str, url: str = "", title: str = "") -> bool:
        """Open an element; return False if it is not written, as it is too deep or redundant."""
        is_redundant = name not in ("sub", "sup") and any(t.text == name for t in self._open)
        if is_redundant or len(self._open) >= _MAX_OPEN:
            return False
        self._open.append(Token("open", name, url, title))
        return True

    def close(self) -> None:
        """Close the innermost open element."""
        name = self._open.pop().text
        if self._written > len(self._open):
            self._written -= 1
            self.tokens.append(Token("close", name))

    def text(self, text: str) -> None:
        """Add text, with any whitespace."""
        words = " ".join(text.split())
        if text[0].isspace():
            self._separator = self._separator or _SPACE
        if words:
            self._add(Token("text", words))
            if text[-1].isspace():
                self._separator = _SPACE

    def code(self, text: str) -> None:
        """Add a piece of inline code."""
        follows_code = self.tokens and self.tokens[-1].kind == "code" and not self._separator
        if text.strip() or follows_code:
            self._add(Token("code", " ".join(f"x{text}x".split())[1:-1]))
        else:
            self.text(text)

    def markup(self, markdown: str) -> None:
        """Add finished Markdown."""
        if markdown:
            self._add(Token("markup", markdown))

    def image(self, description: str, url: str) -> None:
        """Add an image."""
        words = _escape(" ".join(description.split()), "", "]", self._link_syntax)
        self.markup(f"![{words}]{_destination(url, '')}")

    def line_break(self) -> None:
        """Add a line break; those at the ends are dropped."""
        self._separator = _BREAK

    def tag(self, tag: str) -> None:
        """Add the tag of a block-level HTML element, which no inline element encloses."""
        self._suspend()
        self.tokens.append(Token("tag", tag))

    def _add(self, content: Token) -> None:
        if self._separator and self.tokens and self.tokens[-1].kind != "tag":
            self.tokens.append(self._separator)
        self._separator = None
        for element in self._open[self._written :]:
            last = self.tokens[-1] if self.tokens else _SPACE
            if last.kind == "close" and last.text == element.text in _DELIMITERS:
                self.tokens.pop()
            else:
                self.tokens.append(element)
        self._written = len(self._open)
        self.tokens.append(content)

    def _suspend(self) -> None:
        while self._written:
            self._written -= 1
            self.tokens.append(Token("close", self._open[self._written].text))
        self._separator = None

    def take(self, *, starts_line: bool = False, in_cell: bool = False) -> str:
        """Return the content as Markdown and begin a new block; open elements stay open.

        Args:
            starts_line: Whether it begins a line outside of headings.
            in_cell: Whether it is in a table cell, where line breaks are HTML and `|` is escaped.
        """
        self._suspend()
        tokens, self.tokens = [*_merge_adjacent(self.tokens), _BREAK], []
        if all(token.kind == "tag" for token in tokens[:-1]):
            return ""
        parts = [""] * len(tokens)
        link_end = 0
        for index in reversed(range(len(tokens) - 1)):  # escapes depend on what follows
            kind, text, url, title = tokens[index]
            if kind == "text":
                is_line = starts_line and tokens[index - 1].kind == "break"
                is_mark = tokens[index - 1].text[:1] == "[" and tokens[index - 1].kind == "markup"
                edge = "\n" if is_line else "]" * is_mark
                escape = _escape if link_end else _escape_text
                syntax = self._link_syntax if link_end else self._syntax
                parts[index] = escape(text, edge, parts[index + 1][:1], syntax)
            elif kind == "code":
                parts[index] = _code(text, in_cell=in_cell, in_link=link_end > 0)
            elif kind == "break":
                parts[index] = "<br>" if in_cell else "  \n"
            elif kind == "close" and text == "a":
                link_end, parts[index] = index, "]"
            elif kind == "open" and text == "a":
                parts[index], parts[link_end] = "[", f"]{_destination(url, title)}"
                is_bare = tokens[index + 1 : link_end] == [Token("text", url)]
                if is_bare and not title and _AUTOLINK.fullmatch(url):
                    parts[index : index + 3] = f"<{url}>", "", ""
                link_end = 0
            elif kind in ("open", "close"):
                parts[index] = f"<{'/' * (kind == 'close')}{text}>"
            else:
                parts[index] = text
        _write_delimiters(tokens, parts)
        markdown = "".join(parts)
        return markdown.replace("|", "\\|") if in_cell else markdown


def _merge_adjacent(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens, with adjacent texts and adjacent codes joined, whose delimiters would merge."""
    for kind, group in groupby(tokens, key=lambda token: token.kind):
        if kind in ("text", "code"):
            yield Token(kind, "".join(token.text for token in group))
        else:
            yield from group


def _write_delimiters(tokens: Sequence[Token], parts: list[str]) -> None:
    """Replace the tags of emphasis with delimiters where these can only be read as meant.

    A run of delimiters is read by the characters around it (CommonMark 0.31, section 6.2). Those
    that could also end the emphasis around them do so only if that begins with `***`.
    """
    opened: list[int] = []
    for end, token in enumerate(tokens):
        if token.kind == "open" and token.text in _DELIMITERS:
            opened.append(end)
        elif token.kind == "close" and token.text in _DELIMITERS:
            start = opened.pop()
            run = () if token.text == "del" else ("*", "**")
            before = start - 1 - _joins(tokens[start - 1], "open")
            after = end + 1 + _joins(tokens[end + 1], "close")
            inner, last = start + 1 + (parts[start + 1] in run), end - 1 - (parts[end - 1] in run)
            # GitHub's parser looks at what is behind tildes
            outside = "a" if tokens[before].text == "del" else parts[before][-1:]
            follows = "a" if tokens[after].text == "del" else parts[after][:1]
            is_word_inside = _is_word(parts[inner][:1])
            can_open = is_word_inside or _is_separator(outside)
            can_close = _is_word(parts[last][-1:]) or _is_separator(follows)
            is_end = outside.strip() and not (is_word_inside and _is_separator(outside))
            is_in_run = any(i + 1 != start and _joins(tokens[i + 1], "open") for i in opened)
            if can_open and can_close and parts[before] not in run and not (is_end and is_in_run):
                parts[start] = parts[end] = _DELIMITERS[token.text]


def _joins(token: Token, kind: str) -> bool:
    """Return True if a token begins or ends emphasis whose asterisks join those next to them."""
    return token.kind == kind and token.text in ("em", "strong")


def _is_word(character: str) -> bool:
    """Return True if a character is neither whitespace, punctuation nor a symbol."""
    return bool(character.strip()) and category(character)[0] not in "PS"


def _is_separator(character: str) -> bool:
    """Return True if a character is a space, punctuation, or (since CommonMark 0.31) a symbol."""
    return not character.strip() or character in punctuation or category(character)[0] == "P"


def _code(text: str, *, in_cell: bool, in_link: bool) -> str:
    r"""Return inline code, as HTML where something else is read before code.

    That is `\|` in a table cell and `]:` in a link, which would define the target of a link.
    """
    if (in_cell and "\\|" in text) or (in_link and "]:" in text):
        code = _PUNCTUATION.sub(_ESCAPED, text)
        return f"<code>{code.replace(chr(92) + '|', '&#124;') if in_cell else code}</code>"
    runs = set(map(len, re.findall("`+", text)))
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    has_outer_spaces = text[0] == text[-1] == " " and not text.isspace()
    padding = " " if "`" in (text[0], text[-1]) or has_outer_spaces else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _destination(url: str, title: str) -> str:
    r"""Return the target of a link or an image with its parentheses.

    GitHub's parser decodes character references there even behind a backslash, and may not see the
    end of a title behind one.
    """
    target = url.translate(_URL_ESCAPES)
    if not _SIMPLE_TARGET.fullmatch(target):
        target = f"<{target}>"
    if title:
        escaped = title.replace("\\", "\\\\").replace('"', '\\"')
        target += f' "{escaped}{" " * title.endswith(chr(92))}"'
    return f"({_REFERENCE.sub('&amp;', target)})"


def _escape_text(text: str, before: str, after: str, syntax: re.Pattern[str]) -> str:
    """Return text outside of links like `_escape`, with its URLs.

    GFM links bare URLs and takes backslashes, and the delimiters behind, for part of them. A URL
    that contains or precedes any is put in angle brackets or, where these would not show it as it
    is, made plain text by a backslash in it.
    """
    parts: list[str] = []
    end = 0
    for match in _BARE_URL.finditer(text) if ":/" in text or "ww." in text.lower() else ():
        run, start, stop = match.group(), *match.span()
        following = text[stop : stop + 1] or after
        if following in ("", " ") and not syntax.search(run + (following or ".")):
            continue
        parts.append(_escape(text[end:start], before, "<", syntax))
        url = run.rstrip(_URL_END)
        if _AUTOLINK.fullmatch(url):
            parts.append(f"<{url}>")
            start, before = start + len(url), ">"
        end = start
        for scheme in _URL_START.finditer(text, start, stop):
            parts.append(f"{_escape(text[end : scheme.end()], before, '<', syntax)}\\")
            end, before = scheme.end(), "\\"
    return "".join((*parts, _escape(text[end:], before, after, syntax)))


def _escape(text: str, before: str, after: str, syntax: re.Pattern[str]) -> str:
    """Return text with a backslash before each character that would be syntax.

    Args:
        text: Text with single spaces.
        before: Last character before the text, a line break at the start of a line.
        after: First character of what follows the text, "" at the end of a block.
        syntax: Characters that are syntax inside a line.
    """
    escaped = syntax.sub(_ESCAPED, text + (after or "."))[:-1]
    start = _BLOCK_START.match(text) if before == "\n" else None
    if start or (before == "]" and text.startswith(("(", "[", ":"))):
        index = start.end() if start else 0
        if escaped[index] != "\\":
            escaped = f"{escaped[:index]}\\{escaped[index:]}"
    return escaped


def formula(tex: str, *, is_display: bool, in_cell: bool) -> str:
    """Return TeX as a formula, changed where the Markdown around it would be read differently.

    Parsers without formulas see its text: no tag, link or code can begin in it.
    """
    tex = _TEX.sub(lambda match: _TEX_ESCAPES[match.group()], " ".join(tex.split()))
    tex = tex.replace("|", r"\vert ") if in_cell else tex
    if (len(tex) - len(tex.rstrip("\\"))) % 2:
        tex += " "  # a backslash would escape the delimiter
    delimiter = "$$" if is_display else "$"
    return f"{delimiter}{tex}{delimiter}" if tex else ""
