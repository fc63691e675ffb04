"""Lexicon: phrases that tell a kind of boilerplate, and words of class names that do.

The cues are data (`data/cues.toml`): phrases that boilerplate of a kind consists of, begins with
or contains, and words that name a box of that kind in class names and the like.
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
from cleanarticle.core.tokens import MARK, Dictionary, tokenize
from cleanarticle.core.weights import load_dictionary, load_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cleanarticle.core.layout import Booleans, Bytes, Ints
    from cleanarticle.core.tokens import Tokens


class Cue(NamedTuple):
    """One piece of evidence that a block is boilerplate of a kind.

    Attributes:
        kind: The kind that it speaks for.
        weight: How telling it is, 0 to 1.
        reason: What it is, in a few words.
    """

    kind: BlockKind
    weight: float
    reason: str


SHORT_WORDS = 40
"""Longest block, in words, in which a phrase anywhere is a cue: longer ones are prose that
mentions a newsletter, not one."""

_LONG_DISCOUNT = 0.5
"""What the beginning of a longer block is worth beside that of a short one."""

_ANY = "*"
"""Stands for any one word of a phrase."""


class _Place(StrEnum):
    EXACT = "exact"
    STARTS = "starts"
    CONTAINS = "contains"


_WEIGHTS = {_Place.EXACT: 1.0, _Place.STARTS: 0.8, _Place.CONTAINS: 0.7}
"""How telling a phrase is by where it stands; the order is what counts."""


class _Phrase(NamedTuple):
    """A phrase of several words.

    Attributes:
        words: What it consists of.
        anchor: Where in it the word stands that finds it.
        cue: What it says.
        loose: Whether one of its words stands for any.
    """

    words: list[str]
    anchor: int
    cue: Cue
    loose: bool

    def stands_at(self, block: Sequence[str], at: int) -> bool:
        found = block[at : at + len(self.words)]
        if not self.loose:
            return found == self.words
        return len(found) == len(self.words) and all(
            wanted in (_ANY, word) for wanted, word in zip(self.words, found, strict=True)
        )


class _Use(IntFlag):
    """What a word is good for."""

    EXACT = 1
    """It is part of a phrase that a whole block consists of."""
    STARTS = 2
    """It is the anchor of a phrase that a block begins with."""
    CONTAINS = 4
    """It is the anchor of a phrase that may stand anywhere."""
    NAMES = 8
    """It stands for something in class names, alone or before another."""


@dataclass(frozen=True, slots=True)
class PhraseMatcher:
    """The cues, ready to be looked up.

    Attributes:
        exact: The phrases that a whole block consists of.
        starts: By anchor word, the phrases that a block begins with.
        contains: By anchor word, the phrases that may stand anywhere.
        attributes: What a word of a class name says.
        pairs: What two words in a row say, by the first and the second.
        dictionary: The numbers of the words that are in any of these.
        uses: What each word is good for, by its number, as bits of `_Use`.
    """

    exact: Mapping[tuple[str, ...], Cue]
    starts: Mapping[str, tuple[_Phrase, ...]]
    contains: Mapping[str, tuple[_Phrase, ...]]
    attributes: Mapping[str, Cue]
    pairs: Mapping[str, Mapping[str, Cue]]
    dictionary: Dictionary
    uses: Bytes

    def text_cues(self, texts: Tokens, short: Booleans) -> list[Cue | None]:
        """The most telling phrase of each text.

        Args:
            texts: The beginnings of blocks.
            short: Which blocks are no longer than `SHORT_WORDS`.
        """
        uses = self.uses[texts.numbered_by(self.dictionary).numbers]
        starts = texts.starts
        second = np.minimum(starts + 1, len(uses) - 1)
        whole = np.bitwise_and.reduceat(uses, starts) & _Use.EXACT
        begins = (uses[starts] | uses[second]) & _Use.STARTS
        anchors = _Spread.of(np.flatnonzero(uses & _Use.CONTAINS), texts)
        cues: list[Cue | None] = [None] * len(texts)
        for at in np.flatnonzero((whole > 0) & short).tolist():
            cues[at] = self.exact.get(tuple(texts[at]))
        for at in np.flatnonzero((anchors.counts > 0) & short | (begins > 0)).tolist():
            if cues[at] is None:
                cues[at] = self._phrase_cue(texts[at], anchors.of_text(at), short=bool(short[at]))
        return cues

    def attribute_cues(self, names: Tokens) -> list[Cue | None]:
        """What the words of the attributes of each box, or look of boxes, say of it."""
        uses = self.uses[names.numbered_by(self.dictionary).numbers]
        telling = _Spread.of(np.flatnonzero(uses & _Use.NAMES), names)
        cues: list[Cue | None] = [None] * len(names)
        for at in np.flatnonzero(telling.counts).tolist():
            cues[at] = self._name_cue(names[at], telling.of_text(at))
        return cues

    def text_cue(self, block: Sequence[str], *, short: bool = True) -> Cue | None:
        """The most telling phrase among a block's words: all of it, else the longest of several.

        It weighs as much as the strongest phrase that agrees with it.
        """
        whole = self.exact.get(tuple(block)) if short else None
        anchors = [at for at, word in enumerate(block) if word in self.contains]
        return whole or self._phrase_cue(block, anchors, short=short)

    def _phrase_cue(
        self, block: Sequence[str], anchors: Iterable[int], *, short: bool
    ) -> Cue | None:
        """The same, of phrases that are not all of it.

        Args:
            block: The words.
            anchors: Where the words stand that find phrases which may stand anywhere.
            short: Whether the block is no longer than `SHORT_WORDS`.
        """
        found = list(self._starting(block))
        if short:
            found.extend(self._contained(block, anchors))
        if not found:
            return None
        cue = max(found, key=lambda phrase: (len(phrase.words), phrase.cue.weight)).cue
        weight = max(other.cue.weight for other in found if other.cue.kind is cue.kind)
        if not short:
            weight *= _LONG_DISCOUNT
        return cue if weight == cue.weight else cue._replace(weight=weight)

    def _starting(self, block: Sequence[str]) -> Iterable[_Phrase]:
        for at, word in enumerate(block[:2]):  # a phrase that begins with * has its anchor second
            for phrase in self.starts.get(word, ()):
                if phrase.anchor == at and phrase.stands_at(block, 0):
                    yield phrase

    def _contained(self, block: Sequence[str], anchors: Iterable[int]) -> Iterable[_Phrase]:
        for at in anchors:
            for phrase in self.contains[block[at]]:
                start = at - phrase.anchor
                if start >= 0 and phrase.stands_at(block, start):
                    yield phrase

    def attribute_cue(self, names: Sequence[str]) -> Cue | None:
        """What the words of class, id and such say of a box; two words beat one."""
        return self._name_cue(names, range(len(names)))

    def _name_cue(self, names: Sequence[str], telling: Iterable[int]) -> Cue | None:
        """The same, where it is known which of the words may say something."""
        single: Cue | None = None
        for at in telling:
            name = names[at]
            followers = self.pairs.get(name)
            if followers is not None and at + 1 < len(names) and names[at + 1] in followers:
                return followers[names[at + 1]]
            if single is None:
                single = self.attributes.get(name)
        return single


class _Spread(NamedTuple):
    """Where some words stand in many texts.

    Attributes:
        places: Where they stand in their texts, text by text.
        cuts: Where in `places` those of each text begin, and where the last ones end.
        counts: How many there are in each text.
    """

    places: list[int]
    cuts: list[int]
    counts: Ints

    @classmethod
    def of(cls, places: Ints, texts: Tokens) -> _Spread:
        """Share out words among their texts, by their places in `texts.words`, ascending."""
        text_of = np.searchsorted(texts.starts, places, side="right") - 1
        counts = np.bincount(text_of, minlength=len(texts))
        local = places - np.repeat(texts.starts, counts)
        return cls(local.tolist(), [0, *np.cumsum(counts).tolist()], counts)

    def of_text(self, at: int) -> list[int]:
        """Where they stand in one text."""
        return self.places[self.cuts[at] : self.cuts[at + 1]]


@cache
def default_matcher() -> PhraseMatcher:
    """The cues that come with the package, read once."""
    return make_matcher(load_tables("boilerplate"), load_dictionary())


def make_matcher(
    tables: Mapping[str, Mapping[str, Sequence[str]]], dictionary: Dictionary | None = None
) -> PhraseMatcher:
    """Make a lexicon.

    Args:
        tables: As in `data/cues.toml`.
        dictionary: One that has all their words; they get their own if None.
    """
    exact: dict[tuple[str, ...], Cue] = {}
    others: dict[_Place, list[tuple[tuple[str, ...], Cue]]] = {
        _Place.STARTS: [], _Place.CONTAINS: [],
    }  # fmt: skip
    for name, table in tables.items():
        for place in _Place:
            for text in table.get(place, ()):
                parts = _words_of_phrase(text)
                cue = Cue(BlockKind(name), _WEIGHTS[place], f"text '{' '.join(parts)}'")
                if place is _Place.EXACT:
                    exact.setdefault(parts, cue)
                else:
                    others[place].append((parts, cue))
    starts = _by_anchor(others[_Place.STARTS], lambda parts: 1 if parts[0] == _ANY else 0)
    contains = _by_anchor(
        others[_Place.CONTAINS], _rarest(parts for parts, _ in others[_Place.CONTAINS])
    )
    attributes, pairs = _attribute_tables(tables)
    used = {
        _Use.EXACT: set(chain.from_iterable(exact)), _Use.STARTS: starts, _Use.CONTAINS: contains,
        _Use.NAMES: {*attributes, *pairs},
    }  # fmt: skip
    dictionary = dictionary or Dictionary(chain.from_iterable(used.values()))
    uses = np.zeros(dictionary.size, np.uint8)
    for use, of_use in used.items():
        uses[dictionary.look_up(list(of_use))] |= np.uint8(use)
    uses[0] = 0
    uses[MARK] = _Use.EXACT  # an empty rest does not speak against a phrase
    return PhraseMatcher(exact, starts, contains, attributes, pairs, dictionary, uses)


def _words_of_phrase(text: str) -> tuple[str, ...]:
    if _ANY not in text:
        return tuple(tokenize(text))
    return tuple(
        part for word in text.split() for part in ([_ANY] if word == _ANY else tokenize(word))
    )


def _by_anchor(
    phrases: Iterable[tuple[tuple[str, ...], Cue]], anchor_of: Callable[[tuple[str, ...]], int]
) -> dict[str, tuple[_Phrase, ...]]:
    found: dict[str, list[_Phrase]] = {}
    for parts, cue in phrases:
        anchor = anchor_of(parts)
        phrase = _Phrase(list(parts), anchor, cue, _ANY in parts)
        found.setdefault(parts[anchor], []).append(phrase)
    return {word: tuple(of_word) for word, of_word in found.items()}


def _rarest(phrases: Iterable[tuple[str, ...]]) -> Callable[[tuple[str, ...]], int]:
    """Where in a phrase the word stands that fewest phrases have; the longest of several."""
    count = Counter(word for parts in phrases for word in parts)

    def rank(word: str) -> tuple[bool, int, int]:
        return (word == _ANY, count[word], -len(word))

    return lambda parts: min(range(len(parts)), key=lambda at: rank(parts[at]))


def _attribute_tables(
    tables: Mapping[str, Mapping[str, Sequence[str]]],
) -> tuple[dict[str, Cue], dict[str, dict[str, Cue]]]:
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
