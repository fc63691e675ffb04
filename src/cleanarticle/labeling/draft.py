"""Draft: what the models decide about the blocks of a page, which rules then complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.core.features import PageFacts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cleanarticle.core.analysis import Analysis


class Draft(NamedTuple):
    """The blocks of a page, as rules find them.

    Attributes:
        page: The page.
        is_body: True for each block that is body without regard to the rules.
        scores: The probability of body of each block.
        facts: What the page declares about itself.
        adjusted: The blocks about which something else than the models decides.
        forum: The probability that it is a page of a forum.
    """

    page: Analysis
    is_body: Sequence[bool]
    scores: Sequence[float]
    facts: PageFacts = PageFacts()
    adjusted: Collection[int] = ()
    forum: float = 0.0

    def adding(self, blocks: Collection[int]) -> Draft:
        """Return the draft with some more blocks as body."""
        is_body = [body or index in blocks for index, body in enumerate(self.is_body)]
        return self._replace(is_body=is_body)
