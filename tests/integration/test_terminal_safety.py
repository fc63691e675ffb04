"""No page, URL or file name controls the terminal or the log."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from support.webserver import SENTENCE, Site

if TYPE_CHECKING:
    from pathlib import Path

TITLE_ESCAPE = "\x1b]0;owned\x07"
CONTROLS = f"{TITLE_ESCAPE}\x9b31m\x08\u202egnp.exe\u2066\r\x7f"
LOCAL = ["--allow-private-hosts", "--ignore-robots", "--delay", "0", "--workers", "0"]
PAGE = f"<html><head><title>Bridge{{}}</title></head><body><h1>Bridge{{}}</h1><p>{SENTENCE * 4}</p>"


def cleanarticle(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cleanarticle", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="surrogateescape", check=False
    )


def controls(text: str) -> set[str]:
    """Return the names of the characters in a text that could control a terminal."""
    return {
        f"U+{ord(char):04X}"
        for char in text
        if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")
def test_batch_messages_and_log_have_no_control_characters(tmp_path: Path) -> None:
    pages, log = tmp_path / f"pages{CONTROLS}", tmp_path / "log"
    pages.mkdir()
    (pages / f"good{CONTROLS}.html").write_text(PAGE.format(CONTROLS, CONTROLS), "utf-8")
    (pages / f"bad{CONTROLS}.html.gz").write_bytes(b"\x1f\x8bbad")
    out = tmp_path / f"out{CONTROLS}.jsonl"
    result = cleanarticle("batch", pages, "-o", out, *LOCAL, "--log-file", log)
    assert result.returncode == 0
    assert controls(result.stderr) == set()
    lines = log.read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert controls("".join(lines)) == set()
    for path in (out, tmp_path / f"{out.name}.skipped.jsonl"):
        if path.exists():
            assert all(map(json.loads, path.read_text("utf-8").splitlines()))


def test_batch_urls_with_control_characters_are_shown_without(tmp_path: Path) -> None:
    with Site() as site:
        urls = [site.url(f"/missing{CONTROLS.replace(chr(13), '')}"), f"ftp://{TITLE_ESCAPE}/"]
        refused = f"url,https://a.example/{TITLE_ESCAPE},b\u202e,c"
        source, log = tmp_path / f"list{TITLE_ESCAPE}", tmp_path / "log"
        source.write_text("\n".join([*urls, refused]) + "\n", "utf-8")
        out = tmp_path / "out.jsonl"
        result = cleanarticle("batch", source, "-o", out, *LOCAL, "--log-file", log)
        learned = cleanarticle("learn", source, "-o", tmp_path / "sites.json", *LOCAL)
        cleaned = cleanarticle("clean", *urls, "--allow-private-hosts")
    for command in (result, learned, cleaned):
        assert command.returncode == 1
        assert controls(command.stderr) == set()
    assert controls(log.read_text("utf-8")) == set()
    assert TITLE_ESCAPE not in out.read_text("utf-8")  # JSON escapes it


@pytest.mark.parametrize("columns", [60, 160])
def test_explain_title_and_texts_have_no_control_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    page = tmp_path / "page.html"
    escaped = "".join(f"&#{ord(char)};" for char in CONTROLS)
    page.write_text(PAGE.format(CONTROLS, escaped) + f"<footer>{CONTROLS}Imprint</footer>", "utf-8")
    rules = tmp_path / "rules.toml"
    rules.write_text(f'["*"]\ndrop = ["text=Imprint{chr(92)}u202e"]\n')
    result = cleanarticle("explain", page, "--rules", rules)
    assert result.returncode == 0, result.stderr
    assert "Bridge" in result.stdout
    assert controls(result.stdout) == set()


def test_sites_and_outputs_with_control_characters_are_named_without(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.format("", ""))
    result = cleanarticle("clean", page, "--sites", tmp_path / f"sites{CONTROLS}.json")
    assert result.returncode == 2
    assert controls(result.stderr) == set()
    result = cleanarticle("batch", tmp_path / f"list{CONTROLS}", "-o", tmp_path / "out.jsonl")
    assert result.returncode == 2
    assert controls(result.stderr) == set()
