"""A batch over a web that misbehaves: each page becomes the right record, in its time."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cleanarticle.batch import BatchOptions, run
from cleanarticle.fetching import FetchOptions
from webserver import SENTENCE, in_a_process

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT = 6.0
SLACK = 20.0
"""Seconds that a loaded machine may take to notice that the time is over."""

BAD = {
    "drip": "timeout",
    "drip-headers": "timeout",
    "hang": "timeout",
    "endless": "too_large",
    "huge": "too_large",
    "bomb": "too_large",
    "brotli-bomb": "too_large",
    "zstd-bomb": "too_large",
    "loop": "redirects",
    "refresh-loop": "redirects",
    "cookie-trap": "redirects",
    "to-file": "bad_url",
    "to-bad-name": "bad_url",
    "to-nonsense": "connection",
    "reset": "connection",
    "garbage": "connection",
    "endless-headers": "connection",
    "huge-header": "connection",
    "hang-up": "connection",
    "torn-chunks": "connection",
    "torn-gzip": "connection",
    "bad-gzip": "connection",
    "bad-brotli": "connection",
    "bad-zstd": "connection",
    "compress": "fetch",
    "retry-after": "http_status",
    "try-later": "http_status",
    "challenge": "http_status",
    "gone": "http_status",
    "error/500": "http_status",
    "secret/page": "robots",
    "to-secret": "robots",
    "pdf": "not_html",
    "pdf-as-html": "not_html",
    "image": "not_html",
    "json": "not_html",
    "empty": "input",
}
STATUS = {"retry-after": 429, "try-later": 503, "challenge": 403, "gone": 404, "error/500": 500}
GOOD = {
    "page": SENTENCE.strip(),
    "redirect": SENTENCE.strip(),
    "refresh": "behind the wall",
    "cookie-wall": "behind the wall",
    "gzip": "packed",
    "brotli": "packed",
    "zstd": "packed",
    "deflate": "packed",
    "raw-deflate": "packed",
    "gbk": "长江大桥",
    "gbk-as-utf-8": "长江大桥",
    "utf-8-as-latin-1": "长江大桥",
    "no-type": SENTENCE.strip(),
    "octets": SENTENCE.strip(),
    "text": SENTENCE.strip(),
}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The record of each path: one batch over all of them, each on a host of its own."""
    folder: Path = tmp_path_factory.mktemp("batch")
    with in_a_process() as port:
        # Elsewhere than on Linux, loopback has but one address.
        numbers = range(1, 255) if sys.platform == "linux" else [1] * 255
        paths = [*BAD, *GOOD]
        urls = {
            f"http://127.0.0.{number}:{port}/{path}": path
            for number, path in zip(numbers, paths, strict=False)
        }
        (folder / "urls").write_text("\n".join(urls))
        fetch = FetchOptions(allow_private_hosts=True, delay=0, attempts=2, timeout=TIMEOUT)
        options = BatchOptions(fetch=fetch, workers=0, concurrency=8)
        run(str(folder / "urls"), folder / "out.jsonl", options=options)
    lines = (folder / "out.jsonl").read_text().splitlines()
    assert len(lines) == len(urls)
    return {urls[record["url"]]: record for record in map(json.loads, lines)}


@pytest.mark.parametrize(("path", "kind"), BAD.items())
def test_what_misbehaves_has_its_record(
    records: dict[str, dict[str, Any]], path: str, kind: str
) -> None:
    error = records[path]["error"]
    assert (error["kind"], error["http_status"]) == (kind, STATUS.get(path))
    assert path in error["message"] or path.startswith("to-")  # those name what they lead to


@pytest.mark.parametrize(("path", "text"), GOOD.items())
def test_what_can_be_read_is_read(records: dict[str, dict[str, Any]], path: str, text: str) -> None:
    assert records[path]["status"] == "ok"
    assert text in records[path]["text"]


def test_every_page_ends_within_its_deadline(records: dict[str, dict[str, Any]]) -> None:
    assert max(record["elapsed_ms"] for record in records.values()) < (TIMEOUT + SLACK) * 1000
