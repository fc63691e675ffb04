"""Standfirsts: a subtitle or a summary between the title and the text."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_MAX_LINKS = 0.5
"""Link density of a standfirst at most. Chosen by hand."""


def standfirst_in_body(draft: Draft) -> Adjustments:
    """Return the subtitle or standfirst below the title, with the reason."""
    page, is_body, title_index = draft.page, draft.is_body, draft.facts.title_index
    if title_index is None or not any(is_body[title_index + 1 :]):
        return {}
    segmentation, cues = page.segmentation, page.cues.text_cues
    for index, block in enumerate(segmentation.blocks[title_index + 1 :][:2], title_index + 1):
        box = segmentation.boxes[block.box]
        if (
            cues[index] is None
            and _STANDFIRST_NAME.search(f"{box.attrs} {block.inline_attrs}")
            and block.link_density < _MAX_LINKS
            and not block.hidden
            and not is_body[index]
            and len(block.text.split()) >= _MIN_STANDFIRST
        ):
            return {index: Adjustment(math.inf, "standfirst below the title")}
    return {}


_STANDFIRST_NAME = re.compile(
    r"(?<![a-z])(?:sub-?title|stand-?first|dek|deck|sub-?head(?:line|ing)?|strapline)(?![a-z])"
)
_MIN_STANDFIRST = 3
"""Minimum words of a standfirst; shorter ones are labels. Chosen by hand."""
