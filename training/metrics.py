"""Metrics that compare extracted text with gold text, as defined by published benchmarks."""

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
    """Return the lower-case words; each character of a script without spaces is one word."""
    return _WORD.findall(text.lower())


def score(true_positives: float, output: float, gold: float) -> Score:
    """Return precision, recall and F1; all are 1 if output and gold are both empty.

    Args:
        true_positives: Number of items in both.
        output: Number of items in the output.
        gold: Number of items in the gold.
    """
    if not output and not gold:
        return Score(1.0, 1.0, 1.0)
    precision = true_positives / output if output else 0.0
    recall = true_positives / gold if gold else 0.0
    total = precision + recall
    return Score(precision, recall, 2 * precision * recall / total if total else 0.0)


def word_score(output: str, gold: str) -> Score:
    """Return the score of two texts compared as bags of words, as in the WCXB benchmark."""
    output_words, gold_words = Counter(words(output)), Counter(words(gold))
    shared = (output_words & gold_words).total()
    return score(shared, output_words.total(), gold_words.total())


def shingle_counts(output: str, gold: str, size: int = 4) -> tuple[float, float, float]:
    """Return true positives, false positives and false negatives, divided by their sum.

    The items are word shingles (word n-grams), as in scrapinghub's article-extraction-benchmark.

    Args:
        output: The extracted text.
        gold: The gold text.
        size: Number of words in a shingle.

    Returns:
        Three shares; zeros if both texts are empty.
    """
    output_shingles, gold_shingles = _shingles(output, size), _shingles(gold, size)
    shared = (output_shingles & gold_shingles).total()
    extra, missing = output_shingles.total() - shared, gold_shingles.total() - shared
    total = shared + extra + missing
    if not total:
        return 0.0, 0.0, 0.0
    return shared / total, extra / total, missing / total


def _shingles(text: str, size: int) -> Counter[tuple[str, ...]]:
    text_words = words(text)
    if 0 < len(text_words) < size:
        return Counter([tuple(text_words)])
    starts = range(len(text_words) - size + 1)
    return Counter(tuple(text_words[start : start + size]) for start in starts)


def shingle_score(counts: Iterable[tuple[float, float, float]]) -> tuple[Score, float]:
    """Return the score of the summed counts of many pages, and the share of exact matches.

    Args:
        counts: The `shingle_counts` of each page.
    """
    pages = list(counts)
    hits, extra, missing = (sum(column) for column in zip(*pages, strict=True))
    exact = sum(not page[1] and not page[2] for page in pages) / len(pages)
    return score(hits, hits + extra, hits + missing), exact


def snippet_counts(
    output: str, wanted: Sequence[str], unwanted: Sequence[str]
) -> tuple[int, int, int]:
    """Return true positives, false positives and false negatives, as trafilatura's evaluation does.

    Args:
        output: The extracted text; its whitespace is normalized, like that of the snippets.
        wanted: Snippets of the main content.
        unwanted: Snippets of the boilerplate.
    """
    text = " ".join(output.split())
    hits = sum(" ".join(snippet.split()) in text for snippet in wanted)
    extra = sum(" ".join(snippet.split()) in text for snippet in unwanted)
    return hits, extra, len(wanted) - hits
