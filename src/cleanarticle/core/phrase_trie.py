"""A trie of phrases in arrays, which finds all phrases in many texts in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.core.tokens import SEPARATOR_NUMBER

if TYPE_CHECKING:
    from cleanarticle.core.layout import Booleans, Ints
    from cleanarticle.core.tokens import Dictionary, Tokens

WILDCARD = "*"
"""A phrase word that matches any one word."""

_ANY_WORD = 0
"""The number of the wildcard, which is that of unknown words: no phrase contains one."""


class Occurrences(NamedTuple):
    """The phrases in many texts: text by text, by position, shorter ones first.

    All arrays but `bounds` have the shape (occurrences,).

    Attributes:
        phrases: Index of the phrase.
        texts: Index of the text.
        positions: Index of the first word within the text.
        lengths: Number of words of the phrase.
        bounds: Index of the first occurrence in each text, and the total at the end.
    """

    phrases: Ints
    texts: Ints
    positions: Ints
    lengths: Ints
    bounds: Ints


@dataclass(frozen=True, slots=True)
class PhraseTrie:
    """Phrases as a tree of words. Node 0 is the root, whose edges are in `first`.

    Attributes:
        dictionary: The numbering of the words.
        first: Node of the first word of a phrase by its number; 0 for any other word.
        is_inner: Whether each word follows another one in a phrase, by its number.
        codes: Parent and word of each node but the root as one number, ascending, with a sentinel
            at the end.
        phrase_at: Index of the phrase that ends at each node; -1 for none.
        is_free: Whether a phrase through each node may begin after the first word of a text.
        has_wildcard: Whether a wildcard follows each node.
    """

    dictionary: Dictionary
    first: Ints
    is_inner: Booleans
    codes: Ints
    phrase_at: Ints
    is_free: Booleans
    has_wildcard: Booleans

    @classmethod
    def of(cls, phrases: Tokens, is_free: Booleans) -> PhraseTrie:
        """Return the trie of phrases.

        Args:
            phrases: The phrases, of at least one word each, all different. Words that are not in
                the dictionary are wildcards.
            is_free: Whether each phrase may begin after the first word of a text.
        """
        size = phrases.dictionary.size
        first, is_inner = np.zeros(size, np.intp), np.zeros(size, bool)
        nodes = np.zeros(len(phrases), np.intp)
        codes, free, count = [], [np.zeros(1, bool)], 1
        for depth in range(int(phrases.lengths.max(initial=0))):
            longer = np.flatnonzero(phrases.lengths > depth)
            numbers = phrases.numbers[phrases.starts[longer] + depth]
            edges, index = np.unique(nodes[longer] * size + numbers, return_inverse=True)
            nodes[longer] = count + index
            codes.append(edges)
            free.append(np.bincount(index, is_free[longer]) > 0)
            if depth:
                is_inner[numbers] = True
            else:
                first[edges] = count + np.arange(len(edges))
            count += len(edges)
        all_codes = np.concatenate([np.zeros(0, np.intp), *codes, [np.iinfo(np.intp).max]])
        has_wildcard = np.zeros(count, bool)
        has_wildcard[all_codes[:-1][all_codes[:-1] % size == _ANY_WORD] // size] = True
        phrase_at = np.full(count, -1)
        phrase_at[nodes] = np.arange(len(phrases))
        return cls(
            phrases.dictionary, first, is_inner, all_codes, phrase_at,
            np.concatenate(free), has_wildcard,
        )  # fmt: skip

    def find(self, texts: Tokens) -> Occurrences:
        """Find all phrases in texts."""
        texts = texts.numbered_by(self.dictionary)
        numbers: Ints = texts.numbers.astype(np.intp)
        at_start = np.zeros(len(numbers), bool)
        at_start[texts.starts] = True
        found = [(np.zeros(0, np.intp),) * 3]
        length = 1
        nodes, begins = self._begin(numbers)
        while len(nodes):
            possible = self.is_free[nodes] | at_start[begins]
            nodes, begins = nodes[possible], begins[possible]
            phrases = self.phrase_at[nodes]
            ends = np.flatnonzero(phrases >= 0)
            found.append((phrases[ends], begins[ends], np.full(len(ends), length)))
            nodes, begins = self._follow(nodes, begins, numbers[begins + length])
            length += 1
        phrases, begins, lengths = map(np.concatenate, zip(*found, strict=True))
        order = np.lexsort((lengths, begins))
        phrases, begins, lengths = phrases[order], begins[order], lengths[order]
        bounds = np.searchsorted(begins, np.append(texts.starts, len(numbers)))
        text_of = np.repeat(np.arange(len(texts)), np.diff(bounds))
        return Occurrences(phrases, text_of, begins - texts.starts[text_of], lengths, bounds)

    def _begin(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Return the nodes of all first words of phrases, and the indices of these words."""
        nodes = self.first[numbers]
        begins = np.flatnonzero(nodes)
        if not self.has_wildcard[0]:
            return nodes[begins], begins
        others = np.flatnonzero(numbers > SEPARATOR_NUMBER)
        wildcards = np.full(len(others), self.first[_ANY_WORD])
        return np.append(nodes[begins], wildcards), np.append(begins, others)

    def _follow(self, nodes: Ints, begins: Ints, numbers: Ints) -> tuple[Ints, Ints]:
        """Go on by one word.

        Args:
            nodes: The nodes reached.
            begins: Index of the first word of the phrase of each.
            numbers: Number of the word after each.

        Returns:
            The nodes reached next, and the index of the first word of the phrase of each.
        """
        same = np.flatnonzero(self.is_inner[numbers])
        any_word = np.flatnonzero(self.has_wildcard[nodes] & (numbers > SEPARATOR_NUMBER))
        index = np.append(same, any_word)
        codes = nodes[index] * len(self.first)
        codes[: len(same)] += numbers[same]
        edges = np.searchsorted(self.codes, codes)
        known = self.codes[edges] == codes
        return edges[known] + 1, begins[index[known]]
