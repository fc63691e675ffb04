"""Batches over plain text: files, folders, and a text field of JSONL lines."""

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


def run_batch(*args: object) -> Result:
    return CliRunner().invoke(app, ["batch", *map(str, args), "--workers", "0"])


def read(path: Path) -> dict[str, dict[str, Any]]:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len({record["url"] for record in records}) == len(records)
    return {record["url"]: record for record in records}


def is_clean(record: dict[str, Any]) -> bool:
    assert record["status"] == "ok"
    kinds = [block["kind"] for block in record["boilerplate"]]
    return kinds == ["navigation", "share"] and record["text"].startswith("The river")


def write_lines(tmp_path: Path, *values: object, name: str = "texts.jsonl") -> Path:
    path = tmp_path / name
    text = "".join(
        f"{value if isinstance(value, str) else json.dumps(value)}\n" for value in values
    )
    path.write_bytes(
        gzip.compress(text.encode(), mtime=0) if name.endswith(".gz") else text.encode()
    )
    return path


@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz"])
def test_batch_text_field_cleans_every_line(tmp_path: Path, name: str) -> None:
    source = write_lines(
        tmp_path, {"url": "https://a.org/1", "text": TEXT}, {"id": 0, "text": TEXT}, "",
        {"text": TEXT}, name=name,
    )  # fmt: skip
    result = run_batch(source, "--text-field", "text", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.stderr
    records = read(tmp_path / "out.jsonl")
    assert set(records) == {"https://a.org/1", "0", f"{source}:4"}
    assert all(is_clean(record) for record in records.values())


def test_batch_bad_lines_get_error_records_and_others_succeed(tmp_path: Path) -> None:
    source = write_lines(
        tmp_path, {"id": "good", "body": TEXT}, "{truncated", "[1]", {"id": "none", "text": TEXT},
        {"id": "number", "body": 3}, {"id": "empty", "body": " "}, "[" * 100_000,
    )  # fmt: skip
    result = run_batch(source, "--text-field", "body", "-o", tmp_path / "out.jsonl")
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


def test_batch_second_run_cleans_only_new_lines(tmp_path: Path) -> None:
    source, out = write_lines(tmp_path, {"id": "a", "text": TEXT}), tmp_path / "out.jsonl"
    run_batch(source, "--text-field", "text", "-o", out)
    write_lines(tmp_path, {"id": "a", "text": TEXT}, {"id": "b", "text": TEXT})
    result = run_batch(source, "--text-field", "text", "-o", out)
    assert "skipped 1 done before 1" in " ".join(result.stderr.split())
    assert list(read(out)) == ["a", "b"]


def test_batch_text_field_with_url_is_not_fetched(tmp_path: Path) -> None:
    source = write_lines(tmp_path, {"url": "https://missing.invalid/", "text": TEXT})
    assert run_batch(source, "--text-field", "text", "-o", tmp_path / "out.jsonl").exit_code == 0


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("texts.jsonl", [], "name the field that holds the URLs (--url-field url)"),
        ("texts.csv", ["--text-field", "body"], "has no column 'body'; its columns are"),
        ("gone.jsonl", ["--text-field", "text"], "no such file"),
        ("texts.jsonl", ["--text-field", "text", "--html-field", "html"], "exclude each other"),
    ],
)
def test_batch_wrong_text_field_usage_exits_with_2(
    tmp_path: Path, name: str, args: list[str], message: str
) -> None:
    if not name.startswith("gone"):
        row = "text,url\n" if name.endswith(".csv") else {"text": TEXT}
        write_lines(tmp_path, row, name=name)
    result = run_batch(tmp_path / name, *args, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert message in result.stderr


def test_batch_truncated_gzip_lines_report_damage(tmp_path: Path) -> None:
    source = write_lines(
        tmp_path, *({"id": str(n), "text": TEXT} for n in range(9)), name="t.jsonl.gz"
    )
    source.write_bytes(source.read_bytes()[:-20])
    result = run_batch(source, "--text-field", "text", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert result.stderr == f"cleanarticle: {source}: its gzip or zstd data is damaged\n"


def test_batch_folder_of_text_files_cleans_each(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.TXT").write_text(TEXT, "utf-16")
    (folder / "c.txt.gz").write_bytes(gzip.compress(TEXT.encode(), mtime=0))
    result = run_batch(folder, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.stderr
    records = read(tmp_path / "out.jsonl")
    assert sorted(Path(name).name for name in records) == ["a.txt", "b.TXT", "c.txt.gz"]
    assert all(is_clean(record) for record in records.values())


def test_batch_list_of_text_files_cleans_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "list").write_text(f"{tmp_path / 'a.txt'}\n", "utf-8")
    assert run_batch(tmp_path / "list", "-o", tmp_path / "out.jsonl").exit_code == 0
    assert all(is_clean(record) for record in read(tmp_path / "out.jsonl").values())


def test_batch_rules_and_cues_apply_to_texts(tmp_path: Path) -> None:
    source = write_lines(tmp_path, {"id": "a", "text": TEXT})
    (tmp_path / "rules.toml").write_text('["*"]\nkeep = ["text=share this"]\n', "utf-8")
    (tmp_path / "cues.toml").write_text('[tags]\nexact = ["home"]\n', "utf-8")
    result = run_batch(
        source, "--text-field", "text", "-o", tmp_path / "out.jsonl",
        "--rules", tmp_path / "rules.toml", "--cues", tmp_path / "cues.toml",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    (record,) = read(tmp_path / "out.jsonl").values()
    assert record["boilerplate"] == [
        {"kind": "tags", "text": "Home", "reason": "your cue: text 'home'"}
    ]
    assert record["text"].endswith("Share this article")
