"""Refresh: a page that sends its readers on by a meta element, as if it were a redirect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.errors import BadURLError
from cleanarticle.fetching.urls import parse_url

if TYPE_CHECKING:
    from cleanarticle.page import Page

_SOON = 5.0
"""Seconds within which a refresh counts as a redirect. Set by hand: what waits longer shows its
own text to be read first, and news pages load themselves again every few minutes."""

_HEAD_BYTES = 8192
"""How far into a page a refresh is looked for; set by hand, as the head of a page that only sends
on is short."""


def refresh_target(page: Page) -> str | None:
    """The address that a page sends its readers on to, None if they are to stay."""
    head = page.content[:_HEAD_BYTES]
    if b"refresh" not in head.lower():
        return None
    from w3lib.html import get_meta_refresh

    text = head.decode("utf-8", "replace")  # an address is in ASCII
    seconds, target = get_meta_refresh(text, page.effective_url or "")
    if target is None or seconds is None or seconds > _SOON:
        return None
    try:
        is_same = parse_url(target) == parse_url(page.effective_url or "")
    except BadURLError:
        return None
    return None if is_same else target
