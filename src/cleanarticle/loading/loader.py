"""Loader: from a path, bytes, text, a tree or stdin to a document that can be cleaned."""

from __future__ import annotations

import codecs
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cleanarticle.errors import InputError, TooLargeError, UnsupportedContent
from cleanarticle.files.compression import DamagedData, unpack_gzip
from cleanarticle.files.encoding import utf16_codec
from cleanarticle.files.markdown import MARKDOWN_TYPES, MAX_MARKDOWN, markdown_to_html
from cleanarticle.files.sniffing import HTML_TYPES, binary_kind, is_html, media_type
from cleanarticle.loading import mhtml
from cleanarticle.loading.sniffing import (
    ENDING_BYTES,
    STARTING_BYTES,
    has_markup,
    sniffed_part,
    text_format,
)
from cleanarticle.page import MAX_BYTES, Page, safe_url

if TYPE_CHECKING:
    from bs4 import Tag
    from lxml.etree import _Element

Source: TypeAlias = "bytes | str | Path | Page | Tag | _Element"
"""A document: HTML or plain text as bytes or str, the path of a file, a `Page`, a BeautifulSoup or
one of its tags, an lxml element."""

STDIN = "-"
"""The name that stands for standard input."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """A document without markup.

    Attributes:
        text: The text.
        url: The URL it came from, if known, as in `Page`.
    """

    text: str
    url: str | None = None

    def __post_init__(self) -> None:
        if self.url is not None:
            object.__setattr__(self, "url", safe_url(self.url))


Content: TypeAlias = "Page | PlainText"


def load(source: Source, *, url: str | None = None) -> Content:
    """Load a document.

    Args:
        source: See `Source`. Gzip data is unpacked, and so is the page of an MHTML archive. Bytes
            and str without any markup are plain text; a `Page` that declares HTML, a BeautifulSoup
            and an lxml element never are.
        url: The document's URL; it resolves relative links and is evidence of the date.

    Raises:
        InputError: The source is empty, cannot be read, is of another type, or is a str or bytes
            that name a file or a URL.
        UnsupportedContent: It is binary data such as a PDF, or text that is not a page, such as a
            feed or JSON.
        TooLargeError: It is larger than `MAX_BYTES`.
    """
    _check_url_type(url)
    if isinstance(source, Path):
        return _load_path(source, url)
    page = _to_page(source, url)
    if not isinstance(source, (bytes, bytearray, memoryview, str, Page)):
        return check_page(page)  # a tree, which holds HTML whatever it looks like
    page = _unpack(page, page.url or "the page")
    if _is_markdown(page):
        return _from_markdown(page)
    return _to_text(page) if _is_plain_text(page) else page


def load_text(text: str, *, url: str | None = None) -> PlainText:
    """Load plain text, whatever it looks like.

    Raises:
        InputError: It is empty, is not a str, or names a file or a URL.
    """
    if not isinstance(text, str):
        raise InputError(f"clean_text takes str, not {type(text).__name__}: decode it first")
    if not text.strip():
        raise InputError("the text is empty: there is nothing to clean")
    _check_url_type(url)
    _refuse_names(text)
    return PlainText(text, url)


def _check_url_type(url: object) -> None:
    if not isinstance(url, str | None):
        raise InputError(f"url takes a URL as str, not {type(url).__name__}")


def load_stdin(*, url: str | None = None) -> Content:
    """Load the document on standard input.

    Raises:
        InputError: Standard input is closed or empty, or names a document; see `load` for the
            others.
    """
    if sys.stdin is None:
        raise InputError("stdin is closed: there is nothing to clean")
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if _names_document(content):
        message = (
            "stdin names a document instead of holding one: put its URL or path on the command "
            "line, or pipe a list of them to `cleanarticle batch -`"
        )
        raise InputError(message)
    return load(content, url=url)


def is_url(name: str) -> bool:
    """Return True if the name of an input is a URL, not a path."""
    return _SCHEME.match(name) is not None


_SCHEME = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*://|https?:[/\\])", re.IGNORECASE)


def check_page(page: Page, name: str | None = None) -> Page:
    """Return the page if it can be cleaned.

    Args:
        page: The page.
        name: The name for error messages; the page's URL or "the page" if None.

    Raises:
        InputError: It is empty.
        UnsupportedContent: It is binary data such as a PDF.
        TooLargeError: It is larger than `MAX_BYTES`.
    """
    name = name or page.url or "the page"
    if len(page.content) > MAX_BYTES:
        raise TooLargeError(_too_large(name, len(page.content)))
    if page.content.strip() in _MARKS:
        raise InputError(f"{name} is empty: there is nothing to clean")
    binary = binary_kind(page.content)
    if binary is not None:
        raise UnsupportedContent(f"{name} is {binary}, not HTML or text")
    return page


_MARKS = (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""Content of a page without text."""


def _unpack(page: Page, name: str) -> Page:
    """Return the page itself, out of gzip data and out of an archive.

    Raises:
        InputError: See `load`.
    """
    content = _gunzip(page.content, name)
    if mhtml.is_mhtml(content):
        archived = mhtml.archived_page(content, name, is_cut=len(content) == MAX_BYTES + 1)
        headers = {**page.headers, "content-type": archived.content_type}
        url = page.url or archived.url
        page = replace(page, content=archived.content, url=url, headers=headers, encoding=None)
    else:
        page = replace(page, content=content)
    page = check_page(page, name)
    ending = page.content[-ENDING_BYTES:].decode("latin-1")
    format_ = text_format(_beginning(page), ending=ending)
    if format_ is not None:
        raise UnsupportedContent(f"{name} is {format_}, not a page: {format_.advice}")
    return page


def _to_page(source: object, url: str | None) -> Page:
    if isinstance(source, Page):
        return source if url is None else replace(source, url=url, final_url=url)
    if isinstance(source, (bytes, bytearray, memoryview)):
        content = bytes(source)
        _refuse_names(_as_name(content))
        return Page(content, url=url)
    if isinstance(source, str):
        _refuse_names(source)
        return Page(_encode(source), url=url, encoding="utf-8")
    markup = _serialize(source)
    if markup is not None:
        return Page(_encode(markup), url=url, encoding="utf-8")
    if source is None:
        raise InputError("cannot clean None: did the download fail?")
    is_file = hasattr(source, "read")
    advice = "the result of its read(), or" if is_file else "bytes, str,"
    message = (
        f"cannot clean {type(source).__name__!r} objects: pass {advice} a "
        "pathlib.Path, a Page, a BeautifulSoup or an lxml element"
    )
    raise InputError(message)


def _serialize(source: object) -> str | None:
    """Serialize an element of lxml or BeautifulSoup; None if it is neither."""
    from bs4 import Tag
    from lxml import etree

    if isinstance(source, Tag):
        return str(source)
    if etree.iselement(source):
        return etree.tostring(source, encoding="unicode", method="html", with_tail=False)
    return None


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _names_document(content: bytes) -> bool:
    try:
        _refuse_names(_as_name(content))
    except InputError:
        return True
    return False


def _as_name(content: bytes) -> str:
    return content[: _MAX_NAME_LENGTH + 1].decode("utf-8", "replace")


def _refuse_names(text: str) -> None:
    """Refuse a str that names a document instead of holding one.

    Raises:
        InputError: It is a URL or a path; the message says what to write instead.
    """
    name = text.strip()
    if len(name) > _MAX_NAME_LENGTH or "\n" in name or "<" in name:
        return
    if name.lower().startswith("file://"):
        raise InputError(f"{name!r} names a file, not a document: pass its pathlib.Path")
    if _URL.fullmatch(name):
        raise InputError(f"{name!r} is a URL, not a document: use clean_url({name!r})")
    if _HOST_AND_PATH.fullmatch(name):
        url = f"https://{name}"
        raise InputError(f"{name!r} is part of a URL, not a document: use clean_url({url!r})")
    if _PATH.fullmatch(name):
        message = f"{name!r} is a path, not a document: pass pathlib.Path({name!r})"
        raise InputError(message)


_MAX_NAME_LENGTH = 1000
_URL = re.compile(r"https?://\S+|www\.\S+\.\S+", re.IGNORECASE)

_HOST_AND_PATH = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)

_MARKDOWN_SUFFIXES = frozenset((".md", ".markdown"))
TEXT_SUFFIXES = frozenset((".txt", ".text", ".rst")) | _MARKDOWN_SUFFIXES
HTML_SUFFIXES = frozenset(
    (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp")
)  # fmt: skip
_ANY_SUFFIX = "|".join(suffix[1:] for suffix in sorted(TEXT_SUFFIXES | HTML_SUFFIXES))
_PATH = re.compile(
    rf"[^\s<>][^<>]*\.(?:{_ANY_SUFFIX}|pdf|mhtml?|warc)(?:\.gz)?|(?:~|\.{{1,2}})?/\S+|[a-z]:\\\S+",
    re.IGNORECASE,
)
"""A file name with the suffix of a document, or a path from a root, home or working folder."""


def _load_path(path: Path, url: str | None) -> Content:
    content = read_file(path)
    page = _unpack(Page(content, url=url, folder=str(path.parent.resolve())), str(path))
    name = path.with_suffix("") if path.suffix == ".gz" else path
    suffix = name.suffix.lower()
    if suffix in TEXT_SUFFIXES:
        return load_text_file(page, suffix)
    return _to_text(page) if suffix not in HTML_SUFFIXES and _is_plain_text(page) else page


def load_text_file(page: Page, suffix: str) -> Content:
    """Return the document of a file whose suffix says that it is text, unless it is HTML.

    Args:
        page: The file.
        suffix: Its suffix, one of `TEXT_SUFFIXES`.

    Raises:
        InputError: It is a list of URLs.
    """
    if suffix in _MARKDOWN_SUFFIXES:
        return page if _is_whole_page(page) else _from_markdown(page)
    return page if is_html(page.content) else _to_text(page)


def _is_whole_page(page: Page) -> bool:
    """Return True if a file is HTML as a whole; Markdown may begin with a tag."""
    return is_html(page.content) and _PAGE_START.match(_beginning(page)) is not None


_PAGE_START = re.compile(r"\ufeff?\s*<(?:!doctype|\?xml|html|head|body)\b", re.IGNORECASE)


def read_file(path: Path) -> bytes:
    """Read a file of at most `MAX_BYTES`, or the first `MAX_BYTES` + 1 of an MHTML archive.

    Raises:
        InputError: There is no such file, it is a folder, or it cannot be read.
        TooLargeError: It is larger than `MAX_BYTES`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
            size = path.stat().st_size
    except FileNotFoundError as error:
        host = re.match(r"(?:www\.|localhost[:/]|[\w-]+(?:\.[\w-]+)+/)", str(path))
        advice = f"; for the web page, write https://{path}" if host else ""
        raise InputError(f"{path}: no such file{advice}") from error
    except IsADirectoryError as error:
        message = f"{path}: is a folder; `cleanarticle batch {path} -o OUT` cleans the pages in it"
        raise InputError(message) from error
    except (OSError, ValueError) as error:  # ValueError: the path contains a NUL
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: cannot be read ({reason})") from error
    if len(content) > MAX_BYTES and not mhtml.is_mhtml(content):
        raise TooLargeError(_too_large(str(path), size))
    return content


def _gunzip(content: bytes, name: str) -> bytes:
    """Unpack gzip data, of any number of members, up to one byte more than the limit.

    Raises:
        InputError: The data is damaged.
    """
    try:
        return unpack_gzip(content, MAX_BYTES + 1)
    except DamagedData as error:
        raise InputError(f"{name}: its gzip data is damaged") from error


def _too_large(name: str, size: int) -> str:
    limit = f"{MAX_BYTES / 1e6:.0f} MB"
    if size == MAX_BYTES + 1:  # unpacked or piped data is only read up to that size
        return f"{name} is larger than the limit of {limit}"
    return f"{name} has {size / 1e6:.1f} MB; the limit is {limit}"


def _from_markdown(page: Page) -> Content:
    """Return a page of Markdown as HTML; if it is too long for that, as plain text."""
    text = page.text
    if len(text) > MAX_MARKDOWN or _URL_LIST.match(text):
        return _to_text(page)
    return replace(page, content=_encode(markdown_to_html(text)), encoding="utf-8")


def _to_text(page: Page) -> PlainText:
    """Return the text of a page.

    Raises:
        InputError: It is a list of URLs.
    """
    text = page.text
    if _URL_LIST.match(text):
        message = (
            f"{page.effective_url or 'the text'} is a list of URLs, not a document: give it to "
            "`cleanarticle batch`, or the URLs to clean_urls"
        )
        raise InputError(message)
    return PlainText(text, page.effective_url)


_URL_LIST = re.compile(
    r"\s*(?:https?://\S+\s+){1,19}https?://\S+\s*(?:\Z|(?<=\s)https?:)", re.IGNORECASE
)
"""URLs alone: all words of a text, or the first twenty."""


def _is_plain_text(page: Page) -> bool:
    if _declared_type(page) in HTML_TYPES or is_html(page.content):
        return False
    return _is_markdown(page) or not has_markup(_beginning(page))


def _is_markdown(page: Page) -> bool:
    return _declared_type(page) in MARKDOWN_TYPES and not is_html(page.content)


def _declared_type(page: Page) -> str:
    return media_type(page.headers.get("content-type", ""))


def _beginning(page: Page) -> str:
    """Return the first characters; only tags matter, and most encodings write them as in ASCII."""
    encoding = codecs.lookup(page.encoding).name if page.encoding else ""
    is_wide = encoding.startswith(("utf-16", "utf-32")) or utf16_codec(page.content) is not None
    return sniffed_part(page.text if is_wide else page.content[:STARTING_BYTES].decode("latin-1"))
