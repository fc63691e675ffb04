"""Batches over text: files, folders, and a field of the lines of a JSONL file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from cleanarticle.cli import app
from support.webserver import SENTENCE

if TYPE_CHECKING:
    from typer.testing import Result

TEXT = f"Home\n\n{SENTENCE * 3}\n\n{SENTENCE * 4}\n\nShare this article"


def batch(*args: object) -> Result:
    return CliRunner().invoke(app, ["batch", *map(str, args), "--workers", "0"])


def read(path: Path) -> dict[str, dict[str, Any]]:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len({record["url"] for record in records}) == len(records)
    return {record["url"]: record for record in records}


def is_clean(record: dict[str, Any]) -> bool:
    assert record["status"] == "ok"
    kinds = [block["kind"] for block in record["boilerplate"]]
    return kinds == ["navigation", "share"] and record["text"].startswith("The river")


def lines(tmp_path: Path, *found: object, name: str = "texts.jsonl") -> Path:
    path = tmp_path / name
    text = "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in found)
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz"])
def test_a_field_of_every_line(tmp_path: Path, name: str) -> None:
    source = lines(
        tmp_path, {"url": "https://a.org/1", "text": TEXT}, {"id": 0, "text": TEXT}, "",
        {"text": TEXT}, name=name,
    )  # fmt: skip
    result = batch(source, "--text-field", "text", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.stderr
    records = read(tmp_path / "out.jsonl")
    assert set(records) == {"https://a.org/1", "0", f"{source}:4"}
    assert all(is_clean(record) for record in records.values())


def test_a_bad_line_costs_no_other(tmp_path: Path) -> None:
    source = lines(
        tmp_path, {"id": "good", "body": TEXT}, "{torn", "[1]", {"id": "none", "text": TEXT},
        {"id": "number", "body": 3}, {"id": "empty", "body": " "}, "[" * 100_000,
    )  # fmt: skip
    result = batch(source, "--text-field", "body", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    records = read(tmp_path / "out.jsonl")
    assert is_clean(records.pop("good"))
    errors = {name: record["error"]["message"] for name, record in records.items()}
    assert errors.pop(f"{source}:2").startswith(f"{source}:2 is not JSON")
    assert errors.pop(f"{source}:7").startswith(f"{source}:7 is not JSON")
    assert errors == {
        f"{source}:3": f"{source}:3 is not a JSON object",
        "none": f"{source}:4 has no text in its field 'body'",
        "number": f"{source}:5 has no text in its field 'body'",
        "empty": "the text is empty: there is nothing to clean",
    }
    assert {record["error"]["kind"] for record in records.values()} == {"input"}


def test_a_second_run_does_what_is_new(tmp_path: Path) -> None:
    source, out = lines(tmp_path, {"id": "a", "text": TEXT}), tmp_path / "out.jsonl"
    batch(source, "--text-field", "text", "-o", out)
    lines(tmp_path, {"id": "a", "text": TEXT}, {"id": "b", "text": TEXT})
    result = batch(source, "--text-field", "text", "-o", out)
    assert "skipped 1 done before 1" in " ".join(result.stderr.split())
    assert list(read(out)) == ["a", "b"]


def test_texts_are_never_fetched_nor_read_as_paths(tmp_path: Path) -> None:
    source = lines(tmp_path, {"url": "https://gone.invalid/", "text": TEXT})
    assert batch(source, "--text-field", "text", "-o", tmp_path / "out.jsonl").exit_code == 0


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("texts.jsonl", [], "name the field that holds the URLs (--url-field url)"),
        ("texts.csv", ["--text-field", "body"], "has no column 'body'; its columns are"),
        ("gone.jsonl", ["--text-field", "text"], "no such file"),
        ("texts.jsonl", ["--text-field", "text", "--html-field", "html"], "exclude each other"),
    ],
)
def test_wrong_usage(tmp_path: Path, name: str, args: list[str], message: str) -> None:
    if not name.startswith("gone"):
        row = "text,url\n" if name.endswith(".csv") else {"text": TEXT}
        lines(tmp_path, row, name=name)
    result = batch(tmp_path / name, *args, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert message in result.stderr


def test_packed_lines_that_are_torn_off(tmp_path: Path) -> None:
    source = lines(tmp_path, *({"id": str(n), "text": TEXT} for n in range(9)), name="t.jsonl.gz")
    source.write_bytes(source.read_bytes()[:-20])
    result = batch(source, "--text-field", "text", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert result.stderr == f"cleanarticle: {source}: its gzip or zstd data is damaged\n"


def test_a_folder_of_text_files(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.TXT").write_text(TEXT, "utf-16")
    (folder / "c.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    result = batch(folder, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.stderr
    records = read(tmp_path / "out.jsonl")
    assert sorted(Path(name).name for name in records) == ["a.txt", "b.TXT", "c.txt.gz"]
    assert all(is_clean(record) for record in records.values())


def test_a_list_of_text_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "list").write_text(f"{tmp_path / 'a.txt'}\n", "utf-8")
    assert batch(tmp_path / "list", "-o", tmp_path / "out.jsonl").exit_code == 0
    assert all(is_clean(record) for record in read(tmp_path / "out.jsonl").values())


def test_rules_and_cues(tmp_path: Path) -> None:
    source = lines(tmp_path, {"id": "a", "text": TEXT})
    (tmp_path / "rules.toml").write_text('["*"]\nkeep = ["text=share this"]\n', "utf-8")
    (tmp_path / "cues.toml").write_text('[tags]\nexact = ["home"]\n', "utf-8")
    result = batch(
        source, "--text-field", "text", "-o", tmp_path / "out.jsonl",
        "--rules", tmp_path / "rules.toml", "--cues", tmp_path / "cues.toml",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    (record,) = read(tmp_path / "out.jsonl").values()
    assert record["boilerplate"] == [
        {"kind": "tags", "text": "Home", "reason": "your cue: text 'home'"}
    ]
    assert record["text"].endswith("Share this article")
