"""Fetcher: from an address to a Page."""

from __future__ import annotations

import math
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, TypeAlias, Unpack

import anyio
import httpx
import stamina
from anyio.from_thread import start_blocking_portal

from cleanarticle.errors import (
    FetchError,
    NotHTMLError,
    ResponseTooLarge,
    TooManyRedirects,
)
from cleanarticle.fetching.cache import cached
from cleanarticle.fetching.decompression import ACCEPTED, inflater
from cleanarticle.fetching.error_mapping import may_pass, status_error, translated
from cleanarticle.fetching.guard import GuardedTransport
from cleanarticle.fetching.meta_refresh import refresh_target
from cleanarticle.fetching.options import FetchKeywords, FetchOptions
from cleanarticle.fetching.urls import check_url, parse_url
from cleanarticle.page import Page, binary_kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

Admit: TypeAlias = "Callable[[httpx.URL], Awaitable[float]]"
"""Waits until an address may be asked for; gives the seconds to leave before a new attempt. It
raises a `FetchError` to refuse the address. The time it takes does not count."""

_READABLE = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"}
)
_UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"})
"""Content types that say nothing: the content itself is looked at."""

_SECRETS = ("authorization", "cookie")
"""Headers that a page's refresh does not take to another host."""


class Fetcher:
    """Fetches pages with one pool of connections.

    An async context manager, for one event loop. It takes `FetchOptions`, or its fields as
    keywords: `Fetcher(timeout=5)`. Proxies in the environment are not used.

    Raises:
        ConfigError: An option is out of its range, the package that it needs is missing, or the
            certificates that SSL_CERT_FILE names cannot be read.
    """

    def __init__(
        self, options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
    ) -> None:
        self.options = FetchOptions.of(options, **changes)
        guarded = GuardedTransport(
            allow_private_hosts=self.options.allow_private_hosts, proxy=self.options.proxy
        )
        self._transport = cached(guarded, self.options)
        self._headers = _headers(self.options)

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._transport.__aexit__(exc_type, exc_value, traceback)

    async def fetch(self, url: str, *, admit: Admit | None = None) -> Page:
        """Fetch one page.

        Args:
            url: An http or https address.
            admit: Called before each request, also where a redirect leads to; see `Admit`.

        Raises:
            BadURLError: The address cannot be fetched.
            PrivateAddressError: The host is not on the public internet.
            ConnectError: No connection, or it broke.
            FetchTimeout: The page was not complete in time.
            HTTPStatusError: The server answered with status 400 or more.
            TooManyRedirects: The redirects do not end.
            NotHTMLError: The answer is neither HTML nor text.
            ResponseTooLarge: The answer is larger than the limit.
        """
        start = parse_url(url)
        with translated(url, self.options.timeout), anyio.fail_after(self.options.timeout) as scope:
            gate = _Gate(admit, scope)
            attempts = stamina.retry_context(
                on=gate.may_try_again,
                attempts=self.options.attempts,
                timeout=None,
                wait_initial=0.2,
                wait_jitter=0.3,
            )
            async for attempt in attempts:
                with attempt:
                    return await self._attempt(url, start, gate)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(self, url: str, start: httpx.URL, gate: _Gate) -> Page:
        """Follow redirects, those of HTTP and those in pages, to their end."""
        client = self._client()
        request = client.build_request("GET", start)
        for _ in range(self.options.max_redirects + 1):
            check_url(request.url, url=url)
            await gate.open(request.url)
            answer = await self._ask(client, request, url)
            if isinstance(answer, Page):
                return answer
            request = answer
        message = f"{url} redirects more than {self.options.max_redirects} times"
        raise TooManyRedirects(message, url=url)

    async def _ask(
        self, client: httpx.AsyncClient, request: httpx.Request, url: str
    ) -> Page | httpx.Request:
        """The page, or the request that it redirects to."""
        response = await client.send(request, stream=True)
        async with aclosing(response):
            if response.next_request is not None:
                return response.next_request
            if response.is_error:
                raise status_error(response, url)
            _check_type(response, url)
            page = Page(
                content=await self._read(response, url),
                url=url,
                final_url=str(response.url),
                status=response.status_code,
                headers=dict(response.headers.items()),
                fetched_at=datetime.now(UTC),
            )
        target = refresh_target(_sniffed(page, url))
        return page if target is None else _refreshed(client, request, target)

    def _client(self) -> httpx.AsyncClient:
        """A client for one page.

        It is cheap on a shared transport, and takes its cookies with it: some sites need them
        sent back within a chain of redirects, and no page should carry those of another.
        """
        return _Client(
            transport=self._transport,
            headers=self._headers,
            timeout=None,  # `fetch` holds the deadline, that of the whole page
            trust_env=False,
        )

    async def _read(self, response: httpx.Response, url: str) -> bytes:
        limit = self.options.max_bytes
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            raise _too_large(url, limit)
        encoding = response.headers.get("content-encoding", "")
        packed = inflater(encoding)
        if packed is None:
            raise FetchError(f"{url} is compressed by {encoding}, unasked", url=url)
        content = bytearray()
        async for chunk in response.aiter_raw():
            content += packed.feed(chunk, limit + 1 - len(content))
            if len(content) > limit or response.num_bytes_downloaded > limit:
                raise _too_large(url, limit)
        packed.finish()
        return bytes(content)


class _Cookies(httpx.Cookies):
    """Cookies that are looked for only where a response sets some.

    httpx goes by way of urllib's requests for every response, which took a twentieth of the main
    process of a batch (benchmarks/throughput.py under a profiler).
    """

    def extract_cookies(self, response: httpx.Response) -> None:
        """Take the cookies that a response sets, if any."""
        if "set-cookie" in response.headers:
            super().extract_cookies(response)


class _Client(httpx.AsyncClient):
    """httpx's client with these cookies."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._sparing = _Cookies()

    @property  # type: ignore[misc]
    def cookies(self) -> httpx.Cookies:
        """Those of the page so far."""
        return self._sparing


class _Gate:
    """Stands before every request of one page; the time it takes to be admitted does not count."""

    def __init__(self, admit: Admit | None, scope: anyio.CancelScope) -> None:
        self._admit = admit
        self._scope = scope
        self._pause = 0.0
        self._closed_until = -math.inf

    async def open(self, url: httpx.URL) -> None:
        """Wait until an address may be asked for."""
        if self._admit is not None:
            left, self._scope.deadline = self._seconds_left(), math.inf
            self._pause = await self._admit(url)
            self._scope.deadline = anyio.current_time() + left
        if self._closed_until > -math.inf:
            await anyio.sleep_until(self._closed_until)

    def may_try_again(self, error: Exception) -> bool | float:
        """Whether to make a new attempt; see `may_pass`. It will not come before the pause."""
        self._closed_until = anyio.current_time() + self._pause
        left = self._seconds_left()
        return self._pause < left and may_pass(error, left)

    def _seconds_left(self) -> float:
        return self._scope.deadline - anyio.current_time()


async def afetch(
    url: str, *, options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
) -> Page:
    """Fetch one page, for a person who asked for it: robots.txt is not read.

    Args:
        url: An http or https address.
        options: How to fetch; the defaults if None.
        **changes: Fields of `FetchOptions` to change, such as `timeout=5`.

    Raises:
        FetchError: See `Fetcher.fetch`.
        ConfigError: An option is out of its range.
    """
    async with Fetcher(options, **changes) as fetcher:
        return await fetcher.fetch(url)


def fetch(
    url: str, *, options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
) -> Page:
    """Fetch one page; like `afetch`, and it works inside a running event loop too.

    Raises:
        FetchError: See `Fetcher.fetch`.
        ConfigError: An option is out of its range.
    """
    chosen = FetchOptions.of(options, **changes)

    async def one() -> Page:
        return await afetch(url, options=chosen)

    with start_blocking_portal() as portal:
        return portal.call(one)


def _headers(options: FetchOptions) -> httpx.Headers:
    headers = httpx.Headers(
        {
            "User-Agent": options.user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }
    )
    headers.update(options.headers)
    return headers


def _refreshed(client: httpx.AsyncClient, request: httpx.Request, target: str) -> httpx.Request:
    """The request for what a page names; as in redirects, a password goes to no other host."""
    following = client.build_request("GET", target)
    if following.url.host != request.url.host:
        for name in _SECRETS:
            following.headers.pop(name, None)
    return following


def _check_type(response: httpx.Response, url: str) -> None:
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type not in _READABLE | _UNDECLARED:
        raise NotHTMLError(f"{url} is {media_type}, not HTML or text", url=url)


def _sniffed(page: Page, url: str) -> Page:
    """The page, unless its content is something else than its type says."""
    what = binary_kind(page.content)
    if what is not None:
        raise NotHTMLError(f"{url} is {what}, not HTML or text", url=url)
    return page


def _too_large(url: str, limit: int) -> ResponseTooLarge:
    return ResponseTooLarge(f"{url} is larger than the limit of {limit / 1e6:g} MB", url=url)
