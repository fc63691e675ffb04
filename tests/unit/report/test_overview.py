from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from cleanarticle import BlockKind
from cleanarticle.report import render_overview, summarize
from cleanarticle.report.batch_summary import MAX_DOUBTFUL, MAX_FAILURES
from support.reports import PAYLOADS, assert_is_safe, hostile_article, parse_report, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def record(confidence: float, **changes: Any) -> dict[str, Any]:
    """Return a record of a page with four words of body and one of advertising."""
    blocks = [{"kind": "body", "text": "one two three four"}, {"kind": "advert", "text": "Buy"}]
    fields = {
        "url": "a.html", "final_url": None, "status": "ok", "error": None, "title": "A story",
        "confidence": confidence, "flags": [], "page_type": "article", "blocks": blocks,
    }  # fmt: skip
    return fields | changes


def failure(kind: str) -> dict[str, Any]:
    return {"url": "b", "status": "error", "error": {"kind": kind, "message": "no"}}


def test_summarize_counts_pages_errors_flags_types_and_words() -> None:
    records = [
        record(0.0), record(0.95, flags=["paywalled"]), record(1.0, page_type="forum"),
        failure("timeout"), failure("timeout"), failure("robots"), None,
    ]  # fmt: skip
    summary = summarize(records)
    assert (summary.pages, summary.records, summary.damaged) == (3, 6, 1)
    assert summary.errors == {"timeout": 2, "robots": 1}
    assert summary.flags == {"paywalled": 1}
    assert summary.page_types == {"article": 2, "forum": 1}
    assert summary.confidences == [1, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert summary.words == {BlockKind.BODY: 12, BlockKind.ADVERT: 3}


def test_summarize_keeps_the_pages_of_the_lowest_confidence() -> None:
    confidences = [(index * 37 % 200) / 200 for index in range(200)]
    summary = summarize(record(value, url=f"{value}") for value in confidences)
    kept = [page.confidence for page in summary.doubtful]
    assert kept == sorted(confidences)[:MAX_DOUBTFUL]
    assert [page.url for page in summary.doubtful] == [str(value) for value in kept]


def test_overview_lists_the_first_failures_and_counts_the_others() -> None:
    urls = [f"https://example.org/{number}" for number in range(MAX_FAILURES + 2)]
    summary = summarize([failure("timeout") | {"url": url} for url in urls])
    assert [each.url for each in summary.failures] == urls[:MAX_FAILURES]
    assert summary.errors == {"timeout": MAX_FAILURES + 2}
    assert "Failed inputs, without 2 more" in render_overview(summary, "pages.jsonl")


def test_summarize_equal_confidences_keep_the_first_pages() -> None:
    summary = summarize(record(0.5, url=str(index)) for index in range(200))
    assert [page.url for page in summary.doubtful] == [str(i) for i in range(MAX_DOUBTFUL)]


@pytest.mark.parametrize(
    "value",
    [
        [], "text", 1, {}, {"status": "ok"}, {"status": "error", "error": None},
        record(0.5, blocks=None), record(0.5, blocks=[{"kind": "nonsense", "text": ""}]),
        record(0.5) | {"confidence": None}, record(0.5, flags=None),
    ],
)  # fmt: skip
def test_summarize_what_is_not_a_record_is_counted_as_damaged(value: Any) -> None:
    summary = summarize([value, record(0.5)])
    assert (summary.damaged, summary.pages) == (1, 1)
    assert summary.words == {BlockKind.BODY: 4, BlockKind.ADVERT: 1}


def test_summarize_memory_does_not_grow_with_records() -> None:
    def records() -> Iterator[dict[str, Any]]:
        for index in range(500):
            text = f"{index} " * 10_000
            yield record(index / 500, blocks=[{"kind": "body", "text": text}])

    tracemalloc.start()
    summarize(records())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_overview_shows_bars_and_doubtful_pages_with_links() -> None:
    url = "https://example.org/a?b=1&c"
    records = [record(0.25, final_url=url), record(0.9, flags=["truncated"]), failure("timeout")]
    report = render_overview(summarize(records), "articles.jsonl")
    assert_is_safe(report)
    root = parse_report(report)
    assert "2 pages · 1 error · 80% of all words are main content" in root.text_content()
    assert texts_of(root, "//caption") == [
        "Pages by confidence", "Words by kind", "Page types", "Flags", "Errors",
        "Pages of the lowest confidence", "Failed inputs",
    ]  # fmt: skip
    rows = [" ".join(row.itertext()) for row in root.xpath("//table[@class='pages']/tbody/tr")]
    assert rows == [
        f"0.25 A story {url} 4", "0.90 A story a.html truncated 4", "timeout b no"
    ]  # fmt: skip
    (link,) = root.xpath("//tbody//a")
    assert (link.get("href"), link.get("rel")) == (url, "noopener noreferrer")


def test_overview_of_hostile_records_contains_no_markup_of_them() -> None:
    data = json.loads(hostile_article().to_json())
    hostile = [data | record(0.5, title=text, url=text, flags=[text]) for text in PAYLOADS]
    report = render_overview(summarize([*hostile, *map(failure, PAYLOADS)]), PAYLOADS[0])
    assert_is_safe(report)
    assert parse_report(report).xpath("count(//table[@class='pages']//a)") == 0


def test_overview_of_failures_alone_has_no_share() -> None:
    report = render_overview(summarize([failure("robots")]), "a.jsonl")
    assert_is_safe(report)
    text = parse_report(report).text_content()
    assert "0 pages · 1 error" in text
    assert "of all words" not in text
