"""Scores: the probabilities of the blocks of a page, and the best choice of body blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, compress
from operator import itemgetter
from typing import TYPE_CHECKING

from cleanarticle.core.page_type import PAGE_TYPES, PageType

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        body: Probability of each block of being main content.
        words: Words of each block, used as weights.
        types: Probabilities of the `PAGE_TYPES`.
        threshold: Minimum probability of a body block on pages of prose.
        shift: Added to the log-odds of body of every block for the choice of body blocks; positive
            values favor recall, negative ones precision.
        duplicates: Indices of blocks that only repeat other body text.
    """

    body: Sequence[float]
    words: Sequence[float]
    types: Sequence[float]
    threshold: float = BODY_THRESHOLD
    shift: float = 0.0
    duplicates: frozenset[int] = frozenset()

    def of_article(self) -> Scores:
        """Return the scores with the type article, unless it is one of a product or service."""
        if self.page_type not in _MISTAKEN_TYPES:
            return self
        return replace(self, types=ARTICLE_TYPES)

    @cached_property
    def is_body(self) -> list[bool]:
        """The best choice of body blocks: True for each of them.

        Pages of prose keep every block above the threshold. On all others the blocks are taken in
        order of probability up to the best expected word F1 (Jansche 2007; Ye et al. 2012): when
        the models are unsure, half of the right blocks are better than none.
        """
        body = self._preferred
        prose = math.fsum(compress(self.types, _ARE_PROSE_TYPES))
        least = self.threshold if prose > 0.5 else min(self.threshold, self._best_bound(body))
        return [probability >= least for probability in body]

    def _best_bound(self, body: Sequence[float]) -> float:
        """Return the probability of the last block up to the best expected word F1.

        It is infinite if an empty answer is expected to be better than any other.
        """
        ranking = sorted(zip(body, self.words, strict=True), key=itemgetter(0), reverse=True)
        weights = list(accumulate(words + _MIN_WEIGHT for _, words in ranking))
        gains = list(accumulate(body * (words + _MIN_WEIGHT) for body, words in ranking))
        best, bound = self._chance_of_no_body, math.inf
        for (probability, _), weight, gain in zip(ranking, weights, gains, strict=True):
            f1 = 2 * gain / (weight + gains[-1])
            if f1 > best:
                best, bound = f1, probability
        return bound

    @property
    def _preferred(self) -> Sequence[float]:
        """The probabilities with the shift; 0 and 1 stay."""
        if not self.shift:
            return self.body
        factor = math.exp(self.shift)
        return [body * factor / (1 - body + body * factor) for body in self.body]

    @cached_property
    def expected_f1(self) -> float:
        """The word F1 to expect of `is_body` if the probabilities are right, 0 to 1."""
        if not any(self.is_body):
            return self._chance_of_no_body
        weights = [words + _MIN_WEIGHT for words in self.words]
        gains = [body * weight for body, weight in zip(self.body, weights, strict=True)]
        found, chosen = (math.fsum(compress(each, self.is_body)) for each in (gains, weights))
        return 2 * found / (chosen + math.fsum(gains))

    @property
    def _chance_of_no_body(self) -> float:
        """Probability that no block is body: the expected F1 of an empty answer."""
        return math.prod(1 - body for body in self.body)

    @property
    def page_type(self) -> PageType:
        """The most probable type."""
        return PAGE_TYPES[self.types.index(max(self.types))]

    @property
    def forum(self) -> float:
        """Probability that the page is one of a forum."""
        return self.types[_FORUM]


_FORUM = PAGE_TYPES.index(PageType.FORUM)


ARTICLE_TYPES = [float(name is PageType.ARTICLE) for name in PAGE_TYPES]
"""Type probabilities of a certain article; plain text counts as one."""

LIST_TYPES = (PageType.LISTING, PageType.COLLECTION)
"""Types of pages that list others, or products."""

_MISTAKEN_TYPES = (*LIST_TYPES, PageType.FORUM, PageType.DOCUMENTATION)
"""Types that short articles with many links or comments are mistaken for."""

_ARE_PROSE_TYPES = [name in (PageType.ARTICLE, PageType.DOCUMENTATION) for name in PAGE_TYPES]
"""Types whose body is one run of prose; the uncertain blocks are mostly what surrounds it."""

_MIN_WEIGHT = 0.1
"""Words added to each block, so that blocks without words count a little."""
