"""Scores: the probabilities of the blocks of a page, and the best choice of body blocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.page_type import PAGE_TYPES, PageType

if TYPE_CHECKING:
    from cleanarticle.core.layout import Booleans, Doubles

BODY_THRESHOLD = 0.5
"""Minimum probability of a body block on pages of prose. Cross-validated: of 0.45 to 0.6 the best
on blogs, and within 0.001 of the best word and shingle F1 on all other sets."""

SMALL_PAGE = 60
"""Most blocks of a page of a few lines, of which the models know few: of the 2,752 whole pages of
wcxb-dev, news-424, zh-69 and blogs, 255 show at most so many."""


@dataclass(frozen=True, eq=False)
class Scores:
    """The models' scores for a page.

    Attributes:
        body: Probability of being main content, shape (blocks,).
        words: Words of each block, used as weights, shape (blocks,).
        types: Probabilities of the `PAGE_TYPES`, shape (types,).
        threshold: Minimum probability of a body block on pages of prose.
        shift: Added to the log-odds of body of every block for the choice of body blocks; positive
            values favor recall, negative ones precision.
        duplicates: Indices of blocks that only repeat other body text.
    """

    body: Doubles
    words: Doubles
    types: Doubles
    threshold: float = BODY_THRESHOLD
    shift: float = 0.0
    duplicates: frozenset[int] = frozenset()

    def of_article(self) -> Scores:
        """Return the scores with the type article, unless it is one of a product or service."""
        if self.page_type not in _MISTAKEN_TYPES:
            return self
        types = np.array([float(name is PageType.ARTICLE) for name in PAGE_TYPES])
        return replace(self, types=types)

    @cached_property
    def is_body(self) -> Booleans:
        """The best choice of body blocks, shape (blocks,).

        Pages of prose keep every block above the threshold. On all others the blocks are taken in
        order of probability up to the best expected word F1 (Jansche 2007; Ye et al. 2012): when
        the models are unsure, half of the right blocks are better than none.
        """
        body = self._preferred
        is_likely: Booleans = body >= self.threshold
        if float(self.types[_PROSE_TYPES].sum()) > 0.5:
            return is_likely
        weights = self.words + _MIN_WEIGHT
        order = np.argsort(-body, kind="stable")
        gains = np.cumsum((body * weights)[order])
        f1 = 2 * gains / (np.cumsum(weights[order]) + gains[-1])
        if f1.max() > self._chance_of_no_body:
            is_likely |= body >= body[order[int(f1.argmax())]]
        return is_likely

    @property
    def _preferred(self) -> Doubles:
        """The probabilities with the shift, shape (blocks,); 0 and 1 stay."""
        if not self.shift:
            return self.body
        odds = self.body * np.exp(self.shift)
        shifted: Doubles = odds / (1 - self.body + odds)
        return shifted

    @cached_property
    def expected_f1(self) -> float:
        """The word F1 to expect of `is_body` if the probabilities are right, 0 to 1."""
        chosen = self.is_body
        if not chosen.any():
            return self._chance_of_no_body
        weights = self.words + _MIN_WEIGHT
        gains = self.body * weights
        return 2 * float(gains[chosen].sum()) / float(weights[chosen].sum() + gains.sum())

    @property
    def _chance_of_no_body(self) -> float:
        """Probability that no block is body: the expected F1 of an empty answer."""
        return float(np.prod(1 - self.body))

    @property
    def page_type(self) -> PageType:
        """The most probable type."""
        return PAGE_TYPES[int(self.types.argmax())]


LIST_TYPES = (PageType.LISTING, PageType.COLLECTION)
"""Types of pages that list others, or products."""

_MISTAKEN_TYPES = (*LIST_TYPES, PageType.FORUM, PageType.DOCUMENTATION)
"""Types that short articles with many links or comments are mistaken for."""

_PROSE_TYPES = np.array([name in (PageType.ARTICLE, PageType.DOCUMENTATION) for name in PAGE_TYPES])
"""Types whose body is one run of prose; the uncertain blocks are mostly what surrounds it."""

_MIN_WEIGHT = 0.1
"""Words added to each block, so that blocks without words count a little."""
