"""Second opinion: the blocks that trafilatura would keep."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from cleanarticle.core.tokens import tokenize
from cleanarticle.deadline import NO_DEADLINE

if TYPE_CHECKING:
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.deadline import Deadline
    from cleanarticle.parsing.document import Document


_MAX_BLOCKS = 3_000
_MAX_BYTES = 3_000_000
"""Largest page that trafilatura is asked about: the time of jusText, its fallback, grows with the
square of the blocks. At this size it takes about a second."""

_MAX_LINK_LEVELS = 200_000
"""Links times the levels of the deepest box on the largest such page: trafilatura reads the text of
a link again for each element around it. At this size it takes about two seconds."""

_MAX_SPANNED = 100_000
"""Places in tables that cells with both a rowspan and a colspan take up on the largest such page.
trafilatura fills them one by one and counts the row for each: a million take minutes."""


def can_ask_trafilatura(document: Document, segmentation: Segmentation) -> bool:
    """Return True if trafilatura cleans a page in reasonable time."""
    if len(document.page.content) > _MAX_BYTES or len(segmentation.blocks) > _MAX_BLOCKS:
        return False
    links = sum(block.link_count for block in segmentation.blocks)
    if links * max((box.depth for box in segmentation.boxes), default=0) > _MAX_LINK_LEVELS:
        return False
    return _spanned_places(document) <= _MAX_SPANNED


def _spanned_places(document: Document) -> int:
    """Return the places that table cells with both spans take up, as trafilatura counts them."""
    cells = document.index.tagged("td", "th")
    spans = ((cell.get("rowspan", ""), cell.get("colspan", "")) for cell in cells)
    return sum(_span(rows) * _span(columns) for rows, columns in spans if rows and columns)


def _span(value: str) -> int:
    digits = value.strip().lstrip("0")
    return min(int(digits[:3]), _MAX_SPAN) if digits.isdecimal() else 1


_MAX_SPAN = 100
"""What trafilatura takes larger spans for."""


def keep_trafilatura_off_stderr() -> None:
    """Stop Python from printing trafilatura's log where the program has no handler for it."""
    logging.getLogger("trafilatura").addHandler(_NO_HANDLER)


_NO_HANDLER = logging.NullHandler()


def blocks_kept_by_trafilatura(
    document: Document, segmentation: Segmentation, deadline: Deadline = NO_DEADLINE
) -> list[bool]:
    """Return True for each block that trafilatura (Barbaresi 2021) keeps by default.

    trafilatura rewrites the tree, so its decision is read from its output: a block is kept if its
    words appear there in a row.

    Raises:
        CleaningTimeout: The deadline passed.
    """
    import trafilatura

    keep_trafilatura_off_stderr()
    output = trafilatura.extract(document.page.text, include_comments=False) or ""
    haystack = f" {' '.join(tokenize(output))} "

    def is_kept(text: str) -> bool:
        deadline.check()  # on a page of many blocks, each search takes milliseconds
        return f" {' '.join(tokenize(text))} " in haystack

    return [is_kept(block.text) for block in segmentation.blocks]
