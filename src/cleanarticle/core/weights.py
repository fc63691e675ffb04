"""Weights: the arrays of the models, and the dictionary of the words in them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING

from cleanarticle.core.stored_arrays import read_stored_arrays
from cleanarticle.core.tokens import Dictionary, tokenize, tokenize_names
from cleanarticle.phrases.store import NAME_ROLES, load_phrases

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleanarticle.core.arrays import Matrix

VOCABULARIES = ("names", "words")
"""The vocabularies with learned log-odds: words of class names and ids, and words of texts."""

_FILES = ("labeler", "kinds")


@cache
def read_arrays(name: str) -> Mapping[str, Matrix]:
    """Return the arrays of a weights file, read once, without any check; see `schema.load_weights`.

    Args:
        name: "labeler" or "kinds".
    """
    with resources.files("cleanarticle").joinpath(f"data/{name}.npz").open("rb") as file:
        return read_stored_arrays(file)


@cache
def weights_hash() -> str:
    """Return the hash of all weights files, in hexadecimal."""
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update(resources.files("cleanarticle").joinpath(f"data/{name}.npz").read_bytes())
    return digest.hexdigest()


def load_word_log_odds(name: str) -> dict[str, float]:
    """Return the learned log-odds of body of one of the `VOCABULARIES`, by word."""
    weights = read_arrays("labeler")
    words = weights[name].tobytes().decode().split("\n")
    return dict(zip(words, weights[f"{name}_odds"].tolist(), strict=True))


@cache
def load_dictionary() -> Dictionary:
    """Return the dictionary of all words in the weights and in the built-in phrases."""
    vocabularies = map(load_word_log_odds, VOCABULARIES)
    lists = [(bool(NAME_ROLES.intersection(roles)), texts) for _, roles, texts in load_phrases()]
    names = " ".join(text for is_name, texts in lists if is_name for text in texts)
    texts = " ".join(text for is_name, texts in lists if not is_name for text in texts)
    return Dictionary(chain(*vocabularies, tokenize_names(names), tokenize(texts)))
