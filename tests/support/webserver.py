"""A web site on loopback that misbehaves in every way that the tests need.

It runs in a thread (`Site`), or in a process of its own (`in_a_process`).
"""

from __future__ import annotations

import gzip
import os
import socket
import struct
import subprocess
import sys
import threading
import time
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import brotli

from cleanarticle.files.compression import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SENTENCE = "The river rose by two metres in the night, and the bridge was closed to all traffic. "
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"


def article(name: str = "page") -> bytes:
    """A page of three paragraphs and a menu."""
    paragraphs = "".join(f"<p>{name}: {SENTENCE * 3}</p>" for _ in range(3))
    return (
        f"<!DOCTYPE html><html><head><title>{name}</title></head><body>"
        f'<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f"<article><h1>{name}</h1>{paragraphs}</article></body></html>"
    ).encode()


@dataclass(frozen=True)
class Hit:
    """One request that the site got."""

    path: str
    host: str
    agent: str
    began: float
    ended: float
    """When its answer was sent off, or the attempt given up; the client knows of it later."""


@dataclass
class Site:
    """The running site; a context manager."""

    robots: tuple[int, str] = (404, "")
    every_address: bool = False
    """True to answer at each loopback address (127.0.0.2 and so on, on Linux)."""
    pages: dict[str, bytes] = field(default_factory=dict)
    """Further pages, by path and query."""
    hits: list[Hit] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._server = _Server(("" if self.every_address else "127.0.0.1", 0), _Handler)
        self._server.site = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self._server.server_port}{path}"

    def paths(self) -> list[str]:
        return [hit.path for hit in self.hits if hit.path != "/robots.txt"]


@contextmanager
def in_a_process() -> Iterator[int]:
    """The site in a process of its own, which forbids /secret/ by robots.txt; its port."""
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.communicate()  # it ends when its stdin does


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site

    def verify_request(self, _: Any, client_address: Any) -> bool:
        """Answer this machine alone."""
        return str(client_address[0]).startswith("127.")

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are part of the game."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    began: float
    noted: bool

    def do_GET(self) -> None:
        self.began = time.monotonic()
        self.noted = False
        # As a proxy, it is asked for a whole address, and answers for every host itself.
        route = urlsplit(self.path).path.split("/")[1]
        page = self.server.site.pages.get(self.path)
        with suppress(OSError):
            if page is not None:
                self.answer(page)
            else:
                _ROUTES.get(route, _not_found)(self)
        self.note()

    def note(self) -> None:
        """Put the request among the hits, once: before the client can know that it is over."""
        if not self.noted:
            self.noted = True
            host, agent = self.headers["Host"].split(":")[0], self.headers["User-Agent"]
            hit = Hit(self.path, host, agent, self.began, time.monotonic())
            self.server.site.hits.append(hit)

    def log_message(self, *_: Any) -> None:
        pass

    def answer(
        self,
        body: bytes = b"",
        *,
        status: int = 200,
        content_type: str = "text/html",
        **headers: str,
    ) -> None:
        self.send_response(status)
        if content_type:
            self.send_header("Content-Type", content_type)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.note()
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, location: str, **headers: str) -> None:
        self.answer(b"", status=302, Location=location, **headers)


def _not_found(handler: _Handler) -> None:
    handler.answer(b"gone", status=404)


def _robots(handler: _Handler) -> None:
    status, text = handler.server.site.robots
    handler.answer(text.encode(), status=status, content_type="text/plain")


def _drip(handler: _Handler) -> None:
    handler.answer(b"", Content_Length="100000")
    while not handler.server.site.closing.wait(0.05):
        handler.wfile.write(b"a")


def _hang(handler: _Handler) -> None:
    handler.server.site.closing.wait(20)


def _slow(handler: _Handler) -> None:
    time.sleep(0.1)
    handler.answer(article(handler.path))


def _hang_up(handler: _Handler) -> None:
    handler.answer(b"half a page", Content_Length="5000")


def _reset(handler: _Handler) -> None:
    """Break the connection off as a crashed server does."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.note()
    os.close(handler.connection.detach())


def _garbage(handler: _Handler) -> None:
    handler.note()
    handler.wfile.write(b"\0\x01\x02 this was never HTTP\r\n\r\n")


def _endless_headers(handler: _Handler) -> None:
    handler.send_response(200)
    while not handler.server.site.closing.is_set():
        handler.send_header("X-More", "a" * 1000)
        handler.flush_headers()


def _drip_headers(handler: _Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.site.closing.wait(0.05):
        handler.wfile.write(b"a")


def _torn_chunks(handler: _Handler) -> None:
    handler.answer(b"64\r\n<p>half a", Transfer_Encoding="chunked", Content_Length="")


def _torn_gzip(handler: _Handler) -> None:
    """Compressed data that breaks off, of a length that nobody declared."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    handler.wfile.write(gzip.compress(article("torn"))[:120])


def _to_host(handler: _Handler) -> None:
    """/to-host/NAME/PATH redirects to that path on another host, which is this site too."""
    name, path = handler.path.removeprefix("/to-host/").split("/", 1)
    handler.redirect(handler.server.site.url(f"/{path}", name))


def _echo(handler: _Handler) -> None:
    """A page that shows the headers of its request."""
    handler.answer(article("".join(f"[{name}={text}]" for name, text in handler.headers.items())))


def _cached(handler: _Handler) -> None:
    handler.answer(article("cached"), Cache_Control="max-age=3600")


def _endless(handler: _Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while not handler.server.site.closing.is_set():
        handler.wfile.write(b"<p>more and more</p>" * 5000)


def _flaky(handler: _Handler) -> None:
    """Fails the first two times; the status stands in the path."""
    if handler.server.site.paths().count(handler.path) < 2:
        status = int(handler.path.rsplit("/", 1)[1])
        handler.answer(b"busy", status=status, Retry_After="0")
    else:
        handler.answer(article("flaky"))


def _busy(handler: _Handler) -> None:
    """Fails the first time; the path says when to come back: /busy/1, /busy/date, /busy/never."""
    if handler.path in handler.server.site.paths():
        handler.answer(article("busy"))
        return
    when = handler.path.rsplit("/", 1)[1]
    date = formatdate(time.time() + 1.6, usegmt=True)  # in whole seconds: 0.6 to 1.6 from now
    named = {"date": {"Retry_After": date}, "never": {}}.get(when, {"Retry_After": when})
    handler.answer(b"busy", status=503, **named)


def _cookie_wall(handler: _Handler) -> None:
    if "seen=1" in (handler.headers["Cookie"] or ""):
        handler.answer(article("behind the wall"))
    else:
        handler.redirect(handler.path, Set_Cookie="seen=1")


def _refresh(target: str, seconds: int = 0) -> Callable[..., None]:
    meta = f'<meta http-equiv="Refresh" content="{seconds}; url={target}">'
    return _plain(article("sent on").replace(b"<title>", meta.encode() + b"<title>"))


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _plain(body: bytes, content_type: str = "text/html", **headers: str) -> Callable[..., None]:
    return lambda handler: handler.answer(body, content_type=content_type, **headers)


_CHALLENGE = b"<title>Just a moment...</title><p>Checking your browser before access.</p>"
_GBK_PAGE = article("page").replace(b"The river", "长江大桥".encode("gbk"))

_ROUTES: dict[str, Callable[[_Handler], None]] = {
    "robots.txt": _robots,
    "page": lambda handler: handler.answer(article(handler.path)),
    "slow": _slow,
    "drip": _drip,
    "hang": _hang,
    "hang-up": _hang_up,
    "endless": _endless,
    "flaky": _flaky,
    "busy": _busy,
    "cookie-wall": _cookie_wall,
    "cookie-trap": lambda handler: handler.redirect(handler.path, Set_Cookie="seen=0"),
    "reset": _reset,
    "garbage": _garbage,
    "endless-headers": _endless_headers,
    "drip-headers": _drip_headers,
    "huge-header": _plain(article("huge header"), X_Huge="a" * 200_000),
    "torn-chunks": _torn_chunks,
    "torn-gzip": _torn_gzip,
    "challenge": lambda handler: handler.answer(_CHALLENGE, status=403),
    "try-later": lambda handler: handler.answer(status=503, Retry_After="3600"),
    "to-host": _to_host,
    "to-private": lambda handler: handler.redirect("http://10.0.0.1/page"),
    "to-metadata": lambda handler: handler.redirect("http://169.254.169.254/latest/meta-data/"),
    "to-hex": lambda handler: handler.redirect("http://0x7f000001/page"),
    "echo": _echo,
    "cached": _cached,
    "refresh": _refresh("/cookie-wall"),
    "refresh-late": _refresh("/page", seconds=300),
    "refresh-self": _refresh("/refresh-self"),
    "refresh-nowhere": _refresh("app://open"),
    "refresh-loop": _refresh("/refresh-back"),
    "refresh-back": _refresh("/refresh-loop"),
    "refresh-out": _refresh("http://10.0.0.1/page"),
    "error": lambda handler: handler.answer(status=int(handler.path.rsplit("/", 1)[1])),
    "retry-after": lambda handler: handler.answer(status=429, Retry_After="3600"),
    "redirect": lambda handler: handler.redirect("/page"),
    "loop": lambda handler: handler.redirect("/loop"),
    "to-file": lambda handler: handler.redirect("file:///etc/passwd"),
    "to-nonsense": lambda handler: handler.redirect("http://[::bad"),
    "to-bad-name": lambda handler: handler.redirect("http://xn--/"),
    "to-secret": lambda handler: handler.redirect("/secret/page"),
    "secret": _plain(article("secret")),
    "huge": _plain(b"<p>x</p>", Content_Length=str(50_000_000)),
    "bomb": _plain(gzip.compress(bytes(40_000_000)), Content_Encoding="gzip"),
    "gzip": _plain(gzip.compress(article("packed")), Content_Encoding="gzip"),
    "deflate": _plain(zlib.compress(article("packed")), Content_Encoding="deflate"),
    "raw-deflate": _plain(_raw_deflate(article("packed")), Content_Encoding="deflate"),
    "brotli": _plain(brotli.compress(article("packed")), Content_Encoding="br"),
    "zstd": _plain(zstd().compress(article("packed")), Content_Encoding="zstd"),
    "zstd-frames": _plain(
        zstd().compress(article("packed")[:99]) + zstd().compress(article("packed")[99:]),
        Content_Encoding="zstd",
    ),
    "brotli-bomb": _plain(brotli.compress(bytes(40_000_000)), Content_Encoding="br"),
    "zstd-bomb": _plain(zstd().compress(bytes(40_000_000)), Content_Encoding="zstd"),
    "bad-brotli": _plain(b"this is not brotli data", Content_Encoding="br"),
    "bad-zstd": _plain(b"\x28\xb5\x2f\xfd" + b"no zstd data" * 9, Content_Encoding="zstd"),
    "torn-brotli": _plain(brotli.compress(article("torn"))[:-20], Content_Encoding="br"),
    "torn-zstd": _plain(zstd().compress(article("torn"))[:-20], Content_Encoding="zstd"),
    "bad-gzip": _plain(b"\x1f\x8b\x08 is not gzip data", Content_Encoding="gzip"),
    "compress": _plain(b"\x1f\x9d", Content_Encoding="compress"),
    "pdf": _plain(PDF, content_type="application/pdf"),
    "pdf-as-html": _plain(PDF),
    "image": _plain(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
    "json": _plain(b"{}", content_type="application/json"),
    "gbk": _plain(_GBK_PAGE, content_type="text/html; charset=gbk"),
    "gbk-as-utf-8": _plain(
        _GBK_PAGE.replace(b"<head>", b"<head><meta charset=gbk>"),
        content_type="text/html; charset=utf-8",
    ),
    "utf-8-as-latin-1": _plain(article("长江大桥"), content_type="text/html; charset=iso-8859-1"),
    "no-type": _plain(article("no type"), content_type=""),
    "octets": _plain(article("octets"), content_type="application/octet-stream"),
    "octets-pdf": _plain(PDF, content_type="application/octet-stream"),
    "text": _plain((SENTENCE * 4).encode(), content_type="text/plain"),
    "empty": _plain(b""),
    "only-mark": _plain(b"\xef\xbb\xbf"),
}


if __name__ == "__main__":
    with Site(robots=(200, "User-agent: *\nDisallow: /secret/"), every_address=True) as site:
        print(urlsplit(site.url("/")).port, flush=True)  # noqa: T201
        sys.stdin.read()
