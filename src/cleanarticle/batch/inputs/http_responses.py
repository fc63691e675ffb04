"""HTTP responses as archives hold them: a head, a body, and whatever is wrong with them."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleanarticle.fetching.body import unpacked_body
from cleanarticle.fetching.decompression import UnknownCoding
from cleanarticle.files.compression import DamagedData

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"(?:HTTP/?[\d.]*\s+)?(\d{3})(?!\d)", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[^\r\n]*\r?\n")


class HTTPResponse(NamedTuple):
    """A response.

    Attributes:
        status: Its status, None if it names none.
        headers: Its headers, names in lower case; those of the same name are joined.
        body: Its body, unpacked.
    """

    status: int | None
    headers: dict[str, str]
    body: bytes


class CutOff(Exception):  # noqa: N818 - internal; becomes the problem of an input
    """A body ends early."""


def parse_response(data: bytes, limit: int) -> HTTPResponse:
    """Parse a response as `Fetcher` reads it from a server.

    Archives also hold bodies without the chunks or the packing that their heads announce; such a
    body is taken as it is.

    Args:
        data: The bytes.
        limit: Bytes of the body to return at most.

    Raises:
        ValueError: It has no whole head, its body is cut off, or cannot be unpacked.
    """
    end = _HEAD_END.search(data)
    if end is None:
        raise ValueError("its head is cut off")
    lines = re.sub(rb"\r?\n[ \t]+", b" ", data[: end.start()]).splitlines()
    status = _STATUS.match(lines[0]) if lines else None
    headers = _headers(lines[1:])
    body, failure = data[end.end() :], None
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(body):
        body, failure = _joined_chunks(body)
    try:
        content = unpacked_body(body, headers, failure, limit)
    except CutOff as error:
        raise ValueError("its body is cut off") from error
    except UnknownCoding as error:
        raise ValueError(f"its body is packed in an unknown way ({error})") from error
    except DamagedData as error:
        raise ValueError("its packed body is damaged or cut off") from error
    return HTTPResponse(int(status[1]) if status else None, headers, content)


def _headers(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode("latin-1").partition(":")
        key, text = name.strip().lower(), value.strip()
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _joined_chunks(body: bytes) -> tuple[bytes, CutOff | None]:
    """Return the content of chunks (RFC 9112), and why it ends early if it does."""
    parts: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(parts), None
        parts.append(body[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else int(body[at : at + 1] == b"\n")
    return b"".join(parts), CutOff()
