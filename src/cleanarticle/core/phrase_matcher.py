"""Phrase matcher: cues from known phrases in text and known words in class names.

The phrases are data (`data/phrases/boilerplate.toml`): for each kind of boilerplate, phrases that a
block equals, starts with or contains, and words in the class names of its boxes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.tokens import SEPARATOR_NUMBER, Dictionary, tokenize
from cleanarticle.core.weights import load_dictionary
from cleanarticle.phrases.store import load_phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cleanarticle.core.layout import Booleans, Bytes, Ints
    from cleanarticle.core.tokens import Tokens


class Cue(NamedTuple):
    """A piece of evidence that a block is boilerplate of some kind.

    Attributes:
        kind: The kind of boilerplate.
        weight: The strength of the evidence, 0 to 1.
        reason: A description of the evidence in a few words.
    """

    kind: BlockKind
    weight: float
    reason: str


SHORT_WORDS = 40
"""Longest block, in words, in which a phrase counts anywhere: a longer one is prose that mentions,
say, a newsletter."""

_LONG_BLOCK_DISCOUNT = 0.5
"""Factor for the weight of a phrase at the start of a longer block."""

_WILDCARD = "*"
"""A phrase word that matches any one word."""


class _Position(StrEnum):
    """The position of a phrase in a block; the values are the names of the lists in the file."""

    EXACT = "exact"
    STARTS = "starts"
    CONTAINS = "contains"


_WEIGHTS = {_Position.EXACT: 1.0, _Position.STARTS: 0.8, _Position.CONTAINS: 0.7}
"""Weights of phrases by position; only their order matters much."""


class _Phrase(NamedTuple):
    """A phrase of one or more words.

    Attributes:
        words: The words.
        anchor: Index of the word by which the phrase is looked up.
        cue: The cue if the phrase matches.
        has_wildcard: Whether one of the words is a wildcard.
    """

    words: list[str]
    anchor: int
    cue: Cue
    has_wildcard: bool

    def matches_at(self, block: Sequence[str], start: int) -> bool:
        """Return True if the words of the block from an index on match the phrase."""
        words = block[start : start + len(self.words)]
        if not self.has_wildcard:
            return words == self.words
        return len(words) == len(self.words) and all(
            pattern in (_WILDCARD, word) for pattern, word in zip(self.words, words, strict=True)
        )


class _WordRole(IntFlag):
    """The roles of a word in the phrases and class names."""

    EXACT = 1
    """Part of a phrase that a whole block equals."""
    STARTS = 2
    """Anchor of a phrase that a block starts with."""
    CONTAINS = 4
    """Anchor of a phrase that a block contains."""
    ATTRIBUTES = 8
    """Word of class names with a cue, alone or as the first of a pair."""


@dataclass(frozen=True, slots=True)
class PhraseMatcher:
    """Lookup tables of phrases and words of class names, and the cues that they give.

    Attributes:
        exact: Cues of the phrases that a whole block equals.
        starts: Phrases that a block starts with, by anchor word.
        contains: Phrases that a block contains, by anchor word.
        attributes: Cues of single words of class names.
        pairs: Cues of pairs of adjacent words of class names, by first and second word.
        dictionary: The numbering of all words in these tables.
        word_roles: The roles of each word by its number, as bits of `_WordRole`.
    """

    exact: Mapping[tuple[str, ...], Cue]
    starts: Mapping[str, tuple[_Phrase, ...]]
    contains: Mapping[str, tuple[_Phrase, ...]]
    attributes: Mapping[str, Cue]
    pairs: Mapping[str, Mapping[str, Cue]]
    dictionary: Dictionary
    word_roles: Bytes

    def text_cues(self, texts: Tokens, short: Booleans) -> list[Cue | None]:
        """Return the cue of each text, as `text_cue` does; None for none.

        Args:
            texts: The first words of the blocks.
            short: Whether each block has at most `SHORT_WORDS` words, shape (texts,).
        """
        roles = self.word_roles[texts.numbered_by(self.dictionary).numbers]
        starts = texts.starts
        second = np.minimum(starts + 1, len(roles) - 1)
        may_equal = np.bitwise_and.reduceat(roles, starts) & _WordRole.EXACT
        may_start = (roles[starts] | roles[second]) & _WordRole.STARTS
        anchors = _WordPositions.of(np.flatnonzero(roles & _WordRole.CONTAINS), texts)
        cues: list[Cue | None] = [None] * len(texts)
        for index in np.flatnonzero((may_equal > 0) & short).tolist():
            cues[index] = self.exact.get(tuple(texts[index]))
        for index in np.flatnonzero((anchors.counts > 0) & short | (may_start > 0)).tolist():
            if cues[index] is None:
                cues[index] = self._phrase_cue(
                    texts[index], anchors.in_text(index), short=bool(short[index])
                )
        return cues

    def attribute_cues(self, names: Tokens) -> list[Cue | None]:
        """Return the cue of each text of attribute words, as `attribute_cue` does; None for none.

        Args:
            names: The words in the attributes of each box or box signature.
        """
        roles = self.word_roles[names.numbered_by(self.dictionary).numbers]
        candidates = _WordPositions.of(np.flatnonzero(roles & _WordRole.ATTRIBUTES), names)
        cues: list[Cue | None] = [None] * len(names)
        for index in np.flatnonzero(candidates.counts).tolist():
            cues[index] = self._attribute_cue(names[index], candidates.in_text(index))
        return cues

    def text_cue(self, block: Sequence[str], *, short: bool = True) -> Cue | None:
        """Return the cue of the best phrase in a block: one that equals it, else the longest.

        Its weight is that of the strongest matching phrase of the same kind.

        Args:
            block: The words of the block.
            short: Whether the block has at most `SHORT_WORDS` words.
        """
        exact = self.exact.get(tuple(block)) if short else None
        anchors = [index for index, word in enumerate(block) if word in self.contains]
        return exact or self._phrase_cue(block, anchors, short=short)

    def _phrase_cue(
        self, block: Sequence[str], anchors: Iterable[int], *, short: bool
    ) -> Cue | None:
        """Return the cue of the longest phrase that a block starts with or contains.

        Args:
            block: The words of the block.
            anchors: Indices of the words that anchor a phrase in `contains`.
            short: Whether the block has at most `SHORT_WORDS` words.
        """
        matches = list(self._starting_phrases(block))
        if short:
            matches.extend(self._contained_phrases(block, anchors))
        if not matches:
            return None
        cue = max(matches, key=lambda phrase: (len(phrase.words), phrase.cue.weight)).cue
        weight = max(other.cue.weight for other in matches if other.cue.kind is cue.kind)
        if not short:
            weight *= _LONG_BLOCK_DISCOUNT
        return cue if weight == cue.weight else cue._replace(weight=weight)

    def _starting_phrases(self, block: Sequence[str]) -> Iterable[_Phrase]:
        for index, word in enumerate(block[:2]):  # after a leading wildcard, the anchor is second
            for phrase in self.starts.get(word, ()):
                if phrase.anchor == index and phrase.matches_at(block, 0):
                    yield phrase

    def _contained_phrases(self, block: Sequence[str], anchors: Iterable[int]) -> Iterable[_Phrase]:
        for index in anchors:
            for phrase in self.contains[block[index]]:
                start = index - phrase.anchor
                if start >= 0 and phrase.matches_at(block, start):
                    yield phrase

    def attribute_cue(self, names: Sequence[str]) -> Cue | None:
        """Return the cue of the first pair among attribute words, else of the first single word.

        Args:
            names: The words in the class, id and similar attributes of a box.
        """
        return self._attribute_cue(names, range(len(names)))

    def _attribute_cue(self, names: Sequence[str], candidates: Iterable[int]) -> Cue | None:
        """Return the cue as `attribute_cue` does, given the indices of words that may have one."""
        single: Cue | None = None
        for index in candidates:
            name = names[index]
            followers = self.pairs.get(name)
            if followers is not None and index + 1 < len(names) and names[index + 1] in followers:
                return followers[names[index + 1]]
            if single is None:
                single = self.attributes.get(name)
        return single


class _WordPositions(NamedTuple):
    """The positions of selected words within many texts.

    Attributes:
        positions: Index of each word within its text, text by text.
        bounds: Index in `positions` of the first word of each text, and the total at the end.
        counts: Number of selected words in each text, shape (texts,).
    """

    positions: list[int]
    bounds: list[int]
    counts: Ints

    @classmethod
    def of(cls, indices: Ints, texts: Tokens) -> _WordPositions:
        """Group words by text, given their ascending indices in `texts.words`."""
        text_of = np.searchsorted(texts.starts, indices, side="right") - 1
        counts = np.bincount(text_of, minlength=len(texts))
        positions = indices - np.repeat(texts.starts, counts)
        return cls(positions.tolist(), [0, *np.cumsum(counts).tolist()], counts)

    def in_text(self, index: int) -> list[int]:
        """Return the positions within one text."""
        return self.positions[self.bounds[index] : self.bounds[index + 1]]


@cache
def default_matcher() -> PhraseMatcher:
    """Return the matcher of the packaged phrases, loaded once."""
    return make_matcher(load_phrases("boilerplate"), load_dictionary())


def make_matcher(
    tables: Mapping[str, Mapping[str, Sequence[str]]], dictionary: Dictionary | None = None
) -> PhraseMatcher:
    """Make a matcher.

    Args:
        tables: Phrases by kind and position, as in `data/phrases/boilerplate.toml`.
        dictionary: A dictionary with all their words; None to make one.
    """
    exact: dict[tuple[str, ...], Cue] = {}
    others: dict[_Position, list[tuple[tuple[str, ...], Cue]]] = {
        _Position.STARTS: [], _Position.CONTAINS: [],
    }  # fmt: skip
    for name, table in tables.items():
        for position in _Position:
            for text in table.get(position, ()):
                words = _phrase_words(text)
                cue = Cue(BlockKind(name), _WEIGHTS[position], f"text '{' '.join(words)}'")
                if position is _Position.EXACT:
                    exact.setdefault(words, cue)
                else:
                    others[position].append((words, cue))
    starts = _by_anchor(others[_Position.STARTS], lambda words: 1 if words[0] == _WILDCARD else 0)
    contains = _by_anchor(
        others[_Position.CONTAINS], _rarest_word(words for words, _ in others[_Position.CONTAINS])
    )
    attributes, pairs = _attribute_tables(tables)
    words_by_role = {
        _WordRole.EXACT: set(chain.from_iterable(exact)), _WordRole.STARTS: starts,
        _WordRole.CONTAINS: contains, _WordRole.ATTRIBUTES: {*attributes, *pairs},
    }  # fmt: skip
    dictionary = dictionary or Dictionary(chain.from_iterable(words_by_role.values()))
    word_roles = np.zeros(dictionary.size, np.uint8)
    for role, role_words in words_by_role.items():
        word_roles[dictionary.look_up(list(role_words))] |= np.uint8(role)
    word_roles[0] = 0
    # `text_cues` requires the role of all tokens of a text, and its separator is one of them.
    word_roles[SEPARATOR_NUMBER] = _WordRole.EXACT
    return PhraseMatcher(exact, starts, contains, attributes, pairs, dictionary, word_roles)


def _phrase_words(text: str) -> tuple[str, ...]:
    if _WILDCARD not in text:
        return tuple(tokenize(text))
    return tuple(
        token
        for word in text.split()
        for token in ([_WILDCARD] if word == _WILDCARD else tokenize(word))
    )


def _by_anchor(
    phrases: Iterable[tuple[tuple[str, ...], Cue]], anchor_of: Callable[[tuple[str, ...]], int]
) -> dict[str, tuple[_Phrase, ...]]:
    """Return the phrases by anchor word, in order.

    Args:
        phrases: Words and cues.
        anchor_of: A function from the words of a phrase to the index of its anchor.
    """
    by_word: dict[str, list[_Phrase]] = {}
    for words, cue in phrases:
        anchor = anchor_of(words)
        phrase = _Phrase(list(words), anchor, cue, _WILDCARD in words)
        by_word.setdefault(words[anchor], []).append(phrase)
    return {word: tuple(with_anchor) for word, with_anchor in by_word.items()}


def _rarest_word(phrases: Iterable[tuple[str, ...]]) -> Callable[[tuple[str, ...]], int]:
    """Return a function that gives the index of the rarest word of a phrase, the longest of ties.

    Args:
        phrases: All phrases, whose words are counted.
    """
    count = Counter(word for words in phrases for word in words)

    def rank(word: str) -> tuple[bool, int, int]:
        return (word == _WILDCARD, count[word], -len(word))

    return lambda words: min(range(len(words)), key=lambda index: rank(words[index]))


def _attribute_tables(
    tables: Mapping[str, Mapping[str, Sequence[str]]],
) -> tuple[dict[str, Cue], dict[str, dict[str, Cue]]]:
    """Return the cues of single words of class names and those of pairs of words."""
    attributes: dict[str, Cue] = {}
    pairs: dict[str, dict[str, Cue]] = {}
    for name, table in tables.items():
        kind = BlockKind(name)
        for text in table.get("attrs", ()):
            first, *rest = text.split()
            if rest:
                cue = Cue(kind, 0.8, f"class '{first}-{rest[0]}'")
                pairs.setdefault(first, {})[rest[0]] = cue
            else:
                attributes[first] = Cue(kind, 0.6, f"class '{first}'")
    return attributes, pairs
