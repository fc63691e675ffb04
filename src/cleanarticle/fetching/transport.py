"""GuardedTransport: httpx requests over httpcore connections that pass the guard."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from cleanarticle.errors import ConfigError
from cleanarticle.fetching.guard import GuardedBackend, UnknownHost

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterator

_POOLS = 128
"""Connection pools, each for a part of the hosts. httpcore examines every connection of a pool
when a request begins and ends, and polls each idle one: with one pool, a batch over 40 hosts spent
a quarter of the main process on it (benchmarks/throughput.py under a profiler)."""

_KEEPALIVE_CONNECTIONS = 2
_KEEPALIVE_SECONDS = 5.0
"""Idle connections that each pool keeps, and for how long. Chosen by hand: 256 in all, where a
process may often have 1,024 open files."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """A transport that connects through a `GuardedBackend`.

    Args:
        allow_private_hosts: True to allow hosts off the public internet.
        proxy: The URL of an HTTP proxy, None for none. One named by the environment is ignored:
            it would resolve host names instead of the guard, and the user did not ask for it.

    Raises:
        ConfigError: The proxy is not a URL, or SSL_CERT_FILE or SSL_CERT_DIR is set and cannot be
            read.
    """

    def __init__(self, *, allow_private_hosts: bool, proxy: str | None = None) -> None:
        # A proxy resolves names itself, so its requests are checked before they are sent.
        self._proxy_guard = None if allow_private_hosts or proxy is None else GuardedBackend()
        self._proxy = _parse_proxy(proxy) if proxy else None
        self._settings: dict[str, Any] = {
            "ssl_context": _ssl_context(),
            "max_connections": None,  # waiting for one would count against a page's deadline
            "max_keepalive_connections": _KEEPALIVE_CONNECTIONS,
            "keepalive_expiry": _KEEPALIVE_SECONDS,
            "http2": True,
            "network_backend": GuardedBackend(
                allow_private_hosts=allow_private_hosts or proxy is not None
            ),
        }
        self._pools: dict[int, httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            PrivateHost: The host has an IP address that is not global.
            UnknownHost: The host name does not exist.
            httpx.TransportError: The request failed.
        """
        if self._proxy_guard is not None:
            with suppress(UnknownHost, httpcore.ConnectError):  # the proxy may know it
                await self._proxy_guard.resolve(request.url.host, request.url.port or 0)
        with _as_httpx_errors():
            response = await self._pool_of(request.url.host).handle_async_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            response.status,
            headers=list(_with_one_location(response.headers)),
            stream=_ResponseStream(response),
            extensions=response.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()

    def _pool_of(self, host: str) -> httpcore.AsyncConnectionPool:
        part = hash(host) % _POOLS
        if part not in self._pools:
            self._pools[part] = self._new_pool()
        return self._pools[part]

    def _new_pool(self) -> httpcore.AsyncConnectionPool:
        if self._proxy is None:
            return httpcore.AsyncConnectionPool(**self._settings)
        return httpcore.AsyncHTTPProxy(
            proxy_url=str(self._proxy.url),
            proxy_auth=self._proxy.raw_auth,
            proxy_headers=self._proxy.headers.raw,
            **self._settings,
        )


def _with_one_location(headers: list[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Yield headers with the first Location that is not empty, as browsers understand it."""
    has_location = False
    for name, value in headers:
        if name.lower() != b"location":
            yield name, value
        elif value.strip() and not has_location:
            has_location = True
            yield name, _LOCATION.sub(_escaped_location, value.strip())


_LOCATION = re.compile(
    rb"(?P<origin>(?:https?:)?[/\\]{2}[^/\\?#]*)?(?P<path>[^?#]*)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_URL = re.compile(rb"[^!-~]")


def _escaped_location(match: re.Match[bytes]) -> bytes:
    """Return a URL with slashes for backslashes, and with bytes that no URL has as escapes."""
    origin, path = match["origin"] or b"", match["path"]
    if origin or b":" not in path.partition(b"/")[0]:
        origin, path = origin.replace(b"\\", b"/"), path.replace(b"\\", b"/")
    return origin + _NOT_URL.sub(_escaped_byte, path + match["rest"])


def _escaped_byte(match: re.Match[bytes]) -> bytes:
    return b"%%%02X" % ord(match[0])


class _ResponseStream(httpx.AsyncByteStream):
    """The body of a response, with httpcore's errors raised as httpx's."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx_errors():
            async for part in self._response.aiter_stream():
                yield part

    async def aclose(self) -> None:
        with _as_httpx_errors():
            await self._response.aclose()


@contextmanager
def _as_httpx_errors() -> Iterator[None]:
    """Raise httpcore's errors as the errors of httpx with the same names."""
    try:
        yield
    except _CORE_ERRORS as error:
        cls = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise cls(str(error)) from error


_CORE_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)


def _parse_proxy(url: str) -> httpx.Proxy:
    try:
        return httpx.Proxy(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise ConfigError("proxy is not a valid URL, such as http://localhost:3128") from error


def _ssl_context() -> ssl.SSLContext:
    """Return the trusted certificates: certifi's, or those of SSL_CERT_FILE or SSL_CERT_DIR."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        message = "the certificates named by SSL_CERT_FILE or SSL_CERT_DIR cannot be read"
        raise ConfigError(message) from error
