"""Header repair: malformed lines in the header of a response are dropped, as browsers do.

httpcore refuses the whole response for one such line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

_MAX_HEADER = 100 * 1024
"""Bytes of a header at most; httpcore refuses longer ones."""

_HEADER_END = re.compile(rb"\n\r?\n")
_INFORMATIONAL = re.compile(rb"HTTP/\S+ 1(?!01)\d\d\b")
"""The status line of a response that another one follows; after 101 the stream is not HTTP."""

_STATUS_LINE = re.compile(
    rb"HTTP/(\d(?:\.\d)?)[ \t]+(\d{3})\b[ \t]*(.*)", re.IGNORECASE | re.DOTALL
)
_HEADER_LINE = re.compile(
    rb"(?P<name>[-!#$%&'*+.^_`|~0-9A-Za-z]+)[ \t]*:(?P<value>[^\0]*)", re.DOTALL
)
_CONTROLS = re.compile(rb"[\0\r\x0b\x0c]")
"""Characters that httpcore refuses in a value."""

_LENGTH = re.compile(rb"\d{1,20}(?:[ \t]*,[ \t]*\d{1,20})*")


class RepairingStream(httpcore.AsyncNetworkStream):
    """A connection that speaks HTTP/1.1, with the headers of its responses repaired.

    Args:
        stream: The connection.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._is_in_header = True
        self._received = bytearray()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Read the next bytes: a whole header, or what follows it."""
        while self._is_in_header:
            searched = max(0, len(self._received) - 2)
            part = await self._stream.read(max_bytes, timeout)
            self._received += part
            if self._received.startswith((b"\r", b"\n")):  # left of the response before
                self._received = self._received.lstrip(b"\r\n")
            if not part or len(self._received) > _MAX_HEADER or not self._may_be_http():
                self._is_in_header = False
                return self._take_received()
            if end := _HEADER_END.search(self._received, searched):
                return self._take_headers(end.end())
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Write bytes of a request, whose response begins with a header."""
        self._is_in_header = True
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
    ) -> httpcore.AsyncNetworkStream:
        """Return the connection behind TLS; HTTP/2 needs no repair."""
        stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        tls = stream.get_extra_info("ssl_object")
        is_http2 = tls is not None and tls.selected_alpn_protocol() == "h2"
        return stream if is_http2 else RepairingStream(stream)

    def get_extra_info(self, info: str) -> Any:
        """Return a property of the connection."""
        return self._stream.get_extra_info(info)

    def _may_be_http(self) -> bool:
        start = self._received.lstrip(b"\r\n")[:5].upper()
        return b"HTTP/".startswith(start)

    def _take_received(self) -> bytes:
        received = bytes(self._received)
        self._received.clear()
        return received

    def _take_headers(self, end: int) -> bytes:
        """Take the header up to `end`, and those that follow an informational response."""
        repaired = bytearray()
        while True:
            header = repair_header(bytes(self._received[:end]).strip(b"\r\n"))
            del self._received[:end]
            repaired += header
            if not _INFORMATIONAL.match(header):
                self._is_in_header = False
                return bytes(repaired) + self._take_received()
            match = _HEADER_END.search(self._received)
            if match is None:
                return bytes(repaired)
            end = match.end()


def repair_header(header: bytes) -> bytes:
    """Return the header of a response with the lines that httpcore understands."""
    first, *rest = re.split(rb"\r?\n", header)
    lines = [_repair_status_line(first)]
    is_chunked = False
    for name, value in _fields(rest):
        match name.lower():
            case b"transfer-encoding":
                is_chunked = is_chunked or b"chunked" in value.lower()
            case b"content-length" if not _LENGTH.fullmatch(value):
                pass
            case _:
                lines.append(name + b": " + value)
    if is_chunked:
        lines.append(b"Transfer-Encoding: chunked")
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _repair_status_line(line: bytes) -> bytes:
    match = _STATUS_LINE.fullmatch(line)
    if match is None:
        return line
    version = match[1] if b"." in match[1] else match[1] + b".1"
    return b"HTTP/" + version + b" " + match[2] + b" " + _CONTROLS.sub(b" ", match[3])


def _fields(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and value of each well-formed line, joined with those that continue it."""
    folded: list[bytearray] = []
    for line in lines:
        if not line.startswith((b" ", b"\t")):
            folded.append(bytearray(line))
        elif folded:
            folded[-1] += b" " + line.strip()
    for field in folded:
        match = _HEADER_LINE.fullmatch(field)
        if match:
            yield bytes(match["name"]), _CONTROLS.sub(b" ", match["value"]).strip()
