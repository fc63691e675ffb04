"""Measure the effect of site templates.

    python benchmarks/sites.py CORPORA [PAGES]        (make sites CORPORA=...)

PAGES is the number of pages of the synthetic site, 200 by default.

The blogs are the 43 hosts with six or more pages in the corpus blogs, on which no model was
trained. The template of each page is learned from all other pages of the host, as by `cleanarticle
learn`. For each host and for all, the mean word F1, precision and recall are printed, without and
with a template. The gold texts of nfl.com contain the rules for comments that are on every page, so
the results without this host are printed too.

On the other sites, two counts are compared without and with a template: the words of boilerplate
that are wrongly kept, and the words of the body that are kept.

The real sites are the domains with three or more pages in wcxb-dev, news-424 and zh-69. The
template of each page is learned from all other pages of the site. The shipped models were trained
on most of these sites, so a template has less to correct there than on other sites. The results for
the held-out sites, on which the models were not trained, are also printed separately.

The bodies of the synthetic site are gold texts of news-424. Each page also has four of 40 teasers
and one of three long notices, in the column of the article and without meaningful class names. In
every third body, the first paragraph is a note about a series, which a template should not remove.
The template is learned from all pages, as by `cleanarticle learn`.
"""

from __future__ import annotations

import html
import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

import cleanarticle
from align import align
from cleanarticle import SiteTemplate
from cleanarticle.sites.template import LEARNING, MIN_PAGES
from cleanarticle.urls import host_of
from corpora import HELD_OUT, domain, fold_of, gold_entries, read_page
from metrics import Score, word_score, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from cleanarticle import Article, Page

BLOG_PAGES = 6
WRONG_GOLD = "nfl.com"
CHANGE = 0.001
"""Minimum difference of word F1 that makes a site better or worse."""

PAGES = 200
TEASERS = 40
TEASERS_PER_PAGE = 4
SEED = 4

MENU = "".join(f"<li><a href='/{name}'>{name}</a>" for name in "News Politics Sport Arts".split())
NOTICES = (
    "Our reporters work from eleven bureaus on four continents and have covered this part of the "
    "world since 1987. Readers pay for two thirds of what that costs, foundations for the rest.",
    "This paper is printed six days a week and delivered before seven in the morning. If yours was "
    "late or wet today, the delivery office takes calls until noon and sends another one.",
    "Every month our editors discuss a story like this one with readers at the old corn exchange. "
    "Entry is free, there is coffee, and the next evening is on the first Thursday after payday.",
)
SERIES_NOTE = (
    "This story is part of a series about how towns along the river have changed over the past "
    "ten years, told by the people who live there."
)
FOOTER = """<aside><p>Subscribe to our newsletter</p></aside>
<footer><p>© 2024 The River Post. All rights reserved.</p><a href=/terms>Terms</a></footer>"""


class Counts(NamedTuple):
    """Numbers of words on some pages.

    Attributes:
        wrongly_kept: Words of boilerplate that are kept.
        repeated: Those of them in texts that are on another page of the site too.
        correctly_kept: Words of the body that are kept.
        body: Words of the body.
    """

    wrongly_kept: float
    repeated: float
    correctly_kept: float
    body: float


def count_words(article: Article, shares: Iterable[float], others: Container[str]) -> Counts:
    """Count the words of a page.

    Args:
        article: The cleaned page.
        shares: For each block, the share of its words that are body.
        others: The block texts of the site's other pages.
    """
    counts = Counts(0, 0, 0, 0)
    for block, share in zip(article.blocks, shares, strict=True):
        size = len(words(block.text))
        kept = 0 if block.is_boilerplate else size
        wrongly_kept = kept * (1 - share)
        repeated = wrongly_kept if block.text in others else 0
        counts = sum_counts([counts, Counts(wrongly_kept, repeated, kept * share, size * share)])
    return counts


def sum_counts(counts: Iterable[Counts]) -> Counts:
    """Return the sum of counts."""
    return Counts(*map(sum, zip(*counts, strict=True)))


def report(name: str, pairs: Sequence[tuple[Counts, Counts]]) -> None:
    """Print the number of pages, wrongly kept words and recall, without and with a template."""
    before, after = (sum_counts(column) for column in zip(*pairs, strict=True))
    print(
        f"{name}, {len(pairs)} pages\n"
        f"  wrongly kept words     {_format_change(before.wrongly_kept, after.wrongly_kept)}\n"
        f"  ... in repeated texts  {_format_change(before.repeated, after.repeated)}\n"
        f"  recall of the body     {before.correctly_kept / before.body:.4f} -> "
        f"{after.correctly_kept / after.body:.4f}"
    )


def _format_change(before: float, after: float) -> str:
    share = after / before - 1 if before else 0.0
    return f"{before:.0f} -> {after:.0f} ({share:+.1%})"


class ScoredPage(NamedTuple):
    """The scores of a page of a blog without a template and with one of the other pages."""

    before: Score
    after: Score


def blogs(corpora: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the gold entries of each host of the corpus blogs with six or more pages."""
    sites: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with (corpora / "blogs" / "gold.jsonl").open(encoding="utf-8") as file:
        for gold in map(json.loads, file):
            sites[host_of(gold["url"])].append(gold)
    return {host: golds for host, golds in sites.items() if host and len(golds) >= BLOG_PAGES}


def measure_blog(corpora: Path, golds: Sequence[dict[str, Any]]) -> list[ScoredPage]:
    """Return the scores of each page of a blog."""
    pages = [read_page(corpora, "blogs", gold) for gold in golds]
    learned = [cleanarticle.clean(page, options=LEARNING) for page in pages]
    scores = []
    for index, (page, gold) in enumerate(zip(pages, golds, strict=True)):
        template = SiteTemplate.learn([*learned[:index], *learned[index + 1 :]])
        before = cleanarticle.clean(page, url=gold["url"])
        after = cleanarticle.clean(page, url=gold["url"], template=template)
        scores.append(
            ScoredPage(
                *(word_score(article.text, gold["main_content"]) for article in (before, after))
            )
        )
    return scores


def report_scores(name: str, pages: Sequence[ScoredPage]) -> float:
    """Print the mean scores of pages; return the change of word F1."""
    before, after = (
        Score(*(sum(values) / len(pages) for values in zip(*scores, strict=True)))
        for scores in zip(*pages, strict=True)
    )
    print(
        f"{name:28} {len(pages):4} pages  word F1 {before.f1:.4f} -> {after.f1:.4f}"
        f"  precision {before.precision:.4f} -> {after.precision:.4f}"
        f"  recall {before.recall:.4f} -> {after.recall:.4f}",
        flush=True,
    )
    return after.f1 - before.f1


def measure_blogs(corpora: Path) -> None:
    """Print the scores of each blog and of all of them."""
    scores, changes = {}, []
    for host, golds in blogs(corpora).items():
        scores[host] = measure_blog(corpora, golds)
        changes.append(report_scores(host, scores[host]))
    if not scores:
        print(f"blogs: no host has {BLOG_PAGES} pages")
        return
    report_scores("blogs", [page for pages in scores.values() for page in pages])
    others = [page for host, pages in scores.items() if host != WRONG_GOLD for page in pages]
    report_scores(f"blogs without {WRONG_GOLD}", others)
    better, worse = sum(x > CHANGE for x in changes), sum(x < -CHANGE for x in changes)
    print(f"  of {len(changes)} sites, {better} are better and {worse} worse")


def real_sites(corpora: Path) -> dict[str, list[tuple[Page, dict[str, Any]]]]:
    """Return the pages and gold entries of each domain with three or more pages."""
    sites: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for set_name, gold in gold_entries(corpora):
        if set_name not in ("blogs", "manuals") and gold.get("main_content") is not None:
            sites[domain(set_name, gold)].append((set_name, gold))
    return {
        name: [(read_page(corpora, set_name, gold), gold) for set_name, gold in entries]
        for name, entries in sites.items()
        if len(entries) > MIN_PAGES
    }


def measure_real_site(pages: Sequence[tuple[Page, dict[str, Any]]]) -> list[tuple[Counts, Counts]]:
    """Return the counts of each page of a site, without a template and with one of the others."""
    pairs = []
    articles = [cleanarticle.clean(page, url=gold["url"]) for page, gold in pages]
    for index, ((page, gold), article) in enumerate(zip(pages, articles, strict=True)):
        others = [*articles[:index], *articles[index + 1 :]]
        repeated = {block.text for other in others for block in other.blocks}
        template = SiteTemplate.learn(others)
        with_template = cleanarticle.clean(page, url=gold["url"], template=template)
        shares = align([block.text for block in article.blocks], gold["main_content"])
        pairs.append(
            (
                count_words(article, shares, repeated),
                count_words(with_template, shares, repeated),
            )
        )
    return pairs


def synthetic_pages(corpora: Path, count: int) -> Iterable[tuple[str, set[str]]]:
    """Yield the pages of the synthetic site, each with the texts of its body.

    All other texts of a page are on several pages.
    """
    with (corpora / "news-424" / "gold.jsonl").open(encoding="utf-8") as file:
        texts = [_paragraphs(json.loads(line)["main_content"]) for line in file]
    texts = [paragraphs for paragraphs in texts if len(paragraphs) >= 5]
    random_source = random.Random(SEED)  # noqa: S311 - not for cryptography
    random_source.shuffle(texts)
    bodies, others = texts[:count], texts[count : count + TEASERS]
    teasers = [
        f"<h3><a href='/{index}'>{html.escape(_headline(paragraphs))}</a></h3>"
        f"<p>{html.escape(paragraphs[0])}</p>"
        for index, paragraphs in enumerate(others)
    ]
    for index, body in enumerate(bodies):
        paragraphs = [SERIES_NOTE, *body] if index % 3 == 0 else body
        column = [f"<p>{html.escape(text)}</p>" for text in paragraphs]
        shown_teasers = random_source.sample(teasers, TEASERS_PER_PAGE)
        panel = "".join(f"<div class=b>{teaser}</div>" for teaser in shown_teasers)
        column.insert(len(column) // 2, f"<div class=a>{panel}</div>")
        column.append(f"<div class=c><p>{random_source.choice(NOTICES)}</p></div>")
        headline = html.escape(_headline(body[1:]))
        yield (
            f"<html><head><title>{headline}</title></head><body><nav><ul>{MENU}</ul></nav>"
            f"<div class=m><h1>{headline}</h1>{''.join(column)}</div>{FOOTER}</body></html>",
            {*paragraphs, headline},
        )


def _paragraphs(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if len(line.split()) >= 8]


def _headline(paragraphs: Sequence[str]) -> str:
    return " ".join(paragraphs[0].split()[:9])


def measure_synthetic_site(corpora: Path, pages: int) -> None:
    """Print the counts of the synthetic site."""
    site = list(synthetic_pages(corpora, pages))
    template = SiteTemplate.learn(markup for markup, _ in site)
    pairs, kept_series = [], Counter[str]()
    for markup, body in site:
        without_template = cleanarticle.clean(markup)
        with_template = cleanarticle.clean(markup, template=template)
        shares = [float(block.text in body) for block in without_template.blocks]
        repeated = {block.text for block in without_template.blocks} - body
        pairs.append(
            (
                count_words(without_template, shares, repeated),
                count_words(with_template, shares, repeated),
            )
        )
        for name, article in (("without", without_template), ("with", with_template)):
            kept_series[name] += any(block.text == SERIES_NOTE for block in article.body)
    report("synthetic site, rotating teasers", pairs)
    series_pages = len(range(0, pages, 3))
    print(
        f"  the series note in {series_pages} bodies is kept in {kept_series['without']} without "
        f"and in {kept_series['with']} with the template; the template has {len(template.texts)} "
        f"texts and {len(template.places)} places, {len(template.to_json()) / 1000:.0f} kB of JSON"
    )


def main(corpora: Path, pages: int = PAGES) -> None:
    """Print the scores of the blogs and the counts of the real sites and of the synthetic site."""
    measure_blogs(corpora)
    counts = {name: measure_real_site(pages) for name, pages in real_sites(corpora).items()}
    report("real sites", [pair for pairs in counts.values() for pair in pairs])
    held_out = [
        pair for name, pairs in counts.items() if fold_of(name) == HELD_OUT for pair in pairs
    ]
    report("held-out real sites", held_out)
    measure_synthetic_site(corpora, pages)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
