"""KindWords: words that speak for a kind of boilerplate, in text, class names and addresses.

The cues of `data/cues.toml` are phrases that settle a kind; the words of `data/kind_cues.toml` only
add to other evidence.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.layout import prefix_sums
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.tokens import Dictionary, tokenize, tokenize_names
from cleanarticle.core.weights import load_dictionary, load_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cleanarticle.core.layout import Booleans, Doubles, Ints
    from cleanarticle.core.tokens import Tokens

KINDS: tuple[BlockKind, ...] = tuple(kind for kind in BlockKind if kind is not BlockKind.BODY)
"""The kinds of boilerplate, in the order of all arrays here."""

KIND_INDEX: dict[BlockKind, int] = {kind: at for at, kind in enumerate(KINDS)}
"""The index of each of them."""


@dataclass(frozen=True, slots=True)
class KindWordTable:
    """Which kinds a word stands for, alone or before another.

    Attributes:
        kinds: The indices of the kinds that a word, or two in a row, stand for.
        dictionary: The numbers of the words.
        rows: The row in `alone` of each word of the dictionary, from 1 on; 0 is any other word.
        alone: Whether each word stands for each kind, shape (words, kinds).
        pairs: The rows of two words in a row as one number, ascending, shape (pairs,).
        of_pairs: Whether they stand for each kind, shape (pairs, kinds).
    """

    kinds: Mapping[tuple[str, ...], set[int]]
    dictionary: Dictionary
    rows: Ints
    alone: Doubles
    pairs: Ints
    of_pairs: Doubles

    def count(self, texts: Tokens, most: int | None = None) -> Doubles:
        """How many words of each text stand for each kind, shape (texts, kinds).

        Args:
            texts: At least one.
            most: How many words of each text are read; all if None.
        """
        words = self.rows[texts.numbered_by(self.dictionary).numbers]
        if most is not None:
            far = texts.lengths - most
            for text in np.flatnonzero(far > 0).tolist():
                words[texts.ends[text] - far[text] : texts.ends[text]] = 0
        at = np.flatnonzero(words)
        hits = self.alone[words[at]]
        pair, known = self._find_pairs(words[at], words[at + 1])
        hits[known] += _PAIR * self.of_pairs[pair[known]]
        sums = prefix_sums(hits.T)
        cuts = np.searchsorted(at, np.append(texts.starts, len(words)))
        return np.asarray((sums[:, cuts[1:]] - sums[:, cuts[:-1]]).T, np.float64)

    def _find_pairs(self, first: Ints, second: Ints) -> tuple[Ints, Booleans]:
        """The places in `pairs` of some pairs, and whether they are there at all."""
        codes = first * len(self.alone) + second
        place = np.minimum(np.searchsorted(self.pairs, codes), len(self.pairs) - 1)
        return place, np.asarray(self.pairs[place] == codes, bool)

    def found(self, text: Sequence[str], kind: BlockKind) -> Iterator[str]:
        """The words of a text that stand for a kind, two in a row before single ones."""
        wanted = KIND_INDEX[kind]
        for pair in itertools.pairwise(text):
            if wanted in self.kinds.get(pair, ()):
                yield " ".join(pair)
        for word in text:
            if wanted in self.kinds.get((word,), ()):
                yield word


_PAIR = 2
"""What two words in a row are worth beside one: as much as both."""


class KindWordTables(NamedTuple):
    """The cues of `data/kind_cues.toml`.

    Attributes:
        words: Of a block's text.
        names: Of class names and the like; those of `data/cues.toml` included.
        links: Of the address that a block links to.
    """

    words: KindWordTable
    names: KindWordTable
    links: KindWordTable


@cache
def load_kind_words() -> KindWordTables:
    """The cues that come with the package, read once."""
    tables = load_tables("kinds")

    def of(field: str, cut: Callable[[str], list[str]]) -> list[tuple[list[str], BlockKind]]:
        return [
            (cut(text), BlockKind(name))
            for name, table in tables.items()
            for text in table.get(field, ())
        ]

    known = default_matcher()
    names = [
        ([word], cue.kind)
        for word, cue in known.attributes.items()
        if cue.kind is not BlockKind.WIDGET
    ]
    names += [
        ([first, second], cue.kind)
        for first, followers in known.pairs.items()
        for second, cue in followers.items()
        if cue.kind is not BlockKind.WIDGET
    ]
    return KindWordTables(
        make_kind_word_table(of("words", tokenize), load_dictionary()),
        make_kind_word_table([*of("names", tokenize_names), *names], load_dictionary()),
        make_kind_word_table(of("links", tokenize), load_dictionary()),
    )


def make_kind_word_table(
    entries: Iterable[tuple[Sequence[str], BlockKind]], dictionary: Dictionary | None = None
) -> KindWordTable:
    """Make a table of words, each one or two, and the kinds that they stand for.

    Args:
        entries: The words, and a kind.
        dictionary: One that has all the words; they get their own if None.
    """
    kinds: dict[tuple[str, ...], set[int]] = {}
    index: dict[str, int] = {}
    for parts, kind in entries:
        kinds.setdefault(tuple(parts[:2]), set()).add(KIND_INDEX[kind])
        for word in parts[:2]:
            index.setdefault(word, len(index) + 1)
    alone = np.zeros((len(index) + 1, len(KINDS)))
    of_pairs = {0: np.zeros(len(KINDS))}  # no pair of words has this number
    for parts, of_parts in kinds.items():
        row = alone[index[parts[0]]]
        if len(parts) > 1:
            row = np.zeros(len(KINDS))
            of_pairs[index[parts[0]] * len(alone) + index[parts[1]]] = row
        row[list(of_parts)] = 1
    pairs = sorted(of_pairs)
    dictionary = dictionary or Dictionary(index)
    rows = np.zeros(dictionary.size, np.intp)
    rows[dictionary.look_up(list(index))] = list(index.values())
    return KindWordTable(
        kinds, dictionary, rows, alone, np.array(pairs),
        np.stack([of_pairs[pair] for pair in pairs]),
    )  # fmt: skip
