"""Escaped text that nh3 takes linear time for."""

from __future__ import annotations

MAX_AMPERSANDS = 1_000
"""Ampersands of a text in a row: nh3 takes time with their square. Chosen by hand."""


def split_text(markup: str) -> str:
    """Return escaped text with empty comments in it, which nh3 removes, if it has many ampersands.

    Args:
        markup: Text as HTML, possibly with elements in it.
    """
    parts = markup.split("&amp;")
    if len(parts) <= MAX_AMPERSANDS:
        return markup
    chunks = (parts[i : i + MAX_AMPERSANDS] for i in range(0, len(parts), MAX_AMPERSANDS))
    return "&amp;<!---->".join("&amp;".join(chunk) for chunk in chunks)
