"""Prose: the amount of a page's running text in each block."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.segmentation import TextBlock

HIDDEN_PAGE_SHARE = 0.75
"""Share of a page's prose from which hidden text is the page itself, shown later by a script.
Chosen on wcxb-dev: a share of one half, at which injected text could be the longer half, lowers
word F1 by 0.0005; never treating hidden text as the page lowers it by 0.004."""


def prose_weights(blocks: Sequence[TextBlock]) -> list[int]:
    """Return the characters of prose in each block; on a page without prose, of any text.

    Menus and dialogs are hidden on purpose and can be longer than a short page, but are not prose.
    """
    sizes = [len(block.text) for block in blocks]
    prose = [
        size if size >= _MIN_PARAGRAPH_CHARS and 2 * block.link_length < size else 0
        for block, size in zip(blocks, sizes, strict=True)
    ]
    return prose if sum(prose) >= _MIN_PROSE_CHARS else sizes


_MIN_PARAGRAPH_CHARS = 100
"""Minimum characters of a paragraph of prose. Chosen by hand."""

_MIN_PROSE_CHARS = 500
"""Minimum characters of prose; a page with less counts as one without prose. Chosen by hand."""
