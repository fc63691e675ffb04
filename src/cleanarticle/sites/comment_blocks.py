"""Blocks in the comment sections of a page, by the names of their containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.labeling.comment_words import PAGE_TAGS, comment_words

if TYPE_CHECKING:
    from cleanarticle.core.segmentation import Segmentation


def blocks_in_comments(segmentation: Segmentation) -> list[bool]:
    """Return True for each block inside a container with a class or ID that names comments."""
    word = comment_words().word
    is_comment = [False] * len(segmentation.blocks)
    for box in segmentation.boxes:
        if box.tag not in PAGE_TAGS and word.search(box.attrs):
            is_comment[box.first : box.last] = [True] * (box.last - box.first)
    return is_comment
