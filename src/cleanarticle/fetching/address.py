"""The address of a page: what can be fetched, and what was probably meant."""

from __future__ import annotations

import httpx

from cleanarticle.errors import BadURLError

_SCHEMES = ("http", "https")
_MAX_PORT = 65_535


def parse(url: str) -> httpx.URL:
    """Read an address.

    Raises:
        BadURLError: It is malformed, has no host, or is not of http or https.
    """
    try:
        parsed = httpx.URL(url.strip())
        check(parsed, url=url)
    except (httpx.InvalidURL, UnicodeError) as error:  # UnicodeError: the host is read when asked
        raise BadURLError(f"{url!r} is not a valid address: {error}", url=url) from error
    return parsed


def check(parsed: httpx.URL, *, url: str) -> None:
    """Refuse what cannot be fetched.

    Args:
        parsed: The address to go to.
        url: The address that was asked for; another one after a redirect.

    Raises:
        BadURLError: The address has no host or an impossible port, or is not of http or https.
    """
    if (parsed.port or 0) > _MAX_PORT:
        raise BadURLError(f"{url!r} is not a valid address: there is no such port", url=url)
    if parsed.scheme in _SCHEMES and parsed.host:
        return
    if parsed.scheme in _SCHEMES:
        raise BadURLError(f"{str(parsed)!r} names no host", url=url)
    # "localhost:8000/a" reads as the scheme "localhost", "example.org" as a path.
    if "://" not in url:
        raise BadURLError(f"{url!r} is no address: did you mean https://{url.strip()}?", url=url)
    message = f"{str(parsed)!r} cannot be fetched: only http and https addresses can"
    raise BadURLError(message, url=url)
