"""Scale: the frameworks with which crawls are processed, one module each.

A module needs the package that it is named after, an extra of this one, and nothing imports it but
its user: `cleanarticle.scale.datatrove`, `cleanarticle.scale.scrapy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanarticle.scale.duplicates import NearDuplicate, near_duplicates

__all__ = ["NearDuplicate", "near_duplicates"]


def __getattr__(name: str) -> object:
    """Import a public name's module on first use, because it needs an extra."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cleanarticle.scale import duplicates

    return getattr(duplicates, name)
