"""Page type: what kind of page it is, told from all of its blocks at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cleanarticle.features import Doubles, Floats, Layout

PAGE_TYPES = (
    "article", "collection", "documentation", "forum", "listing", "product", "service",
)  # fmt: skip
"""The types that WCXB sorts the web's pages into (Foley 2026)."""


def page_features(layout: Layout, blocks: Floats, odds: Doubles) -> Floats:
    """Describe a page by the means of its blocks' features.

    Args:
        layout: The page.
        blocks: The blocks' features, shape (blocks, columns).
        odds: Log-odds of body of each block.

    Returns:
        A row of shape (1, 3 * columns + 3): the plain means, the means weighed by size, and by
        the size of what is likely body; then how much body there is.
    """
    body = 1 / (1 + np.exp(-odds))
    weights = np.stack((np.ones(len(body)), layout.size + 1, body * (layout.size + 1)))
    sums = weights.sum(axis=1, keepdims=True)
    means = (weights / np.maximum(1e-6, sums)) @ blocks
    amount = np.array((np.log1p(sums[2, 0]), sums[2, 0] / sums[1, 0], body.max()))
    return np.concatenate((means.ravel(), amount), dtype=np.float32)[None, :]
