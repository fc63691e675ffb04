"""Compare accuracy and speed with the other extractors of Python; write docs/benchmarks.md.

    python benchmarks/field.py CORPORA [EVERY]        (make bench-all CORPORA=...)

cleanarticle's models are those of cross-validation by domain, whose outputs `make train` leaves in
training/cache: each page is cleaned by models that saw no page of its domain. The others are not
trained on these pages. Each tool has its defaults, without comments. EVERY 8 takes every eighth
page.
"""

from __future__ import annotations

import datetime as dt
import gzip
import logging
import sys
import time
import warnings
from collections import defaultdict
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleanarticle.core.page_type import PAGE_TYPES
from corpora import gold_entries, read_page
from crossed import cleaned_texts, read_results
from metrics import score, shingle_counts, shingle_score, snippet_counts, word_score
from plots import bars, dots

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cleanarticle.page import Page

    Entry = tuple[str, dict[str, Any]]
    Texts = Mapping[tuple[str, str], str]

DOCS = Path(__file__).parents[1] / "docs"
TIMED_PAGES, ROUNDS = 60, 3


def by_cleanarticle(page: Page) -> str:
    """Return the text by cleanarticle's shipped models; for timing alone."""
    import cleanarticle

    return cleanarticle.clean(page).text


def by_trafilatura(page: Page, *, fast: bool = False) -> str:
    """Return the text by trafilatura."""
    import trafilatura

    return trafilatura.extract(page.text, include_comments=False, fast=fast) or ""


def by_resiliparse(page: Page) -> str:
    """Return the text by resiliparse."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page.text, main_content=True, comments=False))


def by_turbohtml(page: Page) -> str:
    """Return the text by turbohtml, which finds none on some pages."""
    import turbohtml

    found = turbohtml.parse(page.text).main_content()
    return "" if found is None else str(found.text)


def by_readability(page: Page) -> str:
    """Return the text by readability-lxml."""
    from lxml import html
    from readability import Document

    return "".join(map(str, html.document_fromstring(Document(page.text).summary()).itertext()))


def by_newspaper(page: Page) -> str:
    """Return the text by newspaper4k."""
    from newspaper import Article

    article = Article("https://www.example.org/", fetch_images=False)
    article.download(input_html=page.text)
    article.parse()
    return str(article.text)


def by_goose(page: Page) -> str:
    """Return the text by goose3."""
    from goose3 import Goose

    with Goose({"enable_image_fetching": False}) as goose:
        return str(goose.extract(raw_html=page.text).cleaned_text)


def by_justext(page: Page) -> str:
    """Return the text by jusText, with its English stop words."""
    import justext

    paragraphs = justext.justext(page.utf8, justext.get_stoplist("English"), encoding="utf-8")
    return "\n".join(each.text for each in paragraphs if not each.is_boilerplate)


def by_boilerpy(page: Page) -> str:
    """Return the text by boilerpy3."""
    from boilerpy3.extractors import ArticleExtractor

    return str(ArticleExtractor().get_content(page.text))


TOOLS: dict[str, Callable[[Page], str]] = {
    "trafilatura": by_trafilatura,
    "trafilatura fast": partial(by_trafilatura, fast=True),
    "resiliparse": by_resiliparse,
    "turbohtml": by_turbohtml,
    "readability-lxml": by_readability,
    "newspaper4k": by_newspaper,
    "goose3": by_goose,
    "jusText": by_justext,
    "boilerpy3": by_boilerpy,
}


class Scores(NamedTuple):
    """The scores of a tool, each 0 to 1: by set, and word F1 on wcxb-dev by type of page."""

    sets: dict[str, float]
    types: dict[str, float]
    failures: int


def main(corpora: Path, every: int = 1) -> None:
    """Measure all tools, and write the page and its plots."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    entries = [entry for entry in gold_entries(corpora, every) if entry[0] in SETS]
    scores = {"cleanarticle": scores_of(entries, cleaned_texts(corpora, read_results().pages))}
    for tool in TOOLS:
        with Pool() as pool:
            texts = pool.map(partial(run, corpora, tool), entries, chunksize=8)
        found = {
            (name, gold["id"]): text or ""
            for (name, gold), text in zip(entries, texts, strict=True)
        }
        scores[tool] = scores_of(entries, found)._replace(failures=texts.count(None))
        print(tool, scores[tool], flush=True)
    write(scores, times(corpora), len(entries))


def run(corpora: Path, tool: str, entry: Entry) -> str | None:
    """Return a tool's text of a page, None if it raises an error."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    try:
        return TOOLS[tool](read_page(corpora, *entry))
    except Exception:  # noqa: BLE001 - tools raise whatever their parsers do
        return None


def scores_of(entries: Sequence[Entry], texts: Texts) -> Scores:
    """Return the scores of a tool's texts."""
    words, shingles, snippets = defaultdict(list), [], []
    for name, gold in entries:
        text = texts.get((name, gold["id"]), "")
        if name == "snippets-500":
            snippets.append(snippet_counts(text, gold["with"], gold["without"]))
            continue
        words[name].append(word_score(text, gold["main_content"]).f1)
        if name == "wcxb-dev":
            words[gold["page_type"]].append(words[name][-1])
        if name == "news-424":
            shingles.append(shingle_counts(text, gold["main_content"]))
    means = {name: sum(values) / len(values) for name, values in words.items()}
    sets: dict[str, float] = {name: means[name] for name in _WORDS if name in means}
    if shingles:
        sets["news-424"] = shingle_score(shingles)[0].f1
    if snippets:
        hits, extra, missed = (sum(column) for column in zip(*snippets, strict=True))
        sets["snippets-500"] = score(hits, hits + extra, hits + missed).f1
    return Scores(sets, {name: means[name] for name in PAGE_TYPES if name in means}, 0)


_WORDS = ("wcxb-dev", "blogs", "zh-69")


def times(corpora: Path) -> dict[str, float]:
    """Return the milliseconds of CPU time a page of each tool, in turns on each page."""
    from cleanarticle.page import Page

    paths = sorted((corpora / "news-424" / "html").iterdir())[:TIMED_PAGES]
    pages = [Page(gzip.decompress(path.read_bytes())) for path in paths]
    tools = {"cleanarticle": by_cleanarticle, **TOOLS}
    total = dict.fromkeys(tools, 0.0)
    for number, page in enumerate([*pages[:3], *pages]):
        for name, extract in tools.items():
            best = min(_seconds(extract, page) for _ in range(ROUNDS))
            total[name] += best if number >= 3 else 0  # the first load modules and models
    return {name: 1000 * seconds / len(pages) for name, seconds in total.items()}


def _seconds(extract: Callable[[Page], str], page: Page) -> float:
    start = time.process_time()
    with suppress(Exception):  # as in `run`
        extract(page)
    return time.process_time() - start


SETS = {
    "wcxb-dev": "word F1", "blogs": "word F1", "zh-69": "word F1",
    "news-424": "shingle F1", "snippets-500": "F1 of snippets",
}  # fmt: skip


def write(scores: Mapping[str, Scores], milliseconds: Mapping[str, float], pages: int) -> None:
    """Write docs/benchmarks.md and the plots beside it."""
    mean = {name: sum(each.sets.values()) / len(each.sets) for name, each in scores.items()}
    images = DOCS / "images"
    images.mkdir(parents=True, exist_ok=True)
    points = {name: (milliseconds[name], mean[name]) for name in scores}
    (images / "accuracy-and-speed.svg").write_text(dots(points), "utf-8")
    types = {name: each.types for name, each in scores.items() if each.types}
    (images / "page-types.svg").write_text(bars(types), "utf-8")
    ranked = sorted(scores, key=lambda name: -mean[name])
    columns = [name for name in SETS if name in scores["cleanarticle"].sets]
    lines = [
        INTRODUCTION.format(pages=pages, date=dt.datetime.now(dt.UTC).date()),
        table(
            ["tool", *columns, "mean", "ms a page", "errors"],
            [
                [
                    _named(name),
                    *(f"{scores[name].sets[column]:.3f}" for column in columns),
                    f"{mean[name]:.3f}",
                    f"{milliseconds[name]:.1f}",
                    str(scores[name].failures),
                ]
                for name in ranked
            ],
        ),
        "![Accuracy against speed, one dot a tool](images/accuracy-and-speed.svg)",
        "## By type of page",
        "Word F1 on wcxb-dev. The plot shows the best four tools for each type.",
        table(
            ["tool", *PAGE_TYPES],
            [
                [name, *(f"{scores[name].types.get(each, 0):.3f}" for each in PAGE_TYPES)]
                for name in ranked
            ],
        ),
        "![Word F1 by type of page](images/page-types.svg)",
        where_we_lose(scores, milliseconds),
    ]
    (DOCS / "benchmarks.md").write_text("\n\n".join(lines) + "\n", "utf-8")


INTRODUCTION = """# Benchmarks

Written by `make bench-all CORPORA=...` on {date}: {pages} pages, each tool with its defaults and
without comments. cleanarticle cleans each page with models that saw no page of its domain
(cross-validation by domain), but of other domains of the same sets, which is an advantage that no
other tool has; its rules were written with these sets at hand. jusText has its English stop words.
Figures are from 0 to 1, higher is better. Times are CPU time on 60 pages of news-424, from bytes to
text, the best of three runs in turns in one process;
they compare the tools, whatever your machine needs.

| set | pages | metric |
|---|---|---|
| wcxb-dev | the development part of the Web Content Extraction Benchmark | word F1 |
| blogs | blogs of 2007 to 2012, many with long threads of comments | word F1 |
| zh-69 | pages in Chinese | word F1, each character a word |
| news-424 | news in many languages | F1 of shingles of four words |
| snippets-500 | pages with snippets that are main content or are not | F1 of the snippets |"""


def _named(name: str) -> str:
    package = {"trafilatura fast": "trafilatura", "resiliparse": "Resiliparse"}.get(name, name)
    return f"{name} {version(package)}"


def where_we_lose(scores: Mapping[str, Scores], milliseconds: Mapping[str, float]) -> str:
    """Return the list of what another tool does better."""
    ours = scores["cleanarticle"]
    losses = [
        f"- {each} on {kind} ({value:.3f}, cleanarticle {own[kind]:.3f})"
        for each, theirs in scores.items()
        if each != "cleanarticle"
        for own, found in ((ours.sets, theirs.sets), (ours.types, theirs.types))
        for kind, value in found.items()
        if value > own[kind]
    ]
    faster = [
        f"- {each} is {milliseconds['cleanarticle'] / value:.1f} times as fast"
        for each, value in milliseconds.items()
        if value < milliseconds["cleanarticle"]
    ]
    return "\n".join(
        ["## Where others are better", "", *(losses or ["- nowhere in accuracy"]), *faster]
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
