"""Selectors of style sheets: the names that an element, and those around it, must have.

Most selectors name classes, ids and tags, which are compared as sets of names: tags as they are,
classes as ".class" and ids as "#id". Others are searched for by cssselect.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cleanarticle.parsing import style_blocks
    from cleanarticle.parsing.document import Element


class Selector(NamedTuple):
    """A selector of an element: the names that it needs.

    Attributes:
        own: The names that an element must have.
        parent: Those that its parent must have.
        around: Those that its ancestors must have between them.
        search: What cssselect has to find in the element's place, instead of its own names; None if
            those are enough.
    """

    own: frozenset[str]
    parent: frozenset[str]
    around: frozenset[str]
    search: str | None = None


def names_of(element: Element) -> list[str]:
    """Return the tag, the classes and the id of an element as selectors name them."""
    names = [f".{name}" for name in (element.get("class") or "").split()]
    if element.get("id"):
        names.append(f"#{element.get('id')}")
    return [*names, str(element.tag)]


def unnested(preludes: list[str]) -> str:
    """Return the selectors of a rule inside others: those that its preludes mean together.

    They are empty if they were too long.
    """
    selectors = [""]
    for prelude in preludes:
        if prelude and prelude[:1] != "@":
            selectors = _spelled_out(selectors, dict.fromkeys(prelude.split(",")))
    return ",".join(selectors)


def _spelled_out(outers: list[str], inners: Collection[str]) -> list[str]:
    """Return the selectors that inner ones mean inside outer ones; none if they were too long."""
    outer_length = sum(map(len, outers))
    length = sum(
        len(inner) * len(outers) + max(1, inner.count("&")) * outer_length for inner in inners
    )
    if length > MAX_UNNESTED_LENGTH:
        return []
    return [
        inner.replace("&", outer) if "&" in inner else f"{outer} {inner.strip()}"
        for outer in outers
        for inner in inners
    ]


def present_selectors(names: style_blocks.PageNames, prelude: str) -> list[Selector]:
    """Return the selectors before a block that may select something on the page."""
    if prelude.lstrip()[:1] == "@":
        return []
    selectors = dict.fromkeys(prelude.split(","))
    present = (each for each in selectors if names.has_all(_MARKED.findall(each)))
    return [
        selector
        for each in present
        if (selector := _read_short(each) if len(each) <= _MAX_CACHED_LENGTH else _read(each))
    ]


def _read(selector: str) -> Selector | None:
    """Return a selector of names; None if a part has others, or the last has no class and no id."""
    parts = selector.replace(">", " > ").split()
    if not parts or not all(part == ">" or _ONE_ELEMENT.fullmatch(part) for part in parts):
        return None
    own = _names(parts[-1])
    if not any(name[0] in ".#" for name in own):
        return None
    has_parent = len(parts) > 2 and parts[-2] == ">"
    return Selector(
        own,
        _names(parts[-3]) if has_parent else frozenset(),
        _names(" ".join(parts[:-1])),
    )


def _names(part: str) -> frozenset[str]:
    """Return the names in a part of a selector, as `names_of` returns those of elements."""
    return frozenset(name if name[0] in ".#" else name.lower() for name in _NAME.findall(part))


_MAX_CACHED_LENGTH = 200
_read_short = lru_cache(maxsize=2048)(_read)
"""Selectors up to this length, in characters, are kept from page to page: those of frameworks and
of other pages of a site recur."""

_LETTERS = r"[\w\u0080-\U0010ffff-]"
_ONE_ELEMENT = re.compile(rf"(?:[a-zA-Z]{_LETTERS}*|\*)?(?:[.#](?!\d){_LETTERS}+)*")
_NAME = re.compile(rf"[.#]?{_LETTERS}+")
_MARKED = re.compile(rf"[.#](?!\d){_LETTERS}+")

MAX_UNNESTED_LENGTH = 10_000
"""Characters to which the selectors of a nested rule are spelled out. Chosen by hand."""


def searched_selectors(prelude: str) -> list[Selector]:
    """Return the selectors before a block that need a search: those of other parts than names.

    Left out are states that a reader or a click brings about, and selectors whose search may take
    long.
    """
    if prelude.lstrip()[:1] == "@":
        return []
    plain = (
        _INNER_BLANK.sub("", " ".join(selector.split()))
        for selector in dict.fromkeys(_BETWEEN_COMMAS.findall(prelude))
    )
    return [
        found
        for selector in plain
        if len(selector) <= _MAX_SEARCHED_LENGTH and not _STATE.search(selector)
        if _read(selector) is None and (found := _read_searched(selector))
    ]


def _read_searched(selector: str) -> Selector | None:
    parts = _LAST_PART.fullmatch(selector)
    if parts is None or not parts["last"] or _EXPENSIVE.search(parts["last"]):
        return None
    around = _read(f"{parts['around'] or ''} .x")
    return around and around._replace(own=frozenset(), search=parts["last"])


_BETWEEN_COMMAS = re.compile(r"(?:[^,(]|\([^)]*+\)*+)++")
_INNER_BLANK = re.compile(r"(?<=[\[(=]) | (?=[\])=])")
_MAX_SEARCHED_LENGTH = 200
_LAST_PART = re.compile(r"(?P<around>.*[ >])?(?P<last>(?:[^ >(\[]|\([^)]*+\)|\[[^\]]*+\])*+)")
_STATE = re.compile(
    r":(?!(?:not|is|where|has|first|last|only|nth|root|empty|lang)\b)|\[\s*+open", re.IGNORECASE
)
"""Pseudo-classes of what a reader does, pseudo-elements, and what a click opens."""

_EXPENSIVE = re.compile(r"[ >]|~(?!=)|\+(?!\d)")
"""Parts that name several elements, for which libxml2 takes quadratic time or more."""


_UNCERTAIN = re.compile(r""""[^"]*"|'[^']*'|\(.*\)""")
"""Strings, and what is not needed because `:not` or `:is` may stand around it."""

_ATTRIBUTE = re.compile(r"\[\s*+([\w-]+)[^\]]*+\]?")
_PSEUDO_CLASS = re.compile(r":[\w-]*+")


def _needed_names(selector: Selector) -> frozenset[str]:
    """Return names without which a page has no element of a selector; "[name" of attributes."""
    search = selector.search or ""
    if "\\" in search:
        return selector.around
    search = _UNCERTAIN.sub("", search)
    attributes = (f"[{name.lower()}" for name in _ATTRIBUTE.findall(search))
    rest = _PSEUDO_CLASS.sub("", _ATTRIBUTE.sub("", search))
    return _names(rest).union(selector.around, attributes)


class Searcher:
    """The search for the elements of a page that selectors name.

    Args:
        root: The root element of the page.
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        self._budget = MAX_SEARCH_STEPS

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of all elements, and those of their attributes as "[name"."""
        names: set[str] = set()
        for element in self._root.iter(etree.Element):
            names.update(names_of(element), map("[{}".format, element.keys()))
        return frozenset(names)

    @cached_property
    def _size(self) -> tuple[int, int]:
        """The number of elements, and that of the characters in their attributes."""
        lengths = [sum(map(len, each.values())) for each in self._root.iter(etree.Element)]
        return len(lengths), sum(lengths)

    def is_possible(self, selector: Selector) -> bool:
        """Return True if the page has the names that a selector needs."""
        return _needed_names(selector) <= self._names

    def steps(self, selector: Selector) -> int:
        """Return about how long a search takes, in microseconds."""
        search = selector.search or ""
        elements, characters = self._size
        conditions = 1 + len(_CONDITION.findall(search))
        positions = len(_POSITION.findall(search))
        return (
            _STEPS_TO_COMPILE
            + conditions * (elements + characters // 100)
            + positions * elements * elements // 200
        )

    def find(self, selector: Selector) -> Iterator[Element]:
        """Yield the elements with the last part of a selector; none after too many searches."""
        steps = self.steps(selector)
        if steps > self._budget:
            return
        from lxml.cssselect import CSSSelector, SelectorError

        self._budget -= steps
        found: list[Element] = []
        # XPath has no control characters and no prefixes of namespaces that are not declared.
        with suppress(SelectorError, etree.XPathError, ValueError):
            search = CSSSelector(selector.search or "", translator="html")
            found = cast("list[Element]", search(self._root))
        self._budget -= _STEPS_TO_HIDE * len(found)
        yield from found


_CONDITION = re.compile(r"[.#:\[]")
_POSITION = re.compile(r":(?:nth|first|last|only|has|lang)", re.IGNORECASE)
"""Pseudo-classes for which libxml2 looks at the siblings, descendants or ancestors of each element:
0.04 s for 3,000 siblings."""

_STEPS_TO_COMPILE = 300
_STEPS_TO_HIDE = 5

MAX_SEARCH_STEPS = 1_000_000
"""Microseconds, as estimated, of the searches on a page. Chosen by hand."""
