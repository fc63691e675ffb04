"""clean_many: pages that one has, one record each, in their order."""

from __future__ import annotations

import gzip
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

import cleanarticle
from cleanarticle import ConfigError, Page, Record, clean, clean_many
from support.webserver import SENTENCE, article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.loading import Source


def texts(workers: int, sources: list[Source]) -> list[str | None]:
    records = clean_many(sources, workers=workers)
    return [record.text if record.error is None else record.error.kind for record in records]


@pytest.mark.parametrize("workers", [0, 2])
def test_clean_many_gives_what_clean_gives_in_order(tmp_path: Path, workers: int) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(article("File")))
    sources: list[Source] = [
        article("Bytes"),
        article("Str").decode(),
        Page(article("Page"), url="https://site.example/page"),
        path,
        BeautifulSoup(article("Soup"), "lxml"),
        SENTENCE * 4,
        *(article(f"Page {number}") for number in range(40)),
    ]
    records = list(clean_many(sources, workers=workers))
    assert [record.text for record in records] == [clean(source).text for source in sources]
    assert [record.url for record in records[:6]] == [
        "pages[0]", "pages[1]", "https://site.example/page", str(path), "pages[4]", "pages[5]"
    ]  # fmt: skip
    assert [record.title for record in records[6:]] == [f"Page {number}" for number in range(40)]


@pytest.mark.parametrize("workers", [0, 1])
def test_clean_many_bad_pages_have_their_records(tmp_path: Path, workers: int) -> None:
    sources = [b"%PDF-1.7", "", tmp_path / "missing.html", 5, article("Good"), b"https://a.example"]
    records = list(clean_many(sources, workers=workers))  # type: ignore[arg-type]
    assert [record.error and record.error.kind for record in records] == [
        "unsupported_content", "input", "input", "input", None, "input"
    ]  # fmt: skip


def test_clean_many_reads_no_more_than_it_needs() -> None:
    taken = count()

    def pages() -> Iterator[bytes]:
        while True:
            yield article(f"Page {next(taken)}")

    first = list(islice(clean_many(pages()), 3))
    assert [record.title for record in first] == ["Page 0", "Page 1", "Page 2"]
    assert next(taken) < 200


def test_clean_many_error_of_the_pages_themselves_is_raised_behind_their_records() -> None:
    def pages() -> Iterator[bytes]:
        for number in range(30):
            yield article(f"Page {number}")
        raise RuntimeError("no more")

    records: list[Record] = []
    with pytest.raises(RuntimeError, match="no more"):
        records.extend(clean_many(pages()))
    assert len(records) == 30


class _Unsendable(str):
    __slots__ = ()

    def __reduce__(self) -> str:
        raise TypeError("it cannot be sent")


def test_clean_many_source_of_another_type_fails_alone() -> None:
    records = list(clean_many([article("One"), 5, article("Two")]))  # type: ignore[list-item]
    assert [record.status for record in records] == ["ok", "error", "ok"]
    assert "cannot clean 'int' objects" in records[1].error.message  # type: ignore[union-attr]


@pytest.mark.parametrize("workers", [0, 1])
def test_clean_many_page_that_cannot_be_sent_fails_alone(workers: int) -> None:
    odd = Page(article("Odd"), headers={"x-odd": _Unsendable()})
    records = list(clean_many([article("One"), odd, article("Two")], workers=workers))
    assert [record.status for record in records] == ["ok", "error" if workers else "ok", "ok"]


def test_clean_many_gives_a_record_before_it_asks_for_many_pages() -> None:
    taken = 0

    def pages() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            assert taken < 10
            yield article("Page")

    assert next(clean_many(pages())).title == "Page"


@pytest.mark.parametrize("pages", [b"<p>a</p>", "<p>a</p>", Path("a.html"), Page(b"<p>a</p>")])
def test_clean_many_single_document_is_refused(pages: object) -> None:
    with pytest.raises(ConfigError, match="pass a list"):
        clean_many(pages)  # type: ignore[arg-type]


def test_clean_many_takes_options_of_cleaning_and_of_batches_alone() -> None:
    (record,) = clean_many([article("One")], effort="fast", clean_timeout=5)
    assert record.title == "One"
    with pytest.raises(ConfigError, match="timeout"):
        cleanarticle.clean_many([], timeout=5)
