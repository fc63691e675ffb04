"""Next articles: those that a page shows below its own while the reader scrolls."""

from __future__ import annotations

import math
from itertools import compress
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.labeling.posts import form_of

if TYPE_CHECKING:
    from cleanarticle.core.boxes import Boxes
    from cleanarticle.core.segmentation import Box, Segmentation
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft
    from cleanarticle.labeling.posts import Form

_HEADLINES = frozenset(("h1", "h2", "h3"))
"""Elements of headlines; the page's own is often the only h1."""

_MAX_LEVELS = 40
"""Boxes around a headline in which its article is looked for. Chosen by hand."""

_MIN_WORDS = 40
"""Fewest words of the body in the first article: less is a teaser. Chosen by hand."""

_IS_NEXT = Adjustment(-math.inf, "in another article below this one", BlockKind.RELATED)


def next_articles(draft: Draft) -> Adjustments:
    """Return the blocks of the body in further articles, whose headlines look like the page's own.

    They have the same class, and each is in an `article` element of the same form. In a list of
    articles none of the headlines is the page's title.
    """
    segmentation, title = draft.page.segmentation, draft.facts.title_index
    if title is None:
        return {}
    headline = segmentation.boxes[segmentation.blocks[title].box]
    if headline.tag not in _HEADLINES or not headline.attrs:
        return {}
    own = _article_around(segmentation.boxes, headline)
    if own is None or not _is_whole(draft, own):
        return {}
    found: Adjustments = {}
    end = own.last
    for other in _of_the_same_class(segmentation, headline):
        article = _article_around(segmentation.boxes, other) if other.first >= end else None
        if article is not None and article.first >= end and _form(article) == _form(own):
            end = article.last
            body = (index for index in range(article.first, end) if draft.is_body[index])
            found |= dict.fromkeys(body, _IS_NEXT)
    return found


def _is_whole(draft: Draft, article: Box) -> bool:
    """Return True if an article has more body than a teaser."""
    inside = slice(article.first, article.last)
    words = compress(draft.page.layout.words[inside], draft.is_body[inside])
    return sum(words) >= _MIN_WORDS


def _of_the_same_class(segmentation: Segmentation, headline: Box) -> list[Box]:
    """Return the headlines with the class of one."""
    wanted = _form(headline).attrs
    numbers = (
        number
        for number, (tag, name) in enumerate(zip(*segmentation.signatures, strict=True))
        if tag in _HEADLINES and form_of(tag, name).attrs == wanted
    )
    return segmentation.boxes.of_signatures(numbers)


def _article_around(boxes: Boxes, headline: Box) -> Box | None:
    """Return the innermost `article` around a headline."""
    box = headline
    for _ in range(_MAX_LEVELS):
        if box.parent < 0:
            break
        box = boxes[box.parent]
        if box.tag == "article":
            return box
    return None


def _form(box: Box) -> Form:
    return form_of(box.tag, box.attrs)
