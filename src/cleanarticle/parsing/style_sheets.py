"""Style sheets: the rules of a page's `style` elements that hide text.

Most rules of a page hide nothing, and most of those that do select nothing on the page. So a
search for hiding values finds blocks, and only those whose classes and ids occur on the page are
parsed. There is no cascade: text that any other rule shows, in some state or on some screens, is
not hidden.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.parsing.hiding_styles import (
    MAY_HIDE,
    has_white_ink,
    hiding_properties,
    read_style,
    sets_all,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.hiding_styles import Style

MAX_RULES = 200_000
"""Characters of rules that are parsed on a page, of those that may hide text and select something
on it. What the names in further rules select counts as hidden. Chosen by hand."""

_RULE_OVERHEAD = 200
"""Characters added to the length of each selector for its cost. Chosen by hand."""

_MAX_SEARCH = 50_000_000
"""Characters that are searched for rules that show what others hide. Beyond them, nothing is shown.
Chosen by hand: 0.1 s."""

_SPLIT_COST = 50
"""Characters that take as long to search as one to split into selectors. Chosen by hand."""

_DEEPEST_BLOCK = 16
_DEEPEST_STRIPPED = 3
_MOST_INNER_BLOCKS = 100
_MOST_SELECTORS = 50
"""Blocks around a rule, levels of blocks and blocks inside it, and selectors that their combination
is spelled out to. Chosen by hand."""

NOT_DISPLAYED = frozenset(("display",))
UNREAD = frozenset(("unread",))
"""The property of rules and style attributes that were not read: they count as hiding."""

_SMALL = 4000
"""Characters up to which every block is looked at. Larger sheets are those of frameworks, which
hide by the values below; more would cost too much."""

_MAX_BLOCK = 4000
"""Longest block that is read, in characters. Chosen by hand."""

_HIDING_VALUES = tuple(
    map(
        re.compile,
        (
            r"display\s*+:\s*+none",
            r"visibility\s*+:\s*+hidden",
            r"opacity\s*+:\s*+(?:0?\.0|0\s*+[;}!%])",
            r"clip(?:-path)?\s*+:\s*+[rci]",
            r"-indent\s*+:\s*+-\d\d",
            r"left\s*+:\s*+-\d{4}",
            r"font-size\s*+:\s*+0*+\.?0*+\s*+[;}!a-z%]",
        ),
    )
)
"""Values that hide text. Each pattern begins with a literal, which `re` searches for fast."""


_INVISIBLE = frozenset(("visibility",))
"""What does not count in a rule by itself: of 13,277 words that it hides in wcxb-dev, news-424 and
blogs, 4,175 are main content, in accordions and in pages that a script shows."""


class Rule(NamedTuple):
    """A rule that hides text. Names are tags, classes (".class") and ids ("#id").

    Attributes:
        own: The names that an element must have.
        parent: Those that its parent must have.
        around: Those that its ancestors must have between them.
        hiding: The properties by which the rule hides.
    """

    own: frozenset[str]
    parent: frozenset[str]
    around: frozenset[str]
    hiding: frozenset[str]


def names_of(element: Element) -> list[str]:
    """Return the tag, the classes and the id of an element as selectors name them."""
    names = [f".{name}" for name in (element.get("class") or "").split()]
    if element.get("id"):
        names.append(f"#{element.get('id')}")
    return [*names, str(element.tag)]


class StyleSheets:
    """The `style` elements of a page.

    Args:
        elements: These elements.
        is_plain: Returns whether the page has no other style sheets, so that white text cannot be
            read if no rule sets a background.
    """

    def __init__(self, elements: Iterable[Element], *, is_plain: Callable[[], bool]) -> None:
        sheets = filter(_counts_on_screens, elements)
        self._css = "".join(_closed(_without_strings(sheet.text or "")) for sheet in sheets)
        self._lower = self._css.encode().lower().decode()  # of ASCII alone: as long, and fast
        self._is_plain = is_plain
        self._unsearched = _MAX_SEARCH

    @cached_property
    def is_white(self) -> bool:
        """Whether the page is white wherever no attribute says otherwise."""
        return "background" not in self._lower and self._is_plain()

    def hiding_rules(self, names: set[str]) -> Iterator[Rule]:
        """Yield the rules that hide text and may select something on the page.

        Rules beyond `MAX_RULES` are not read, and count as hiding all that their names select.

        Args:
            names: The classes (".class") and ids ("#id") on the page.
        """
        budget = MAX_RULES
        for start, selectors in self._on_screens(self._hiding_blocks(), names):
            if budget > 0:
                block = self._block(start)
                only = NOT_DISPLAYED if _HIDING_VALUES[0].search(block) else None
                hiding = self._hiding(read_style(block, only))
                budget -= len(block)
            for parts in selectors if hiding else ():
                budget -= _RULE_OVERHEAD
                if budget > 0:
                    yield Rule(*parts, hiding)
                else:
                    yield Rule(frozenset(sorted(parts[0])[:1]), frozenset(), frozenset(), UNREAD)

    def show(
        self,
        names: set[str],
        name: str,
        hiding: frozenset[str],
        *,
        is_opened: bool,
    ) -> bool:
        """Return True if any rule, on any screen, shows what a class or id names.

        Args:
            names: The classes (".class") and ids ("#id") on the page.
            name: ".class" or "#id".
            hiding: The properties that hide it.
            is_opened: Whether rules count that depend on a state which the page does not have yet.
        """
        end = 0
        while (index := self._css.find(name, end)) >= 0 and self._unsearched > 0:
            self._unsearched -= index - end + _RULE_OVERHEAD
            end = index + len(name)
            start = self._css.find("{", end)
            if start < 0:
                break
            if self._css[end] in _NAME_CHARACTERS:
                continue
            block = self._block(start)
            self._unsearched -= len(block)
            end = start
            if not all(map(block.__contains__, hiding)):
                continue
            prelude = self._prelude(start)
            self._unsearched -= _SPLIT_COST * len(prelude)
            if any(
                name in _last_names(selector) and (is_opened or _is_present(selector, names))
                for selector in prelude.split(",")
            ):
                style = read_style(block, NOT_DISPLAYED if hiding == NOT_DISPLAYED else None)
                if sets_all(style, hiding) and hiding.isdisjoint(self._hiding(style)):
                    return True
        return False

    def _hiding(self, style: Style) -> frozenset[str]:
        hiding = hiding_properties(style)
        if hiding == _INVISIBLE:
            return frozenset()
        return hiding | {"color"} if has_white_ink(style) and self.is_white else hiding

    def _hiding_blocks(self) -> list[int]:
        """Return where the blocks begin that may hide text."""
        patterns = (MAY_HIDE,) if len(self._css) <= _SMALL else _HIDING_VALUES
        css, found = self._css, set()
        for pattern in patterns:
            start, before = -1, 0
            for match in pattern.finditer(self._lower):
                index = match.start()
                inner = css.rfind("{", before, index)
                end = css.rfind("}", max(inner, before), index)
                if end >= 0:  # the value is behind a block inside its own
                    start = _open_block(css, index)
                elif inner >= 0:
                    start = inner
                before = index
                if start >= 0:
                    found.add(start)
        return sorted(found)

    def _on_screens(self, starts: list[int], names: set[str]) -> Iterator[tuple[int, list[_Parts]]]:
        """Yield the blocks that count on a screen and may select something on the page."""
        css, known, before, depth = self._css, 0, 0, 0
        stack: list[int] = []
        for start in starts:
            prelude = self._prelude(start)
            is_nested = "&" in prelude or prelude.lstrip()[:1] in ("@", ">")
            found = [] if is_nested else _selectors(prelude, names)
            if not found and not is_nested:
                continue
            depth = max(0, depth + _depth(css, before, start))
            before = start
            if not depth:
                known, stack = start, []
            else:
                for brace in _BRACE.finditer(css, known, start):
                    if brace[0] == "{":
                        stack.append(brace.start())
                    elif stack:
                        stack.pop()
                known = start
            if len(stack) > _DEEPEST_BLOCK:
                continue
            around = [self._prelude(outer).strip() for outer in stack]
            if is_nested or any(each[:1] != "@" for each in around):
                prelude = _unnested([*around, prelude.strip()])
                found = _selectors(prelude, names)
            if found and all(_always_applies(each.lower()) for each in around if each[:1] == "@"):
                yield start, found

    def _prelude(self, start: int) -> str:
        """Return the selectors before a block."""
        begin = 0
        for end in "{};":
            begin = max(begin, self._css.rfind(end, begin, start) + 1)
        return self._css[begin:start]

    def _block(self, start: int) -> str:
        """Return what is in a block, without the blocks inside it."""
        block = self._lower[start + 1 : start + _MAX_BLOCK]
        end = block.find("}")
        if "{" in block[:end] and end >= 0:
            for _ in range(_DEEPEST_STRIPPED):
                block = _INNER_BLOCK.sub(";", block)
        return block.partition("}")[0].partition("{")[0]


_BRACE = re.compile("[{}]")
_INNER_BLOCK = re.compile(r"[^{};]*+\{[^{}]*+\}")


def _open_block(css: str, index: int) -> int:
    """Return where the block begins that is open before an index, after blocks inside it."""
    level = 0
    for _ in range(_MOST_INNER_BLOCKS):
        start, end = css.rfind("{", 0, index), css.rfind("}", 0, index)
        index = max(start, end)
        level += 1 if end > start else -1
        if level < 0 or index < 0:
            return index
    return -1


def _unnested(preludes: list[str]) -> str:
    """Return the selectors of a rule inside others: those that its preludes mean together."""
    selectors = [""]
    for prelude in preludes:
        if prelude[:1] == "@":
            continue
        selectors = [
            inner.replace("&", outer) if "&" in inner else f"{outer} {inner}"
            for outer in selectors
            for inner in prelude.split(",")
        ][:_MOST_SELECTORS]
    return ",".join(selectors)


def _selectors(prelude: str, names: set[str]) -> list[_Parts]:
    """Return the selectors before a block that may select something on the page."""
    if prelude.lstrip()[:1] == "@":
        return []
    present = (each for each in prelude.split(",") if names.issuperset(_MARKED.findall(each)))
    return [parts for parts in map(_parts, present) if parts]


_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMMENT_OR_STRING = re.compile(
    r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?""", re.DOTALL
)


def _without_strings(css: str) -> str:
    """Return a style sheet without comments, and without strings if they may hold braces."""
    plain = css
    if "/*" in css:
        plain = _COMMENT.sub(" ", css)
        comments = "".join(_COMMENT.findall(css))
        if "{" in comments and ("'" in comments or '"' in comments):  # the comments may be strings
            return _COMMENT_OR_STRING.sub(" ", css)
    for quote in "'\"":
        strings = "".join(plain.split(quote)[1::2])
        if "{" in strings or "}" in strings:
            return _COMMENT_OR_STRING.sub(" ", css)
    return plain


_NAME_CHARACTERS = frozenset("-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _depth(css: str, start: int, end: int) -> int:
    """Return how many more blocks begin than end."""
    return css.count("{", start, end) - css.count("}", start, end)


_ONE_ELEMENT = re.compile(r"(?:[a-zA-Z][\w-]*|\*)?(?:[.#][a-zA-Z_-][\w-]*)*")
_NAME = re.compile(r"[.#]?[\w-]+")
_MARKED = re.compile(r"[.#][a-zA-Z_-][\w-]*")


_Parts = tuple[frozenset[str], frozenset[str], frozenset[str]]


def _is_present(selector: str, names: set[str]) -> bool:
    """Return True if a selector names nothing but what the page has before any click."""
    return ":" not in selector and names.issuperset(_MARKED.findall(selector))


def _parts(selector: str) -> _Parts | None:
    """Return the names in a selector that an element, its parent and its ancestors must have.

    The result is None if a part is not a simple selector of one element, or the last one has no
    class and no id.
    """
    parts = selector.replace(">", " > ").split()
    if not parts or not all(part == ">" or _ONE_ELEMENT.fullmatch(part) for part in parts):
        return None
    own = frozenset(_NAME.findall(parts[-1]))
    if not any(name[0] in ".#" for name in own):
        return None
    has_parent = len(parts) > 2 and parts[-2] == ">"
    return (
        own,
        frozenset(_NAME.findall(parts[-3])) if has_parent else frozenset(),
        frozenset(_NAME.findall(" ".join(parts[:-1]))),
    )


def _last_names(selector: str) -> list[str]:
    """Return the names in the last part of a selector."""
    last = selector.replace(">", " ").split()[-1:]
    return _NAME.findall(last[0]) if last else []


def _always_applies(prelude: str) -> bool:
    """Return True if the rules in an at-rule count on the screen of a desktop computer."""
    name = "@" + prelude[1:].partition("(")[0].partition(" ")[0].strip()
    condition = prelude[len(name) :].strip()
    if name in ("@layer", "@supports"):
        return not condition.startswith("not")
    return name == "@media" and any(map(_holds, condition.split(",")))


def _holds(query: str) -> bool:
    """Return True if a media query holds on the screen of a desktop computer."""
    return all(map(_holds_alone, re.split(r"\band\b", query)))


def _holds_alone(condition: str) -> bool:
    condition = re.sub(r"[\s()]+", "", condition).removeprefix("only")
    size = _SIZE.fullmatch(condition)
    if size is None:
        return condition in _TRUE_ON_DESKTOPS
    bound, side, sign, number, unit = size.groups()
    limit = float(number) * (16 if unit in ("em", "rem") else 1)
    is_least = bound == "min-" if bound else sign[0] == ">"
    return _SCREEN[side] >= limit if is_least else _SCREEN[side] <= limit


_SIZE = re.compile(r"(?:(min-|max-)(?=[^<>]+:))?(width|height)(:|[<>]=?)([\d.]+)(px|r?em|)")
_SCREEN = {"width": 1280, "height": 800}
"""Pixels of the screen on which conditions are judged, as lengths are."""

_TRUE_ON_DESKTOPS = frozenset(
    ("", "all", "screen", "hover", "hover:hover", "any-hover:hover", "pointer:fine",
     "orientation:landscape", "prefers-color-scheme:light", "color", "scripting:enabled")
)  # fmt: skip
"""Conditions that hold on the screen of a desktop computer, without blanks."""


def _closed(css: str) -> str:
    """Return a style sheet in which as many blocks end as begin, so that it leaves none open."""
    depth = _depth(css, 0, len(css))
    if depth >= 0:
        return css + "}" * depth
    level, parts, before = 0, [], 0
    for brace in _BRACE.finditer(css):
        level += 1 if brace[0] == "{" else -1
        if level < 0:
            parts.append(css[before : brace.start()])
            level, before = 0, brace.end()
    return _closed("".join((*parts, css[before:])))


def _counts_on_screens(element: Element) -> bool:
    media = element.get("media")
    return media is None or _always_applies(f"@media {media.lower()}")
