"""Wording that the reports share."""

from __future__ import annotations


def kind_name(kind: str) -> str:
    """Return the name of a kind of blocks, or of a field, for readers."""
    return kind.replace("_", " ")


def count(number: int, noun: str) -> str:
    """Return a number of things in words."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
