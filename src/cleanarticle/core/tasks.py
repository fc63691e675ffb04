"""Boxes of lists of tasks, which say what is done; other boxes in lists are controls."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.roles import is_block_level

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

_TASK = re.compile(r"(?<![a-z])(?:task|todo|check)-?list", re.IGNORECASE)
"""Names of lists of tasks, and of their items and boxes."""

_CONTROL_ATTRIBUTES = ("name", "value", "id", "onclick", "onchange", "aria-controls")

_FARTHEST = 3
"""Elements between a box and its item: a paragraph, a label. Chosen by hand."""


def is_task_box(element: Element) -> bool:
    """Return True if an `input` stands before the text of a task, and cannot be changed."""
    if (element.get("type") or "").lower() != "checkbox":
        return False
    item = _item_that_begins_with(element)
    if item is None or not _is_before_text(element):
        return False
    outer = item.getparent()
    named = (element, item) if outer is None else (element, item, outer)
    return (
        element.get("disabled") is not None
        or any(_TASK.search(each.get("class") or "") for each in named)
        or all(element.get(name) is None for name in _CONTROL_ATTRIBUTES)
    )


def _item_that_begins_with(element: Element) -> Element | None:
    """Return the list item whose first content is an element, if any."""
    inner = element
    for outer in islice(element.iterancestors(), _FARTHEST):
        if (outer.text or "").strip() or inner.getprevious() is not None:
            return None
        if outer.tag == "li":
            return outer
        inner = outer
    return None


def _is_before_text(element: Element) -> bool:
    """Return True if text follows an element on its line."""
    following = element.getnext()
    return bool((element.tail or "").strip()) or (
        following is not None and not is_block_level(following.tag)
    )
