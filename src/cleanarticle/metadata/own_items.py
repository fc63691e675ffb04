"""Own items: the structured data about the page itself, without that about other pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from cleanarticle.core.tokens import letters, tokenize
from cleanarticle.metadata.items import is_article, item_types
from cleanarticle.metadata.title import jaccard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.metadata.items import Item

_EMBEDDED_TYPES = frozenset(("VideoObject", "PodcastEpisode"))
"""Types of items that are often embedded in articles about something else."""

_MIN_SIMILARITY = 0.4
"""Similarity (Jaccard index of the words) of a title of the page and an item's name, as for
headings."""


def own_items(items: Sequence[Item], urls: Iterable[str], titles: Iterable[str]) -> list[Item]:
    """Return the items that are about a page.

    Pages also describe related articles, the home page of their site and embedded videos. Such an
    item has another URL and is named unlike the page; of several articles, only those that are
    named like the page are kept, if there are any.

    Args:
        items: JSON-LD items.
        urls: The URLs of the page, absolute.
        titles: Titles of the page from other sources.
    """
    base = next(iter(urls), "")
    paths = set(map(_path, urls))
    known = [_Title(letters(title), title) for title in dict.fromkeys(titles)]
    own = [item for item in items if not _is_of_other_page(item, base, paths, known)]
    is_named = [is_article(item) and _is_named_in(item, known) for item in own]
    if not any(is_named):
        return own
    pairs = zip(own, is_named, strict=True)
    return [item for item, named in pairs if named or not is_article(item)]


def _is_of_other_page(item: Item, base: str, paths: set[str], titles: Sequence[_Title]) -> bool:
    """Return True if an item has a URL with another path, or may be embedded, and is named so."""
    names = list(_names(item))
    if any(_resembles(name, titles) for name in names):
        return False
    if names and not _EMBEDDED_TYPES.isdisjoint(item_types(item)):
        return True
    own_urls = list(_urls(item))
    return bool(paths and own_urls) and paths.isdisjoint(
        _path(url if _ABSOLUTE.match(url) else urljoin(base, url)) for url in own_urls
    )


_ABSOLUTE = re.compile(r"https?://[^/]")
"""URLs that a base does not change, as most are."""


def _is_named_in(item: Item, titles: Sequence[_Title]) -> bool:
    """Return True if a title of the page contains the name of an item."""
    names = [name for name in map(letters, _names(item)) if name]
    return any(name in title.letters for title in titles for name in names)


class _Title(NamedTuple):
    """A title of the page, and its letters."""

    letters: str
    text: str


def _resembles(name: str, titles: Sequence[_Title]) -> bool:
    """Return True if a title contains a name, or has many of its words."""
    wanted = letters(name)
    if any(wanted in title.letters for title in titles):
        return True
    words = set(tokenize(name))
    return any(jaccard(words, set(tokenize(title.text))) > _MIN_SIMILARITY for title in titles)


def _names(item: Item) -> Iterator[str]:
    for key in ("headline", "name", "alternativeHeadline"):
        value = item.get(key)
        if isinstance(value, str) and value.strip():
            yield value


def _urls(item: Item) -> Iterator[str]:
    """Yield the URLs that an item gives for itself and for the page it is on."""
    for key in ("url", "mainEntityOfPage", "@id"):
        value: Any = item.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and ("/" in value if key != "@id" else "://" in value):
            yield value


def _path(url: str) -> str:
    """Return what names a page within its site: the path, and the parameters of scripts."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return unquote(parts.path).rstrip("/").casefold()
