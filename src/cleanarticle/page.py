"""Page: the bytes of one document as they came, and what they decode to."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cleanarticle.errors import InputError, TooLargeError, UnsupportedContent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bs4 import Tag
    from lxml.etree import _Element

MAX_BYTES = 10_000_000
"""Largest page that is read, in bytes. The HTTP Archive's 99.9th percentile of an HTML document
is below 2 MB; what is larger is a dump or an attack."""

_SNIFF_BYTES = 1024
"""How far into the content binary data is looked for (the WHATWG's sniffing reads 1,445)."""

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How text in UTF-16 begins: it holds NULs and is not binary."""

Source: TypeAlias = "bytes | str | Path | Page | Tag | _Element"
"""What a page can be made from: HTML as bytes or text, a file's path, a `Page`, a BeautifulSoup
or one of its tags, an lxml element."""


@dataclass(frozen=True, slots=True)
class Page:
    """One document, as it was fetched or read.

    Attributes:
        content: The raw bytes, after any transfer compression.
        url: The address that was asked for, if known.
        final_url: The address that answered, after redirects.
        status: The HTTP status, None if it was not fetched.
        headers: The response headers, names in lower case.
        fetched_at: When it was fetched, with time zone.
        encoding: The encoding, where it is known for certain; else it is found out by `text`.
    """

    content: bytes
    url: str | None = None
    final_url: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: datetime | None = None
    encoding: str | None = None

    def __post_init__(self) -> None:
        if self.encoding and not _is_encoding(self.encoding):
            raise InputError(f"there is no encoding called {self.encoding!r}")

    @classmethod
    def of(cls, source: Source, *, url: str | None = None) -> Page:
        """Make a page of anything that holds one.

        Args:
            source: See `Source`.
            url: The page's address; it resolves relative links and is evidence of the date.

        Raises:
            InputError: The source is empty, cannot be read or is of no known type.
            UnsupportedContent: It is binary data, a PDF for example.
            TooLargeError: It is larger than `MAX_BYTES`.
        """
        if not isinstance(url, str | None):
            raise InputError(f"url takes an address as str, not {type(url).__name__}")
        page = cls._read(source, url)
        name = str(source) if isinstance(source, Path) else page.url or "the page"
        _check(page.content, name)
        return page

    @classmethod
    def _read(cls, source: Source, url: str | None) -> Page:
        if isinstance(source, Page):
            return source if url is None else replace(source, url=url, final_url=url)
        if isinstance(source, (bytes, bytearray, memoryview)):
            return cls(bytes(source), url=url)
        if isinstance(source, str):
            return cls(_encode(source), url=url, encoding="utf-8")
        if isinstance(source, Path):
            return cls(read_file(source), url=url)
        markup = _markup_of_tree(source)
        if markup is not None:
            return cls(_encode(markup), url=url, encoding="utf-8")
        message = (
            f"cannot clean a {type(source).__name__}: hand in bytes, str, a pathlib.Path, "
            "a Page, a BeautifulSoup or an lxml element"
        )
        raise InputError(message)

    @property
    def effective_url(self) -> str | None:
        """Where the page really came from: the final address if known, else the asked one."""
        return self.final_url or self.url

    @property
    def text(self) -> str:
        """The content as text.

        The encoding is, in this order: what the caller knows, the byte order mark, UTF-8 if the
        bytes are valid UTF-8, the Content-Type header, the page's own declaration, and what
        detection makes of the bytes. A declaration that the bytes contradict is passed over; no
        text of another encoding is valid UTF-8 by accident beyond a few characters, so that
        check comes before any declaration.
        """
        return self._as_utf8() or self._decoded()

    @property
    def utf8(self) -> bytes:
        """The content in UTF-8, without byte order mark: the same text, ready for a parser."""
        if self._as_utf8() is not None:
            return self.content.removeprefix(codecs.BOM_UTF8)
        return self._decoded().encode("utf-8", "replace")

    def _as_utf8(self) -> str | None:
        """The text if it is UTF-8, as most pages are."""
        if self.encoding and codecs.lookup(self.encoding).name != "utf-8":
            return None
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None

    def _decoded(self) -> str:
        if self.encoding:
            return self.content.decode(self.encoding, "replace")
        return _decode_legacy(self.content, self.headers.get("content-type"))


def read_file(path: Path) -> bytes:
    """Read a file of at most `MAX_BYTES`.

    Raises:
        InputError: There is no such file, it is a folder, or it cannot be read.
        TooLargeError: It is larger than `MAX_BYTES`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
            size = path.stat().st_size
    except FileNotFoundError as error:
        message = f"{path}: no such file (the address of a web page starts with https://)"
        raise InputError(message) from error
    except (OSError, ValueError) as error:  # ValueError: there is a NUL in its name
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: cannot be read ({reason})") from error
    if len(content) > MAX_BYTES:
        raise TooLargeError(_too_large(str(path), size))
    return content


def _markup_of_tree(source: object) -> str | None:
    """Serialise an element of lxml or BeautifulSoup; None if it is neither."""
    from bs4 import Tag
    from lxml import etree

    if isinstance(source, Tag):
        return str(source)
    if etree.iselement(source):
        return etree.tostring(source, encoding="unicode", method="html", with_tail=False)
    return None


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _check(content: bytes, name: str) -> None:
    if len(content) > MAX_BYTES:
        raise TooLargeError(_too_large(name, len(content)))
    if content in _MARKS or not content.removeprefix(codecs.BOM_UTF8).strip():
        raise InputError(f"{name} is empty: there is nothing to clean")
    what = binary_kind(content)
    if what is not None:
        raise UnsupportedContent(f"{name} is {what}, not HTML or text")


def binary_kind(content: bytes) -> str | None:
    """What the content is if it is no text, "a PDF" for example; None if it may be text."""
    for magic, what in _MAGIC:
        if content.startswith(magic):
            return what
    has_nul = b"\0" in content[:_SNIFF_BYTES]
    return "binary data" if has_nul and not content.startswith(_MARKS) else None


def _too_large(name: str, size: int) -> str:
    limit = f"{MAX_BYTES / 1e6:.0f} MB"
    if size == MAX_BYTES + 1:  # what is unpacked or piped in is read so far, and no further
        return f"{name} is larger than the limit of {limit}"
    return f"{name} has {size / 1e6:.1f} MB; the limit is {limit}"


def _is_encoding(name: str) -> bool:
    try:
        b"x".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return True


def _decode_legacy(content: bytes, content_type: str | None) -> str:
    """Decode bytes that are not valid UTF-8."""
    from w3lib import encoding as w3lib

    encoding, mark = w3lib.read_bom(content)
    if encoding is not None and mark is not None:
        return content[len(mark) :].decode(encoding, "replace")
    declared = (
        w3lib.http_content_type_encoding(content_type),
        w3lib.html_body_declared_encoding(content),
    )
    best: tuple[float, str] | None = None
    for encoding in declared:
        if encoding is None or encoding.startswith(_NEVER):
            continue
        try:
            text = content.decode(encoding, "replace")
        except (LookupError, UnicodeError):  # Python has codecs that are no encodings of text
            continue
        garbled = text.count("\N{REPLACEMENT CHARACTER}") / max(1, len(text))
        if garbled == 0:
            return text
        if best is None or garbled < best[0]:
            best = (garbled, text)
    if best is not None and best[0] < _GARBLED:
        return best[1]
    return _detect(content) or (best[1] if best else content.decode("cp1252", "replace"))


_NEVER = ("utf-16", "utf-32", "punycode", "idna", "unicode-escape", "raw-unicode-escape")
"""Encodings that a declaration is not believed to name: without a mark, text of the first two would
hold NULs and count as binary; the others are codecs of Python that no page is in, and punycode
takes hours for a large one."""

_GARBLED = 0.01
"""Share of characters that may be garbled before a declared encoding counts as a lie: pages
joined from parts in two encodings stay well below one in a hundred."""


def _detect(content: bytes) -> str | None:
    """Decode by what uchardet makes of the bytes; None if they look like nothing it knows.

    Of 98 pages put into the old encodings of their languages it tells 97, chardet 7 tells 85 and
    charset-normalizer 40; it takes a fifth of their time, and broken bytes mislead it least.
    """
    from cchardet import detect
    from w3lib.encoding import resolve_encoding

    text = content.decode("utf-8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if 2 * text.count("\N{REPLACEMENT CHARACTER}") < foreign:
        return text  # UTF-8 with broken bytes; of other encodings next to nothing is valid UTF-8
    named = detect(content)["encoding"]
    encoding = resolve_encoding(named) if named else None
    if encoding is None or encoding.startswith(_NEVER):
        return None
    return content.decode(encoding, "replace")
