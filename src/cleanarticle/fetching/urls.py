"""The address of a page: what can be fetched, and what was probably meant."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx

from cleanarticle.errors import BadURLError

_SCHEMES = ("http", "https")
_MAX_PORT = 65_535
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_url(source: str) -> bool:
    """Whether an input is meant as an address, not as a path."""
    return _SCHEME.match(source) is not None


def parse_url(url: str) -> httpx.URL:
    """Read an address.

    Raises:
        BadURLError: It is no text, malformed, has no host, or is not of http or https.
    """
    if not isinstance(url, str):
        raise BadURLError(f"an address is a str, not {type(url).__name__}", url=str(url))
    try:
        parsed = httpx.URL(url.strip())
        check_url(parsed, url=url)
    except (httpx.InvalidURL, UnicodeError) as error:  # UnicodeError: the host is read when asked
        raise BadURLError(f"{url!r} is not a valid address: {error}", url=url) from error
    return parsed


def check_url(parsed: httpx.URL, *, url: str) -> None:
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


def page_key(url: str) -> str:
    """What the addresses of one page have in common: no fragment, no tracking parameters.

    The judgement is courlan's, but for fragments such as `#!/news`, by which some old sites name
    their pages. A text that is no address is its own key.
    """
    from courlan import normalize_url

    start, _, fragment = url.strip().partition("#")
    try:
        parts = urlsplit(start)
        normal = normalize_url(parts._replace(path=parts.path or "/"))
    except ValueError:
        return url
    return f"{normal}#{fragment}" if fragment.startswith("!") else normal
