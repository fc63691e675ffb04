"""A server that sends responses byte by byte as a test writes them, malformed or not."""

from __future__ import annotations

import socket
import socketserver
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator


@dataclass
class RawServer:
    """The running server.

    Attributes:
        port: Its port on 127.0.0.1.
        scheme: "http" or "https".
        responses: The parts of the response of each path; each part is sent by itself.
        answers: Whole responses that the other paths get in turn; after the last one, 404.
        requests: The requests so far, and the number of the connection of each.
    """

    port: int
    scheme: str = "http"
    responses: dict[str, list[bytes]] = field(default_factory=dict)
    answers: list[bytes] = field(default_factory=list)
    requests: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The URL of the path "/"."""
        return f"{self.scheme}://127.0.0.1:{self.port}/"

    def parts_for(self, path: str) -> list[bytes]:
        """Return what to send for a path."""
        if path in self.responses:
            return self.responses[path]
        return [self.answers.pop(0) if self.answers else b"HTTP/1.1 404 No\r\n\r\n"]

    def url(self, *parts: bytes, path: str = "", host: str = "127.0.0.1") -> str:
        """The URL of a response; the connection stays open after it if its path begins so."""
        path = path or f"/{len(self.responses)}"
        self.responses[path] = list(parts)
        return f"{self.scheme}://{host}:{self.port}{path}"


@contextmanager
def raw_server(tls: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """Run a server that closes each connection after a response, unless its path has "keep"."""
    connections = iter(range(10_000))

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            number, buffer = next(connections), b""
            with suppress(OSError):
                while part := self.request.recv(65536):
                    buffer += part
                    if b"\r\n\r\n" not in buffer:
                        continue
                    request, _, buffer = buffer.partition(b"\r\n\r\n")
                    server.requests.append((number, request))
                    path = request.split()[1].decode()
                    for piece in server.parts_for(path):
                        self.request.sendall(piece)
                    if "keep" not in path:
                        return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            """Clients that hang up are part of the game."""

        def get_request(self) -> Any:
            connection, address = super().get_request()
            return tls.wrap_socket(connection, server_side=True) if tls else connection, address

    with Server(("127.0.0.1", 0), Handler) as running:
        server = RawServer(running.server_address[1], "https" if tls else "http")
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            running.shutdown()
            thread.join()
