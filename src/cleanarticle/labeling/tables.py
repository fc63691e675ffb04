"""Tables of the text: their rows, whatever their cells say.

Numbers, names and links in cells read like furniture. What tells is that the text goes on right
before the table, in the same box.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import Box
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_ROWS = frozenset(("tr", "td", "th"))

_MIN_ROWS = 2
"""Fewest rows of a table, each with at least two cells. Chosen by hand: of 27 rows that
the models lose in such tables of wcxb-dev, news-424 and blogs, 24 are in the gold text."""

_BODY_SHARE = 0.5
"""Least share of body in the words around a table in the same box. Chosen by hand."""

_IS_ROW = Adjustment(math.inf, "row of a table in the text")


def tables_in_body(draft: Draft) -> Adjustments:
    """Return the rows without cues of tables of several columns right behind text of the body."""
    segmentation = draft.page.segmentation
    tags = segmentation.signatures.tags
    if "table" not in tags:
        return {}
    numbers = (number for number, tag in enumerate(tags) if tag == "table")
    return {
        index: _IS_ROW
        for table in segmentation.boxes.of_signatures(numbers)
        if _has_columns(draft.page, table) and _is_in_text(draft, table)
        for index in range(table.first, table.last)
        if not draft.is_body[index]
        and index not in draft.adjusted
        and not segmentation.blocks[index].hidden
        and draft.page.cues.text_cues[index] is None
    }


def _has_columns(page: Analysis, table: Box) -> bool:
    """Return True if a table consists of rows of several cells, unlike one for a layout."""
    blocks, boxes = page.segmentation.blocks, page.segmentation.boxes
    inside = blocks[table.first : table.last]
    return len(inside) >= _MIN_ROWS and all(
        boxes.tag(block.box) in _ROWS and "\t" in block.text for block in inside
    )


def _is_in_text(draft: Draft, table: Box) -> bool:
    """Return True if body is right before a table, and most of the words around it are body."""
    if table.parent < 0:
        return False
    around, above = draft.page.segmentation.boxes[table.parent], table.first - 1
    if above < around.first or not draft.is_body[above] or above == draft.facts.title_index:
        return False
    words = draft.page.layout.words
    others = [i for i in range(around.first, around.last) if not table.first <= i < table.last]
    body = sum(words[i] for i in others if draft.is_body[i])
    return body >= _BODY_SHARE * sum(words[i] for i in others)
