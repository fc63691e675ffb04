"""Reading back what a batch wrote, whatever it wrote into."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pyarrow.parquet

from cleanarticle.files.compression import zstd

if TYPE_CHECKING:
    from pathlib import Path

OUTPUTS = ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.sqlite", "out.parquet", "out")


def read(path: Path) -> list[dict[str, Any]]:
    """The records of an output; of a folder, those of its index."""
    match path.suffix:
        case ".sqlite":
            with closing(sqlite3.connect(path)) as base:
                base.row_factory = sqlite3.Row
                return [dict(row) for row in base.execute("SELECT * FROM records")]
        case ".parquet":
            rows: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
            return rows
        case ".gz":
            return _lines(gzip.decompress(path.read_bytes()))
        case ".zst":
            return _lines(zstd().decompress(path.read_bytes()))
        case "":
            return _lines((path / "records.jsonl").read_bytes())
        case _:
            return _lines(path.read_bytes())


def _lines(data: bytes) -> list[dict[str, Any]]:
    assert not data or data.endswith(b"\n")
    return [json.loads(line) for line in data.split(b"\n")[:-1]]
