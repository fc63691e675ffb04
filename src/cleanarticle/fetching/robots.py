"""Robots: the rules of each site's robots.txt (RFC 9309)."""

from __future__ import annotations

import re
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
"""Sites remembered at a time, to bound the memory of long runs."""

_MAX_REQUESTS = 128
"""Requests for robots.txt at a time; others wait, without counting against any deadline."""

_FRESH = 24 * 3600.0
"""Seconds for which the rules are kept; RFC 9309 allows a day at most."""

_FRESH_FAILURE = 300.0
"""Seconds for which a site that could not be reached counts as down."""

_MAX_CRAWL_DELAY = 30.0
"""Longest Crawl-delay that is honored, in seconds; the field is not part of the standard, and some
sites ask for hours."""


@dataclass(frozen=True, slots=True)
class _Site:
    """The rules of one site, or why there are none."""

    rules: Protego | None
    failure: FetchError | None
    expires: float


class Robots:
    """Reads and remembers robots.txt files.

    Args:
        fetcher: Fetches them.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: OrderedDict[tuple[str, str, int | None], _Site] = OrderedDict()
        self._requests = anyio.Semaphore(_MAX_REQUESTS)

    async def check(self, url: httpx.URL) -> float:
        """Check that a page may be fetched.

        Returns:
            The Crawl-delay in seconds, 0 if there is none, 30 at most.

        Raises:
            RobotsDisallowed: robots.txt disallows the page, or cannot be read because the server
                has a problem.
            ConnectError: The site cannot be reached.
            FetchTimeout: The site did not answer in time.
            PrivateAddressError: The host is not on the public internet.
        """
        token = self._fetcher.options.product_token
        site = await self._site(url)
        if site.failure is not None:
            raise _error_for(site.failure, str(url))
        if site.rules is None:
            return 0.0
        if not site.rules.can_fetch(str(url), token):
            message = (
                f"{url}: the site's robots.txt disallows it; if you are allowed to fetch it, "
                "use --ignore-robots or ignore_robots=True"
            )
            raise RobotsDisallowed(message, url=str(url))
        return min(site.rules.crawl_delay(token) or 0.0, _MAX_CRAWL_DELAY)

    async def _site(self, url: httpx.URL) -> _Site:
        key = (url.scheme, url.host, url.port)
        known = self._known.get(key)
        if known is None or known.expires < anyio.current_time():
            async with self._requests:
                known = await self._read(str(url.copy_with(raw_path=b"/robots.txt", fragment=None)))
        self._known[key] = known
        self._known.move_to_end(key)
        if len(self._known) > _MAX_SITES:
            self._known.popitem(last=False)
        return known

    async def _read(self, robots_txt: str) -> _Site:
        rules: Protego | None = None
        failure: FetchError | None = None
        try:
            page = await self._fetcher.fetch(robots_txt, with_secrets=False)
            rules = Protego.parse(_readable(page.content))
        except (NotHTMLError, TooManyRedirects, BadURLError):
            pass  # no rules: an image, or, by RFC 9309, redirects that do not end
        except HTTPStatusError as error:
            # RFC 9309: a 4xx means there are no rules, a 5xx that nothing may be fetched. A 429
            # asks for fewer requests, so it counts as the latter.
            failure = error if error.status >= 500 or error.status == 429 else None
        except FetchError as error:
            failure = error
        fresh = _FRESH_FAILURE if failure else _FRESH
        return _Site(rules, failure, anyio.current_time() + fresh)


def _readable(content: bytes) -> str:
    """Return a robots.txt as text, without a byte order mark and without versions of user agents.

    A group that names "MyBot/1.0" is for "MyBot".
    """
    return _VERSION.sub(r"\1", content.decode("utf-8-sig", "replace"))


_VERSION = re.compile(r"(?im)^([ \t]*user-agent[ \t]*:[ \t]*[^/\s#*]+)[ \t]*/[^\r\n]*")


def _error_for(failure: FetchError, url: str) -> FetchError:
    """Return the error of a page whose site's robots.txt could not be read."""
    if isinstance(failure, (ConnectError, FetchTimeout, PrivateAddressError)):
        return type(failure)(str(failure).replace(failure.url, url), url=url)
    message = (
        f"{url}: the site's robots.txt cannot be read, which by RFC 9309 forbids every page "
        f"({failure}); if you are allowed to, use --ignore-robots or ignore_robots=True"
    )
    return RobotsDisallowed(message, url=url)
