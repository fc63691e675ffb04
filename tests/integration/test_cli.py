"""The command line, as a user sees it."""

from __future__ import annotations

import gzip
import json
import os
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


def invoke(*args: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)


def test_clean_without_format_prints_markdown(page: Path) -> None:
    result = invoke("clean", page)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == invoke("clean", page, "--format", "markdown").stdout
    assert SENTENCE.strip() in result.stdout
    assert "News" not in result.stdout


def test_clean_json_has_text_and_boilerplate(page: Path) -> None:
    data = json.loads(invoke("clean", page, "--format", "json").stdout)
    assert SENTENCE.strip() in data["text"]
    assert {"kind", "text", "reason"} == set(data["boilerplate"][0])


def test_clean_several_pages_as_json_prints_one_line_each(page: Path) -> None:
    lines = invoke("clean", page, page, "--format", "json").stdout.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["page", "page"]


@pytest.mark.parametrize(("format_", "expected"), [("text", "page: The river"), ("html", "<p>")])
def test_clean_text_or_html_format_prints_it(page: Path, format_: str, expected: str) -> None:
    assert expected in invoke("clean", page, "--format", format_).stdout


def test_clean_markdown_options_choose_what_is_printed(page: Path) -> None:
    default = invoke("clean", page).stdout
    output = invoke("clean", page, "--title", "--front-matter", "--no-links", "--no-images").stdout
    assert output.startswith('---\ntitle: "page"')
    assert "\n---\n\n# page\n\n" in output
    assert output.endswith(default)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--front-matter", "--format", "html"), "--front-matter is for Markdown, not for html"),
        (("--no-links", "--format", "text"), "--no-links is for Markdown and HTML, not for text"),
        (("--title", "-f", "json"), "--title is for Markdown and HTML, not for json"),
    ],
)
def test_clean_option_of_another_format_is_refused(
    page: Path, options: tuple[str], message: str
) -> None:
    result = invoke("clean", page, *options)
    assert (result.exit_code, result.stderr) == (2, f"cleanarticle: {message}\n")


@pytest.mark.parametrize(
    ("name", "start"), [("a.html", "<p>"), ("a.JSON", "{"), ("a.txt", "page"), ("a.md", "page")]
)
def test_clean_output_has_the_format_of_its_name(tmp_path: Path, name: str, start: str) -> None:
    source, output = tmp_path / "source.html", tmp_path / name
    source.write_bytes(article("page"))
    assert invoke("clean", source, "-o", output).exit_code == 0
    assert output.read_text().startswith(start)
    assert invoke("clean", source, "-o", output, "-f", "html").exit_code == 0
    assert output.read_text().startswith("<p>")


@pytest.mark.parametrize("command", ["clean", "inspect"])
def test_output_that_is_the_input_is_refused(page: Path, command: str) -> None:
    link, loop = page.with_name("link.html"), page.with_name("loop.html")
    link.hardlink_to(page)
    loop.symlink_to(loop)
    for output in (page.parent / "." / page.name, link):
        result = invoke(command, page, "-o", output)
        assert result.exit_code == 2
        assert "is the input too: name another output" in result.stderr
    assert page.read_bytes() == article("page")
    assert "cannot be written" in invoke(command, page, "-o", loop).stderr


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<nav><a href=/>Home</a></nav>", "no main content"),
        ("<div id=app></div><script>run()</script>", "the page shows its content by scripts only"),
        ("<title>Just a moment...</title><p>Verify you are human.", "a bot wall answered"),
    ],
)
def test_clean_page_without_main_content_says_so(tmp_path: Path, markup: str, message: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(markup)
    result = invoke("clean", path)
    assert (result.exit_code, result.stdout) == (0, "\n")
    assert result.stderr.startswith(f"cleanarticle: {path}: no main content")
    assert message in result.stderr


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "example.org/a",
            "example.org/a: no such file; for the web page, write https://example.org/a",
        ),
        ("missing.html", "missing.html: no such file"),
        (".", ".: is a folder; `cleanarticle batch . -o OUT` cleans the pages in it"),
    ],
)
def test_clean_source_that_is_no_file_says_what_to_write(source: str, message: str) -> None:
    assert invoke("clean", source).stderr == f"cleanarticle: {message}\n"


def test_clean_of_a_part_that_text_has_not_writes_markdown(tmp_path: Path, page: Path) -> None:
    output = tmp_path / "notes.txt"
    assert invoke("clean", page, "-o", output, "--title").exit_code == 0
    assert output.read_text().startswith("# page\n")


def test_unknown_command_is_refused(page: Path) -> None:
    result = subprocess.run(
        [*COMMAND, "extract", page], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert "there is no command or file 'extract'; the commands are clean, " in result.stderr


@pytest.mark.parametrize(("short", "long"), [("-h", "--help"), ("-V", "--version")])
def test_short_options_do_what_long_ones_do(short: str, long: str) -> None:
    assert invoke(short).stdout == invoke(long).stdout != ""


def test_clean_url_prints_its_text(site: Site) -> None:
    result = invoke("clean", site.url("/page"), "--allow-private-hosts")
    assert SENTENCE.strip() in result.stdout


def test_clean_stdin_recognizes_html_and_text() -> None:
    html = invoke("clean", "-", "--format", "text", stdin=article("page"))
    text = invoke("clean", "-", "--format", "text", stdin=(SENTENCE * 3).encode())
    assert "News" not in html.stdout
    assert "<" not in html.stdout
    assert text.stdout.split() == (SENTENCE * 3).split()


def test_clean_failing_sources_print_one_line_each_and_others_succeed(
    tmp_path: Path, page: Path, site: Site
) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(PDF)
    sources = [pdf, "missing.html", "example.org/a", site.url("/page"), "ftp://example.org", page]
    result = invoke("clean", *sources)
    assert result.exit_code == 1
    assert SENTENCE.strip() in result.stdout
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["cleanarticle"] * 5
    for line, message in zip(
        lines, ["a PDF", "no such file", "https://", "--allow-private-hosts", "only"], strict=True
    ):
        assert message in line


@pytest.mark.parametrize(
    ("name", "is_text"),
    [("a.txt", True), ("README.md", True), ("notes", True), ("a.html", False), ("a.PHP", False)],
)
def test_clean_plain_text_file_is_read_as_text(tmp_path: Path, name: str, *, is_text: bool) -> None:
    (tmp_path / name).write_text(f"{SENTENCE * 3}\n\n{SENTENCE * 4}")
    result = invoke("clean", "--format", "text", tmp_path / name)
    assert len(result.stdout.strip().split("\n\n")) == (2 if is_text else 1)


def test_clean_html_file_without_suffix_is_read_as_html(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(article("page"))
    result = invoke("clean", "--format", "text", tmp_path / "page")
    assert "<" not in result.stdout
    assert SENTENCE.strip() in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.html", b"", "is empty: there is nothing to clean"),
        ("bom.txt", b"\xef\xbb\xbf\r\n", "is empty: there is nothing to clean"),
        ("binary", b"\x7fELF\x02\x01\x01\0\0", "is binary data, not HTML or text"),
        ("a.pdf", PDF, "is a PDF, not HTML or text"),
        ("large.html", b"<p>" + b"a" * 20_000_000, "has 20.0 MB; the limit is 10 MB"),
        ("pdf.html.gz", gzip.compress(PDF, mtime=0), "is a PDF, not HTML or text"),
    ],
)
def test_clean_bad_file_prints_one_line(
    tmp_path: Path, page: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = invoke("clean", tmp_path / name, page)
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
def test_clean_bad_stdin_prints_one_line(page: Path, content: bytes, message: str) -> None:
    result = invoke("clean", "-", page, stdin=content)
    assert result.exit_code == 1
    assert result.stderr == f"cleanarticle: the page {message}\n"
    assert SENTENCE.strip() in result.stdout


@pytest.mark.parametrize(
    "url", ["http://[::bad", "http://xn--/", "http://a:99999/", "https://", "http://a/\udcff"]
)
def test_clean_malformed_url_prints_one_line(page: Path, url: str) -> None:
    result = invoke("clean", url, page)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("cleanarticle: ")
    assert SENTENCE.strip() in result.stdout


def test_clean_empty_page_error_names_its_url(site: Site) -> None:
    result = invoke("clean", site.url("/empty"), "--allow-private-hosts")
    assert result.stderr.startswith(f"cleanarticle: {site.url('/empty')} is empty")


def test_clean_output_option_writes_file(tmp_path: Path, page: Path) -> None:
    out = tmp_path / "out.md"
    result = invoke("clean", page, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert SENTENCE.strip() in out.read_text(encoding="utf-8")
    assert invoke("clean", page, "-o", tmp_path / "no" / "out.md").exit_code == 2


def test_explain_shows_every_block(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
    result = invoke("explain", page)
    output = result.stdout
    assert result.exit_code == 0
    assert "\x1b" not in output
    for part in ("navigation", "body", "Home", "The river", "words", "reason"):
        assert part in output
    assert max(map(len, output.splitlines())) <= 160


def test_explain_page_with_terminal_codes_prints_none(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<p>[red]{SENTENCE}[/nonsense]&#x9b;31m \x1b[2J</p>", encoding="utf-8")
    result = invoke("explain", path)
    assert result.exit_code == 0, result.stderr
    assert "[red]The river" in result.stdout
    assert "\x1b" not in result.stdout


def test_explain_missing_file_prints_error() -> None:
    result = invoke("explain", "missing.html")
    assert result.exit_code == 1
    assert result.stderr.startswith("cleanarticle: missing.html: no such file")


def test_clean_reader_closes_pipe_prints_no_error(tmp_path: Path) -> None:
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
        ["batch", "missing.txt", "-o", "out.jsonl"],
        ["batch", "-", "-o", "out.xls"],
        ["batch", "-", "-o", "out.jsonl", "--delay", "-1"],
        ["batch", "-", "-o", "out.jsonl", "--header", "no colon"],
        ["batch", "-", "-o", "out.jsonl", "--header", "Two Words: a"],
        ["batch", "-", "-o", "out.jsonl", "--log-file", "no/such/folder/log"],
        ["batch", "-", "-o", "out.jsonl", "--log-file", "./out.jsonl"],
        ["clean", "a.html", "--proxy", "localhost:3128"],
        ["nosuchcommand"],
    ],
)
def test_cli_wrong_usage_exits_with_2(args: list[str]) -> None:
    result = invoke(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert "Traceback" not in result.stderr


def test_cli_as_process_prints_output_and_errors(page: Path) -> None:
    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*COMMAND, *args], capture_output=True, text=True, check=False)

    assert run("--version").stdout.startswith("cleanarticle ")
    assert "explain" in run("--help").stdout
    result = run("clean", str(page), "missing.html")
    assert result.returncode == 1
    assert SENTENCE.strip() in result.stdout
    assert result.stderr.startswith("cleanarticle: missing.html: no such file")
    assert run("batch", "missing.txt", "-o", "out.jsonl").returncode == 2


def test_explain_narrow_terminal_fits_its_width(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    output = invoke("explain", page).stdout
    assert max(map(len, output.splitlines())) <= 60
    assert "navigation" in output


@pytest.mark.parametrize("command", ["clean", "explain"])
def test_rules_and_cues_are_given_as_reasons(page: Path, tmp_path: Path, command: str) -> None:
    rules, cues = tmp_path / "rules.toml", tmp_path / "cues.toml"
    rules.write_text('["*"]\ndrop = ["h1 + p"]\n', "utf-8")
    cues.write_text('[tags]\nexact = ["home news"]\n', "utf-8")
    args = [*(["--format", "json"] if command == "clean" else []), "--rules", rules, "--cues", cues]
    output = invoke(command, page, *args).stdout
    assert "dropped by your rule 'h1 + p'" in output
    assert "your cue: text 'home news'" in output


@pytest.mark.parametrize("command", ["clean", "explain", "batch"])
@pytest.mark.parametrize("option", ["--rules", "--cues"])
def test_rules_or_cues_file_with_error_exits_with_2(
    page: Path, tmp_path: Path, command: str, option: str
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('["nonsense"]\nexact = 1\n', "utf-8")
    out = ["-o", tmp_path / "out.jsonl"] if command == "batch" else []
    source = tmp_path if command == "batch" else page
    result = invoke(command, source, option, wrong, *out)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"cleanarticle: {wrong}: [nonsense] ")
    assert len(result.stderr.splitlines()) == 1
    assert invoke(command, source, option, tmp_path / "missing.toml", *out).exit_code == 2


def test_cli_source_without_command_is_cleaned(page: Path) -> None:
    with_command = subprocess.run([*COMMAND, "clean", page], capture_output=True, check=True)
    without_command = subprocess.run([*COMMAND, page], capture_output=True, check=True)
    assert without_command.stdout == with_command.stdout != b""
    subprocess.run([*COMMAND, "--format", "text", page], capture_output=True, check=True)


def test_clean_file_imports_no_network_or_batch_modules(page: Path) -> None:
    code = (
        "import sys; from cleanarticle.cli import main; sys.argv[1:] = ['clean', sys.argv[1]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "names = {'httpx', 'httpcore', 'anyio', 'multiprocessing', 'stamina', 'bs4',"
        " 'cleanarticle.fetching', 'cleanarticle.batch', 'cleanarticle.web'}\n"
        "print(sorted(names & sys.modules.keys()), file=sys.stderr)"
    )
    completed = subprocess.run(
        [sys.executable, "-c", code, page], capture_output=True, text=True, check=True
    )
    assert completed.stderr.strip() == "[]"


@pytest.mark.parametrize("format_", ["markdown", "text", "html", "json"])
def test_clean_of_a_page_that_steers_terminals_writes_no_control_characters(
    tmp_path: Path, format_: str
) -> None:
    hostile = "\x1b]0;x\x07 \x9b31m \x7f &#27;[31m &#155; &#7;"
    page = tmp_path / "page.html"
    page.write_text(f"<title>{hostile}</title><article><p>{hostile}{SENTENCE * 4}</p></article>")
    for output in ([], ["-o", tmp_path / "out"]):
        result = invoke("clean", page, "--format", format_, *output)
        written = (tmp_path / "out").read_text() if output else result.stdout
        assert "The river rose" in written
        assert all(char.isprintable() or char in "\t\n\xa0\xad" for char in written)


@pytest.mark.parametrize(
    "content",
    [
        "https://a.example/\nhttps://b.example/\n",
        "\r\nhttp://a.example/\r\nhttp://b.example/" * 90,
        "https://a.example/ https://b.example/",
    ],
)
@pytest.mark.parametrize("command", ["clean", "explain"])
def test_clean_of_a_list_of_urls_says_what_takes_one(
    tmp_path: Path, content: str, command: str
) -> None:
    source = tmp_path / "urls.txt"
    source.write_text(content)
    for name, stdin in ((str(source), None), ("-", content)):
        result = CliRunner().invoke(app, [command, name], input=stdin)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "`cleanarticle batch`" in result.stderr


def test_clean_of_a_text_with_urls_in_it_reads_it() -> None:
    for text in (
        "https://a.example/ has a story.\n\nhttps://b.example/ too.",
        "https://a.example/ b",
    ):
        result = CliRunner().invoke(app, ["clean", "-"], input=text)
        assert (result.exit_code, result.stdout.strip()) == (0, text)


def test_batch_with_a_log_file_on_a_full_disk_says_so_once(tmp_path: Path, page: Path) -> None:
    source, out = tmp_path / "pages.txt", tmp_path / "out.jsonl"
    source.write_text(f"{page}\ngone-1.html\ngone-2.html\n")
    options = ["--workers", "0", "-q", "--log-file", "/dev/full"]
    result = CliRunner().invoke(app, ["batch", str(source), "-o", str(out), *options])
    assert result.exit_code == 1
    assert result.stderr.count("the log cannot be written") == 1
    assert "Traceback" not in result.stderr
    assert len(out.read_text().splitlines()) == 3


def test_show_completion_prints_a_script_for_the_shell() -> None:
    command = [sys.executable, "-m", "cleanarticle", "--show-completion", "bash"]
    environment = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "complete" in done.stdout


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("ba", ["batch"]),
        ("batch urls.txt --part", ["--part-size"]),
        ("page.html --front", ["--front-matter"]),
        ("example --front", ["--front-matter"]),
    ],
)
def test_completion_knows_the_options_behind_a_source(typed: str, completed: list[str]) -> None:
    words = ["cleanarticle", *typed.split()]
    asked = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    environment = {**os.environ, "_CLEANARTICLE_COMPLETE": "complete_bash", **asked}
    program = "import sys; sys.argv[0] = 'cleanarticle'; from cleanarticle.cli import main; main()"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == completed


@pytest.mark.parametrize("command", ["clean", "batch", "explain", "inspect", "learn"])
def test_help_names_no_types_of_python(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "<bool>" not in result.stdout
    assert "--" in result.stdout
