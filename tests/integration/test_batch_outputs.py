"""The outputs of a batch: what stands in them, and what any kill leaves of them."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
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
from support.outputs import OUTPUTS, read
from support.webserver import SENTENCE, article

if TYPE_CHECKING:
    from collections.abc import Iterator

INPUTS = [f"https://site.example/{name}" for name in ("a", "ü", "世界", "d")] + ["\udce9.html"]
FAILED = frozenset(INPUTS[1:3])


@cache
def fields() -> dict[str, Any]:
    page = article('A "title": with\x85marks').replace(
        b"</h1>", b"</h1><p>&#55357; \xe2\x80\xa8</p>"
    )
    return clean(page).to_dict()


def record(source: str) -> Record:
    error = ErrorInfo("http_status", "ü: there is none\n", 404) if source in FAILED else None
    return Record(
        url=source,
        final_url=source,
        status="error" if error else "ok",
        error=error,
        fetched_at="2024-05-04T00:00:00+00:00",
        elapsed_ms=1,
        fields=None if error else fields(),
    )


def write(path: Path, *, retry_failed: bool = False, most: int = len(INPUTS)) -> Iterator[None]:
    """Write what is not done yet, and pause before the end."""
    with open_writer(path, retry_failed=retry_failed) as writer:
        for source in [source for source in INPUTS if source not in writer.done][:most]:
            writer.write(record(source))
        yield


def finish(path: Path, *, retry_failed: bool = False) -> None:
    for _ in write(path, retry_failed=retry_failed):
        pass


def named(sources: list[str]) -> list[str]:
    """As outputs name inputs: those that hold no surrogate have its escape."""
    return sorted(source.encode("utf-8", "backslashreplace").decode() for source in sources)


def urls(path: Path) -> list[str]:
    return named([record["url"] for record in read(path)])


def cut(folder: Path, kept: float) -> None:
    """Cut the end off the file that was being written, as if the kill had come earlier."""
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
                path.write_bytes(content[: round(kept * len(content))])


@settings(max_examples=60, deadline=None)
@given(
    kills=st.lists(
        st.tuples(st.integers(0, len(INPUTS)), st.sampled_from([1, 1, 0.99, 0.7, 0.4, 0])),
        max_size=3,
    ),
    name=st.sampled_from(OUTPUTS),
    retry_failed=st.booleans(),
)
def test_after_any_kills_every_input_has_one_record(
    kills: list[tuple[int, float]], name: str, *, retry_failed: bool
) -> None:
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "0")
        folder.mkdir()
        for number, (most, kept) in enumerate(kills, start=1):
            for _ in write(folder / name, retry_failed=retry_failed, most=most):
                killed = shutil.copytree(folder, Path(parent, str(number)))
            cut(killed, kept)
            folder = killed
        finish(folder / name, retry_failed=retry_failed)
        assert urls(folder / name) == named(INPUTS)
        finish(folder / name)
        assert urls(folder / name) == named(INPUTS)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_record_is_safe_before_it_counts(tmp_path: Path, name: str) -> None:
    (tmp_path / "0").mkdir()
    for _ in write(tmp_path / "0" / name, most=2):
        killed = shutil.copytree(tmp_path / "0", tmp_path / "1")
    with open_writer(killed / name, retry_failed=False) as writer:
        assert [source in writer.done for source in INPUTS] == [True, True, False, False, False]


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_failed_is_done_again_when_asked(tmp_path: Path, name: str) -> None:
    finish(tmp_path / name)
    with open_writer(tmp_path / name, retry_failed=True) as writer:
        assert {source for source in INPUTS if source not in writer.done} == FAILED
        for source in sorted(FAILED):
            writer.write(record(source))
    assert urls(tmp_path / name) == named(INPUTS)


def test_a_kill_between_the_last_steps_of_a_parquet_file(tmp_path: Path) -> None:
    path, part = tmp_path / "out.parquet", tmp_path / "out.parquet.part.jsonl"
    for _ in write(path):
        content = part.read_bytes()
    assert not part.exists()
    part.write_bytes(content)
    finish(path)
    assert urls(path) == named(INPUTS)
    assert not part.exists()


@pytest.mark.parametrize("name", OUTPUTS)
def test_one_run_at_a_time(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for _ in write(path):
        with (
            pytest.raises(ConfigError, match="another batch is writing it"),
            open_writer(path, retry_failed=False),
        ):
            pass
    finish(path)
    assert urls(path) == named(INPUTS)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", OUTPUTS)
def test_addresses_of_one_page_are_one_input(tmp_path: Path, name: str) -> None:
    finish(tmp_path / name)
    with open_writer(tmp_path / name, retry_failed=False) as writer:
        assert "https://SITE.example/a?utm_source=feed#top" in writer.done
        assert "https://site.example/a?id=2" not in writer.done


def test_the_columns_are_those_of_a_record() -> None:
    assert list(RECORD_FIELDS) == list(record("a").to_dict())


@pytest.mark.parametrize("name", ["out.sqlite", "out.parquet"])
def test_tables(tmp_path: Path, name: str) -> None:
    finish(tmp_path / name)
    rows = {row["url"]: row for row in read(tmp_path / name)}
    good, bad = rows[INPUTS[0]], rows[INPUTS[1]]
    assert list(good) == list(RECORD_FIELDS)
    assert SENTENCE.strip() in good["text"]
    assert (good["status"], good["error"]) == ("ok", None)
    error = bad["error"] if isinstance(bad["error"], dict) else json.loads(bad["error"])
    assert (bad["status"], error["kind"], error["http_status"]) == ("error", "http_status", 404)


@pytest.mark.parametrize("name", OUTPUTS[:-1])
def test_output_read_back_gives_the_same_records(tmp_path: Path, name: str) -> None:
    finish(tmp_path / name)
    rows = {row["url"]: plain(row) for row in read(tmp_path / name)}
    written = {source: record(source).to_dict() for source in INPUTS[:4]}
    written[named(INPUTS[4:])[0]] = record(named(INPUTS[4:])[0]).to_dict()
    if name.startswith("out.jsonl"):  # JSON escapes a lone surrogate and reads it back
        written = {source: record(source).to_dict() for source in INPUTS}
    assert rows.keys() == written.keys()
    for source, row in rows.items():
        assert {key: value for key, value in row.items() if value is not None} == {
            key: value for key, value in written[source].items() if value is not None
        }
        assert Record.from_dict(row).to_dict() == written[source]


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A table's row as `Record.to_dict` has it: JSON columns parsed, Arrow's maps as dicts."""
    lists = {
        name for name, kind in RECORD_FIELDS.items() if kind not in ("text", "integer", "real")
    }
    values = {
        name: json.loads(value) if name in lists and isinstance(value, str) else value
        for name, value in row.items()
    }
    if isinstance(values.get("sources"), list):
        values["sources"] = dict(values["sources"])
    return values


def test_a_folder_of_markdown(tmp_path: Path) -> None:
    finish(tmp_path / "out")
    entries = read(tmp_path / "out")
    files = {entry["url"]: entry["file"] for entry in entries if "file" in entry}
    assert files.keys() == set(INPUTS) - FAILED
    names = {path.name for path in (tmp_path / "out").iterdir()} - {"records.jsonl"}
    assert names == set(files.values())
    _, front, body = (tmp_path / "out" / files[INPUTS[0]]).read_text("utf-8").split("---\n", 2)
    metadata = yaml.safe_load(front)
    assert metadata["url"] == INPUTS[0]
    assert metadata["title"] == fields()["title"]
    assert "---" not in front
    assert body.lstrip("\n") == fields()["markdown"].encode("utf-8", "backslashreplace").decode()


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
def test_the_name_of_a_file(source: str, slug: str) -> None:
    name = file_name(source)
    assert name.startswith(slug)
    assert len(name.encode()) <= 255
    assert name.endswith(".md")
    assert not {*name} & {*'/\\:*?"<>|'}
    assert name != file_name(source + "#2")


@pytest.mark.parametrize("name", OUTPUTS)
def test_what_is_no_output_is_refused_and_kept(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if path.suffix:
        path.write_bytes(b"precious")
    else:
        path.mkdir()
        path = path / "precious"
        path.write_bytes(b"precious")
    with (
        pytest.raises(ConfigError, match="is not the output of a batch"),
        open_writer(tmp_path / name, retry_failed=False),
    ):
        pass
    assert path.read_bytes() == b"precious"
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_table_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    table = pyarrow.Table.from_pylist([{"url": "a", "status": "ok"}])
    pyarrow.parquet.write_table(table, path)
    with (
        pytest.raises(ConfigError, match="is not the output of a batch"),
        open_writer(path, retry_failed=False),
    ):
        pass


def test_parquet_without_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with (
        pytest.raises(ConfigError, match=r"cleanarticle\[parquet\]"),
        open_writer(tmp_path / "out.parquet", retry_failed=False),
    ):
        pass
