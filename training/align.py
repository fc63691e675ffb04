"""Align the blocks of a page with its gold text, which labels each block as body or boilerplate."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from metrics import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIN_WORDS = 6
"""Minimum words of a block that is also searched for out of order; shorter ones recur by chance."""


def align(blocks: Sequence[str], gold: str) -> list[float]:
    """Return the share of each block's words that match the gold text, 0 to 1.

    The words of the page are matched with those of the gold text in page order, the longest common
    run first, so that a phrase in the menu is not mistaken for the same phrase in the article. Long
    blocks without a full match are then searched for in the whole gold text, because gold texts are
    not always in page order.

    Args:
        blocks: The texts of the blocks.
        gold: The gold text.
    """
    block_words = [words(block) for block in blocks]
    page_words = [word for block in block_words for word in block]
    gold_words = words(gold)
    matcher = SequenceMatcher(None, page_words, gold_words, autojunk=False)
    is_matched = bytearray(len(page_words))
    for start, _, size in matcher.get_matching_blocks():
        is_matched[start : start + size] = b"\x01" * size
    haystack = f" {' '.join(gold_words)} "
    shares = []
    start = 0
    for block in block_words:
        matches = sum(is_matched[start : start + len(block)])
        start += len(block)
        share = matches / len(block) if block else 0.0
        if share < 1 and len(block) >= _MIN_WORDS and f" {' '.join(block)} " in haystack:
            share = 1.0
        shares.append(share)
    return shares
