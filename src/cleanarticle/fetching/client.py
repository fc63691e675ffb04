"""Fetcher: from a URL to a `Page`."""

from __future__ import annotations

import logging
import math
from contextlib import aclosing
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Self, TypeAlias, Unpack

import anyio
import httpx
import stamina
from anyio.from_thread import start_blocking_portal

from cleanarticle.errors import FetchError, NotHTMLError, ResponseTooLarge, TooManyRedirects
from cleanarticle.fetching.body import unpacked_body
from cleanarticle.fetching.cache import with_cache
from cleanarticle.fetching.content_check import is_never_page, why_not_page
from cleanarticle.fetching.error_mapping import mapped_errors, may_retry, status_error
from cleanarticle.fetching.refresh import (
    page_refresh_target,
    refresh_target,
    sets_cookie_and_reloads,
)
from cleanarticle.fetching.request_headers import RequestHeaders
from cleanarticle.fetching.transport import GuardedTransport
from cleanarticle.fetching.urls import check_url, parse_url
from cleanarticle.files.compression import DamagedData
from cleanarticle.keywords import FETCHING, FETCHING_ONE, resolve_options
from cleanarticle.page import Page, without_userinfo

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from http.cookiejar import Cookie
    from types import TracebackType
    from urllib.request import Request

    from cleanarticle.keywords import FetchKeywords
    from cleanarticle.options import FetchOptions

_NO_HANDLER = logging.NullHandler()

Admit: TypeAlias = "Callable[[httpx.URL], Awaitable[float]]"
"""Waits until a URL may be requested and returns the seconds to leave before a retry; raises a
`FetchError` to refuse the URL. The time it takes does not count against the page's deadline."""


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
        self.options = resolve_options(changes, fetch=options, uses=FETCHING).fetch
        guarded = GuardedTransport(
            allow_private_hosts=self.options.allow_private_hosts, proxy=self.options.proxy
        )
        self._transport = with_cache(guarded, self.options)
        logging.getLogger("stamina").addHandler(_NO_HANDLER)  # else each retry is on stderr

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

    async def fetch(
        self, url: str, *, admit: Admit | None = None, with_secrets: bool = True
    ) -> Page:
        """Fetch one page.

        A user name and password in the URL are sent to its host, and shown nowhere.

        Args:
            url: An http or https URL.
            admit: Called before each request, also after a redirect; see `Admit`.
            with_secrets: False to leave out the custom headers that not every host may see.

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
        url = without_userinfo(url)
        headers = RequestHeaders.of(start, self.options, with_secrets=with_secrets)
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
                    return await self._attempt(url, headers, deadline)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(self, url: str, headers: RequestHeaders, deadline: _Deadline) -> Page:
        """Follow redirects, of HTTP and of pages, to their end."""
        client = self._client()
        target, is_reloaded = headers.start, False
        for _ in range(self.options.max_redirects + 1):
            check_url(target, url=url)
            request = headers.request(client, target)
            await deadline.admit(request.url)
            answer = await self._send(client, request, url)
            if isinstance(answer, Page) and not is_reloaded and sets_cookie_and_reloads(answer):
                again = headers.request(client, target)
                await deadline.admit(again.url)
                answer, is_reloaded = await self._reload(client, again, answer), True
            if isinstance(answer, Page):
                return answer
            target = answer
        message = f"{url} redirects more than {self.options.max_redirects} times"
        raise TooManyRedirects(message, url=url)

    async def _reload(
        self, client: httpx.AsyncClient, request: httpx.Request, page: Page
    ) -> Page | httpx.URL:
        """Request a page again, with its cookie; if that fails, it is the page after all."""
        request.headers["Cache-Control"] = "no-cache"
        try:
            return await self._send(client, request, page.url or "")
        except (FetchError, httpx.HTTPError, DamagedData):
            return page

    async def _send(
        self, client: httpx.AsyncClient, request: httpx.Request, url: str
    ) -> Page | httpx.URL:
        """Return the page, or the URL that it redirects to."""
        response = await client.send(request, stream=True)
        async with aclosing(response):
            if response.next_request is not None:
                return response.next_request.url
            status = response.status_code
            if status >= httpx.codes.BAD_REQUEST or status == httpx.codes.NOT_MODIFIED:
                raise status_error(response, url)
            target = refresh_target(response.headers.get("refresh", ""), str(response.url))
            if target is not None:
                return parse_url(target)
            page = Page(
                content=await self._read(response, url),
                url=url,
                final_url=str(response.url),
                status=status,
                headers=dict(response.headers.items()),
                fetched_at=datetime.now(UTC),
            )
        reason = why_not_page(page.content, response.headers.get("content-type", ""))
        if reason is not None:
            raise NotHTMLError(f"{url} is {reason}", url=url)
        target = page_refresh_target(page)
        return page if target is None else parse_url(target)

    def _client(self) -> httpx.AsyncClient:
        """Return a client for one page.

        It is cheap on a shared transport and is dropped with its cookies: some sites need cookies
        within a chain of redirects, but those of one page should not be sent with another.
        """
        return httpx.AsyncClient(
            cookies=CookieJar(policy=_AsciiCookies()),
            transport=self._transport,
            timeout=None,  # noqa: S113 - `fetch` holds the deadline of the whole page
            trust_env=False,
        )

    async def _read(self, response: httpx.Response, url: str) -> bytes:
        """Read the content of a response and unpack it."""
        limit = self.options.max_bytes
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            raise _too_large(url, limit, None, response)
        packed, failure = await self._receive(response, url)
        content = unpacked_body(packed, response.headers, failure, limit + 1)
        if len(content) > limit:
            raise _too_large(url, limit, content, response)
        return content

    async def _receive(
        self, response: httpx.Response, url: str
    ) -> tuple[bytes, httpx.TransportError | None]:
        """Return the bytes of a response, and why they end early if they do."""
        received = bytearray()
        try:
            async for part in response.aiter_raw():
                received += part
                if len(received) > self.options.max_bytes:
                    raise _too_large(url, self.options.max_bytes, bytes(received), response)
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            return bytes(received), error
        return bytes(received), None


class _AsciiCookies(DefaultCookiePolicy):
    """Keeps the cookies that httpx can send: those of ASCII characters."""

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        """Return True if a cookie is kept."""
        text = f"{cookie.name}{cookie.value or ''}"
        return text.isascii() and bool(super().set_ok(cookie, request))


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
    async with Fetcher(_resolve(changes, fetch_options)) as fetcher:
        return await fetcher.fetch(url)


def fetch(
    url: str, *, fetch_options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
) -> Page:
    """Fetch one page; like `afetch`, and it works inside a running event loop too.

    Raises:
        FetchError: See `Fetcher.fetch`.
        ConfigError: An option is unknown or wrong.
    """
    chosen = _resolve(changes, fetch_options)

    async def fetch_one() -> Page:
        return await afetch(url, fetch_options=chosen)

    with start_blocking_portal() as portal:
        return portal.call(fetch_one)


def _resolve(changes: FetchKeywords, options: FetchOptions | None) -> FetchOptions:
    return resolve_options(changes, fetch=options, uses=FETCHING_ONE).fetch


def _too_large(url: str, limit: int, content: bytes | None, response: httpx.Response) -> FetchError:
    """Return the error of a response that is too large: that it is not a page, if so.

    Args:
        url: The requested URL.
        limit: The limit, in bytes.
        content: Its first bytes, None if none were read.
        response: The response.
    """
    declared = response.headers.get("content-type", "")
    is_known = content is not None or is_never_page(declared)
    reason = why_not_page(content or b"", declared) if is_known else None
    if reason is not None and "content-encoding" not in response.headers:
        return NotHTMLError(f"{url} is {reason}", url=url)
    return ResponseTooLarge(f"{url} is larger than the limit of {limit / 1e6:g} MB", url=url)
