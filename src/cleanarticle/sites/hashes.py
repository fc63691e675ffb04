"""Hashes: what a template keeps of the texts and the places of a site."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from cleanarticle.core.tokens import normalize_texts

if TYPE_CHECKING:
    from collections.abc import Sequence


def hash_places(paths: Sequence[str]) -> list[int]:
    """Return the hash of each element's place: its XPath without the last index."""
    places = [path.rpartition("[")[0] if path.endswith("]") else path for path in paths]
    hashes = {place: _hash(place) for place in set(places)}
    return [hashes[place] for place in places]


def hash_texts(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the hash of each text's normalized words and their number."""
    return [
        (_hash(normalized or text), normalized.count(" ") + 1 if normalized else 0)
        for text, normalized in zip(texts, normalize_texts(texts), strict=True)
    ]


def _hash(text: str) -> int:
    """Return a hash of 48 bits: exact in JSON, with few collisions among the texts of a site."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=6).digest())
