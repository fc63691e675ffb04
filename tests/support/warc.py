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
            response = _head("HTTP/1.1 200 OK", {"Content-Type": "text/html"}, content)
            fields = {
                "WARC-Type": "response",
                "WARC-Record-ID": f"<urn:uuid:{UUID(int=number)}>",
                "WARC-Target-URI": url,
                "WARC-Date": "2026-01-02T03:04:05Z",
                "WARC-Identified-Payload-Type": "text/html",
                "Content-Type": "application/http; msgtype=response",
            }
            record = _head("WARC/1.1", fields, response)
            file.write(gzip.compress(record + b"\r\n\r\n", mtime=0))


def _head(first: str, fields: Mapping[str, str], content: bytes) -> bytes:
    """Return content below a head in the form of HTTP."""
    lines = [first, *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""]).encode() + content
