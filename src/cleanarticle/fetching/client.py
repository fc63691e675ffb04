"""Fetcher: from a URL to a `Page`."""

from __future__ import annotations

import math
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self, TypeAlias, Unpack

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
from cleanarticle.fetching.cache import with_cache
from cleanarticle.fetching.decompression import ACCEPTED, decompressor
from cleanarticle.fetching.error_mapping import mapped_errors, may_retry, status_error
from cleanarticle.fetching.meta_refresh import refresh_target
from cleanarticle.fetching.transport import GuardedTransport
from cleanarticle.fetching.urls import check_url, parse_url
from cleanarticle.loading import binary_kind
from cleanarticle.options import FetchOptions, resolve_options
from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from cleanarticle.options import FetchKeywords

Admit: TypeAlias = "Callable[[httpx.URL], Awaitable[float]]"
"""Waits until a URL may be requested and returns the seconds to leave before a retry; raises a
`FetchError` to refuse the URL. The time it takes does not count against the page's deadline."""

_READABLE_TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"}
)
_UNDECLARED_TYPES = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"}
)
"""Media types that carry no information; the content itself is examined."""

_SECRET_HEADERS = ("authorization", "cookie")
"""Headers that are not sent to another host after a meta refresh."""


class Fetcher:
    """Fetches pages with shared connections.

    An async context manager, for one event loop. Proxies named by the environment are not used.

    Args:
        options: Options of fetching; the defaults if None.
        **changes: Fields of `FetchOptions`, which win over `options`: `Fetcher(timeout=5)`.

    Raises:
        ConfigError: An option is unknown or wrong, the package that it needs is missing, or the
            certificates named by SSL_CERT_FILE cannot be read.
    """

    def __init__(
        self, options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
    ) -> None:
        self.options = resolve_options(changes, fetch=options, uses=(FetchOptions,)).fetch
        guarded = GuardedTransport(
            allow_private_hosts=self.options.allow_private_hosts, proxy=self.options.proxy
        )
        self._transport = with_cache(guarded, self.options)
        self._headers = _request_headers(self.options)

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
            url: An http or https URL.
            admit: Called before each request, also after a redirect; see `Admit`.

        Raises:
            BadURLError: The URL cannot be fetched.
            PrivateAddressError: The host is not on the public internet.
            ConnectError: No connection, or it broke.
            FetchTimeout: The page was not complete in time.
            HTTPStatusError: The server answered with status 400 or more.
            TooManyRedirects: The redirects do not end.
            NotHTMLError: The response is not HTML or text.
            ResponseTooLarge: The response is larger than the limit.
        """
        start = parse_url(url)
        timeout = self.options.timeout
        with mapped_errors(url, timeout), anyio.fail_after(timeout) as scope:
            deadline = _Deadline(admit, scope)
            attempts = stamina.retry_context(
                on=deadline.may_retry,
                attempts=self.options.attempts,
                timeout=None,
                wait_initial=0.2,
                wait_jitter=0.3,
            )
            async for attempt in attempts:
                with attempt:
                    return await self._attempt(url, start, deadline)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(self, url: str, start: httpx.URL, deadline: _Deadline) -> Page:
        """Follow redirects, of HTTP and of pages, to their end."""
        client = self._client()
        request = client.build_request("GET", start)
        for _ in range(self.options.max_redirects + 1):
            check_url(request.url, url=url)
            await deadline.admit(request.url)
            answer = await self._send(client, request, url)
            if isinstance(answer, Page):
                return answer
            request = answer
        message = f"{url} redirects more than {self.options.max_redirects} times"
        raise TooManyRedirects(message, url=url)

    async def _send(
        self, client: httpx.AsyncClient, request: httpx.Request, url: str
    ) -> Page | httpx.Request:
        """Return the page, or the request that it redirects to."""
        response = await client.send(request, stream=True)
        async with aclosing(response):
            if response.next_request is not None:
                return response.next_request
            if response.is_error:
                raise status_error(response, url)
            _check_media_type(response, url)
            page = Page(
                content=await self._read(response, url),
                url=url,
                final_url=str(response.url),
                status=response.status_code,
                headers=dict(response.headers.items()),
                fetched_at=datetime.now(UTC),
            )
        _check_content(page, url)
        target = refresh_target(page)
        return page if target is None else _refresh_request(client, request, target)

    def _client(self) -> httpx.AsyncClient:
        """Return a client for one page.

        It is cheap on a shared transport and is dropped with its cookies: some sites need cookies
        within a chain of redirects, but those of one page should not be sent with another.
        """
        return httpx.AsyncClient(
            transport=self._transport,
            headers=self._headers,
            timeout=None,  # noqa: S113 - `fetch` holds the deadline of the whole page
            trust_env=False,
        )

    async def _read(self, response: httpx.Response, url: str) -> bytes:
        limit = self.options.max_bytes
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            raise _too_large(url, limit)
        encoding = response.headers.get("content-encoding", "")
        unpacker = decompressor(encoding)
        if unpacker is None:
            message = f"{url} is compressed with {encoding}, which was not requested"
            raise FetchError(message, url=url)
        content = bytearray()
        async for chunk in response.aiter_raw():
            content += unpacker.feed(chunk, limit + 1 - len(content))
            if len(content) > limit or response.num_bytes_downloaded > limit:
                raise _too_large(url, limit)
        unpacker.finish()
        return bytes(content)


class _Deadline:
    """The deadline of one page, paused while the page waits to be admitted."""

    def __init__(self, admit: Admit | None, scope: anyio.CancelScope) -> None:
        self._admit = admit
        self._scope = scope
        self._pause = 0.0
        self._next_attempt = -math.inf

    async def admit(self, url: httpx.URL) -> None:
        """Wait until a URL may be requested."""
        if self._admit is not None:
            left, self._scope.deadline = self._seconds_left(), math.inf
            self._pause = await self._admit(url)
            self._scope.deadline = anyio.current_time() + left
        if self._next_attempt > -math.inf:
            await anyio.sleep_until(self._next_attempt)

    def may_retry(self, error: Exception) -> bool | float:
        """Return whether to retry, after the host's pause; see `error_mapping.may_retry`."""
        self._next_attempt = anyio.current_time() + self._pause
        left = self._seconds_left()
        return self._pause < left and may_retry(error, left)

    def _seconds_left(self) -> float:
        return self._scope.deadline - anyio.current_time()


async def afetch(
    url: str, *, fetch_options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
) -> Page:
    """Fetch one page for a person who asked for it: robots.txt is not read.

    Args:
        url: An http or https URL.
        fetch_options: Options of fetching; the defaults if None.
        **changes: Fields of `FetchOptions`, which win over `fetch_options`, such as `timeout=5`.

    Raises:
        FetchError: See `Fetcher.fetch`.
        ConfigError: An option is unknown or wrong.
    """
    async with Fetcher(fetch_options, **changes) as fetcher:
        return await fetcher.fetch(url)


def fetch(
    url: str, *, fetch_options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
) -> Page:
    """Fetch one page; like `afetch`, and it works inside a running event loop too.

    Raises:
        FetchError: See `Fetcher.fetch`.
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(changes, fetch=fetch_options, uses=(FetchOptions,)).fetch

    async def fetch_one() -> Page:
        return await afetch(url, fetch_options=chosen)

    with start_blocking_portal() as portal:
        return portal.call(fetch_one)


def _request_headers(options: FetchOptions) -> httpx.Headers:
    headers = httpx.Headers(
        {
            "User-Agent": options.effective_user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }
    )
    headers.update(options.headers)
    return headers


def _refresh_request(
    client: httpx.AsyncClient, request: httpx.Request, target: str
) -> httpx.Request:
    """Return the request of a meta refresh; as in redirects, secrets stay with their host."""
    following = client.build_request("GET", target)
    if following.url.host != request.url.host:
        for name in _SECRET_HEADERS:
            following.headers.pop(name, None)
    return following


def _check_media_type(response: httpx.Response, url: str) -> None:
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type not in _READABLE_TYPES | _UNDECLARED_TYPES:
        raise NotHTMLError(f"{url} is {media_type}, not HTML or text", url=url)


def _check_content(page: Page, url: str) -> None:
    """Refuse binary data, whatever its media type says."""
    binary = binary_kind(page.content)
    if binary is not None:
        raise NotHTMLError(f"{url} is {binary}, not HTML or text", url=url)


def _too_large(url: str, limit: int) -> ResponseTooLarge:
    return ResponseTooLarge(f"{url} is larger than the limit of {limit / 1e6:g} MB", url=url)
