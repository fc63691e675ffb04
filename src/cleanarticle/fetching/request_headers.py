"""Request headers: those of one page, of which secrets stay with the host they are meant for."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from cleanarticle.fetching.decompression import ACCEPTED

if TYPE_CHECKING:
    from cleanarticle.options import FetchOptions

_HARMLESS = frozenset(
    """accept accept-charset accept-encoding accept-language cache-control connection dnt pragma
    priority te upgrade-insecure-requests user-agent""".split()
)
_HARMLESS_PREFIXES = ("sec-ch-", "sec-fetch-", "sec-gpc")
"""Headers that say what a client can read and how, which every host may know. Any other can be a
secret."""

_ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5"
_ACCEPT_MARKDOWN = (
    "text/markdown,text/html;q=0.9,application/xhtml+xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class RequestHeaders:
    """The headers of the requests for one page.

    Attributes:
        start: The URL that is fetched, with its user name and password if any.
        harmless: Headers for every host.
        secret: Headers for the origin of `start`.
    """

    start: httpx.URL
    harmless: httpx.Headers
    secret: httpx.Headers = field(default_factory=httpx.Headers)

    @classmethod
    def of(cls, start: httpx.URL, options: FetchOptions, *, with_secrets: bool) -> RequestHeaders:
        """Return the headers for a page.

        Args:
            start: The URL of the page.
            options: The options that hold custom headers.
            with_secrets: False to send harmless headers only.
        """
        harmless = httpx.Headers(
            {
                "User-Agent": options.effective_user_agent,
                "Accept": _ACCEPT_MARKDOWN if options.accept_markdown else _ACCEPT,
                "Accept-Encoding": ACCEPTED,
            }
        )
        harmless.update([pair for pair in options.headers if is_harmless(pair[0])])
        secret = [pair for pair in options.headers if not is_harmless(pair[0])]
        return cls(start, harmless, httpx.Headers(secret if with_secrets else []))

    def request(self, client: httpx.AsyncClient, url: httpx.URL) -> httpx.Request:
        """Return the request for a URL: the page's, or one that it redirects to.

        The user name and password of a URL become a header, so that no URL shows them later.
        """
        headers = httpx.Headers(self.harmless)
        cookie = None
        if _is_same_origin(self.start, url):
            headers.update(self.secret)
            headers.update(_authorization(self.start))
            cookie = headers.pop("cookie", None)
        headers.update(_authorization(url))
        request = client.build_request("GET", url.copy_with(userinfo=b""), headers=headers)
        if cookie is not None:  # beside those that the site has set on the way
            cookies = filter(None, (cookie, request.headers.get("cookie")))
            request.headers["Cookie"] = "; ".join(cookies)
        return request


def is_harmless(name: str) -> bool:
    """Return True if every host may see a header of this name."""
    return name.lower() in _HARMLESS or name.lower().startswith(_HARMLESS_PREFIXES)


def _is_same_origin(start: httpx.URL, url: httpx.URL) -> bool:
    """Return True if secrets may go to another URL: of the same origin, or its upgrade to TLS."""
    if start.host != url.host:
        return False
    if start.scheme == url.scheme:
        return start.port == url.port
    return (start.scheme, start.port, url.scheme, url.port) == ("http", None, "https", None)


def _authorization(url: httpx.URL) -> dict[str, str]:
    if not url.userinfo:
        return {}
    credentials = b64encode(f"{url.username}:{url.password}".encode())
    return {"Authorization": f"Basic {credentials.decode()}"}
