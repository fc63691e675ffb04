"""Packaged: the data files that come with the package, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.tokens import Dictionary, tokenize, tokenize_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

Tables = dict[str, dict[str, list[str]]]
"""Of each kind, lists of phrases or words by what they are looked for in."""

VOCABULARIES = ("names", "words")
"""What there are learned log-odds of: words of class names and such, and of texts."""


@cache
def load_weights() -> Mapping[str, npt.NDArray[np.generic]]:
    """The arrays of the models."""
    with resources.files("cleanarticle").joinpath("data/weights.npz").open("rb") as file:
        archive = np.load(file)
        return {name: archive[name] for name in archive.files}


@cache
def load_tables(name: str) -> Tables:
    """The cues of a file, such as `cues` or `kind_cues`."""
    source = resources.files("cleanarticle").joinpath(f"data/phrases/{name}.toml")
    return tomllib.loads(source.read_text("utf-8"))


def load_word_log_odds(name: str) -> dict[str, float]:
    """The learned log-odds of body of one of the `VOCABULARIES`, by word."""
    weights = load_weights()
    known = weights[name].tobytes().decode().split("\n")
    return dict(zip(known, weights[f"{name}_odds"].tolist(), strict=True))


@cache
def load_dictionary() -> Dictionary:
    """The words that any of the files knows."""
    phrases = chain(_phrases(load_tables("boilerplate")), _phrases(load_tables("kinds")))
    return Dictionary(chain(*map(load_word_log_odds, VOCABULARIES), *phrases))


def _phrases(tables: Tables) -> Iterator[Sequence[str]]:
    """The words of all phrases; those of class names are cut as these are."""
    for table in tables.values():
        for place, texts in table.items():
            cut = tokenize_names if place in ("attrs", "names") else tokenize
            yield cut(" ".join(texts))
