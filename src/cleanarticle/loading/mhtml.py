"""MHTML: the page inside a web archive as browsers save it (RFC 2557)."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.errors import TooLargeError, UnsupportedContent

if TYPE_CHECKING:
    from email.message import EmailMessage

_HEADER_BYTES = 8192
"""Bytes in which the header of an archive is looked for; browsers write a few hundred."""

_HEADER = re.compile(rb"\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_TYPE = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)\b",
    re.IGNORECASE | re.MULTILINE,
)
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_MULTIPART = re.compile(rb"^Content-Type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_MAX_PARTS = 3_000
"""Parts up to which an archive is read; a page with pictures has some hundreds. Chosen by hand."""

_MAX_NESTED = 100
"""Parts with parts of their own up to which an archive is read. Chosen by hand."""

_PAGE_TYPES = ("text/html", "application/xhtml+xml")


class ArchivedPage(NamedTuple):
    """The page in an archive.

    Attributes:
        content: The bytes of its HTML.
        content_type: Its Content-Type header.
        url: The URL it was saved from, None if the archive does not say.
    """

    content: bytes
    content_type: str
    url: str | None


def is_mhtml(content: bytes) -> bool:
    """Return True if content begins with the header of a web archive."""
    header = _HEADER.match(content[:_HEADER_BYTES])
    return header is not None and bool(_VERSION.search(header[0]) and _TYPE.search(header[0]))


def archived_page(content: bytes, name: str, *, is_cut: bool) -> ArchivedPage:
    """Return the page in an archive.

    Args:
        content: The archive.
        name: Its name for error messages.
        is_cut: True if the archive is longer. Pictures follow the page, so that most archives
            need not be read to their ends.

    Raises:
        UnsupportedContent: It has no page.
        TooLargeError: The page is in the part that was cut off.
    """
    from email import message_from_bytes, policy

    end = _end(content)
    if end is not None:
        content, is_cut = content[:end], True
    archive: EmailMessage = message_from_bytes(content, policy=policy.default)
    parts = [part for part in archive.walk() if not part.is_multipart()]
    if is_cut:
        parts.pop()  # incomplete
    page = next(filter(None, (_root(archive, parts), _first_page(parts))), None)
    if page is None:
        if is_cut:
            raise TooLargeError(f"{name}: the page in this MHTML archive is too large")
        raise UnsupportedContent(f"{name} is an MHTML archive without an HTML page")
    payload = page.get_payload(decode=True)
    return ArchivedPage(
        payload if isinstance(payload, bytes) else b"",
        str(page.get("Content-Type", "text/html")),
        _location(page) or _location(archive),
    )


def _end(content: bytes) -> int | None:
    """Return where an archive has more parts than are read, None if it has not."""
    from email.parser import BytesHeaderParser

    boundary = BytesHeaderParser().parsebytes(content[:_HEADER_BYTES]).get_boundary()
    mark = re.compile(rb"\n--" + re.escape((boundary or "").encode("utf-8", "replace")))
    limits = ((mark, _MAX_PARTS), (_MULTIPART, _MAX_NESTED))
    found = (next(islice(each.finditer(content), most, None), None) for each, most in limits)
    return min((match.start() for match in found if match is not None), default=None)


def _root(archive: EmailMessage, parts: list[EmailMessage]) -> EmailMessage | None:
    """Return the part that the archive names as its start."""
    start = archive.get_param("start")
    named = (part for part in parts if start is not None and part.get("Content-ID") == start)
    return next((part for part in named if part.get_content_type() in _PAGE_TYPES), None)


def _first_page(parts: list[EmailMessage]) -> EmailMessage | None:
    return next((part for part in parts if part.get_content_type() in _PAGE_TYPES), None)


def _location(part: EmailMessage) -> str | None:
    """Return the web URL of a part."""
    names = ("Snapshot-Content-Location", "Content-Location")
    urls = ("".join(str(part.get(name, "")).split()) for name in names)
    return next((url for url in urls if url.startswith(("http://", "https://"))), None)
