"""Cue: what a block says of itself, or the mark-up of its box, that tells its kind.

The cues are data (`data/cues.toml`): phrases that boilerplate of a kind consists of, begins with
or contains, and words that name a box of that kind in class names and the like.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.kinds import BlockKind
from cleanarticle.packaged import load_dictionary, load_tables
from cleanarticle.words import MARK, Dictionary, read_names, read_words, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cleanarticle.blocks import Segmentation
    from cleanarticle.layout import Booleans, Bytes, Ints, Layout
    from cleanarticle.words import Tokens


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


_CUE_CHARACTERS = 400
"""How much of a block is read for cues, in characters: its first sentences say what it is, and
even in languages of long words it is more than `SHORT_WORDS`."""

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
    """A phrase of several words; `anchor` is where in it the word stands that finds it."""

    words: tuple[str, ...]
    anchor: int
    cue: Cue

    def stands_at(self, block: Sequence[str], at: int) -> bool:
        found = block[at : at + len(self.words)]
        if _ANY not in self.words:
            return tuple(found) == self.words
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
class Lexicon:
    """The cues, ready to be looked up.

    Attributes:
        exact: The phrases that a whole block consists of.
        starts: By anchor word, the phrases that a block begins with.
        contains: By anchor word, the phrases that may stand anywhere.
        attributes: What a word of a class name stands for.
        pairs: What two words in a row stand for, by the first and the second.
        dictionary: The numbers of the words that are in any of these.
        uses: What each word is good for, by its number, as bits of `_Use`.
    """

    exact: Mapping[tuple[str, ...], Cue]
    starts: Mapping[str, tuple[_Phrase, ...]]
    contains: Mapping[str, tuple[_Phrase, ...]]
    attributes: Mapping[str, BlockKind]
    pairs: Mapping[str, Mapping[str, BlockKind]]
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
        whole = np.bitwise_and.reduceat(uses, starts) & np.uint8(_Use.EXACT)
        inside = np.bitwise_or.reduceat(uses, starts) & _Use.CONTAINS
        begins = (uses[starts] | uses[second]) & _Use.STARTS
        cues: list[Cue | None] = [None] * len(texts)
        for at in np.flatnonzero(((whole | inside) > 0) & short | (begins > 0)).tolist():
            cues[at] = self.text_cue(texts[at], short=bool(short[at]))
        return cues

    def attribute_cues(self, names: Tokens) -> list[Cue | None]:
        """What the words of the attributes of each box, or look of boxes, say of it."""
        uses = self.uses[names.numbered_by(self.dictionary).numbers]
        telling = np.bitwise_or.reduceat(uses, names.starts) & _Use.NAMES
        cues: list[Cue | None] = [None] * len(names)
        for at in np.flatnonzero(telling).tolist():
            cues[at] = self.attribute_cue(names[at])
        return cues

    def text_cue(self, block: Sequence[str], *, short: bool = True) -> Cue | None:
        """The most telling phrase among a block's words: all of it, else the longest of several.

        It weighs as much as the strongest phrase that agrees with it.
        """
        if short:
            whole = self.exact.get(tuple(block))
            if whole is not None:
                return whole
        found: list[_Phrase] = []
        if not self.starts.keys().isdisjoint(block[:2]):
            found.extend(self._starting(block))
        if short and not self.contains.keys().isdisjoint(block):
            found.extend(self._contained(block))
        if not found:
            return None
        cue = max(found, key=lambda phrase: (len(phrase.words), phrase.cue.weight)).cue
        weight = max(other.cue.weight for other in found if other.cue.kind is cue.kind)
        return cue._replace(weight=weight if short else weight * _LONG_DISCOUNT)

    def _starting(self, block: Sequence[str]) -> Iterable[_Phrase]:
        for at, word in enumerate(block[:2]):  # a phrase that begins with * has its anchor second
            for phrase in self.starts.get(word, ()):
                if phrase.anchor == at and phrase.stands_at(block, 0):
                    yield phrase

    def _contained(self, block: Sequence[str]) -> Iterable[_Phrase]:
        for word in self.contains.keys() & block:
            for phrase in self.contains[word]:
                for at, other in enumerate(block):
                    start = at - phrase.anchor
                    if other == word and start >= 0 and phrase.stands_at(block, start):
                        yield phrase

    def attribute_cue(self, names: Sequence[str]) -> Cue | None:
        """What the words of class, id and such say of a box; two words beat one."""
        single: Cue | None = None
        for at, name in enumerate(names):
            followers = self.pairs.get(name)
            if followers is not None and at + 1 < len(names) and names[at + 1] in followers:
                second = names[at + 1]
                return Cue(followers[second], 0.8, f"class '{name}-{second}'")
            if single is None and name in self.attributes:
                single = Cue(self.attributes[name], 0.6, f"class '{name}'")
        return single


@cache
def default_lexicon() -> Lexicon:
    """The cues that come with the package, read once."""
    return make_lexicon(load_tables("cues"), load_dictionary())


def make_lexicon(
    tables: Mapping[str, Mapping[str, Sequence[str]]], dictionary: Dictionary | None = None
) -> Lexicon:
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
    return Lexicon(exact, starts, contains, attributes, pairs, dictionary, uses)


def _words_of_phrase(text: str) -> tuple[str, ...]:
    if _ANY not in text:
        return tuple(words(text))
    return tuple(
        part for word in text.split() for part in ([_ANY] if word == _ANY else words(word))
    )


def _by_anchor(
    phrases: Iterable[tuple[tuple[str, ...], Cue]], anchor_of: Callable[[tuple[str, ...]], int]
) -> dict[str, tuple[_Phrase, ...]]:
    found: dict[str, list[_Phrase]] = {}
    for parts, cue in phrases:
        anchor = anchor_of(parts)
        found.setdefault(parts[anchor], []).append(_Phrase(parts, anchor, cue))
    return {word: tuple(of_word) for word, of_word in found.items()}


def _rarest(phrases: Iterable[tuple[str, ...]]) -> Callable[[tuple[str, ...]], int]:
    """Where in a phrase the word stands that fewest phrases have; the longest of several."""
    count = Counter(word for parts in phrases for word in parts)

    def rank(word: str) -> tuple[bool, int, int]:
        return (word == _ANY, count[word], -len(word))

    return lambda parts: min(range(len(parts)), key=lambda at: rank(parts[at]))


def _attribute_tables(
    tables: Mapping[str, Mapping[str, Sequence[str]]],
) -> tuple[dict[str, BlockKind], dict[str, dict[str, BlockKind]]]:
    attributes: dict[str, BlockKind] = {}
    pairs: dict[str, dict[str, BlockKind]] = {}
    for name, table in tables.items():
        for text in table.get("attrs", ()):
            first, *rest = text.split()
            if rest:
                pairs.setdefault(first, {})[rest[0]] = BlockKind(name)
            else:
                attributes[first] = BlockKind(name)
    return attributes, pairs


_TAGS = {
    "nav": Cue(BlockKind.NAVIGATION, 0.9, "inside <nav>"),
    "menu": Cue(BlockKind.NAVIGATION, 0.7, "inside <menu>"),
    "footer": Cue(BlockKind.NAVIGATION, 0.5, "inside <footer>"),
    "header": Cue(BlockKind.NAVIGATION, 0.3, "inside <header>"),
    "aside": Cue(BlockKind.RELATED, 0.5, "inside <aside>"),
    "button": Cue(BlockKind.WIDGET, 0.7, "a button"),
    "select": Cue(BlockKind.WIDGET, 0.7, "a choice"),
    "textarea": Cue(BlockKind.WIDGET, 0.5, "an input"),
    "label": Cue(BlockKind.WIDGET, 0.5, "an input's label"),
    "address": Cue(BlockKind.CONTACT, 0.5, "inside <address>"),
    "dialog": Cue(BlockKind.WIDGET, 0.6, "inside <dialog>"),
}
"""What elements stand for by themselves (the HTML standard's words on each)."""

_MAIN_SHARE = 0.5
"""A box with more than this share of the page's text is the page, not its furniture: what its
class names say (`has-sidebar`, `nav-open`) is not about all that it holds."""


class Cues(NamedTuple):
    """All cues of a page.

    Attributes:
        words: The words of each block's beginning.
        names: The words that the attributes of each look of a box consist of, and behind these
            those of the inline elements in blocks.
        inline: Which of `names` are those of the inline elements in each block.
        short: Which blocks are no longer than `SHORT_WORDS`: a cue speaks for all of them.
        texts: What each block says of itself.
        looks: What each look of a box says.
        boxes: For each box, the index of the look that tells what it is: its own, or that of the
            next box around which has one; -1 for none.
    """

    words: Tokens
    names: Tokens
    inline: Ints
    short: Booleans
    texts: Sequence[Cue | None]
    looks: Sequence[Cue | None]
    boxes: Ints

    def of_box(self, index: int) -> Cue | None:
        """What a box is by its mark-up."""
        look = int(self.boxes[index])
        return None if look < 0 else self.looks[look]


def read_cues(segmentation: Segmentation, layout: Layout, lexicon: Lexicon) -> Cues:
    """Look for cues in all blocks and boxes of a page.

    Args:
        segmentation: The page.
        layout: The same as arrays.
        lexicon: The cues to look for.
    """
    texts = [block.text for block in segmentation.blocks]
    tags, attrs = segmentation.looks[1:]
    of_blocks = read_words([text[:_CUE_CHARACTERS] for text in texts], lexicon.dictionary)
    inline: dict[str, int] = {}
    of_inline = [inline.setdefault(block.names, len(inline)) for block in segmentation.blocks]
    names = read_names([*attrs, *inline], lexicon.dictionary)
    short = layout.words <= SHORT_WORDS
    said = lexicon.text_cues(of_blocks, short)
    for at in np.flatnonzero(layout.chars <= _SHORT).tolist():
        if said[at] is None:
            said[at] = _pattern_cue(texts[at])
    looks = [
        _stronger(by_name, _TAGS.get(tag))
        for by_name, tag in zip(lexicon.attribute_cues(names), tags, strict=False)
    ]
    return Cues(
        of_blocks, names, len(attrs) + np.array(of_inline), short, said, looks,
        telling_looks(layout, looks),
    )  # fmt: skip


def telling_looks(layout: Layout, looks: Sequence[Cue | None]) -> Ints:
    """The look that tells what each box is, as in `Cues.boxes`.

    Args:
        layout: The page.
        looks: What each look says.
    """
    telling = np.array([cue is not None for cue in looks])
    part = layout.over_boxes(layout.chars) <= _MAIN_SHARE * layout.chars.sum()
    own = np.where(part & telling[layout.look], layout.look, -1)
    return layout.over_ancestors(own, lambda inner, outer: np.where(inner < 0, outer, inner))


def _stronger(by_name: Cue | None, by_tag: Cue | None) -> Cue | None:
    if by_name is None or by_tag is None:
        return by_name or by_tag
    return max(by_name, by_tag, key=lambda cue: cue.weight)


_SHORT = 160
"""Longest text, in characters, that is looked at for an address or a number: a line, no prose."""

_PROMISING = re.compile(r"[\d@©\[{/]")
"""What every one of the patterns needs: most blocks have none of it."""

_PATTERNS = (
    (re.compile(r"©|\(c\) ?(19|20)\d\d"), BlockKind.LEGAL, "a copyright sign"),
    (re.compile(r"\S@\S+\.\w"), BlockKind.CONTACT, "an e-mail address"),
    (
        re.compile(r"^\W*(\w{1,9}\W{1,3})?\+?[\d(][\d ()./-]{7,}\d\W*$"),
        BlockKind.CONTACT,
        "a phone number",
    ),
    (
        re.compile(
            r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # Nottingham, NG1 6LG
            r"|[A-Z]{2} \d{5}(-\d{4})?"  # Springfield, IL 62704
            r"|[A-Z]\d[A-Z] ?\d[A-Z]\d)\W*\w{0,20}\W*$"  # Ottawa, ON K1A 0B1
            r"|^\W*\d{1,5}[A-Za-z]? ([A-Z][\w.']* ){1,4}"
            r"(Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Square|Boulevard|Blvd|Drive|Dr|Buildings)\b"
        ),
        BlockKind.CONTACT,
        "a postal address",
    ),
    (
        re.compile(
            r"^\W*(\w{3,9},? )?(\d{1,2}(st|nd|rd|th)?\.? \w{3,9}\.?,? \d{4}"
            r"|\w{3,9}\.? \d{1,2},? \d{4}"
            r"|\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4}|\d{4} ?年 ?\d\d? ?月 ?\d\d? ?日)"
            r"([ ,T|at-]*\d\d?([:.]\d\d|[时時]\d\d?分).{0,12})?\W*$"
        ),
        BlockKind.BYLINE,
        "a date",
    ),
    (
        re.compile(r"^\W*\d\d?[:.]\d\d ?([AaPp]\.?[Mm]\b\.?)? ?[A-Z]{2,4}\W*$"),
        BlockKind.BYLINE,
        "a time and its zone",
    ),
    (
        re.compile(r"^\d\d?(:\d\d){1,2} ?/ ?\d\d?(:\d\d){1,2}$"),
        BlockKind.WIDGET,
        "a player's clock",
    ),
    (re.compile(r"^(\d{1,3} ?/ ?\d{1,3}|#\d{1,6})$"), BlockKind.WIDGET, "a counter"),
    (
        re.compile(r"^[^.!?]{0,30}?\d[.,]\d\d\W{1,3}[+−–-] ?\d+[.,]\d+ ?%\W*$"),
        BlockKind.WIDGET,
        "a market quote",
    ),
    (
        re.compile(r"^(\[[a-z][\w-]* [\w-]+=.*\]|\{\{.*\}\}|(/[\w.-]+){6,})$"),
        BlockKind.WIDGET,
        "stray template code",
    ),
)


def _pattern_cue(text: str) -> Cue | None:
    if not _PROMISING.search(text):
        return None
    for pattern, kind, what in _PATTERNS:
        if pattern.search(text):
            return Cue(kind, 0.7, what)
    return None
