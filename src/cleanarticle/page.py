"""Page: the bytes of one document, where they came from, and their text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleanarticle.characters import CONTROL
from cleanarticle.errors import InputError
from cleanarticle.files.encoding import decode, plain_utf8

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MAX_BYTES = 10_000_000
"""Largest page that is read, in bytes. The HTTP Archive's 99.9th percentile of an HTML document
is below 2 MB; larger ones are dumps or attacks."""


@dataclass(frozen=True, slots=True)
class Page:
    """One document, as it was fetched or read.

    Attributes:
        content: The raw bytes, after any transfer compression.
        url: The URL that was requested, if known. A user name, a password and control characters in
            it are removed.
        final_url: The URL that answered, after redirects; likewise.
        status: The HTTP status, None if the page was not fetched.
        headers: The response headers; their names are converted to lower case.
        fetched_at: Time of the response, with time zone.
        encoding: The encoding, if known for certain; otherwise `text` determines it.
        folder: The absolute path of the folder it was read from; "" if it was not read from a file.

    Raises:
        InputError: There is no such encoding, the content is not bytes, a URL is not a str, or the
            headers are not a mapping of str.
    """

    content: bytes
    url: str | None = None
    final_url: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None
    encoding: str | None = None
    folder: str = ""

    def __post_init__(self) -> None:
        if self.encoding and not _is_text_encoding(self.encoding):
            raise InputError(f"there is no encoding called {self.encoding!r}")
        _check_type("content", self.content, bytes)
        for name in ("url", "final_url"):
            url = getattr(self, name)
            if url is not None:
                _check_type(name, url, str)
                object.__setattr__(self, name, safe_url(url))
        if not _is_text_mapping(self.headers):
            raise InputError("the headers of a page must be a mapping of str to str")
        headers = {name.lower(): value for name, value in self.headers.items()}
        object.__setattr__(self, "headers", headers)

    @property
    def effective_url(self) -> str | None:
        """The final URL if known, else the requested one."""
        return self.final_url or self.url

    @property
    def text(self) -> str:
        """The content as text; see `cleanarticle.files.encoding.decode`.

        Parsed on every access; cache the result if you need it more than once.
        """
        if self.encoding:
            return self.content.decode(self.encoding, "replace").removeprefix("\ufeff")
        content_type = self.headers.get("content-type", "")
        return decode(self.content, content_type, _top_level_domain(self.effective_url))

    @property
    def utf8(self) -> bytes:
        """The text encoded in UTF-8 without byte order mark, ready for a parser."""
        if not self.encoding or self.encoding == "utf-8":
            content = plain_utf8(self.content)
            if content is not None:
                return content
        return self.text.encode("utf-8", "replace")


def _check_type(name: str, value: object, expected: type) -> None:
    if not isinstance(value, expected):
        expected_name, given = expected.__name__.lower(), type(value).__name__
        raise InputError(f"the {name} of a page must be {expected_name}, not {given}")


def _is_text_mapping(value: object) -> bool:
    items = getattr(value, "items", None)  # http.client's headers are no Mapping
    return callable(items) and all(isinstance(part, str) for pair in items() for part in pair)


def safe_url(url: str) -> str:
    """Return a URL for a result: without user name, password and control characters."""
    return CONTROL.sub("", without_userinfo(url))


def without_userinfo(url: str) -> str:
    """Return a URL without its user name and password; it need not be valid."""
    return _USERINFO.sub(r"\1", url)


_USERINFO = re.compile(
    r"^(\s*(?:https?:[/\\]*|(?:[a-z][a-z0-9+.-]*:)?//))"
    r"(?:[^/?#\\]*[@＠]|[^/?#\\@:\[]*:(?!\d*(?:[/?#\\]|$)).*[@＠])",
    re.IGNORECASE | re.DOTALL,
)
"""A user name and password. What follows a colon and is not a port is a password, whatever
characters it has that should be escaped."""


def _top_level_domain(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return host.rpartition(".")[2] or None


def _is_text_encoding(name: str) -> bool:
    try:
        b"x".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return True
