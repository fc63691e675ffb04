"""Page type: the classes and the input features of the page-type classifier."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cleanarticle.core.arrays import as_matrix
from cleanarticle.core.page_means import page_means
from cleanarticle.core.page_signals import page_signal_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.arrays import Doubles, Matrix, Values
    from cleanarticle.core.layout import Layout
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


def page_features(
    layout: Layout, features: Sequence[Values], odds: Doubles, signals: PageSignals
) -> Matrix:
    """Describe a page by the means of its block features and by its signals.

    Args:
        layout: The page.
        features: Block features, each of shape (some features, blocks).
        odds: First-pass log-odds of body of each block.
        signals: Evidence of the page type in the head and the URL.

    Returns:
        A column of shape (page features, 1): the mean of each block feature, unweighted, weighted
        by block size, and weighted by block size times body probability; the log size of the body,
        its share of the page, and the highest body probability; then `page_signal_features`.
    """
    values = page_means(features, layout.size, odds)
    values.extend(page_signal_features(signals))
    return as_matrix(values, (len(values), 1))
