"""A batch from the command line: mixed inputs, kills, resumption."""

from __future__ import annotations

import gzip
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cleanarticle.batch import run
from cleanarticle.batch.journal import recover
from cleanarticle.cli import app
from cleanarticle.errors import ConfigError
from cleanarticle.options import FetchOptions
from cleanarticle.page import MAX_BYTES
from support import outputs
from support.webserver import PDF, SENTENCE, Site, article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typer.testing import Result

COMMAND = [sys.executable, "-m", "cleanarticle", "batch"]
LOCAL = ["--allow-private-hosts", "--ignore-robots", "--delay", "0"]
ONE_WORKER = ["--workers", "1"]
THREADS = ["--workers", "0"]
NO_RESTRICTIONS = FetchOptions(allow_private_hosts=True, ignore_robots=True, delay=0)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def run_batch(*args: object, stdin: str = "") -> Result:
    arguments = ["batch", *map(str, args), *LOCAL]
    return CliRunner().invoke(app, arguments, input=stdin)


def read(path: Path) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return [json.loads(line) for line in text.decode().splitlines()]


def write_list(tmp_path: Path, inputs: list[str]) -> Path:
    path = tmp_path / "inputs.txt"
    path.write_text("# the inputs\n\n" + "\n".join(inputs) + "\n", encoding="utf-8")
    return path


def test_batch_bad_inputs_get_error_records_and_others_succeed(tmp_path: Path, site: Site) -> None:
    files = {
        "empty.html": b"",
        "image.html": b"\x89PNG\r\n\x1a\n",
        "file.pdf": PDF,
        "binary.html": b"\x7fELF\x02\x01\x01\0\0",
        "bom-only.html": b"\xef\xbb\xbf",
        "large.html": b"a" * (MAX_BYTES + 1),
        "truncated.html.gz": gzip.compress(article(), mtime=0)[:40],
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.html").write_bytes(article("good"))
    (tmp_path / "good.html.gz").write_bytes(gzip.compress(article("good"), mtime=0))
    (tmp_path / "good.txt").write_text(SENTENCE * 3)
    bad = {
        **{
            str(tmp_path / name): "input"
            for name in ("empty.html", "bom-only.html", "truncated.html.gz", "missing.html")
        },
        str(tmp_path / "binary.html"): "unsupported_content",
        str(tmp_path / "image.html"): "unsupported_content",
        str(tmp_path / "file.pdf"): "unsupported_content",
        str(tmp_path / "large.html"): "too_large",
        str(tmp_path): "input",
        "ftp://example.org/a": "bad_url",
        "http://[::bad": "bad_url",
        "http://xn--/": "bad_url",
        "http://127.0.0.1:1/": "connection",
        "http://nowhere.invalid/": "connection",
        site.url("/missing"): "http_status",
        site.url("/pdf"): "not_html",
        site.url("/huge"): "too_large",
        site.url("/loop"): "redirects",
        site.url("/to-bad-name"): "bad_url",
        site.url("/hang", "localhost"): "timeout",
        site.url("/empty"): "input",
    }
    good = [str(tmp_path / name) for name in ("good.html", "good.html.gz", "good.txt")]
    good += [site.url(f"/page/{n}") for n in range(3)]
    inputs = [*bad, *good, good[0]]
    inputs.sort(key=lambda text: text[::-1])  # interleave good and bad inputs
    out = tmp_path / "out.jsonl"
    result = run_batch(write_list(tmp_path, inputs), "-o", out, *ONE_WORKER, "--timeout", "2")
    assert result.exit_code == 1, result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    records = {record["url"]: record for record in read(out)}
    assert len(read(out)) == len(set(inputs)) == len(records)
    assert {url: records[url]["error"]["kind"] for url in bad} == bad
    assert all(records[url]["status"] == "ok" for url in good)
    assert all(SENTENCE.strip() in records[url]["text"] for url in good)


@pytest.mark.slow
def test_batch_restarted_after_kill_fetches_only_missing_pages(tmp_path: Path, site: Site) -> None:
    urls = [site.url(f"/slow/{n}") for n in range(24)]
    out = tmp_path / "out.jsonl"
    command = [*COMMAND, str(write_list(tmp_path, urls)), "-o", str(out), *LOCAL, *ONE_WORKER]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        wait_for_lines(out, 5)
        process.kill()
    survived = len(out.read_bytes().splitlines())
    assert 5 <= survived < 24
    with out.open("ab") as file:
        file.write(b'{"url": "torn off in the mid')
    before = len(site.hits)
    result = run_batch(tmp_path / "inputs.txt", "-o", out, *ONE_WORKER)
    assert result.exit_code == 0, result.stderr
    assert Counter(record["url"] for record in read(out)) == Counter(urls)
    assert len(site.hits) - before <= 24 - survived + 1


def wait_until(condition: Callable[[], bool], description: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    pytest.fail(f"timed out waiting until {description}")


def wait_for_lines(path: Path, count: int) -> None:
    wait_until(
        lambda: path.exists() and path.read_bytes().count(b"\n") >= count,
        f"{path} has {count} lines",
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers on all of 127.0.0.0/8")
def test_batch_killed_repeatedly_completes(tmp_path: Path) -> None:
    with Site(all_loopback=True) as site:
        urls = [site.url(f"/page/{n}", f"127.0.0.{1 + n % 10}") for n in range(120)]
        out = tmp_path / "out.jsonl"
        command = [*COMMAND, str(write_list(tmp_path, urls)), "-o", str(out), *LOCAL, *THREADS]
        for lines in (20, 50, 80):
            with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
                wait_for_lines(out, lines)
                process.kill()
        assert out.read_bytes().count(b"\n") >= 80
        assert run_batch(tmp_path / "inputs.txt", "-o", out, *THREADS).exit_code == 0
        assert Counter(record["url"] for record in read(out)) == Counter(urls)
        # After each kill, at most the pages that were in flight (16 by default) are fetched again.
        assert len(site.hits) <= 120 + 3 * (16 + 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["out.jsonl.zst", "out.sqlite", "out.parquet", "out"])
def test_batch_each_output_format_survives_kill(tmp_path: Path, site: Site, name: str) -> None:
    urls = [site.url(f"/slow/{n}") for n in range(12)]
    out = tmp_path / name
    command = [*COMMAND, str(write_list(tmp_path, urls)), "-o", str(out), *LOCAL, *THREADS]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        wait_until(lambda: len(site.hits) >= 5, "five pages are requested")
        process.kill()
    assert run_batch(tmp_path / "inputs.txt", "-o", out, *THREADS).exit_code == 0
    assert Counter(record["url"] for record in outputs.read(out)) == Counter(urls)


def test_batch_output_in_use_is_refused(tmp_path: Path, site: Site) -> None:
    source, out = write_list(tmp_path, [site.url("/hang")]), tmp_path / "out.jsonl"
    with subprocess.Popen(
        [*COMMAND, str(source), "-o", str(out), *LOCAL, *THREADS], stderr=subprocess.DEVNULL
    ) as process:
        wait_until(out.exists, "the first run has started")
        result = run_batch(source, "-o", out, *THREADS)
        process.kill()
    assert result.exit_code == 2
    assert "another batch is writing it" in result.stderr


def test_batch_two_urls_of_one_page_fetches_it_once(tmp_path: Path, site: Site) -> None:
    urls = [site.url("/page?id=1"), site.url("/page?utm_source=a&id=1#top"), site.url("/page?id=2")]
    tally = run(
        str(write_list(tmp_path, urls)),
        tmp_path / "out.jsonl",
        fetch_options=NO_RESTRICTIONS,
        workers=0,
    )
    assert (tally.total, tally.ok, tally.skipped) == (3, 2, 1)
    assert sorted(site.paths()) == ["/page?id=1", "/page?id=2"]


def test_tally_hosts_counts_hosts_being_fetched(tmp_path: Path, site: Site) -> None:
    urls = [site.url("/page"), site.url("/page", "localhost"), site.url("/hang", "0.0.0.0")]
    hosts: list[int] = []
    run(
        str(write_list(tmp_path, urls)),
        tmp_path / "out.jsonl",
        fetch_options=NO_RESTRICTIONS,
        timeout=4,
        workers=0,
        progress=lambda tally: hosts.append(tally.hosts),
    )
    assert hosts[-1] == 0
    assert max(hosts) >= 1


def test_batch_custom_headers_and_log_file_are_used(tmp_path: Path, site: Site) -> None:
    out, log = tmp_path / "out.jsonl", tmp_path / "log"
    source = write_list(tmp_path, [site.url("/echo"), site.url("/missing")])
    options = ["--header", "X-Test: 1:2", "--user-agent", "tester/1", "--log-file", log]
    logger = logging.getLogger("cleanarticle")
    try:
        result = run_batch(source, "-o", out, *THREADS, *options)
    finally:
        for handler in logger.handlers[:]:
            handler.close()
            logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    assert result.exit_code == 1
    ok_line, error_line = sorted(log.read_text().splitlines(), key=lambda line: "missing" in line)
    assert f"INFO ok {site.url('/echo')}" in ok_line
    assert "WARNING http_status" in error_line
    assert site.url("/missing") in error_line
    titles = [record["title"] for record in read(out) if record["status"] == "ok"]
    assert all(part in titles[0] for part in ("[X-Test=1:2]", "[User-Agent=tester/1]"))


EXITS_AFTER_FIRST_RECORD = """
import os, sys
from pathlib import Path
from cleanarticle.batch import run

run(sys.argv[1], Path(sys.argv[2]), workers=0, progress=lambda _: os._exit(9))
"""


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_batch_killed_after_first_record_has_each_record_once(tmp_path: Path, suffix: str) -> None:
    inputs = [f"missing-{n}.html" for n in range(3)]
    source, out = write_list(tmp_path, inputs), tmp_path / f"out{suffix}"
    arguments = [sys.executable, "-c", EXITS_AFTER_FIRST_RECORD, str(source), str(out)]
    assert subprocess.run(arguments, check=False).returncode == 9
    tally = run(str(source), out, workers=0)
    assert (tally.skipped, tally.failed) == (1, 2)
    assert sorted(record["url"] for record in read(out)) == inputs


@settings(max_examples=15, deadline=None)
@given(
    kills=st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=3),
    suffix=st.sampled_from([".jsonl", ".jsonl.gz"]),
)
def test_batch_rerun_on_truncated_output_restores_all_records(
    kills: list[tuple[float, bool]], suffix: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "good.html"), Path(folder, f"out{suffix}")
        page.write_bytes(article())
        inputs = sorted([str(page), "missing.html", "http://xn--/", "ftp://ü.example/世界"])
        source = str(write_list(Path(folder), [*inputs, inputs[0]]))
        for kept_fraction, retry_failed in kills:
            run(source, out, workers=0, retry_failed=retry_failed)
            assert sorted(record["url"] for record in read(out)) == inputs
            content = out.read_bytes()
            out.write_bytes(content[: round(kept_fraction * len(content))])
        tally = run(source, out, workers=0)
        assert sorted(record["url"] for record in read(out)) == inputs
        assert tally.done + tally.skipped == len(inputs) + 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_batch_ctrl_c_finishes_pages_in_flight(tmp_path: Path, site: Site) -> None:
    urls = [site.url(f"/slow/{n}") for n in range(200)]
    out = tmp_path / "out.jsonl"
    command = [*COMMAND, str(write_list(tmp_path, urls)), "-o", str(out), *LOCAL, *ONE_WORKER]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        wait_for_lines(out, 3)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=15)
    assert process.returncode == 130
    arguments = f"batch {tmp_path / 'inputs.txt'} -o {out}"
    assert f"to go on from here: cleanarticle {arguments}" in stderr
    assert "Traceback" not in stderr
    assert len(read(out)) == len(site.hits) < 20


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_batch_ctrl_c_during_pause_or_stdin_read_exits_at_once(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "out.jsonl"
    command = [*COMMAND, "-", "-o", str(out), *LOCAL, *THREADS, "--delay", "600"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write("".join(site.url(f"/page/{n}\n") for n in range(3)).encode())
        process.stdin.flush()
        wait_for_lines(out, 1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=5) == 130
    assert len(read(out)) == 1


def test_batch_retry_failed_cleans_failed_inputs_again(tmp_path: Path, site: Site) -> None:
    created_later = tmp_path / "late.html"
    out = tmp_path / "out.jsonl"
    inputs = write_list(tmp_path, [site.url("/page"), str(created_later)])
    assert run_batch(inputs, "-o", out, *THREADS).exit_code == 1
    created_later.write_bytes(article("late"))
    again = run_batch(inputs, "-o", out, *THREADS)
    assert again.exit_code == 1
    assert "1 failed before; --retry-failed to try them again" in again.stderr
    assert {record["status"] for record in read(out)} == {"ok", "error"}
    assert run_batch(inputs, "-o", out, *THREADS, "--retry-failed").exit_code == 0
    assert [record["status"] for record in read(out)] == ["ok", "ok"]
    assert site.paths() == ["/page"]


def test_batch_folder_cleans_its_pages_and_texts(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "deep").mkdir(parents=True)
    (pages / "a.html").write_bytes(article("a"))
    (pages / "deep" / "b.htm").write_bytes(article("b"))
    (pages / "deep" / "c.html.gz").write_bytes(gzip.compress(article("c"), mtime=0))
    (pages / "note.txt").write_text(SENTENCE * 2)
    (pages / "style.css").write_text("p {}")
    out = tmp_path / "out.jsonl.gz"
    result = run_batch(pages, "-o", out, *THREADS)
    assert result.exit_code == 0, result.stderr
    names = sorted(record["url"].removeprefix(f"{pages}{os.sep}") for record in read(out))
    assert names == ["a.html", f"deep{os.sep}b.htm", f"deep{os.sep}c.html.gz", "note.txt"]
    assert "ok" in result.stderr


def test_batch_stdin_with_quiet_prints_nothing(tmp_path: Path, site: Site) -> None:
    out = tmp_path / "out.jsonl"
    url = site.url("/page/ä")
    result = run_batch("-", "-o", out, "--quiet", *THREADS, stdin=f"{url}\n{url}\n")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert [record["url"] for record in read(out)] == [url]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_batch_list_in_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / "list").write_bytes("missing-ü.html\r\n世界.html\r\n".encode(encoding))
    assert run_batch(tmp_path / "list", "-o", out, *THREADS).exit_code == 1
    assert sorted(record["url"] for record in read(out)) == ["missing-ü.html", "世界.html"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names not in Unicode")
@pytest.mark.parametrize("from_stdin", [False, True])
def test_batch_file_name_not_utf8_is_cleaned(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, from_stdin: bool
) -> None:
    caplog.set_level(logging.ERROR, "cleanarticle.batch")  # pytest-xdist cannot send such a name
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text(SENTENCE * 3)
    content = b"\xef\xbb\xbf" + name + b"\n\xff\xfe\n"
    source, out = tmp_path / "list", tmp_path / "out.jsonl"
    source.write_bytes(content)
    arguments = ["batch", "-" if from_stdin else str(source), "-o", str(out), *THREADS]
    assert CliRunner().invoke(app, arguments, input=content).exit_code == 1
    assert {os.fsencode(record["url"]): record["status"] for record in read(out)} == {
        name: "ok",
        b"\xff\xfe": "error",
    }


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_recover_truncated_output_keeps_complete_records(tmp_path: Path, suffix: str) -> None:
    lines = [{"url": "a", "status": "ok"}, {"url": "b", "status": "error"}]
    complete = b"".join(json.dumps(line | {"elapsed_ms": 1}).encode() + b"\n" for line in lines)
    out = tmp_path / f"out{suffix}"
    truncated = (
        gzip.compress(complete, mtime=0)
        + gzip.compress(b'{"url": "c" and much more of it', mtime=0)[:-9]
    )
    out.write_bytes(truncated if suffix.endswith("gz") else complete + b'{"url": "c"')
    done, _ = recover(out, retry_failed=False)
    assert ("a" in done, "b" in done, "c" in done) == (True, True, False)
    assert [record["url"] for record in read(out)] == ["a", "b"]
    assert "b" not in recover(out, retry_failed=True).done
    assert [record["url"] for record in read(out)] == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize(
    "name", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out", "out.sqlite"]
)
def test_batch_damaged_output_is_mended_and_completed(tmp_path: Path, name: str) -> None:
    """As after a power failure; --quiet does not silence the notice."""
    inputs = [str(tmp_path / f"{number}.html") for number in range(6)]
    for number, page in enumerate(inputs):
        Path(page).write_bytes(article(f"Story {number}"))
    source, out = write_list(tmp_path, inputs), tmp_path / name
    assert run_batch(source, "-o", out, *THREADS).exit_code == 0
    damaged = out / "records.jsonl" if name == "out" else out
    content = damaged.read_bytes()
    damaged.write_bytes(content[: len(content) * 3 // 4] + b"\0" * (len(content) // 4))
    result = run_batch(source, "-o", out, *THREADS, "--quiet")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.startswith(f"cleanarticle: {damaged}: ")
    assert "damaged" in result.stderr
    assert sorted(record["url"] for record in outputs.read(out)) == inputs
    assert run_batch(source, "-o", out, *THREADS, "--quiet").stderr == ""


def test_batch_output_is_unrelated_file_leaves_it_unchanged(tmp_path: Path) -> None:
    out = tmp_path / "precious.jsonl"
    out.write_text('{"diary": "Monday"}\n')
    result = run_batch(write_list(tmp_path, []), "-o", out, *THREADS)
    assert result.exit_code == 2
    assert "not the output of a batch" in result.stderr
    assert out.read_text() == '{"diary": "Monday"}\n'


@pytest.mark.parametrize(
    ("source", "output", "message"),
    [
        ("missing.txt", "out.jsonl", "no such file"),
        ("page.html", "out.jsonl", "one a line"),
        ("inputs.txt", "out.csv", ".jsonl"),
        ("inputs.txt", "no/such/folder/out.jsonl", "folder"),
    ],
)
def test_run_wrong_source_or_output_raises_config_error(
    tmp_path: Path, source: str, output: str, message: str
) -> None:
    write_list(tmp_path, [])
    (tmp_path / "page.html").write_bytes(article())
    with pytest.raises(ConfigError, match=message):
        run(str(tmp_path / source), tmp_path / output)
    assert not (tmp_path / output).exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (PDF, "is a PDF, not a list"),
        (gzip.compress(b"https://a.example/", mtime=0), "is gzip data, not a list"),
        (b"\x7fELF\x02\x01\x01\0\0", "is binary data, not a list"),
    ],
)
def test_batch_source_is_not_a_list_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    source = tmp_path / "list"
    source.write_bytes(content)
    result = run_batch(source, "-o", tmp_path / "out.jsonl", *THREADS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"cleanarticle: {source} {message} of URLs or paths, one a line\n"
    assert not (tmp_path / "out.jsonl").exists()


def test_batch_overlong_file_name_gives_one_line_error(tmp_path: Path) -> None:
    source, name = write_list(tmp_path, []), "a" * 300
    for arguments in (
        [name, "-o", tmp_path / "out.jsonl"],
        [source, "-o", tmp_path / f"{name}.jsonl"],
    ):
        result = run_batch(*arguments, *THREADS)
        assert result.exit_code == 2
        assert result.stderr.startswith("cleanarticle: ")
        assert len(result.stderr.splitlines()) == 1


def test_run_stdin_closed_raises_config_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # as in a shell with <&-
    with pytest.raises(ConfigError, match="stdin is closed"):
        run("-", tmp_path / "out.jsonl")


def test_run_empty_list_gives_empty_tally(tmp_path: Path) -> None:
    tally = run(str(write_list(tmp_path, [])), tmp_path / "out.jsonl")
    assert (tally.total, tally.done, tally.skipped) == (0, 0, 0)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pgrep") is None, reason="needs pgrep to list processes")
def test_batch_killed_leaves_no_processes(tmp_path: Path, site: Site) -> None:
    urls = [site.url(f"/slow/{n}") for n in range(50)]
    out = tmp_path / "out.jsonl"
    command = [*COMMAND, str(write_list(tmp_path, urls)), "-o", str(out), *LOCAL, *ONE_WORKER]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        wait_for_lines(out, 2)
        process.kill()
    deadline = time.monotonic() + 90
    while (remaining := processes_in_group(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not remaining


def processes_in_group(group: int) -> list[str]:
    command = ["pgrep", "-g", str(group)]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)
    return listing.stdout.split()
