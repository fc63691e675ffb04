"""URLs that pages declare: made absolute, and refused if they are unusable."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from urllib.parse import quote, urljoin, urlsplit

from cleanarticle.urls import host_of

_NO_URLS = frozenset(("#", "undefined", "null", "none", "nan", "false", "true", "[object object]"))
"""Values that templates write if they know no URL."""

_TEMPLATE_MARKS = ("{{", "{%", "<%", "<?", "${")
"""Marks of templates that were not filled in."""

_LOCAL_DOMAINS = ("localhost", "local", "internal", "localdomain", "lan", "intranet", "invalid")
"""Top-level domains of machines that the public cannot reach (RFC 6761, RFC 6762, and use)."""

_HTTP = ("http", "https")


def declared_url(reference: str, base: str) -> str | None:
    """Return a URL that a page declares, made absolute; None if it is unusable.

    Templates and development servers leave values such as "undefined", "javascript:void(0)",
    "data:" and "http://localhost:3000/" in pages. Hosts of private networks are accepted on pages
    of the same host.

    Args:
        reference: The value.
        base: The URL it is relative to, "" if it is unknown; then it may stay relative.
    """
    reference = reference.strip().replace("\\", "/")  # as browsers do
    if (
        not reference
        or reference.rsplit("/", 1)[-1].lower() in _NO_URLS
        or any(mark in reference for mark in _TEMPLATE_MARKS)
    ):
        return None
    try:
        is_absolute = reference.startswith(("http://", "https://")) and reference.count("/") > 2
        url = reference if is_absolute else urljoin(base, reference)
        url = f"https:{url}" if url.startswith("//") else url
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if _ILLEGAL.search(host):
        return None
    url = _ILLEGAL.sub(lambda character: quote(character[0]), url)
    if not parts.scheme and not base:
        return url
    is_public = host and (not _is_local(host) or host == host_of(base))
    return url if parts.scheme in _HTTP and is_public else None


_ILLEGAL = re.compile(r"[ \"<>^`{|}]")
"""Characters that URLs cannot have, which browsers encode."""


def _is_local(host: str) -> bool:
    """Return True if a host cannot be reached from the internet."""
    if ":" in host or host[-1].isdigit():  # else it is not a number of a machine
        with suppress(ValueError):
            return not ipaddress.ip_address(host).is_global
    return "." not in host or host.rstrip(".").rsplit(".", 1)[-1] in _LOCAL_DOMAINS


def is_home(url: str | None) -> bool:
    """Return True if a URL is that of a home page, whatever its query."""
    return url is not None and "/" not in url.partition("?")[0].partition("://")[2].rstrip("/")


def is_home_of_article(url: str, page_url: str | None) -> bool:
    """Return True if a URL is that of the home page of the site of another page.

    Args:
        url: The URL. One with a query is a page: WordPress writes "/?p=12".
        page_url: The URL of the page, None if it is unknown.
    """
    if page_url is None or not is_home(url) or "?" in url or host_of(url) != host_of(page_url):
        return False
    return not (is_home(page_url) or _INDEX.search(page_url))


_INDEX = re.compile(r"//[^/]+/(?:index|default|home)\.\w+$", re.IGNORECASE)
