"""Selectors of style sheets: the names that an element, and those around it, must have.

Most selectors name classes, ids and tags, which are compared as sets of names: tags as they are,
classes as ".class" and ids as "#id". Others are searched for by cssselect.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def present_selectors(names: set[str], prelude: str) -> list[Selector]:
    """Return the selectors before a block that may select something on the page."""
    if prelude.lstrip()[:1] == "@":
        return []
    present = (each for each in prelude.split(",") if names.issuperset(_MARKED.findall(each)))
    return [selector for selector in map(_read, present) if selector]


def _read(selector: str) -> Selector | None:
    """Return a selector of names; None if a part has others, or the last has no class and no id."""
    parts = selector.replace(">", " > ").split()
    if not parts or not all(part == ">" or _ONE_ELEMENT.fullmatch(part) for part in parts):
        return None
    own = frozenset(_NAME.findall(parts[-1]))
    if not any(name[0] in ".#" for name in own):
        return None
    has_parent = len(parts) > 2 and parts[-2] == ">"
    return Selector(
        own,
        frozenset(_NAME.findall(parts[-3])) if has_parent else frozenset(),
        frozenset(_NAME.findall(" ".join(parts[:-1]))),
    )


def is_present(selector: str, names: set[str]) -> bool:
    """Return True if a selector names nothing but what the page has before any click."""
    return ":" not in selector and names.issuperset(_MARKED.findall(selector))


def last_names(selector: str) -> list[str]:
    """Return the names in the last part of a selector."""
    last = selector.replace(">", " ").split()[-1:]
    return _NAME.findall(last[0]) if last else []


_ONE_ELEMENT = re.compile(r"(?:[a-zA-Z][\w-]*|\*)?(?:[.#][a-zA-Z_-][\w-]*)*")
_NAME = re.compile(r"[.#]?[\w-]+")
_MARKED = re.compile(r"[.#][a-zA-Z_-][\w-]*")

_MOST_SELECTORS = 50
"""Selectors that nested rules are spelled out to. Chosen by hand."""


def searched_selectors(prelude: str) -> list[Selector]:
    """Return the selectors before a block that need a search: those of other parts than names.

    Left out are states that a reader or a click brings about, and selectors whose search may take
    long.
    """
    if prelude.lstrip()[:1] == "@":
        return []
    plain = (" ".join(selector.split()) for selector in _BETWEEN_COMMAS.findall(prelude))
    return [
        found
        for selector in plain
        if len(selector) <= _LONGEST_SEARCHED and not _STATE.search(selector)
        if _read(selector) is None and (found := _read_searched(selector))
    ]


def _read_searched(selector: str) -> Selector | None:
    parts = _LAST_PART.fullmatch(selector)
    if parts is None or not parts["last"] or _DEAR.search(parts["last"]):
        return None
    around = _read(f"{parts['around'] or ''} .x")
    return around and around._replace(own=frozenset(), search=parts["last"])


_BETWEEN_COMMAS = re.compile(r"(?:[^,(]|\([^)]*+\)*+)++")
_LONGEST_SEARCHED = 200
_LAST_PART = re.compile(r"(?P<around>.*[ >])?(?P<last>(?:[^ >(\[]|\([^)]*\)+|\[[^\]]*\])*)")
_STATE = re.compile(
    r":(?!(?:not|is|where|has|first|last|only|nth|root|empty|lang)\b)|\[\s*+open", re.IGNORECASE
)
"""Pseudo-classes of what a reader does, pseudo-elements, and what a click opens."""

_DEAR = re.compile(r"[ >]|~(?!=)|\+(?!\d)")
"""Parts that name several elements, for which libxml2 takes quadratic time or more."""


class Searcher:
    """The search for the elements of a page that selectors name.

    Args:
        root: The root element of the page.
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        self._budget = MAX_SEARCHES

    @cached_property
    def _is_large(self) -> bool:
        elements = self._root.iter(etree.Element)
        return next(islice(elements, MAX_SEARCHED_ELEMENTS, None), None) is not None

    def find(self, selector: Selector) -> Iterator[Element]:
        """Yield the elements with the last part of a selector; none if there were too many."""
        if not self._budget or self._is_large:
            return
        from lxml.cssselect import CSSSelector, SelectorError

        self._budget -= 1
        with suppress(SelectorError):
            search = CSSSelector(selector.search or "", translator="html")
            yield from cast("list[Element]", search(self._root))


MAX_SEARCHES = 20
MAX_SEARCHED_ELEMENTS = 3000
"""Selectors that are searched for on a page, and its elements. Chosen by hand: libxml2 takes
quadratic time for `nth-child`, 0.03 s for 3,000 elements."""
