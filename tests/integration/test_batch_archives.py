"""Batches over WARC files and tar archives."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from cleanarticle.batch.inputs.warcs import WarcSource
from cleanarticle.cli import app
from cleanarticle.page import MAX_BYTES
from support.warcs import HTML, Crawl, write_crawl
from support.webserver import SENTENCE, article

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def run_batch(*args: object) -> Result:
    return CliRunner().invoke(app, ["batch", *map(str, args), "--workers", "0"])


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def skipped(output: Path) -> dict[str, str]:
    path = output.with_name(f"{output.name}.skipped.jsonl")
    return {line["input"]: line["message"] for line in read(path)} if path.exists() else {}


def url(number: int) -> str:
    return f"https://site.example/{number}"


def pages(count: int) -> dict[str, bytes]:
    return {url(number): article(f"Page {number}") for number in range(count)}


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "misnamed.txt"])
def test_batch_warc_cleans_its_pages_in_order(tmp_path: Path, name: str) -> None:
    source, out = tmp_path / name, tmp_path / "out.jsonl"
    write_crawl(source, pages(40))
    result = run_batch(source, "-o", out)
    assert result.exit_code == 0, result.stderr
    records = read(out)
    assert [record["url"] for record in records] == [url(number) for number in range(40)]
    assert [record["title"] for record in records] == [f"Page {number}" for number in range(40)]
    offsets = [record["extra"]["warc_offset"] for record in records]
    assert offsets == sorted(offsets)
    assert {record["fetched_at"] for record in records} == {"2026-05-04T03:02:01+00:00"}
    assert all(record["extra"]["warc_record_id"].startswith("<urn:uuid:") for record in records)
    assert not skipped(out)


def test_batch_warc_reads_encodings_and_says_what_it_skips(tmp_path: Path) -> None:
    source, out = tmp_path / "crawl.warc.gz", tmp_path / "out.jsonl"
    text = f"<p>Müller wohnt in Köln. {SENTENCE}</p>" * 4
    with source.open("wb") as file:
        crawl = Crawl(file)
        latin = (("Content-Type", "text/html; charset=iso-8859-1"),)
        crawl.add(url(0), text.encode("latin-1"), latin)
        crawl.add(url(1), gzip.compress(text.encode()), (*HTML, ("Content-Encoding", "gzip")))
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(text.encode()), text.encode())
        crawl.add(url(2), chunked, (*HTML, ("Transfer-Encoding", "chunked")))
        crawl.add(url(3), text.encode(), ())
        crawl.add(url(4), b"\x89PNG", (("Content-Type", "image/png"),))
        crawl.add(url(5), b"gone", status="404 Not Found")
        crawl.add(url(6), b"\x1f\x8bbroken", (*HTML, ("Content-Encoding", "gzip")))
        crawl.add(url(7), b"%PDF-1.7 " * 9)
        crawl.add(url(8), b" ")
        crawl.add(url(9), b"<p>a</p>" * (MAX_BYTES // 8 + 1))
        crawl.add(url(0), text.encode())
        crawl.add(url(10), text.encode())
    result = run_batch(source, "-o", out)
    assert result.exit_code == 1, result.stderr
    records = {record["url"]: record for record in read(out)}
    good = [url(number) for number in (0, 1, 2, 3, 10)]
    assert all(records[name]["text"].startswith("Müller wohnt in Köln.") for name in good)
    kinds = {name: record["error"]["kind"] for name, record in records.items() if record["error"]}
    assert kinds == {url(6): "input", url(7): "unsupported_content", url(9): "too_large"}
    assert skipped(out) == {
        url(4): "image/png",
        url(5): "answered with HTTP status 404",
        url(8): "an empty response",
        url(0): "the same page as line 1",
    }


def test_batch_warc_cut_off_says_so_and_keeps_what_is_before(tmp_path: Path) -> None:
    whole, source = tmp_path / "whole.warc", tmp_path / "crawl.warc"
    write_crawl(whole, pages(5))
    source.write_bytes(whole.read_bytes()[:-400])
    result = run_batch(source, "-o", tmp_path / "out.jsonl")
    records = read(tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert [record["status"] for record in records] == ["ok"] * 4 + ["error"]
    assert "cut off" in records[-1]["error"]["message"]


@pytest.mark.parametrize("content", [b"WARC/1.0\r\n", b"WARC/1.1\r\nWARC-Type: warcinfo\r\n"])
def test_batch_warc_without_a_whole_record_says_so(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "crawl.warc"
    source.write_bytes(content)
    result = run_batch(source, "-o", tmp_path / "out.jsonl")
    assert result.exit_code != 0
    assert "cut off in the head of a record" in " ".join(result.stderr.split())


def test_batch_warc_damaged_says_so_and_keeps_what_is_before(tmp_path: Path) -> None:
    source = tmp_path / "crawl.warc.gz"
    write_crawl(source, pages(20))
    data = bytearray(source.read_bytes())
    data[len(data) // 2 :][:200] = b""
    source.write_bytes(data[: len(data) // 2] + b"\0" * 500 + data[len(data) // 2 :])
    result = run_batch(source, "-o", tmp_path / "out.jsonl")
    assert result.exit_code != 0
    assert "the WARC file is damaged" in " ".join(result.stderr.split())
    assert 5 < len(read(tmp_path / "out.jsonl")) < 20


@pytest.mark.parametrize("lines", [0, 1, 7, 20])
@pytest.mark.parametrize("half", [b"", b'{"url": "https://site.ex'])
def test_batch_warc_stopped_run_goes_on_where_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int, half: bytes
) -> None:
    source, out = tmp_path / "crawl.warc.gz", tmp_path / "out.jsonl"
    write_crawl(source, pages(20))
    run_batch(source, "-o", out)
    whole = out.read_bytes()
    out.write_bytes(b"".join(whole.splitlines(keepends=True)[:lines]) + half)
    starts = []
    go_on = WarcSource.go_on

    def spy(source: WarcSource, extra: dict[str, Any] | None) -> bool:
        starts.append(go_on(source, extra))
        return starts[-1]

    monkeypatch.setattr(WarcSource, "go_on", spy)
    assert run_batch(source, "-o", out).exit_code == 0
    assert starts == [lines > 0]
    assert [record["url"] for record in read(out)] == [url(number) for number in range(20)]


def test_batch_other_warc_into_the_same_output_is_read_from_its_beginning(tmp_path: Path) -> None:
    first, second = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    out = tmp_path / "out.jsonl"
    write_crawl(first, pages(10))
    write_crawl(second, {f"{name}/b": page for name, page in pages(12).items()})
    run_batch(first, "-o", out)
    assert run_batch(second, "-o", out).exit_code == 0
    assert len(read(out)) == 22


def test_batch_warc_stopped_run_keeps_the_list_of_skipped_responses(tmp_path: Path) -> None:
    source, out = tmp_path / "crawl.warc.gz", tmp_path / "out.jsonl"
    with source.open("wb") as file:
        crawl = Crawl(file)
        crawl.add(url(0), b"gone", status="404 Not Found")
        crawl.add(url(1), article("One"))
        crawl.add(url(2), article("Two"))
        crawl.add(url(3), b"gone", status="410 Gone")
    run_batch(source, "-o", out)
    assert list(skipped(out)) == [url(0), url(3)]
    out.write_bytes(out.read_bytes().splitlines(keepends=True)[0])
    assert run_batch(source, "-o", out).exit_code == 0
    assert [record["url"] for record in read(out)] == [url(1), url(2)]
    assert set(skipped(out)) >= {url(0), url(3)}


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
def test_batch_tar_cleans_its_pages_and_texts(tmp_path: Path, mode: str) -> None:
    source, out = tmp_path / "pages.tar", tmp_path / "out.jsonl"
    text = SENTENCE * 5
    files = {
        "a/page.html": article("Page"),
        "a/packed.html.gz": gzip.compress(article("Packed")),
        "notes.txt": text.encode(),
        "no-suffix": article("Other"),
        "image.png": b"\x89PNG\r\n\x1a\n0",
        "script.py": b"print('<p>')",
        "empty.html": b"",
        "damaged.html.gz": gzip.compress(article("x"))[:-9] + b"123456789",
    }
    with tarfile.open(source, mode) as archive:  # type: ignore[call-overload]
        folder = tarfile.TarInfo("a")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.html")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    result = run_batch(source, "-o", out)
    assert result.exit_code == 1, result.stderr
    records = {record["url"].removeprefix(f"{source}/"): record for record in read(out)}
    titles = {name: record["title"] for name, record in records.items() if not record["error"]}
    assert titles == {
        "a/page.html": "Page", "a/packed.html.gz": "Packed", "notes.txt": None, "no-suffix": "Other"
    }  # fmt: skip
    assert records["notes.txt"]["text"] == text.strip()
    assert "gzip data is damaged" in records["damaged.html.gz"]["error"]["message"]
    names = {name.removeprefix(f"{source}/"): reason for name, reason in skipped(out).items()}
    assert names == {
        "image.png": "a PNG image",
        "script.py": "text that is not a page",
        "empty.html": "an empty file",
        "link.html": "not a regular file",
    }


def test_batch_tar_cut_off_says_so_and_keeps_what_is_before(tmp_path: Path) -> None:
    source = tmp_path / "pages.tar.gz"
    with tarfile.open(source, "w:gz") as archive:
        for number in range(30):
            content = article(f"Page {number}")
            member = tarfile.TarInfo(f"{number}.html")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    source.write_bytes(source.read_bytes()[:-200])
    result = run_batch(source, "-o", tmp_path / "out.jsonl")
    assert result.exit_code != 0
    assert "the archive is damaged" in " ".join(result.stderr.split())
    assert len(read(tmp_path / "out.jsonl")) > 5
