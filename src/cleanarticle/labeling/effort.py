"""Effort: how often the labeler asks for a second opinion."""

from __future__ import annotations

from enum import StrEnum


class Effort(StrEnum):
    """The effort spent on a page."""

    FAST = "fast"
    """Use the models alone."""
    BALANCED = "balanced"
    """Ask trafilatura when the models are unsure."""
    THOROUGH = "thorough"
    """Ask trafilatura on every page."""
