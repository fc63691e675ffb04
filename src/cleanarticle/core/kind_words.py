"""Kind words: words in text, class names and URLs that are evidence of a kind of boilerplate.

The phrases in `data/phrases/boilerplate.toml` decide a kind on their own; the words in
`data/phrases/kinds.toml` only add to other evidence.
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
from cleanarticle.core.weights import load_dictionary
from cleanarticle.phrases.store import load_phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cleanarticle.core.layout import Booleans, Doubles, Ints
    from cleanarticle.core.tokens import Tokens

KINDS: tuple[BlockKind, ...] = tuple(kind for kind in BlockKind if kind is not BlockKind.BODY)
"""The kinds of boilerplate, in the order of all arrays here."""

KIND_INDEX: dict[BlockKind, int] = {kind: index for index, kind in enumerate(KINDS)}
"""The index of each kind in `KINDS`."""


@dataclass(frozen=True, slots=True)
class KindWordTable:
    """The kinds that single words and pairs of adjacent words are evidence of.

    Attributes:
        kinds: Indices of the kinds of each word or pair.
        dictionary: The numbering of the words.
        rows: Row in `word_kinds` of each word of the dictionary, from 1 on; 0 for any other word.
        word_kinds: 1 where a word is evidence of a kind, else 0, shape (words, kinds).
        pair_codes: The two rows of each pair as one number, ascending, shape (pairs,).
        pair_kinds: 1 where a pair is evidence of a kind, else 0, shape (pairs, kinds).
    """

    kinds: Mapping[tuple[str, ...], set[int]]
    dictionary: Dictionary
    rows: Ints
    word_kinds: Doubles
    pair_codes: Ints
    pair_kinds: Doubles

    def count(self, texts: Tokens, max_words: int | None = None) -> Doubles:
        """Count the words of each kind in each text, shape (texts, kinds).

        Args:
            texts: At least one text.
            max_words: Number of words of each text to read; None for all.
        """
        rows = self.rows[texts.numbered_by(self.dictionary).numbers]
        if max_words is not None:
            excess = texts.lengths - max_words
            for text in np.flatnonzero(excess > 0).tolist():
                rows[texts.ends[text] - excess[text] : texts.ends[text]] = 0
        positions = np.flatnonzero(rows)
        counts = self.word_kinds[rows[positions]]
        pair, is_pair = self._find_pairs(rows[positions], rows[positions + 1])
        counts[is_pair] += _PAIR_WEIGHT * self.pair_kinds[pair[is_pair]]
        sums = prefix_sums(counts.T)
        bounds = np.searchsorted(positions, np.append(texts.starts, len(rows)))
        return np.asarray((sums[:, bounds[1:]] - sums[:, bounds[:-1]]).T, np.float64)

    def _find_pairs(self, first: Ints, second: Ints) -> tuple[Ints, Booleans]:
        """Look up pairs of words by their rows.

        Returns:
            Two arrays of the shape of the arguments: the index of each pair in `pair_codes`, and
            whether the table has the pair.
        """
        codes = first * len(self.word_kinds) + second
        index = np.minimum(np.searchsorted(self.pair_codes, codes), len(self.pair_codes) - 1)
        return index, np.asarray(self.pair_codes[index] == codes, bool)

    def matches(self, text: Sequence[str], kind: BlockKind) -> Iterator[str]:
        """Yield the words of a text that are evidence of a kind, pairs before single words."""
        kind_index = KIND_INDEX[kind]
        for pair in itertools.pairwise(text):
            if kind_index in self.kinds.get(pair, ()):
                yield " ".join(pair)
        for word in text:
            if kind_index in self.kinds.get((word,), ()):
                yield word


_PAIR_WEIGHT = 2
"""Weight of a pair of words, relative to a single word."""


class KindWordTables(NamedTuple):
    """The words in `data/phrases/kinds.toml`, by where they occur.

    Attributes:
        words: Words of the text of a block.
        names: Words of class names and similar attributes, including those in
            `data/phrases/boilerplate.toml`.
        links: Words of the URL that a block links to.
    """

    words: KindWordTable
    names: KindWordTable
    links: KindWordTable


@cache
def load_kind_words() -> KindWordTables:
    """Return the packaged tables, loaded once."""
    tables = load_phrases("kinds")

    def entries(field: str, split: Callable[[str], list[str]]) -> list[tuple[list[str], BlockKind]]:
        return [
            (split(text), BlockKind(name))
            for name, table in tables.items()
            for text in table.get(field, ())
        ]

    matcher = default_matcher()
    names = [
        ([word], cue.kind)
        for word, cue in matcher.attributes.items()
        if cue.kind is not BlockKind.WIDGET
    ]
    names += [
        ([first, second], cue.kind)
        for first, followers in matcher.pairs.items()
        for second, cue in followers.items()
        if cue.kind is not BlockKind.WIDGET
    ]
    return KindWordTables(
        make_kind_word_table(entries("words", tokenize), load_dictionary()),
        make_kind_word_table([*entries("names", tokenize_names), *names], load_dictionary()),
        make_kind_word_table(entries("links", tokenize), load_dictionary()),
    )


def make_kind_word_table(
    entries: Iterable[tuple[Sequence[str], BlockKind]], dictionary: Dictionary | None = None
) -> KindWordTable:
    """Make a table of words and their kinds.

    Args:
        entries: Pairs of one or two adjacent words and a kind; further words are ignored.
        dictionary: A dictionary with all the words; None to make one.
    """
    kinds: dict[tuple[str, ...], set[int]] = {}
    word_rows: dict[str, int] = {}
    for words, kind in entries:
        kinds.setdefault(tuple(words[:2]), set()).add(KIND_INDEX[kind])
        for word in words[:2]:
            word_rows.setdefault(word, len(word_rows) + 1)
    word_kinds = np.zeros((len(word_rows) + 1, len(KINDS)))
    kinds_by_code = {0: np.zeros(len(KINDS))}  # keeps the table non-empty; no pair has the code 0
    for words, kind_indices in kinds.items():
        row = word_kinds[word_rows[words[0]]]
        if len(words) > 1:
            row = np.zeros(len(KINDS))
            kinds_by_code[word_rows[words[0]] * len(word_kinds) + word_rows[words[1]]] = row
        row[list(kind_indices)] = 1
    codes = sorted(kinds_by_code)
    dictionary = dictionary or Dictionary(word_rows)
    rows = np.zeros(dictionary.size, np.intp)
    rows[dictionary.look_up(list(word_rows))] = list(word_rows.values())
    return KindWordTable(
        kinds, dictionary, rows, word_kinds, np.array(codes),
        np.stack([kinds_by_code[code] for code in codes]),
    )  # fmt: skip
