"""Opinion: which blocks trafilatura would keep, as evidence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.layout import prefix_sums
from cleanarticle.core.tokens import tokenize

if TYPE_CHECKING:
    import numpy.typing as npt

    from cleanarticle.core.layout import Floats, Layout
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Document


def blocks_kept_by_trafilatura(document: Document, segmentation: Segmentation) -> list[bool]:
    """Whether trafilatura (Barbaresi 2021, ACL) keeps each block, by its default settings.

    trafilatura rewrites the tree, so its verdict is read from its output: a block is kept if its
    words stand there in a row.
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    kept = trafilatura.extract(document.page.text, include_comments=False) or ""
    haystack = f" {' '.join(tokenize(kept))} "
    return [f" {' '.join(tokenize(block.text))} " in haystack for block in segmentation.blocks]


_REACHES = (2, 8, 25)
_LEVELS = 4


def second_opinion_features(layout: Layout, kept: npt.NDArray[np.bool_]) -> Floats:
    """Describe every block by the verdict on it, its neighbours and the boxes around.

    Args:
        layout: The page.
        kept: The verdict on each block.

    Returns:
        A matrix of shape (features, blocks).
    """
    size = layout.size + 1
    sums = prefix_sums(np.stack((kept * size, size)))
    order = np.arange(len(kept))
    rows = [kept.astype(np.float64)]
    for reach in _REACHES:
        low, high = np.maximum(0, order - reach), np.minimum(len(kept), order + reach + 1)
        for start, end in ((low, order), (order + 1, high)):
            part = sums[:, end] - sums[:, start]
            rows.append(part[0] / np.maximum(1.0, part[1]))
    inside = sums[:, layout.last] - sums[:, layout.first]
    share = inside[0] / np.maximum(1.0, inside[1])
    for _, level in zip(range(_LEVELS), layout.levels, strict=False):
        rows.append(share[level])
    rows.append(np.full(len(kept), sums[0, -1] / sums[1, -1]))
    return np.stack(rows).astype(np.float32)
