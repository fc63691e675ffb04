"""Comment areas: the readers' comments below an article, which may be longer than it is.

Below an article of three sentences, a hundred comments look like a forum or a listing. The order
gives them away: a title, prose, and behind it a box that is called comments, begins with a heading
such as "3 comments", or repeats "Reply" item by item.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.features import PageFacts
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.scores import Scores

_MIN_PROSE = 8
"""Minimum words of a paragraph of the article above its comments. Chosen by hand."""

_MAX_LINKS = 0.5
"""Link density from which a block is not prose. Chosen by hand."""

_MAX_HEADING, _MAX_REPLY = 5, 2
"""Maximum words of the heading of comments, and of a button to reply. Chosen by hand."""

_MIN_REPLIES = 2
"""Fewest items with a button to reply. Chosen by hand."""

_IN_COMMENTS = Adjustment(-8.0, "in the comments below the article", BlockKind.COMMENTS)
"""Takes prose with a probability of up to 0.9997 below one half; a user's rule still wins. Chosen
by hand."""

_HEADING = re.compile(
    r"^\W*(?:\d+ )?(?:reader |all )?(?:comments?|kommentare?|leserkommentare|commentaires?"
    r"|comentarios?|comentários?|commenti|reacties?|komentarze|kommentarer|комментари[ия]"
    r"|评论|評論|コメント)\W*\d*\W*$|^Responses \(\d+\)$|^\d+ (?:thoughts|comments) on ",
    re.IGNORECASE,
)
"""Headings of comments. Answers to questions are called like replies, which are not among them."""

_MISTAKEN_TYPES = ("listing", "service")
"""Types that a short article is taken for because of its comments."""

_TYPES = ("article", "documentation", *_MISTAKEN_TYPES)
"""Types of pages whose comments are no content."""

_DISCUSSIONS = frozenset(("ld:qapage", "ld:question", "ld:discussionforumposting"))
"""Types of pages that consist of contributions."""

_REVIEWS = re.compile(r"review|rating|testimonial|feedback")
"""Names of customers' reviews, which are content where they are longer than a line."""

_MAY_BE_BODY = 0.2
"""Minimum probability of a comment that needs an adjustment; the rest have labels of their own.
Chosen by hand."""

_PAGE_TAGS = frozenset(("html", "body", "main", ""))


def comment_areas(page: Analysis, scores: Scores, facts: PageFacts) -> Adjustments:
    """Return an adjustment for each block of the comments below an article.

    There are none on pages whose reviews and answers are content (products, forums, questions),
    without prose below the title, and on a listing or service unless they are most of its text:
    such a page is an article that looks like one because of them.

    Args:
        page: The page.
        scores: The scores from the page alone.
        facts: What the page declares about itself.
    """
    if scores.page_type not in _TYPES or not _DISCUSSIONS.isdisjoint(facts.signals.names):
        return {}
    boxes = page.segmentation.boxes
    areas = [
        boxes[index]
        for index in (*_named(page), *_headed(page), *_with_replies(page))
        if boxes[index].tag not in _PAGE_TAGS
    ]
    inside = {index for box in areas for index in range(box.first, box.last)}
    start = _first_paragraph(page, scores, facts.title_index, inside) if areas else None
    if start is None:
        return {}
    below = {index for box in areas if box.first > start for index in range(box.first, box.last)}
    if scores.page_type in _MISTAKEN_TYPES and not _is_most_text(page, scores, below):
        return {}
    likely = scores.body >= _MAY_BE_BODY
    return dict.fromkeys((index for index in sorted(below) if likely[index]), _IN_COMMENTS)


def _is_most_text(page: Analysis, scores: Scores, indices: Iterable[int]) -> bool:
    """Return True if blocks have at least half of the words of the body."""
    words = page.layout.words
    return float(words[list(indices)].sum()) >= float(words[scores.is_body].sum()) / 2


def _first_paragraph(
    page: Analysis, scores: Scores, title_index: int | None, areas: Container[int]
) -> int | None:
    """Return the index of the first paragraph below the title, None if there is none.

    Args:
        page: The page.
        scores: The scores from the page alone.
        title_index: Index of the block that shows the title, None if there is none.
        areas: Indices of the blocks in what may be comments.
    """
    is_body = scores.is_body.tolist()
    first = 0 if title_index is None else title_index + 1
    for index, block in enumerate(page.segmentation.blocks[first:], first):
        is_prose = page.layout.words[index] >= _MIN_PROSE and block.link_density < _MAX_LINKS
        is_plain = page.cues.text_cues[index] is None and index not in areas
        if is_prose and is_body[index] and is_plain:
            return index
    return None


def _named(page: Analysis) -> Iterator[int]:
    """Yield the boxes that are called comments."""
    names = page.layout.signatures.attrs
    is_comments = [
        cue is not None and cue.kind is BlockKind.COMMENTS and not _REVIEWS.search(name)
        for cue, name in zip(page.cues.signature_cues, names, strict=True)
    ]
    for index, signature in enumerate(page.layout.signature.tolist()):
        if is_comments[signature]:
            yield index


def _headed(page: Analysis) -> Iterator[int]:
    """Yield the boxes that begin with a heading of comments."""
    boxes, blocks = page.segmentation.boxes, page.segmentation.blocks
    for index, block in enumerate(blocks):
        if page.layout.words[index] > _MAX_HEADING or not _HEADING.search(block.text):
            continue
        box = block.box
        while boxes[box].first == index and boxes[box].last == index + 1 and boxes[box].parent >= 0:
            box = boxes[box].parent
        if boxes[box].first == index and boxes[box].last > index + 2:
            yield box


def _with_replies(page: Analysis) -> Iterator[int]:
    """Yield the boxes whose items of the same form end in a button to reply."""
    boxes, blocks = page.segmentation.boxes, page.segmentation.blocks
    items: dict[int, int] = {}  # the outermost box around one button only -> its parent
    replies = list(_cued(page, _MAX_REPLY))
    counts = Counter(_ancestors(page, replies))
    for index in replies:
        box = blocks[index].box
        while boxes[box].parent >= 0 and counts[boxes[box].parent] == 1:
            box = boxes[box].parent
        if boxes[box].last - boxes[box].first > 1:
            items[box] = boxes[box].parent
    signature = page.layout.signature.tolist()
    forms = Counter((parent, signature[box]) for box, parent in items.items())
    for box, parent in items.items():
        if forms[parent, signature[box]] >= _MIN_REPLIES:
            yield box


def _ancestors(page: Analysis, indices: list[int]) -> Iterator[int]:
    """Yield the boxes around each of the blocks."""
    boxes = page.segmentation.boxes
    for index in indices:
        box = page.segmentation.blocks[index].box
        while box >= 0:
            yield box
            box = boxes[box].parent


def _cued(page: Analysis, most_words: int) -> Iterator[int]:
    """Yield the blocks of few words whose text is one of comments."""
    words = page.layout.words
    for index, cue in enumerate(page.cues.text_cues):
        if cue is not None and cue.kind is BlockKind.COMMENTS and words[index] <= most_words:
            yield index
