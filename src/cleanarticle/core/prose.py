"""Prose: how much of a page's running text each block holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.segmentation import TextBlock

HIDDEN_PAGE_SHARE = 0.75
"""Share of a page's prose from which hidden text is the page itself, shown later by a script.
Chosen on wcxb-dev: half of the text, where injected text could be the longer half, costs half a
thousandth of word F1; never believing that a page hides itself costs four thousandths."""


def prose_weights(blocks: Sequence[TextBlock]) -> list[int]:
    """Return the prose in each block, in characters; on a page without prose, its text.

    Menus and dialogs are hidden on purpose and can be longer than a short page, but are not prose.
    """
    sizes = [len(block.text) for block in blocks]
    prose = [
        size if size >= _PARAGRAPH_CHARS and 2 * block.link_length < size else 0
        for block, size in zip(blocks, sizes, strict=True)
    ]
    return prose if sum(prose) >= _LEAST_PROSE_CHARS else sizes


_PARAGRAPH_CHARS = 100
"""Least characters of a paragraph. Chosen by hand."""

_LEAST_PROSE_CHARS = 500
"""Least characters of prose on a page that has any. Chosen by hand."""
