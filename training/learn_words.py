"""Learn the log-odds of body of the words in class names and in the text.

The log-odds that describe a page are from pages of other domains only. When a model is trained for
a fold, the vocabulary of each training page leaves out both that fold and the page's own fold.
Otherwise, the trees learn to trust words more than they can on unseen pages.
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
from corpora import FOLDS, HELD_OUT, Example, domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Counts = dict[str, list[float]]
"""For each word, the votes for body, the votes for boilerplate, and the number of domains."""

MIN_DOMAINS = {"names": 5, "words": 6}
"""Minimum domains with a word. With fewer, its log-odds reflect the habits of a single site; and
words of `blogs`, whose pages state no licence, may only be shared ones."""

FULL_VOTE_WEIGHT = {"names": 0.3, "words": 0.05}
"""Total weight of the blocks with a word from which a domain has its full vote, which is 1."""

PRIOR_VOTES = 1.0
"""Half the number of prior votes for each word, which are split between body and boilerplate in the
proportion of all votes."""

MAX_LOG_ODDS = 4.0
"""Limit of the log-odds of a word, in both directions."""


class WordCounts:
    """Word counts by fold, from which the vocabulary of any set of folds is computed."""

    def __init__(self, examples: Sequence[Example]) -> None:
        domains: dict[tuple[int, str], list[Example]] = defaultdict(list)
        for example in examples:
            if example.fold != HELD_OUT:
                name = domain(example.set_name, example.gold)
                domains[example.fold, name].append(example)
        self.folds: dict[str, list[Counts]] = {
            source: [defaultdict(lambda: [0.0, 0.0, 0]) for _ in range(FOLDS)]
            for source in MIN_DOMAINS
        }
        for (fold, _), pages in domains.items():
            for source, count_votes in (("names", _count_names), ("words", _count_words)):
                votes: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
                for page in pages:
                    count_votes(page, votes)
                _add_domain_votes(self.folds[source][fold], votes, FULL_VOTE_WEIGHT[source])
        self.dictionary = Dictionary(chain(*self.log_odds(frozenset()).values()))
        self.vocabulary = cache(self._vocabulary)

    def log_odds(self, left_out: frozenset[int]) -> dict[str, dict[str, float]]:
        """Return the log-odds of each word of the names and of the text, without some folds."""
        return {
            source: _log_odds(
                [counts for fold, counts in enumerate(self.folds[source]) if fold not in left_out],
                MIN_DOMAINS[source],
            )
            for source in VOCABULARIES
        }

    def _vocabulary(self, left_out: frozenset[int]) -> Vocabulary:
        log_odds = self.log_odds(left_out)
        return Vocabulary.of(log_odds["names"], log_odds["words"], self.dictionary)


def _count_words(page: Example, votes: dict[str, list[float]]) -> None:
    for words, weight, body in zip(page.words, page.weight, page.target > 0.5, strict=True):
        if weight > 0:
            for word in set(words):
                votes[word][not body] += float(weight)


def _count_names(page: Example, votes: dict[str, list[float]]) -> None:
    weight = page.weight.astype(np.float64)
    body = weight * (page.target > 0.5)
    sums = np.zeros((len(body) + 1, 2))
    np.cumsum(np.stack((body, weight - body), axis=1), axis=0, out=sums[1:])
    totals = (sums[np.asarray(page.layout.last)] - sums[np.asarray(page.layout.first)]).tolist()
    names = [
        {name for name in tokenize_names(attrs) if len(name) > 1}
        for attrs in page.layout.signatures.attrs
    ]
    for signature, (in_body, in_other) in zip(page.layout.signature, totals, strict=True):
        for name in names[signature]:
            votes[name][0] += in_body
            votes[name][1] += in_other


def _add_domain_votes(
    counts: Counts, votes: Mapping[str, Sequence[float]], full_vote_weight: float
) -> None:
    for word, (body, other) in votes.items():
        total = body + other
        if total > 0:
            scale = min(1.0, total / full_vote_weight) / total
            count = counts[word]
            count[0] += body * scale
            count[1] += other * scale
            count[2] += 1


def _log_odds(folds: Iterable[Counts], min_domains: int) -> dict[str, float]:
    totals: Counts = defaultdict(lambda: [0.0, 0.0, 0])
    for counts in folds:
        for word, values in counts.items():
            totals[word] = [old + new for old, new in zip(totals[word], values, strict=True)]
    body, other = (sum(values[index] for values in totals.values()) for index in (0, 1))
    body_share = body / (body + other)
    overall_log_odds = np.log(body / other)
    body_prior, other_prior = 2 * PRIOR_VOTES * body_share, 2 * PRIOR_VOTES * (1 - body_share)
    return {
        word: float(np.clip(
            np.log((in_body + body_prior) / (in_other + other_prior)) - overall_log_odds,
            -MAX_LOG_ODDS, MAX_LOG_ODDS,
        ))
        for word, (in_body, in_other, domains) in sorted(totals.items())
        if domains >= min_domains
    }  # fmt: skip
