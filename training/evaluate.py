"""Measure the labeler beside trafilatura and resiliparse, on pages it was not trained on.

Call it by `make evaluate CORPORA=...`.

The verdicts are those of cross-validation by domain that train.py left in cache/: every page is
judged by models that saw no page of its domain. The pages of the gate are judged by the models
that ship.
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
from cleanarticle.labeling.effort import Effort
from corpora import GATE, Example, extract_of, jobs, read_page
from crossed import read_crossed, score_page, score_plain_text, text_of
from metrics import Score, score, shingle_counts, shingle_score, snippet_counts, word_score
from stack import fit_calibration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from cleanarticle.core.layout import Doubles
    from cleanarticle.labeling.scores import Scores
    from crossed import Crossed, CrossedSet, PageOutput, Promise

Outputs = dict[tuple[str, str], str]
Key = tuple[str, str]


def key(example: Example) -> Key:
    """Return the identity of a page."""
    return example.set_name, example.gold["id"]


def run_peer(corpora: Path, peer: str, job: tuple[str, dict[str, Any]]) -> str:
    """The output of a peer for a page, by its defaults but without comments."""
    logging.disable(logging.CRITICAL)
    page = read_page(corpora, *job)
    if peer == "trafilatura":
        return extract_of(page)
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page.text, main_content=True))


@cache
def wrong_golds() -> frozenset[str]:
    """The pages of news-424 of which news_gold.tsv says that the gold text is wrong."""
    with (Path(__file__).parent / "news_gold.tsv").open(encoding="utf-8", newline="") as file:
        notes = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return frozenset(note["id"] for note in notes if note["verdict"] == "gold")


def report(name: str, golds: Sequence[tuple[str, dict[str, Any]]], outputs: Outputs) -> None:
    """Print one line a set and measure."""

    def of(set_name: str, page_type: str | None = None) -> list[tuple[str, dict[str, Any]]]:
        return [
            (outputs.get((kind, gold["id"]), ""), gold)
            for kind, gold in golds
            if kind == set_name and page_type in (None, gold["page_type"])
        ]

    def words(pairs: Sequence[tuple[str, dict[str, Any]]]) -> float:
        return float(np.mean([word_score(text, gold["main_content"]).f1 for text, gold in pairs]))

    print(f"\n{name}")
    if of("wcxb-dev"):
        print(f"  wcxb-dev word F1      {words(of('wcxb-dev')):.3f}", end="   ")
        print("  ".join(
            f"{kind} {words(of('wcxb-dev', kind)):.3f}"
            for kind in PAGE_TYPES if of("wcxb-dev", kind)
        ))  # fmt: skip
    if of("news-424"):
        counts = [shingle_counts(text, gold["main_content"]) for text, gold in of("news-424")]
        total, exact = shingle_score(counts)
        print(f"  news-424 shingle F1   {total.f1:.3f}   exact {exact:.3f}   {_pr(total)}")
        right = [
            count for count, (_, gold) in zip(counts, of("news-424"), strict=True)
            if gold["id"] not in wrong_golds()
        ]  # fmt: skip
        total, exact = shingle_score(right)
        print(
            f"    {len(right)} with a right gold  {total.f1:.3f}   exact {exact:.3f}   {_pr(total)}"
        )
    if of("zh-69"):
        print(f"  zh-69 word F1         {words(of('zh-69')):.3f}")
    if of("snippets-500"):
        found = [snippet_counts(t, g["with"], g["without"]) for t, g in of("snippets-500")]
        hit, wrong, missed = (sum(column) for column in zip(*found, strict=True))
        total = score(hit, hit + wrong, hit + missed)
        print(f"  snippets-500 F1       {total.f1:.3f}   {_pr(total)}")


def _pr(value: Score) -> str:
    return f"precision {value.precision:.3f}   recall {value.recall:.3f}"


def reliability(promises: Sequence[Promise]) -> None:
    """Print the confidence and the real word F1 of pages, by confidence.

    The confidence of a page is what pages of other folds make of what its probabilities promise.
    """
    confidence = np.zeros(len(promises))
    folds = np.array([promise.fold for promise in promises])
    for fold in set(folds.tolist()):
        others = [promise for promise in promises if promise.fold != fold]
        own = folds == fold
        expected = [promise.expected for promise in promises if promise.fold == fold]
        confidence[own] = np.interp(expected, *fit_calibration(others))
    real = np.array([promise.real for promise in promises])
    print("\nconfidence    pages   mean confidence   mean word F1")
    edges = (0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
    for low, high in pairwise(edges):
        part = (low <= confidence) & (confidence < high)
        if part.any():
            mean = confidence[part].mean()
            print(f"{low:.2f} to {min(high, 1):.2f}  {part.sum():5}   {mean:15.3f}"
                  f"   {real[part].mean():12.3f}")  # fmt: skip


def main(corpora: Path) -> None:
    """Print all tables."""
    crossed = read_crossed()
    examples, outputs_of_models, _ = crossed.pages
    golds = list(jobs(corpora))  # pages without text included: their output is empty
    modes: dict[str, Callable[[Example, PageOutput, Doubles], Scores]] = {
        effort.value: partial(score_page, effort=effort) for effort in Effort
    }
    for mode, choose in modes.items():
        page_scores = crossed.pages.scores(choose)
        outputs = {
            key(one): text_of(one, said) for one, said in zip(examples, page_scores, strict=True)
        }
        share = np.mean([said.used_second_opinion for said in page_scores])
        report(f"cleanarticle {mode} (trafilatura asked on {share:.0%} of the pages)", golds,
               outputs)  # fmt: skip
        if mode == "balanced":
            gate = {key(one) for one in examples if one.fold == GATE}
            report("cleanarticle balanced, the gate alone",
                   [(kind, gold) for kind, gold in golds if (kind, gold["id"]) in gate],
                   outputs)  # fmt: skip
            print_types(examples, outputs_of_models)
            print_texts(crossed)
            print_fragments(crossed.fragments, choose)
            print_errors(examples, page_scores)
            reliability(crossed.pages.promises(choose))
    print("\nwhat asking trafilatura gains")
    for bound in (0.5, 0.6, 0.7, 0.8, 0.9):
        page_scores = crossed.pages.scores(partial(score_page, bound=bound))
        outputs = {
            key(one): text_of(one, said) for one, said in zip(examples, page_scores, strict=True)
        }
        share = np.mean([said.used_second_opinion for said in page_scores])
        report(f"promised F1 below {bound}: asked on {share:.1%} of the pages", golds, outputs)
    for peer in ("trafilatura", "resiliparse"):
        with Pool() as pool:
            texts = pool.map(partial(run_peer, corpora, peer), golds, chunksize=8)
        named = {(kind, gold["id"]): text for (kind, gold), text in zip(golds, texts, strict=True)}
        report(peer, golds, named)


_SHORT = 10
"""Words below which a block is a heading, a label or a fragment."""


def print_errors(examples: Sequence[Example], page_scores: Sequence[Scores]) -> None:
    """Print which kinds of error cost most, all pages counting the same.

    A block that is kept or missed wrongly is of the kind that its place beside the gold body, its
    length and its links make it. What it costs are its words, as a share of the words of gold and
    output of its page.
    """
    kinds: dict[str, list[float]] = defaultdict(list)
    pages: dict[str, set[Key]] = defaultdict(set)
    for example, scores in zip(examples, page_scores, strict=True):
        if example.gold.get("main_content") is None:
            continue
        chosen, body = scores.is_body.copy(), example.target > 0.5
        words = example.layout.words
        total = float(words[chosen].sum() + words[body].sum())
        if example.title_index is not None:
            chosen[example.title_index] = body[example.title_index]
        for at in np.flatnonzero(chosen != body).tolist():
            kind = f"{'kept' if chosen[at] else 'missed'}, {_place(body, at)}, {_form(example, at)}"
            kinds[kind].append(float(words[at]) / max(1.0, total))
            pages[kind].add(key(example))
    print("\nwhat errors are: blocks, pages, and their share of all that is lost")
    everything = sum(map(sum, kinds.values()))
    for kind, costs in sorted(kinds.items(), key=lambda pair: -sum(pair[1]))[:12]:
        print(f"  {kind:50} {len(costs):6} {len(pages[kind]):5}   {sum(costs) / everything:.0%}")


def _place(body: npt.NDArray[np.bool_], at: int) -> str:
    inside = np.flatnonzero(body)
    if not len(inside):
        return "on a page without body"
    if at < inside[0]:
        return "before the body"
    return "behind the body" if at > inside[-1] else "inside the body"


def _form(example: Example, at: int) -> str:
    if example.layout.links[at] > 0.5 * example.layout.chars[at]:
        return "a link"
    return "a fragment" if example.layout.words[at] < _SHORT else "text"


def print_texts(crossed: Crossed) -> None:
    """Print what cleaning plain text gains: all text of a page, and another extractor's output."""
    print("\nplain text of news-424")
    for name, texts in (
        ("all text, a block a line", crossed.lines), ("trafilatura's output", crossed.extracts),
    ):  # fmt: skip
        page_scores = texts.scores(score_plain_text)
        found = [
            (one, text_of(one, said))
            for one, said in zip(texts.examples, page_scores, strict=True)
            if one.set_name == "news-424"
        ]
        print_cleaned(name, found)
        right = [pair for pair in found if pair[0].gold["id"] not in wrong_golds()]
        print_cleaned(f"{name}, {len(right)} with a right gold", right)


def print_cleaned(name: str, found: Sequence[tuple[Example, str]]) -> None:
    """Print how texts compare with the gold as they are and cleaned."""
    golds = [one.gold["main_content"] for one, _ in found]
    before, after = ["\n".join(one.texts) for one, _ in found], [text for _, text in found]
    scores = {}
    for when, texts in (("as it is", before), ("cleaned", after)):
        pairs = list(zip(texts, golds, strict=True))
        scores[when] = [word_score(*pair).f1 for pair in pairs]
        shingles, exact = shingle_score([shingle_counts(*pair) for pair in pairs])
        print(f"  {name}, {when:9} word F1 {np.mean(scores[when]):.3f}"
              f"   shingle F1 {shingles.f1:.3f}   exact {exact:.3f}")  # fmt: skip
    worse = np.mean(np.array(scores["cleaned"]) < np.array(scores["as it is"]) - _WORSE)
    print(f"  {name}: {worse:.1%} of the pages are worse by more than {_WORSE}")


_WORSE = 0.005
"""Word F1 by which a page is worse: a line more or less, not a word."""


def print_fragments(
    fragments: CrossedSet[PageOutput], choose: Callable[[Example, PageOutput, Doubles], Scores]
) -> None:
    """Print how small pages are cleaned, and how they would do uncleaned."""
    pairs = [
        ("\n".join(one.texts), text_of(one, said), one.gold["main_content"])
        for one, said in zip(fragments.examples, fragments.scores(choose), strict=True)
    ]
    before, after = (np.mean([word_score(pair[at], pair[2]).f1 for pair in pairs]) for at in (0, 1))
    print(f"\n{len(pairs)} fragments: word F1 {before:.3f} as they are, {after:.3f} cleaned")


def print_types(examples: Sequence[Example], outputs: Sequence[PageOutput]) -> None:
    """Print the accuracy of the page type."""
    pairs = [
        (one.gold["page_type"], PAGE_TYPES[int(said.types[0].argmax())])
        for one, said in zip(examples, outputs, strict=True)
        if one.set_name == "wcxb-dev"
    ]
    print(f"\npage type accuracy {np.mean([gold == ours for gold, ours in pairs]):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
