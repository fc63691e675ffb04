"""Learn what words of class names and of the text are worth, without looking at the page itself.

A word's log-odds come from pages of other domains only: when a model is trained for a fold, the
odds that describe a training page are counted without the page's own fold as well. Else the
trees would learn to trust words more than they can on pages nobody has seen.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.tokens import Dictionary, tokenize_names
from cleanarticle.core.vocabulary import Vocabulary
from cleanarticle.core.weights import VOCABULARIES
from corpora import FOLDS, GATE, Example, domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Counts = dict[str, list[float]]
"""Of each word: the weight of body, that of boilerplate, and the number of domains."""

LEAST_DOMAINS = {"names": 4, "words": 6}
"""Domains that a word must stand on: fewer, and its odds are those of one site's habits."""

ENOUGH = {"names": 0.3, "words": 0.05}
"""Weight of the blocks with a word from which a domain has its full say: a domain has one vote."""

PRIOR = 1.0
"""Domains' votes that a word is given beforehand, shared out as all words' are."""

LIMIT = 4.0
"""Highest log-odds of a word."""


class WordCounts:
    """Counts of words by fold, from which the vocabulary of any folds is made."""

    def __init__(self, examples: Sequence[Example]) -> None:
        domains: dict[tuple[int, str], list[Example]] = defaultdict(list)
        for example in examples:
            if example.fold != GATE:
                name = domain(example.set_name, example.gold)
                domains[example.fold, name].append(example)
        self.folds: dict[str, list[Counts]] = {
            kind: [defaultdict(lambda: [0.0, 0.0, 0]) for _ in range(FOLDS)]
            for kind in LEAST_DOMAINS
        }
        for (fold, _), pages in domains.items():
            for kind, count in (("names", _count_names), ("words", _count_words)):
                votes: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
                for page in pages:
                    count(page, votes)
                _add_votes(self.folds[kind][fold], votes, ENOUGH[kind])
        self.dictionary = Dictionary(chain(*self.odds(frozenset()).values()))
        self.without = cache(self._without)

    def odds(self, left_out: frozenset[int]) -> dict[str, dict[str, float]]:
        """The log-odds of names and of words, by word, without some folds."""
        return {
            kind: _odds([of for fold, of in enumerate(self.folds[kind]) if fold not in left_out],
                        LEAST_DOMAINS[kind])
            for kind in VOCABULARIES
        }  # fmt: skip

    def _without(self, left_out: frozenset[int]) -> Vocabulary:
        odds = self.odds(left_out)
        return Vocabulary.of(odds["names"], odds["words"], self.dictionary)


def _count_words(page: Example, votes: dict[str, list[float]]) -> None:
    for words, weight, body in zip(page.words, page.weight, page.target > 0.5, strict=True):
        if weight > 0:
            for word in set(words):
                votes[word][not body] += float(weight)


def _count_names(page: Example, votes: dict[str, list[float]]) -> None:
    weight = page.weight.astype(np.float64)
    body = weight * (page.target > 0.5)
    sums = page.layout.sum_by_box(np.stack((body, weight - body))).T.tolist()
    names = [
        {name for name in tokenize_names(attrs) if len(name) > 1}
        for attrs in page.layout.signatures.attrs
    ]
    for look, (inside, outside) in zip(page.layout.signature.tolist(), sums, strict=True):
        for name in names[look]:
            votes[name][0] += inside
            votes[name][1] += outside


def _add_votes(counts: Counts, votes: Mapping[str, Sequence[float]], enough: float) -> None:
    for word, (body, other) in votes.items():
        total = body + other
        if total > 0:
            scale = min(1.0, total / enough) / total
            count = counts[word]
            count[0] += body * scale
            count[1] += other * scale
            count[2] += 1


def _odds(folds: Iterable[Counts], least: int) -> dict[str, float]:
    sums: Counts = defaultdict(lambda: [0.0, 0.0, 0])
    for counts in folds:
        for word, values in counts.items():
            sums[word] = [old + new for old, new in zip(sums[word], values, strict=True)]
    body, other = (sum(values[at] for values in sums.values()) for at in (0, 1))
    share = body / (body + other)
    usual = np.log(body / other)
    return {
        word: float(np.clip(
            np.log((inside + 2 * PRIOR * share) / (outside + 2 * PRIOR * (1 - share))) - usual,
            -LIMIT, LIMIT,
        ))
        for word, (inside, outside, domains) in sorted(sums.items())
        if domains >= least
    }  # fmt: skip
