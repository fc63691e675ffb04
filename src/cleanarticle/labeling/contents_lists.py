"""Lists of contents: the links to all pages of a manual, in a box beside the text of one of them.

On a page of a few lines the models take the largest part for the main content, which is this list.
"""

from __future__ import annotations

import math
import re
from itertools import compress
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_CONTENTS = re.compile(
    r"(?<![a-z])(?:toc(?:-?tree|-?frame|-?list|-?wrapper)?|table-?of-?contents|side-?bar(?:-?\w+)?"
    r"|side-?nav|sphinxsidebar|leftnav|docs?-?nav)(?![a-z])"
)
"""Names of boxes with the contents of a manual."""

_MIN_BLOCKS, _MIN_LINKS, _MIN_SHARE = 12, 0.8, 0.8
"""Fewest blocks of such a box, link density of a link, and share of links in its blocks. Chosen by
hand."""

_MIN_WORDS, _MAX_LINKS = 3, 0.5
"""Fewest words of a text of the page beside it, and its link density. Chosen by hand."""

_IN_CONTENTS = Adjustment(-math.inf, "in a list of contents", BlockKind.NAVIGATION)


def contents_lists(draft: Draft) -> Adjustments:
    """Return the links in lists of contents, if there is text of the body outside them."""
    page, title_index = draft.page, draft.facts.title_index
    blocks = page.segmentation.blocks
    body = list(compress(range(len(blocks)), draft.is_body))
    links = [index for index in body if blocks[index].link_density >= _MIN_LINKS]
    if not links:
        return {}
    inside = {index for first, last in _lists(page) for index in range(first, last)}
    has_text = any(
        index not in inside
        and index != title_index
        and blocks[index].link_density < _MAX_LINKS
        and page.layout.words[index] >= _MIN_WORDS
        for index in body
    )
    return dict.fromkeys(filter(inside.__contains__, links), _IN_CONTENTS) if has_text else {}


def _lists(page: Analysis) -> Iterator[tuple[int, int]]:
    """Yield the first block of each list of contents, and the one behind its last."""
    boxes, blocks = page.segmentation.boxes, page.segmentation.blocks
    names = page.segmentation.signatures.attrs
    called = [number for number, name in enumerate(names) if _CONTENTS.search(name)]
    end = 0
    for box in boxes.of_signatures(called) if called else ():
        count = box.last - box.first
        if box.first < end or count < _MIN_BLOCKS:
            continue
        links = sum(block.link_density >= _MIN_LINKS for block in blocks[box.first : box.last])
        if links >= _MIN_SHARE * count:
            end = box.last
            yield box.first, box.last
