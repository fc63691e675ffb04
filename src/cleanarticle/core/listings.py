"""Code listings: their elements, lines and line numbers.

Highlighters write a listing as `pre`, as a table with the line numbers in cells of their own, or as
one element a line. A listing is one block, whatever its markup.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.roles import ASIDE, LINE, SKIP, class_names, is_block_level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cleanarticle.parsing.document import Element

LISTING_TAGS = frozenset(("pre", "listing", "xmp"))

LISTING_CLASSES = frozenset(
    """js-file-line-container react-code-lines syntaxhighlighter dp-highlighter crayon-table
    crayon-main highlighttable rouge-table lntable hljs-ln codemirror codemirror-code cm-editor
    ace_editor view-lines enlighter geshi""".split()
)
"""Classes of elements that hold nothing but a listing: GitHub, SyntaxHighlighter, Crayon, Pygments,
Rouge, Chroma, highlight.js, CodeMirror, Ace, Monaco, Enlighter, GeSHi."""

_LINE_NUMBER_CLASSES = frozenset(
    """linenos lineno linenodiv line-number line-numbers line-numbers-rows linenumber lnt lnl ln
    gutter rouge-gutter gl blob-num diff-line-num react-line-number hljs-ln-numbers hljs-ln-n
    crayon-nums codemirror-linenumber codemirror-gutters codemirror-gutter-wrapper cm-gutters
    ace_gutter react-code-line-number line_numbers linenum lnos""".split()
)
"""Classes of Pygments, Prism, Chroma, Rouge, GitHub, GitLab, highlight.js, Crayon, CodeMirror and
Ace."""

CODE_WORDS = frozenset(
    """code highlight highlighter hljs syntax snippet codeblock sourcecode prettyprint codehilite
    shiki prism geshi dp crayon enlighter chroma rouge pygments fragment linenums""".split()
)
"""Words in the names of elements around code."""

_TOOL_CLASSES = frozenset(
    "toolbar bar tools crayon-toolbar copy clipboard-copy codemirror-measure".split()
)
_TOOL_TAGS = frozenset(
    """button caption dialog figcaption footer form header nav option select summary
    textarea""".split()
)
"""Elements inside of a listing that are not code."""

_PAGE_PARTS = frozenset("h1 h2 h3 h4 h5 h6 p hr blockquote dl dt form section article main".split())
"""Elements that listings do not contain; a `pre` with one is a text file or was never closed."""

_CELL_TAGS = ("td", "th")
_NAME_WORD = re.compile(r"[a-z]+")
_LINE_NAME = re.compile(
    r"(?<!\S)(?:\S*[-_])?line(?:[-_]?\d+)?(?!\S)|(?<!\S)\S*[a-z]Line(?!\S)", re.ASCII
)
"""Class of a line: `line`, `token-line`, `cm-line`, `CodeMirrorLine`."""

_LINE_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table-row|list-item)")
_CODE_SIGNS = re.compile(
    r"[{};\\]\s*$|\w\(|</?\w|[\w\]]\s*[-+*:]?=|->|=>|^ *\xa0|^\s*(?:[{}\])#$]|//|--|/\*)"
    r"|^\s*(?:if|for|while|def|class|else|elif|try|with)\b.*:\s*$"
    r"|^\s*(?:import|return|echo|sudo|include|using|package|npm|pip|git|cd)\b"
)
"""Signs of code that are rare in prose."""

_MAX_CODE_LINE = 200
"""Longest line that looks like code, in characters. Chosen by hand: twice the longest that style
guides allow."""


_NUMBER = re.compile(r"\s*[0-9]{1,6}\s*")

NEAR = 3
"""Elements around lines whose names may say that these are code. Chosen by hand: the list, its
wrapper and the wrapper of that."""


def is_line_number(element: Element, classes: frozenset[str]) -> bool:
    """Return True if an element holds line numbers of a listing and no words."""
    if classes.isdisjoint(_LINE_NUMBER_CLASSES) and element.get("data-line-number") is None:
        return False
    is_listing = element.tag in LISTING_TAGS and classes.isdisjoint(("lineno", "linenos"))
    return not is_listing and _is_numbers(element)


def may_be_listing(tag: object, name: str | None) -> bool:
    """Return True if elements of a tag with a class attribute may be listings.

    One whose name says nothing may still be one if its first child is called a line.
    """
    return (
        tag in LISTING_TAGS
        or tag in ("table", "code", "ol", "ul")
        or not class_names(name).isdisjoint(LISTING_CLASSES)
        or (tag == "div" and says_code(name))
    )


def listing_roles(element: Element) -> dict[Element, int] | None:
    """Return the roles of the elements inside a listing whose lines or numbers are elements.

    Args:
        element: Any element outside of listings.

    Returns:
        None for an element that is not a listing, and for a `pre` whose lines are text.
    """
    tag = element.tag
    if tag in LISTING_TAGS:
        return _roles_in_pre(element)
    is_listing = (
        not class_names(element.get("class")).isdisjoint(LISTING_CLASSES)
        or (tag == "table" and _is_numbered_table(element))
        or (tag == "code" and _is_code_with_lines(element))
        or (tag in ("ol", "ul", "div", "p") and _has_code_lines(element))
    )
    return _roles_inside(element) if is_listing else None


def _roles_in_pre(pre: Element) -> dict[Element, int] | None:
    """Return the roles in a `pre`, None if it is plain or holds more than a listing."""
    if not len(pre) or next(pre.iterdescendants(*_PAGE_PARTS), None) is not None:
        return None
    roles = _roles_inside(pre)
    codes = list(pre)
    if len(codes) > 1 and all(child.tag == "code" for child in codes):
        texts = (pre.text, *(code.tail for code in codes))
        if not any("\n" in (text or "") for text in texts):
            roles |= dict.fromkeys(codes, LINE)
    return roles if any(role != ASIDE for role in roles.values()) else None


def _roles_inside(listing: Element) -> dict[Element, int]:
    """Return the roles of the elements in a listing that are not inline code."""
    roles: dict[Element, int] = {}
    unread = list(listing)
    while unread:
        element = unread.pop()
        role = _role_in_listing(element)
        if role is not None:
            roles[element] = role
        if role in (None, LINE):
            unread.extend(element)
    roles.update(dict.fromkeys(_counting_elements(roles), SKIP))
    for line in _lines_before_breaks(roles):
        del roles[line]
    return roles


def _lines_before_breaks(roles: Mapping[Element, int]) -> Iterator[Element]:
    """Yield the inline elements of lines behind each of which is a line break, which ends it."""
    for siblings in _lines_by_parent(roles).values():
        is_broken = len(siblings) > 1 and all(map(_ends_line, siblings[:-1]))
        if is_broken and not any(is_block_level(line.tag) for line in siblings):
            yield from siblings


def _counting_elements(roles: Mapping[Element, int]) -> Iterator[Element]:
    """Yield the first elements of lines if they count the lines, whatever their names."""
    for siblings in _lines_by_parent(roles).values():
        firsts = [first for line in siblings if (first := _first_element(line)) is not None]
        numbers = sorted(int(first.text or 0) for first in firsts)
        is_counted = len(firsts) == len(siblings) > 1
        if is_counted and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            yield from firsts


def _lines_by_parent(roles: Mapping[Element, int]) -> Mapping[Element | None, list[Element]]:
    """Return the elements of lines by the element that they are in, in page order."""
    lines: defaultdict[Element | None, list[Element]] = defaultdict(list)
    for element, role in roles.items():
        if role == LINE:
            lines[element.getparent()].append(element)
    return {
        parent: [child for child in parent if child in siblings] if parent is not None else siblings
        for parent, siblings in lines.items()
    }


def _first_element(line: Element) -> Element | None:
    """Return the element that a line begins with, if it holds a number and text follows."""
    if (line.text or "").strip():
        return None
    first = next((child for child in line if child.tag not in ("style", "a")), None)
    if first is None or len(first) or not _NUMBER.fullmatch(first.text or ""):
        return None
    return None if (first.tail or "").strip() or first.getnext() is None else first


def _role_in_listing(element: Element) -> int | None:
    classes = class_names(element.get("class"))
    if is_line_number(element, classes):
        return SKIP
    if element.tag in _CELL_TAGS and _last_cell(element) is not element and _is_numbers(element):
        return SKIP
    if element.tag in _TOOL_TAGS or not classes.isdisjoint(_TOOL_CLASSES):
        return ASIDE
    return LINE if is_block_level(element.tag) or is_line(element) else None


def is_line(element: Element) -> bool:
    """Return True if the name or the style of an inline element says that it is a line."""
    name = element.get("class") or ""
    is_named = bool(name) and _LINE_NAME.search(name) is not None
    return is_named or _LINE_STYLE.search(element.get("style") or "") is not None


def _is_numbered_table(table: Element) -> bool:
    """Return True if each row of a table has numbers in all cells but the last, which is code."""
    rows = [row for part in (table, *table) for row in part.iterchildren("tr")]
    return bool(rows) and all(
        _is_numbered_row([cell for cell in row if cell.tag in _CELL_TAGS]) for row in rows
    )


def _is_numbered_row(cells: list[Element]) -> bool:
    if len(cells) < 2 or any(cell.tag == "th" for cell in cells[1:]):
        return False
    *numbers, code = cells
    return all(map(_is_number_cell, numbers)) and not _is_number_cell(code)


def _is_number_cell(cell: Element) -> bool:
    """Return True if a cell of a table holds the numbers of the code in the last of its row."""
    if cell.tag not in _CELL_TAGS:
        return False
    if is_line_number(cell, class_names(cell.get("class"))):
        return True
    last = _last_cell(cell)
    return last is not cell and _has_code(last) and _is_numbers(cell)


def _last_cell(cell: Element) -> Element:
    row = cell.getparent()
    return next(row.iterchildren(*_CELL_TAGS, reversed=True)) if row is not None else cell


def _has_code(cell: Element) -> bool:
    """Return True if a cell is code by its name, or if it has nothing but a `pre` or one code."""
    return _is_called_code(cell) or next(cell.iter(*LISTING_TAGS), None) is not None


def _is_numbers(element: Element) -> bool:
    """Return True if an element has no letters in its text."""
    return not any(map(str.isalpha, "".join(map(str, element.itertext()))))


def _is_code_with_lines(code: Element) -> bool:
    """Return True if a `code` outside of `pre`, cells, terms and headings has several lines."""
    if not len(code):
        return False
    around = next((a for a in code.iterancestors() if is_block_level(a.tag)), None)
    if around is not None and around.tag in LISTING_TAGS:
        return False
    if sum(is_block_level(child.tag) or is_line(child) for child in code) > 1:
        return True
    if next(code.iterdescendants("code", "p", "div", "table"), None) is not None:
        return False  # most likely it was never closed
    if around is not None and around.tag in ("td", "th", "dt", "li", *_PAGE_PARTS - {"p"}):
        return False
    return _broken_lines(code) > 1


def _broken_lines(element: Element) -> int:
    """Return the number of lines that line breaks make of an element, without empty ones."""
    lines = [False]
    for inner in element.iter():
        if inner.tag == "br":
            lines.append(False)
        texts = (inner.text, inner.tail if inner is not element else "")
        lines[-1] |= any(text and not text.isspace() for text in texts)
    return sum(lines)


def _has_code_lines(element: Element) -> bool:
    """Return True if an element outside of `pre` has nothing but lines of code in it."""
    if len(element) < 2:
        return False
    if element.tag in ("ol", "ul"):
        is_named = any(map(_is_called_code, _with_near_ancestors(element)))
        return is_named and _looks_like_code(_only_children(element, "li"))
    if element[0].tag == "code":
        codes = _only_children(element, "code")
        return len(codes) > 1 and (all(map(_ends_line, codes[:-1])) or all(map(is_line, codes)))
    if element.tag != "div":
        return False
    if _is_called_code(element):
        lines = _only_children(element, "div")
        return _has_named_lines(element) or _looks_like_code(lines) or _is_broken_code(element)
    is_near = is_line(element[0]) and any(map(_is_called_code, _with_near_ancestors(element)))
    return is_near and _has_named_lines(element)


def _with_near_ancestors(element: Element) -> Iterator[Element]:
    yield element
    yield from islice(element.iterancestors(), NEAR - 1)


def _is_called_code(element: Element) -> bool:
    return says_code(element.get("class"))


def says_code(name: str | None) -> bool:
    """Return True if a class attribute has a word for code."""
    if not name:
        return False
    return _short_says_code(name) if len(name) <= _MAX_CACHED_LENGTH else _says_code(name)


def _says_code(name: str) -> bool:
    return not CODE_WORDS.isdisjoint(_NAME_WORD.findall(name.lower()))


_MAX_CACHED_LENGTH = 200
_short_says_code = lru_cache(maxsize=1_024)(_says_code)
"""Class attributes up to this length, in characters, are kept from page to page."""


def _only_children(element: Element, tag: str) -> list[Element]:
    """Return the children of an element, without line breaks, if it has only lines of one tag."""
    children = [child for child in element if child.tag != "br"]
    texts = (element.text, *(child.tail for child in element))
    if any(child.tag != tag or _holds_blocks(child) for child in children):
        return []
    return [] if any(text and not text.isspace() for text in texts) else children


def _has_named_lines(element: Element) -> bool:
    """Return True if all children of an element are lines by their names."""
    lines = _only_children(element, "div") or _only_children(element, "span")
    return len(lines) > 1 and all(map(is_line, lines))


def _is_broken_code(element: Element) -> bool:
    """Return True if an element has nothing but text with line breaks that looks like code."""
    if any(is_block_level(inner.tag) or inner.tag == "a" for inner in element.iterdescendants()):
        return False
    texts = [element.text or ""]
    for inner in element.iterdescendants():
        is_break = inner.tag == "br"
        texts += ["\n" if is_break else inner.text or "", inner.tail or ""]
    return "\n" in texts and _are_code("".join(texts).split("\n"))


def _ends_line(code: Element) -> bool:
    following = code.getnext()
    return following is not None and following.tag == "br"


def _holds_blocks(line: Element) -> bool:
    return any(is_block_level(inner.tag) and inner.tag != "div" for inner in line.iterdescendants())


def _looks_like_code(lines: list[Element]) -> bool:
    """Return True if elements look like lines of code."""
    is_linked = any(next(line.iter("a"), None) is not None for line in lines)
    return not is_linked and _are_code(["".join(map(str, line.itertext())) for line in lines])


def _are_code(lines: Iterable[str]) -> bool:
    """Return True if at least half of the lines that have text have a sign of code."""
    texts = [line for line in lines if line.strip()]
    signs = sum(_CODE_SIGNS.search(text) is not None for text in texts)
    return len(texts) > 1 and 2 * signs >= len(texts) and max(map(len, texts)) <= _MAX_CODE_LINE
