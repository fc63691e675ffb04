"""Pace: whose turn it is, so that no host is asked for two pages at a time."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio

from cleanarticle.errors import HTTPStatusError
from cleanarticle.fetching import address
from cleanarticle.fetching.robots import Robots

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cleanarticle.fetching.client import Fetcher

_MAX_HOSTS = 10_000
"""Hosts remembered at a time, so that a long run stays within its memory."""

_MAX_REST = 30.0
"""Longest Retry-After that the next page of a host waits for, in seconds, as with a Crawl-delay:
a batch has an end."""


@dataclass(slots=True)
class _Host:
    lock: anyio.Lock = field(default_factory=anyio.Lock)
    waiting: int = 0
    last: float | None = None
    rest: float = 0.0


class Pace:
    """One page at a time a host, `FetchOptions.delay` or its Crawl-delay apart.

    A host that refused a page and named a time to come back at is left alone until then. Unless
    the fetcher's options ignore robots.txt, a turn is given only where it allows the page.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._delay = fetcher.options.delay
        self._robots = None if fetcher.options.ignore_robots else Robots(fetcher)
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[float]:
        """Wait until the page's host may be asked; hold the host while inside.

        Yields:
            The seconds to leave between requests.

        Raises:
            BadURLError: The address cannot be fetched.
            FetchError: See `Robots.check`.
        """
        name = address.parse(url).host
        host = self._hosts.setdefault(name, _Host())
        host.waiting += 1
        try:
            async with host.lock:
                pause = max(self._delay, await self.check(url))
                if host.last is not None:
                    await anyio.sleep_until(host.last + max(pause, host.rest))
                host.rest = 0.0
                try:
                    yield pause
                except HTTPStatusError as error:
                    host.rest = min(error.retry_after or 0.0, _MAX_REST)
                    raise
                finally:
                    host.last = anyio.current_time()
        finally:
            host.waiting -= 1
            self._forget(name)

    async def check(self, url: str) -> float:
        """Make sure that robots.txt allows a page.

        Returns:
            The Crawl-delay in seconds, 0 if there is none.

        Raises:
            FetchError: See `Robots.check`.
        """
        return await self._robots.check(url) if self._robots else 0.0

    def _forget(self, name: str) -> None:
        """Drop the host that was idle longest, once there are many."""
        self._hosts.move_to_end(name)
        oldest = next(iter(self._hosts))
        if len(self._hosts) > _MAX_HOSTS and not self._hosts[oldest].waiting:
            del self._hosts[oldest]
