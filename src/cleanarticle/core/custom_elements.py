"""Custom elements: those with a hyphen in their name, which scripts of a page define.

HTML gives them no meaning, and browsers show them in a line until a script styles them. Where
nothing but other elements is beside one, it stands for a paragraph, a heading or an item.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.roles import BLOCK, TAG_ROLES, is_block_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex

_CONTAINERS = frozenset("article aside body div footer form header main nav section".split())
"""Elements whose children are no parts of one text."""

_MAX_DESCENDANTS = 200
"""Elements in a custom element that are looked at. Chosen by hand: a paragraph has fewer."""


def custom_blocks(index: TreeIndex) -> Iterator[tuple[Element, int]]:
    """Yield the custom elements that begin and end a line, with their role."""
    tags = set(filter(_is_custom, {tag for tag, _ in index.forms}))
    if not tags:
        return
    forms = [form for form, (tag, _) in enumerate(index.forms) if tag in tags]
    of_parents: defaultdict[Element, list[Element]] = defaultdict(list)
    for number in index.numbers(forms):
        element = index.element(number)
        parent = element.getparent()
        if parent is not None and (parent.tag in _CONTAINERS or _is_custom(parent.tag)):
            of_parents[parent].append(element)
    for parent, elements in of_parents.items():
        texts = [element for element in elements if _is_text(element)]
        if texts and _are_lines(texts) and not _has_text_of_its_own(parent):
            yield from ((element, BLOCK) for element in texts)


def _is_custom(tag: object) -> bool:
    return isinstance(tag, str) and "-" in tag and tag not in TAG_ROLES


def _has_text_of_its_own(parent: Element) -> bool:
    """Return True if an element has text, or an inline element with text, beside other elements."""
    if (parent.text or "").strip():
        return True
    return any(
        (child.tail or "").strip()
        or (child.tag in _INLINE and any(text.strip() for text in child.itertext()))
        for child in parent
    )


_INLINE = frozenset(
    """a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span
    strike strong sub sup time tt u var""".split()
)
"""Elements in a line of text."""


def _are_lines(elements: Sequence[Element]) -> bool:
    """Return False if elements hold one word each, as those of a transcript do."""
    words = sum(len(text.split()) for each in elements for text in each.itertext())
    return len(elements) == 1 or words >= _MIN_WORDS * len(elements)


_MIN_WORDS = 1.5
"""Mean words of custom elements that are lines. Chosen by hand."""


def _is_text(element: Element) -> bool:
    """Return True if an element has text and no element that begins and ends a line."""
    inner = islice(element.iterdescendants(), _MAX_DESCENDANTS)
    if any(is_block_level(each.tag) or _is_custom(each.tag) for each in inner):
        return False
    return any(text.strip() for text in islice(element.itertext(), _MAX_DESCENDANTS))
