"""Page type: what kind of page it is, told from all of its blocks at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.matmul import matmul
from cleanarticle.core.page_signals import page_signal_features

if TYPE_CHECKING:
    from cleanarticle.core.layout import Doubles, Floats, Layout
    from cleanarticle.core.page_signals import PageSignals

PAGE_TYPES = (
    "article", "collection", "documentation", "forum", "listing", "product", "service",
)  # fmt: skip
"""The types that WCXB sorts the web's pages into (Foley 2026)."""


def page_features(layout: Layout, blocks: Floats, odds: Doubles, hints: PageSignals) -> Floats:
    """Describe a page by the means of its blocks' features.

    Args:
        layout: The page.
        blocks: The blocks' features, shape (features, blocks).
        odds: Log-odds of body of each block.
        hints: What the head says.

    Returns:
        A column of shape (features of a page, 1): the plain means, the means weighed by size,
        and by the size of what is likely body; how much body there is; and the hints.
    """
    body = 1 / (1 + np.exp(-odds))
    weights = np.stack((np.ones(len(body)), layout.size + 1, body * (layout.size + 1)))
    sums = weights.sum(axis=1, keepdims=True)
    means = matmul((weights / np.maximum(1e-6, sums)).astype(np.float32), blocks.T)
    amount = np.array((np.log1p(sums[2, 0]), sums[2, 0] / sums[1, 0], body.max()))
    return np.concatenate((means.ravel(), amount, page_signal_features(hints)), dtype=np.float32)[
        :, None
    ]
