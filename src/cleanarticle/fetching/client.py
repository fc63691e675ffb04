"""Fetcher: from an address to a Page."""

from __future__ import annotations

import ssl
import zlib
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self, TypeAlias, Unpack

import anyio
import httpx
import stamina
from anyio.from_thread import start_blocking_portal

from cleanarticle.errors import (
    BadURLError,
    ConnectError,
    FetchError,
    FetchTimeout,
    HTTPStatusError,
    NotHTMLError,
    PrivateAddressError,
    ResponseTooLarge,
    TooManyRedirects,
)
from cleanarticle.fetching import address
from cleanarticle.fetching.guard import GuardedTransport, NotGlobalAddress, UnknownHost
from cleanarticle.fetching.inflate import ACCEPTED, inflater
from cleanarticle.fetching.options import FetchKeywords, FetchOptions
from cleanarticle.page import Page, binary_kind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from types import TracebackType

Check: TypeAlias = "Callable[[str], Awaitable[object]]"
"""Looks at an address before it is asked; raises a `FetchError` to refuse it."""

_READABLE = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"}
)
_UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"})
"""Content types that say nothing: the content itself is looked at."""

_TRANSIENT = frozenset({429, 502, 503, 504})

_STATUS_ADVICE = {
    401: "it wants a login",
    403: "it refuses: a login is needed, or it keeps programs out",
    404: "there is no such page",
    410: "the page was removed",
    429: "too many requests: wait, or ask less often (--delay)",
    451: "the page is withheld for legal reasons",
}


class Fetcher:
    """Fetches pages with one pool of connections.

    An async context manager, for one event loop. It takes `FetchOptions`, or its fields as
    keywords: `Fetcher(timeout=5)`. Proxies in the environment are not used.
    """

    def __init__(
        self, options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
    ) -> None:
        self.options = FetchOptions.of(options, **changes)
        self._transport = GuardedTransport(allow_private_hosts=self.options.allow_private_hosts)

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

    async def fetch(self, url: str, *, check: Check | None = None, pause: float = 0.0) -> Page:
        """Fetch one page.

        Args:
            url: An http or https address.
            check: Called with each address that a redirect leads to, before it is asked.
            pause: Fewest seconds from one attempt to the next.

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
        start = address.parse(url)
        with self._translated(url):
            with anyio.fail_after(self.options.timeout) as scope:
                attempts = stamina.retry_context(
                    on=lambda error: _backoff(error, scope.deadline - anyio.current_time(), pause),
                    attempts=self.options.attempts,
                    timeout=None,
                    wait_initial=0.2,
                    wait_jitter=0.3,
                )
                async for attempt in attempts:
                    with attempt:
                        return await self._attempt(url, start, check)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _attempt(self, url: str, start: httpx.URL, check: Check | None) -> Page:
        async with self._follow(url, start, check) as response:
            if response.is_error:
                raise _status_error(response, url)
            _check_type(response, url)
            page = Page(
                content=await self._read(response, url),
                url=url,
                final_url=str(response.url),
                status=response.status_code,
                headers=dict(response.headers.items()),
                fetched_at=datetime.now(UTC),
            )
        return _sniffed(page, url)

    @asynccontextmanager
    async def _follow(
        self, url: str, start: httpx.URL, check: Check | None
    ) -> AsyncIterator[httpx.Response]:
        """The response at the end of the redirects, its body unread."""
        client = self._client()
        request = client.build_request("GET", start)
        for _ in range(self.options.max_redirects + 1):
            response = await client.send(request, stream=True)
            try:
                if response.next_request is None:
                    yield response
                    return
                request = response.next_request
            finally:
                await response.aclose()
            address.check(request.url, url=url)
            if check is not None:
                await check(str(request.url))
        message = f"{url} redirects more than {self.options.max_redirects} times"
        raise TooManyRedirects(message, url=url)

    def _client(self) -> httpx.AsyncClient:
        """A client for one page.

        It is cheap on a shared transport, and takes its cookies with it: some sites need them
        sent back within a chain of redirects, and no page should carry those of another.
        """
        headers = {
            "User-Agent": self.options.user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }
        return httpx.AsyncClient(
            transport=self._transport,
            headers=headers | dict(self.options.headers),
            timeout=self.options.timeout,
            trust_env=False,
        )

    async def _read(self, response: httpx.Response, url: str) -> bytes:
        limit = self.options.max_bytes
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            raise _too_large(url, limit)
        encoding = response.headers.get("content-encoding", "")
        inflate = inflater(encoding)
        if inflate is None:
            raise FetchError(f"{url} is compressed by {encoding}, unasked", url=url)
        content = bytearray()
        async for chunk in response.aiter_raw():
            content += inflate(chunk, limit + 1 - len(content))
            if len(content) > limit:
                raise _too_large(url, limit)
        return bytes(content)

    @contextmanager
    def _translated(self, url: str) -> Iterator[None]:
        """Turn the errors of the libraries below into those of this package."""
        try:
            yield
        except NotGlobalAddress as error:
            message = (
                f"{url}: {error} is not on the public internet; if you trust it, "
                "use --allow-private-hosts or allow_private_hosts=True"
            )
            raise PrivateAddressError(message, url=url) from error
        except UnknownHost as error:
            message = f"{url}: no host is called {error}; is the name right, the network up?"
            raise ConnectError(message, url=url) from error
        except (TimeoutError, httpx.TimeoutException) as error:
            message = f"{url} was not complete after {self.options.timeout:g} seconds"
            raise FetchTimeout(message, url=url) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise BadURLError(f"{url} leads to no valid address: {error}", url=url) from error
        except httpx.HTTPError as error:
            raise ConnectError(f"{url}: {_explain(error)}", url=url) from error
        except zlib.error as error:
            raise ConnectError(f"{url}: its compressed data is damaged", url=url) from error


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


def _backoff(error: Exception, seconds_left: float, pause: float) -> bool | float:
    """Whether to try again; a number is how many seconds to wait."""
    wait: float | None = None
    if isinstance(error, HTTPStatusError):
        is_passing, wait = error.status in _TRANSIENT, error.retry_after
    else:
        is_broken = isinstance(error, httpx.TransportError)
        is_timeout = isinstance(error, httpx.TimeoutException)
        is_passing = is_broken and not is_timeout and not _is_tls(error)
    if not is_passing or (wait is None and not pause):
        return is_passing
    wait = max(pause, wait or 0.0)
    return wait < seconds_left and wait


def _is_tls(error: BaseException | None) -> bool:
    """Whether TLS failed: a bad certificate stays bad."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _explain(error: httpx.HTTPError) -> str:
    if _is_tls(error):
        return f"the server cannot prove who it is, or TLS failed ({error})"
    return str(error) or "the connection broke"


def _status_error(response: httpx.Response, url: str) -> HTTPStatusError:
    status = response.status_code
    fallback = "the server has a problem: try later" if status >= 500 else "the server refuses"
    advice = _STATUS_ADVICE.get(status, fallback)
    phrase = f"{status} {response.reason_phrase}".strip()
    return HTTPStatusError(
        f"{url} answered {phrase}: {advice}",
        url=url,
        status=status,
        retry_after=_seconds(response.headers.get("retry-after", "")),
    )


def _seconds(retry_after: str) -> float | None:
    """A Retry-After header, a number of seconds or a date, in seconds from now."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


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
