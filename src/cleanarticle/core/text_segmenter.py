"""Segmentation of plain text: one block per paragraph."""

from __future__ import annotations

from cleanarticle.core.segmentation import Box, Segmentation, TextBlock, is_blank
from cleanarticle.parsing.plain_text import split_paragraphs


def segment_text(text: str) -> Segmentation:
    """Cut plain text into blocks, all in one box."""
    blocks = [TextBlock(part, 0) for part in split_paragraphs(text) if not is_blank(part)]
    root = Box("", "", -1, 0, 0, len(blocks), hidden=False, path="", element=None)
    return Segmentation(blocks, [root])
