"""A web site on loopback that misbehaves in every way that the tests need."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

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
    hits: list[Hit] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
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


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are part of the game."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    began: float
    noted: bool

    def do_GET(self) -> None:
        self.began = time.monotonic()
        self.noted = False
        route = self.path.split("?")[0].split("/")[1]
        with suppress(OSError):
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


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _plain(body: bytes, content_type: str = "text/html", **headers: str) -> Callable[..., None]:
    return lambda handler: handler.answer(body, content_type=content_type, **headers)


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
    "bad-gzip": _plain(b"this is not gzip data", Content_Encoding="gzip"),
    "brotli": _plain(b"\x0b\x02\x80hello\x03", Content_Encoding="br"),
    "pdf": _plain(PDF, content_type="application/pdf"),
    "pdf-as-html": _plain(PDF),
    "image": _plain(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
    "json": _plain(b"{}", content_type="application/json"),
    "gbk": _plain(_GBK_PAGE, content_type="text/html; charset=gbk"),
    "no-type": _plain(article("no type"), content_type=""),
    "octets": _plain(article("octets"), content_type="application/octet-stream"),
    "octets-pdf": _plain(PDF, content_type="application/octet-stream"),
    "text": _plain((SENTENCE * 4).encode(), content_type="text/plain"),
    "empty": _plain(b""),
    "only-mark": _plain(b"\xef\xbb\xbf"),
}
