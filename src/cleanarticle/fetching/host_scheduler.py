"""HostScheduler: one page at a time per host, with pauses, as its robots.txt allows."""

from __future__ import annotations

import logging
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

_LOGGER = logging.getLogger("cleanarticle.fetching")

_MAX_HOSTS = 10_000
"""Hosts remembered at a time, to bound the memory of long runs."""

_MAX_RETRY_AFTER = 120.0
"""Longest Retry-After, in seconds, that the next page of a host waits for. Chosen by hand: servers
mostly ask for a minute or two, and a batch has to end. Other hosts do not wait."""


@dataclass(slots=True)
class _Host:
    """The state of one host: its lock, the end of its last request, and its Retry-After."""

    lock: anyio.Lock = field(default_factory=partial(anyio.Lock, fast_acquire=True))
    users: int = 0
    last_request: float | None = None
    retry_after: float = 0.0


class HostScheduler:
    """Schedules requests: one page at a time per host, with pauses between them.

    The pause is `FetchOptions.delay` or the host's Crawl-delay, the longer one. A host that refused
    a page with a Retry-After is left alone for that time, two minutes at most. Unless the options
    ignore robots.txt, only pages that it allows are requested.

    Args:
        fetcher: Fetches robots.txt; its options apply.

    Attributes:
        active_hosts: Number of hosts with a request in flight.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self.active_hosts = 0
        self._delay = fetcher.options.delay
        self._robots = None if fetcher.options.ignore_robots else Robots(fetcher)
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    def visit(self) -> HostVisit:
        """Return the visit of one page, which holds one host at a time."""
        return HostVisit(self)

    async def check(self, url: httpx.URL) -> float:
        """Check that robots.txt allows a page.

        Returns:
            The seconds to leave between two requests to its host.

        Raises:
            FetchError: See `Robots.check`.
        """
        return max(self._delay, await self._robots.check(url) if self._robots else 0.0)

    @asynccontextmanager
    async def _hold(self, name: str) -> AsyncIterator[_Host]:
        """Hold a host, as soon as no other page does."""
        host = self._hosts.setdefault(name, _Host())
        host.users += 1
        try:
            async with host.lock:
                yield host
        finally:
            host.users -= 1
            self._forget_oldest(name)

    def _forget_oldest(self, latest: str) -> None:
        """Forget the host that has been idle longest if there are too many."""
        self._hosts.move_to_end(latest)
        oldest = next(iter(self._hosts))
        if len(self._hosts) > _MAX_HOSTS and not self._hosts[oldest].users:
            del self._hosts[oldest]

    @contextmanager
    def _requesting(self, host: _Host) -> Iterator[None]:
        """Record the end of a host's request, and its Retry-After."""
        host.retry_after = 0.0
        self.active_hosts += 1
        try:
            yield
        except HTTPStatusError as error:
            host.retry_after = min(error.retry_after or 0.0, _MAX_RETRY_AFTER)
            raise
        finally:
            self.active_hosts -= 1
            host.last_request = anyio.current_time()


class HostVisit:
    """The visit of one page: it holds one host, and another one after a redirect.

    An async context manager; leaving it releases the host.
    """

    def __init__(self, scheduler: HostScheduler) -> None:
        self._scheduler = scheduler
        self._host_name: str | None = None
        self._held = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._host_name = None
        await self._held.__aexit__(exc_type, exc_value, traceback)

    def holds(self, url: httpx.URL) -> bool:
        """Return True if the URL is on the held host."""
        return url.host == self._host_name

    async def acquire(self, url: httpx.URL) -> float:
        """Wait until a URL may be requested; its host is held from then on.

        Returns:
            The seconds to leave between two requests to the host.

        Raises:
            FetchError: See `Robots.check`.
        """
        if self.holds(url):
            return await self._scheduler.check(url)
        await self._release()  # two pages that wait for each other's host would deadlock
        # ruff: noqa: SLF001 - the scheduler and its visits are one unit
        host = await self._held.enter_async_context(self._scheduler._hold(url.host))
        pause = await self._scheduler.check(url)
        if host.last_request is not None:
            if host.retry_after > pause:
                _LOGGER.info("%s asks to wait for %.0f s", url.host, host.retry_after)
            await anyio.sleep_until(host.last_request + max(pause, host.retry_after))
        self._held.enter_context(self._scheduler._requesting(host))
        self._host_name = url.host
        return pause

    async def _release(self) -> None:
        self._host_name = None
        await self._held.aclose()
