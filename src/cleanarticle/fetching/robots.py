"""Robots: what the robots.txt of each site allows, by RFC 9309."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
from protego import Protego

from cleanarticle.errors import (
    BadURLError,
    ConnectError,
    FetchError,
    FetchTimeout,
    HTTPStatusError,
    NotHTMLError,
    PrivateAddressError,
    RobotsDisallowed,
    TooManyRedirects,
)

if TYPE_CHECKING:
    import httpx

    from cleanarticle.fetching.client import Fetcher

_MAX_SITES = 10_000
"""Sites remembered at a time, so that a long run stays within its memory."""

_AT_A_TIME = 128
"""Sites that are asked for their robots.txt at a time; the others wait, on nobody's deadline."""

_FRESH = 24 * 3600.0
"""Seconds for which an answer holds; RFC 9309 says a day at most."""

_FRESH_FAILURE = 300.0
"""Seconds for which a site that could not be reached counts as down."""

_MAX_CRAWL_DELAY = 30.0
"""Longest Crawl-delay that is honoured, in seconds; the field is no part of the standard, and
some sites ask for hours."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is known of one site: its rules, or why there are none."""

    rules: Protego | None
    failure: FetchError | None
    expires: float


class Robots:
    """Reads and remembers robots.txt, with the given fetcher."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: OrderedDict[tuple[str, str, int | None], _Verdict] = OrderedDict()
        self._room = anyio.Semaphore(_AT_A_TIME)

    async def check(self, url: httpx.URL) -> float:
        """Make sure that a page may be fetched.

        Returns:
            The Crawl-delay in seconds, 0 if there is none, 30 at most.

        Raises:
            RobotsDisallowed: robots.txt asks not to fetch the page, or cannot be read because the
                server has a problem.
            ConnectError: The site cannot be reached.
            FetchTimeout: The site did not answer in time.
            PrivateAddressError: The host is not on the public internet.
        """
        product = self._fetcher.options.product
        verdict = await self._verdict(url)
        if verdict.failure is not None:
            raise _because(verdict.failure, str(url))
        if verdict.rules is None:
            return 0.0
        if not verdict.rules.can_fetch(str(url), product):
            message = (
                f"{url}: the site's robots.txt asks programs not to fetch it; if you may, "
                "use --ignore-robots or ignore_robots=True"
            )
            raise RobotsDisallowed(message, url=str(url))
        return min(verdict.rules.crawl_delay(product) or 0.0, _MAX_CRAWL_DELAY)

    async def _verdict(self, url: httpx.URL) -> _Verdict:
        site = (url.scheme, url.host, url.port)
        known = self._known.get(site)
        if known is None or known.expires < anyio.current_time():
            async with self._room:
                known = await self._ask(str(url.copy_with(raw_path=b"/robots.txt", fragment=None)))
        self._known[site] = known
        self._known.move_to_end(site)
        if len(self._known) > _MAX_SITES:
            self._known.popitem(last=False)
        return known

    async def _ask(self, robots_txt: str) -> _Verdict:
        rules: Protego | None = None
        failure: FetchError | None = None
        try:
            page = await self._fetcher.fetch(robots_txt)
            rules = Protego.parse(page.content.decode("utf-8", "replace"))
        except (NotHTMLError, TooManyRedirects, BadURLError):
            pass  # no rules: an image or the like, or, by RFC 9309, redirects that lead nowhere
        except HTTPStatusError as error:
            # RFC 9309: a 4xx means there are no rules, a 5xx that nothing may be fetched. A 429
            # is a plea for fewer requests, so it counts among the latter.
            failure = error if error.status >= 500 or error.status == 429 else None
        except FetchError as error:
            failure = error
        fresh = _FRESH_FAILURE if failure else _FRESH
        return _Verdict(rules, failure, anyio.current_time() + fresh)


def _because(failure: FetchError, url: str) -> FetchError:
    """The error of a page whose site's robots.txt could not be read."""
    if isinstance(failure, (ConnectError, FetchTimeout, PrivateAddressError)):
        return type(failure)(str(failure).replace(failure.url, url), url=url)
    message = (
        f"{url}: the site's robots.txt cannot be read, which by RFC 9309 forbids every page "
        f"({failure}); if you may, use --ignore-robots or ignore_robots=True"
    )
    return RobotsDisallowed(message, url=url)
