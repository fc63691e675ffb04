"""Fit the weights of `cleanarticle.sites.template`.

    python training/site_weights.py CORPORA

Run it after train.py. A logistic regression uses the cross-validated log-odds that train.py writes
to cache/ as a fixed offset. It fits the changes of the log-odds for texts that are on other pages
of the domain, and for blocks whose place has other log-odds on those pages. The template of each
page is learned from all other pages of its domain. Comments below articles and sentences that recur
among their paragraphs are not part of the fit.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.core.boxes import Boxes
from cleanarticle.core.segmentation import Segmentation
from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.adjustments import log_odds
from cleanarticle.parsing.document import parse
from cleanarticle.sites.hashes import hash_places, hash_texts
from cleanarticle.sites.panels import panel_shares
from cleanarticle.sites.template import (
    LONG_TEXT_WORDS,
    MIN_PAGES,
    MIN_PLACE_LOG_ODDS,
    clip_log_odds,
    share_of_pages,
)
from corpora import domain, read_page
from crossed import read_results, score_page
from vectors import Doubles, sigmoid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.labeling.scores import Scores
    from corpora import Example

FEATURE_NAMES = (
    "long text on all pages",
    "short text on all pages",
    "place, per log-odds of difference",
    "panel on all pages",
)


class Sample(NamedTuple):
    """One page.

    Attributes:
        segmentation: The blocks of the page.
        texts: Hash of each block's text and its length in words.
        places: Hash of each block's place.
        log_odds: Log-odds of body of each block, by models that did not see the page.
        target: 1 for body, 0 for boilerplate.
        weight: Training weight of each block.
    """

    segmentation: Segmentation
    texts: list[tuple[int, int]]
    places: list[int]
    log_odds: Doubles
    target: Doubles
    weight: Doubles


def read_sample(corpora: Path, example: Example, scores: Scores) -> Sample:
    """Read a page and combine it with its cross-validated scores."""
    page = segment(parse(read_page(corpora, example.set_name, example.gold)))
    return Sample(
        page,
        hash_texts([block.text for block in page.blocks]),
        hash_places([page.boxes[block.box].path for block in page.blocks]),
        np.array([log_odds(body) for body in scores.body]),
        example.target.astype(np.float64),
        example.weight.astype(np.float64),
    )


def template_features(samples: Sequence[Sample]) -> list[Doubles]:
    """Return the features of each page of a domain, shape (blocks, len(FEATURE_NAMES))."""
    counts = Counter(hash_ for sample in samples for hash_, _ in set(sample.texts))
    all_features = []
    for sample in samples:
        others = [other for other in samples if other is not sample]
        places: dict[int, Doubles] = defaultdict(lambda: np.zeros(2))  # blocks, sum of log-odds
        for other in others:
            for hash_, value in zip(other.places, _clipped(other.log_odds), strict=True):
                places[hash_] += (1, value)
        features = np.zeros((len(sample.log_odds), len(FEATURE_NAMES)))
        clipped = _clipped(sample.log_odds)
        shares = [share_of_pages(counts[hash_] - 1, len(others)) for hash_, _ in sample.texts]
        features[:, 3] = panel_shares(sample.segmentation, shares) * (np.array(shares) > 0)
        for block_features, share, (_, length), place, value in zip(
            features, shares, sample.texts, sample.places, clipped, strict=True
        ):
            block_features[int(length < LONG_TEXT_WORDS)] = share
            mean = places[place][1] / (places[place][0] + 1)
            if abs(mean) >= MIN_PLACE_LOG_ODDS:
                block_features[2] = mean - value
        all_features.append(features)
    return all_features


def _clipped(log_odds: Doubles) -> list[float]:
    """Return log-odds, limited as in templates."""
    return [clip_log_odds(body) for body in sigmoid(log_odds).tolist()]


def fit(features: Doubles, sample: Sample) -> Doubles:
    """Fit a logistic regression without intercept, by Newton's method, with an L2 penalty of 1.

    Args:
        features: Features of all blocks, shape (blocks, features).
        sample: All blocks, as one sample.
    """
    weights = np.zeros(features.shape[1])
    for _ in range(50):
        body = sigmoid(sample.log_odds + features @ weights)
        gradient = features.T @ (sample.weight * (sample.target - body)) - weights
        hessian = (features * (sample.weight * body * (1 - body))[:, None]).T @ features
        step = np.linalg.solve(hessian + np.eye(len(weights)), gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def main(corpora: Path) -> None:
    """Print the weights."""
    results = read_results().pages
    sites: dict[str, list[tuple[Example, Scores]]] = defaultdict(list)
    page_scores = results.scores(score_page)
    for example, scores in zip(results.examples, page_scores, strict=True):
        if example.gold.get("main_content") is not None:
            sites[domain(example.set_name, example.gold)].append((example, scores))
    features, samples = [], []
    for pages in sites.values():
        if len(pages) > MIN_PAGES:
            site_samples = [read_sample(corpora, *page) for page in pages]
            samples.extend(site_samples)
            features.extend(template_features(site_samples))
    parts = zip(*(sample[3:] for sample in samples), strict=True)
    no_blocks = Segmentation([], Boxes())
    all_blocks = Sample(no_blocks, [], [], *starmap(np.concatenate, ([part] for part in parts)))
    print(f"{len(samples)} pages")
    for name, weight in zip(FEATURE_NAMES, fit(np.concatenate(features), all_blocks), strict=True):
        print(f"  {name:34} {weight:6.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
