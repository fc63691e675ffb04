"""Refresh: a header, or an element of a page, that sends its readers to another page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from cleanarticle.errors import BadURLError
from cleanarticle.fetching.urls import parse_url
from cleanarticle.parsing.document import parse

if TYPE_CHECKING:
    from cleanarticle.page import Page
    from cleanarticle.parsing.document import Element

_MAX_SECONDS = 5.0
"""Maximum seconds until a refresh that counts as a redirect. Chosen by hand: pages that wait longer
show their own text first, and news pages reload themselves every few minutes."""

_HEAD_BYTES = 8192
"""Bytes at the beginning that are searched. Chosen by hand: a page that only redirects is short."""

_REFRESH = re.compile(
    r"""(?P<seconds>\d++(?:\.\d*+)?|\.\d++)[\d.]*+(?:(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?+"""
    r"""(?:(?P<quote>["'])(?P<quoted>.*?)(?:(?P=quote).*)?|(?P<bare>[^"'].*)?))?""",
    re.IGNORECASE | re.DOTALL,
)
"""A delay and a URL, as the HTML standard reads them (shared declarative refresh steps)."""


def refresh_target(value: str, url: str, base_url: str | None = None) -> str | None:
    """Return the URL that a Refresh header, or the content of such an element, leads to.

    Args:
        value: The header or content.
        url: The page's URL.
        base_url: The URL that relative references are resolved against; `url` if None.

    Returns:
        None if there is no other page to go to, or only after a time to read this one.
    """
    target = _target(value, url, base_url)
    return None if target is None or _is_same(target, url) else target


def page_refresh_target(page: Page) -> str | None:
    """Return the URL that an element of a page sends its readers to, None if there is none.

    Elements for browsers without scripts do not count.
    """
    value, base_url = _declared(page)
    return refresh_target(value, page.effective_url or "", base_url)


def sets_cookie_and_reloads(page: Page) -> bool:
    """Return True if a page sets a cookie and sends its readers to itself, as some bot walls do."""
    if "set-cookie" not in page.headers:
        return False
    url = page.effective_url or ""
    value, base_url = _declared(page)
    targets = (
        _target(page.headers.get("refresh", ""), url, None),
        _target(value, url, base_url),
    )
    return any(target is not None and _is_same(target, url) for target in targets)


def _target(value: str, url: str, base_url: str | None) -> str | None:
    """Return the URL that a value leads to soon, be it that of the page; None if there is none."""
    match = _REFRESH.fullmatch(value.strip())
    if match is None or float(match["seconds"]) > _MAX_SECONDS:
        return None
    reference = match["quoted"] or match["bare"] or ""
    try:
        target = urljoin(base_url or url, reference) if reference else url
        parse_url(target)
    except (BadURLError, ValueError):
        return None
    return target


def _is_same(target: str, url: str) -> bool:
    return parse_url(urldefrag(target).url) == parse_url(urldefrag(url).url)


def _declared(page: Page) -> tuple[str, str | None]:
    """Return the content of the element of a page, "" if there is none, and the page's base URL."""
    head = page.content[:_HEAD_BYTES]
    if b"refresh" not in head.lower():
        return "", None
    document = parse(replace(page, content=head))
    for meta in document.root.iter("meta"):
        if meta.get("http-equiv", "").strip().lower() == "refresh" and not _is_inert(meta):
            return meta.get("content", ""), document.base_url
    return "", None


def _is_inert(element: Element) -> bool:
    return any(ancestor.tag in ("noscript", "template") for ancestor in element.iterancestors())
