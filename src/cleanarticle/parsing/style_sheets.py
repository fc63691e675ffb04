"""Style sheets: the rules of a page's `style` elements that hide text.

Most rules of a page hide nothing, and most of those that do select nothing on the page. So a
search for hiding values finds blocks, and only those whose classes and ids occur on the page are
parsed. There is no cascade: text that any other rule shows, in some state or on some screens, is
not hidden.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lxml import etree

from cleanarticle.parsing.hiding_styles import (
    MAY_HIDE,
    has_white_ink,
    hiding_properties,
    read_style,
    sets_all,
)
from cleanarticle.parsing.media_queries import always_applies
from cleanarticle.parsing.selectors import (
    LONGEST_UNNESTED,
    Selector,
    is_present,
    last_names,
    present_selectors,
    searched_selectors,
    unnested,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.hiding_styles import Style

_Found = TypeVar("_Found")

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

_MOST_SPELLED = 500_000
"""Characters of the selectors of nested rules that are spelled out on a page. Beyond them, what the
inner selectors name counts as hidden. Chosen by hand."""

_DEEPEST_BLOCK = 16
_DEEPEST_STRIPPED = 3
_MOST_INNER_BLOCKS = 100
"""Blocks around a rule, levels of blocks and blocks inside it. Chosen by hand."""

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
    """A rule that hides text.

    Attributes:
        selector: What it hides.
        hiding: The properties by which the rule hides.
    """

    selector: Selector
    hiding: frozenset[str]


class StyleSheets:
    """The `style` elements of a page.

    Args:
        elements: These elements.
        root: The root element of the page.
    """

    def __init__(self, elements: Iterable[Element], root: Element) -> None:
        sheets = filter(_counts_on_screens, elements)
        self._css = "".join(_closed(_without_strings(sheet.text or "")) for sheet in sheets)
        self._lower = self._css.encode().lower().decode()  # of ASCII alone: as long, and fast
        self._root = root
        self._unsearched = _MAX_SEARCH

    @cached_property
    def is_white(self) -> bool:
        """Whether the page is white wherever no attribute says otherwise."""
        return "background" not in self._lower and not any(
            "stylesheet" in (link.get("rel") or "").lower() for link in self._root.iter("link")
        )

    @cached_property
    def is_static(self) -> bool:
        """Whether the page has no scripts, which could show what its rules hide."""
        return all(map(_is_data, self._root.iter("script"))) and not _HANDLERS(self._root)

    def hiding_rules(self, names: set[str]) -> Iterator[Rule]:
        """Yield the rules that hide text and may select something on the page.

        Rules beyond `MAX_RULES` are not read, and count as hiding all that their names select.

        Args:
            names: The classes (".class") and ids ("#id") on the page.
        """
        budget = MAX_RULES
        for start, selectors in self._on_screens(partial(present_selectors, names)):
            hiding = UNREAD
            if budget > 0:
                block = self._block(start)
                only = NOT_DISPLAYED if _HIDING_VALUES[0].search(block) else None
                hiding = self._hiding(read_style(block, only))
                budget -= len(block)
            for selector in selectors if hiding else ():
                budget -= _RULE_OVERHEAD
                if budget > 0:
                    yield Rule(selector, hiding)
                else:
                    first = frozenset(sorted(selector.own)[:1])
                    yield Rule(Selector(first, frozenset(), frozenset()), UNREAD)

    def searched_rules(self) -> Iterator[Rule]:
        """Yield the other rules that hide text on a page without scripts.

        Their selectors name attributes, positions, what an element is not, or nothing but a tag. On
        a page with scripts most of those are states that a script ends.
        """
        if "{" not in self._css or not self.is_static:
            return
        for start, selectors in self._on_screens(searched_selectors):
            hiding = self._hiding(read_style(self._block(start)))
            for selector in selectors if hiding else ():
                yield Rule(selector, hiding)

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
                name in last_names(selector) and (is_opened or is_present(selector, names))
                for selector in prelude.split(",")
            ):
                style = read_style(block, NOT_DISPLAYED if hiding == NOT_DISPLAYED else None)
                if sets_all(style, hiding) and hiding.isdisjoint(self._hiding(style)):
                    return True
        return False

    def _hiding(self, style: Style) -> frozenset[str]:
        hiding = hiding_properties(style)
        if hiding == _INVISIBLE and not self.is_static:
            return frozenset()
        return hiding | {"color"} if has_white_ink(style) and self.is_white else hiding

    @cached_property
    def _hiding_blocks(self) -> list[int]:
        """Where the blocks begin that may hide text."""
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

    def _on_screens(
        self, select: Callable[[str], list[_Found]]
    ) -> Iterator[tuple[int, list[_Found]]]:
        """Yield the blocks that may hide text on a screen, and what is chosen of their selectors.

        Args:
            select: Returns what matters of the selectors before a block.
        """
        open_blocks = _OpenBlocks(self._css)
        prelude_of = cache(lambda brace: self._prelude(brace).strip())
        applies = cache(lambda brace: _may_apply(prelude_of(brace)))
        unspelled = _MOST_SPELLED
        for start in self._hiding_blocks:
            prelude = self._prelude(start)
            is_nested = "&" in prelude or prelude.lstrip()[:1] in ("@", ">")
            found = [] if is_nested else select(prelude)
            if not found and not is_nested:
                continue
            outer = open_blocks.around(start)
            if len(outer) > _DEEPEST_BLOCK or not all(map(applies, outer)):
                continue
            around = list(map(prelude_of, outer))
            if is_nested or any(each[:1] != "@" for each in around):
                spelled = unnested([*around, prelude.strip()]) if unspelled > 0 else ""
                unspelled -= len(spelled) + sum(min(len(each), LONGEST_UNNESTED) for each in around)
                found = select(spelled or prelude.replace("&", ""))
            if found:
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
_INNER_BLOCK = re.compile(r"(?:\A|(?<=[{};]))[^{};]*+\{[^{}]*+\}")


class _OpenBlocks:
    """The blocks of a style sheet that are open at indices in ascending order.

    Args:
        css: The style sheet.
    """

    def __init__(self, css: str) -> None:
        self._css = css
        self._counted = self._known = self._depth = 0
        self._stack: list[int] = []

    def around(self, index: int) -> list[int]:
        """Return where the blocks around an index begin, outermost first."""
        self._depth = max(0, self._depth + _depth(self._css, self._counted, index))
        self._counted = index
        if not self._depth:
            self._stack = []
        else:
            for brace in _BRACE.finditer(self._css, self._known, index):
                if brace[0] == "{":
                    self._stack.append(brace.start())
                elif self._stack:
                    self._stack.pop()
        self._known = index
        return self._stack


def _may_apply(prelude: str) -> bool:
    return prelude[:1] != "@" or always_applies(prelude.lower())


def _open_block(css: str, index: int) -> int:
    """Return where the block begins that is open before an index, after blocks inside it.

    It is -1 if that is farther away than blocks are read.
    """
    level, first = 0, max(0, index - _MAX_BLOCK)
    for _ in range(_MOST_INNER_BLOCKS):
        start, end = css.rfind("{", first, index), css.rfind("}", first, index)
        index = max(start, end)
        level += 1 if end > start else -1
        if level < 0 or index < 0:
            return index
    return -1


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
    return media is None or always_applies(f"@media {media.lower()}")


def _is_data(script: Element) -> bool:
    return (script.get("type") or "").strip().lower().endswith(("json", "text/template"))


_HANDLERS = etree.XPath("boolean(//@*[starts-with(name(), 'on')])")
