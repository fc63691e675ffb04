"""What a worker process does: clean one page or file."""

from __future__ import annotations

import gzip
import logging
import re
import signal
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from cleanarticle.article import Article, clean, clean_text
from cleanarticle.batch.record import article_fields
from cleanarticle.errors import InputError
from cleanarticle.page import MAX_BYTES, Page, read_file

if TYPE_CHECKING:
    from collections.abc import Callable

Work: TypeAlias = "Callable[[Page | Path], Article | dict[str, Any]]"
"""What is done with a page or a file in a worker."""

_MARKUP = re.compile(
    r"<!--|<(?:!doctype|html|head|body|title|meta|link|script|style|div|p|br|hr|h[1-6]|article"
    r"|section|main|span|a|b|i|em|strong|img|ul|ol|dl|table|form|center|font|blockquote|pre)\b",
    re.IGNORECASE,
)
_SNIFF_CHARS = 4096


def start() -> None:
    """Leave Ctrl-C to the parent, which lets the pages in flight finish, and stderr too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())


def clean_page(page: Page) -> Article:
    """Clean a fetched page, or bytes that somebody piped in: HTML, or plain text.

    Raises:
        InputError: See `cleanarticle.clean`.
    """
    page = Page.of(page)
    if _is_plain(page):
        return clean_text(page.text, url=page.address)
    return clean(page)


def clean_file(path: Path) -> Article:
    """Clean a file: plain text if its name ends in .txt, else HTML; .gz is unpacked.

    Raises:
        InputError: It cannot be read, or see `cleanarticle.clean`.
    """
    packed = path.suffix == ".gz"
    page = _named(Page(_gunzip(path)), path) if packed else Page.of(path)
    name = path.with_suffix("") if packed else path
    return clean_text(page.text) if name.suffix.lower() == ".txt" else clean(page)


def clean_any(job: Page | Path) -> Article:
    """Clean a page or a file.

    Raises:
        InputError: See `clean_page` and `clean_file`.
    """
    return clean_file(job) if isinstance(job, Path) else clean_page(job)


def clean_to_fields(job: Page | Path) -> dict[str, Any]:
    """Like `clean_any`, and render: so the markdown is made in the worker, not in its parent.

    Raises:
        InputError: See `clean_any`.
    """
    return article_fields(clean_any(job))


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
