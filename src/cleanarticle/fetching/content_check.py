"""Content check: whether a response is a page, by its media type and by its bytes."""

from __future__ import annotations

import re

from cleanarticle.files.compression import DamagedData, unpack_gzip
from cleanarticle.files.markdown import MARKDOWN_TYPES
from cleanarticle.files.sniffing import (
    HTML_TYPES,
    has_binary_bytes,
    is_html,
    media_type,
)
from cleanarticle.loading.mhtml import is_mhtml
from cleanarticle.loading.sniffing import ENDING_BYTES, TextFormat, non_page_kind

_PAGE_TYPES = HTML_TYPES | MARKDOWN_TYPES | {"text/plain", "application/xml", "text/xml"}

_UNDECLARED_TYPES = frozenset(
    """application/octet-stream binary/octet-stream application/binary application/unknown
    application/x-unknown application/x-unknown-content-type unknown/unknown content/unknown
    www/unknown httpd/unix-directory application/force-download application/x-download
    application/download application/text application/txt application/plain""".split()
) | {""}
"""Media types that say nothing; the content itself is examined. The standard's, and others that
servers send for what they do not know."""

_OTHER_TEXT = frozenset(
    """text/css text/csv text/tab-separated-values text/calendar text/vcard text/x-vcard
    text/javascript text/ecmascript text/jscript text/livescript text/x-javascript
    text/x-ecmascript text/javascript1.0 text/javascript1.1 text/javascript1.2 text/javascript1.3
    text/javascript1.4 text/javascript1.5 text/json text/x-json text/event-stream
    text/x-component text/vtt text/cache-manifest""".split()
)
"""Media types of text that nobody reads as a page."""


def why_not_page(content: bytes, content_type: str) -> str | None:
    """Return what a response is instead of a page, such as "a PDF, not HTML or text".

    As in browsers, content that begins like HTML is HTML, whatever its media type says; and so is
    an MHTML archive.

    Returns:
        None if it is HTML, text, or a robots.txt, which is fetched too.
    """
    if is_html(content) or is_mhtml(content):
        return None
    declared = media_type(content_type)
    is_page_type = declared in _PAGE_TYPES or (
        declared.startswith("text/") and declared not in _OTHER_TEXT
    )
    says_nothing = is_page_type or declared in _UNDECLARED_TYPES
    kind = non_page_kind(content, content[-ENDING_BYTES:])
    if kind is TextFormat.JSON and declared in HTML_TYPES and _HTML_AFTER.search(content):
        return None  # behind what a program has left there
    if kind is not None and kind is not TextFormat.ROBOTS:
        shown = kind if says_nothing else f"{kind} ({declared})"
        if isinstance(kind, TextFormat):
            return f"{shown}, not a page: {kind.advice}"
        return f"{shown}, {_NO_PAGE}"
    if not says_nothing:
        return f"{declared}, {_NO_PAGE}"
    is_binary = not is_page_type and has_binary_bytes(content)
    return f"binary data, {_NO_PAGE}" if is_binary else None


_NO_PAGE = "not HTML or text"

_HTML_AFTER = re.compile(rb"\A[^<]{0,4096}[}\]]\s*<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
"""JSON with HTML behind it."""


def is_never_page(content_type: str) -> bool:
    """Return True if no content makes a page of what is declared so."""
    declared = media_type(content_type)
    return declared in _NEVER_PAGES or declared.startswith(("image/", "audio/", "video/", "font/"))


_NEVER_PAGES = frozenset(("application/pdf", "application/zip", "application/gzip"))


def unpack_undeclared(content: bytes, content_type: str, limit: int) -> bytes:
    """Unpack HTML that is gzip data without a Content-Encoding that says so.

    Returns:
        At most `limit` bytes; the content itself if it is something else.
    """
    declared = media_type(content_type)
    if declared not in _PAGE_TYPES | _UNDECLARED_TYPES:
        return content
    try:
        unpacked = unpack_gzip(content, limit)
    except DamagedData:
        return content
    return unpacked if declared in _PAGE_TYPES or is_html(unpacked) else content
