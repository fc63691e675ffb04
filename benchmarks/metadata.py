"""Compare metadata beside trafilatura and newspaper4k, on the same pages, and print one table.

Call it by `make bench-metadata CORPORA=...`. Called by hand, a second argument names a file that
keeps the peers' answers, as they take minutes to make.

All get the same decoded text and the page's address, and are judged by the same rules:

- *title*: right if its words are those of the gold title, in order. Words are runs of letters and
  digits, after NFKC and case folding: quotation marks, dashes and spaces do not count.
- *author*: right if the set of words of all names is that of the gold names. "by", "and" and "&"
  do not count, nor do order and repetition; a job, a degree or the site's name does.
- *date*: right if the day, as it is written in its own time zone, is the gold's.

The columns are the share of right answers among the pages whose gold has one, in percent; "silent"
is the share of pages without answer among those whose gold has none; gold that is silent about a
page is often only incomplete, so this shows a tool's manner more than its errors. "date*" leaves
out the pages that contradict their gold: they tell machines when they were published, and the gold
has the day of their last change, or the same day of another year. Time is the processor's, of the
metadata alone: of cleanarticle what it adds to cleaning, of trafilatura `extract_metadata` with its
own parsing, of newspaper4k `parse`, which cannot be asked for less than everything. What is loaded
once in a process, the detector of languages, is loaded before.
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

from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.labels import Labels
from cleanarticle.metadata.dates import iso_date
from cleanarticle.metadata.declared import first_finding, read_declared
from cleanarticle.metadata.language import check_language
from cleanarticle.metadata.resolution import resolve_metadata
from cleanarticle.options import CleanOptions
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from cleanarticle.pipeline import clean_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SETS = ("wcxb-dev", "news-424")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a tool for a page.

    Attributes:
        title: The title, "" if there is none.
        author: Names, "" or none if there are none.
        date: ISO 8601, "" if there is none.
        seconds: What it took.
    """

    title: str
    author: str
    date: str
    seconds: float


def ours(page: Page) -> Answer:
    """Answer of cleanarticle."""
    document = parse(page)
    segmentation = segment(document)
    started = time.process_time()
    declared = read_declared(document, segmentation)
    elapsed = time.process_time() - started
    article = clean_content(page, CleanOptions())
    labels = Labels(article.blocks, article.confidence, article.page_type)
    started = time.process_time()
    metadata = resolve_metadata(declared, document, segmentation, labels, Effort.BALANCED)
    elapsed += time.process_time() - started
    return Answer(
        metadata.title or "", ", ".join(metadata.authors), metadata.published or "", elapsed
    )


def trafilatura(page: Page) -> Answer:
    """Answer of trafilatura."""
    started = time.process_time()
    found = extract_metadata(page.text, default_url=page.effective_url)
    elapsed = time.process_time() - started
    if found is None:
        return Answer("", "", "", elapsed)
    return Answer(found.title or "", found.author or "", found.date or "", elapsed)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What makes newspaper4k give up on one page."""


def newspaper4k(page: Page) -> Answer:
    """Answer of newspaper4k; it cannot do without an address."""
    started = time.process_time()
    article = newspaper.Article(page.effective_url or "https://site.example/", fetch_images=False)
    article.download(input_html=_CONTROL.sub(" ", page.text))
    article.parse()
    elapsed = time.process_time() - started
    date = article.publish_date.isoformat() if article.publish_date else ""
    return Answer(article.title or "", ", ".join(article.authors), date, elapsed)


PEERS: dict[str, Callable[[Page], Answer]] = {
    "trafilatura": trafilatura,
    "newspaper4k": newspaper4k,
}


def read_pages(corpora: Path, name: str) -> Iterator[tuple[dict[str, Any], Page]]:
    """The lines of a set's gold, each with its page."""
    with (corpora / name / "gold.jsonl").open(encoding="utf-8") as file:
        for gold in map(json.loads, file):
            content = (corpora / name / "html" / f"{gold['id']}.html.gz").read_bytes()
            yield gold, Page(gzip.decompress(content), url=gold["url"])


_WORD = re.compile(r"[^\W_]+")
_BETWEEN_NAMES = frozenset(("by", "and"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def normalised(field: str, value: str | None) -> object:
    """A value in the form in which it is compared; None if it says nothing."""
    text = unicodedata.normalize("NFKC", value or "").casefold()
    if field == "date":
        day = _DAY.match(text)
        return day and day.group()
    words = _WORD.findall(text)
    return (tuple(words) if field == "title" else frozenset(words) - _BETWEEN_NAMES) or None


def contradicts(gold: dict[str, Any], page: Page) -> bool:
    """Return True if the page's structured data show that the gold date is not the first one."""
    document = parse(page)
    statements = read_declared(document, segment(document)).statements
    published = first_finding(statements.publication_dates(), iso_date)
    modified = first_finding(statements.modification_dates(), iso_date)
    day, first, last = (
        normalised("date", date)
        for date in (
            gold["metadata"].get("date"), published and published[0], modified and modified[0]
        )
    )  # fmt: skip
    if day is None or first is None or day == first:
        return False
    return day == last or str(day)[5:] == str(first)[5:]


def share(pairs: Iterable[tuple[dict[str, Any], Answer]], field: str, *, known: bool) -> float:
    """Percent of right answers among the pages whose gold tells a field, or does not tell it."""
    right = []
    for gold, answer in pairs:
        wanted = normalised(field, gold["metadata"].get(field))
        if (wanted is not None) is known:
            right.append(normalised(field, getattr(answer, field)) == wanted)
    return 100 * sum(right) / len(right) if right else 100.0


def ask_peers(corpora: Path) -> dict[tuple[str, str], list[Answer]]:
    """The peers' answers to all pages, by set and peer."""
    answers: dict[tuple[str, str], list[Answer]] = {}
    for name in SETS:
        for _, page in read_pages(corpora, name):
            for peer, ask in PEERS.items():
                answers.setdefault((name, peer), []).append(ask(page))
    return answers


def main(corpora: Path, cache: Path | None = None) -> None:
    """Print the table."""
    logging.disable(logging.CRITICAL)
    check_language("en", "Городской совет решил построить новый мост через реку в центре города.")
    warnings.simplefilter("ignore")
    if cache and cache.exists():
        answers = pickle.loads(cache.read_bytes())  # noqa: S301 - the file is our own
    else:
        answers = ask_peers(corpora)
        if cache:
            cache.write_bytes(pickle.dumps(answers))
    print(f"{'set':9} {'tool':13} title  author (silent)   date (silent)  date*  ms a page")
    for name in SETS:
        golds, pages = zip(*read_pages(corpora, name), strict=True)
        answers[name, "cleanarticle"] = [ours(page) for page in pages]
        doubtful = [contradicts(gold, page) for gold, page in zip(golds, pages, strict=True)]
        for tool in ("cleanarticle", *PEERS):
            pairs = list(zip(golds, answers[name, tool], strict=True))
            sure = [pair for pair, doubt in zip(pairs, doubtful, strict=True) if not doubt]
            title, date = share(pairs, "title", known=True), share(pairs, "date", known=True)
            author, nobody = (share(pairs, "author", known=told) for told in (True, False))
            undated, dated = share(pairs, "date", known=False), share(sure, "date", known=True)
            milliseconds = 1000 * sum(answer.seconds for _, answer in pairs) / len(pairs)
            print(
                f"{name:9} {tool:13} {title:5.1f}  {author:6.1f} ({nobody:5.1f})"
                f"   {date:5.1f} ({undated:5.1f})  {dated:5.1f}  {milliseconds:8.2f}"
            )
        print(f"{name:9} {sum(doubtful)} pages contradict the date of their gold")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
