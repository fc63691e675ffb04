"""FetchOptions: the limits and manners of fetching."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, TypedDict, Unpack

from cleanarticle.errors import ConfigError
from cleanarticle.page import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path


def _version() -> str:
    try:
        return version("cleanarticle")
    except PackageNotFoundError:  # run from its source, without being installed
        return "0"


VERSION = _version()
"""The release of this package."""


class FetchKeywords(TypedDict, total=False):
    """The fields of `FetchOptions`, for functions that take them as keywords."""

    timeout: float
    max_bytes: int
    user_agent: str
    allow_private_hosts: bool
    ignore_robots: bool
    delay: float
    headers: tuple[tuple[str, str], ...]
    max_redirects: int
    attempts: int
    proxy: str | None
    cache: Path | None
    follow_pages: bool
    max_pages: int


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """How pages are fetched.

    Attributes:
        timeout: Seconds until a page must be complete, redirects and retries included.
        max_bytes: Largest page, in bytes after decompression; at most `MAX_BYTES`.
        user_agent: The User-Agent header. Its product name, the part before the first slash, is
            what robots.txt rules are looked up by.
        allow_private_hosts: Whether hosts off the public internet, such as localhost or
            192.168.0.1, may be contacted.
        ignore_robots: Whether a batch fetches what robots.txt asks not to fetch.
        delay: Seconds between the end of one request and the start of the next to the same
            host, in a batch.
        headers: Further request headers, as pairs of name and value. They go to every host.
        max_redirects: Redirects that are followed for one page.
        attempts: How often a page is asked for at most, where trying again can help.
        proxy: The address of an HTTP proxy, None for none.
        cache: The file of a cache by the rules of HTTP (RFC 9111), None for none; it needs the
            extra `cache`.
        follow_pages: Whether an article is followed to its next pages, and these are joined to it.
            They are asked for as in a batch: by robots.txt, and with pauses.
        max_pages: Pages of one article at most. Set by hand: few articles have more than ten.

    Raises:
        ConfigError: A value is out of its range.
    """

    timeout: float = 30.0
    max_bytes: int = MAX_BYTES
    user_agent: str = f"cleanarticle/{VERSION} (+https://pypi.org/project/cleanarticle/)"
    allow_private_hosts: bool = False
    ignore_robots: bool = False
    delay: float = 1.0
    headers: tuple[tuple[str, str], ...] = ()
    max_redirects: int = 10
    attempts: int = 3
    proxy: str | None = None
    cache: Path | None = None
    follow_pages: bool = False
    max_pages: int = 20

    def __post_init__(self) -> None:
        _require(0 < self.timeout < math.inf, "timeout", "more than 0 seconds", self.timeout)
        _require(0 < self.max_bytes <= MAX_BYTES, "max_bytes", f"1 to {MAX_BYTES}", self.max_bytes)
        _require(_is_header(self.user_agent), "user_agent", "one line of ASCII", self.user_agent)
        _require(0 <= self.delay < math.inf, "delay", "0 seconds or more", self.delay)
        _require(self.max_redirects >= 0, "max_redirects", "0 or more", self.max_redirects)
        _require(self.attempts >= 1, "attempts", "1 or more", self.attempts)
        _require(self.max_pages >= 1, "max_pages", "1 or more", self.max_pages)
        for name, value in self.headers:
            is_header = _TOKEN.fullmatch(name) and (not value or _is_header(value))
            _require(bool(is_header), "headers", "a name and one line of ASCII", (name, value))
            is_agent = name.lower() == "user-agent"
            _require(not is_agent, "headers", "none that has an option: user_agent", name)
        if self.proxy is not None:
            is_address = self.proxy.startswith(("http://", "https://"))
            _require(is_address, "proxy", "an http:// or https:// address", self.proxy)

    @classmethod
    def of(
        cls, options: FetchOptions | None = None, **changes: Unpack[FetchKeywords]
    ) -> FetchOptions:
        """The given options, or the defaults, with some fields changed.

        Raises:
            ConfigError: A value is out of its range.
        """
        return replace(options or cls(), **changes)

    @property
    def product(self) -> str:
        """The name that robots.txt knows this client by."""
        return self.user_agent.split("/", 1)[0].strip()


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a header (RFC 9110)."""


def _is_header(text: str) -> bool:
    return bool(text.strip()) and text.isascii() and text.isprintable()


def _require(holds: bool, name: str, allowed: str, value: object) -> None:  # noqa: FBT001
    if not holds:
        raise ConfigError(f"{name} must be {allowed}, not {value!r}")
