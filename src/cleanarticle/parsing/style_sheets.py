"""Style sheets: the rules of a page's `style` elements that hide text.

Most rules of a page hide nothing, and most of those that do select nothing on the page. So one
pass over the sheets finds the blocks with hiding values whose classes and ids occur on the page,
and only those are parsed. There is no cascade: text that any other rule shows, in some state or on
some screens, is not hidden.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lxml import etree

from cleanarticle.parsing import style_blocks
from cleanarticle.parsing.hiding_styles import read_style
from cleanarticle.parsing.hiding_values import may_hide
from cleanarticle.parsing.media_queries import always_applies
from cleanarticle.parsing.selectors import (
    MAX_UNNESTED_LENGTH,
    Selector,
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

_MAX_SHOWING = 2_000_000
"""Characters of rules that are looked at on a page for whether they show what others hide. Beyond
them, nothing is shown. Chosen by hand: no page of the corpora needs more than 118,640."""

_MAX_SPELLED = 500_000
"""Characters of the selectors of nested rules that are spelled out on a page. Beyond them, what the
inner selectors name counts as hidden. Chosen by hand."""

NOT_DISPLAYED = frozenset(("display",))
UNREAD = frozenset(("unread",))
"""The property of rules and style attributes that were not read: they count as hiding."""

_SMALL = 4000
"""Characters up to which every block is looked at. Larger sheets are those of frameworks, which
hide by few values; more would cost too much."""

_NOT_DISPLAYED = re.compile(r"display\s*+:\s*+none")

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
        names: The classes and ids on the page.
        root: The root element of the page.
    """

    def __init__(
        self, elements: Iterable[Element], names: style_blocks.PageNames, root: Element
    ) -> None:
        self._blocks = style_blocks.StyleBlocks(filter(_counts_on_screens, elements), names)
        self._names = names
        self._root = root
        self._unshown = _MAX_SHOWING
        self._unspelled = _MAX_SPELLED
        self._shown: dict[tuple[str, frozenset[str], bool], bool] = {}
        self._contexts = {-1: _Context(applies=True, selectors="")}

    @cached_property
    def is_white(self) -> bool:
        """Whether the page is white wherever no attribute says otherwise."""
        return not self._blocks.has("background") and not any(
            "stylesheet" in (link.get("rel") or "").lower() for link in self._root.iter("link")
        )

    @cached_property
    def is_static(self) -> bool:
        """Whether the page has no scripts, which could show what its rules hide."""
        return all(map(_is_data, self._root.iter("script"))) and not _HANDLERS(self._root)

    def hiding_rules(self) -> Iterator[Rule]:
        """Yield the rules that hide text and may select something on the page.

        Rules beyond `MAX_RULES` are not read, and count as hiding all that their names select.
        """
        budget = MAX_RULES
        known: set[tuple[int, frozenset[str]]] = set()
        blocks = self._hiding_blocks(selecting=True)
        selectors_of = self._blocks.selectors
        select = partial(present_selectors, self._names)
        for block, selectors in self._on_screens(blocks, selectors_of, select):
            budget -= self._blocks.size(block)
            hiding = self._hiding(self._style(block)) if budget > 0 else UNREAD
            if not hiding or (id(selectors), hiding) in known:
                continue
            known.add((id(selectors), hiding))
            for selector in selectors:
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
        if not len(self._blocks) or not self.is_static:
            return
        blocks = self._hiding_blocks(selecting=False)
        for block, selectors in self._on_screens(blocks, self._blocks.prelude, searched_selectors):
            hiding = self._hiding(read_style(self._blocks.declarations(block)))
            for selector in selectors if hiding else ():
                yield Rule(selector, hiding)

    def show(self, name: str, hiding: frozenset[str], *, is_opened: bool) -> bool:
        """Return True if any rule, on any screen, shows what a class or id names.

        Args:
            name: ".class" or "#id".
            hiding: The properties that hide it.
            is_opened: Whether rules count that depend on a state which the page does not have yet.
        """
        key = (name, hiding, is_opened)
        if key not in self._shown:
            self._shown[key] = any(
                self._shows(block, name, hiding, is_opened=is_opened)
                for block in self._blocks.naming(name, displaying=hiding == NOT_DISPLAYED)
            )
        return self._shown[key]

    def show_any(self, rule: Rule, *, is_opened: bool) -> bool:
        """Return True if other rules show what a class or id that a rule names hides by it."""
        return any(
            self.show(name, rule.hiding, is_opened=is_opened)
            for name in rule.selector.own
            if name[0] in ".#"
        )

    def _shows(self, block: int, name: str, hiding: frozenset[str], *, is_opened: bool) -> bool:
        if self._unshown <= 0:
            return False
        self._unshown -= self._blocks.size(block) + _RULE_OVERHEAD
        declarations = self._declarations(block, hiding)
        if not all(map(declarations.__contains__, hiding)):
            return False
        if not self._blocks.selects(block, name, present=not is_opened):
            return False
        style = read_style(declarations, NOT_DISPLAYED if hiding == NOT_DISPLAYED else None)
        return style.sets_all(hiding) and hiding.isdisjoint(self._hiding(style))

    def _declarations(self, block: int, names: frozenset[str]) -> str:
        """Return the declarations in a block, only those of `display` if nothing else matters."""
        displays = self._blocks.declared(block, "display") if names == NOT_DISPLAYED else None
        return self._blocks.declarations(block) if displays is None else displays

    def _style(self, block: int) -> Style:
        """Read the declarations in a block, those of `display` alone if it hides by them."""
        declarations = self._declarations(block, NOT_DISPLAYED)
        if _NOT_DISPLAYED.search(declarations):
            return read_style(declarations, NOT_DISPLAYED)
        return read_style(self._blocks.declarations(block))

    def _hiding(self, style: Style) -> frozenset[str]:
        if style.hiding == _INVISIBLE and not self.is_static:
            return frozenset()
        is_unseen = style.has_white_ink and self.is_white
        return style.hiding | {"color"} if is_unseen else style.hiding

    def _hiding_blocks(self, *, selecting: bool) -> list[int]:
        """Return the blocks that may hide text; `selecting` as in `StyleBlocks.numbers`."""
        is_small = self._blocks.length <= _SMALL
        blocks = self._blocks.numbers(hiding=not is_small, selecting=selecting)
        if not is_small:
            return blocks
        return [block for block in blocks if may_hide(self._blocks.declarations(block))]

    def _on_screens(
        self,
        blocks: Iterable[int],
        prelude_of: Callable[[int], str],
        select: Callable[[str], list[_Found]],
    ) -> Iterator[tuple[int, list[_Found]]]:
        """Yield those of some blocks that count on a screen, and what is chosen of their selectors.

        Args:
            blocks: The blocks.
            prelude_of: Returns what stands before a block, or the selectors of it that matter.
            select: Returns what matters of selectors.
        """
        select = cache(select)
        for block in blocks:
            prelude = prelude_of(block)
            is_nested = "&" in prelude or prelude[:1] in ("@", ">")
            if not is_nested and not select(prelude):
                continue
            outer = self._context(block if prelude[:1] == "@" else self._blocks.outer(block))
            if not outer.applies:
                continue
            selectors = self._spelled(outer.selectors, prelude)
            if found := select(selectors):
                yield block, found

    def _context(self, block: int) -> _Context:
        """Return what a block means for those inside it."""
        around = []
        while block not in self._contexts:
            around.append(block)
            block = self._blocks.outer(block)
        context = self._contexts[block]
        for inner in reversed(around):
            prelude = self._blocks.prelude(inner)
            context = _Context(
                context.applies and (prelude[:1] != "@" or always_applies(prelude.lower())),
                self._spelled(context.selectors, prelude),
            )
            self._contexts[inner] = context
        return context

    def _spelled(self, outer: str, prelude: str) -> str:
        """Return the selectors that a prelude means inside others.

        If they are too long, it is what the prelude names by itself, which hides more.
        """
        if prelude[:1] == "@":
            return outer
        if not outer and "&" not in prelude:
            return ",".join(dict.fromkeys(prelude.split(",")))
        can_spell = self._unspelled > 0 and len(outer) <= MAX_UNNESTED_LENGTH
        spelled = unnested([outer, prelude]) if can_spell else ""
        self._unspelled -= len(spelled)
        return spelled or prelude.replace("&", "").strip(" ,>") or outer


class _Context(NamedTuple):
    """What a block means for those inside it.

    Attributes:
        applies: True if they count on a screen.
        selectors: What they are relative to; "" if they stand for themselves.
    """

    applies: bool
    selectors: str


def _counts_on_screens(element: Element) -> bool:
    media, type_ = element.get("media"), element.get("type")
    if type_ and type_.strip().lower() != "text/css":
        return False  # a template, or a language that browsers do not know
    return media is None or always_applies(f"@media {media.lower()}")


def _is_data(script: Element) -> bool:
    return (script.get("type") or "").strip().lower().endswith(("json", "text/template"))


_HANDLERS = etree.XPath("boolean(//@*[starts-with(name(), 'on')])")
