"""The command line, as a person sees it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from cleanarticle.cli import app
from support.webserver import PDF, SENTENCE, Site, article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result

COMMAND = [sys.executable, "-m", "cleanarticle"]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(article("page"))
    return path


def call(*args: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)


def test_markdown_is_the_default(page: Path) -> None:
    result = call("clean", page)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == call("clean", page, "--format", "markdown").stdout
    assert SENTENCE.strip() in result.stdout
    assert "News" not in result.stdout


def test_json(page: Path) -> None:
    data = json.loads(call("clean", page, "--format", "json").stdout)
    assert SENTENCE.strip() in data["text"]
    assert {"kind", "text", "reason"} == set(data["boilerplate"][0])


def test_several_pages_as_json_lines(page: Path) -> None:
    lines = call("clean", page, page, "--format", "json").stdout.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["page", "page"]


@pytest.mark.parametrize(("format_", "mark"), [("text", "page: The river"), ("html", "<p>")])
def test_other_formats(page: Path, format_: str, mark: str) -> None:
    assert mark in call("clean", page, "--format", format_).stdout


def test_what_is_shown_can_be_chosen(page: Path) -> None:
    plain = call("clean", page).stdout
    shown = call("clean", page, "--title", "--front-matter", "--no-links", "--no-images").stdout
    assert shown.startswith('---\ntitle: "page"')
    assert "\n---\n\n# page\n\n" in shown
    assert shown.endswith(plain)


@pytest.mark.parametrize(
    "wrong", [("--front-matter", "--format", "html"), ("--no-links", "--format", "text")]
)
def test_a_choice_that_a_format_does_not_have_is_refused(page: Path, wrong: tuple[str]) -> None:
    result = call("clean", page, *wrong)
    assert result.exit_code == 2
    assert "--format" in result.stderr


def test_a_url(site: Site) -> None:
    result = call("clean", site.url("/page"), "--allow-private-hosts")
    assert SENTENCE.strip() in result.stdout


def test_stdin_is_html_or_text() -> None:
    html = call("clean", "-", "--format", "text", stdin=article("page"))
    text = call("clean", "-", "--format", "text", stdin=(SENTENCE * 3).encode())
    assert "News" not in html.stdout
    assert "<" not in html.stdout
    assert text.stdout.split() == (SENTENCE * 3).split()


def test_a_failing_source_has_one_line_and_costs_no_other(
    tmp_path: Path, page: Path, site: Site
) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(PDF)
    sources = [pdf, "gone.html", "example.org/a", site.url("/page"), "ftp://example.org", page]
    result = call("clean", *sources)
    assert result.exit_code == 1
    assert SENTENCE.strip() in result.stdout
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["cleanarticle"] * 5
    for line, part in zip(
        lines, ["a PDF", "no such file", "https://", "--allow-private-hosts", "only"], strict=True
    ):
        assert part in line


@pytest.mark.parametrize(
    ("name", "is_text"),
    [("a.txt", True), ("README.md", True), ("notes", True), ("a.html", False), ("a.PHP", False)],
)
def test_a_file_of_text_is_read_as_text(tmp_path: Path, name: str, *, is_text: bool) -> None:
    (tmp_path / name).write_text(f"{SENTENCE * 3}\n\n{SENTENCE * 4}")
    result = call("clean", "--format", "text", tmp_path / name)
    assert len(result.stdout.strip().split("\n\n")) == (2 if is_text else 1)


def test_a_page_without_an_ending_is_read_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(article("page"))
    result = call("clean", "--format", "text", tmp_path / "page")
    assert "<" not in result.stdout
    assert SENTENCE.strip() in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.html", b"", "is empty: there is nothing to clean"),
        ("mark.txt", b"\xef\xbb\xbf\r\n", "is empty: there is nothing to clean"),
        ("binary", b"\x7fELF\x02\x01\x01\0\0", "is binary data, not HTML or text"),
        ("a.pdf", PDF, "is a PDF, not HTML or text"),
        ("large.html", b"<p>" + b"a" * 20_000_000, "has 20.0 MB; the limit is 10 MB"),
        ("packed.html.gz", gzip.compress(PDF, mtime=0), "is a PDF, not HTML or text"),
    ],
)
def test_a_bad_file_has_one_line(
    tmp_path: Path, page: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = call("clean", tmp_path / name, page)
    assert result.exit_code == 1
    assert result.stderr == f"cleanarticle: {tmp_path / name} {message}\n"
    assert SENTENCE.strip() in result.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty: there is nothing to clean"),
        (b"\0\x01\x02", "is binary data, not HTML or text"),
        (PDF, "is a PDF, not HTML or text"),
        (b"a" * 20_000_000, "is larger than the limit of 10 MB"),
    ],
)
def test_bad_stdin_has_one_line(page: Path, content: bytes, message: str) -> None:
    result = call("clean", "-", page, stdin=content)
    assert result.exit_code == 1
    assert result.stderr == f"cleanarticle: the page {message}\n"
    assert SENTENCE.strip() in result.stdout


@pytest.mark.parametrize(
    "url", ["http://[::bad", "http://xn--/", "http://a:99999/", "https://", "http://a/\udcff"]
)
def test_a_malformed_url_has_one_line(page: Path, url: str) -> None:
    result = call("clean", url, page)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("cleanarticle: ")
    assert SENTENCE.strip() in result.stdout


def test_an_empty_page_is_named(site: Site) -> None:
    result = call("clean", site.url("/empty"), "--allow-private-hosts")
    assert result.stderr.startswith(f"cleanarticle: {site.url('/empty')} is empty")


def test_output_to_a_file(tmp_path: Path, page: Path) -> None:
    out = tmp_path / "out.md"
    result = call("clean", page, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert SENTENCE.strip() in out.read_text(encoding="utf-8")
    assert call("clean", page, "-o", tmp_path / "no" / "out.md").exit_code == 2


def test_explain_shows_every_block(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
    result = call("explain", page)
    shown = result.stdout
    assert result.exit_code == 0
    assert "\x1b" not in shown
    for part in ("navigation", "body", "Home", "The river", "words", "reason"):
        assert part in shown
    assert max(map(len, shown.splitlines())) <= 160


def test_explain_of_a_page_that_steers_terminals(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<p>[red]{SENTENCE}[/nonsense]&#x9b;31m \x1b[2J</p>", encoding="utf-8")
    result = call("explain", path)
    assert result.exit_code == 0, result.stderr
    assert "[red]The river" in result.stdout
    assert "\x1b" not in result.stdout


def test_explain_of_nothing() -> None:
    result = call("explain", "gone.html")
    assert result.exit_code == 1
    assert result.stderr.startswith("cleanarticle: gone.html: no such file")


def test_a_reader_that_hangs_up(tmp_path: Path) -> None:
    path = tmp_path / "long.html"
    path.write_text("<article>" + f"<p>{SENTENCE * 5}</p>" * 500 + "</article>")
    with subprocess.Popen(
        [*COMMAND, "clean", str(path), str(path), str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    "args",
    [
        ["clean"],
        ["clean", "a.html", "--format", "word"],
        ["clean", "a.html", "--timeout", "0"],
        ["batch", "urls.txt"],
        ["batch", "gone.txt", "-o", "out.jsonl"],
        ["batch", "-", "-o", "out.xls"],
        ["batch", "-", "-o", "out.jsonl", "--delay", "-1"],
        ["batch", "-", "-o", "out.jsonl", "--header", "no colon"],
        ["batch", "-", "-o", "out.jsonl", "--header", "Two Words: a"],
        ["batch", "-", "-o", "out.jsonl", "--log-file", "no/such/folder/log"],
        ["clean", "a.html", "--proxy", "localhost:3128"],
        ["sing"],
    ],
)
def test_wrong_usage(args: list[str]) -> None:
    result = call(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_as_a_process(page: Path) -> None:
    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*COMMAND, *args], capture_output=True, text=True, check=False)

    assert run("--version").stdout.startswith("cleanarticle ")
    assert "explain" in run("--help").stdout
    result = run("clean", str(page), "gone.html")
    assert result.returncode == 1
    assert SENTENCE.strip() in result.stdout
    assert result.stderr.startswith("cleanarticle: gone.html: no such file")
    assert run("batch", "gone.txt", "-o", "out.jsonl").returncode == 2


def test_explain_in_a_narrow_window(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = call("explain", page).stdout
    assert max(map(len, shown.splitlines())) <= 60
    assert "navigation" in shown


@pytest.mark.parametrize("command", ["clean", "explain"])
def test_rules_and_cues(page: Path, tmp_path: Path, command: str) -> None:
    rules, cues = tmp_path / "rules.toml", tmp_path / "cues.toml"
    rules.write_text('["*"]\ndrop = ["h1 + p"]\n', "utf-8")
    cues.write_text('[tags]\nexact = ["home news"]\n', "utf-8")
    args = [*(["--format", "json"] if command == "clean" else []), "--rules", rules, "--cues", cues]
    shown = call(command, page, *args).stdout
    assert "dropped by your rule 'h1 + p'" in shown
    assert "your cue: text 'home news'" in shown


@pytest.mark.parametrize("command", ["clean", "explain", "batch"])
@pytest.mark.parametrize("option", ["--rules", "--cues"])
def test_files_of_rules_and_cues_that_are_wrong(
    page: Path, tmp_path: Path, command: str, option: str
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('["nonsense"]\nexact = 1\n', "utf-8")
    out = ["-o", tmp_path / "out.jsonl"] if command == "batch" else []
    source = tmp_path if command == "batch" else page
    result = call(command, source, option, wrong, *out)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"cleanarticle: {wrong}: [nonsense] ")
    assert len(result.stderr.splitlines()) == 1
    assert call(command, source, option, tmp_path / "gone.toml", *out).exit_code == 2


def test_source_without_a_command_is_cleaned(page: Path) -> None:
    named = subprocess.run([*COMMAND, "clean", page], capture_output=True, check=True)
    short = subprocess.run([*COMMAND, page], capture_output=True, check=True)
    assert short.stdout == named.stdout != b""
    subprocess.run([*COMMAND, "--format", "text", page], capture_output=True, check=True)


def test_cleaning_a_file_imports_no_network_and_no_batch(page: Path) -> None:
    code = (
        "import sys; from cleanarticle.cli import main; sys.argv[1:] = ['clean', sys.argv[1]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "names = {'httpx', 'httpcore', 'anyio', 'pebble', 'stamina', 'cleanarticle.fetching',"
        " 'cleanarticle.batch', 'cleanarticle.web', 'bs4'}\n"
        "print(sorted(names & sys.modules.keys()), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, page], capture_output=True, text=True, check=True
    )
    assert ran.stderr.strip() == "[]"


@pytest.mark.parametrize("format_", ["markdown", "text", "html", "json"])
def test_clean_of_a_page_that_steers_terminals_writes_no_control_characters(
    tmp_path: Path, format_: str
) -> None:
    hostile = "\x1b]0;x\x07 \x9b31m \x7f &#27;[31m &#155; &#7;"
    page = tmp_path / "page.html"
    page.write_text(f"<title>{hostile}</title><article><p>{hostile}{SENTENCE * 4}</p></article>")
    for output in ([], ["-o", str(tmp_path / "out")]):
        result = call("clean", str(page), "--format", format_, *output)
        written = (tmp_path / "out").read_text() if output else result.stdout
        assert "The river rose" in written
        assert all(char.isprintable() or char in "\t\n\xa0\xad" for char in written)
