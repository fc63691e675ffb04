"""Scale: the frameworks with which crawls are processed, one module each.

A module needs the package that it is named after, an extra of this one, and nothing imports it but
its user: `cleanarticle.scale.datatrove`, `cleanarticle.scale.scrapy`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanarticle.scale.duplicates import NearDuplicate, near_duplicates
    from cleanarticle.scale.ray_data import clean_dataset

__all__ = ["NearDuplicate", "clean_dataset", "near_duplicates"]


def __getattr__(name: str) -> object:
    """Import a public name's module on first use, because it needs an extra."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "ray_data" if name == "clean_dataset" else "duplicates"
    return getattr(import_module(f"{__name__}.{module}"), name)
