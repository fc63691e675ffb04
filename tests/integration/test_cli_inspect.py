"""`cleanarticle inspect`, as a user calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cleanarticle.cli import app
from support.paths import FIXTURES
from support.reports import assert_is_safe, parse_report
from support.webserver import PDF, SENTENCE, Site, article

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def inspect(*args: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, ["inspect", *map(str, args)], input=stdin)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(article("page"))
    return path


def test_inspect_file_writes_report_and_names_it(page: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    output.write_text("an old report")
    result = inspect(page, "-o", output)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {output}\n")
    report = output.read_text("utf-8")
    assert_is_safe(report)
    assert SENTENCE.strip() in parse_report(report).text_content()


def test_inspect_url_names_its_host_in_rules(tmp_path: Path) -> None:
    with Site() as site:
        result = inspect(site.url("/page"), "-o", "-", "--allow-private-hosts")
    assert result.exit_code == 0
    assert '["127.0.0.1"]' in parse_report(result.stdout).text_content()


def test_inspect_stdin_to_stdout_prints_report_alone() -> None:
    result = inspect("-", "-o", "-", "--url", "https://example.org/a", stdin=article("page"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert_is_safe(result.stdout)
    assert "https://example.org/a" in result.stdout


def test_inspect_takes_options_of_cleaning(page: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('["*"]\nkeep = ["nav"]')
    assert "kept by your rule" in inspect(page, "-o", "-", "--rules", rules).stdout


def test_inspect_unusable_source_fails_and_keeps_old_report(tmp_path: Path) -> None:
    pdf, output = tmp_path / "a.pdf", tmp_path / "report.html"
    pdf.write_bytes(PDF)
    output.write_text("an old report")
    for source in (pdf, tmp_path / "missing.html", tmp_path / "missing.jsonl"):
        result = inspect(source, "-o", output)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
    assert output.read_text() == "an old report"


def test_inspect_wrong_usage_is_refused(page: Path, tmp_path: Path) -> None:
    wrong = [
        (page,),
        (page, "-o", tmp_path / "no folder" / "report.html"),
        (page, "-o", tmp_path / "a.html", "--url", "example"),
        (tmp_path / "a.jsonl", "-o", tmp_path / "a.html", "--url", "https://example.org/"),
    ]
    assert [inspect(*arguments).exit_code for arguments in wrong] == [2] * len(wrong)


def test_inspect_output_of_batch_writes_overview(tmp_path: Path) -> None:
    output = tmp_path / "articles.jsonl.gz"
    source = str(FIXTURES / "seed_hidden")
    CliRunner().invoke(app, ["batch", source, "-o", str(output), "--workers", "0", "--quiet"])
    result = inspect(output, "-o", tmp_path / "report.html")
    assert (result.exit_code, result.stdout) == (0, "")
    report = (tmp_path / "report.html").read_text("utf-8")
    assert_is_safe(report)
    assert "2 pages · 0 errors" in parse_report(report).text_content()


def test_inspect_damaged_records_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text('{"status": "error", "error": {"kind": "robots"}}\n{"status": "er')
    result = inspect(path, "-o", "-")
    assert result.exit_code == 0
    assert "1 of its records cannot be read" in result.stderr
    assert "1 record that cannot be read" in result.stdout


def test_inspect_lines_of_another_kind_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"url": "https://example.org/"}\n')
    result = inspect(path, "-o", "-")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "has no records with blocks" in result.stderr
