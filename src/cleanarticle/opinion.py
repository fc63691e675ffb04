"""Opinion: which blocks trafilatura would keep, as evidence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from cleanarticle.kinds import words

if TYPE_CHECKING:
    from cleanarticle.blocks import Segmentation
    from cleanarticle.document import Document


def trafilatura_opinion(document: Document, segmentation: Segmentation) -> list[bool]:
    """Whether trafilatura (Barbaresi 2021, ACL) keeps each block, by its default settings.

    trafilatura rewrites the tree, so its verdict is read from its output: a block is kept if its
    words stand there in a row.
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    kept = trafilatura.extract(document.page.text, include_comments=False) or ""
    haystack = f" {' '.join(words(kept))} "
    return [f" {' '.join(words(block.text))} " in haystack for block in segmentation.blocks]
