"""Near-duplicates: pages with nearly the same body (the extra `dedup`).

MinHash signatures (Broder, 1997) estimate how many of their word 5-grams two bodies share, and
locality-sensitive hashing finds the bodies to compare with.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cleanarticle.article import Article
from cleanarticle.batch.record import Record
from cleanarticle.core.tokens import tokenize
from cleanarticle.errors import ConfigError, InputError

try:
    from datasketch import MinHash, MinHashLSH
except ImportError as error:
    raise ConfigError.missing_extra(__name__, "datasketch", "dedup") from error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Document: TypeAlias = "Record | Article | Mapping[str, Any]"
"""A record or its `to_dict`, an article with a URL, a row with the fields `url` and `text`."""


class NearDuplicate(NamedTuple):
    """A document whose body is nearly that of an earlier one.

    Attributes:
        key: Its URL; of a record, the name of its input.
        first: Likewise, of the earlier one, which is not itself a near-duplicate.
        similarity: The estimated share of the word 5-grams of the two that both have.
    """

    key: str
    first: str
    similarity: float


def near_duplicates(
    documents: Iterable[Document], *, threshold: float = 0.8
) -> Iterator[NearDuplicate]:
    """Yield the documents whose body is nearly that of an earlier one, as they come.

    The same documents in the same order give the same near-duplicates, in any process. Failed
    records and documents without body are left out. Documents are not kept, but of each that is
    not a near-duplicate about 6 KB, so a million take 6 GB; beyond that, use datatrove's MinHash
    stages, which work on disk.

    Args:
        documents: Records, articles, or rows of an output of a batch.
        threshold: The least similarity, more than 0 and at most 1: the share of the word 5-grams
            of two documents that both have (Jaccard), estimated with a standard error of up to
            0.045. Some of the pairs just at the threshold are missed; of those 0.1 above, at most
            one in forty. A word that differs changes five 5-grams: the similarity is about 0.83 if
            2 % of the words differ, 0.64 if 5 % do, and 0.5 if one document is half of the other.

    Raises:
        ConfigError: The threshold is out of range.
        InputError: A document is of another type, or has no URL to name it.
    """
    if not 0 < threshold <= 1:
        raise ConfigError(f"threshold must be more than 0 and at most 1, not {threshold!r}")
    index = _Index(threshold)
    for document in documents:
        named = _key_and_words(document)
        if named is None:
            continue
        key, words = named
        nearest = index.first_like(key, _signature(words))
        if nearest is not None:
            yield nearest


_PERMUTATIONS = 128
"""Length of a signature. The standard error of a similarity of 0.8 is then 0.035."""

_WEIGHTS = (0.1, 0.9)
"""Cost of a comparison in vain and of a missed one; the signatures are compared anyway."""

_SHINGLE = 5
"""Words in a row that are compared as one, as for FineWeb (Penedo et al., 2024)."""

_CHUNK = 10_000
"""Shingles that are hashed at a time, so that a huge text takes some MB of memory."""

_EMPTY = MinHash(num_perm=_PERMUTATIONS, seed=1)


class _Index:
    """The signatures of the documents that are not near-duplicates.

    Attributes:
        threshold: The least similarity of near-duplicates.
    """

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self._keys: list[str] = []
        self._signatures: list[Any] = []
        # Bands for a threshold above 0.95 would be so long that identical bodies alone share one.
        self._bands = MinHashLSH(min(threshold, 0.95), _PERMUTATIONS, weights=_WEIGHTS)

    def first_like(self, key: str, signature: Any) -> NearDuplicate | None:
        """Return a document as a near-duplicate of the earliest one; add it if there is none."""
        for number in sorted(self._bands.query(signature)):
            similarity = float((self._signatures[number] == signature.hashvalues).mean())
            if similarity >= self.threshold:
                return NearDuplicate(key, self._keys[number], similarity)
        self._bands.insert(len(self._keys), signature, check_duplication=False)
        self._keys.append(key)
        self._signatures.append(signature.hashvalues)
        return None


def _key_and_words(document: Document) -> tuple[str, list[str]] | None:
    """Return the key and the words of a document, None if it has no body."""
    key: str | None
    match document:
        case Record():
            key, text = document.url, document.text if document.status == "ok" else ""
        case Article():
            key, text = document.url, document.text
        case Mapping():
            key, text = document.get("url"), document.get("text") or ""
        case _:
            raise InputError(f"near_duplicates takes records, not {type(document).__name__}")
    if not isinstance(key, str):
        raise InputError("near_duplicates names each document by its URL; one has none")
    words = tokenize(text)
    return (key, words) if words else None


def _signature(words: list[str]) -> Any:
    shingles = {
        " ".join(words[start : start + _SHINGLE])
        for start in range(max(1, len(words) - _SHINGLE + 1))
    }
    signature = _EMPTY.copy()
    encoded = (shingle.encode("utf-8", "replace") for shingle in shingles)
    while chunk := list(islice(encoded, _CHUNK)):
        signature.update_batch(chunk)
    return signature
