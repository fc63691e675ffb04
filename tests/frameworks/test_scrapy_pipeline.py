"""The item pipeline in crawls of a local site with Scrapy."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from support.frameworks import require
from support.paths import TESTS
from support.webserver import SENTENCE, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.frameworks

GOOD = ("/page/1", "/page/2", "/gbk")
BAD = ("/pdf", "/empty")


class Crawl(NamedTuple):
    items: list[dict[str, Any]]
    stats: dict[str, int]
    log: str
    returncode: int

    def of_kind(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the items of a kind by the path of their page."""
        return {
            urlsplit(item.get("url") or item["link"]).path: item
            for item in self.items
            if item["kind"] == kind
        }


@pytest.fixture(autouse=True, scope="module")
def _framework() -> None:
    require("scrapy")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def crawl(site: Site, folder: Path, *paths: str, **settings: Any) -> Crawl:
    output = folder / "items.jsonl"
    urls, given = json.dumps([site.url(path) for path in paths]), json.dumps(settings)
    run = subprocess.run(
        [sys.executable, "-m", "support.spider", urls, str(output), given],
        cwd=TESTS, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    lines = output.read_text("utf-8").splitlines() if output.exists() else ["{}"]
    *items, stats = map(json.loads, lines)
    return Crawl(items, stats, run.stderr, run.returncode)


@pytest.fixture(scope="module")
def defaults(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    return crawl(site, tmp_path_factory.mktemp("crawl"), *GOOD, *BAD)


def test_pipeline_item_with_page_gets_fields_of_article(defaults: Crawl) -> None:
    items = defaults.of_kind("bytes")
    for path in GOOD:
        item = items[path]
        assert SENTENCE.split(" rose ")[1].strip() in item["text"]
        assert (item["page_type"], item["flags"], item["authors"]) == ("article", [], [])
        assert item["boilerplate"][0]["kind"] == "navigation"
        assert len(item["body_hash"]) == 64
        assert item["has_page"]
        assert item["url"].endswith(path)
        assert not item.keys() & {"error", "blocks", "sources", "pages"}
    assert items["/page/1"]["title"] == "/page/1"


def test_pipeline_item_that_declares_fields_gets_those(defaults: Crawl) -> None:
    items = defaults.of_kind("declared")
    assert items["/page/1"].keys() == {"kind", "url", "title", "has_page"}
    assert items["/page/1"]["title"] == "/page/1"
    assert items["/pdf"].keys() == {"kind", "url", "has_page"}


def test_pipeline_page_that_cannot_be_cleaned_is_kept_with_error(defaults: Crawl) -> None:
    items = defaults.of_kind("bytes")
    for path, reason in zip(BAD, ("PDF", "empty"), strict=True):
        assert reason in items[path]["error"]
        assert items[path]["has_page"]
        assert "title" not in items[path]
        warnings = [
            line for line in defaults.log.splitlines() if "WARNING" in line and path in line
        ]
        assert len(warnings) == 2
        assert all("was not cleaned" in line for line in warnings)


def test_pipeline_item_without_page_passes_unchanged(defaults: Crawl) -> None:
    for item in defaults.of_kind("other").values():
        assert item.keys() == {"kind", "url", "has_page"}


def test_pipeline_every_item_is_counted(defaults: Crawl) -> None:
    assert len(defaults.items) == 5 * len(GOOD + BAD)
    assert defaults.stats == {
        "cleanarticle/cleaned": 2 * len(GOOD),
        "cleanarticle/errors": 2 * len(BAD),
        "cleanarticle/without_page": 3 * len(GOOD + BAD),
    }


def test_article_of_response_is_article_or_raises(defaults: Crawl) -> None:
    items = defaults.of_kind("callback")
    assert items["/page/1"]["title"] == "/page/1"
    assert "长江大桥" in items["/gbk"]["text"]
    assert [items[path]["error"] for path in BAD] == ["unsupported_content", "input"]


def test_pipeline_settings_choose_fields_and_options(site: Site, tmp_path: Path) -> None:
    settings = {
        "CLEANARTICLE_HTML_FIELD": "source",
        "CLEANARTICLE_URL_FIELD": "link",
        "CLEANARTICLE_FIELDS": ["title", "html", "url"],
        "CLEANARTICLE_OPTIONS": {"effort": "fast", "clean_timeout": 30},
    }
    result = crawl(site, tmp_path, "/page/1", **settings)
    item = result.of_kind("text")["/page/1"]
    assert item["title"] == "/page/1"
    assert item["url"] == item["link"]
    assert "markdown" not in item
    assert "title" not in result.of_kind("bytes")["/page/1"]


def test_pipeline_without_asyncio_cleans_as_well(site: Site, tmp_path: Path) -> None:
    result = crawl(
        site, tmp_path, "/page/1", TWISTED_REACTOR="twisted.internet.selectreactor.SelectReactor"
    )
    assert result.of_kind("bytes")["/page/1"]["title"] == "/page/1"


def test_pipeline_no_item_with_page_is_warned_of(site: Site, tmp_path: Path) -> None:
    result = crawl(site, tmp_path, "/page/1", CLEANARTICLE_HTML_FIELD="content")
    assert "no item had a page in its field 'content'" in result.log
    assert len(result.items) == 5


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"CLEANARTICLE_OPTIONS": {"efort": "fast"}}, "did you mean 'effort'?"),
        ({"CLEANARTICLE_FIELDS": ["body"]}, "CLEANARTICLE_FIELDS: 'body' is not one of"),
    ],
)
def test_pipeline_wrong_setting_stops_the_crawl(
    site: Site, tmp_path: Path, settings: dict[str, Any], message: str
) -> None:
    result = crawl(site, tmp_path, "/page/1", **settings)
    assert message in result.log
    assert result.items == []
