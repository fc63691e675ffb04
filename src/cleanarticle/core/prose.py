"""Prose: the amount of a page's running text in each block."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.segmentation import TextBlock


def is_page_hidden(hidden: int, total: int, visible: int) -> bool:
    """Return True if hidden text is the page itself, which a script shows later.

    A page whose visible prose is an article of its own does not depend on what it hides, however
    long that is.

    Args:
        hidden: The characters of hidden prose.
        total: The characters of all prose.
        visible: The characters of visible paragraphs.
    """
    return hidden > _HIDDEN_PAGE_SHARE * total and visible < _MIN_VISIBLE_CHARS


_HIDDEN_PAGE_SHARE = 0.75
"""Share of a page's prose from which hidden text is the page itself. Chosen on wcxb-dev: a share of
one half, at which injected text could be the longer half, lowers word F1 by 0.0005; never treating
hidden text as the page lowers it by 0.004."""

_MIN_VISIBLE_CHARS = 360
"""Characters of visible prose, about 60 words, that are an article of their own. Chosen by hand."""


def prose_weights(blocks: Sequence[TextBlock]) -> list[int]:
    """Return the characters of prose in each block; on a page without prose, of any text.

    Menus and dialogs are hidden on purpose and can be longer than a short page, but are not prose.
    """
    prose = [len(block.text) if _is_paragraph(block) else 0 for block in blocks]
    return prose if sum(prose) >= _MIN_PROSE_CHARS else [len(block.text) for block in blocks]


def visible_prose(blocks: Sequence[TextBlock]) -> int:
    """Return the characters of the paragraphs that can be seen."""
    return sum(len(block.text) for block in blocks if not block.hidden and _is_paragraph(block))


def _is_paragraph(block: TextBlock) -> bool:
    return len(block.text) >= _MIN_PARAGRAPH_CHARS and 2 * block.link_length < len(block.text)


_MIN_PARAGRAPH_CHARS = 100
"""Minimum characters of a paragraph of prose. Chosen by hand."""

_MIN_PROSE_CHARS = 500
"""Minimum characters of prose; a page with less counts as one without prose. Chosen by hand."""
