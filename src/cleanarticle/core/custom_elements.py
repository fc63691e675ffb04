"""Custom elements: those with a hyphen in their name, which scripts of a page define.

HTML gives them no meaning, and browsers show them in a line until a script styles them. Where
nothing but other elements is beside one, it stands for a paragraph, a heading or an item.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.roles import BLOCK, TAG_ROLES, is_block_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex

_CONTAINERS = frozenset("article aside body div footer form header main nav section".split())
"""Elements whose children are no parts of one text."""

_MAX_DESCENDANTS = 200
"""Elements in a custom element that are looked at. Chosen by hand: a paragraph has fewer."""


def custom_blocks(index: TreeIndex) -> Iterator[tuple[Element, int]]:
    """Yield the custom elements that begin and end a line, with their role."""
    forms = [form for form, (tag, _) in enumerate(index.forms) if _is_custom(tag)]
    for number in index.numbers(forms):
        element = index.element(number)
        if _is_alone(element) and _is_text(element):
            yield element, BLOCK


def _is_custom(tag: object) -> bool:
    return isinstance(tag, str) and "-" in tag and tag not in TAG_ROLES


def _is_alone(element: Element) -> bool:
    """Return True if an element is in a container and has no text right beside it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None or not (parent.tag in _CONTAINERS or _is_custom(parent.tag)):
        return False
    text_before = parent.text if before is None else before.tail
    return not (text_before or "").strip() and not (element.tail or "").strip()


def _is_text(element: Element) -> bool:
    """Return True if an element has text and no element that begins and ends a line."""
    inner = islice(element.iterdescendants(), _MAX_DESCENDANTS)
    if any(is_block_level(each.tag) or _is_custom(each.tag) for each in inner):
        return False
    return any(text.strip() for text in islice(element.itertext(), _MAX_DESCENDANTS))
