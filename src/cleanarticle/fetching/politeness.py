"""Pace: whose turn it is, so that no host is asked for two pages at a time."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Self

import anyio

from cleanarticle.errors import HTTPStatusError
from cleanarticle.fetching.robots import Robots

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from types import TracebackType

    import httpx

    from cleanarticle.fetching.client import Fetcher

_MAX_HOSTS = 10_000
"""Hosts remembered at a time, so that a long run stays within its memory."""

_MAX_REST = 120.0
"""Longest Retry-After that the next page of a host waits for, in seconds. Set by hand: servers
that limit their visitors mostly name a minute or two, and a batch has an end. Other hosts do not
wait."""


@dataclass(slots=True)
class _Host:
    lock: anyio.Lock = field(default_factory=partial(anyio.Lock, fast_acquire=True))
    users: int = 0
    last: float | None = None
    rest: float = 0.0


class Pace:
    """One page at a time a host, `FetchOptions.delay` or its Crawl-delay apart.

    A host that refused a page and named a time to come back at is left alone until then, for two
    minutes at most. Unless the fetcher's options ignore robots.txt, a host is asked only for what
    it allows.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self.active = 0
        """Hosts that are being asked for a page."""
        self._delay = fetcher.options.delay
        self._robots = None if fetcher.options.ignore_robots else Robots(fetcher)
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    def turn(self) -> Turn:
        """The turns that one page takes."""
        return Turn(self)

    async def check(self, url: httpx.URL) -> float:
        """Make sure that robots.txt allows a page.

        Returns:
            The seconds to leave between two requests to its host.

        Raises:
            FetchError: See `Robots.check`.
        """
        return max(self._delay, await self._robots.check(url) if self._robots else 0.0)

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[_Host]:
        """Hold a host, once nobody else does."""
        host = self._hosts.setdefault(name, _Host())
        host.users += 1
        try:
            async with host.lock:
                yield host
        finally:
            host.users -= 1
            self._forget(name)

    def _forget(self, name: str) -> None:
        """Drop the host that was idle longest, once there are many."""
        self._hosts.move_to_end(name)
        oldest = next(iter(self._hosts))
        if len(self._hosts) > _MAX_HOSTS and not self._hosts[oldest].users:
            del self._hosts[oldest]


class Turn:
    """The one host that a page holds at a time; where its redirects lead, it waits for another.

    An async context manager; leaving it lets go of the host.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._name: str | None = None
        self._held = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._name = None
        await self._held.__aexit__(exc_type, exc_value, traceback)

    async def leave(self) -> None:
        """Let go of the host, if one is held."""
        self._name = None
        await self._held.aclose()

    def holds(self, url: httpx.URL) -> bool:
        """Whether the address is on the host that is held."""
        return url.host == self._name

    async def take(self, url: httpx.URL) -> float:
        """Wait until the address may be asked for; its host is held from then on.

        Returns:
            The seconds to leave between two requests to the host.

        Raises:
            FetchError: See `Robots.check`.
        """
        if self.holds(url):
            return await self._pace.check(url)
        await self.leave()  # two pages that waited for each other's host would wait for ever
        host = await self._held.enter_async_context(self._pace.hold(url.host))
        pause = await self._pace.check(url)
        if host.last is not None:
            await anyio.sleep_until(host.last + max(pause, host.rest))
        self._held.enter_context(self._asking(host))
        self._name = url.host
        return pause

    @contextmanager
    def _asking(self, host: _Host) -> Iterator[None]:
        host.rest = 0.0
        self._pace.active += 1
        try:
            yield
        except HTTPStatusError as error:
            host.rest = min(error.retry_after or 0.0, _MAX_REST)
            raise
        finally:
            self._pace.active -= 1
            host.last = anyio.current_time()
