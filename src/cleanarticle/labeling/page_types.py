"""Page types: what the main content shows about its type, against what the models say.

The models see the whole page, so that a short article with menus longer than itself looks like a
list to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.core.page_type import PAGE_TYPES, PageType
from cleanarticle.labeling.byline_lines import has_author_and_date
from cleanarticle.labeling.scores import LIST_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.block import Block
    from cleanarticle.core.features import PageFacts
    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.labeling.scores import Scores


def final_page_type(
    scores: Scores, facts: PageFacts, body: Iterable[TextBlock], blocks: Sequence[Block]
) -> PageType:
    """Return the most probable type of a page, but none of a list that would have no items.

    A page that declares that it is a thread or a question is a forum. What looks like a list or a
    page of a service, with an author and a date below its title, is an article: of such pages of
    wcxb-dev none has both, of the other sets four, all posts.

    Args:
        scores: The scores of the page.
        facts: What the page declares.
        body: The blocks of its main content.
        blocks: All its blocks, labeled.
    """
    if facts.signals.is_forum:
        return PageType.FORUM
    if scores.page_type in _MISTAKEN_TYPES and has_author_and_date(blocks, facts.title_line):
        return PageType.ARTICLE
    if scores.page_type is not PageType.LISTING or _is_list(list(body)):
        return scores.page_type
    by_probability = sorted(zip(scores.types, PAGE_TYPES, strict=True), reverse=True)
    return next(name for _, name in by_probability if name not in LIST_TYPES)


_MISTAKEN_TYPES = frozenset((PageType.SERVICE, PageType.LISTING, PageType.COLLECTION))
"""Types that articles are taken for, and that have no author; a product may have one."""

_MIN_ITEMS = 3
_LINKED = 0.3
_MIN_PROSE = 8
_LINKED_PROSE = 20
"""Fewest linked blocks of a list, least share of links in each, and fewest words of a paragraph,
and of one that is a link. Of the pages that the models take for lists and that have a paragraph,
but fewer items, 66 of blogs, news-424 and zh-69 are articles, and six of wcxb-dev are lists."""


def _is_list(body: list[TextBlock]) -> bool:
    """Return True if main content has the links of a list, or no prose."""
    items = sum(block.link_density > _LINKED for block in body)
    return items >= _MIN_ITEMS or not any(map(_is_prose, body))


def _is_prose(block: TextBlock) -> bool:
    least = _MIN_PROSE if block.link_density < _LINKED else _LINKED_PROSE
    return len(block.text.split()) >= least
