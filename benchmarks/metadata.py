"""Compare the metadata of cleanarticle, trafilatura and newspaper4k on the same pages.

    python benchmarks/metadata.py CORPORA [CACHE]        (make bench-metadata CORPORA=...)

CACHE is a file in which the answers of the other tools are kept, because they take minutes to
compute.

All tools get the same decoded text and the URL of the page. The rules are the same for all:

- *title*: correct if its words are those of the gold title, in order. Words are runs of letters and
  digits, after NFKC normalization and case folding; quotation marks, dashes and spaces are ignored.
- *author*: correct if the set of words in all names is that of the gold names. "by", "and", "&",
  order and repetition are ignored. Extra words, such as a job, a degree or the site's name, are
  errors.
- *date*: correct if it has the same day as the gold, in the time zone in which it is written.

The columns show the percentage of correct answers among the pages whose gold has a value. "silent"
is the percentage of pages without an answer among those whose gold has no value. Such gold is often
just incomplete, so this column shows the habits of a tool more than its errors. "date*" leaves out
the pages that contradict their gold: according to the structured data of the page, the gold date is
the day of the last change, or has the wrong year. Times are processor times of the metadata alone:
for cleanarticle, the time that metadata adds to cleaning; for trafilatura, `extract_metadata` with
its parsing; for newspaper4k, `parse`, which always extracts everything. The times do not include
loading the language detector, which is loaded once per process.
"""

from __future__ import annotations

import gzip
import json
import logging
import pickle
import re
import sys
import time
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import newspaper
from trafilatura.metadata import extract_metadata

from cleanarticle.core.page_type import PageType
from cleanarticle.core.segmenter import segment
from cleanarticle.dates.iso import iso_date
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.labels import Labels
from cleanarticle.metadata.declared import read_declared
from cleanarticle.metadata.language import check_language
from cleanarticle.metadata.resolution import resolve_metadata
from cleanarticle.metadata.statements import first_finding
from cleanarticle.options import CleanOptions
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from cleanarticle.pipeline import clean_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SETS = ("wcxb-dev", "news-424")


@dataclass(frozen=True, slots=True)
class Answer:
    """The metadata that a tool extracts from a page.

    Attributes:
        title: The title, "" if there is none.
        author: The names of the authors in one string, "" if there are none.
        date: The date of publication in ISO 8601, "" if there is none.
        seconds: The processor time it took.
    """

    title: str
    author: str
    date: str
    seconds: float


def extract_with_cleanarticle(page: Page) -> Answer:
    """Extract metadata with cleanarticle."""
    document = parse(page)
    segmentation = segment(document)
    started = time.process_time()
    declared = read_declared(document, segmentation)
    elapsed = time.process_time() - started
    article = clean_content(page, CleanOptions())
    labels = Labels(article.blocks, article.confidence, PageType(article.page_type))
    started = time.process_time()
    metadata = resolve_metadata(declared, document, segmentation, labels, Effort.BALANCED)
    elapsed += time.process_time() - started
    return Answer(
        metadata.title or "", ", ".join(metadata.authors), metadata.published or "", elapsed
    )


def extract_with_trafilatura(page: Page) -> Answer:
    """Extract metadata with trafilatura."""
    started = time.process_time()
    metadata = extract_metadata(page.text, default_url=page.effective_url)
    elapsed = time.process_time() - started
    if metadata is None:
        return Answer("", "", "", elapsed)
    return Answer(metadata.title or "", metadata.author or "", metadata.date or "", elapsed)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Control characters, with which newspaper4k fails on one page."""


def extract_with_newspaper4k(page: Page) -> Answer:
    """Extract metadata with newspaper4k, which requires a URL."""
    started = time.process_time()
    article = newspaper.Article(page.effective_url or "https://site.example/", fetch_images=False)
    article.download(input_html=_CONTROL.sub(" ", page.text))
    article.parse()
    elapsed = time.process_time() - started
    date = article.publish_date.isoformat() if article.publish_date else ""
    return Answer(article.title or "", ", ".join(article.authors), date, elapsed)


OTHER_TOOLS: dict[str, Callable[[Page], Answer]] = {
    "trafilatura": extract_with_trafilatura,
    "newspaper4k": extract_with_newspaper4k,
}


def read_pages(corpora: Path, name: str) -> Iterator[tuple[dict[str, Any], Page]]:
    """Yield the gold entries of a corpus, each with its page."""
    with (corpora / name / "gold.jsonl").open(encoding="utf-8") as file:
        for gold in map(json.loads, file):
            content = (corpora / name / "html" / f"{gold['id']}.html.gz").read_bytes()
            yield gold, Page(gzip.decompress(content), url=gold["url"])


_WORD = re.compile(r"[^\W_]+")
_IGNORED_NAME_WORDS = frozenset(("by", "and"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def normalize(field: str, value: str | None) -> object:
    """Return a value in the form in which values are compared, None if it is empty."""
    text = unicodedata.normalize("NFKC", value or "").casefold()
    if field == "date":
        day = _DAY.match(text)
        return day and day.group()
    words = _WORD.findall(text)
    return (tuple(words) if field == "title" else frozenset(words) - _IGNORED_NAME_WORDS) or None


def contradicts_gold(gold: dict[str, Any], page: Page) -> bool:
    """Return True if the page's structured data shows that the gold is not the publication date."""
    document = parse(page)
    statements = read_declared(document, segment(document)).statements
    published = first_finding(statements.publication_dates(), iso_date)
    modified = first_finding(statements.modification_dates(), iso_date)
    gold_day, published_day, modified_day = (
        normalize("date", date)
        for date in (
            gold["metadata"].get("date"), published and published[0], modified and modified[0]
        )
    )  # fmt: skip
    if gold_day is None or published_day is None or gold_day == published_day:
        return False
    return gold_day == modified_day or str(gold_day)[5:] == str(published_day)[5:]


def percent_correct(
    pairs: Iterable[tuple[dict[str, Any], Answer]], field: str, *, known: bool
) -> float:
    """Return the percentage of correct answers among some pages.

    Args:
        pairs: The gold entry and the answer for each page.
        field: Name of the metadata field.
        known: True for the pages whose gold has a value, False for the others.
    """
    outcomes = []
    for gold, answer in pairs:
        expected = normalize(field, gold["metadata"].get(field))
        if (expected is not None) is known:
            outcomes.append(normalize(field, getattr(answer, field)) == expected)
    return 100 * sum(outcomes) / len(outcomes) if outcomes else 100.0


def extract_with_other_tools(corpora: Path) -> dict[tuple[str, str], list[Answer]]:
    """Return the answers of the other tools for all pages, by corpus and tool."""
    answers: dict[tuple[str, str], list[Answer]] = {}
    for name in SETS:
        for _, page in read_pages(corpora, name):
            for tool, extract in OTHER_TOOLS.items():
                answers.setdefault((name, tool), []).append(extract(page))
    return answers


def main(corpora: Path, cache: Path | None = None) -> None:
    """Print the table.

    Args:
        corpora: The folder of corpora.
        cache: The file for the answers of the other tools; they are not kept if None.
    """
    logging.disable(logging.CRITICAL)
    # Load the language detector before the measurement.
    check_language("en", "Городской совет решил построить новый мост через реку в центре города.")
    warnings.simplefilter("ignore")
    if cache and cache.exists():
        answers = pickle.loads(cache.read_bytes())  # noqa: S301 - the file is our own
    else:
        answers = extract_with_other_tools(corpora)
        if cache:
            cache.write_bytes(pickle.dumps(answers))
    print(f"{'set':9} {'tool':13} title  author (silent)   date (silent)  date*   ms/page")
    for name in SETS:
        golds, pages = zip(*read_pages(corpora, name), strict=True)
        answers[name, "cleanarticle"] = [extract_with_cleanarticle(page) for page in pages]
        is_doubtful = [
            contradicts_gold(gold, page) for gold, page in zip(golds, pages, strict=True)
        ]
        for tool in ("cleanarticle", *OTHER_TOOLS):
            pairs = list(zip(golds, answers[name, tool], strict=True))
            certain = [
                pair for pair, doubtful in zip(pairs, is_doubtful, strict=True) if not doubtful
            ]
            title = percent_correct(pairs, "title", known=True)
            author = percent_correct(pairs, "author", known=True)
            author_silent = percent_correct(pairs, "author", known=False)
            date = percent_correct(pairs, "date", known=True)
            date_silent = percent_correct(pairs, "date", known=False)
            certain_date = percent_correct(certain, "date", known=True)
            milliseconds = 1000 * sum(answer.seconds for _, answer in pairs) / len(pairs)
            print(
                f"{name:9} {tool:13} {title:5.1f}  {author:6.1f} ({author_silent:5.1f})"
                f"   {date:5.1f} ({date_silent:5.1f})  {certain_date:5.1f}  {milliseconds:8.2f}"
            )
        print(f"{name:9} {sum(is_doubtful)} pages contradict their gold date")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
