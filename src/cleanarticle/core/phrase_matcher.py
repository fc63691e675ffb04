"""Phrase matcher: the phrases in texts, class names and URLs, as cues and as evidence of kinds.

A cue says alone that a block is boilerplate, and of which kind. Evidence is weaker: words by
which kinds differ where a block is known to be boilerplate. Both come from the same occurrences of
the phrases in `cleanarticle.phrases.store`.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.core import phrase_matches
from cleanarticle.core.arrays import INDEX
from cleanarticle.core.kinds import KIND_INDEX, KINDS
from cleanarticle.core.phrase_trie import WILDCARD, PhraseTrie
from cleanarticle.core.tokens import (
    Dictionary,
    normalize_texts,
    tokenize,
    tokenize_names,
    tokens_from_words,
)
from cleanarticle.core.weights import load_dictionary
from cleanarticle.phrases.store import NAME_ROLES, Role, load_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.block import BlockKind
    from cleanarticle.core.arrays import Doubles, Ints
    from cleanarticle.core.tokens import Tokens
    from cleanarticle.phrases.store import PhraseList

SHORT_WORDS = 40
"""Longest block, in words, in which a phrase counts anywhere: a longer one is prose that mentions,
say, a newsletter."""

_PAIR_WEIGHT = 2
"""Weight of two words in a row as evidence, relative to a single word."""


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


_CUE_ROLES = (Role.EXACT, Role.STARTS, Role.CONTAINS, Role.ATTRS)
"""Roles of phrases that are cues, strongest first."""

_ANYWHERE = frozenset(_CUE_ROLES[2:])
"""Those of phrases that may begin after the first word."""


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Phrases of one or more words, their cues, and the kinds that they are evidence of.

    Attributes:
        phrases: The phrases, once each.
        trie: The same, to find them.
        cue_kinds: Index of the kind that each phrase is a cue of in each of the `_CUE_ROLES`; -1
            for none. Phrase by phrase.
        kinds: Weight of each phrase as evidence of each of the `KINDS`; 0 for none. Likewise.
        cues: The cues made so far, by the arguments of `cue`: pages repeat them. Threads share it:
            equal keys have equal cues, so it does not matter which thread sets one. It has at most
            one cue for each phrase, role and one of the few weights, whatever pages say.
    """

    phrases: Tokens
    trie: PhraseTrie
    cue_kinds: Ints
    kinds: Doubles
    cues: dict[tuple[int, int, int, float], Cue] = field(default_factory=dict)

    @classmethod
    def of(
        cls, lists: Sequence[PhraseList], words: Sequence[Sequence[str]], dictionary: Dictionary
    ) -> PhraseTable:
        """Return the table of lists of phrases.

        Args:
            lists: The lists. Of several kinds of a phrase in one role of cues, the first counts.
            words: The words of each phrase, list by list.
            dictionary: A dictionary with all the words.
        """
        index_of: dict[tuple[str, ...], int] = {}
        indices = iter([index_of.setdefault(tuple(phrase), len(index_of)) for phrase in words])
        phrases = tokens_from_words(index_of, dictionary)
        cue_kinds = array(INDEX, [-1]) * (len(phrases) * len(_CUE_ROLES))
        kinds = array("d", [0]) * (len(phrases) * len(KINDS))
        is_free = bytearray(len(phrases))
        for kind, roles, texts in lists:
            columns = [column for column, role in enumerate(_CUE_ROLES) if role in roles]
            has_evidence = not {*_CUE_ROLES}.issuperset(roles)
            may_be_anywhere = has_evidence or not _ANYWHERE.isdisjoint(roles)
            for phrase in islice(indices, len(texts)):
                for place in (phrase * len(_CUE_ROLES) + column for column in columns):
                    if cue_kinds[place] < 0:
                        cue_kinds[place] = KIND_INDEX[kind]
                if has_evidence:
                    weight = _PAIR_WEIGHT if phrases.lengths[phrase] > 1 else 1
                    kinds[phrase * len(KINDS) + KIND_INDEX[kind]] = weight
                is_free[phrase] |= may_be_anywhere
        return cls(phrases, PhraseTrie(phrases, is_free), cue_kinds, kinds)

    def match(self, texts: Tokens, max_words: int | None = None) -> phrase_matches.Matches:
        """Find the phrases in texts.

        Args:
            texts: The texts.
            max_words: Number of words of each text to read as evidence; None for all.
        """
        occurrences = self.trie.find(texts)
        words_read = -1 if max_words is None else max_words
        return phrase_matches.Matches(self, occurrences, texts.lengths, words_read)

    def cue(self, phrase: int, role: int, kind: int, weight: float) -> Cue:
        """Return the cue of a phrase, given its index and those of its role and kind."""
        words = self.phrases[phrase]
        is_name = _CUE_ROLES[role] is Role.ATTRS
        reason = f"class '{'-'.join(words)}'" if is_name else f"text '{' '.join(words)}'"
        return Cue(KINDS[kind], weight, reason)


@dataclass(frozen=True, slots=True)
class PhraseMatcher:
    """The phrases of texts, of class names and of URLs.

    Attributes:
        texts: Phrases in texts.
        names: Words in class names and similar attributes.
        links: Words in URLs.
        dictionary: The numbering of all their words.
    """

    texts: PhraseTable
    names: PhraseTable
    links: PhraseTable
    dictionary: Dictionary

    @classmethod
    def of(
        cls, phrases: Iterable[PhraseList], dictionary: Dictionary | None = None
    ) -> PhraseMatcher:
        """Return the matcher of phrases.

        Args:
            phrases: The phrases; those in several roles count in all of them.
            dictionary: A dictionary with all their words; None to make one.
        """
        groups: dict[Role, list[PhraseList]] = {Role.WORDS: [], Role.NAMES: [], Role.LINKS: []}
        for phrase_list in phrases:
            is_name = NAME_ROLES.intersection(phrase_list.roles)
            is_link = Role.LINKS in phrase_list.roles
            groups[Role.NAMES if is_name else Role.LINKS if is_link else Role.WORDS].append(
                phrase_list
            )
        words = {role: _split(lists) for role, lists in groups.items()}
        if dictionary is None:
            known = set(chain.from_iterable(chain(*words.values()))) - {WILDCARD}
            dictionary = Dictionary(sorted(known))
        texts, names, links = (
            PhraseTable.of(groups[role], words[role], dictionary) for role in groups
        )
        return cls(texts, names, links, dictionary)


def _split(lists: Sequence[PhraseList]) -> list[list[str]]:
    """Return the words of each phrase of lists, all of names or none."""
    texts = [text for phrases in lists for text in phrases.texts]
    if lists and NAME_ROLES.intersection(lists[0].roles):
        return [tokenize_names(text.lower()) for text in texts]
    words = [text.split() for text in normalize_texts(texts)]
    for index, text in enumerate(texts):
        if WILDCARD in text:
            parts = ([part] if part == WILDCARD else tokenize(part) for part in text.split())
            words[index] = list(chain.from_iterable(parts))
    return words


@cache
def default_matcher() -> PhraseMatcher:
    """Return the matcher of the packaged phrases, made once."""
    return PhraseMatcher.of(load_phrases(), load_dictionary())
