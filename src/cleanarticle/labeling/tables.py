"""Tables of the text: their rows, whatever their cells say.

Numbers, names and links in cells read like furniture. What tells is that the text goes on right
before the table, in the same box.
"""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
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
    sums = _Sums(draft)
    found: Adjustments = {}
    end = 0
    for table in segmentation.boxes.of_signatures(numbers):
        if table.first >= end and sums.has_columns(table) and sums.is_in_text(table):
            end = table.last
            lost = (index for index in range(table.first, end) if _is_lost(draft, index))
            found |= dict.fromkeys(lost, _IS_ROW)
    return found


def _is_lost(draft: Draft, index: int) -> bool:
    page = draft.page
    return not (
        draft.is_body[index]
        or index in draft.adjusted
        or page.segmentation.blocks[index].hidden
        or page.cues.text_cues[index] is not None
    )


class _Sums:
    """Sums over the blocks before each one, so that many tables take no longer than the page."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        page, words = draft.page, draft.page.layout.words
        boxes = page.segmentation.boxes
        self._words = list(accumulate(words, initial=0.0))
        body = (count * body for count, body in zip(words, draft.is_body, strict=True))
        self._body = list(accumulate(body, initial=0.0))
        rows = (
            "\t" in block.text and boxes.tag(block.box) in _ROWS
            for block in page.segmentation.blocks
        )
        self._rows = list(accumulate(rows, initial=0))

    def has_columns(self, table: Box) -> bool:
        """Return True if a table consists of rows of several cells, unlike one for a layout."""
        rows = self._rows[table.last] - self._rows[table.first]
        return rows >= _MIN_ROWS and rows == table.last - table.first

    def is_in_text(self, table: Box) -> bool:
        """Return True if body is right before a table, and most words around it are body."""
        if table.parent < 0:
            return False
        around, above = self._draft.page.segmentation.boxes[table.parent], table.first - 1
        is_behind = above >= around.first and self._draft.is_body[above]
        if not is_behind or above == self._draft.facts.title_index:
            return False
        total, body = (
            sums[around.last] - sums[around.first] - (sums[table.last] - sums[table.first])
            for sums in (self._words, self._body)
        )
        return body >= _BODY_SHARE * total
