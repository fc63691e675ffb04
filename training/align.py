"""Gold text to gold labels: which blocks of a page the gold text is made of."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from metrics import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = 6
"""Words that a block must have to be looked for out of order: shorter ones recur by chance."""


def align(blocks: Sequence[str], gold: str) -> list[float]:
    """Share of each block's words that stand in the gold text, 0 to 1.

    The page's words are matched with the gold's in page order, the longest common run first, so
    that a phrase of the menu is not taken for the same phrase of the article. A long block that
    found no match is then looked for in the gold text as a whole: gold texts are not always in
    page order.
    """
    of_blocks = [words(block) for block in blocks]
    page = [word for block in of_blocks for word in block]
    wanted = words(gold)
    matched = bytearray(len(page))
    for start, _, size in SequenceMatcher(None, page, wanted, autojunk=False).get_matching_blocks():
        matched[start : start + size] = b"\x01" * size
    haystack = f" {' '.join(wanted)} "
    shares = []
    at = 0
    for block in of_blocks:
        hits = sum(matched[at : at + len(block)])
        at += len(block)
        share = hits / len(block) if block else 0.0
        if share < 1 and len(block) >= _LONG and f" {' '.join(block)} " in haystack:
            share = 1.0
        shares.append(share)
    return shares
