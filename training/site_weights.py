"""Fit the log-odds penalties of `cleanarticle.sites.template`.

Call it with the folder of the corpora, after train.py. The models' log-odds are those of the
cross-validation that train.py left in cache/, and are taken as given; a logistic regression finds
what is to be added to them where a text stands on other pages of its domain, and where its place
has other log-odds there. Each page has a template of all others of its domain.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.core.segmentation import Segmentation
from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.adjustments import log_odds
from cleanarticle.labeling.scoring import sigmoid
from cleanarticle.parsing.document import parse
from cleanarticle.sites.template import (
    LEAST_PAGES,
    LONG_TEXT_WORDS,
    clip_log_odds,
    hash_places,
    hash_texts,
    panel_shares,
    share_of_pages,
)
from corpora import domain, read_page
from crossed import read_crossed, score_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.layout import Doubles
    from cleanarticle.labeling.scores import Scores
    from corpora import Example

NAMES = ("long text on all pages", "short text on all pages", "place, per log-odds of difference",
         "panel on all pages")  # fmt: skip


class Sample(NamedTuple):
    """One page.

    Attributes:
        page: Its blocks.
        texts: Hash and length of each block's text.
        places: Hash of each block's place.
        odds: Log-odds of body by the models, one a block.
        target: Whether each block is body.
        weight: How much each block counts.
    """

    page: Segmentation
    texts: list[tuple[int, int]]
    places: list[int]
    odds: Doubles
    target: Doubles
    weight: Doubles


def read_sample(corpora: Path, example: Example, scores: Scores) -> Sample:
    """A page with what cross-validation says of it."""
    page = segment(parse(read_page(corpora, example.set_name, example.gold)))
    return Sample(
        page,
        hash_texts([block.text for block in page.blocks]),
        hash_places([page.boxes[block.box].path for block in page.blocks]),
        log_odds(scores.body),
        example.target.astype(np.float64),
        example.weight.astype(np.float64),
    )


def describe(samples: Sequence[Sample]) -> list[Doubles]:
    """The columns of `NAMES` for each page of a domain, shape (blocks, columns)."""
    counts = Counter(at for sample in samples for at, _ in set(sample.texts))
    described = []
    for sample in samples:
        others = [other for other in samples if other is not sample]
        places: dict[int, Doubles] = defaultdict(lambda: np.zeros(2))  # blocks, and their odds
        for other in others:
            for at, odds in zip(other.places, clip_log_odds(sigmoid(other.odds)), strict=True):
                places[at] += (1, odds)
        rows = np.zeros((len(sample.odds), len(NAMES)))
        own = clip_log_odds(sigmoid(sample.odds))
        shares = [share_of_pages(counts[at] - 1, len(others)) for at, _ in sample.texts]
        rows[:, 3] = panel_shares(sample.page, shares) * (np.array(shares) > 0)
        for row, share, (_, length), place, odds in zip(
            rows, shares, sample.texts, sample.places, own, strict=True
        ):
            row[int(length < LONG_TEXT_WORDS)] = share
            if place in places:
                row[2] = places[place][1] / (places[place][0] + 1) - odds
        described.append(rows)
    return described


def fit(rows: Doubles, sample: Sample) -> Doubles:
    """Logistic regression without intercept, by Newton's method, with a ridge of 1."""
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        body = sigmoid(sample.odds + rows @ weights)
        slope = rows.T @ (sample.weight * (sample.target - body)) - weights
        curve = (rows * (sample.weight * body * (1 - body))[:, None]).T @ rows
        step = np.linalg.solve(curve + np.eye(len(weights)), slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def main(corpora: Path) -> None:
    """Print the weights."""
    crossed = read_crossed().pages
    sites: dict[str, list[tuple[Example, Scores]]] = defaultdict(list)
    page_scores = crossed.scores(score_page)
    for example, scores in zip(crossed.examples, page_scores, strict=True):
        if example.gold.get("main_content") is not None:
            sites[domain(example.set_name, example.gold)].append((example, scores))
    rows, samples = [], []
    for pages in sites.values():
        if len(pages) > LEAST_PAGES:
            found = [read_sample(corpora, *page) for page in pages]
            samples.extend(found)
            rows.extend(describe(found))
    parts = zip(*(sample[3:] for sample in samples), strict=True)
    nothing = Segmentation([], [])
    whole = Sample(nothing, [], [], *starmap(np.concatenate, ([part] for part in parts)))
    print(f"{len(samples)} pages")
    for name, weight in zip(NAMES, fit(np.concatenate(rows), whole), strict=True):
        print(f"  {name:34} {weight:6.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
