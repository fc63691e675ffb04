"""Error mapping: failures of the libraries below, and of servers, as errors of this package."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from textwrap import shorten
from typing import TYPE_CHECKING

import httpx

from cleanarticle.errors import (
    BadURLError,
    ConnectError,
    FetchError,
    FetchTimeout,
    HTTPStatusError,
    PrivateAddressError,
)
from cleanarticle.fetching.decompression import UnknownCoding
from cleanarticle.fetching.guard import PrivateHost, UnknownHost
from cleanarticle.fetching.urls import page_key
from cleanarticle.files.compression import DamagedData, TruncatedData

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRANSIENT_STATUSES = frozenset((408, 425, 429, 500, 502, 503, 504, 507, *range(520, 525), 529))
"""Statuses that may pass, those of Cloudflare for the server behind it among them."""

_MAX_SHOWN = 200
"""Longest text of a library's error, in characters: some hold the page."""

_STATUS_ADVICE = {
    304: "it sends no page: leave out headers such as If-None-Match",
    401: "it requires a login",
    403: "it requires a login, or blocks programs",
    404: "there is no such page",
    410: "the page was removed",
    429: "too many requests: wait, or send them less often (--delay)",
    451: "the page is withheld for legal reasons",
}


@contextmanager
def mapped_errors(url: str, timeout: float) -> Iterator[None]:
    """Raise the errors of the libraries below as errors of this package.

    Args:
        url: The URL that was requested.
        timeout: Seconds that the page may take.
    """
    try:
        yield
    except PrivateHost as error:
        message = (
            f"{url}: {error} is not on the public internet; if you trust it, "
            "use --allow-private-hosts or allow_private_hosts=True"
        )
        raise PrivateAddressError(message, url=url) from error
    except UnknownHost as error:
        message = f"{url}: there is no host {error}; check the name and the network"
        raise ConnectError(message, url=url) from error
    except TimeoutError as error:
        message = f"{url} was not complete after {timeout:g} seconds"
        raise FetchTimeout(message, url=url) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        raise BadURLError(f"{url} leads to an invalid URL: {error}", url=url) from error
    except httpx.HTTPError as error:
        raise ConnectError(f"{url}: {_describe(error)}", url=url) from error
    except UnknownCoding as error:
        message = f"{url} is compressed with {error}, which was not requested"
        raise FetchError(message, url=url) from error
    except TruncatedData as error:
        raise ConnectError(
            f"{url}: its compressed data is damaged, it ends early", url=url
        ) from error
    except DamagedData as error:
        raise ConnectError(f"{url}: its compressed data is damaged", url=url) from error


def may_retry(error: Exception, seconds_left: float) -> bool | float:
    """Return True or False to retry or not, or seconds to wait first, as `stamina` expects."""
    if isinstance(error, HTTPStatusError):
        wait = error.retry_after
        if error.status not in _TRANSIENT_STATUSES or wait is None:
            return error.status in _TRANSIENT_STATUSES
        return wait < seconds_left and wait
    if isinstance(error, TruncatedData):
        return True
    return isinstance(error, httpx.TransportError) and not _is_tls_error(error)


def _is_tls_error(error: BaseException | None) -> bool:
    """Return True if TLS failed: a bad certificate stays bad."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _describe(error: httpx.HTTPError) -> str:
    if _is_tls_error(error):
        return f"the server cannot prove its identity, or TLS failed ({error})"
    return shorten(str(error), _MAX_SHOWN, placeholder="…") or "the connection broke"


def status_error(response: httpx.Response, url: str) -> HTTPStatusError:
    """Return the error of a response with status 400 or more."""
    status = response.status_code
    # Statuses beyond 599 are no standard's; LinkedIn refuses programs with 999.
    is_failure = 500 <= status < 600
    fallback = "the server has a problem: try later" if is_failure else "the server refuses"
    advice = _STATUS_ADVICE.get(status, fallback)
    phrase = f"{status} {response.reason_phrase}".strip()
    is_start = page_key(str(response.url)) == page_key(url)
    answer = "answered" if is_start else f"leads to {response.url}, which answered"
    return HTTPStatusError(
        f"{url} {answer} {phrase}: {advice}",
        url=url,
        status=status,
        retry_after=_seconds(response.headers.get("retry-after", "")),
    )


def _seconds(retry_after: str) -> float | None:
    """Return a Retry-After header, a number of seconds or a date, in seconds from now."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
