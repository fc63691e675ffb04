"""The examples of docs/recipes, run as they are written."""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import cleanarticle
from support.code_blocks import SITE, run_blocks
from support.frameworks import require
from support.paths import FIXTURES, ROOT
from support.warcs import write_crawl
from support.webserver import Site, article

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.frameworks

PAGES = {
    f"https://{path.parent.name}.example/a": path.read_bytes()
    for path in sorted(FIXTURES.glob("kinds/*/source.html"))
}
COPY = "https://copy.example/a"
PDF = "https://pdf.example/a"
ROWS = {
    **{url: page.decode() for url, page in PAGES.items()},
    COPY: PAGES["https://docs.example/a"].decode(),
    PDF: "%PDF-1.7\n1 0 obj",
}


def write_pages(folder: Path, rows: dict[str, str] = ROWS) -> None:
    import pyarrow as pa
    import pyarrow.parquet

    table = pa.table({"url": list(rows), "html": list(rows.values())})
    pa.parquet.write_table(table, folder / "pages.parquet")


def read(path: Path) -> dict[str, dict[str, Any]]:
    import pyarrow.parquet

    return {row["url"]: row for row in pyarrow.parquet.read_table(path).to_pylist()}


def run(name: str, folder: Path, site: str = SITE) -> str:
    """Run a recipe; of the batches in it, some inputs fail."""
    document = ROOT / "docs" / "recipes" / name
    return run_blocks(document, folder, site=site, statuses=(0, 1))


def check_cleaned(rows: dict[str, dict[str, Any]]) -> None:
    assert rows.keys() == ROWS.keys()
    assert "PDF" in rows[PDF]["error"]
    assert rows[PDF]["text"] is None
    for url, page in PAGES.items():
        expected = cleanarticle.clean(page, url=url)
        for name in ("title", "language", "confidence", "text", "body_hash"):
            assert rows[url][name] == getattr(expected, name)
        assert rows[url]["error"] is None


def check_words(path: Path) -> None:
    """Compare the words of each kind of boilerplate with those of the articles."""
    words: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    for url, page in ROWS.items():
        for block in cleanarticle.clean(page, url=url).boilerplate if url != PDF else ():
            words[str(block.kind)] += len(block.text.split(" "))
            blocks[str(block.kind)] += 1
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["kind"]: int(row["words"]) for row in rows} == words
    assert {row["kind"]: int(row["blocks"]) for row in rows} == blocks
    assert [int(row["words"]) for row in rows] == sorted(words.values(), reverse=True)


def test_polars_recipe_cleans_counts_and_drops_copies(tmp_path: Path) -> None:
    require("polars", "pyarrow", "datasketch")
    write_pages(tmp_path)
    run("polars.md", tmp_path)
    check_cleaned(read(tmp_path / "cleaned.parquet"))
    check_words(tmp_path / "words.csv")
    assert read(tmp_path / "distinct.parquet").keys() == PAGES.keys()


def test_duckdb_recipe_cleans_counts_and_finds_changed_pages(tmp_path: Path) -> None:
    require("duckdb", "pyarrow")
    write_pages(tmp_path)
    write_last_week(tmp_path)
    printed = run("duckdb.md", tmp_path)
    check_cleaned(read(tmp_path / "cleaned.parquet"))
    check_words(tmp_path / "words.csv")
    assert read(tmp_path / "changed.parquet").keys() == {"https://recipe.example/a", COPY}
    assert "unsupported_content" in printed
    assert "[https://docs.example/a, https://copy.example/a]" in printed.replace("'", "")


def write_last_week(folder: Path) -> None:
    """Write the records of the same pages, of which one was another, and one not there."""
    from cleanarticle.batch import run as run_batch

    pages = ROWS | {"https://recipe.example/a": article("Soup").decode()}
    del pages[COPY]
    old = folder / "old"
    old.mkdir()
    write_pages(old, pages)
    source = str(old / "pages.parquet")
    run_batch(source, folder / "last_week.parquet", html_field="html", workers=0)


def test_datatrove_recipe_writes_english_articles_of_good_quality(tmp_path: Path) -> None:
    require("datatrove", "warcio", "orjson", "cchardet", "magic", "spacy", "regex")
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    urls = list(PAGES)
    write_crawl(crawl / "0.warc.gz", {url: PAGES[url] for url in urls[::2]})
    short = {"https://short.example/a": b"<title>Menu</title><nav><a href=/>Home</a></nav>"}
    write_crawl(crawl / "1.warc.gz", {url: PAGES[url] for url in urls[1::2]} | short)
    run("datatrove.md", tmp_path)
    lines = [
        line
        for path in (tmp_path / "texts").glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    ]
    texts = {document["metadata"]["url"]: document for document in map(json.loads, lines)}
    assert "https://repost.example/a" in texts
    assert not texts.keys() & {"https://japanese.example/a", "https://forum.example/a"}
    for url, document in texts.items():
        assert document["text"] == cleanarticle.clean(PAGES[url], url=url, effort="fast").text
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text("utf-8"))
    dropped = stats[1]["stats"]["dropped_no_main_content"]
    assert (dropped if isinstance(dropped, int) else dropped["total"]) == 1


def test_scrapy_recipe_writes_articles(tmp_path: Path) -> None:
    require("scrapy")
    with Site(pages={"/news": article("/news")}) as site:
        run("scrapy.md", tmp_path, site.url(""))
    (line,) = (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()
    item = json.loads(line)
    assert item["url"] == site.url("/news")
    assert item["title"] == "/news"
    assert item["text"].startswith("/news: The river rose")
