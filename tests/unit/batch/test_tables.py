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


GERMAN = "Der Fluß stieg über die Brücke – „Wasser“"
JAPANESE = "橋は一晩で閉鎖された。川の水位が上がったためである。"


@pytest.mark.parametrize(
    ("text", "codec"), [(GERMAN, "cp1252"), (JAPANESE, "cp932"), ("Мост закрыт", "cp1251")]
)
@pytest.mark.parametrize("layout", ["csv", "jsonl"])
def test_table_source_in_a_legacy_encoding_reads_its_texts(
    tmp_path: Path, text: str, codec: str, layout: str
) -> None:
    rows = "".join(f'{URL}{n};"{text}\n{text}"\r\n' for n in range(3))
    content = f"url;body;{text[:5]}\r\n{rows}"
    if layout == "jsonl":
        row = {"url": URL, "body": f"{text}\n{text}"}
        content = json.dumps(row, ensure_ascii=False) + "\n"
    path = tmp_path / "table"
    path.write_bytes(content.encode(codec))
    first, *_ = TableSource(str(path), Fields(text="body")).read()
    assert isinstance(first.document, PlainText)
    assert first.document.text == f"{text}\n{text}"


def test_table_source_of_utf8_with_a_row_in_another_encoding_reads_both(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(
        f"url;body\n{URL};{JAPANESE}\n".encode() + f"{URL};{GERMAN}\n".encode("cp1252")
    )
    items = TableSource(str(path), Fields(text="body")).read()
    assert [item.document for item in items] == [PlainText(JAPANESE, URL), PlainText(GERMAN, URL)]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;\r"])
def test_table_source_with_the_delimiter_line_of_excel_reads_it(tmp_path: Path, line: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"\ufeff{line}\nurl;body\n{URL};a, b\n", "utf-8")
    (item,) = TableSource(str(path), Fields(text="body")).read()
    assert item.document == PlainText("a, b", URL)


@pytest.mark.parametrize("rest", ['"open, and\nhttps://a.example/3,lost\n', '"'])
def test_table_source_with_an_unclosed_quotation_mark_says_so(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"url,body\nhttps://a.example/1,one\nhttps://a.example/2,{rest}")
    first, second = TableSource(str(path), Fields(text="body")).read()
    assert first.document == PlainText("one", "https://a.example/1")
    assert str(second.problem).startswith(f"{path}:2 has a quotation mark that is never closed")


def test_table_source_with_a_quotation_mark_closed_in_a_later_row_says_so(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    rows = ['1\t"No way", she said', '2\t"No way, he said', "3\tlost", '4\t5" pipe', "5\tfive"]
    path.write_text("\n".join(["id\tbody", *rows]))
    one, swallowed, five = TableSource(str(path), Fields(text="body")).read()
    assert one.document == PlainText("No way, she said")
    assert "its 3 lines cannot be read" in str(swallowed.problem)
    assert five.document == PlainText("five")


def test_table_source_with_lines_in_a_quoted_cell_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('id,body\n1,"She said ""no"",\nand left."\n2,two\n')
    one, two = TableSource(str(path), Fields(text="body")).read()
    assert one.document == PlainText('She said "no",\nand left.')
    assert two.document == PlainText("two")


@pytest.mark.parametrize(
    "row",
    ['"one\\nline" ,1\n', '"<p>a</p>\n<p class=\\"x\\">more</p>",1\n'],
    ids=["blank", "escaped"],
)
def test_table_source_with_untidy_marks_in_a_cell_of_several_lines_reads_it(
    tmp_path: Path, row: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"body,id\n{row}two,2\n")
    first, second = TableSource(str(path), Fields(text="body")).read()
    assert not first.problem
    assert second.document == PlainText("two")


def test_table_source_with_a_huge_cell_says_so_and_reads_the_others(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"url;body\n{URL};{'x' * 10_000_001}\n{URL};two\n")
    first, second = TableSource(str(path), Fields(text="body")).read()
    assert "field larger than field limit" in str(first.problem)
    assert second.document == PlainText("two", URL)


@pytest.mark.parametrize(
    "content",
    ['[{"html": "<p>x"},\n{"html": "<p>y"}]', '[\n  {"html": "<p>x"}\n]', '{\r\n "html": "<p>x"}'],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_table_source_of_one_json_value_is_refused(
    tmp_path: Path, content: str, encoding: str
) -> None:
    path = tmp_path / "pages.json"
    path.write_text(content, encoding)
    with pytest.raises(ConfigError, match="one object a line, as jq -c"):
        TableSource(str(path), Fields(html="html"))
