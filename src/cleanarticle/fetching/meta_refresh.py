"""Meta refresh: an element with which a page redirects its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.errors import BadURLError
from cleanarticle.fetching.urls import parse_url

if TYPE_CHECKING:
    from cleanarticle.page import Page

_MAX_SECONDS = 5.0
"""Maximum seconds until a refresh that counts as a redirect. Chosen by hand: pages that wait longer
show their own text first, and news pages reload themselves every few minutes."""

_HEAD_BYTES = 8192
"""Bytes at the beginning that are searched. Chosen by hand: a page that only redirects is short."""


def refresh_target(page: Page) -> str | None:
    """Return the URL that a page redirects its readers to, None if there is none."""
    head = page.content[:_HEAD_BYTES]
    if b"refresh" not in head.lower():
        return None
    from w3lib.html import get_base_url, get_meta_refresh

    text = head.decode("utf-8", "replace")  # a URL is ASCII
    base = get_base_url(text, page.effective_url or "")
    seconds, target = get_meta_refresh(text, base)
    if target is None or seconds is None or seconds > _MAX_SECONDS:
        return None
    try:
        is_same = parse_url(target) == parse_url(page.effective_url or "")
    except BadURLError:
        return None
    return None if is_same else target
