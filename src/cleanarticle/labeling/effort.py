"""Effort: whether the labeler asks for a second opinion."""

from __future__ import annotations

from enum import StrEnum


class Effort(StrEnum):
    """The effort spent on a page."""

    FAST = "fast"
    """Use the models alone, as `BALANCED` does."""
    BALANCED = "balanced"
    """Use the models alone."""
    THOROUGH = "thorough"
    """Ask trafilatura about every page, for its blocks and for a missing author."""
