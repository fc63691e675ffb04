"""Pager: the address of the page on which an article goes on.

A link leads there if two things agree. Its address is that of the page, but for the number of a
page that is one higher: `/story`, `/story/2`, `/story/3`. And the page says so: by `rel=next`, by
the link's words ("Next page", "下一页"), or by a number in a row of pages.

Either alone misleads. By `rel=next` WordPress also names the next post, which has another
address. And where the number may be part of the name (`/weekly-links-5` and `/weekly-links-6`),
only words will do that speak of a page, not those that speak of what is next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Document, Element

_WORDS = ("page", "pag", "pagina", "página", "seite", "sida", "strona", "sayfa", "oldal")
"""What a page of many is called in addresses."""

_KEYS = frozenset(
    (*_WORDS, "paged", "pageno", "page_no", "pagenum", "page_num", "pagenumber", "pn")
)
_SHORT_KEYS = frozenset(("p", "pg"))
"""Keys of a query that number pages. The short ones number articles as well (`?p=123`)."""

_NUMBERED = re.compile(
    rf"(?P<stem>.*?)(?P<sign>[/_,.-])(?:(?P<word>{'|'.join(_WORDS)})[/_,.=-]?|p)?"
    r"(?P<number>[1-9]\d?)(?:\.[a-z]{3,5}|/)?",
    re.IGNORECASE,
)
"""A path that ends in a number of one or two digits: longer ones are of articles, or are years."""

_PLAIN_END = re.compile(r"(?:/(?:index|default))?(?:\.[a-z]{3,5})?/?$", re.IGNORECASE)

_ARCHIVE = re.compile(
    r"/(?:category|categories|tags?|authors?|search)(?:/|$)|/(?:archives?|blog|news|articles)$"
    r"|^/(?:19|20)\d\d(?:/\d\d?){0,2}$",
    re.IGNORECASE,
)
"""Paths of lists of articles as WordPress and its like name them: by section, by date."""

_NEXT_PAGE = re.compile(
    r"(?:continue to |go to |to )?(?:the )?(?:next|following) page\b|nächste seite\b|folgeseite\b"
    r"|page suivante\b|página siguiente\b|siguiente página\b|próxima página\b|página seguinte\b"
    r"|pagina (?:successiva|seguente)\b|prossima pagina\b|volgende pagina\b"
    r"|следующая страница\b|следующая стр\b|następna strona\b|sonraki sayfa\b|nästa sida\b"
    r"|næste side\b|neste side\b|další strana\b|الصفحة التالية|(?:下一|下|后一|後一)[页頁]"
    r"|次の?ページ|다음 ?페이지|다음 ?쪽"
    r"|continue(?:d)?(?: reading)? on (?:the )?next page\b"
)
"""How links say that a page follows; what stands behind it is the page's own title."""

_NUMBERED_PAGE = re.compile(
    r"(?:continue(?:d)?(?: reading)? on |go to |weiter auf |auf )?"
    rf"(?:{'|'.join(_WORDS)}|side|strana|страница|стр)"
    r"[ :.]{0,2}(\d{1,2})\b|第 ?(\d{1,2}) ?[页頁]|(\d{1,2}) ?(?:ページ|페이지|쪽)"
)

_NEXT = frozenset(
    (
        "next", "continue", "continued", "continue reading", "more", "weiter", "nächste", "suivant",
        "suivante", "suite", "siguiente", "próxima", "próximo", "seguinte", "successiva",
        "successivo", "avanti", "seguente", "volgende", "verder", "следующая", "далее", "вперёд",
        "вперед", "następna", "dalej", "sonraki", "ileri", "nästa", "næste", "neste", "další",
        "التالي", "次へ", "次", "继续阅读", "다음",
    )
)  # fmt: skip
"""How links say that something follows."""

_ARROWS = re.compile(r"[>›»→⇒▶❯⟩]+")

_OTHER_NUMBERS = ("comment", "repl", "calendar", "wp-calendar", "disqus")
"""How the class or id of a box begins that has other numbers: of pages of comments, of days."""

_EDGES = " \t\n:.…|·•-–—[]()<>‹›«»←→⇒▶►❯⟩"

_MOST_LABEL = 80
"""Characters of a link's words that are looked at: a page's title may follow its number."""


class _Address(NamedTuple):
    """An address as that of one page of many.

    Attributes:
        host: With its port, without "www.".
        stem: What the pages have in common, path and query.
        number: Which page it is; None where the address says nothing of it.
        named: Whether the address says that it is the number of a page.
        apart: Whether the number is a part of its own: a step of the path, a key of the query.
    """

    host: str
    stem: str
    number: int | None = None
    named: bool = False
    apart: bool = False

    @property
    def path(self) -> str:
        """The stem without its query."""
        return self.stem.partition("?")[0]


def find_next_page(document: Document, first: str | None = None) -> str | None:
    """The address of the page on which an article goes on.

    Args:
        document: A page of the article.
        first: The address of the article's first page; that of this page if None.

    Returns:
        An absolute address on the same host, without fragment; None if the article ends here, is
        in a list of articles, or the page has no address.
    """
    address = document.page.effective_url or ""
    here = _readings(address)
    start = _readings(first or address)
    if not here or not start or any(_ARCHIVE.search(one.path) for one in start):
        return None
    if not start[-1].stem:  # the front page
        return None
    base = next((e.get("href") for e in document.root.iter("base") if e.get("href")), None)
    for link, said in _links(document.root):
        target = _resolved(address, base or "", link.get("href") or "")
        is_next = any(_follows(there, here, start[-1], said) for there in _readings(target))
        if is_next and not _is_elsewhere(link):
            return target
    return None


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses are of the same page of an article, however its site writes them."""
    return not _numbered(one).isdisjoint(_numbered(other))


class _Said(NamedTuple):
    """What a page says of where a link leads: to a page, to its number, or to what is next."""

    page: bool = False
    number: int | None = None
    next: bool = False


def _links(root: Element) -> Iterator[tuple[Element, _Said]]:
    """The links that may lead to the next page, those that say so to machines first."""
    links = [one for one in root.iter("link", "a") if one.get("href")]
    marked = [one for one in links if "next" in (one.get("rel") or "").lower().split()]
    yield from ((one, _said_by(one)._replace(next=True)) for one in marked)
    for one in links:
        said = _said_by(one)
        if any(said):
            yield one, said


def _said_by(link: Element) -> _Said:
    if link.tag == "link":
        return _Said()
    text = " ".join("".join(map(str, link.itertext())).split())
    if not text and (image := next(link.iter("img"), None)) is not None:
        text = image.get("alt") or ""
    labels = (text, link.get("aria-label") or "", link.get("title") or "")
    found = [_said(label) for label in labels if 0 < len(label) <= _MOST_LABEL]
    numbers = [one.number for one in found if one.number is not None]
    return _Said(
        any(one.page for one in found), next(iter(numbers), None), any(one.next for one in found)
    )


def _said(label: str) -> _Said:
    words = label.strip(_EDGES).lower()
    if not words:
        return _Said(next=bool(_ARROWS.fullmatch(label.strip())))
    if words.isdecimal():
        return _Said(number=int(words)) if len(words) < 3 else _Said()
    if match := _NUMBERED_PAGE.match(words):
        return _Said(number=int(next(filter(None, match.groups()))))
    return _Said(page=bool(_NEXT_PAGE.match(words)), next=words in _NEXT)


def _follows(there: _Address, here: list[_Address], start: _Address, said: _Said) -> bool:
    """Whether an address is that of the next page, by its number and by what is said of it."""
    known = [one.number for one in here if one[:2] == there[:2]]
    if there.number is None or not known:
        return False
    number = max(1 if one is None else one for one in known)
    shown = there.number
    if there.number == 1 and there.named and known == [None]:  # Drupal counts from 0
        number, shown = 0, 2
    if there.number != number + 1:
        return False
    is_sure = there.named or (there.apart and there[:2] == start[:2])
    if said.number is not None:
        return said.number in (shown, there.number + there.named)
    return said.page or (said.next and is_sure)


def _readings(address: str) -> list[_Address]:
    """What an address can mean: with a number, maybe in more than one way, and last without."""
    try:
        parts = urlsplit(_normal(address))
    except ValueError:
        return []
    host = parts.netloc.lower().removeprefix("www.")
    if parts.scheme not in ("http", "https") or not host:
        return []
    query = parse_qsl(parts.query, keep_blank_values=True)
    path = _plain(parts.path)
    found = []
    for at, (key, value) in enumerate(query):
        named = key.lower() in _KEYS
        if (named or key.lower() in _SHORT_KEYS) and value.isdecimal() and len(value) < 3:
            stem = _stem(path, query[:at] + query[at + 1 :])
            found.append(_Address(host, stem, int(value), named, apart=True))
    if match := _NUMBERED.fullmatch(parts.path):
        stem, apart = _stem(_plain(match["stem"]), query), match["sign"] == "/"
        found.append(_Address(host, stem, int(match["number"]), bool(match["word"]), apart))
    return [*found, _Address(host, _stem(path, query))]


def _numbered(address: str) -> set[tuple[object, ...]]:
    return {page[:3] for page in _readings(address) if page.number is not None}


def _plain(path: str) -> str:
    """A path without what differs between the first page and the others."""
    return _PLAIN_END.sub("", path)


def _stem(path: str, query: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _normal(address: str) -> str:
    """An address without fragment and without what only tracks its readers, by courlan."""
    from courlan import normalize_url

    return normalize_url(address.strip().partition("#")[0])


def _resolved(address: str, base: str, reference: str) -> str:
    try:
        return urljoin(urljoin(address, base), reference.strip()).partition("#")[0]
    except ValueError:
        return ""


def _is_elsewhere(link: Element) -> bool:
    """Whether a link stands among comments or in a calendar."""
    for element in link.iterancestors():
        if element.tag in ("article", "main", "body"):
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
        if any(name.startswith(_OTHER_NUMBERS) for name in names):
            return True
    return False
