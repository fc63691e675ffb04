from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from cleanarticle import CleanArticleError, clean
from cleanarticle.batch import run
from cleanarticle.errors import InputError
from cleanarticle.report import is_batch_output, read_records, summarize
from support.paths import FIXTURES


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = sorted(FIXTURES.glob("seed_*/source.html"))
    path = tmp_path_factory.mktemp("inputs") / "pages.txt"
    path.write_text("\n".join([*map(str, pages), "/missing.html"]))
    return path


@pytest.mark.parametrize(
    ("suffix", "part_size"),
    [*((suffix, None) for suffix in ("jsonl", "jsonl.gz", "jsonl.zst", "sqlite", "parquet")),
     ("parquet", 2)],
)  # fmt: skip
def test_read_records_output_of_batch_gives_its_numbers(
    inputs: Path, tmp_path: Path, suffix: str, part_size: int | None
) -> None:
    output = tmp_path / f"out.{suffix}"
    run(str(inputs), output, workers=0, part_size=part_size)
    assert is_batch_output(str(output))
    summary = summarize(read_records(output))
    articles = [clean(path) for path in sorted(FIXTURES.glob("seed_*/source.html"))]
    blocks = [block for article in articles for block in article.blocks]
    assert (summary.pages, summary.errors, summary.damaged) == (len(articles), {"input": 1}, 0)
    assert summary.words.total() == sum(len(block.text.split()) for block in blocks)
    confidences = [page.confidence for page in summary.doubtful]
    assert confidences == sorted(article.confidence for article in articles)
    assert all(page.url.endswith("source.html") for page in summary.doubtful)


def test_read_records_truncated_line_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"status": "error", "error": {"kind": "robots"}}\n\n{"status": "er')
    assert list(read_records(path)) == [{"status": "error", "error": {"kind": "robots"}}, None]


def test_read_records_truncated_gzip_gives_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl.gz"
    lines = "".join(json.dumps({"number": number}) + "\n" for number in range(5000))
    path.write_bytes(gzip.compress(lines.encode())[:-2000])
    numbers = [record and record["number"] for record in read_records(path)]
    assert numbers[:100] == list(range(100))
    assert len(numbers) < 5000


def write_other_table(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE pages (a)")
    database.close()


@pytest.mark.parametrize("suffix", ["sqlite", "parquet"])
def test_read_records_other_file_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out.{suffix}"
    path.write_text("This is another kind of file, and a longer one.\n" * 20)
    with pytest.raises(InputError, match=f"out.{suffix}: "):
        list(read_records(path))


def test_read_records_other_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    write_other_table(path)
    with pytest.raises(InputError, match="no table of records"):
        list(read_records(path))


def test_read_records_parquet_of_other_columns_is_refused(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "out.parquet"
    parquet.write_table(pa.table({"a": [1]}), path)
    with pytest.raises(InputError, match="no columns of records"):
        list(read_records(path))


def test_read_records_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CleanArticleError, match="no such file"):
        list(read_records(tmp_path / "out.jsonl"))


def test_is_batch_output_goes_by_the_suffix() -> None:
    names = ["a.jsonl", "A.JSONL.GZ", "a.sqlite", "a.html", "a.html.gz", "-"]
    assert [is_batch_output(name) for name in names] == [True, True, True, False, False, False]
