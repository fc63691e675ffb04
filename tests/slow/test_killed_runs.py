"""Runs over a WARC file that are killed and launched again lose and double nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pyarrow.dataset
import pytest

from support.warcs import write_crawl
from support.webserver import article

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PAGES, PART = 1500, 100
URLS = [f"https://site.example/{number}" for number in range(PAGES)]


def read(output: Path) -> list[dict[str, Any]]:
    if output.is_dir():
        rows: list[dict[str, Any]] = pyarrow.dataset.dataset(output).to_table().to_pylist()
        return rows
    return [json.loads(line) for line in output.read_text("utf-8").splitlines()]


def written(output: Path) -> int:
    """Return about how many records are in an output."""
    if output.is_dir():
        return PART * len(list(output.glob("part-*")))
    return output.read_bytes().count(b"\n") if output.exists() else 0


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_batch_killed_three_times_loses_and_doubles_nothing(tmp_path: Path, name: str) -> None:
    source, output = tmp_path / "crawl.warc.gz", tmp_path / name
    write_crawl(source, {url: article(url.rpartition("/")[2]) for url in URLS})
    command = [sys.executable, "-m", "cleanarticle", "batch", str(source), "-o", str(output)]
    if name == "out.parquet":
        command += ["--part-size", str(PART)]
    for share in (0.2, 0.5, 0.7):
        with subprocess.Popen([*command, "--quiet", "--workers", "2"]) as run:
            while written(output) < share * PAGES:
                assert run.poll() is None
                time.sleep(0.02)
            run.kill()
    subprocess.run([*command, "--quiet"], check=True)
    records = read(output)
    assert [record["url"] for record in records] == URLS
    assert all(record["status"] == "ok" for record in records)
    assert [record["title"] for record in records] == [url.rpartition("/")[2] for url in URLS]
