"""The guard: no host off the public internet is contacted unless that was allowed.

A page names any host it likes in a redirect, and a name can point anywhere, at another place each
time it is looked up. So the check stands where the connection is made: the name is resolved once,
every address it has is judged, and the connection goes to an address that was judged. TLS and the
Host header keep the name.

A proxy that a person names is contacted wherever it is, and looks names up itself. What it is asked
for is judged by the addresses that the name has here; a name that is unknown here is left to it.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio
import httpcore
import httpx
from anyio import to_thread

from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

Address: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"

_LOOK_UPS = 128
"""Names that are looked up at a time; set by hand, above the pages that are commonly in flight."""

_POOLS = 128
_KEPT_ALIVE = 2
"""Idle connections that each pool keeps for five seconds, for the next page of a host; set by hand:
256 in all, where a process may often have 1,024 files open."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")


class NotGlobalAddress(Exception):  # noqa: N818 - internal; becomes a PrivateAddressError
    """The host has an address off the public internet."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host if host == address else f"{host} ({address})")


class UnknownHost(Exception):  # noqa: N818 - internal; becomes a ConnectError
    """The name of the host leads nowhere."""


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, connecting through a `GuardedBackend`.

    Args:
        allow_private_hosts: Whether hosts off the public internet may be contacted.
        proxy: The address of an HTTP proxy, None for none. One that the environment names is not
            used: it would look the names up in our place, and nobody asked for that.

    Raises:
        ConfigError: SSL_CERT_FILE or SSL_CERT_DIR is set, and cannot be read.
    """

    def __init__(self, *, allow_private_hosts: bool, proxy: str | None = None) -> None:
        self._guard = None if allow_private_hosts or proxy is None else GuardedBackend()
        context = _tls()
        super().__init__(verify=context, http2=True, trust_env=False)
        # httpx has no public way to hand its pool a network backend.
        self._pool = _Pools(
            ssl_context=context,
            proxy=httpx.Proxy(proxy) if proxy else None,
            max_connections=None,  # waiting for a free one would count against a page's deadline
            max_keepalive_connections=_KEPT_ALIVE,
            keepalive_expiry=5.0,
            http2=True,
            network_backend=GuardedBackend(allow_private_hosts=allow_private_hosts or bool(proxy)),
        )  # type: ignore[assignment]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request on, if a proxy may be asked for it.

        Raises:
            NotGlobalAddress: The host has an address here that is not global.
        """
        if self._guard is not None:
            with suppress(UnknownHost, httpcore.ConnectError):
                await self._guard.addresses(request.url.host, request.url.port or 0)
        return await super().handle_async_request(request)


def _tls() -> ssl.SSLContext:
    """The certificates to trust: certifi's, or those that SSL_CERT_FILE or SSL_CERT_DIR names."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        message = "the certificates named by SSL_CERT_FILE or SSL_CERT_DIR cannot be read"
        raise ConfigError(message) from error


class _Pools(AsyncExitStack):
    """Many small pools, each for a part of the hosts.

    httpcore looks at every connection of a pool when a request begins and when it ends, and asks
    the system about each idle one: in a batch over 40 hosts that was a quarter of the main process
    with one pool. With few connections kept in 16 pools it was every third request that had to
    connect anew (both by benchmarks/throughput.py under a profiler).
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self._settings = settings
        self._pools: dict[int, httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        part = hash(request.url.host) % _POOLS
        if part not in self._pools:
            self._pools[part] = _pool(**self._settings)
            self.push_async_exit(self._pools[part])
        return await self._pools[part].handle_async_request(request)


def _pool(*, proxy: httpx.Proxy | None, **settings: Any) -> httpcore.AsyncConnectionPool:
    if proxy is None:
        return httpcore.AsyncConnectionPool(**settings)
    return httpcore.AsyncHTTPProxy(
        proxy_url=str(proxy.url),
        proxy_auth=proxy.raw_auth,
        proxy_headers=proxy.headers.raw,
        **settings,
    )


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to hosts on the public internet alone.

    Raises:
        NotGlobalAddress: On connecting, one of the host's addresses is not global.
        UnknownHost: On connecting, the name has no address.
    """

    def __init__(self, *, allow_private_hosts: bool = False) -> None:
        self._allow_private_hosts = allow_private_hosts
        self._plain = httpcore.AnyIOBackend()
        # Threads of its own: the event loop's few are soon all waiting for names that nobody
        # answers for, and every other host with them.
        self._look_ups = anyio.CapacityLimiter(_LOOK_UPS)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first of the host's addresses that answers."""
        failure: httpcore.ConnectError | None = None
        for address in await self.addresses(host, port):
            try:
                return await self._plain.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except httpcore.ConnectError as error:
                failure = error
        raise httpcore.ConnectError(f"{host} does not accept connections") from failure

    async def addresses(self, host: str, port: int) -> list[Address]:
        """The addresses of a host, each judged.

        Raises:
            NotGlobalAddress: One of them is not global.
            UnknownHost: It has none.
        """
        addresses = await self._resolve(host, port)
        if not self._allow_private_hosts:
            for address in addresses:
                if not is_public(address):
                    raise NotGlobalAddress(host, str(address))
        return addresses

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)

    async def _resolve(self, host: str, port: int) -> list[Address]:
        with suppress(ValueError):  # it is a name then, or an address in one of the odd forms
            return [ipaddress.ip_address(host)]
        try:
            found = await to_thread.run_sync(
                _look_up, host, port, limiter=self._look_ups, abandon_on_cancel=True
            )
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise httpcore.ConnectError(f"the name {host} could not be looked up") from error
            raise UnknownHost(host) from error
        except UnicodeError as error:  # a label of more than 63 characters
            raise UnknownHost(host) from error
        addresses = {ipaddress.ip_address(entry[4][0].split("%")[0]) for entry in found}
        # IPv4 first: many a machine has IPv6 addresses and no route, and the tries wait in line.
        return sorted(addresses, key=lambda address: (address.version, int(address)))


def _look_up(host: str, port: int) -> list[Any]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def is_public(address: Address) -> bool:
    """Whether an address, and each IPv4 address it may stand for, is on the public internet."""
    return all(
        one.is_global
        and not one.is_multicast
        and not (isinstance(one, ipaddress.IPv6Address) and one.is_site_local)
        and one not in _LOCAL_NAT64
        for one in _meanings(address)
    )


def _meanings(address: Address) -> Iterator[Address]:
    """The addresses that packets to this one may reach."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    else:
        yield address
        if address.sixtofour:
            yield address.sixtofour
        if address.teredo:
            yield from address.teredo
        if address in _NAT64:
            yield ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
