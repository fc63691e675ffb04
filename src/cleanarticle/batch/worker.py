"""What a worker process does: clean one page or file."""

from __future__ import annotations

import gzip
import logging
import re
import signal
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from cleanarticle.article import Article, clean, clean_text
from cleanarticle.batch.record import article_fields
from cleanarticle.errors import InputError
from cleanarticle.multipage.joining import Parts
from cleanarticle.multipage.next_page import find_next_page
from cleanarticle.page import MAX_BYTES, Page, read_file
from cleanarticle.parsing.document import parse
from cleanarticle.sites.template import SiteTemplate

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleanarticle.batch.inputs.reading import Text
    from cleanarticle.options import CleanOptions

    Job: TypeAlias = Page | Path | Text | Parts
    Work: TypeAlias = Callable[[Job, CleanOptions], Article | "Cleaned"]
    """What is done with a page, a file, a text or the pages of an article in a worker."""


class Cleaned(NamedTuple):
    """What a worker hands back.

    Attributes:
        fields: The article's part of a record.
        site: What it tells of its site; None for plain text.
    """

    fields: dict[str, Any]
    site: SiteTemplate | None


class Part(NamedTuple):
    """A page of an article.

    Attributes:
        article: What is on it.
        next_page: The address of the page on which it goes on, None if it ends.
    """

    article: Article
    next_page: str | None


_LISTS = frozenset(("listing", "collection", "product", "service"))
"""Page types whose next pages are no part of them: more teasers, more goods, more reviews."""

_LEAST_LISTED = 12
"""Blocks from which such a type is believed: of a page with less there is little to tell it by.
Set by hand; the pages of wcxb-dev that are of these types and have a next page have 99 or more."""

_MARKUP = re.compile(
    r"<!--|<(?:!doctype|html|head|body|title|meta|link|script|style|div|p|br|hr|h[1-6]|article"
    r"|section|main|span|a|b|i|em|strong|img|ul|ol|dl|table|form|center|font|blockquote|pre)\b",
    re.IGNORECASE,
)
_SNIFF_CHARS = 4096

_TEXTS = frozenset((".txt", ".text", ".md", ".markdown", ".rst"))
_HTML = frozenset((".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp"))


def start() -> None:
    """Leave Ctrl-C to the parent, which lets the pages in flight finish, and stderr too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())


def clean_page(page: Page, options: CleanOptions | None = None) -> Article:
    """Clean a fetched page, or bytes that somebody piped in: HTML, or plain text.

    Raises:
        InputError: See `cleanarticle.clean`.
    """
    page = Page.of(page)
    if _is_plain(page):
        return clean_text(page.text, url=page.effective_url, options=options)
    return clean(page, options=options)


def clean_file(path: Path, options: CleanOptions | None = None) -> Article:
    """Clean a file: plain text if its name says so (.txt, .md, .rst), else HTML; .gz is unpacked.

    Where the name tells neither, it is plain text if it has no mark-up.

    Raises:
        InputError: It cannot be read, or see `cleanarticle.clean`.
    """
    packed = path.suffix == ".gz"
    page = _named(Page(_gunzip(path)), path) if packed else Page.of(path)
    name = path.with_suffix("") if packed else path
    suffix = name.suffix.lower()
    is_text = suffix in _TEXTS or (suffix not in _HTML and _is_plain(page))
    return clean_text(page.text, options=options) if is_text else clean(page, options=options)


def clean_part(page: Page, options: CleanOptions, first: str | None) -> Part:
    """Clean a page of an article, and look where it goes on.

    Args:
        page: The page.
        options: How it is cleaned.
        first: The address of the article's first page, None if this is it.

    Raises:
        InputError: See `clean_page`.
    """
    article = clean_page(page, options)
    is_list = article.page_type in _LISTS and len(article.blocks) >= _LEAST_LISTED
    goes_on = bool(article.body) and (first is not None or not is_list)
    return Part(article, find_next_page(parse(page), first) if goes_on else None)


def clean_any(job: Job, options: CleanOptions) -> Article:
    """Clean a page, a file or a text, or join pages that are clean already.

    Raises:
        InputError: See `clean_page` and `clean_file`.
    """
    if isinstance(job, Parts):
        return job.joined()
    if isinstance(job, Path):
        return clean_file(job, options)
    if isinstance(job, Page):
        return clean_page(job, options)
    if job.problem:
        raise InputError(job.problem)
    return clean_text(job.text, options=options)


def clean_to_fields(job: Job, options: CleanOptions) -> Cleaned:
    """Like `clean_any`, and render: so the markdown is made in the worker, not in its parent.

    Raises:
        InputError: See `clean_any`.
    """
    article = clean_any(job, options)
    has_places = any(block.xpath for block in article.blocks)
    return Cleaned(article_fields(article), SiteTemplate.of(article) if has_places else None)


def _is_plain(page: Page) -> bool:
    media_type = page.headers.get("content-type", "text/plain").split(";")[0].strip().lower()
    return media_type == "text/plain" and not _MARKUP.search(page.text[:_SNIFF_CHARS])


def _named(page: Page, path: Path) -> Page:
    """The page, unless it cannot be used: then an error that names the file."""
    try:
        return Page.of(page)
    except InputError as error:
        raise type(error)(f"{path}{str(error).removeprefix('the page')}") from error


def _gunzip(path: Path) -> bytes:
    read_file(path)  # for its errors: a missing file, a folder
    try:
        with gzip.open(path) as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path}: its gzip data is damaged") from error
