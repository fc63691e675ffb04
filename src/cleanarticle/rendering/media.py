"""URLs of images, players and embedded posts."""

from __future__ import annotations

import re
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleanarticle.parsing.document import Element

IMAGE_TAGS = ("img", "amp-img", "amp-anim")

PLAYER_CLASS = "embed"
"""Class of the links that replace videos, sounds and embedded posts."""

_LAZY_ATTRIBUTES = (
    "data-src", "data-original", "data-lazy-src", "data-url", "data-orig-file", "data-image",
)  # fmt: skip
"""Attributes that hold the URL of a lazily loaded image (lazysizes, lozad, WordPress plugins)."""

_SRCSET_ATTRIBUTES = ("srcset", "data-srcset", "data-lazy-srcset")

_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")
"""One URL of a srcset and its width or density; commas inside a URL are part of it."""

_PLACEHOLDER_NAMES = "blank|spacer|placeholder|pixel|loading|loader|lazy|transparent|trans|gr[ae]y"

_PLACEHOLDER_FILE = re.compile(
    rf"/(?:{_PLACEHOLDER_NAMES}|1x1)"
    rf"(?:[._-](?:{_PLACEHOLDER_NAMES}|image|img|\d+(?:x\d+)?))*\.(?:gif|png|svg|jpe?g)(?:\?|$)"
)
"""Files that pages show until an image is loaded."""

_PLAYER_TAGS = frozenset(
    ("iframe", "embed", "object", "video", "audio", "amp-iframe", "amp-video", "amp-audio")
)

_AMP_VIDEOS = {
    "amp-youtube": "https://www.youtube.com/watch?v=",
    "amp-vimeo": "https://vimeo.com/",
    "amp-dailymotion": "https://www.dailymotion.com/video/",
}
"""Elements of AMP pages that name a video by its number."""

_CONTENT_HOSTS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|ted\.com"
    r"|twitch\.tv|tiktok\.com|bilibili\.com|rumble\.com|wistia\.(?:com|net)|twitter\.com|x\.com"
    r"|instagram\.com|facebook\.com|soundcloud\.com|spotify\.com|bandcamp\.com|codepen\.io"
    r"|jsfiddle\.net|codesandbox\.io|slideshare\.net|speakerdeck\.com|archive\.org"
    r"|datawrapper\.dwcdn\.net|flo\.uri\.sh)$"
)
"""Hosts whose frames are content; most other frames are advertisements and login forms."""

_YOUTUBE_HOST = re.compile(r"(?:^|\.)youtube(?:-nocookie)?\.com$")


def image_url(image: Element) -> str:
    """Return the URL of an image, as written on the page.

    That is the largest version in a `picture`, else the URL that a script loads, else the largest
    version, else the source. Tracking pixels and images with no URL except that of a
    placeholder give "".
    """
    if _is_tracking_pixel(image):
        return ""
    return next((url for url in _versions(image) if url and not _is_placeholder(url)), "")


def _versions(image: Element) -> Iterator[str]:
    """Yield the URLs of the versions of an image, the preferred ones first; some are empty."""
    sources = _picture_sources(image)
    if sources:
        yield _largest_version((image, *sources))
    for name in _LAZY_ATTRIBUTES:
        yield (image.get(name) or "").strip()
    if not sources:
        yield _largest_version((image,))
    yield (image.get("src") or "").strip()


def _is_placeholder(url: str) -> bool:
    return url[:6].lower().startswith(("data:", "about:")) or bool(
        _PLACEHOLDER_FILE.search(f"/{url}".lower())
    )


_PREVIEW_NAME = re.compile(
    r"(?<![a-z])(?:thumb(?:nail)?|preview|placeholder|lqip|low-?(?:res|quality)|blur(?:-?up|red)?"
    r"|tiny)(?![a-z])",
    re.IGNORECASE,
)
"""Names of small pictures that are shown until the real one is loaded."""

_MAX_VERSIONS = 3
"""Pictures in one wrapper that may be versions of one. Chosen by hand: more are a gallery."""


def is_preview(image: Element) -> bool:
    """Return True if an image is a small version of another one beside it."""
    wrapper = next(image.iterancestors("figure"), None)
    if wrapper is None:
        wrapper = image.getparent()
    if wrapper is None:
        return False
    images = list(islice(_own_images(wrapper), _MAX_VERSIONS + 1))
    if not 1 < len(images) <= _MAX_VERSIONS:
        return False
    url = image_url(image)
    is_named = _PREVIEW_NAME.search(f"{image.get('class') or ''} {image.get('style') or ''}")
    for other in images:
        other_url = image_url(other)
        if other is image or not other_url:
            continue
        if is_named and len(images) == 2 and not _PREVIEW_NAME.search(other.get("class") or ""):
            return True
        if _file_name(url) == _file_name(other_url) and _numbers(url) < _numbers(other_url):
            return True
    return False


def _own_images(wrapper: Element) -> Iterator[Element]:
    """Yield the images in an element, without those for browsers without scripts."""
    for image in wrapper.iter(*IMAGE_TAGS):
        if next(image.iterancestors("noscript"), None) is None:
            yield image


def _file_name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _numbers(url: str) -> list[int]:
    """Return the numbers in a URL, such as widths; query and fragment do not count."""
    return [int(number) for number in re.findall(r"\d{1,9}", url.partition("?")[0])]


_DECORATIVE_FILE = re.compile(
    r"(?<![a-z])(?:logos?|avatars?|gravatar|emojis?|icons?|sprite|pixel|spacer|blank|placeholder|button|badge|ads?"
    r"|qr(?:code)?|flags?|byline)(?![a-z])|logo\W*$|\.svg$",
    re.IGNORECASE,
)


def is_decorative_file(url: str) -> bool:
    """Return True if the file of an image is called a logo, an icon or the like."""
    return _DECORATIVE_FILE.search(unquote(_file_name(url))) is not None


def is_mark(url: str) -> bool:
    """Return True if the file of an image, or a folder around it, is called an icon or the like.

    Unlike `is_decorative_file`, it takes no word that an article may be about.
    """
    host, _, path = url.partition("://")[2].partition("/")
    *folders, file = unquote(path.partition("?")[0]).split("/")
    return (
        "gravatar" in host
        or any(map(_MARK_FOLDER.fullmatch, folders))
        or _MARK_FILE.search(file) is not None
    )


_MARKS = (
    "(?:logo|g?r?avatar|(?:tw)?emoji|icon|sprite|pixel|spacer|placeholder|badge|arrow|bullet)s?"
)
_MARK_FOLDER = re.compile(rf"{_MARKS}(?:@[\w.]+)?", re.IGNORECASE)
_MARK_FILE = re.compile(rf"(?<![a-z]){_MARKS}(?![a-z])", re.IGNORECASE)


def image_of(element: Element) -> Element | None:
    """Return the image that a media element is or, for browsers without scripts, contains."""
    if element.tag == "noscript":
        return _noscript_image(element)
    return element if element.tag in IMAGE_TAGS else None


def _noscript_image(noscript: Element) -> Element | None:
    """Return the image in a `noscript` element, None if it has none or a usable one precedes it."""
    previous = noscript.getprevious()
    if previous is not None and not (previous.tail or "").strip():
        for image in previous.iter(*IMAGE_TAGS):
            if image_url(image):
                return None
    return next(noscript.iter("img"), None)


def player_url(element: Element) -> str:
    """Return the URL of a video, a sound or an embedded post, or "" for other elements."""
    if element.tag in _AMP_VIDEOS:
        video = (element.get("data-videoid") or "").strip()
        return _AMP_VIDEOS[element.tag] + quote(video, safe="") if video else ""
    if element.tag not in _PLAYER_TAGS:
        return ""
    url = _source_url(element)
    if element.tag.endswith(("video", "audio")):
        return "" if url.startswith(("blob:", "data:")) else url
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.hostname or ""
    if not _CONTENT_HOSTS.search(host):
        return ""
    return _video_page_url(url, host, parts.path, parse_qs(parts.query))


def _video_page_url(url: str, host: str, path: str, query: dict[str, list[str]]) -> str:
    """Return the page of the video if a URL is a YouTube or Vimeo player, else the URL itself."""
    video_id = path.rstrip("/").rpartition("/")[2]
    if _YOUTUBE_HOST.search(host) and path.startswith("/embed/"):
        if video_id == "videoseries" and "list" in query:
            return f"https://www.youtube.com/playlist?list={query['list'][0]}"
        return f"https://www.youtube.com/watch?v={video_id}"
    return f"https://vimeo.com/{video_id}" if host == "player.vimeo.com" else url


def _source_url(element: Element) -> str:
    for name in ("src", "data-src", "data-lazy-src", "data"):
        value = (element.get(name) or "").strip()
        if value and not value.startswith("about:"):
            return value
    sources = (source.get("src") for source in element.iter("source"))
    return next(filter(None, sources), "").strip()


def _largest_version(elements: Iterable[Element]) -> str:
    """Return the URL of the first of the largest versions of an image, "" if there is none.

    Args:
        elements: The image and its sources.
    """
    versions = sorted(_srcset_candidates(elements), key=itemgetter(0), reverse=True)
    return next((url for _, url in versions if not _is_placeholder(url)), "")


def _srcset_candidates(elements: Iterable[Element]) -> Iterator[tuple[float, str]]:
    """Yield the width or density, 1 by default, and the URL of each version in srcsets."""
    for element in elements:
        for name in _SRCSET_ATTRIBUTES:
            for url, size in _CANDIDATE.findall(element.get(name) or ""):
                yield float(size) if _is_number(size) else 1.0, url


def _picture_sources(image: Element) -> list[Element]:
    """Return the sources before an image in its picture, up to another image.

    In the tree of libxml2, a source contains what follows it.
    """
    if next(image.iterancestors("picture"), None) is None:
        return []
    sources: list[Element] = []
    element: Element | None = image
    while element is not None and element.tag != "picture":
        if element.tag == "source":
            sources.append(element)
        for sibling in element.itersiblings(preceding=True):
            if sibling.tag in IMAGE_TAGS:
                return sources[::-1]
            if sibling.tag != "source":
                break
            sources.append(sibling)
        element = element.getparent()
    return sources[::-1]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _is_tracking_pixel(image: Element) -> bool:
    """Return True if an image is declared to be at most one pixel wide or high."""
    sizes = (image.get("width"), image.get("height"))
    return any(size is not None and size.strip() in ("0", "1", "0px", "1px") for size in sizes)
