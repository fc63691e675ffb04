"""A website on loopback that misbehaves in every way the tests need.

It runs in a thread (`Site`) or in a separate process (`site_in_subprocess`).
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
    """Return a page with a menu and three paragraphs."""
    paragraphs = "".join(f"<p>{name}: {SENTENCE * 3}</p>" for _ in range(3))
    return (
        f"<!DOCTYPE html><html><head><title>{name}</title></head><body>"
        f'<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f"<article><h1>{name}</h1>{paragraphs}</article></body></html>"
    ).encode()


@dataclass(frozen=True)
class Hit:
    """One request that the site received."""

    path: str
    host: str
    agent: str
    began: float
    ended: float
    """When the response was about to be sent, or was abandoned; the client learns of it later."""


@dataclass
class Site:
    """A website that runs while its context manager is open."""

    robots: tuple[int, str] = (404, "")
    all_loopback: bool = False
    """True to listen on every loopback address (127.0.0.2 and so on, on Linux)."""
    pages: dict[str, bytes] = field(default_factory=dict)
    """Additional pages, by path and query."""
    hits: list[Hit] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._server = _Server(("" if self.all_loopback else "127.0.0.1", 0), _Handler)
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
def site_in_subprocess() -> Iterator[int]:
    """Run a site whose robots.txt forbids /secret/ in a separate process; yield its port."""
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.communicate()  # closes stdin, which ends the process


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site

    def verify_request(self, _: Any, client_address: Any) -> bool:
        """Accept connections from this machine only."""
        return str(client_address[0]).startswith("127.")

    def handle_error(self, *_: Any) -> None:
        """Ignore clients that hang up; tests do so on purpose."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    began: float
    is_recorded: bool

    def do_GET(self) -> None:
        self.began = time.monotonic()
        self.is_recorded = False
        # A proxy receives absolute URLs; this one answers for every host itself.
        route = urlsplit(self.path).path.split("/")[1]
        page = self.server.site.pages.get(self.path)
        with suppress(OSError):
            if page is not None:
                self.answer(page)
            else:
                _ROUTES.get(route, _not_found)(self)
        self.record_hit()

    def record_hit(self) -> None:
        """Record the request once, before the client can see that it has ended."""
        if not self.is_recorded:
            self.is_recorded = True
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
        self.record_hit()
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
    """Reset the connection, as a crashed server does."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.record_hit()
    os.close(handler.connection.detach())


def _garbage(handler: _Handler) -> None:
    handler.record_hit()
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


def _truncated_chunks(handler: _Handler) -> None:
    handler.answer(b"64\r\n<p>half a", Transfer_Encoding="chunked", Content_Length="")


def _truncated_gzip(handler: _Handler) -> None:
    """Send truncated gzip data without a Content-Length."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    handler.wfile.write(gzip.compress(article("torn"), mtime=0)[:120])


def _to_host(handler: _Handler) -> None:
    """Redirect /to-host/NAME/PATH to PATH on the host NAME, which is also this site."""
    name, path = handler.path.removeprefix("/to-host/").split("/", 1)
    handler.redirect(handler.server.site.url(f"/{path}", name))


def _echo(handler: _Handler) -> None:
    """Respond with a page that shows the request headers."""
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
    """Fail the first two times, with the status given in the path."""
    if handler.server.site.paths().count(handler.path) < 2:
        status = int(handler.path.rsplit("/", 1)[1])
        handler.answer(b"busy", status=status, Retry_After="0")
    else:
        handler.answer(article("flaky"))


def _busy(handler: _Handler) -> None:
    """Fail the first time, with the Retry-After given in the path.

    /busy/1: seconds; /busy/date: a date; /busy/never: no header.
    """
    if handler.path in handler.server.site.paths():
        handler.answer(article("busy"))
        return
    retry_after = handler.path.rsplit("/", 1)[1]
    date = formatdate(time.time() + 1.6, usegmt=True)  # whole seconds, so 0.6 to 1.6 s from now
    headers = {"date": {"Retry_After": date}, "never": {}}.get(
        retry_after, {"Retry_After": retry_after}
    )
    handler.answer(b"busy", status=503, **headers)


def _cookie_wall(handler: _Handler) -> None:
    if "seen=1" in (handler.headers["Cookie"] or ""):
        handler.answer(article("behind the wall"))
    else:
        handler.redirect(handler.path, Set_Cookie="seen=1")


def _refresh(target: str, seconds: int = 0) -> Callable[..., None]:
    meta = f'<meta http-equiv="Refresh" content="{seconds}; url={target}">'
    return _static(article("sent on").replace(b"<title>", meta.encode() + b"<title>"))


def _raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


def _static(body: bytes, content_type: str = "text/html", **headers: str) -> Callable[..., None]:
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
    "huge-header": _static(article("huge header"), X_Huge="a" * 200_000),
    "truncated-chunks": _truncated_chunks,
    "truncated-gzip": _truncated_gzip,
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
    "refresh-to-app": _refresh("app://open"),
    "refresh-loop": _refresh("/refresh-back"),
    "refresh-back": _refresh("/refresh-loop"),
    "refresh-to-private": _refresh("http://10.0.0.1/page"),
    "error": lambda handler: handler.answer(status=int(handler.path.rsplit("/", 1)[1])),
    "retry-after": lambda handler: handler.answer(status=429, Retry_After="3600"),
    "redirect": lambda handler: handler.redirect("/page"),
    "loop": lambda handler: handler.redirect("/loop"),
    "to-file": lambda handler: handler.redirect("file:///etc/passwd"),
    "to-nonsense": lambda handler: handler.redirect("http://[::bad"),
    "to-bad-name": lambda handler: handler.redirect("http://xn--/"),
    "to-secret": lambda handler: handler.redirect("/secret/page"),
    "secret": _static(article("secret")),
    "huge": _static(b"<p>x</p>", Content_Length=str(50_000_000)),
    "bomb": _static(gzip.compress(bytes(40_000_000), mtime=0), Content_Encoding="gzip"),
    "gzip": _static(gzip.compress(article("packed"), mtime=0), Content_Encoding="gzip"),
    "deflate": _static(zlib.compress(article("packed")), Content_Encoding="deflate"),
    "raw-deflate": _static(_raw_deflate(article("packed")), Content_Encoding="deflate"),
    "brotli": _static(brotli.compress(article("packed")), Content_Encoding="br"),
    "zstd": _static(zstd().compress(article("packed")), Content_Encoding="zstd"),
    "zstd-frames": _static(
        zstd().compress(article("packed")[:99]) + zstd().compress(article("packed")[99:]),
        Content_Encoding="zstd",
    ),
    "brotli-bomb": _static(brotli.compress(bytes(40_000_000)), Content_Encoding="br"),
    "zstd-bomb": _static(zstd().compress(bytes(40_000_000)), Content_Encoding="zstd"),
    "bad-brotli": _static(b"this is not brotli data", Content_Encoding="br"),
    "bad-zstd": _static(b"\x28\xb5\x2f\xfd" + b"no zstd data" * 9, Content_Encoding="zstd"),
    "truncated-brotli": _static(brotli.compress(article("torn"))[:-20], Content_Encoding="br"),
    "truncated-zstd": _static(zstd().compress(article("torn"))[:-20], Content_Encoding="zstd"),
    "bad-gzip": _static(b"\x1f\x8b\x08 is not gzip data", Content_Encoding="gzip"),
    "compress": _static(b"\x1f\x9d", Content_Encoding="compress"),
    "pdf": _static(PDF, content_type="application/pdf"),
    "pdf-as-html": _static(PDF),
    "image": _static(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
    "json": _static(b"{}", content_type="application/json"),
    "gbk": _static(_GBK_PAGE, content_type="text/html; charset=gbk"),
    "gbk-as-utf-8": _static(
        _GBK_PAGE.replace(b"<head>", b"<head><meta charset=gbk>"),
        content_type="text/html; charset=utf-8",
    ),
    "utf-8-as-latin-1": _static(article("长江大桥"), content_type="text/html; charset=iso-8859-1"),
    "no-type": _static(article("no type"), content_type=""),
    "octets": _static(article("octets"), content_type="application/octet-stream"),
    "octets-pdf": _static(PDF, content_type="application/octet-stream"),
    "text": _static((SENTENCE * 4).encode(), content_type="text/plain"),
    "empty": _static(b""),
    "bom-only": _static(b"\xef\xbb\xbf"),
}


if __name__ == "__main__":
    with Site(robots=(200, "User-agent: *\nDisallow: /secret/"), all_loopback=True) as site:
        print(urlsplit(site.url("/")).port, flush=True)  # noqa: T201
        sys.stdin.read()
