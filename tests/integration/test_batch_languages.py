"""Batches that keep articles in some languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cleanarticle import BatchOptions, ConfigError
from cleanarticle.cli import app
from support.webserver import article

if TYPE_CHECKING:
    from pathlib import Path

GERMAN = (
    "Die Stadt hat am Dienstag beschlossen, die alte Brücke noch vor dem Winter zu erneuern, und "
    "die Arbeiten sollen im Oktober beginnen, sobald das Wasser des Flusses gesunken ist. "
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "en.html").write_bytes(article("English"))
    (folder / "us.html").write_bytes(article("American").replace(b"<html", b"<html lang=en-US", 1))
    (folder / "de.html").write_text(f"<html lang=de><h1>Brücke</h1><p>{GERMAN * 4}</p>", "utf-8")
    (folder / "unknown.html").write_text("<html><h1>1234</h1><p>5678 91011 1213 1415.</p>")
    (folder / "broken.html").write_bytes(b"<html>" + b"<p>" * 4_000_000)
    return folder


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ([], {"en", "us", "de", "unknown", "broken"}),
        (["en"], {"en", "us", "unknown", "broken"}),
        (["EN-us"], {"us", "unknown", "broken"}),
        (["de", "fr"], {"de", "unknown", "broken"}),
        (["e"], None),
    ],
)
def test_batch_language_keeps_articles_in_it_and_lists_the_others(
    folder: Path, wanted: list[str], kept: set[str] | None
) -> None:
    output = folder.parent / "out.jsonl"
    options = [word for tag in wanted for word in ("--language", tag)]
    arguments = ["batch", str(folder), "-o", str(output), "--workers", "0", *options]
    result = CliRunner().invoke(app, arguments)
    if kept is None:
        assert result.exit_code == 2
        return
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1  # one is too large
    records = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    names = {path.stem for path in folder.iterdir()}
    assert ("other language" in result.stderr) == (kept != names)
    assert {record["url"].rpartition("/")[2].removesuffix(".html") for record in records} == kept
    skipped = output.with_name("out.jsonl.skipped.jsonl")
    lines = [*map(json.loads, skipped.read_text("utf-8").splitlines())] if kept != names else []
    assert len(lines) == len(names - kept)
    assert {line["reason"] for line in lines} <= {"other_language"}
    assert all(line["message"].startswith("its language is ") for line in lines)


@pytest.mark.parametrize("languages", ["en", ["english language"], [""], [b"en"], 5])
def test_languages_that_are_no_tags_are_refused(languages: object) -> None:
    with pytest.raises(ConfigError, match="language tags"):
        BatchOptions(languages=languages)  # type: ignore[arg-type]
