"""Loading of the phrase lists in the package's `data/phrases` folder."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def load_phrases(name: str) -> dict[str, Any]:
    """Return the tables of a phrase file, parsed once per process.

    Args:
        name: File name in `data/phrases` without ".toml".
    """
    file = resources.files("cleanarticle").joinpath(f"data/phrases/{name}.toml")
    return tomllib.loads(file.read_text("utf-8"))
