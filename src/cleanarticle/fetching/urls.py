"""URLs: checks before fetching, and a key that is equal for URLs of the same page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx

from cleanarticle.errors import BadURLError
from cleanarticle.page import without_userinfo
from cleanarticle.urls import without_trackers

_SCHEMES = ("http", "https")
_MAX_PORT = 65_535


def parse_url(url: str) -> httpx.URL:
    """Parse a URL.

    Raises:
        BadURLError: It is not a str, malformed, has no host, or its scheme is not http or https.
    """
    if not isinstance(url, str):
        raise BadURLError(f"a URL is a str, not {type(url).__name__}", url=str(url))
    shown = _without_secrets(url)
    try:
        parsed = httpx.URL(url.strip())
        check_url(parsed, url=without_userinfo(url))
    except (httpx.InvalidURL, UnicodeError) as error:  # UnicodeError: the host is decoded lazily
        reason = "" if "@" in url else f": {error}"  # it can be a part of a password
        raise BadURLError(f"{shown!r} is not a valid URL{reason}", url=shown) from error
    return parsed


def _without_secrets(url: str) -> str:
    """Return a URL that cannot be parsed without all that may be a user name and password."""
    return _MAYBE_USERINFO.sub("", without_userinfo(url))


_MAYBE_USERINFO = re.compile(r"(?<=//)[^@]*:.*@|^[^/?#\s:]*:(?!//)\S*@", re.DOTALL)


def check_url(parsed: httpx.URL, *, url: str) -> None:
    """Refuse a URL that cannot be fetched.

    Args:
        parsed: The URL to go to.
        url: The URL that was requested, without user name and password; another one after a
            redirect.

    Raises:
        BadURLError: It has no host or an impossible port, or its scheme is not http or https.
    """
    if (parsed.port or 0) > _MAX_PORT:
        raise BadURLError(f"{url!r} is not a valid URL: there is no such port", url=url)
    if parsed.scheme in _SCHEMES and parsed.host:
        return
    target = without_userinfo(str(parsed))
    if parsed.scheme in _SCHEMES:
        raise BadURLError(f"{target!r} has no host", url=url)
    # "localhost:8000/a" parses as the scheme "localhost", "example.org" as a path.
    if not url.strip():
        raise BadURLError(f"{url!r} is not a URL: it is empty", url=url)
    if "://" not in url and not _OTHER_SCHEME.match(url):
        shown = _without_secrets(url)
        message = f"{shown!r} is not a URL: did you mean https://{shown.strip()}?"
        raise BadURLError(message, url=shown)
    message = f"{target!r} cannot be fetched: only http and https URLs can"
    raise BadURLError(message, url=url)


_OTHER_SCHEME = re.compile(
    r"\s*(?:javascript|mailto|tel|data|about|blob|file|sms|urn):", re.IGNORECASE
)
"""Schemes without "//" that are no names of hosts."""


def page_key(url: str) -> str:
    """Return the key by which two URLs are the same page; when in doubt, their keys differ.

    URLs are the same if they differ only in parameters that track visitors, in the fragment of a
    section (`#history`), in the case of scheme and host, in the scheme's own port, or in a user
    name and password. Fragments with a slash, `!`, `=`, `?` or `&`, such as `#/news/1`, are routes
    of pages that scripts build. A text that is not a URL is its own key.
    """
    url = without_userinfo(url.strip())  # records name their pages so
    start, mark, fragment = without_trackers(url).partition("#")
    fragment = fragment.partition(":~:")[0]  # https://wicg.github.io/scroll-to-text-fragment/
    try:
        parts = urlsplit(start)
        port = parts.port
    except ValueError:
        return url
    if not parts.netloc:
        return url
    host = parts.netloc.lower()
    if port == _DEFAULT_PORTS.get(parts.scheme):
        host = host.removesuffix(f":{port}")
    # urlunsplit would drop an empty query.
    rest = start[len(parts.scheme) + len("://") + len(parts.netloc) :]
    path = rest if rest.startswith("/") else f"/{rest}"
    route = f"{mark}{fragment}" if _ROUTE.search(fragment) else ""
    return f"{parts.scheme}://{host}{path}{route}"


_ROUTE = re.compile(r"[/!=?&]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
