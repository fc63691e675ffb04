"""WARC files of pages, for tests of readers of crawls."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_warc(path: Path, pages: Mapping[str, bytes]) -> None:
    """Write a .warc.gz file with an HTML response for each URL."""
    with path.open("wb") as file:
        for number, (url, content) in enumerate(pages.items()):
            response = (
                f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(content)}\r\n\r\n"
            )
            block = response.encode() + content
            header = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{UUID(int=number)}>\r\n"
                f"WARC-Target-URI: {url}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
                f"Content-Type: application/http; msgtype=response\r\n"
                f"WARC-Identified-Payload-Type: text/html\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(header.encode() + block + b"\r\n\r\n", mtime=0))
