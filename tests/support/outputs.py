"""Read back the records of a batch from every output format."""

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
    """Return the records of an output; for a folder, those of its records.jsonl."""
    match path.suffix:
        case ".sqlite":
            with closing(sqlite3.connect(path)) as database:
                database.row_factory = sqlite3.Row
                return [dict(row) for row in database.execute("SELECT * FROM records")]
        case ".parquet":
            rows: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
            return rows
        case ".gz":
            return _parse_lines(gzip.decompress(path.read_bytes()))
        case ".zst":
            return _parse_lines(zstd().decompress(path.read_bytes()))
        case "":
            return _parse_lines((path / "records.jsonl").read_bytes())
        case _:
            return _parse_lines(path.read_bytes())


def _parse_lines(data: bytes) -> list[dict[str, Any]]:
    assert not data or data.endswith(b"\n")
    return [json.loads(line) for line in data.split(b"\n")[:-1]]
