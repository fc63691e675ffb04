"""The extractor in pipelines of datatrove, over WARC files of fixture pages."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest

import cleanarticle
from cleanarticle.errors import ConfigError
from support.frameworks import require
from support.paths import FIXTURES
from support.warcs import write_crawl
from support.webserver import PDF

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.frameworks,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the frameworks
]

PAGES = {
    f"https://{path.parent.name}.example/a": path.read_bytes()
    for path in sorted(FIXTURES.glob("kinds/*/source.html"))
}
EMPTY = {
    "https://menu.example/": b"<title>Menu</title><nav><a href=/>Home</a></nav>",
    "https://wall.example/": b"<title>Just a moment...</title><p>Checking your browser.",
}


@pytest.fixture(autouse=True, scope="module")
def _frameworks() -> None:
    require("datatrove", "warcio", "orjson", "cchardet", "magic")


def counts_of(stats: Any) -> dict[str, int]:
    return {name: metric.total for name, metric in stats.stats.items()}


def run(folder: Path, pages: dict[str, bytes], *, workers: int = 1, **options: Any) -> Any:
    """Run a pipeline over a WARC file per worker; return the documents and the stage's counts."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import WarcReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleanarticle.scale.datatrove import CleanArticleExtractor

    crawl, output = folder / "crawl", folder / "output"
    crawl.mkdir()
    for number in range(workers):
        write_crawl(crawl / f"{number}.warc.gz", dict(list(pages.items())[number::workers]))
    stages = [
        WarcReader(str(crawl)),
        CleanArticleExtractor(**options),
        JsonlWriter(str(output), compression=None),
    ]
    executor = LocalPipelineExecutor(
        stages, tasks=workers, workers=workers, logging_dir=str(folder / "logs")
    )
    counts = counts_of(executor.run().stats[1])
    lines = [line for path in output.glob("*") for line in path.read_text("utf-8").splitlines()]
    documents = {document["metadata"]["url"]: document for document in map(json.loads, lines)}
    return documents, counts


def test_extractor_documents_have_text_and_metadata_of_articles(tmp_path: Path) -> None:
    documents, counts = run(tmp_path, PAGES, workers=2, effort="fast")
    assert counts["forwarded"] == len(documents) == len(PAGES)
    for url, page in PAGES.items():
        article = cleanarticle.clean(page, url=url, effort="fast")
        metadata = documents[url]["metadata"]
        assert documents[url]["text"] == article.text
        assert metadata["title"] == article.title
        assert metadata["authors"] == "; ".join(article.authors)
        assert metadata["published"] == (article.published or "")
        assert metadata["language"] == article.language
        assert metadata["page_type"] == article.page_type
        assert metadata["confidence"] == article.confidence
        assert metadata["body_hash"] == article.body_hash
        assert set(metadata["flags"].split(",")) - {""} == article.flags
        assert {"date", "file_path"} <= metadata.keys()  # of the reader


def test_extractor_markdown_and_preference_are_those_of_clean(tmp_path: Path) -> None:
    documents, _ = run(tmp_path, PAGES, output="markdown", prefer="recall")
    for url, page in PAGES.items():
        article = cleanarticle.clean(page, url=url, prefer="recall")
        assert documents[url]["text"] == article.markdown


def test_extractor_pages_without_main_content_are_dropped_and_counted(tmp_path: Path) -> None:
    documents, counts = run(tmp_path, {**EMPTY, **PAGES})
    assert documents.keys() == PAGES.keys()
    assert counts["total"] == len(PAGES) + 2
    assert counts["dropped"] == 2
    assert counts["dropped_no_main_content"] == counts["dropped_blocked"] == 1


def documents_of(texts: dict[str, str]) -> Any:
    from datatrove.data import Document

    return [Document(text=text, id=url, metadata={"url": url}) for url, text in texts.items()]


def test_extractor_documents_that_are_not_pages_are_counted_by_kind() -> None:
    from cleanarticle.scale.datatrove import CleanArticleExtractor

    extractor = CleanArticleExtractor()
    texts = {
        "pdf": PDF.decode("latin-1"),
        "empty": "",
        "page": PAGES["https://docs.example/a"].decode(),
    }
    (document,) = extractor.run(documents_of(texts))
    assert document.id == "page"
    counts = counts_of(extractor.stats)
    assert counts["clean_error"] == 2
    assert counts["clean_error_unsupported_content"] == counts["clean_error_input"] == 1


def test_extractor_page_that_hangs_or_crashes_is_counted_and_the_next_one_cleaned() -> None:
    from cleanarticle.scale.datatrove import CleanArticleExtractor

    class Faulty(CleanArticleExtractor):
        def _clean(self, html: str, url: str | None) -> Any:
            match html:
                case "<p>hang":
                    time.sleep(60)
                case "<p>die":
                    os._exit(1)
                case "<p>fail":
                    raise RuntimeError("a bug")
            return super()._clean(html, url)

    extractor = Faulty(timeout=3)
    texts = {name: f"<p>{name}" for name in ("hang", "die", "fail")}
    texts["page"] = PAGES["https://docs.example/a"].decode()
    assert [document.id for document in extractor.run(documents_of(texts))] == ["page"]
    counts = counts_of(extractor.stats)
    assert counts["total"] == 4
    assert counts["timeout"] == counts["broken_process"] == counts["clean_error_cleaning"] == 1


def test_extract_page_returns_text() -> None:
    from cleanarticle.scale.datatrove import CleanArticleExtractor

    page = PAGES["https://docs.example/a"]
    assert CleanArticleExtractor().extract(page.decode()) == cleanarticle.clean(page).text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"output": "html"}, "output"),
        ({"efort": "fast"}, "effort"),
        ({"timeout": 1, "delay": 2}, "delay"),
    ],
)
def test_extractor_wrong_option_raises_config_error(options: dict[str, Any], message: str) -> None:
    from cleanarticle.scale.datatrove import CleanArticleExtractor

    with pytest.raises(ConfigError, match=message):
        CleanArticleExtractor(**options)
