"""Second opinion: features of the blocks that another extractor keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.layout import prefix_sums

if TYPE_CHECKING:
    from cleanarticle.core.layout import Booleans, Floats, Layout

_REACHES = (2, 8, 25)
"""Blocks on each side that are summed up."""

_LEVELS = 4
"""Boxes around a block, from the innermost outward, that are described."""

SECOND_OPINION_FEATURES = (
    "kept",
    *(f"kept_{side}_{reach}" for reach in _REACHES for side in ("before", "after")),
    *(f"kept_up{level}" for level in range(_LEVELS)),
    "kept_page",
)
"""The names of the features, in order."""


def second_opinion_features(layout: Layout, kept: Booleans) -> Floats:
    """Describe every block by the decision about it, its neighbors and the boxes around it.

    Args:
        layout: The page.
        kept: True for each block that the other extractor keeps, shape (blocks,).

    Returns:
        A matrix of shape (features, blocks), the features as in `SECOND_OPINION_FEATURES`.
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
