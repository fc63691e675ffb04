"""Embedded posts: the texts of posts of social networks that an article quotes.

Newsletters embed them as boxes that are links as a whole, which look like teasers.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_POST = re.compile(r"(?<![\w-])(?:embedded-)?(?:tweet|toot|skeet)(?![\w-])")
"""Names of boxes with one post. The quotations that networks give for embedding are left to the
models: gold texts of news leave them out."""

_TEXT = re.compile(r"(?:tweet|toot|skeet|post)[-_](?:text|body|content)")
"""Names of the text of a post, which is a paragraph elsewhere."""

_STEMS = ("tweet", "toot", "skeet")
"""Parts of these names, as strings are found faster than a pattern."""

_MIN_LINKS = 0.8
"""Link density of a text in a box that is a link as a whole. Chosen by hand."""

_REACH = 2
"""Blocks before and behind such a box of which one has to be body. Chosen by hand: a caption or a
heading may be between."""

_MAX_BLOCKS, _MIN_WORDS = 8, 4
"""Most blocks of one post, and fewest words of its text: shorter ones are names and counts. Chosen
by hand."""

_IS_POST = Adjustment(math.inf, "a post between texts of the body")


def embedded_posts(draft: Draft) -> Adjustments:
    """Return the texts of posts between blocks of the body, with the reason."""
    page, is_body = draft.page, draft.is_body
    found = (
        index
        for first, last in _posts(page)
        if any(is_body[max(0, first - _REACH) : first]) and any(is_body[last : last + _REACH])
        for index in range(first, last)
        if not is_body[index] and _is_text(page, index)
    )
    return dict.fromkeys(found, _IS_POST)


def _posts(page: Analysis) -> Iterator[tuple[int, int]]:
    """Yield the first block of each post, and the one behind its last."""
    names = page.segmentation.signatures.attrs
    all_names = " ".join(names)
    if not any(stem in all_names for stem in _STEMS):
        return
    called = [number for number, name in enumerate(names) if _POST.search(name)]
    for box in page.segmentation.boxes.of_signatures(called):
        if 0 < box.last - box.first <= _MAX_BLOCKS:
            yield box.first, box.last


def _is_text(page: Analysis, index: int) -> bool:
    block = page.segmentation.blocks[index]
    box = page.segmentation.boxes[block.box]
    is_named = box.tag == "p" or _TEXT.search(box.attrs) is not None
    return (
        is_named
        and page.layout.words[index] >= _MIN_WORDS
        and block.link_density >= _MIN_LINKS
        and not block.hidden
        and not block.text[0].isdigit()
        and page.cues.text_cues[index] is None
    )
