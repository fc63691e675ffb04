"""Segmentation of plain text: one block per paragraph."""

from __future__ import annotations

from cleanarticle.core.boxes import Boxes
from cleanarticle.core.segmentation import Box, Segmentation, TextBlock, is_blank
from cleanarticle.parsing.invisible_characters import strip_invisible
from cleanarticle.parsing.plain_text import split_paragraphs


def segment_text(text: str) -> Segmentation:
    """Cut plain text into blocks, all in one box."""
    parts = [strip_invisible(part) for part in split_paragraphs(text)]
    parts = [part for part in parts if not is_blank(part.text)]
    blocks = [TextBlock(part.text, 0) for part in parts]
    had_messages = frozenset(index for index, part in enumerate(parts) if part.had_message)
    root = Box("", "", -1, 0, 0, len(blocks), hidden=False, path="", element=None)
    return Segmentation(blocks, Boxes([root]), had_messages=had_messages)
