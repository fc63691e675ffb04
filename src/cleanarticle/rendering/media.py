"""Pictures and players: the best address that the page has for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element

PLAYER = "embed"
"""Class of a link that stands for a video, a sound or an embedded post."""

_LATE = ("data-src", "data-original", "data-lazy-src", "data-url", "data-orig-file", "data-image")
"""Where scripts that load pictures late keep the address (lazysizes, lozad, WordPress plugins)."""

_LATE_SETS = ("srcset", "data-srcset", "data-lazy-srcset")

_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")
"""One address of a srcset and its width or density; commas inside an address are part of it."""

_STAND_IN = "blank|spacer|placeholder|pixel|loading|loader|lazy|transparent|trans|gr[ae]y"

_PLACEHOLDER = re.compile(
    rf"^data:|^about:|(?:^|/)(?:{_STAND_IN}|1x1)(?:[._-](?:{_STAND_IN}|image|img|\d+(?:x\d+)?))*"
    r"\.(?:gif|png|svg|jpe?g)(?:\?|$)",
    re.IGNORECASE,
)
"""Addresses of what stands in for a picture until it is loaded."""

_PLAYERS = frozenset(("iframe", "embed", "object", "video", "audio"))

_HOSTS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|ted\.com"
    r"|twitch\.tv|tiktok\.com|bilibili\.com|rumble\.com|wistia\.(?:com|net)|twitter\.com|x\.com"
    r"|instagram\.com|facebook\.com|soundcloud\.com|spotify\.com|bandcamp\.com|codepen\.io"
    r"|jsfiddle\.net|codesandbox\.io|slideshare\.net|speakerdeck\.com|archive\.org"
    r"|datawrapper\.dwcdn\.net|flo\.uri\.sh)$"
)
"""Hosts whose frames are content; most other frames are advertisements and log-ins."""

_YOUTUBE = re.compile(r"(?:^|\.)youtube(?:-nocookie)?\.com$")


def image_address(image: Element) -> str:
    """The address of a picture's largest version, as the page has it; "" if there is none."""
    if _is_tiny(image):
        return ""
    found = max(_candidates(image), key=lambda pair: pair[0], default=(0.0, ""))[1]
    if found:
        return found
    for name in (*_LATE, "src"):
        value = (image.get(name) or "").strip()
        if value and not _PLACEHOLDER.search(value):
            return value
    return ""


def twin(noscript: Element) -> Element | None:
    """The picture for browsers without scripts, if the one for the others is not to be had."""
    before = noscript.getprevious()
    if before is not None and not (before.tail or "").strip():
        for image in before.iter("img"):
            if image_address(image):
                return None
    return next(noscript.iter("img"), None)


def player_address(element: Element) -> str:
    """The address at which a video, a sound or an embedded post can be seen; "" if it is none."""
    if element.tag not in _PLAYERS:
        return ""
    address = _source(element)
    if element.tag in ("video", "audio"):
        return "" if address.startswith(("blob:", "data:")) else address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = parts.hostname or ""
    if not _HOSTS.search(host):
        return ""
    return _page_of(address, host, parts.path, parse_qs(parts.query))


def _page_of(address: str, host: str, path: str, query: dict[str, list[str]]) -> str:
    """The page of a video, where its player has an address of its own."""
    last = path.rstrip("/").rpartition("/")[2]
    if _YOUTUBE.search(host) and path.startswith("/embed/"):
        if last == "videoseries" and "list" in query:
            return f"https://www.youtube.com/playlist?list={query['list'][0]}"
        return f"https://www.youtube.com/watch?v={last}"
    return f"https://vimeo.com/{last}" if host == "player.vimeo.com" else address


def _source(element: Element) -> str:
    for name in ("src", "data-src", "data-lazy-src", "data"):
        value = (element.get(name) or "").strip()
        if value and not value.startswith("about:"):
            return value
    sources = (source.get("src") for source in element.iter("source"))
    return next(filter(None, sources), "").strip()


def _candidates(image: Element) -> Iterator[tuple[float, str]]:
    """The versions of a picture, each with its width or density."""
    around = next(image.iterancestors("picture"), None)
    sources = around.iter("source") if around is not None else ()  # libxml2 nests them
    for element in (image, *sources):
        for name in _LATE_SETS:
            for address, size in _CANDIDATE.findall(element.get(name) or ""):
                if not _PLACEHOLDER.search(address):
                    yield float(size) if _is_number(size) else 1.0, address


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _is_tiny(image: Element) -> bool:
    """Whether it is one pixel in size: there to count readers, not to be seen."""
    sizes = (image.get("width"), image.get("height"))
    return any(size is not None and size.strip() in ("0", "1", "0px", "1px") for size in sizes)
