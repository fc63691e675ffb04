"""Inline content of Markdown: text with its escapes, emphasis, links, code and formulas.

A character is escaped only where CommonMark 0.31 or GFM reads it as syntax: `_` inside a word and
`*` between spaces stay as they are. Emphasis is written with delimiters where these can only be
read as meant, and as HTML elsewhere: in `这是<b>“重点”</b>内容`, asterisks would open nothing.
"""

from __future__ import annotations

import re
from string import punctuation
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import category

from cleanarticle.rendering.tags import BLOCK_LEVEL_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DELIMITERS = {"strong": "**", "em": "*", "del": "~~"}

_MAX_OPEN = 16
"""Nested inline elements that are written. Chosen by hand, above the 5 of 3,243 real pages."""

_SYNTAX = (
    r"[*_~`\\\[\]<&!^$](?=[\s\S])(?:(?<=`)"  # the last character only follows the text
    r"|(?<=[*_~])(?!(?<=\s.)\s)(?!(?<=[^\W_]_)[^\W_])"  # neither between spaces nor in a word
    r"|(?<=\\)(?![^\W_]|\s)|(?<=<)(?=[a-zA-Z/!?])|(?<=&)(?=#?\w+;)"
    r"|(?<=\[)(?=\^)|(?<=\^)(?=\[)|(?<=\^\[)|(?<=\])(?=[(\[:])|(?<=!)(?=\[\Z)"
)
_SYNTAXES = tuple(
    (
        re.compile(f"{_SYNTAX}{formulas})"),
        re.compile(rf"{_SYNTAX}{formulas}|(?<=[\[\]])|(?<=\A\^))"),
        re.compile(
            rf"{_SYNTAX}{formulas})|(?i:(?<=http)|(?<=https)|(?<=ftp))(?=://)|(?i:(?<=www)(?=\.))"
        ),
    )
    for formulas in ("", r"|(?<=\$)")
)
"""Characters that are syntax inside a line, in a link, and in a URL, there with the place for a
backslash that makes it plain text; without and with formulas in the document."""

_STARTS = {
    "\n": re.compile(
        r"\d{1,9}(?=[.)](?:\s|$))"  # list
        r"|(?=(?:#{1,6}|[-+*])(?:\s|$)|>|~~~)"  # heading, list, quotation, listing
        r"|(?=[-*_][-*_ ]*$|[=|:-][=|: -]*$)"  # thematic break, line below heading or table header
        r"|(?=\[[ xX]\](?:\s|$)|\[(?![^\[\]\\]*\](?![(\[:])))"  # task, definition of a link
    ),
    "]": re.compile(r"(?=[(\[:])"),  # target of a link
}
"""Text before the character that is syntax behind a line break or a footnote mark."""

_REFERENCE = r"&(?=#?\w+;)"
"""Start of a character reference."""

_BARE_URL = re.compile(r"((?:(?:https?|ftp)(?=://)|www(?=\.))[^\s<]*)", re.IGNORECASE)
"""Text that GFM makes a link, with all that its parsers take for a part of the URL."""

_URL_END = """.,;:!?"')]”“"""
"""Characters that are not part of a URL if they are its last ones."""

_AUTOLINK = re.compile(rf"(?:https?|ftp)://(?:[^\s<>\\&]|(?!{_REFERENCE})&)+", re.IGNORECASE)
"""URL that angle brackets make a link (CommonMark 0.31, section 6.5), with nothing to escape."""

_URL_ESCAPES = {code: f"%{code:02X}" for code in (*range(32), *map(ord, "<>\\\x7f"))}

_TEX = re.compile(r"(?<!\\)\$|`|<(?=[a-zA-Z/!?])|\](?=[(:])|:(?=//)|w(?=\.)")
_TEX_ESCAPES = {"$": r"\$", "`": r"\lq ", "<": r"\lt ", "]": "] ", ":": ": ", "w": "w "}


class Token(NamedTuple):
    """Piece of inline content: text, code, finished Markdown, or an edge of an element."""

    kind: Literal["text", "code", "markup", "break", "start", "end"]
    text: str
    tag: str = ""
    end: str = ""  # of the element, at its start


Elements = tuple[Token, ...]
"""Starts of the inline elements around some content, outermost first."""

_SPACE = Token("text", " ")


def nest(elements: Elements, tag: str, start: str = "", end: str = "") -> Elements:
    """Return elements with another inside, unless that is too deep or redundant.

    Its start and end are HTML tags by default.
    """
    tags = [element.tag for element in elements]
    is_redundant = (tag in tags and tag in (*_DELIMITERS, "a")) or ("code" in tags and tag != "a")
    if is_redundant or len(tags) >= _MAX_OPEN:
        return elements
    return (*elements, Token("start", start or f"<{tag}>", tag, end or f"</{tag}>"))


class InlineContent:
    """Inline content as it is collected from a tree, with whitespace collapsed as in browsers.

    Whitespace and line breaks at the edges of elements are moved out of them, empty elements are
    dropped, and adjacent emphasis of one kind is joined.

    Args:
        has_formulas: Whether `$` encloses formulas in the document.
        in_cell: Whether it is in a table cell, where line breaks are HTML and `|` is escaped.
    """

    def __init__(self, *, has_formulas: bool, in_cell: bool = False) -> None:
        self.has_formulas, self.in_cell = has_formulas, in_cell
        self._content: list[tuple[Token | None, Token, Elements]] = []  # behind a separator
        self._separator: Token | None = None
        self._last: Elements = ()  # around the last content

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to take."""
        return not self._content

    def text(self, text: str, elements: Elements) -> None:
        """Add text, with any whitespace."""
        words = " ".join(text.split())
        if text[0].isspace():
            self._separator = self._separator or _SPACE
        if words:
            is_code = bool(elements) and any(element.tag == "code" for element in elements)
            outer = tuple(e for e in elements if e.tag != "code") if is_code else elements
            if is_code and self._separator is _SPACE and self._last is elements:
                words, self._separator = f" {words}", None
            self.add(Token("code" if is_code else "text", words), outer)
            self._last, self._separator = elements, _SPACE if text[-1].isspace() else None

    def image(self, description: str, url: str, elements: Elements) -> None:
        """Add an image."""
        words = self._escape(" ".join(description.split()), "", "]", in_link=True)
        self.add(Token("markup", f"![{words}]{destination(url, '')}"), elements)

    def line_break(self) -> None:
        """Add a line break; those at the ends are dropped."""
        self._separator = Token("break", "<br>" if self.in_cell else "  \n")

    def add(self, token: Token, elements: Elements) -> None:
        """Add a piece without whitespace at its ends."""
        self._content.append((self._separator if self._content else None, token, elements))
        self._separator, self._last = None, ()

    def take(self, *, starts_line: bool = False) -> str:
        """Return the content as Markdown and begin a new block.

        Args:
            starts_line: Whether it begins a line outside of headings.
        """
        if not self._content:
            return ""
        content, self._content, self._separator = self._content, [], None
        _, token, elements = content[0]
        if len(content) == 1 and token.kind == "text" and not elements:  # as in most paragraphs
            return self._finish(self._escape(token.text, "\n" * starts_line, "", in_link=False))
        tokens = list(_merge_adjacent(_with_edges(content)))
        parts = [token.text for token in tokens]
        in_link = False
        for index in reversed(range(len(tokens) - 1)):  # escapes depend on what follows
            kind, text, tag, _ = tokens[index]
            if kind == "text":
                last = tokens[index - 1]
                before, after = last.text[-1:] * (last.kind == "markup"), parts[index + 1][:1]
                if last.kind == "break":
                    before = "\n" * starts_line
                parts[index] = self._escape(text, before, after, in_link=in_link)
            elif kind == "code":
                parts[index] = _code(text, in_cell=self.in_cell, in_link=in_link)
            elif tag == "a":
                in_link = kind == "end"
                shown, url = tokens[index + 1][:2]
                is_bare = shown == "text" and not in_link and parts[index + 2] == f"]({url})"
                if is_bare and _AUTOLINK.fullmatch(url):
                    parts[index : index + 3] = f"<{url}>", "", ""
        _write_delimiters(tokens, parts)
        return self._finish("".join(parts))

    def _finish(self, markdown: str) -> str:
        return markdown.replace("|", "\\|") if self.in_cell else markdown

    def _escape(self, text: str, before: str, after: str, *, in_link: bool) -> str:
        """Return text with a backslash before each character that would be syntax.

        GFM links bare URLs and takes backslashes, and the delimiters behind, for part of them. A
        URL that contains or precedes any is put in angle brackets or, where these would not show it
        as it is, made plain text by a backslash in it.

        Args:
            text: Text with single spaces.
            before: Last character before the text, a line break at the start of a line.
            after: First character of what follows the text, "" at the end of a block.
            in_link: Whether it is in a link.
        """
        text_syntax, link_syntax, url_syntax = _SYNTAXES[self.has_formulas]
        if in_link or not (":/" in text or "ww." in text.lower()):
            return _escape(text, before, after, link_syntax if in_link else text_syntax)
        parts: list[str] = []
        end = 0
        for match in _BARE_URL.finditer(text):
            url, start, stop = match[0], *match.span()
            following = text[stop : stop + 1] or after
            if not following.strip() and not text_syntax.search(url + (following or ".")):
                continue
            parts.append(_escape(text[end:start], before, "<", text_syntax))
            if _AUTOLINK.fullmatch(shown := url.rstrip(_URL_END)):
                parts.append(f"<{shown}>")
                stop = start + len(shown)
            else:
                parts.append(_escape(url, "", following, url_syntax))
            before, end = ">", stop
        return "".join((*parts, _escape(text[end:], before, after, text_syntax)))


def _escape(text: str, before: str, after: str, syntax: re.Pattern[str]) -> str:
    shown = text + (after or ".")
    escaped = syntax.sub(r"\\\g<0>", shown)[:-1] if syntax.search(shown) else text
    start = _STARTS[before].match(text) if before in _STARTS else None
    if start and escaped[start.end()] != "\\":
        escaped = f"{escaped[: start.end()]}\\{escaped[start.end() :]}"
    return escaped


def _with_edges(content: Iterable[tuple[Token | None, Token, Elements]]) -> Iterator[Token]:
    """Yield content with its separators and the edges of its elements, and a last break."""
    opened: Elements = ()
    for separator, token, elements in (*content, (None, Token("break", ""), ())):
        shared = 0
        for outer, inner in zip(opened, elements, strict=False):
            is_joined = outer == inner and outer.tag in _DELIMITERS and not separator
            if outer is not inner and not is_joined:
                break
            shared += 1
        starts, ends = elements[shared:], opened[shared:]
        yield from (Token("end", element.end, element.tag) for element in reversed(ends))
        if separator and not any(element.tag in BLOCK_LEVEL_TAGS for element in starts + ends):
            yield separator
        yield from (*starts, token)
        opened = elements


def _merge_adjacent(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield tokens, with adjacent texts and adjacent codes joined, whose delimiters would merge."""
    parts: list[str] = []
    open_kind: Literal["text", "code"] = "text"
    for token in tokens:
        kind, text, _, _ = token
        if parts and kind != open_kind:
            yield Token(open_kind, "".join(parts))
            parts = []
        if kind in ("text", "code"):
            open_kind = kind
            parts.append(text)
        else:
            yield token
    if parts:
        yield Token(open_kind, "".join(parts))


def _write_delimiters(tokens: Sequence[Token], parts: list[str]) -> None:
    """Replace the tags of emphasis with delimiters where these can only be read as meant.

    A run of delimiters is read by the characters around it (CommonMark 0.31, section 6.2). Those
    that could also end the emphasis around them do so only if that begins with `***`.
    """
    opens, closes = (
        [token.kind == kind and token.tag in ("em", "strong") for token in tokens]
        for kind in ("start", "end")
    )
    opened: list[int] = []
    for end, token in enumerate(tokens):
        if token.tag in _DELIMITERS and token.kind == "start":
            opened.append(end)
        elif token.tag in _DELIMITERS:
            start = opened.pop()
            run = () if token.tag == "del" else ("*", "**")
            before, after = start - 1 - opens[start - 1], end + 1 + closes[end + 1]
            inner, last = start + 1 + (parts[start + 1] in run), end - 1 - (parts[end - 1] in run)
            # GitHub's parser looks at what is behind tildes
            outside = "a" if tokens[before].tag == "del" else parts[before][-1:]
            follows = "a" if tokens[after].tag == "del" else parts[after][:1]
            is_word_inside = _is_word(parts[inner][:1])
            can_open = is_word_inside or _is_separator(outside)
            can_close = _is_word(parts[last][-1:]) or _is_separator(follows)
            is_end = outside.strip() and not (is_word_inside and _is_separator(outside))
            is_in_run = any(opens[i + 1] and i + 1 != start for i in opened)
            if can_open and can_close and parts[before] not in run and not (is_end and is_in_run):
                parts[start] = parts[end] = _DELIMITERS[token.tag]


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
        code = re.sub(f"[{re.escape(punctuation)}]", r"\\\g<0>", text)
        return f"<code>{code.replace(chr(92) + '|', '&#124;') if in_cell else code}</code>"
    runs = set(map(len, re.findall("`+", text)))
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    padding = " " if "`" in (text[0], text[-1]) else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def destination(url: str, title: str) -> str:
    r"""Return the target of a link or an image with its parentheses.

    GitHub's parser decodes character references there even behind a backslash, and may not see the
    end of a title behind one.
    """
    target = url.translate(_URL_ESCAPES)
    if not re.fullmatch(r"[^\s()]+(?:\([^\s()]*\)[^\s()]*)*", target):
        target = f"<{target}>"
    if title:
        escaped = title.replace("\\", "\\\\").replace('"', '\\"')
        target += f' "{escaped}{" " * title.endswith(chr(92))}"'
    return f"({re.sub(_REFERENCE, '&amp;', target)})"


def formula(text: str, *, in_cell: bool) -> str:
    r"""Return TeX in `\(...\)` or `\[...\]` as a formula, "" for other text.

    It is changed where the Markdown around it would be read differently. Parsers without formulas
    see its text: no tag, link or code can begin in it.
    """
    match = re.fullmatch(r"\\(?:\((.*)\\\)|\[(.*)\\\])", text.strip(), re.DOTALL)
    tex = " ".join((match[1] or match[2] or "").split()) if match else ""
    tex = _TEX.sub(lambda syntax: _TEX_ESCAPES[syntax.group()], tex)
    tex = tex.replace("|", r"\vert ") if in_cell else tex
    if (len(tex) - len(tex.rstrip("\\"))) % 2:
        tex += " "  # a backslash would escape the delimiter
    delimiter = "$$" if match and match[1] is None else "$"
    return f"{delimiter}{tex}{delimiter}" if tex else ""
