"""Next page: the URL of the page on which a paginated article continues.

A link leads there if two things agree. Its URL is the page's own with a page number that is one
higher: `/story`, `/story/2`, `/story/3`. And the page says so: by `rel=next`, by the link's text
("Next page", "下一页"), or by a number in a row of page numbers.

Either alone misleads. WordPress also marks the next post with `rel=next`, which has another URL.
And if the number may be part of the name (`/weekly-links-5` and `/weekly-links-6`), only a link
text that names a page ("Next page", "Page 6") counts, not "Next" alone.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from cleanarticle.core.page_type import PageType
from cleanarticle.phrases.store import load_list
from cleanarticle.urls import without_trackers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.article import Article
    from cleanarticle.parsing.document import Document, Element

_SHORT_QUERY_KEYS = frozenset(("p", "pg"))
"""Short query keys of page numbers. They number articles as well (`?p=123`)."""

_PLAIN_PATH_END = re.compile(r"(?:/(?:index|default))?(?:\.[a-z]{3,5})?/?$", re.IGNORECASE)

_ARCHIVE_PATH = re.compile(
    r"/(?:category|categories|tags?|authors?|search)(?:/|$)|/(?:archives?|blog|news|articles)$"
    r"|^/(?:19|20)\d\d(?:/\d\d?){0,2}$",
    re.IGNORECASE,
)
"""Paths of lists of articles, by section or by date, as WordPress and similar systems name them."""

_NEXT_PAGE_LABEL = re.compile(
    r"(?:continue to |go to |to )?(?:the )?(?:next|following) page\b|nächste seite\b|folgeseite\b"
    r"|page suivante\b|página siguiente\b|siguiente página\b|próxima página\b|página seguinte\b"
    r"|pagina (?:successiva|seguente)\b|prossima pagina\b|volgende pagina\b"
    r"|следующая страница\b|следующая стр\b|następna strona\b|sonraki sayfa\b|nästa sida\b"
    r"|næste side\b|neste side\b|další strana\b|الصفحة التالية|(?:下一|下|后一|後一)[页頁]"
    r"|次の?ページ|다음 ?페이지|다음 ?쪽"
    r"|continue(?:d)?(?: reading)? on (?:the )?next page\b"
)
"""The text of a link to the next page; the page's title may follow it."""

_ARROWS = re.compile(r"[>›»→⇒▶❯⟩]+")

_UNRELATED_BOXES = ("comment", "repl", "calendar", "wp-calendar", "disqus")
"""Beginnings of the class or id of boxes with other numbers: pages of comments, days."""

_LABEL_EDGES = " \t\n:.…|·•-–—[]()<>‹›«»←→⇒▶►❯⟩"

_MAX_LABEL_CHARS = 80
"""Maximum characters of a link's text: a page's title may follow its number."""

_LIST_TYPES = frozenset((PageType.LISTING, PageType.COLLECTION, PageType.PRODUCT, PageType.SERVICE))
"""Page types whose next pages are not part of them: more teasers, more goods, more reviews."""

_MIN_LIST_BLOCKS = 12
"""Minimum blocks for such a type to be trusted: fewer blocks give little evidence of a page's type.
Chosen by hand; the pages of wcxb-dev of these types with a next page have 99 or more."""


class _PageURL(NamedTuple):
    """A URL read as that of one page of many.

    Attributes:
        host: The host with its port, without "www.".
        stem: The path and query that all pages have in common.
        number: The page number; None if the URL has none.
        is_named: True if the URL names the number as that of a page.
        is_separate: True if the number is a path segment or a query value of its own.
    """

    host: str
    stem: str
    number: int | None = None
    is_named: bool = False
    is_separate: bool = False

    @property
    def path(self) -> str:
        """The stem without its query."""
        return self.stem.partition("?")[0]


def may_have_next_page(article: Article, *, is_first: bool) -> bool:
    """Return True if an article may continue on another page.

    Args:
        article: The article on one page.
        is_first: True for the first page; the type of a later page does not matter.
    """
    is_list = article.page_type in _LIST_TYPES and len(article.blocks) >= _MIN_LIST_BLOCKS
    return bool(article.body) and not (is_first and is_list)


def find_next_page(document: Document, first_url: str | None = None) -> str | None:
    """Return the URL of the page on which an article continues.

    Args:
        document: A page of the article.
        first_url: The URL of the article's first page; that of this page if None.

    Returns:
        An absolute URL on the same host, without fragment; None if the article ends here, if it is
        in a list of articles, or if the page has no URL.
    """
    url = document.page.effective_url or ""
    current = _readings(url)
    first = _readings(first_url or url)
    if not current or not first or any(_ARCHIVE_PATH.search(reading.path) for reading in first):
        return None
    if not first[-1].stem:  # the home page
        return None
    base = document.base_url
    for link, label in _candidate_links(document.root):
        target = _resolve(base, link.get("href") or "")
        is_next = any(_is_next(reading, current, first[-1], label) for reading in _readings(target))
        if is_next and not _is_in_unrelated_box(link):
            return target
    return None


def is_same_page(first: str, second: str) -> bool:
    """Return True if two URLs are of the same page of an article, however the site spells them."""
    return not _numbered_readings(first).isdisjoint(_numbered_readings(second))


class _Label(NamedTuple):
    """The meaning of a link's text: the next page, a page number, or just "next"."""

    is_next_page: bool = False
    number: int | None = None
    is_next: bool = False


def _candidate_links(root: Element) -> Iterator[tuple[Element, _Label]]:
    """Yield the links that may lead to the next page, those with `rel=next` first."""
    links = [link for link in root.iter("link", "a") if link.get("href")]
    marked = [link for link in links if "next" in (link.get("rel") or "").lower().split()]
    yield from ((link, _label_of(link)._replace(is_next=True)) for link in marked)
    for link in links:
        label = _label_of(link)
        if any(label):
            yield link, label


def _label_of(link: Element) -> _Label:
    if link.tag == "link":
        return _Label()
    text = " ".join("".join(map(str, link.itertext())).split())
    if not text and (image := next(link.iter("img"), None)) is not None:
        text = image.get("alt") or ""
    texts = (text, link.get("aria-label") or "", link.get("title") or "")
    labels = [_read_label(text) for text in texts if 0 < len(text) <= _MAX_LABEL_CHARS]
    numbers = [label.number for label in labels if label.number is not None]
    return _Label(
        any(label.is_next_page for label in labels),
        next(iter(numbers), None),
        any(label.is_next for label in labels),
    )


def _read_label(text: str) -> _Label:
    words = text.strip(_LABEL_EDGES).lower()
    if not words:
        return _Label(is_next=bool(_ARROWS.fullmatch(text.strip())))
    if words.isdecimal():
        return _Label(number=int(words)) if len(words) < 3 else _Label()
    if match := _numbered_label().match(words):
        return _Label(number=int(next(filter(None, match.groups()))))
    is_next = words in load_list("next_labels")
    return _Label(is_next_page=bool(_NEXT_PAGE_LABEL.match(words)), is_next=is_next)


def _is_next(target: _PageURL, current: list[_PageURL], first: _PageURL, label: _Label) -> bool:
    """Return True if a URL is that of the next page, by its number and by the link's label."""
    numbers = [reading.number for reading in current if reading[:2] == target[:2]]
    if target.number is None or not numbers:
        return False
    number = max(1 if known is None else known for known in numbers)
    shown_number = target.number
    if target.number == 1 and target.is_named and numbers == [None]:  # Drupal counts from 0
        number, shown_number = 0, 2
    if target.number != number + 1:
        return False
    is_certain = target.is_named or (target.is_separate and target[:2] == first[:2])
    if label.number is not None:
        return label.number in (shown_number, target.number + target.is_named)
    return label.is_next_page or (label.is_next and is_certain)


def _readings(url: str) -> list[_PageURL]:
    """Return the readings of a URL: with a page number, possibly several, and last without."""
    try:
        parts = urlsplit(without_trackers(url.strip().partition("#")[0]))
    except ValueError:
        return []
    host = parts.netloc.lower().removeprefix("www.")
    if parts.scheme not in ("http", "https") or not host:
        return []
    query = parse_qsl(parts.query, keep_blank_values=True)
    path = _PLAIN_PATH_END.sub("", parts.path)
    readings = []
    for index, (key, value) in enumerate(query):
        is_named = key.lower() in _query_keys()
        is_key = is_named or key.lower() in _SHORT_QUERY_KEYS
        if is_key and value.isdecimal() and len(value) < 3:
            stem = _stem(path, query[:index] + query[index + 1 :])
            readings.append(_PageURL(host, stem, int(value), is_named, is_separate=True))
    if match := _numbered_path().fullmatch(parts.path):
        stem = _stem(_PLAIN_PATH_END.sub("", match["stem"]), query)
        is_separate = match["separator"] == "/"
        is_named = bool(match["word"])
        readings.append(_PageURL(host, stem, int(match["number"]), is_named, is_separate))
    return [*readings, _PageURL(host, _stem(path, query))]


def _numbered_readings(url: str) -> set[tuple[object, ...]]:
    return {reading[:3] for reading in _readings(url) if reading.number is not None}


def _stem(path: str, query: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _resolve(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference.strip()).partition("#")[0]
    except ValueError:
        return ""


def _is_in_unrelated_box(link: Element) -> bool:
    """Return True if a link is among comments or in a calendar."""
    for element in link.iterancestors():
        if element.tag in ("article", "main", "body"):
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
        if any(name.startswith(_UNRELATED_BOXES) for name in names):
            return True
    return False


@cache
def _query_keys() -> frozenset[str]:
    """Return the query keys that are always page numbers."""
    words = load_list("page_number")
    more = ("paged", "pageno", "page_no", "pagenum", "page_num", "pagenumber", "pn")
    return frozenset((*words, *more))


@cache
def _numbered_path() -> re.Pattern[str]:
    """Return the pattern of a path that ends in a number of one or two digits.

    Longer numbers are article numbers or years.
    """
    words = "|".join(load_list("page_number"))
    return re.compile(
        rf"(?P<stem>.*?)(?P<separator>[/_,.-])(?:(?P<word>{words})[/_,.=-]?|p)?"
        r"(?P<number>[1-9]\d?)(?:\.[a-z]{3,5}|/)?",
        re.IGNORECASE,
    )


@cache
def _numbered_label() -> re.Pattern[str]:
    """Return the pattern of a link text with a page number: "Page 2", "第2页"."""
    words = "|".join(load_list("page_number"))
    return re.compile(
        r"(?:continue(?:d)?(?: reading)? on |go to |weiter auf |auf )?"
        rf"(?:{words}|side|strana|страница|стр)"
        r"[ :.]{0,2}(\d{1,2})\b|第 ?(\d{1,2}) ?[页頁]|(\d{1,2}) ?(?:ページ|페이지|쪽)"
    )
