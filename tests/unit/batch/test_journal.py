"""The journal: whatever a kill leaves of an output, the next run makes whole."""

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


def run_until_killed(path: Path, *, retry_failed: bool = False) -> None:
    """Write what is not done yet, as a run does."""
    with open_writer(path, retry_failed=retry_failed) as writer:
        for source in INPUTS:
            if source not in writer.done:
                writer.write(record(source))


def urls(path: Path) -> list[str]:
    raw = path.read_bytes()
    data = gzip.decompress(raw) if path.suffix == ".gz" else raw
    assert data.endswith(b"\n")
    return [json.loads(line)["url"] for line in data.split(b"\n")[:-1]]


@settings(max_examples=60, deadline=None)
@given(
    kills=st.lists(st.floats(0, 1), min_size=1, max_size=4),
    name=st.sampled_from(["out.jsonl", "out.jsonl.gz"]),
    retry_failed=st.booleans(),
)
def test_after_any_kills_every_input_has_one_record(
    kills: list[float], name: str, *, retry_failed: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        for kill in kills:
            run_until_killed(path, retry_failed=retry_failed)
            content = path.read_bytes()
            path.write_bytes(content[: round(kill * len(content))])
        run_until_killed(path, retry_failed=retry_failed)
        assert sorted(urls(path)) == sorted(INPUTS)


def test_a_torn_record_is_not_done(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    run_until_killed(path)
    content = path.read_bytes()
    path.write_bytes(content[:-1])  # all of the last record but the end of its line
    done = recover(path, retry_failed=False)
    assert len(done) == len(INPUTS) - 1
    assert INPUTS[-1] not in done
    assert path.read_bytes() == content[: content[:-1].rindex(b"\n") + 1]


def test_failed_records_are_taken_out_to_be_done_again(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    run_until_killed(path)
    done = recover(path, retry_failed=True)
    assert {source for source in INPUTS if source in done} == set(INPUTS) - FAILED
    assert urls(path) == [source for source in INPUTS if source not in FAILED]


def test_whole_output_is_not_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    run_until_killed(path)
    before = path.stat().st_ino
    recover(path, retry_failed=False)
    assert path.stat().st_ino == before


def test_what_a_killed_rewrite_leaves_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    run_until_killed(path)
    content = path.read_bytes()
    (tmp_path / ".new-out.jsonl").write_bytes(content[:100])
    assert len(recover(path, retry_failed=False)) == len(INPUTS)
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]
    assert path.read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="Windows gives links to few")
def test_an_output_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    real, path = tmp_path / "disk" / "data", tmp_path / "out.jsonl"
    path.symlink_to(real)
    run_until_killed(path)
    recover(path, retry_failed=True)
    assert path.is_symlink()
    assert urls(real) == [source for source in INPUTS if source not in FAILED]


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
def test_what_is_no_output_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="is not the output of a batch"):
        recover(path, retry_failed=False)
    assert path.read_bytes() == content
