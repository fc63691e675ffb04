"""A fast local site on many loopback hosts (127.0.0.1, 127.0.0.2, ...; Linux), in its own process.

It responds to every path with the next of its pages, and does so little work that it does not slow
down a batch. `/requests` returns the number of pages requested so far.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

SITE_PROCESS = "site on loopback"
"""Name of the process that serves the site."""

SENTENCE = "The river rose by two meters in the night, and the bridge was closed to all traffic. "


def small_page(number: int) -> bytes:
    """Return a page of 4 KB with a menu, an article of eight paragraphs and a footer."""
    menu = "".join(f'<li><a href="/{index}">Section {index}</a></li>' for index in range(12))
    text = "".join(f"<p>Story {number}, part {index}. {SENTENCE * 3}</p>" for index in range(8))
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Story {number}</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>Story {number}</h1>{text}</article>"
        "<footer><p>Copyright 2024 The Daily Example. All rights reserved.</p></footer>"
        "</body></html>"
    ).encode()


class _SiteProtocol(asyncio.Protocol):
    pages: list[bytes]
    request_count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._data = b""

    def data_received(self, data: bytes) -> None:
        self._data += data
        while b"\r\n\r\n" in self._data:
            request, _, self._data = self._data.partition(b"\r\n\r\n")
            self._transport.write(self._respond(request.split(b" ", 2)[1]))

    def _respond(self, path: bytes) -> bytes:
        if path == b"/robots.txt":
            return _response(b"", status=b"404 Not Found")
        if path == b"/requests":
            return _response(str(_SiteProtocol.request_count).encode())
        _SiteProtocol.request_count += 1
        return _response(self.pages[_SiteProtocol.request_count % len(self.pages)])


def _response(body: bytes, *, status: bytes = b"200 OK") -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


def _serve(pages: list[bytes], hosts: list[str], port_sender: Connection) -> None:
    _SiteProtocol.pages = pages

    async def main() -> None:
        loop = asyncio.get_running_loop()
        first = await loop.create_server(_SiteProtocol, hosts[0], 0, backlog=1024)
        port = first.sockets[0].getsockname()[1]
        if hosts[1:]:
            await loop.create_server(_SiteProtocol, hosts[1:], port, backlog=1024)
        port_sender.send(port)
        await asyncio.Event().wait()

    asyncio.run(main())


@contextmanager
def serve_site(pages: list[bytes], *, hosts: int) -> Iterator[list[str]]:
    """Run the site, and yield the base URL of each host, such as `http://127.0.0.7:8000`.

    Args:
        pages: The pages to serve.
        hosts: Number of hosts.
    """
    addresses = [f"127.0.{number // 250}.{number % 250 + 1}" for number in range(hosts)]
    receiver, sender = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn")
    process = context.Process(
        target=_serve, name=SITE_PROCESS, args=(pages, addresses, sender), daemon=True
    )
    process.start()
    try:
        port = receiver.recv()
        yield [f"http://{name}:{port}" for name in addresses]
    finally:
        process.terminate()
        process.join()


def page_urls(hosts: list[str], count: int) -> list[str]:
    """Return the URLs of pages on the hosts in turn.

    Args:
        hosts: Base URLs of the hosts.
        count: Number of URLs.
    """
    return [f"{hosts[number % len(hosts)]}/story/{number}" for number in range(count)]
