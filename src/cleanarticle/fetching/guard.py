"""The guard: hosts off the public internet are not contacted unless that is allowed.

A page can name any host in a redirect, and a name can point anywhere, to another IP address each
time it is resolved. So the check is made where the connection is made: the name is resolved once,
every one of its IP addresses is checked, and the connection goes to a checked one. TLS and the Host
header keep the name.

A proxy that a user names is contacted wherever it is, and resolves names itself. A request through
it is checked against the IP addresses that the local resolver gives; names unknown to the local
resolver are left to the proxy.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio
import httpcore
from anyio import to_thread

from cleanarticle.fetching.header_repair import RepairingStream

if TYPE_CHECKING:
    from collections.abc import Iterable

IPAddress: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"

_MAX_LOOKUPS = 128
"""Names resolved at a time. Chosen by hand, above the pages that are commonly in flight."""

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""The IPv6 addresses that IANA allocates. None outside is public; among those are ::a.b.c.d and
::ffff:0:a.b.c.d, which embed IPv4 addresses, and 64:ff9b:1::/48, the NAT64 of private networks."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_SPECIAL_IPV4 = tuple(
    map(
        ipaddress.IPv4Network,
        """
        0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
        192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
        224.0.0.0/4 240.0.0.0/4
        """.split(),
    )
)
_SPECIAL_IPV6 = tuple(map(ipaddress.IPv6Network, "2001::/23 2001:db8::/32 3fff::/20".split()))
"""Networks that are not public, from IANA's registries of special-purpose addresses (2025) and
multicast: those that are not globally reachable, and the deprecated relays of 6to4. Within
2000::/3 only, for IPv6. Python's own list (`is_global`) depends on its version.

2001::/23 holds Teredo, benchmarks and identifiers; no web server is there."""


class PrivateHost(Exception):  # noqa: N818 - internal; becomes a PrivateAddressError
    """The host has an IP address off the public internet."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host if host == address else f"{host} ({address})")


class UnknownHost(Exception):  # noqa: N818 - internal; becomes a ConnectError
    """The host name does not exist."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """A network backend that connects to hosts on the public internet only.

    Args:
        allow_private_hosts: True to connect to any host.
    """

    def __init__(self, *, allow_private_hosts: bool = False) -> None:
        self._allow_private_hosts = allow_private_hosts
        self._backend = httpcore.AnyIOBackend()
        # A thread limit of its own: lookups that no server answers would soon occupy the event
        # loop's few default threads, and all other hosts would have to wait.
        self._lookups = anyio.CapacityLimiter(_MAX_LOOKUPS)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first of the host's IP addresses that answers.

        Raises:
            PrivateHost: One of them is not global.
            UnknownHost: It has none.
        """
        failure: httpcore.ConnectError | None = None
        for address in await self.resolve(host, port):
            try:
                stream = await self._backend.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
                return RepairingStream(stream)
            except httpcore.ConnectError as error:
                failure = error
        raise httpcore.ConnectError(f"{host} does not accept connections") from failure

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)

    async def resolve(self, host: str, port: int) -> list[IPAddress]:
        """Return the IP addresses of a host, each checked.

        Raises:
            PrivateHost: One of them is not global.
            UnknownHost: It has none.
        """
        addresses = await self._look_up(host, port)
        if not self._allow_private_hosts:
            for address in addresses:
                if not is_public(address):
                    raise PrivateHost(host, str(address))
        return addresses

    async def _look_up(self, host: str, port: int) -> list[IPAddress]:
        with suppress(ValueError):  # a name, or an IP address in an unusual notation
            return [ipaddress.ip_address(host)]
        try:
            entries = await to_thread.run_sync(
                _getaddrinfo, host, port, limiter=self._lookups, abandon_on_cancel=True
            )
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise httpcore.ConnectError(f"the name {host} could not be resolved") from error
            raise UnknownHost(host) from error
        except UnicodeError as error:  # a label of more than 63 characters
            raise UnknownHost(host) from error
        addresses = {ipaddress.ip_address(entry[4][0].split("%")[0]) for entry in entries}
        # IPv4 first: many machines have IPv6 addresses without a route, and each attempt takes
        # time.
        return sorted(addresses, key=lambda address: (address.version, int(address)))


def _getaddrinfo(host: str, port: int) -> list[Any]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def is_public(address: IPAddress) -> bool:
    """Return True if an IP address, and each IPv4 address that it embeds, is public."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_IPV4)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    embedded = address.ipv4_mapped or address.sixtofour
    if embedded is not None:
        return is_public(embedded)
    return address in _GLOBAL_UNICAST and not any(address in network for network in _SPECIAL_IPV6)
