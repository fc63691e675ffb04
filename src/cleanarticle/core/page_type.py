"""Page type: the classes and the input features of the page-type classifier."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.matmul import matmul
from cleanarticle.core.page_signals import page_signal_features

if TYPE_CHECKING:
    from cleanarticle.core.layout import Doubles, Floats, Layout
    from cleanarticle.core.page_signals import PageSignals


class PageType(StrEnum):
    """The page types of the WCXB corpus (Foley 2026), in the order of the classifier's outputs."""

    ARTICLE = "article"
    COLLECTION = "collection"
    DOCUMENTATION = "documentation"
    FORUM = "forum"
    LISTING = "listing"
    PRODUCT = "product"
    SERVICE = "service"


PAGE_TYPES = tuple(PageType)


def page_features(layout: Layout, blocks: Floats, odds: Doubles, signals: PageSignals) -> Floats:
    """Describe a page by the means of its block features and by its signals.

    Args:
        layout: The page.
        blocks: Block features, shape (features, blocks).
        odds: First-pass log-odds of body, shape (blocks,).
        signals: Evidence of the page type in the head and the URL.

    Returns:
        A column of shape (page features, 1): the mean of each block feature, unweighted, weighted
        by block size, and weighted by block size times body probability; the log size of the body,
        its share of the page, and the highest body probability; then `page_signal_features`.
    """
    body = 1 / (1 + np.exp(-odds))
    weights = np.stack((np.ones(len(body)), layout.size + 1, body * (layout.size + 1)))
    totals = weights.sum(axis=1, keepdims=True)
    means = matmul((weights / np.maximum(1e-6, totals)).astype(np.float32), blocks.T)
    body_amount = np.array((np.log1p(totals[2, 0]), totals[2, 0] / totals[1, 0], body.max()))
    parts = (means.ravel(), body_amount, page_signal_features(signals))
    return np.concatenate(parts, dtype=np.float32)[:, None]
