"""A folder of Parquet files as the output of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.dataset
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from cleanarticle.cli import app
from support.warcs import write_crawl
from support.webserver import article

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

URLS = [f"https://site.example/{number}" for number in range(25)]
PARTS = ["part-000000000-000000009.parquet", "part-000000010-000000019.parquet",
         "part-000000020-000000024.parquet"]  # fmt: skip


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "crawl.warc.gz"
    pages = {url: article(f"Page {number}") for number, url in enumerate(URLS)}
    write_crawl(path, {**pages, URLS[3]: b"User-agent: *\nDisallow: /\n" * 9})
    return path


def run_batch(source: Path, *args: object) -> Result:
    options = ["--part-size", 10, "--workers", 0, *args]
    return CliRunner().invoke(
        app, ["batch", str(source), "-o", str(source.parent / "out.parquet"), *map(str, options)]
    )


def urls(folder: Path) -> list[str]:
    column: list[str] = pyarrow.dataset.dataset(folder).to_table(columns=["url"])["url"].to_pylist()
    return column


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_batch_part_size_writes_ranges_of_inputs_with_typed_blocks(source: Path) -> None:
    result = run_batch(source)
    folder = source.parent / "out.parquet"
    assert result.exit_code == 1, result.stderr
    assert names(folder) == PARTS
    assert urls(folder) == URLS
    table = pyarrow.parquet.read_table(folder / PARTS[0])
    assert [row["error"] is None for row in table.to_pylist()] == [True] * 3 + [False] + [True] * 6
    blocks = table.schema.field("boilerplate").type
    assert [field.name for field in blocks.value_type] == ["kind", "text", "reason"]


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_batch_part_size_stopped_run_does_the_missing_parts_again(source: Path, kept: int) -> None:
    folder = source.parent / "out.parquet"
    run_batch(source)
    for name in PARTS[kept:]:
        (folder / name).unlink()
    (folder / f".new-{PARTS[kept]}").write_bytes(b"PAR1 half")
    assert run_batch(source).exit_code == 1
    assert names(folder) == PARTS
    assert urls(folder) == URLS


def test_batch_part_size_retry_failed_takes_failures_out_of_their_part(source: Path) -> None:
    folder = source.parent / "out.parquet"
    run_batch(source)
    write_crawl(source, {url: article("Page") for url in URLS})
    assert run_batch(source, "--retry-failed").exit_code == 0
    assert sorted(urls(folder)) == sorted(URLS)
    assert names(folder) == [*PARTS, "part-000000025-000000025.parquet"]


def test_batch_part_size_foreign_folder_or_output_is_refused(source: Path) -> None:
    folder = source.parent / "out.parquet"
    folder.mkdir()
    (folder / "mine.parquet").write_bytes(b"mine")
    result = run_batch(source)
    assert result.exit_code == 2
    assert "not the output of a batch" in " ".join(result.stderr.split())
    result = CliRunner().invoke(
        app, ["batch", str(source), "-o", str(source.parent / "o.jsonl"), "--part-size", "10"]
    )
    assert result.exit_code == 2
    assert "only a .parquet output has parts" in " ".join(result.stderr.split())


def test_batch_folder_of_parts_without_part_size_is_refused(source: Path) -> None:
    run_batch(source)
    folder = source.parent / "out.parquet"
    result = CliRunner().invoke(app, ["batch", str(source), "-o", str(folder), "--workers", "0"])
    assert result.exit_code == 2
    assert "--part-size" in result.stderr


def test_batch_part_size_part_that_is_removed_is_done_again(source: Path) -> None:
    folder = source.parent / "out.parquet"
    run_batch(source)
    (folder / PARTS[1]).unlink()
    run_batch(source)
    assert sorted(urls(folder)) == sorted(URLS)
