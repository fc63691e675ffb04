from __future__ import annotations

import gzip
import io
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet
import pytest

from cleanarticle.batch.inputs import Fields
from cleanarticle.batch.inputs.tables import TableSource
from cleanarticle.errors import ConfigError
from cleanarticle.loading import PlainText
from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

URL = "https://a.example/1,2"
HTML = '<p class="a">One;\nTwo, ü</p>'
ROWS = [
    {"id": "1", "url": URL, "html": HTML, "note": 'x, "y"'},
    {"id": "2", "url": "", "html": HTML * 9000, "note": ""},
]


def csv_of(delimiter: str) -> str:
    def cell(text: str) -> str:
        quoted = text.replace('"', '""')
        return f'"{quoted}"'

    lines = [ROWS[0].keys(), *(map(cell, row.values()) for row in ROWS)]
    return "\r\n".join(delimiter.join(line) for line in lines) + "\r\n"


JSONL = "".join(f"{json.dumps(row)}\n" for row in ROWS)


def parquet_of(rows: Sequence[Mapping[str, object]]) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        csv_of(",").encode(),
        csv_of(",").encode("utf-8-sig"),
        csv_of(";").encode("utf-16"),
        csv_of("\t").encode(),
        gzip.compress(csv_of(",").encode(), mtime=0),
        JSONL.encode(),
        f"\n{JSONL}".encode("utf-8-sig"),
        gzip.compress(JSONL.encode(), mtime=0),
        parquet_of(ROWS),
        parquet_of([{**row, "html": row["html"].encode()} for row in ROWS]),
    ],
)
def test_table_source_of_any_layout_has_the_same_pages(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / ("table.gz" if content.startswith(b"\x1f\x8b") else "table")
    path.write_bytes(content)
    first, second = TableSource(str(path), Fields(html="html")).read()
    assert (first.name, second.name) == (URL, "2")
    assert isinstance(first.document, Page)
    assert (first.document.text, first.document.url) == (HTML, URL)
    assert isinstance(second.document, Page)
    assert (second.document.text, second.document.url) == (HTML * 9000, None)
    assert first.extra == {"id": "1", "note": 'x, "y"'}
    assert TableSource(str(path), Fields(html="html")).count() == 2


def test_table_source_of_urls_yields_each_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "urls.csv"
    path.write_text("title,link\nA,https://a.example/1\nB,\nC,x,y\n\nD,https://a.example/a b\n")
    items = list(TableSource(str(path), Fields(url="link")).read())
    assert [item.name for item in items] == [
        "https://a.example/1", f"{path}:2", f"{path}:3", "https://a.example/a b",
    ]  # fmt: skip
    assert [item.problem for item in items] == [
        "",
        f"{path}:2 has no URL in its field 'link'",
        f"{path}:3 has 3 cells, the header 2",
        "",
    ]
    assert items[0].extra == {"title": "A"}
    assert items[0].document is None


def test_table_source_of_texts_has_their_urls(tmp_path: Path) -> None:
    path = tmp_path / "texts.tsv"
    path.write_text(f"body\tlink\nHello there.\t{URL}\n")
    (item,) = TableSource(str(path), Fields(text="body", url="link")).read()
    assert item.document == PlainText("Hello there.", URL)


def test_table_source_carries_values_of_any_type_as_json(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    row = {"html": "<p>x", "at": datetime(2024, 5, 4), "raw": b"\xff", "nan": float("nan"),  # noqa: DTZ001
           "tags": ["a"], "inner": {"n": 1}}  # fmt: skip
    path.write_bytes(parquet_of([row]))
    (item,) = TableSource(str(path), Fields(html="html")).read()
    assert item.name == f"{path}:1"
    assert json.loads(json.dumps(item.extra)) == {
        "at": "2024-05-04 00:00:00", "raw": "\\xff", "nan": None, "tags": ["a"], "inner": {"n": 1},
    }  # fmt: skip


@pytest.mark.parametrize("content", [csv_of(",").encode(), parquet_of(ROWS), b""])
def test_table_source_without_the_column_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="has no column 'body'; it"):
        TableSource(str(path), Fields(text="body"))


@pytest.mark.parametrize("content", [csv_of(","), JSONL])
def test_table_source_of_stdin_is_read(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content.encode())))
    )
    items = TableSource("-", Fields(html="html")).read()
    assert [item.name for item in items] == [URL, "2"]
