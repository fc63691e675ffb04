"""Runs over a WARC file that are killed and launched again lose and double nothing."""

from __future__ import annotations

import json
import random
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

PAGES = 1500
URLS = [f"https://site.example/{number}" for number in range(PAGES)]


def read(output: Path) -> list[dict[str, Any]]:
    if output.is_dir():
        rows: list[dict[str, Any]] = pyarrow.dataset.dataset(output).to_table().to_pylist()
        return rows
    return [json.loads(line) for line in output.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_batch_killed_three_times_loses_and_doubles_nothing(tmp_path: Path, name: str) -> None:
    source, output = tmp_path / "crawl.warc.gz", tmp_path / name
    write_crawl(source, {url: article(url.rpartition("/")[2]) for url in URLS})
    command = [sys.executable, "-m", "cleanarticle", "batch", str(source), "-o", str(output)]
    if name == "out.parquet":
        command += ["--part-size", "100"]
    chance = random.Random(5)  # noqa: S311 - not for cryptography
    killed = 0
    while killed < 3:
        with subprocess.Popen([*command, "--quiet", "--workers", "2"]) as run:
            time.sleep(chance.uniform(2.0, 3.5))
            killed += run.poll() is None
            run.kill()
    subprocess.run([*command, "--quiet"], check=True)
    records = read(output)
    assert [record["url"] for record in records] == URLS
    assert all(record["status"] == "ok" for record in records)
    assert [record["title"] for record in records] == [url.rpartition("/")[2] for url in URLS]
