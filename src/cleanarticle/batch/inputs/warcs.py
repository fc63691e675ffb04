"""WARC files: the pages among the responses that a crawler has archived (the extra `warc`).

The format is ISO 28500, https://iipc.github.io/warc-specifications/.
"""

from __future__ import annotations

import re
import zlib
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from cleanarticle.batch.inputs.http_responses import parse_response
from cleanarticle.batch.inputs.item import Input, Skipped, SkipReason
from cleanarticle.errors import ConfigError
from cleanarticle.fetching.content_check import why_not_page
from cleanarticle.files.compression import MAGIC, beginning
from cleanarticle.page import MAX_BYTES, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from cleanarticle.batch.inputs.item import Item
    from cleanarticle.batch.position import Position

_MAX_HEAD = 1_000_000
"""Bytes for the head of a response, in addition to a page of `MAX_BYTES`. Chosen by hand."""

_UNREAD = frozenset(("request", "metadata", "warcinfo"))
"""Types of records that are about others."""


class WarcSource:
    """The pages among the responses in a WARC file, packed with gzip, zstd or LZ4 or not.

    It is read as a stream; a run that was stopped goes on where it ended.

    Args:
        path: The file.

    Attributes:
        name: Its absolute path.

    Raises:
        ConfigError: fastwarc is not installed.
    """

    is_pipe = False
    is_offline = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._warc = fastwarc()
        self._start, self._is_done = 0, False
        self.name = str(path.absolute())

    def go_on(self, position: Position) -> bool:
        """Begin behind the record at a position; return False if that record is not there."""
        try:
            with self._path.open("rb") as file:
                file.seek(position.offset)
                record, _ = next(self._records(file), (None, {}))
        except (OSError, zlib.error):
            return False
        if record is None or record.record_id != position.record_id:
            return False
        self._start, self._is_done = position.offset, True
        return True

    def read(self) -> Iterator[Item]:
        """Yield the pages, and the records that are skipped.

        Their number is the byte at which they begin.

        Raises:
            OSError: The file is damaged or cut off; what is before the damage is yielded first.
        """
        with self._path.open("rb") as file:
            file.seek(self._start)
            try:
                for record, fields in islice(self._records(file), int(self._is_done), None):
                    yield self._item(record, fields)
            except (OSError, zlib.error) as error:
                raise OSError(f"{self._path}: the WARC file is damaged ({error})") from error

    def count(self) -> int | None:
        """Return None: the number of records is known at the end of the file only."""
        return None

    def _records(self, file: IO[bytes]) -> Iterator[tuple[Any, dict[str, str]]]:
        """Yield the records that may be pages, with their fields, from where the file is.

        Raises:
            OSError: It is damaged or cut off, or has no record at all.
        """
        last = None
        for record in self._warc.ArchiveIterator(file, parse_http=False):
            last = record.stream_pos
            fields = _fields(record)
            if "content-length" not in fields:  # which each must have
                raise OSError("it is cut off in the head of a record")
            if fields.get("warc-type", "").lower() not in _UNREAD:
                yield record, fields
            elif _size(record) < record.content_length:
                raise OSError("it is cut off")
        if last is None:
            raise OSError("it has no record")
        file.seek(last)
        if _ends_in_gzip_member(file):  # which fastwarc takes for the end
            raise OSError("it is cut off in its last record")

    def _item(self, record: Any, fields: dict[str, str]) -> Item:
        offset = record.stream_pos  # of the file, wherever reading began
        place = f"{self._path} at byte {offset}"
        name = fields.get("warc-target-uri", "").strip("<>") or place
        content = record.reader.read(MAX_BYTES + _MAX_HEAD)
        extra = {"warc_record_id": record.record_id, "warc_offset": offset}
        if "warc-truncated" in fields:
            extra["warc_truncated"] = fields["warc-truncated"]
        is_cut = len(content) < min(record.content_length, MAX_BYTES + _MAX_HEAD)
        problem = "is cut off" if is_cut else _problem(fields)
        if problem:
            return Input(name, offset, problem=f"{place}: the record {problem}", extra=extra)
        reason = _why_no_response(fields, content)
        if reason:
            return Skipped(name, offset, SkipReason.NOT_A_PAGE, reason)
        try:
            page = _page(name, content, record.record_date)
        except ValueError as error:
            problem = f"{place}: the response cannot be read: {error}"
            return Input(name, offset, problem=problem, extra=extra)
        reason = _why_no_page(page)
        if reason:
            return Skipped(name, offset, SkipReason.NOT_A_PAGE, reason)
        return Input(name, offset, page, extra=extra)


def fastwarc() -> Any:
    """Return the module of fastwarc for WARC files.

    Raises:
        ConfigError: It is not installed.
    """
    try:
        import fastwarc.warc
    except ImportError as error:
        raise ConfigError.missing_extra("a WARC file", "fastwarc", "warc") from error
    return fastwarc.warc


def _fields(record: Any) -> dict[str, str]:
    """Return the fields of a record, names in lower case.

    Bytes that are not UTF-8 become surrogates, so that different URLs stay different.
    """
    headers = record.headers
    return {
        name.lower(): (headers.get_bytes(name.encode()) or b"").decode("utf-8", "surrogateescape")
        for name in headers.to_dict()
    }


def _ends_in_gzip_member(file: IO[bytes]) -> bool:
    """Return True if gzip data from here on ends too early; False if it is something else."""
    member = None
    for data in iter(lambda: file.read(1 << 20), b""):
        rest = data
        while rest:
            if member is None and not rest.startswith(MAGIC[".gz"][: len(rest)]):
                return False
            member = member or zlib.decompressobj(zlib.MAX_WBITS | 16)
            member.decompress(rest)
            rest = member.unused_data
            member = None if member.eof else member
    return member is not None


def _size(record: Any) -> int:
    """Read a record to its end and return the number of its bytes."""
    return sum(map(len, iter(lambda: record.reader.read(1 << 20), b"")))


def _problem(fields: dict[str, str]) -> str:
    """Return why a record cannot be read; "" if it can."""
    if not fields.get("warc-target-uri"):
        return "has no URL"
    return "is a part of one, which cannot be joined" if "warc-segment-number" in fields else ""


def _why_no_response(fields: dict[str, str], content: bytes) -> str:
    """Return why a record is not a response of HTTP; "" if it is."""
    kind = fields.get("warc-type", "").lower()
    if kind != "response":
        return f"a {kind} record, not a response"
    is_http = "http" in fields.get("content-type", "").lower() or _HTTP.match(content)
    return "" if is_http else "not a response of HTTP"


_HTTP = re.compile(rb"HTTP/|\d{3} ", re.IGNORECASE)

_FIRST_ERROR, _FIRST_SUCCESS = 300, 200


def _page(url: str, content: bytes, date: datetime | None) -> Page:
    """Return the page of a response, of a body that is too large one byte more than is allowed.

    Raises:
        ValueError: The response cannot be read.
    """
    response = parse_response(content, MAX_BYTES + 1)
    return Page(
        response.body,
        url=url,
        status=response.status,
        headers=response.headers,
        fetched_at=date,
    )


def _why_no_page(page: Page) -> str:
    """Return why a response is not cleaned; "" if it is."""
    if page.status is not None and not _FIRST_SUCCESS <= page.status < _FIRST_ERROR:
        return f"answered with HTTP status {page.status}"
    if not page.content.strip():
        return "an empty response"
    return why_not_page(page.content, page.headers.get("content-type", "")) or ""


def is_warc(path: Path) -> bool:
    """Return True if a file is a WARC file, packed or not, by its name or its content."""
    if _NAME.search(path.name):
        return True
    with path.open("rb") as file:
        return beginning(file.read(_SNIFFED), len(_VERSION)) == _VERSION


_NAME = re.compile(r"\.warc(?:\.gz|\.zst|\.lz4)?$", re.IGNORECASE)
_VERSION = b"WARC/"
_SNIFFED = 4096
"""Bytes of a packed file that unpack to its first line."""
