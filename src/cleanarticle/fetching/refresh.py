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
    r"""(?P<seconds>\d+(?:\.\d*)?|\.\d+)[\d.]*(?:(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?+"""
    r"""(?:(?P<quote>["'])(?P<quoted>.*?)(?:(?P=quote).*)?|(?P<bare>[^"'].*)?))?""",
    re.IGNORECASE | re.DOTALL,
)
"""A delay and a URL, as the HTML standard reads them (shared declarative refresh steps)."""


def refresh_target(
    value: str, url: str, base_url: str | None = None, *, may_reload: bool = False
) -> str | None:
    """Return the URL that a Refresh header, or the content of such an element, leads to.

    Args:
        value: The header or content.
        url: The page's URL.
        base_url: The URL that relative references are resolved against; `url` if None.
        may_reload: True if the page set a cookie, without which it may show something else.

    Returns:
        None if there is no other page to go to, or only after a time to read this one.
    """
    match = _REFRESH.fullmatch(value.strip())
    if match is None or float(match["seconds"]) > _MAX_SECONDS:
        return None
    try:
        reference = match["quoted"] or match["bare"] or ""
        target = urljoin(base_url or url, reference) if reference else url
        is_same = parse_url(urldefrag(target).url) == parse_url(urldefrag(url).url)
    except (BadURLError, ValueError):
        return None
    return None if is_same and not may_reload else target


def page_refresh_target(page: Page, *, may_reload: bool = False) -> str | None:
    """Return the URL that an element of a page sends its readers to, None if there is none.

    Elements for browsers without scripts do not count.

    Args:
        page: The page.
        may_reload: See `refresh_target`.
    """
    head = page.content[:_HEAD_BYTES]
    if b"refresh" not in head.lower():
        return None
    url = page.effective_url or ""
    document = parse(replace(page, content=head))
    for meta in document.root.iter("meta"):
        if meta.get("http-equiv", "").strip().lower() == "refresh" and not _is_inert(meta):
            content = meta.get("content", "")
            return refresh_target(content, url, document.base_url, may_reload=may_reload)
    return None


def _is_inert(element: Element) -> bool:
    return any(ancestor.tag in ("noscript", "template") for ancestor in element.iterancestors())
