"""The field's measures of an extracted text against the gold text of a page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def words(text: str) -> list[str]:
    """Lower-case words; each character of a script written without spaces is one."""
    return _WORD.findall(text.lower())


def score(true_positives: float, output: float, gold: float) -> Score:
    """Precision, recall and F1 of counts; of two empty sides, all are 1."""
    if not output and not gold:
        return Score(1.0, 1.0, 1.0)
    precision = true_positives / output if output else 0.0
    recall = true_positives / gold if gold else 0.0
    both = precision + recall
    return Score(precision, recall, 2 * precision * recall / both if both else 0.0)


def word_score(output: str, gold: str) -> Score:
    """Bags of words, as the WCXB benchmark compares them."""
    ours, theirs = Counter(words(output)), Counter(words(gold))
    return score((ours & theirs).total(), ours.total(), theirs.total())


def shingle_counts(output: str, gold: str, size: int = 4) -> tuple[float, float, float]:
    """True positives, false positives, false negatives of word shingles, divided by their sum.

    As the scrapinghub article-extraction-benchmark counts them; zeros where both are empty.
    """
    ours, theirs = _shingles(output, size), _shingles(gold, size)
    shared = (ours & theirs).total()
    extra, missing = ours.total() - shared, theirs.total() - shared
    total = shared + extra + missing
    if not total:
        return 0.0, 0.0, 0.0
    return shared / total, extra / total, missing / total


def _shingles(text: str, size: int) -> Counter[tuple[str, ...]]:
    found = words(text)
    if 0 < len(found) < size:
        return Counter([tuple(found)])
    return Counter(tuple(found[at : at + size]) for at in range(len(found) - size + 1))


def shingle_score(counts: Iterable[tuple[float, float, float]]) -> tuple[Score, float]:
    """Score of the summed counts of many pages, and the share of pages that are exact."""
    pages = list(counts)
    hit, extra, missing = (sum(column) for column in zip(*pages, strict=True))
    exact = sum(not page[1] and not page[2] for page in pages) / len(pages)
    return score(hit, hit + extra, hit + missing), exact


def snippet_counts(
    output: str, wanted: Sequence[str], unwanted: Sequence[str]
) -> tuple[int, int, int]:
    """Snippets found, wrongly found and missed, white space normalised, as trafilatura counts."""
    text = " ".join(output.split())
    found = sum(" ".join(snippet.split()) in text for snippet in wanted)
    wrong = sum(" ".join(snippet.split()) in text for snippet in unwanted)
    return found, wrong, len(wanted) - found
