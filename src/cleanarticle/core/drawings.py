"""Drawings: the labels of SVG graphics, and what these contain but do not show (SVG 2, 5.1)."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from cleanarticle.core.roles import LINE, SKIP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex

_NOT_SHOWN = (
    "clippath", "defs", "desc", "filter", "lineargradient", "marker", "mask", "metadata", "pattern",
    "radialgradient", "symbol",
)  # fmt: skip
"""Elements whose content is a description, or is shown only where others refer to it."""


def drawing_roles(index: TreeIndex) -> Iterator[tuple[Element, int]]:
    """Yield the elements of drawings with text that are not shown, and labels, each a line."""
    labels = index.numbers(index.forms_tagged("text"))
    if not labels:
        return
    not_shown = index.numbers([form for tag in _NOT_SHOWN for form in index.forms_tagged(tag)])
    for drawing in index.numbers(index.forms_tagged("svg")):
        inside = _inside(index, drawing, labels)
        if len(inside) > 1:  # one alone is a word of the text around it
            yield from ((index.element(label), LINE) for label in inside)
        for number in _inside(index, drawing, not_shown):
            yield index.element(number), SKIP


def _inside(index: TreeIndex, drawing: int, numbers: list[int]) -> list[int]:
    """Return those of some elements that are in a drawing."""
    return numbers[bisect_left(numbers, drawing) : bisect_left(numbers, index.after(drawing))]
