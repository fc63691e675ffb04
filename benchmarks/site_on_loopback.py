"""A fast site on many hosts of loopback (127.0.0.1, 127.0.0.2, ...: Linux), in its own process.

It answers every path with the next of its pages, so that a batch is what takes time, not the site.
`/requests` tells how many pages it was asked for.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

SITE = "site on loopback"
"""The name of its process."""

SENTENCE = "The river rose by two metres in the night, and the bridge was closed to all traffic. "


def small_page(number: int) -> bytes:
    """A page of 4 KB: a menu, an article of eight paragraphs, a footer."""
    menu = "".join(f'<li><a href="/{part}">Section {part}</a></li>' for part in range(12))
    text = "".join(f"<p>Story {number}, part {part}. {SENTENCE * 3}</p>" for part in range(8))
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Story {number}</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>Story {number}</h1>{text}</article>"
        "<footer><p>Copyright 2024 The Daily Example. All rights reserved.</p></footer>"
        "</body></html>"
    ).encode()


class _Answering(asyncio.Protocol):
    pages: list[bytes]
    asked = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._data = b""

    def data_received(self, data: bytes) -> None:
        self._data += data
        while b"\r\n\r\n" in self._data:
            request, _, self._data = self._data.partition(b"\r\n\r\n")
            self._transport.write(self._answer(request.split(b" ", 2)[1]))

    def _answer(self, path: bytes) -> bytes:
        if path == b"/robots.txt":
            return _response(b"", status=b"404 Not Found")
        if path == b"/requests":
            return _response(str(_Answering.asked).encode())
        _Answering.asked += 1
        return _response(self.pages[_Answering.asked % len(self.pages)])


def _response(body: bytes, *, status: bytes = b"200 OK") -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


def _serve(pages: list[bytes], hosts: list[str], report: Connection) -> None:
    _Answering.pages = pages

    async def main() -> None:
        loop = asyncio.get_running_loop()
        first = await loop.create_server(_Answering, hosts[0], 0, backlog=1024)
        port = first.sockets[0].getsockname()[1]
        if hosts[1:]:
            await loop.create_server(_Answering, hosts[1:], port, backlog=1024)
        report.send(port)
        await asyncio.Event().wait()

    asyncio.run(main())


@contextmanager
def serving(pages: list[bytes], *, hosts: int) -> Iterator[list[str]]:
    """Run the site; the addresses of its hosts, as `http://127.0.0.7:8000`."""
    names = [f"127.0.{number // 250}.{number % 250 + 1}" for number in range(hosts)]
    receive, send = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, name=SITE, args=(pages, names, send), daemon=True)
    process.start()
    try:
        port = receive.recv()
        yield [f"http://{name}:{port}" for name in names]
    finally:
        process.terminate()
        process.join()


def addresses(hosts: list[str], count: int) -> list[str]:
    """Addresses of that many pages, the hosts in turn."""
    return [f"{hosts[number % len(hosts)]}/story/{number}" for number in range(count)]
