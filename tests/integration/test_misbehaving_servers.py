"""A batch over misbehaving servers: each page gives the expected record within the timeout."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cleanarticle.batch import run
from cleanarticle.options import FetchOptions
from support.tls import serve
from support.webserver import SENTENCE, Site, site_in_subprocess

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT = 6.0
SLACK = 20.0
"""Extra seconds for a loaded machine to notice that the timeout is over."""

ERROR_KINDS = {
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
    "truncated-chunks": "connection",
    "truncated-gzip": "connection",
    "bad-gzip": "connection",
    "bad-brotli": "connection",
    "bad-zstd": "connection",
    "truncated-brotli": "connection",
    "truncated-zstd": "connection",
    "compress": "fetch",
    "retry-after": "http_status",
    "try-later": "http_status",
    "challenge": "http_status",
    "missing": "http_status",
    "error/500": "http_status",
    "secret/page": "robots",
    "to-secret": "robots",
    "pdf": "not_html",
    "pdf-as-html": "not_html",
    "octets-pdf": "not_html",
    "image": "not_html",
    "json": "not_html",
    "empty": "input",
}
HTTP_STATUS = {
    "retry-after": 429,
    "try-later": 503,
    "challenge": 403,
    "missing": 404,
    "error/500": 500,
}
EXPECTED_TEXT = {
    "page": SENTENCE.strip(),
    "redirect": SENTENCE.strip(),
    "refresh": "behind the wall",
    "cookie-wall": "behind the wall",
    "gzip": "packed",
    "brotli": "packed",
    "zstd": "packed",
    "zstd-frames": "packed",
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
    """Return the record of each path, from one batch in which each path has its own host."""
    folder: Path = tmp_path_factory.mktemp("batch")
    with site_in_subprocess() as port:
        # Only Linux answers on all of 127.0.0.0/8.
        numbers = range(1, 255) if sys.platform == "linux" else [1] * 255
        paths = [*ERROR_KINDS, *EXPECTED_TEXT]
        urls = {
            f"http://127.0.0.{number}:{port}/{path}": path
            for number, path in zip(numbers, paths, strict=False)
        }
        (folder / "urls").write_text("\n".join(urls))
        fetch = FetchOptions(allow_private_hosts=True, delay=0, attempts=2, timeout=TIMEOUT)
        run(
            str(folder / "urls"),
            folder / "out.jsonl",
            fetch_options=fetch,
            workers=0,
            concurrency=8,
        )
    lines = (folder / "out.jsonl").read_text().splitlines()
    assert len(lines) == len(urls)
    return {urls[record["url"]]: record for record in map(json.loads, lines)}


@pytest.mark.parametrize(("path", "kind"), ERROR_KINDS.items())
def test_batch_misbehaving_server_gives_error_record(
    records: dict[str, dict[str, Any]], path: str, kind: str
) -> None:
    error = records[path]["error"]
    assert (error["kind"], error["http_status"]) == (kind, HTTP_STATUS.get(path))
    # The message about a "to-" path names the target of the redirect.
    assert path in error["message"] or path.startswith("to-")


@pytest.mark.parametrize(("path", "text"), EXPECTED_TEXT.items())
def test_batch_unusual_response_is_cleaned(
    records: dict[str, dict[str, Any]], path: str, text: str
) -> None:
    assert records[path]["status"] == "ok"
    assert text in records[path]["text"]


def test_batch_every_page_ends_within_timeout(records: dict[str, dict[str, Any]]) -> None:
    assert max(record["elapsed_ms"] for record in records.values()) < (TIMEOUT + SLACK) * 1000


def error_kinds(folder: Path, urls: list[str], fetch: FetchOptions) -> dict[str, str | None]:
    """Return the error kind of each URL, or None if its page was cleaned."""
    (folder / "urls").write_text("\n".join(urls))
    run(str(folder / "urls"), folder / "out.jsonl", fetch_options=fetch, workers=0)
    lines = (folder / "out.jsonl").read_text().splitlines()
    records = {record["url"]: record for record in map(json.loads, lines)}
    assert len(lines) == len(records) == len(urls)
    return {url: record["error"] and record["error"]["kind"] for url, record in records.items()}


PRIVATE_URLS = [
    "http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://192.168.0.1:8080/",
    "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
    "http://[fe80::1]/", "http://2130706433/", "http://0x7f000001/",
    "https://127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("ignore_robots", [True, False])
def test_batch_private_urls_give_private_address_errors(
    tmp_path: Path, *, ignore_robots: bool
) -> None:
    fetch = FetchOptions(delay=0, ignore_robots=ignore_robots)
    assert error_kinds(tmp_path, PRIVATE_URLS, fetch) == dict.fromkeys(
        PRIVATE_URLS, "private_address"
    )


def test_batch_redirect_to_private_host_gives_private_address_error(tmp_path: Path) -> None:
    """The site acts as a proxy, because its own address is private and would be refused."""
    paths = ["to-private", "to-metadata", "to-hex", "refresh-to-private"]
    urls = [f"http://8.8.8.8/{path}" for path in paths]
    with Site() as site:
        fetch = FetchOptions(proxy=site.url(""), delay=0)
        assert error_kinds(tmp_path, urls, fetch) == dict.fromkeys(urls, "private_address")
        assert set(site.paths()) == set(urls) | {"http://8.8.8.8/robots.txt"}


@pytest.mark.skipif(os.name == "nt", reason="the server inherits an open socket")
def test_batch_https_uses_http_2_and_checks_certificates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / name for name in ("good", "expired", "other")]
    for folder in folders:
        folder.mkdir()
    with (
        serve(folders[0]) as good,
        serve(folders[1], expired=True) as expired,
        serve(folders[2], name="other.example") as other,
    ):
        trusted = "".join((folder / "ca.pem").read_text() for folder in folders)
        (tmp_path / "ca.pem").write_text(trusted)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        fetch = FetchOptions(allow_private_hosts=True, ignore_robots=True, delay=0)
        kinds = error_kinds(tmp_path, [good, expired, other], fetch)
    assert kinds == {good: None, expired: "connection", other: "connection"}
    assert "asked by HTTP/2" in (tmp_path / "out.jsonl").read_text()
