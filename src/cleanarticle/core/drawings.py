"""Drawings: the labels of SVG graphics, and what these contain but do not show (SVG 2, 5.1)."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.roles import LINE, SKIP, is_block_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.tree_index import TreeIndex

_DESCRIPTIONS = ("desc", "metadata")
_TEMPLATES = ("clippath", "defs", "filter", "marker", "mask", "pattern", "symbol")
"""Elements whose content is a description, and those that are shown where others refer to them."""


def drawing_roles(index: TreeIndex) -> Iterator[tuple[Element, int]]:
    """Yield the elements of drawings with text that are not shown, and labels, each a line."""
    labels = index.numbers(index.forms_tagged("text"))
    if not labels:
        return
    tags = _DESCRIPTIONS if index.forms_tagged("use") else (*_DESCRIPTIONS, *_TEMPLATES)
    not_shown = index.numbers([form for tag in tags for form in index.forms_tagged(tag)])
    end = 0  # of the drawing that was read last
    for drawing in index.numbers(index.forms_tagged("svg")):
        if drawing < end:
            continue
        end = index.after(drawing)
        inside = [index.element(number) for number in _inside(index, drawing, labels)]
        if _are_labels(inside) and not _is_in_sentence(index.element(drawing)):
            yield from ((label, LINE) for label in inside)
        for number in _inside(index, drawing, not_shown):
            yield index.element(number), SKIP


def _are_labels(texts: list[Element]) -> bool:
    """Return True if the texts of a drawing are words and not single letters.

    One text alone is a part of the text around it.
    """
    length = sum(len(part.strip()) for text in texts for part in text.itertext())
    return len(texts) > 1 and length >= _MIN_LABEL * len(texts)


_MIN_LABEL = 3
"""Mean length of labels in characters. Chosen by hand: years and words have more, and letters of a
word that is drawn one by one have one."""


def _is_in_sentence(drawing: Element) -> bool:
    """Return True if text touches a drawing, or an inline element around it."""
    for element in (drawing, *islice(drawing.iterancestors(), _LEVELS)):
        previous, around = element.getprevious(), element.getparent()
        if around is None:
            return False
        before = [around.text] if previous is None else [previous.tail]
        if previous is not None and not is_block_level(previous.tag):
            before += map(str, previous.itertext())
        if any(text and text.strip() for text in (*before, element.tail)):
            return True
        if is_block_level(around.tag):
            return False
    return False


_LEVELS = 3
"""Inline elements around a drawing in which it may be part of a sentence. Chosen by hand."""


def _inside(index: TreeIndex, drawing: int, numbers: list[int]) -> list[int]:
    """Return those of some elements that are in a drawing."""
    return numbers[bisect_left(numbers, drawing) : bisect_left(numbers, index.after(drawing))]
