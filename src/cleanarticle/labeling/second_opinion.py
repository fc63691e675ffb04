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


def can_ask_trafilatura(document: Document, segmentation: Segmentation) -> bool:
    """Return True if trafilatura cleans a page in reasonable time."""
    if len(document.page.content) > _MAX_BYTES or len(segmentation.blocks) > _MAX_BLOCKS:
        return False
    links = sum(block.link_count for block in segmentation.blocks)
    return links * max((box.depth for box in segmentation.boxes), default=0) <= _MAX_LINK_LEVELS


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

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    output = trafilatura.extract(document.page.text, include_comments=False) or ""
    haystack = f" {' '.join(tokenize(output))} "

    def is_kept(text: str) -> bool:
        deadline.check()  # on a page of many blocks, each search takes milliseconds
        return f" {' '.join(tokenize(text))} " in haystack

    return [is_kept(block.text) for block in segmentation.blocks]
