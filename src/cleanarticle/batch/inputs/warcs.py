"""WARC files: the pages among the responses that a crawler has archived (the extra `warc`).

The format is ISO 28500, https://iipc.github.io/warc-specifications/.
"""

from __future__ import annotations

from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from cleanarticle.batch.inputs.item import Input, Skipped, SkipReason
from cleanarticle.errors import ConfigError
from cleanarticle.files.compression import beginning
from cleanarticle.files.sniffing import HTML_TYPES, media_type
from cleanarticle.loading.sniffing import STARTING_BYTES, decoded, is_page
from cleanarticle.page import MAX_BYTES, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cleanarticle.batch.inputs.item import Item

_MAX_HEAD = 100_000
"""Bytes for the head of a response, in addition to a page of `MAX_BYTES`. Chosen by hand."""

_FIRST_ERROR, _FIRST_SUCCESS = 300, 200


class WarcSource:
    """The HTML responses in a WARC file, packed with gzip, zstd or LZ4 or not.

    It is read as a stream; a run that was stopped goes on where it ended.

    Args:
        path: The file.

    Raises:
        ConfigError: fastwarc is not installed.
    """

    is_pipe = False
    is_offline = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._warc = fastwarc()
        self._start, self._is_done = 0, False

    def go_on(self, extra: Mapping[str, Any] | None) -> bool:
        """Begin behind the record that an earlier run wrote last; return False if it is not here.

        Args:
            extra: `Record.extra` of that record.
        """
        offset = (extra or {}).get("warc_offset")
        if extra is None or not isinstance(offset, int) or offset < 0:
            return False
        with self._path.open("rb") as file:
            file.seek(offset)
            try:
                record = next(self._records(file), None)
            except OSError:
                return False
        if record is None or record.record_id != extra.get("warc_record_id"):
            return False
        self._start, self._is_done = offset, True
        return True

    def _records(self, file: IO[bytes]) -> Iterator[Any]:
        """Yield the responses from where the file is.

        Raises:
            OSError: It is damaged, or ends in the head of a record.
        """
        for record in self._warc.ArchiveIterator(file, parse_http=False):
            if "Content-Length" not in record.headers:  # which each must have
                raise OSError("it is cut off in the head of a record")
            if record.record_type == self._warc.response:
                yield record

    def read(self) -> Iterator[Item]:
        """Yield the pages, and the responses that are skipped.

        Raises:
            OSError: The file is damaged; what is before the damage is yielded first.
        """
        with self._path.open("rb") as file:
            file.seek(self._start)
            try:
                records = islice(self._records(file), int(self._is_done), None)
                for number, record in enumerate(records, start=1):
                    yield self._item(record, number)
            except OSError as error:
                raise OSError(f"{self._path}: the WARC file is damaged ({error})") from error

    def count(self) -> int | None:
        """Return None: the number of responses is known at the end of the file only."""
        return None

    def _item(self, record: Any, number: int) -> Item:
        offset = self._start + record.stream_pos
        name = record.headers.get("WARC-Target-URI", "").strip("<>")
        place = f"{self._path} at byte {offset}"
        if not name:
            return Input(place, number, problem=f"{place}: the record is cut off, or has no URL")
        if not record.is_http:
            return Skipped(name, number, SkipReason.NOT_A_PAGE, "not a response of HTTP")
        content = record.reader.read(MAX_BYTES + _MAX_HEAD)
        if len(content) < min(record.content_length, MAX_BYTES + _MAX_HEAD):
            return Input(name, number, problem=f"{place}: the record is cut off")
        extra = {"warc_record_id": record.record_id, "warc_offset": offset}
        try:
            response = self._parsed(content)
            page = _page(name, response, record.record_date)
        except OSError as error:
            problem = f"{place}: the response cannot be read ({error})"
            return Input(name, number, problem=problem, extra=extra)
        reason = _refusal(page)
        if reason:
            return Skipped(name, number, SkipReason.NOT_A_PAGE, reason)
        return Input(name, number, page, extra=extra)

    def _parsed(self, content: bytes) -> Any:
        """Return a response as a record of its own, as fastwarc gives up a file with its damage."""
        response = self._warc.WarcRecord()
        response.is_http = True
        response.set_bytes_content(content)
        response.parse_http(auto_decode="all")
        return response


def fastwarc() -> Any:
    """Return the module of fastwarc for WARC files.

    Raises:
        ConfigError: It is not installed.
    """
    try:
        import fastwarc.warc
    except ImportError as error:
        message = "a WARC file needs fastwarc: pip install cleanarticle[warc]"
        raise ConfigError(message) from error
    return fastwarc.warc


def _page(url: str, response: Any, date: Any) -> Page:
    """Return the page of a response, of a body that is too large one byte more than is allowed."""
    fields: list[tuple[str, str]] = response.http_headers.to_tuples()
    headers = {name.lower(): value for name, value in reversed(fields)}
    content = response.reader.read(MAX_BYTES + 1)
    status = response.http_headers.status_code
    return Page(content, url=url, status=status, headers=headers, fetched_at=date)


def _refusal(page: Page) -> str:
    """Return why a response is not cleaned; "" if it is."""
    if page.status is not None and not _FIRST_SUCCESS <= page.status < _FIRST_ERROR:
        return f"answered with HTTP status {page.status}"
    declared = media_type(page.headers.get("content-type", ""))
    if not page.content.strip():
        return "an empty response"
    if declared in HTML_TYPES or (not declared and is_page(decoded(page.content[:STARTING_BYTES]))):
        return ""
    return declared or "a response without a media type that is not a page"


def is_warc(path: Path) -> bool:
    """Return True if a file is a WARC file, packed or not."""
    with path.open("rb") as file:
        return beginning(file.read(_SNIFFED), len(_VERSION)) == _VERSION


_VERSION = b"WARC/"
_SNIFFED = 4096
"""Bytes of a packed file that unpack to its first line."""
