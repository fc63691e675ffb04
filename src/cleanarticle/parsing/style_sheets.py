"""Style sheets: the rules of a page's `style` elements that hide text.

Most rules of a page hide nothing, and most of those that do select nothing on the page. So a search
for hiding values finds blocks, and only those whose classes and ids occur on the page are parsed.
There is no cascade: text that any other rule shows, in some state or on some screens, is not hidden.
"""

from __future__ import annotations

import re
from itertools import islice
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

MAX_CSS = 200_000
"""Characters of style sheets that are searched on a page; 9 in 10 pages of news-424 have fewer."""

_SMALL = 20_000
"""Characters up to which every block is looked at. Larger sheets are those of frameworks, which hide
by the values below; more would cost too much."""

_MAX_RULE = 4000
"""Longest list of selectors and longest block that is read, in characters."""

_HIDING_VALUES = tuple(
    map(
        re.compile,
        (
            r"display\s*+:\s*+none",
            r"visibility\s*+:\s*+hidden",
            r"opacity\s*+:\s*+(?:0?\.0|0\s*+[;}!%])",
            r"clip(?:-path)?\s*+:\s*+[rci]",
            r"-indent\s*+:\s*+-\d\d",
            r"(?:left|top|right)\s*+:\s*+-\d{4}",
        ),
    )
)
"""Values that hide text. Each pattern begins with a literal, which `re` searches for fast."""


class _Compound(NamedTuple):
    """A simple selector of one element: a tag, classes, an id."""

    tag: str
    names: frozenset[str]
    is_parent: bool

    def matches(self, element: Element) -> bool:
        """Return True if an element has the tag, classes and id."""
        return self.tag in ("", "*", element.tag) and self.names.issubset(names_of(element))


class Rule(NamedTuple):
    """A rule that hides text.

    Attributes:
        compounds: The selectors of the element, of its ancestor and so on.
        hiding: The properties by which it hides.
    """

    compounds: tuple[_Compound, ...]
    hiding: frozenset[str]

    def matches(self, element: Element) -> bool:
        """Return True if the rule selects an element."""
        if not self.compounds[0].matches(element):
            return False
        around: Element | None = element
        for compound in self.compounds[1:]:
            outer = islice(around.iterancestors(), 1 if compound.is_parent else _DEEPEST)
            around = next((each for each in outer if compound.matches(each)), None)
            if around is None:
                return False
        return True


_DEEPEST = 100
"""Ancestors that are compared with a selector; the deepest page of the corpora has fewer."""


def names_of(element: Element) -> Iterator[str]:
    """Yield the classes and the id of an element as selectors name them."""
    for name in (element.get("class") or "").split():
        yield f".{name}"
    if element.get("id"):
        yield f"#{element.get('id')}"


class StyleSheets:
    """The `style` elements of a page.

    Args:
        elements: These elements.
        is_plain: Whether the page has no other style sheets, so that white text cannot be read if no
            rule sets a background.
    """

    def __init__(self, elements: Iterable[Element], *, is_plain: bool) -> None:
        texts = [element.text for element in elements if _counts_on_screens(element)]
        css = "}".join(filter(None, texts))[:MAX_CSS]
        self._css = _COMMENT.sub(" ", css) if "/*" in css else css
        lower = self._css.lower()
        self._lower = lower if len(lower) == len(self._css) else self._css
        self.is_white = is_plain and "background" not in self._lower

    def hiding_rules(self, names: set[str]) -> Iterator[Rule]:
        """Yield the rules that hide text and may select something on the page.

        Args:
            names: The classes (".class") and ids ("#id") on the page.
        """
        for start in self._on_screens(self._hiding_blocks()):
            selectors = [
                compounds
                for selector in self._prelude(start).split(",")
                if (compounds := _compounds(selector))
                and compounds[0].names
                and all(compound.names <= names for compound in compounds)
            ]
            hiding = self._hiding(read_style(self._block(start))) if selectors else None
            if hiding:
                yield from (Rule(compounds, hiding) for compounds in selectors)

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
            if any(name in _last_names(part) for part in self._prelude(start).split(",")):
                block = self._block(start)
                style = read_style(block) if any(map(block.__contains__, hiding)) else {}
                if sets_all(style, hiding) and hiding.isdisjoint(self._hiding(style)):
                    return True
            end = start
        return False

    def _hiding(self, style: Style) -> frozenset[str]:
        hiding = hiding_properties(style)
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
                outer_depth = depth + _depth(css, before, at)
            depth += _depth(css, before, start)
            before = start
            if depth <= 0 or (depth == outer_depth + 1 and _always_applies(outer)):
                yield start

    def _prelude(self, start: int) -> str:
        """Return the selectors before a block."""
        before = self._css[max(0, start - _MAX_RULE) : start]
        return before[1 + max(map(before.rfind, "{};")) :]

    def _block(self, start: int) -> str:
        end = self._lower.find("}", start, start + _MAX_RULE)
        return self._lower[start + 1 : end if end >= 0 else start + _MAX_RULE]


_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NAME_CHARACTERS = frozenset("-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _depth(css: str, start: int, end: int) -> int:
    """Return how many more blocks begin than end."""
    return css.count("{", start, end) - css.count("}", start, end)


_ONE_ELEMENT = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][a-zA-Z_-][\w-]*)*)")
_NAME = re.compile(r"[.#][\w-]+")


def _last_names(selector: str) -> list[str]:
    """Return the classes and ids in the last part of a selector."""
    last = selector.replace(">", " ").split()[-1:]
    return _NAME.findall(last[0]) if last else []


def _compounds(selector: str) -> tuple[_Compound, ...]:
    """Return the parts of a selector, the last first; none if one is not simple."""
    compounds: list[_Compound] = []
    is_parent = False
    for part in reversed(selector.replace(">", " > ").split()):
        if part == ">":
            is_parent = True
            continue
        match = _ONE_ELEMENT.fullmatch(part)
        if match is None:
            return ()
        names = frozenset(_NAME.findall(match[2]))
        compounds.append(_Compound((match[1] or "").lower(), names, is_parent))
        is_parent = False
    return tuple(compounds)


_WIDTH = re.compile(r"\((min|max)-width\s*:\s*(\d+)(?:\.\d+)?px\)")
_SCREEN_WIDTH = 1280


def _always_applies(prelude: str) -> bool:
    """Return True if the rules in an at-rule count on every desktop screen."""
    name, _, condition = prelude.partition(" ")
    if name in ("@layer", "@supports"):
        return not condition.strip().startswith("not")
    if not name.startswith("@media"):
        return False
    for bound, width in _WIDTH.findall(condition):
        if (int(width) > _SCREEN_WIDTH) == (bound == "min"):
            return False
    rest = _WIDTH.sub("", name.removeprefix("@media") + condition).replace("and", "").strip()
    return rest in ("", "all", "screen", "only screen")


def _counts_on_screens(element: Element) -> bool:
    return _always_applies(f"@media {(element.get('media') or '').lower()}")
