"""Next articles: those that a page shows below its own while the reader scrolls."""

from __future__ import annotations

import math
import re
from itertools import compress
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.core.boxes import Boxes
    from cleanarticle.core.segmentation import Box, Segmentation
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_HEADLINES = frozenset(("h1", "h2", "h3"))
"""Elements of headlines; the page's own is often the only h1."""

_MAX_LEVELS = 40
"""Boxes around a headline in which its article is looked for. Chosen by hand."""

_MIN_WORDS = 40
"""Fewest words of the body in the first article: less is a teaser. Chosen by hand."""

_DIGITS = re.compile(r"\d+")

_IS_NEXT = Adjustment(-math.inf, "in another article below this one", BlockKind.RELATED)


def next_articles(draft: Draft) -> Adjustments:
    """Return the blocks of the body in further articles, whose headlines look like the page's own.

    They have the same class. Each is in an `article` element, or in another box of one form if it
    is an h1. In a list of articles none of the headlines is the page's title.
    """
    segmentation, title = draft.page.segmentation, draft.facts.title_index
    if title is None:
        return {}
    headline = segmentation.boxes[segmentation.blocks[title].box]
    if headline.tag not in _HEADLINES or not headline.attrs:
        return {}
    found: Adjustments = {}
    is_whole: dict[tuple[int, int], bool] = {}
    end = 0
    for other in _of_the_same_class(segmentation, headline):
        articles = _articles(segmentation, headline, other) if other.first >= end else None
        if articles is None:
            continue
        own, further = articles
        if (own.first, own.last) not in is_whole:
            is_whole[own.first, own.last] = _is_whole(draft, own)
        if is_whole[own.first, own.last]:
            end = further.last
            body = (index for index in range(further.first, end) if draft.is_body[index])
            found |= dict.fromkeys(body, _IS_NEXT)
    return found


def _is_whole(draft: Draft, article: Box) -> bool:
    """Return True if an article has more body than a teaser."""
    inside = slice(article.first, article.last)
    words = compress(draft.page.layout.words[inside], draft.is_body[inside])
    return sum(words) >= _MIN_WORDS


def _articles(segmentation: Segmentation, headline: Box, other: Box) -> tuple[Box, Box] | None:
    """Return the boxes of the articles with two headlines, None if they are none of one form."""
    boxes = segmentation.boxes
    pairs = [(_article_around(boxes, headline), _article_around(boxes, other))]
    if headline.tag == other.tag == "h1":
        pairs.append((_outside(boxes, headline, other), _outside(boxes, other, headline)))
    for first, second in pairs:
        if first is None or second is None or second.first < first.last:
            continue
        if (first.attrs or first.tag == "article") and _form(first) == _form(second):
            return first, second
    return None


def _outside(boxes: Boxes, box: Box, other: Box) -> Box:
    """Return the outermost box around one that does not contain another."""
    for _ in range(_MAX_LEVELS):
        if box.parent < 0:
            break
        around = boxes[box.parent]
        if around.first <= other.first and other.last <= around.last:
            break
        box = around
    return box


def _of_the_same_class(segmentation: Segmentation, headline: Box) -> list[Box]:
    """Return the headlines with the class of one."""
    wanted = _form(headline)[1]
    tags, attrs = segmentation.signatures
    numbers = (
        number
        for number, (tag, name) in enumerate(zip(tags, attrs, strict=True))
        if tag in _HEADLINES and _DIGITS.sub("", name) == wanted
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


def _form(box: Box) -> tuple[str, str]:
    """Return the tag of a box and its attributes without digits."""
    return box.tag, _DIGITS.sub("", box.attrs)
