"""Batches over WARC files and tar archives."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import time
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from cleanarticle.batch.inputs.warcs import WarcSource
from cleanarticle.batch.position import Bookmark, Position
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
    path = skipped_path(output)
    return {line["input"]: line["message"] for line in read(path)} if path.exists() else {}


def skipped_path(output: Path) -> Path:
    return output.with_name(f"{output.name}.skipped.jsonl")


def position_of(output: Path) -> Path:
    return output.with_name(f"{output.name}.position.json")


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
        cut = gzip.compress(text.encode() * 50)[:-20]
        crawl.add(url(6), cut, (*HTML, ("Content-Encoding", "gzip")))
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
    assert kinds == {url(6): "input", url(9): "too_large"}
    reasons = skipped(out)
    assert re.fullmatch(r"the same page as line \d+", reasons.pop(url(0)))
    assert reasons == {
        url(4): "image/png, not HTML or text",
        url(7): "a PDF, not HTML or text",
        url(5): "answered with HTTP status 404",
        url(8): "an empty response",
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
    if lines:
        extra = json.loads(whole.splitlines()[lines - 1])["extra"]
        Bookmark(position_of(out), str(source), lines - 1).advance(
            extra, is_new=True, is_saved=True
        )
    starts = []
    go_on = WarcSource.go_on

    def spy(source: WarcSource, position: Position) -> bool:
        starts.append(go_on(source, position))
        return starts[-1]

    monkeypatch.setattr(WarcSource, "go_on", spy)
    assert run_batch(source, "-o", out).exit_code == 0
    assert starts == [True] * (lines > 0)
    assert not position_of(out).exists()
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
    lines = skipped_path(out).read_bytes()
    assert list(skipped(out)) == [url(0), url(3)]
    stop_after(out, source, 1)
    assert run_batch(source, "-o", out).exit_code == 0
    assert [record["url"] for record in read(out)] == [url(1), url(2)]
    assert skipped_path(out).read_bytes() == lines
    assert run_batch(source, "-o", out).exit_code == 0
    assert skipped_path(out).read_bytes() == lines


def stop_after(out: Path, source: Path, count: int) -> None:
    """Leave the output and the position of a run that was killed after some records."""
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:count]))
    bookmark = Bookmark(position_of(out), str(source), count - 1)
    bookmark.advance(json.loads(lines[count - 1])["extra"], is_new=True, is_saved=True)


def test_batch_warc_with_a_record_missing_is_read_from_its_beginning(tmp_path: Path) -> None:
    source, out = tmp_path / "crawl.warc.gz", tmp_path / "out.jsonl"
    write_crawl(source, pages(20))
    run_batch(source, "-o", out)
    stop_after(out, source, 15)
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:3] + lines[4:]))
    assert run_batch(source, "-o", out).exit_code == 0
    assert sorted(record["url"] for record in read(out)) == sorted(map(url, range(20)))


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


TEXT = f"<html><body><p>Müller wohnt in Köln. {SENTENCE}</p></body>".encode() * 4
PACKED = gzip.compress(TEXT)
CHUNKED = b"%X;a=b\r\n%s\r\n0\r\nTrailer: 1\r\n\r\n" % (len(TEXT), TEXT)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ((*HTML, ("Content-Encoding", "gzip")), TEXT),
        ((*HTML, ("Content-Encoding", "utf-8")), TEXT),
        ((*HTML, ("content-encoding", "x-gzip")), PACKED),
        ((*HTML, ("Content-Encoding", "gzip")), PACKED + b"junk"),
        ((*HTML, ("Transfer-Encoding", "chunked")), TEXT),
        ((*HTML, ("Transfer-Encoding", "chunked")), CHUNKED),
        ((*HTML, ("X-Long", "x" * 60_000)), TEXT),
        ((("Content-Type", "text/plain; charset=utf-8"),), TEXT),
        ((("Content-Type", "application/octet-stream"),), TEXT),
        ((("Content-Type", "image/png"), *HTML), TEXT),
        ((), TEXT),
    ],
)  # fmt: skip
def test_batch_warc_reads_odd_responses_as_from_a_server(
    tmp_path: Path, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    source, out = tmp_path / "crawl.warc.gz", tmp_path / "out.jsonl"
    with source.open("wb") as file:
        Crawl(file).add(url(1), body, headers)
    run_batch(source, "-o", out)
    (record,) = read(out)
    assert record["text"].count("Müller wohnt in Köln.") >= 1


def test_batch_warc_head_with_line_feeds_alone_is_read(tmp_path: Path) -> None:
    source, out = tmp_path / "crawl.warc", tmp_path / "out.jsonl"
    response = b"HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n" + TEXT
    source.write_bytes(warc_record({}, response))
    run_batch(source, "-o", out)
    assert read(out)[0]["status"] == "ok"


def warc_record(fields: dict[str, str], block: bytes) -> bytes:
    base = {
        "WARC-Type": "response",
        "WARC-Record-ID": "<urn:uuid:1>",
        "WARC-Target-URI": url(1),
        "Content-Type": "application/http",
    }
    lines = ["WARC/1.0", *(f"{name}: {value}" for name, value in {**base, **fields}.items())]
    head = "\r\n".join([*lines, f"Content-Length: {len(block)}", "", ""])
    return head.encode("utf-8", "surrogateescape") + block + b"\r\n\r\n"


RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + TEXT


@pytest.mark.parametrize("kind", ["resource", "conversion", "revisit"])
def test_batch_warc_lists_records_that_are_no_responses(tmp_path: Path, kind: str) -> None:
    source, out = tmp_path / "crawl.warc", tmp_path / "out.jsonl"
    source.write_bytes(warc_record({"WARC-Type": kind}, RESPONSE))
    run_batch(source, "-o", out)
    assert skipped(out) == {url(1): f"a {kind} record, not a response"}


def test_batch_warc_says_what_is_wrong_with_a_record(tmp_path: Path) -> None:
    source, out = tmp_path / "crawl.warc", tmp_path / "out.jsonl"
    records = [
        warc_record({"WARC-Target-URI": ""}, RESPONSE),
        warc_record({"WARC-Segment-Number": "1"}, RESPONSE),
        warc_record({"WARC-Target-URI": url(2), "WARC-Truncated": "length"}, RESPONSE),
        warc_record({"WARC-Target-URI": url(3)}, b"HTTP/1.1 200 OK\r\nContent-Type: te"),
        warc_record({"WARC-Target-URI": url(4), "Content-Type": "text/dns"}, b"20260101 a. IN A"),
    ]
    source.write_bytes(b"".join(records))
    run_batch(source, "-o", out)
    nameless, part, truncated, headless = read(out)
    assert "has no URL" in nameless["error"]["message"]
    assert "is a part of one" in part["error"]["message"]
    assert truncated["extra"]["warc_truncated"] == "length"
    assert "its head is cut off" in headless["error"]["message"]
    assert skipped(out) == {url(4): "not a response of HTTP"}


def test_batch_warc_with_urls_of_other_bytes_than_utf8_cleans_each(tmp_path: Path) -> None:
    source, out = tmp_path / "crawl.warc", tmp_path / "out.jsonl"
    urls = ["https://site.example/\udce8", "https://site.example/\udce9"]
    source.write_bytes(b"".join(warc_record({"WARC-Target-URI": each}, RESPONSE) for each in urls))
    assert run_batch(source, "-o", out).exit_code == 0
    assert len(read(out)) == 2


@pytest.mark.parametrize("packed", [True, False])
def test_batch_warc_cut_off_anywhere_says_so(tmp_path: Path, *, packed: bool) -> None:
    whole = io.BytesIO()
    crawl = Crawl(whole, packed=packed)
    for number in range(3):
        crawl.add(url(number), article(f"Page {number}"))
    data = whole.getvalue()
    for end in range(len(data) - 20, 10, -97):
        source, out = tmp_path / f"{end}.warc", tmp_path / f"{end}.jsonl"
        source.write_bytes(data[:end])
        result = run_batch(source, "-o", out)
        is_boundary = data[end : end + 2] == b"\x1f\x8b" or data[end : end + 5] == b"WARC/"
        assert result.exit_code != 0 or is_boundary, end


def test_batch_tar_with_a_damaged_head_or_sum_says_so(tmp_path: Path) -> None:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for number in range(6):
            content = article(f"Page {number}")
            member = tarfile.TarInfo(f"{number}.html")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    data = plain.getvalue()
    second = data.index(b"1.html")
    flipped = data[:second] + bytes([data[second] ^ 1]) + data[second + 1 :]
    packed = bytearray(gzip.compress(data))
    packed[len(packed) // 2] ^= 0x10
    half = len(data) // 2
    for name, content, is_whole in (
        ("flipped.tar", flipped, False),
        ("cut.tar", data[: second + 200], False),
        ("endless.tar", data[:second], False),
        ("sum.tar.gz", bytes(packed), False),
        ("parts.tar.gz", gzip.compress(data[:half]) + gzip.compress(data[half:]), True),
    ):
        (tmp_path / name).write_bytes(content)
        result = run_batch(tmp_path / name, "-o", tmp_path / f"{name}.jsonl")
        assert (result.exit_code == 0) is is_whole, name
    assert len(read(tmp_path / "parts.tar.gz.jsonl")) == 6
    assert len(read(tmp_path / "flipped.tar.jsonl")) == 1


BATCH = [sys.executable, "-m", "cleanarticle", "batch"]


def test_batch_of_a_warc_on_stdin_is_refused() -> None:
    command = [sys.executable, "-m", "cleanarticle", "batch", "-", "-o", "-"]
    done = subprocess.run(
        command, input=gzip.compress(b"WARC/1.0"), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"name the file itself" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_batch_of_documents_stops_at_once_while_it_waits_for_input() -> None:
    command = [
        sys.executable,
        "-m",
        "cleanarticle",
        "batch",
        "-",
        "--html-field",
        "html",
        "-o",
        "-",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        time.sleep(3)
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=10) == 130
