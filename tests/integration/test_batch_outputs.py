"""The outputs of a batch: what they contain, and what survives a kill at any point."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle import clean
from cleanarticle.batch import Record
from cleanarticle.batch.outputs import open_writer
from cleanarticle.batch.outputs.folder import file_name
from cleanarticle.batch.record import RECORD_FIELDS, ErrorInfo
from cleanarticle.errors import ConfigError
from cleanarticle.options import BatchOptions
from support.outputs import OUTPUTS, read
from support.webserver import SENTENCE, article

if TYPE_CHECKING:
    from collections.abc import Iterator

INPUTS = [f"https://site.example/{name}" for name in ("a", "ü", "世界", "d")] + ["\udce9.html"]
FAILED = frozenset(INPUTS[1:3])


@cache
def article_fields() -> dict[str, Any]:
    page = article('A "title": with\x85marks').replace(
        b"</h1>", b"</h1><p>&#55357; \xe2\x80\xa8</p>"
    )
    return clean(page).to_dict()


def make_record(source: str) -> Record:
    error = ErrorInfo("http_status", "ü: there is none\n", 404) if source in FAILED else None
    return Record(
        url=source,
        final_url=source,
        status="error" if error else "ok",
        error=error,
        fetched_at="2024-05-04T00:00:00+00:00",
        elapsed_ms=1,
        fields=None if error else article_fields(),
    )


def write_missing(
    path: Path, *, retry_failed: bool = False, limit: int = len(INPUTS)
) -> Iterator[None]:
    """Write the missing records, then yield while the output is still open."""
    with open_writer(path, BatchOptions(retry_failed=retry_failed)) as writer:
        for source in [source for source in INPUTS if source not in writer.done][:limit]:
            writer.write(make_record(source))
        yield


def write_to_end(path: Path, *, retry_failed: bool = False) -> None:
    for _ in write_missing(path, retry_failed=retry_failed):
        pass


def recorded_names(sources: list[str]) -> list[str]:
    """Return the inputs as all outputs name them, sorted: lone surrogates are escaped."""
    return sorted(source.encode("utf-8", "backslashreplace").decode() for source in sources)


def recorded_urls(path: Path) -> list[str]:
    return recorded_names([row["url"] for row in read(path)])


def truncate_files(folder: Path, kept_fraction: float) -> None:
    """Truncate the files being written, as if the kill had come earlier."""
    for name in (
        "out.jsonl",
        "out.jsonl.gz",
        "out.jsonl.zst",
        "out.sqlite-wal",
        "out/records.jsonl",
    ):
        for path in (folder / name, folder / "out.parquet.part.jsonl"):
            if path.exists():
                content = path.read_bytes()
                path.write_bytes(content[: round(kept_fraction * len(content))])


@settings(max_examples=60, deadline=None)
@given(
    kills=st.lists(
        st.tuples(st.integers(0, len(INPUTS)), st.sampled_from([1, 1, 0.99, 0.7, 0.4, 0])),
        max_size=3,
    ),
    name=st.sampled_from(OUTPUTS),
    retry_failed=st.booleans(),
)
def test_output_after_any_kills_has_one_record_per_input(
    kills: list[tuple[int, float]], name: str, *, retry_failed: bool
) -> None:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "0")
        folder.mkdir()
        for number, (limit, kept_fraction) in enumerate(kills, start=1):
            for _ in write_missing(folder / name, retry_failed=retry_failed, limit=limit):
                killed = shutil.copytree(folder, Path(parent, str(number)))
            truncate_files(killed, kept_fraction)
            folder = killed
        write_to_end(folder / name, retry_failed=retry_failed)
        assert recorded_urls(folder / name) == recorded_names(INPUTS)
        write_to_end(folder / name)
        assert recorded_urls(folder / name) == recorded_names(INPUTS)


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_killed_while_open_keeps_written_records(tmp_path: Path, name: str) -> None:
    (tmp_path / "0").mkdir()
    for _ in write_missing(tmp_path / "0" / name, limit=2):
        killed = shutil.copytree(tmp_path / "0", tmp_path / "1")
    with open_writer(killed / name, BatchOptions()) as writer:
        assert [source in writer.done for source in INPUTS] == [True, True, False, False, False]


@pytest.mark.parametrize("name", OUTPUTS)
def test_open_writer_retry_failed_rewrites_failed_inputs(tmp_path: Path, name: str) -> None:
    write_to_end(tmp_path / name)
    with open_writer(tmp_path / name, BatchOptions(retry_failed=True)) as writer:
        assert {source for source in INPUTS if source not in writer.done} == FAILED
        for source in sorted(FAILED):
            writer.write(make_record(source))
    assert recorded_urls(tmp_path / name) == recorded_names(INPUTS)


def test_parquet_killed_before_part_file_is_removed_is_completed(tmp_path: Path) -> None:
    path, part = tmp_path / "out.parquet", tmp_path / "out.parquet.part.jsonl"
    for _ in write_missing(path):
        content = part.read_bytes()
    assert not part.exists()
    part.write_bytes(content)
    write_to_end(path)
    assert recorded_urls(path) == recorded_names(INPUTS)
    assert not part.exists()


@pytest.mark.parametrize("name", OUTPUTS)
def test_open_writer_output_in_use_raises_config_error(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for _ in write_missing(path):
        with (
            pytest.raises(ConfigError, match="another batch is writing it"),
            open_writer(path, BatchOptions()),
        ):
            pass
    write_to_end(path)
    assert recorded_urls(path) == recorded_names(INPUTS)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", OUTPUTS)
def test_done_url_variants_of_one_page_are_one_input(tmp_path: Path, name: str) -> None:
    write_to_end(tmp_path / name)
    with open_writer(tmp_path / name, BatchOptions()) as writer:
        assert "https://SITE.example/a?utm_source=feed#top" in writer.done
        assert "https://site.example/a?id=2" not in writer.done


def test_record_fields_are_those_of_record_dict() -> None:
    assert list(RECORD_FIELDS) == list(make_record("a").to_dict())


@pytest.mark.parametrize("name", ["out.sqlite", "out.parquet"])
def test_table_output_has_all_fields_and_errors(tmp_path: Path, name: str) -> None:
    write_to_end(tmp_path / name)
    rows = {row["url"]: row for row in read(tmp_path / name)}
    success, failure = rows[INPUTS[0]], rows[INPUTS[1]]
    assert list(success) == list(RECORD_FIELDS)
    assert SENTENCE.strip() in success["text"]
    assert (success["status"], success["error"]) == ("ok", None)
    error = failure["error"] if isinstance(failure["error"], dict) else json.loads(failure["error"])
    assert (failure["status"], error["kind"], error["http_status"]) == ("error", "http_status", 404)


@pytest.mark.parametrize("name", OUTPUTS[:-1])
def test_output_read_back_gives_same_records(tmp_path: Path, name: str) -> None:
    write_to_end(tmp_path / name)
    rows = {row["url"]: as_record_dict(row) for row in read(tmp_path / name)}
    written = {source: make_record(source).to_dict() for source in INPUTS[:4]}
    written[recorded_names(INPUTS[4:])[0]] = make_record(recorded_names(INPUTS[4:])[0]).to_dict()
    if name.startswith("out.jsonl"):  # JSON escapes a lone surrogate and reads it back
        written = {source: make_record(source).to_dict() for source in INPUTS}
    assert rows.keys() == written.keys()
    for source, row in rows.items():
        assert {key: value for key, value in row.items() if value is not None} == {
            key: value for key, value in written[source].items() if value is not None
        }
        assert Record.from_dict(row).to_dict() == written[source]


def as_record_dict(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row in the form of `Record.to_dict`: JSON columns parsed, Arrow maps as dicts."""
    json_columns = {
        name for name, kind in RECORD_FIELDS.items() if kind not in ("text", "integer", "real")
    }
    values = {
        name: json.loads(value) if name in json_columns and isinstance(value, str) else value
        for name, value in row.items()
    }
    if isinstance(values.get("sources"), list):
        values["sources"] = dict(values["sources"])
    return values


def test_folder_output_has_markdown_with_front_matter(tmp_path: Path) -> None:
    write_to_end(tmp_path / "out")
    entries = read(tmp_path / "out")
    files = {entry["url"]: entry["file"] for entry in entries if "file" in entry}
    assert files.keys() == set(INPUTS) - FAILED
    names = {path.name for path in (tmp_path / "out").iterdir()} - {"records.jsonl"}
    assert names == set(files.values())
    content = (tmp_path / "out" / files[INPUTS[0]]).read_text("utf-8")
    _, front_matter, body = content.split("---\n", 2)
    metadata = yaml.safe_load(front_matter)
    assert metadata["url"] == INPUTS[0]
    assert metadata["title"] == article_fields()["title"]
    assert "---" not in front_matter
    markdown = article_fields()["markdown"].encode("utf-8", "backslashreplace").decode()
    assert body.lstrip("\n") == markdown


@pytest.mark.parametrize(
    ("source", "slug"),
    [
        ("https://example.org/2024/A-Story.html?id=1", "example-org-2024-a-story-html-id-1-"),
        ("https://example.org/%E4%B8%96%E7%95%8C", "example-org-世界-"),
        ("https://example.org/" + "长" * 300, "example-org-长"),
        ("../pages/a b.html", "pages-a-b-html-"),
        ("///", ""),
    ],
)
def test_file_name_any_source_is_safe_and_unique(source: str, slug: str) -> None:
    name = file_name(source)
    assert name.startswith(slug)
    assert len(name.encode()) <= 255
    assert name.endswith(".md")
    assert not {*name} & {*'/\\:*?"<>|'}
    assert name != file_name(source + "#2")


def rows_of(path: Path) -> list[str]:
    return [source for source in recorded_urls(path) if "/row/" in source]


def write_large_database(path: Path) -> int:
    """Write a database of many pages and return the size of a page."""
    with open_writer(path, BatchOptions()) as writer:
        for number in range(60):
            writer.write(make_record(f"https://site.example/row/{number}"))
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(database.execute("PRAGMA page_size").fetchone()[0])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
@pytest.mark.parametrize("garbage", [b"\0", b"\xff", None])
def test_sqlite_damaged_keeps_readable_records(
    tmp_path: Path, share: float, garbage: bytes | None
) -> None:
    """Some pages are zeroed or overwritten, or the end is missing."""
    path = tmp_path / "out.sqlite"
    size = write_large_database(path)
    content = path.read_bytes()
    start = round(share * len(content) / size) * size
    damaged = content[:start]
    if garbage is not None:
        damaged += garbage * 3 * size + content[start + 3 * size :]
    path.write_bytes(damaged)
    with open_writer(path, BatchOptions()) as writer:
        (note,) = writer.notes
        kept = len(writer.done)
        assert f"{kept} records of it can be read and are kept" in note
        for number in range(60):
            if (source := f"https://site.example/row/{number}") not in writer.done:
                writer.write(make_record(source))
    assert kept >= (8 if garbage is None else 40)
    assert len(rows_of(path)) == 60
    assert (tmp_path / "out.sqlite.damaged").read_bytes() == damaged
    with open_writer(path, BatchOptions()) as writer:
        assert writer.notes == []


def test_sqlite_damaged_beyond_reading_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    size = write_large_database(path)
    damaged = path.read_bytes()[:16] + b"\xff" * (size - 16) + path.read_bytes()[size:]
    path.write_bytes(damaged)
    with (
        pytest.raises(ConfigError, match=r"is damaged, .* move it away and launch the batch again"),
        open_writer(path, BatchOptions()),
    ):
        pass
    assert path.read_bytes() == damaged


def test_parquet_without_footer_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    write_to_end(path)
    path.write_bytes(path.read_bytes()[:-100])
    before = path.read_bytes()
    with (
        pytest.raises(ConfigError, match=r"has no Parquet footer.* move it away"),
        open_writer(path, BatchOptions()),
    ):
        pass
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name != "out"])
@pytest.mark.parametrize("content", [b"", b"\0" * 20_000])
def test_open_writer_blank_file_is_new_output(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    write_to_end(tmp_path / name)
    assert recorded_urls(tmp_path / name) == recorded_names(INPUTS)


def test_folder_index_damaged_writes_missing_records(tmp_path: Path) -> None:
    write_to_end(tmp_path / "out")
    index = tmp_path / "out" / "records.jsonl"
    lines = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(b"".join([*lines[:2], lines[2][:40], b"\0" * 4096]))
    with open_writer(tmp_path / "out", BatchOptions()) as writer:
        assert len(writer.done) == 2
        assert "records.jsonl: removed 1 damaged line;" in writer.notes[0]
    write_to_end(tmp_path / "out")
    assert recorded_urls(tmp_path / "out") == recorded_names(INPUTS)


@pytest.mark.parametrize("name", OUTPUTS)
def test_open_writer_unrelated_file_is_refused_and_kept(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix:
        path.write_bytes(b"precious")
    else:
        path.mkdir()
        path = path / "precious"
        path.write_bytes(b"precious")
    with (
        pytest.raises(ConfigError, match="is not the output of a batch"),
        open_writer(tmp_path / name, BatchOptions()),
    ):
        pass
    assert path.read_bytes() == b"precious"
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_open_writer_unrelated_parquet_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    table = pyarrow.Table.from_pylist([{"url": "a", "status": "ok"}])
    pyarrow.parquet.write_table(table, path)
    with (
        pytest.raises(ConfigError, match="is not the output of a batch"),
        open_writer(path, BatchOptions()),
    ):
        pass


def test_open_writer_parquet_without_pyarrow_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with (
        pytest.raises(ConfigError, match=r"cleanarticle\[parquet\]"),
        open_writer(tmp_path / "out.parquet", BatchOptions()),
    ):
        pass
