"""The guard: no host off the public internet is contacted unless that was allowed.

A page names any host it likes in a redirect, and a name can point anywhere, at another place each
time it is looked up. So the check stands where the connection is made: the name is resolved once,
every address it has is judged, and the connection goes to an address that was judged. TLS and the
Host header keep the name.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, TypeAlias

import anyio
import httpcore
import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Address: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")


class NotGlobalAddress(Exception):  # noqa: N818 - internal; becomes a PrivateAddressError
    """The host has an address off the public internet."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host if host == address else f"{host} ({address})")


class UnknownHost(Exception):  # noqa: N818 - internal; becomes a ConnectError
    """The name of the host leads nowhere."""


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, connecting through a `GuardedBackend`."""

    def __init__(self, *, allow_private_hosts: bool) -> None:
        # No trust_env: a proxy from the environment would resolve the names in our place.
        context = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=context, http2=True, trust_env=False)
        # httpx has no public way to hand its pool a network backend.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=None,  # waiting for a free one would count against a page's deadline
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            http2=True,
            network_backend=GuardedBackend(allow_private_hosts=allow_private_hosts),
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

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first of the host's addresses that answers."""
        addresses = await _resolve(host, port)
        if not self._allow_private_hosts:
            for address in addresses:
                if not is_public(address):
                    raise NotGlobalAddress(host, str(address))
        failure: httpcore.ConnectError | None = None
        for address in addresses:
            try:
                return await self._plain.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except httpcore.ConnectError as error:
                failure = error
        raise httpcore.ConnectError(f"{host} does not accept connections") from failure

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)


async def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise httpcore.ConnectError(f"the name {host} could not be looked up") from error
        raise UnknownHost(host) from error
    except UnicodeError as error:  # a label of more than 63 characters
        raise UnknownHost(host) from error
    addresses = {ipaddress.ip_address(entry[4][0].split("%")[0]) for entry in found}
    # IPv4 first: many a machine has IPv6 addresses and no route, and one try waits for the next.
    return sorted(addresses, key=lambda address: (address.version, int(address)))


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
