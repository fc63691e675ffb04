"""The journal: after a run is killed at any point, the next run completes its output."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.batch import Record
from cleanarticle.batch.journal import recover
from cleanarticle.batch.outputs import open_writer
from cleanarticle.batch.record import ErrorInfo
from cleanarticle.errors import ConfigError
from cleanarticle.files.compression import open_packed
from cleanarticle.options import BatchOptions

INPUTS = [f"https://site.example/{name}" for name in ("a", "ü", "世界", "d", "e", "\ud800")]
FAILED = frozenset(INPUTS[::2])


def record(source: str) -> Record:
    error = ErrorInfo("timeout", "ü: it took too long\n", None) if source in FAILED else None
    return Record(
        url=source,
        final_url=None,
        status="error" if error else "ok",
        error=error,
        fetched_at="2024-05-04T00:00:00+00:00",
        elapsed_ms=1,
        fields=None if error else {"title": "T\u2028", "page_type": "article"},
    )


def write_missing_records(path: Path, *, retry_failed: bool = False) -> None:
    """Write the records that the output lacks, as a run does."""
    with open_writer(path, BatchOptions(retry_failed=retry_failed)) as writer:
        for source in INPUTS:
            if source not in writer.done:
                writer.write(record(source))


def recorded_urls(path: Path) -> list[str]:
    raw = path.read_bytes()
    data = gzip.decompress(raw) if path.suffix == ".gz" else raw
    assert data.endswith(b"\n")
    return [json.loads(line)["url"] for line in data.split(b"\n")[:-1]]


@settings(max_examples=60, deadline=None)
@given(
    kept_shares=st.lists(st.floats(0, 1), min_size=1, max_size=4),
    name=st.sampled_from(["out.jsonl", "out.jsonl.gz"]),
    retry_failed=st.booleans(),
)
def test_journal_after_any_kills_has_one_record_per_input(
    kept_shares: list[float], name: str, *, retry_failed: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        for kept_share in kept_shares:
            write_missing_records(path, retry_failed=retry_failed)
            content = path.read_bytes()
            path.write_bytes(content[: round(kept_share * len(content))])
        write_missing_records(path, retry_failed=retry_failed)
        assert sorted(recorded_urls(path)) == sorted(INPUTS)


def test_recover_incomplete_last_record_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_missing_records(path)
    content = path.read_bytes()
    path.write_bytes(content[:-1])  # without the newline of the last record
    done, notes = recover(path, retry_failed=False)
    assert (len(done), notes) == (len(INPUTS), [])  # a whole record is kept
    assert path.read_bytes() == content
    path.write_bytes(content[:-2])
    done, notes = recover(path, retry_failed=False)
    assert len(done) == len(INPUTS) - 1
    assert INPUTS[-1] not in done
    assert notes[0].startswith(f"{path}: removed 1 damaged line;")
    assert path.read_bytes() == content[: content[:-1].rindex(b"\n") + 1]


def test_recover_with_retry_failed_removes_failed_records(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_missing_records(path)
    done = recover(path, retry_failed=True).done
    assert {source for source in INPUTS if source in done} == set(INPUTS) - FAILED
    assert recorded_urls(path) == [source for source in INPUTS if source not in FAILED]


def test_recover_complete_output_is_not_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_missing_records(path)
    inode_before = path.stat().st_ino
    recover(path, retry_failed=False)
    assert path.stat().st_ino == inode_before


def test_recover_deletes_leftover_of_killed_rewrite(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_missing_records(path)
    content = path.read_bytes()
    (tmp_path / ".new-out.jsonl").write_bytes(content[:100])
    assert len(recover(path, retry_failed=False).done) == len(INPUTS)
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]
    assert path.read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="symlinks need special rights on Windows")
def test_recover_output_symlink_is_preserved(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    target, path = tmp_path / "disk" / "data", tmp_path / "out.jsonl"
    path.symlink_to(target)
    write_missing_records(path)
    recover(path, retry_failed=True)
    assert path.is_symlink()
    assert recorded_urls(target) == [source for source in INPUTS if source not in FAILED]


@pytest.mark.parametrize(
    "content",
    [
        b"a note\n",
        b'{"title": "x"}\n',
        b"[]\n",
        b"half a note",
        b'{"url": "http://a.example", "status": 200}\n',
        b'{"url": ["http://a.example"], "status": "ok"}\n',
        pytest.param(b"[" * 100_000 + b"\n", id="deep"),
    ],
)
def test_recover_other_file_raises_config_error_and_leaves_it_unchanged(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="is not the output of a batch"):
        recover(path, retry_failed=False)
    assert path.read_bytes() == content


def damage(content: bytes, kind: str) -> bytes:
    """Return an output of six lines with two of them damaged, as a power failure leaves it."""
    lines = content.splitlines(keepends=True)
    half = lines[4][: len(lines[4]) // 2]
    nuls = b"\0" * 5000
    damaged = {
        "NULs at the end": [*lines[:4], half + nuls],
        "NULs and more lines": [*lines[:3], half + b"\n", nuls + lines[3]],
        "garbage": [lines[0], b"\xff\xfe\x01 garbage\n", *lines[1:4], b'"x"\n'],
        "half lines": [lines[0], half + b"\n", *lines[1:4], half],
        "interleaved": [lines[0], half + lines[1], *lines[2:4], half],
        "without line ends": [lines[0] + half + lines[1][:-1] + lines[2], lines[3], half],
        "blank lines": [b"\n", *lines[:2], b"\n", *lines[2:4]],
        "other objects": [b"{}\n", *lines[:4], b'{"url": "x"}\n'],
        "broken text": [*lines[:4], lines[4].replace(b"t", b"\xff"), nuls],
    }
    return b"".join(damaged[kind])


DAMAGES = {
    "NULs at the end": 1,
    "NULs and more lines": 2,
    "garbage": 2,
    "half lines": 2,
    "interleaved": 2,
    "without line ends": 2,
    "blank lines": 2,
    "other objects": 2,
    "broken text": 2,
}


@pytest.mark.parametrize("kind", DAMAGES)
@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_recover_damaged_output_keeps_all_whole_records(
    tmp_path: Path, kind: str, suffix: str
) -> None:
    plain, path = tmp_path / "plain.jsonl", tmp_path / f"out.jsonl{suffix}"
    write_missing_records(plain)
    with open_packed(path, "wb") as file:
        file.write(damage(plain.read_bytes(), kind))
    done, notes = recover(path, retry_failed=False)
    assert [source in done for source in INPUTS] == [True] * 4 + [False] * 2
    count = DAMAGES[kind]
    assert len(notes) == 1
    assert f"{path}: removed {count} damaged line{'s' * (count > 1)};" in notes[0]
    expected = b"".join(plain.read_bytes().splitlines(keepends=True)[:4])
    with open_packed(path, "rb") as file:
        assert file.read() == expected
    assert recover(path, retry_failed=False).notes == []


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("tail", [b"", b"\0" * 300, b"garbage" * 99, b"\xff" * 70_000])
def test_recover_damaged_packed_end_keeps_records_before_it(
    tmp_path: Path, suffix: str, tail: bytes
) -> None:
    """The damage is in the same read as the records before it."""
    path = tmp_path / f"out.jsonl{suffix}"
    with open_writer(path, BatchOptions()) as writer:
        for source in INPUTS[:4]:
            writer.write(record(source))
        size = path.stat().st_size
        for source in INPUTS[4:]:
            writer.write(record(source))
    path.write_bytes(path.read_bytes()[: size + 4] + tail)
    done, notes = recover(path, retry_failed=False)
    assert [source in done for source in INPUTS[:4]] == [True] * 4
    assert len(notes) == 1
    write_missing_records(path)
    with open_packed(path, "rb") as file:
        assert sorted(json.loads(line)["url"] for line in file) == sorted(INPUTS)


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
@pytest.mark.parametrize("content", [b"", b"\0" * 99, b"\0" * 200_000])
def test_recover_blank_output_is_empty(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"out.jsonl{suffix}"
    path.write_bytes(content)
    write_missing_records(path)
    with open_packed(path, "rb") as file:
        assert sorted(json.loads(line)["url"] for line in file) == sorted(INPUTS)


def test_recover_other_data_with_one_likely_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "crawl.jsonl"
    content = b'{"url": "a", "status": "ok"}\n{"url": "b", "status": "pending"}\n'
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="is not the output of a batch"):
        recover(path, retry_failed=False)
    assert path.read_bytes() == content


@pytest.mark.parametrize("status", ["ok", "error"])
def test_recover_rows_of_another_program_with_a_status_is_refused(
    tmp_path: Path, status: str
) -> None:
    out = tmp_path / "out.jsonl"
    content = "".join(f'{{"url": "{source}", "status": "{status}"}}\n' for source in "abc")
    out.write_text(content)
    with pytest.raises(ConfigError, match="is not the output of a batch"):
        recover(out, retry_failed=True)
    assert out.read_text() == content


def test_recover_damaged_output_with_a_repeated_record_keeps_it_once(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    write_missing_records(out)
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join([*lines[:3], b"gar", lines[2], lines[2], *lines[3:]]))
    recover(out, retry_failed=False)
    assert out.read_bytes().splitlines(keepends=True) == lines
