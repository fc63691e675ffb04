"""Batches over inputs as people have them: odd lists, saved sites, tables, pipes."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from cleanarticle.batch import Record
from cleanarticle.cli import app
from support import outputs
from support.webserver import Site, article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.testing import Result

COMMAND = [sys.executable, "-m", "cleanarticle"]
LOCAL = ["--allow-private-hosts", "--ignore-robots", "--delay", "0", "--workers", "0"]

SAME_BUT_FOR = [
    "/showthread.php?101-old", "/showthread.php?102-new", "/?4711", "/?4712", "/news.asp?cid=1",
    "/news.asp?cid=2", "/u?uid=1", "/u?uid=2", "/p?gallery=1", "/p?gallery=2", "/k?keyword=cod",
    "/k?keyword=eel", "/g?glossary=a", "/g?glossary=b", "/a?x=1&y=2", "/a?y=2&x=1", "/a?x=", "/a",
    "/A",
]  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(pages={path: article(path) for path in [*SAME_BUT_FOR, "/"]}) as running:
        yield running


def batch(*args: object, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(app, ["batch", *map(str, args), *LOCAL], input=stdin)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def records(path: Path) -> dict[str, dict[str, Any]]:
    return {record["url"]: record for record in lines(path)}


def test_batch_of_urls_that_differ_has_a_record_for_each(tmp_path: Path, site: Site) -> None:
    urls = [site.url(path) for path in [*SAME_BUT_FOR, "/#/route/a", "/#/route/b", "/#!/c"]]
    twice = [site.url("/u?utm_source=x&uid=1"), site.url("/a#part"), urls[0]]
    source, out = tmp_path / "urls.txt", tmp_path / "out.jsonl"
    source.write_text("\n".join([*urls, *twice]), "utf-8")
    result = batch(source, "-o", out)
    assert result.exit_code == 0, result.stderr
    assert sorted(records(out)) == sorted(urls)
    assert len(site.paths()) == len(urls)
    assert {record["status"] for record in lines(out)} == {"ok"}
    skipped = lines(tmp_path / "out.jsonl.skipped.jsonl")
    assert [(one["input"], one["line"], one["reason"]) for one in skipped] == [
        (url, len(urls) + number, "duplicate") for number, url in enumerate(twice, start=1)
    ]
    assert [one["message"] for one in skipped] == [
        f"the same page as line {urls.index(site.url(path)) + 1}" for path in
        ("/u?uid=1", "/a", SAME_BUT_FOR[0])
    ]  # fmt: skip
    assert "listed twice 3" in " ".join(result.stderr.split())
    assert "out.jsonl.skipped.jsonl" in result.stderr


@pytest.mark.parametrize("name", outputs.OUTPUTS)
def test_batch_resumed_after_failures_says_so_and_fails(tmp_path: Path, name: str) -> None:
    page, out = tmp_path / "good.html", tmp_path / name
    page.write_bytes(article())
    source = tmp_path / "list"
    source.write_text(f"{page}\n" + "".join(f"gone-{n}.html\n" for n in range(5)))
    assert batch(source, "-o", out).exit_code == 1
    for _ in range(2):
        result = batch(source, "-o", out)
        assert result.exit_code == 1
        assert "5 failed before; --retry-failed to try them again" in result.stderr
    assert len(lines(tmp_path / f"{name}.skipped.jsonl")) == 5
    source.write_text(f"{page}\n")
    result = batch(source, "-o", out)
    assert result.exit_code == 0
    assert "done before 1" in " ".join(result.stderr.split())
    assert not (tmp_path / f"{name}.skipped.jsonl").exists()


def test_batch_names_refused_lines_and_fails(tmp_path: Path, site: Site) -> None:
    url = site.url("/page")
    source, out = tmp_path / "list", tmp_path / "out.jsonl"
    source.write_text(f"- {url}\n{url}/x,A title\n<{site.url('/page/2')}>\n")
    result = batch(source, "-o", out, "--quiet")
    assert result.exit_code == 1
    assert result.stderr.startswith("cleanarticle: line 2: text behind the URL")
    assert len(result.stderr.splitlines()) == 1
    assert sorted(site.paths()) == ["/page", "/page/2"]
    (skipped,) = lines(tmp_path / "out.jsonl.skipped.jsonl")
    assert (skipped["line"], skipped["reason"]) == (2, "refused")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_batch_of_a_pipe_has_an_encoding(tmp_path: Path, site: Site, encoding: str) -> None:
    urls = [site.url("/page/ü"), site.url("/page/b")]
    content = "".join(f"{url}\r\n" for url in urls).encode(encoding)
    result = batch("-", "-o", tmp_path / "out.jsonl", stdin=content)
    assert result.exit_code == 0, result.stderr
    assert sorted(records(tmp_path / "out.jsonl")) == sorted(urls)


def test_batch_of_a_saved_site_cleans_its_pages_and_names_the_rest(tmp_path: Path) -> None:
    folder, out = tmp_path / "site", tmp_path / "out.jsonl"
    folder.mkdir()
    pages = ["about", "index.php", "index.php?id=3", "a.shtml", "b.aspx"]
    for name in pages:
        (folder / name).write_bytes(article(name))
    (folder / "style.css").write_text("p {}")
    (folder / "feed.html").write_text("<rss version='2.0'>")
    (folder / "saved.mhtml").write_bytes(
        b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Location: http://a.example/s\n\n"
        + article("saved")
    )
    result = batch(folder, "-o", out)
    assert result.exit_code == 0, result.stderr
    found = records(out)
    assert sorted(found) == sorted(str(folder / name) for name in [*pages, "saved.mhtml"])
    assert found[str(folder / "index.php?id=3")]["title"] == "index.php?id=3"
    assert {Path(one["input"]).name: one["message"] for one in lines(
        tmp_path / "out.jsonl.skipped.jsonl"
    )} == {"style.css": "text that is not a page", "feed.html": "an RSS feed"}  # fmt: skip
    assert "not a page 2" in " ".join(result.stderr.split())
    assert batch(folder, "-o", out).exit_code == 0


@pytest.mark.parametrize("name", outputs.OUTPUTS)
def test_batch_of_a_column_of_pages_carries_the_other_fields(tmp_path: Path, name: str) -> None:
    rows = [
        {"url": f"https://a.example/{n}", "id": n, "html": article(f"p{n}").decode(), "n": [n]}
        for n in range(4)
    ]
    source = tmp_path / "pages.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in [*rows, rows[0], {"id": 9}]))
    result = batch(source, "--html-field", "html", "-o", tmp_path / name)
    assert result.exit_code == 1
    found = {record["url"]: record for record in outputs.read(tmp_path / name)}
    assert sorted(found) == ["9", *(row["url"] for row in rows)]
    for row in rows:
        record = found[row["url"]]
        extra = record["extra"]
        assert (json.loads(extra) if isinstance(extra, str) else extra) == {
            "id": row["id"], "n": row["n"],
        }  # fmt: skip
        assert record["final_url"] == row["url"]
        if name.endswith((".jsonl", ".parquet")):
            plain = {**record, "sources": dict(record["sources"])}
            assert Record.from_dict(plain).extra == {"id": row["id"], "n": row["n"]}
            article_ = Record.from_dict(plain).article
            assert article_ is not None
            assert article_.url == row["url"]
    (skipped,) = lines(tmp_path / f"{name}.skipped.jsonl")
    assert (skipped["line"], skipped["reason"]) == (5, "duplicate")
    assert batch(source, "--html-field", "html", "-o", tmp_path / name).exit_code == 1


def test_batch_of_a_column_of_urls_fetches_them(tmp_path: Path, site: Site) -> None:
    source, out = tmp_path / "urls.csv", tmp_path / "out.jsonl"
    source.write_text(f'title,url\n"A, b",{site.url("/page/1")}\nC,{site.url("/page/2")}\n')
    result = batch(source, "-o", out)
    assert result.exit_code == 2
    assert "--url-field url" in result.stderr
    assert not out.exists()
    result = batch(source, "-o", out, "--url-field", "url")
    assert result.exit_code == 0, result.stderr
    assert sorted(site.paths()) == ["/page/1", "/page/2"]
    assert records(out)[site.url("/page/1")]["extra"] == {"title": "A, b"}


def test_batch_of_a_page_refuses_it_by_name(tmp_path: Path) -> None:
    for content, message in [
        (b"<rss version='2.0'>", "is an RSS feed"),
        (article(), "`cleanarticle clean` takes a page"),
    ]:
        (tmp_path / "source").write_bytes(content)
        result = batch(tmp_path / "source", "-o", tmp_path / "out.jsonl")
        assert result.exit_code == 2
        assert message in result.stderr


def process(*args: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, args)], stderr=subprocess.PIPE, check=False, **options
    )


def test_batch_to_stdout_writes_json_lines_alone(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(article("ü"))
    (tmp_path / "style.css").write_text("p {}")
    done = process("batch", tmp_path, "-o", "-", *LOCAL, stdout=subprocess.PIPE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (record,) = map(json.loads, done.stdout.decode().splitlines())
    assert record["title"] == "ü"
    assert b"not a page" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "style.css"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["clean", "explain", "batch", "--help", "--version"])
def test_stdout_on_a_full_disk_is_one_line_and_exit_code_1(tmp_path: Path, command: str) -> None:
    page = tmp_path / "pages" / "a.html"
    page.parent.mkdir()
    page.write_bytes(article())
    args = {
        "batch": ["batch", page.parent, "-o", "-", "-q", *LOCAL],
        "clean": ["clean", page],
        "explain": ["explain", page],
    }
    with Path("/dev/full").open("wb") as full:
        done = process(*args.get(command, [command]), stdout=full)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("cleanarticle: ")
    assert len(done.stderr.splitlines()) == 1
    assert b"No space left" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has other pipes")
@pytest.mark.parametrize("command", ["clean", "explain", "batch"])
def test_closed_pipe_ends_quietly(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    paragraphs = article("x").decode().split("<article>")[1] * 200
    for number in range(12):
        (folder / f"{number}.html").write_text(f"<body>{paragraphs}", "utf-8")
    args = {
        "batch": ["batch", folder, "-o", "-", "-q", *LOCAL],
        "clean": ["clean", *folder.iterdir()],
        "explain": ["explain", folder / "1.html"],
    }
    with subprocess.Popen(
        [*COMMAND, *map(str, args[command])], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""


def test_url_of_a_file_or_stdin_is_that_of_its_page(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(
        article().replace(b"<article>", b"<article><p><a href='b'>A link there</a></p>")
    )
    for args, stdin in (([page], b""), (["-"], page.read_bytes())):
        result = CliRunner().invoke(
            app, ["clean", *map(str, args), "--url", "https://a.example/x/", "-f", "json"],
            input=stdin,
        )  # fmt: skip
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)["url"] == "https://a.example/x/"
    for wrong in (["a.html", "b.html"], ["https://b.example/"]):
        result = CliRunner().invoke(app, ["clean", *wrong, "--url", "https://a.example/"])
        assert result.exit_code == 2
        assert "--url" in result.stderr
    explained = CliRunner().invoke(app, ["explain", str(page), "--url", "https://a.example/"])
    assert explained.exit_code == 0, explained.stderr


@pytest.mark.parametrize("link", [False, True])
def test_batch_into_its_own_input_is_refused(tmp_path: Path, site: Site, *, link: bool) -> None:
    source, out = tmp_path / "urls.txt", tmp_path / "pages.jsonl"
    source.write_text(site.url("/"))
    assert batch(source, "-o", out).exit_code == 0
    content = out.read_bytes()
    target = tmp_path / "link.jsonl"
    if link:
        target.symlink_to(out)
    result = batch(out, "--html-field", "html", "-o", target if link else out)
    assert result.exit_code == 2
    assert "is the input too: name another output" in result.stderr
    assert out.read_bytes() == content


def test_batch_into_the_folder_that_it_reads_is_refused(tmp_path: Path, site: Site) -> None:
    source, out = tmp_path / "urls.txt", tmp_path / "pages"
    source.write_text(site.url("/"))
    assert batch(source, "-o", out).exit_code == 0
    result = batch(out, "-o", out)
    assert (result.exit_code, "is the input too" in result.stderr) == (2, True)


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/null", "notes"])
def test_batch_into_an_existing_file_without_suffix_says_what_outputs_are(
    tmp_path: Path, site: Site, name: str
) -> None:
    (tmp_path / "notes").write_text("mine")
    source = tmp_path / "urls.txt"
    source.write_text(site.url("/"))
    result = batch(source, "-o", tmp_path / name)
    assert result.exit_code == 2
    assert "the output can be .jsonl" in result.stderr
    assert (tmp_path / "notes").read_text() == "mine"


@pytest.mark.parametrize("arguments", [["clean"], ["explain"], ["batch", "-o", "-"]])
def test_command_with_closed_stdout_prints_one_line(tmp_path: Path, arguments: list[str]) -> None:
    page, urls = tmp_path / "page.html", tmp_path / "urls.txt"
    page.write_bytes(article())
    urls.write_text(str(page))
    source = urls if arguments[0] == "batch" else page
    line = shlex.join([*COMMAND, *arguments, str(source)])
    done = subprocess.run(["sh", "-c", f"{line} >&-"], capture_output=True, check=False)
    assert done.returncode in (1, 2)
    assert done.stderr.startswith(b"cleanarticle: stdout is closed")
    assert done.stderr.count(b"\n") == 1
