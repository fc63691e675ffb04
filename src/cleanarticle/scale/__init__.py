"""Scale: the frameworks with which crawls are processed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanarticle.scale.ray_data import clean_dataset

__all__ = ["clean_dataset"]


def __getattr__(name: str) -> object:
    """Import a public name's module on first use, because it needs an extra."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cleanarticle.scale import ray_data

    return getattr(ray_data, name)
