"""WARC files as a crawler writes them (ISO 28500)."""

from __future__ import annotations

import gzip
import uuid
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HTML = (("Content-Type", "text/html; charset=utf-8"),)


class Crawl:
    """A WARC file that is being written.

    Args:
        file: Where to.
        packed: Whether each record is packed with gzip.
    """

    def __init__(self, file: IO[bytes], *, packed: bool = True) -> None:
        self._file = file
        self._packed = packed
        self._count = 0
        self._write("warcinfo", "", "application/warc-fields", b"software: tests\r\n")

    def add(
        self,
        url: str,
        body: bytes,
        headers: tuple[tuple[str, str], ...] = HTML,
        status: str = "200 OK",
    ) -> None:
        """Add a request and the response to it."""
        request = b"GET / HTTP/1.1\r\nAccept: */*\r\n\r\n"
        self._write("request", url, "application/http; msgtype=request", request)
        lines = (f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "", "")
        response = "\r\n".join(lines).encode() + body
        found = dict(headers).get("Content-Type", "").partition(";")[0]
        self._write("response", url, "application/http; msgtype=response", response, found)

    def _write(
        self, kind: str, url: str, media_type: str, block: bytes, payload_type: str = ""
    ) -> None:
        self._count += 1
        lines = (
            "WARC/1.1",
            f"WARC-Type: {kind}",
            f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{url} {self._count}')}>",
            "WARC-Date: 2026-05-04T03:02:01Z",
            *((f"WARC-Target-URI: {url}",) if url else ()),
            *((f"WARC-Identified-Payload-Type: {payload_type}",) if payload_type else ()),
            f"Content-Type: {media_type}",
            f"Content-Length: {len(block)}",
            "",
            "",
        )
        record = "\r\n".join(lines).encode() + block + b"\r\n\r\n"
        self._file.write(gzip.compress(record) if self._packed else record)


def write_crawl(path: Path, pages: dict[str, bytes]) -> None:
    """Write pages as a WARC file, packed if its name ends in .gz."""
    with path.open("wb") as file:
        crawl = Crawl(file, packed=path.suffix == ".gz")
        for url, body in pages.items():
            crawl.add(url, body)
