"""Compare the labeler with trafilatura and resiliparse on pages that it was not trained on.

Run it with `make evaluate CORPORA=...`.

The labeler's scores are the results of cross-validation by domain that train.py writes to cache/:
every page is scored by models that saw no page of its domain. Pages of the held-out domains are
scored by the shipped models.
"""

from __future__ import annotations

import csv
import logging
import sys
from collections import defaultdict
from functools import cache, partial
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cleanarticle.core.page_type import PAGE_TYPES
from corpora import HELD_OUT, Example, gold_entries, read_page, trafilatura_text
from crossed import (
    CrossedSet,
    body_text,
    cleaned_texts,
    read_results,
    score_page,
    score_plain_text,
)
from metrics import Score, score, shingle_counts, shingle_score, snippet_counts, word_score
from stack import fit_calibration

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from cleanarticle.labeling.scores import Scores
    from crossed import Crossed, F1Prediction, PageOutput

Outputs = dict[tuple[str, str], str]
PageKey = tuple[str, str]


def page_key(example: Example) -> PageKey:
    """Return the identity of a page."""
    return example.set_name, example.gold["id"]


def run_tool(corpora: Path, tool: str, entry: tuple[str, dict[str, Any]]) -> str:
    """Return a tool's output for a page, with its default options but without comments."""
    logging.disable(logging.CRITICAL)
    page = read_page(corpora, *entry)
    if tool == "trafilatura":
        return trafilatura_text(page)
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page.text, main_content=True))


@cache
def pages_with_wrong_gold() -> frozenset[str]:
    """Return the ids of the news-424 pages whose gold text is wrong according to news_gold.tsv."""
    with (Path(__file__).parent / "news_gold.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return frozenset(row["id"] for row in rows if row["verdict"] == "gold")


def print_scores(name: str, golds: Sequence[tuple[str, dict[str, Any]]], outputs: Outputs) -> None:
    """Print the scores of the outputs, one line per corpus."""

    def select(set_name: str, page_type: str | None = None) -> list[tuple[str, dict[str, Any]]]:
        return [
            (outputs.get((name, gold["id"]), ""), gold)
            for name, gold in golds
            if name == set_name and page_type in (None, gold["page_type"])
        ]

    def mean_word_f1(pairs: Sequence[tuple[str, dict[str, Any]]]) -> float:
        return float(np.mean([word_score(text, gold["main_content"]).f1 for text, gold in pairs]))

    print(f"\n{name}")
    if select("wcxb-dev"):
        print(f"  wcxb-dev word F1      {mean_word_f1(select('wcxb-dev')):.3f}", end="   ")
        print("  ".join(
            f"{page_type} {mean_word_f1(select('wcxb-dev', page_type)):.3f}"
            for page_type in PAGE_TYPES if select("wcxb-dev", page_type)
        ))  # fmt: skip
    if select("news-424"):
        counts = [shingle_counts(text, gold["main_content"]) for text, gold in select("news-424")]
        total, exact = shingle_score(counts)
        print(
            f"  news-424 shingle F1   {total.f1:.3f}   exact {exact:.3f}"
            f"   {_precision_and_recall(total)}"
        )
        verified = [
            count for count, (_, gold) in zip(counts, select("news-424"), strict=True)
            if gold["id"] not in pages_with_wrong_gold()
        ]  # fmt: skip
        total, exact = shingle_score(verified)
        print(
            f"    {len(verified)} with correct gold  {total.f1:.3f}   exact {exact:.3f}"
            f"   {_precision_and_recall(total)}"
        )
    if select("zh-69"):
        print(f"  zh-69 word F1         {mean_word_f1(select('zh-69')):.3f}")
    for set_name in ("blogs", "manuals"):
        if select(set_name):
            print(f"  {set_name + ' word F1':20}  {mean_word_f1(select(set_name)):.3f}")
    if select("snippets-500"):
        snippets = [snippet_counts(t, g["with"], g["without"]) for t, g in select("snippets-500")]
        hits, extra, missed = (sum(column) for column in zip(*snippets, strict=True))
        total = score(hits, hits + extra, hits + missed)
        print(f"  snippets-500 F1       {total.f1:.3f}   {_precision_and_recall(total)}")


def _precision_and_recall(value: Score) -> str:
    return f"precision {value.precision:.3f}   recall {value.recall:.3f}"


def print_reliability(predictions: Sequence[F1Prediction]) -> None:
    """Print the mean confidence and the mean actual word F1 of the pages, by confidence.

    The confidence of a page is its expected word F1, calibrated on the pages of the other folds.
    """
    confidence = np.zeros(len(predictions))
    folds = np.array([prediction.fold for prediction in predictions])
    for fold in set(folds.tolist()):
        other_predictions = [prediction for prediction in predictions if prediction.fold != fold]
        in_fold = folds == fold
        expected = [prediction.expected for prediction in predictions if prediction.fold == fold]
        confidence[in_fold] = np.interp(expected, *fit_calibration(other_predictions))
    actual = np.array([prediction.actual for prediction in predictions])
    print("\nconfidence    pages   mean confidence   mean word F1")
    limits = (0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
    for low, high in pairwise(limits):
        in_range = (low <= confidence) & (confidence < high)
        if in_range.any():
            mean = confidence[in_range].mean()
            print(f"{low:.2f} to {min(high, 1):.2f}  {in_range.sum():5}   {mean:15.3f}"
                  f"   {actual[in_range].mean():12.3f}")  # fmt: skip


def main(corpora: Path) -> None:
    """Print all tables."""
    results = read_results()
    examples, model_outputs, _ = results.pages
    golds = list(gold_entries(corpora))  # pages without text included: their output is empty
    whole = cleaned_texts(corpora, results.pages)
    print_scores("cleanarticle", golds, whole)
    held_out = {page_key(example) for example in examples if example.fold == HELD_OUT}
    print_scores(
        "cleanarticle, held-out domains only",
        [(name, gold) for name, gold in golds if (name, gold["id"]) in held_out],
        whole,
    )
    for name, score_example in (
        ("the models alone, without the rules after them", score_page),
        ("the same with a second opinion", partial(score_page, asks_trafilatura=True)),
    ):
        outputs = {
            page_key(example): body_text(example, scores)
            for example, scores in zip(examples, results.pages.scores(score_example), strict=True)
        }
        print_scores(name, golds, outputs)
    print_types(examples, model_outputs)
    print_texts(results)
    print_fragments("fragments", results.fragments)
    print_made_pages(results.made)
    print_errors(examples, results.pages.scores(score_page))
    print_reliability(results.pages.f1_predictions(score_page))
    for tool in ("trafilatura", "resiliparse"):
        with Pool() as pool:
            texts = pool.map(partial(run_tool, corpora, tool), golds, chunksize=8)
        outputs = {
            (name, gold["id"]): text for (name, gold), text in zip(golds, texts, strict=True)
        }
        print_scores(tool, golds, outputs)


_SHORT = 10
"""Words below which a block is a heading, a label or a fragment."""


def print_errors(examples: Sequence[Example], page_scores: Sequence[Scores]) -> None:
    """Print the classes of errors that cost most; all pages have equal weight.

    Wrongly kept and missed blocks are classified by their position relative to the gold body, their
    length and their links. The cost of a block is its number of words, as a share of the words of
    the page's gold text and output together.
    """
    costs_by_class: dict[str, list[float]] = defaultdict(list)
    pages: dict[str, set[PageKey]] = defaultdict(set)
    for example, scores in zip(examples, page_scores, strict=True):
        if example.gold.get("main_content") is None:
            continue
        is_kept, is_body = np.array(scores.is_body), example.target > 0.5
        words = np.asarray(example.layout.words)
        total = float(words[is_kept].sum() + words[is_body].sum())
        if example.title_index is not None:
            is_kept[example.title_index] = is_body[example.title_index]
        for index in np.flatnonzero(is_kept != is_body).tolist():
            error = "kept" if is_kept[index] else "missed"
            name = f"{error}, {_position(is_body, index)}, {_form(example, index)}"
            costs_by_class[name].append(float(words[index]) / max(1.0, total))
            pages[name].add(page_key(example))
    print("\nclasses of errors: blocks, pages, share of the total cost")
    total_cost = sum(map(sum, costs_by_class.values()))
    for name, costs in sorted(costs_by_class.items(), key=lambda pair: -sum(pair[1]))[:12]:
        print(f"  {name:50} {len(costs):6} {len(pages[name]):5}   {sum(costs) / total_cost:.0%}")


def _position(is_body: npt.NDArray[np.bool_], index: int) -> str:
    body = np.flatnonzero(is_body)
    if not len(body):
        return "on a page without body"
    if index < body[0]:
        return "before the body"
    return "after the body" if index > body[-1] else "inside the body"


def _form(example: Example, index: int) -> str:
    if example.layout.links[index] > 0.5 * example.layout.chars[index]:
        return "a link"
    return "a fragment" if example.layout.words[index] < _SHORT else "text"


def print_texts(results: Crossed) -> None:
    """Print the gain from cleaning plain text: visible text of pages, and trafilatura's output."""
    print("\nplain text of news-424")
    for name, texts in (
        ("visible text", results.lines), ("trafilatura's output", results.extracts),
    ):  # fmt: skip
        page_scores = texts.scores(score_plain_text)
        pairs = [
            (example, body_text(example, scores))
            for example, scores in zip(texts.examples, page_scores, strict=True)
            if example.set_name == "news-424"
        ]
        print_gain(name, pairs)
        verified = [pair for pair in pairs if pair[0].gold["id"] not in pages_with_wrong_gold()]
        print_gain(f"{name}, {len(verified)} with correct gold", verified)


def print_gain(name: str, cleaned_texts: Sequence[tuple[Example, str]]) -> None:
    """Print the scores of texts uncleaned and cleaned.

    Args:
        name: Name of the texts in the output.
        cleaned_texts: Each text with its cleaned version.
    """
    golds = [example.gold["main_content"] for example, _ in cleaned_texts]
    uncleaned = ["\n".join(example.texts) for example, _ in cleaned_texts]
    cleaned = [text for _, text in cleaned_texts]
    scores = {}
    for state, texts in (("uncleaned", uncleaned), ("cleaned", cleaned)):
        pairs = list(zip(texts, golds, strict=True))
        scores[state] = [word_score(*pair).f1 for pair in pairs]
        shingles, exact = shingle_score([shingle_counts(*pair) for pair in pairs])
        print(f"  {name}, {state:9} word F1 {np.mean(scores[state]):.3f}"
              f"   shingle F1 {shingles.f1:.3f}   exact {exact:.3f}")  # fmt: skip
    worse = np.mean(np.array(scores["cleaned"]) < np.array(scores["uncleaned"]) - _WORSE_BY)
    print(f"  {name}: {worse:.1%} of the pages are worse by more than {_WORSE_BY}")


_WORSE_BY = 0.005
"""Loss of word F1 from which a page counts as worse: about a line of text, not a single word."""


def print_fragments(name: str, fragments: CrossedSet[PageOutput]) -> None:
    """Print the word F1 of small pages, uncleaned and cleaned.

    Args:
        name: What they are called.
        fragments: The pages and the outputs for them.
    """
    pairs = [
        ("\n".join(example.texts), body_text(example, scores), example.gold["main_content"])
        for example, scores in zip(fragments.examples, fragments.scores(score_page), strict=True)
    ]
    uncleaned, cleaned = (
        np.mean([word_score(pair[index], pair[2]).f1 for pair in pairs]) for index in (0, 1)
    )
    print(f"\n{len(pairs)} {name}: word F1 {uncleaned:.3f} uncleaned, {cleaned:.3f} cleaned")


def print_made_pages(made: CrossedSet[PageOutput]) -> None:
    """Print the word F1 of made pages, by kind of making."""
    for kind in sorted({example.gold["making"] for example in made.examples}):
        chosen = [index for index, example in enumerate(made.examples)
                  if example.gold["making"] == kind]  # fmt: skip
        part = CrossedSet(
            [made.examples[index] for index in chosen],
            [made.outputs[index] for index in chosen],
            made.shifts,
        )
        print_fragments(f"made pages, {kind}", part)


def print_types(examples: Sequence[Example], outputs: Sequence[PageOutput]) -> None:
    """Print the accuracy of the page type."""
    pairs = [
        (example.gold["page_type"], PAGE_TYPES[output.types.index(max(output.types))])
        for example, output in zip(examples, outputs, strict=True)
        if example.set_name == "wcxb-dev"
    ]
    print(f"\npage type accuracy {np.mean([gold == predicted for gold, predicted in pairs]):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
