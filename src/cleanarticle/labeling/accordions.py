"""Accordions: questions that unfold their answers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cleanarticle.block import APPEALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import TextBlock

_ACCORDION = re.compile(r"accordion|(?<![a-z])faqs?(?![\w-])")
"""Names of boxes whose questions unfold their answers."""

_ACCORDION_TAGS = frozenset(("amp-accordion",))

_MIN_PANELS = 3
"""Minimum blocks of an accordion, or of its items beside each other; a single button that unfolds
is one to read more. Chosen by hand."""

_MAX_LINKS = 0.5
"""Link density from which a block leads away. Chosen by hand."""


def accordion_panels(page: Analysis) -> Iterator[tuple[int, int]]:
    """Yield the blocks of accordions with sentences, each with the box of its accordion.

    They are those of the outer ones where one is in another. Menus, filters and forms are in
    accordions, too.
    """
    boxes, blocks = page.segmentation.boxes, page.segmentation.blocks
    may_be = (
        number
        for number, (tag, name) in enumerate(zip(*page.segmentation.signatures, strict=True))
        if tag in _ACCORDION_TAGS
        or (("accordion" in name or "faq" in name) and _ACCORDION.search(name))
    )
    numbers = boxes.numbers(may_be)
    blocks_beside = Counter[tuple[int, str]]()
    for box in map(boxes.__getitem__, numbers):
        blocks_beside[box.parent, box.attrs] += box.last - box.first
    end = 0
    for index in numbers:
        box = boxes[index]
        if box.first < end or blocks_beside[box.parent, box.attrs] < _MIN_PANELS:
            continue
        end = box.last
        inside = range(box.first, end)
        cues = [cue for cue in page.cues.text_cues[box.first : end] if cue is not None]
        if any(cue.kind in APPEALS for cue in cues) or len(cues) > len(inside) / 2:
            continue
        if any(_SENTENCE.search(blocks[number].text) for number in inside):
            yield from (
                (number, index)
                for number in inside
                if not _leads_away(blocks[number]) and page.cues.text_cues[number] is None
            )


_SENTENCE = re.compile(r"\S\s\S+\s.*[.!?。！？…]$", re.DOTALL)


def _leads_away(block: TextBlock) -> bool:
    """Return True if a block is a link to another page, not one that unfolds an answer."""
    is_control = not block.first_href or block.first_href.startswith(("#", "javascript:"))
    return block.link_density >= _MAX_LINKS and not is_control
