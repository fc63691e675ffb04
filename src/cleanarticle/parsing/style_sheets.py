"""Style sheets: the rules of a page's `style` elements that hide text.

Most rules of a page hide nothing, and most of those that do select nothing on the page. So a
search for hiding values finds blocks, and only those whose classes and ids occur on the page are
parsed. There is no cascade: text that any other rule shows, in some state or on some screens, is
not hidden.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.parsing.hiding_styles import (
    MAY_HIDE,
    has_white_ink,
    hiding_properties,
    read_style,
    sets_all,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.hiding_styles import Style

MAX_CSS = 100_000
"""Characters of style sheets on a page beyond which no rule is read: such sheets are those of
frameworks, whose scripts show most of what their rules hide, and reading them costs too much."""

_SMALL = 4000
"""Characters up to which every block is looked at. Larger sheets are those of frameworks, which
hide by the values below; more would cost too much."""

_MAX_RULE = 4000
"""Longest list of selectors and longest block that is read, in characters. Chosen by hand."""

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
        is_plain: Whether the page has no other style sheets, so that white text cannot be read if
            no rule sets a background.
    """

    def __init__(self, elements: Iterable[Element], *, is_plain: bool) -> None:
        css = "".join(map(_closed_text, filter(_counts_on_screens, elements)))
        css = css if len(css) <= MAX_CSS else ""
        self._css = _COMMENT.sub(" ", css) if "/*" in css else css
        lower = self._css.lower()
        self._lower = lower if len(lower) == len(self._css) else self._css
        self.is_white = is_plain and "background" not in self._lower

    def hiding_rules(self, names: set[str]) -> Iterator[Rule]:
        """Yield the rules that hide text and may select something on the page.

        Args:
            names: The classes (".class") and ids ("#id") on the page.
        """
        blocks: dict[int, list[_Parts]] = {}
        for start in self._hiding_blocks():
            selectors = map(_parts, self._prelude(start).split(","))
            blocks[start] = [parts for parts in selectors if parts and _occur(parts, names)]
        for start in self._on_screens([start for start, found in blocks.items() if found]):
            hiding = self._hiding(read_style(self._block(start)))
            if hiding:
                yield from (Rule(*parts, hiding) for parts in blocks[start])

    def show(self, name: str, hiding: frozenset[str]) -> bool:
        """Return True if any rule, in any state or on any screen, shows what a class or id names.

        Args:
            name: ".class" or "#id".
            hiding: The properties that hide it.
        """
        end = 0
        while (index := self._css.find(name, end)) >= 0:
            end = index + len(name)
            start = self._css.find("{", end, end + _MAX_RULE)
            if start < 0:
                break
            if self._css[end] in _NAME_CHARACTERS:
                continue
            block = self._block(start)
            if all(map(block.__contains__, hiding)) and self._is_last(name, start):
                style = read_style(block)
                if sets_all(style, hiding) and hiding.isdisjoint(self._hiding(style)):
                    return True
            end = start
        return False

    def _is_last(self, name: str, start: int) -> bool:
        """Return True if the last part of a selector before a block has a name."""
        return any(name in _last_names(part) for part in self._prelude(start).split(","))

    def _hiding(self, style: Style) -> frozenset[str]:
        hiding = hiding_properties(style)
        if hiding == _INVISIBLE:
            return frozenset()
        return hiding | {"color"} if self.is_white and has_white_ink(style) else hiding

    def _hiding_blocks(self) -> list[int]:
        """Return where the blocks begin that may hide text."""
        patterns = (MAY_HIDE,) if len(self._css) <= _SMALL else _HIDING_VALUES
        found = set()
        for pattern in patterns:
            for match in pattern.finditer(self._lower):
                index = match.start()
                start = self._css.rfind("{", max(0, index - _MAX_RULE), index)
                if start >= 0 and self._css.find("}", start, index) < 0:
                    found.add(start)
        return sorted(found)

    def _on_screens(self, starts: list[int]) -> Iterator[int]:
        """Yield the blocks that are in no other block, or in an at-rule that counts on screens."""
        css, before, depth = self._css, 0, 0
        outer, outer_depth = "", 0
        for start in starts:
            at = css.rfind("@", before, start)
            if at >= 0:
                outer = self._lower[at : max(at, css.find("{", at, at + _MAX_RULE))]
                outer_depth = depth = max(0, depth + _depth(css, before, at))
                before = at
            depth = max(0, depth + _depth(css, before, start))
            before = start
            if depth == 0 or (depth == outer_depth + 1 and _always_applies(outer)):
                yield start

    def _prelude(self, start: int) -> str:
        """Return the selectors before a block."""
        before = self._css[max(0, start - _MAX_RULE) : start]
        return before[1 + max(map(before.rfind, "{};")) :]

    def _block(self, start: int) -> str:
        """Return what is in a block before any block inside it."""
        block = self._lower[start + 1 : start + _MAX_RULE]
        return block.partition("}")[0].partition("{")[0]


_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NAME_CHARACTERS = frozenset("-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _depth(css: str, start: int, end: int) -> int:
    """Return how many more blocks begin than end."""
    return css.count("{", start, end) - css.count("}", start, end)


_ONE_ELEMENT = re.compile(r"(?:[a-zA-Z][\w-]*|\*)?(?:[.#][a-zA-Z_-][\w-]*)*")
_NAME = re.compile(r"[.#]?[\w-]+")


_Parts = tuple[frozenset[str], frozenset[str], frozenset[str]]


def _occur(parts: _Parts, names: set[str]) -> bool:
    return all(name in names for part in parts for name in part if name[0] in ".#")


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
    """Return True if the rules in an at-rule count on every screen."""
    name, _, condition = prelude.partition(" ")
    if name in ("@layer", "@supports"):
        return not condition.strip().startswith("not")
    return name == "@media" and condition.strip() in ("", "all", "screen", "only screen")


def _closed_text(element: Element) -> str:
    """Return the text of a style element with its last blocks closed."""
    css = element.text or ""
    return css + "}" * min(_MAX_CLOSED, max(0, _depth(css, 0, len(css))))


_MAX_CLOSED = 8
"""Open blocks at the end of a sheet that are closed, so that they do not hold the next sheet."""


def _counts_on_screens(element: Element) -> bool:
    return _always_applies(f"@media {(element.get('media') or '').lower()}")
