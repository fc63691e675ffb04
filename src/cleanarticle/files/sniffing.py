"""Sniffing: binary data and HTML by their first bytes, and media types.

The patterns are those of the WHATWG's MIME Sniffing standard, and of archives, documents and
programs that web servers hand out too.
"""

from __future__ import annotations

import codecs
import re

from cleanarticle.files.compression import MAGIC
from cleanarticle.files.encoding import utf16_codec

PARQUET = "a Parquet file"
"""The kind of a table that batches read."""

_HEADER_BYTES = 1445
"""Bytes at the beginning that are examined (the standard's resource header)."""

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WHITESPACE = b"\t\n\f\r "


def binary_kind(content: bytes) -> str | None:
    """Return the kind of binary data, such as "a PDF"; None if the content may be text.

    Whitespace and a byte order mark before the data do not count.
    """
    header = content[:_HEADER_BYTES]
    if is_html(header):
        return None
    has_nul = b"\0" in header and utf16_codec(content) is None
    start = _without_mark(content.lstrip(_WHITESPACE)[:_HEADER_BYTES]).lstrip(_WHITESPACE)
    for pattern, kind in _MAGIC:
        if pattern.match(start):
            return kind
    if _BINARY.search(header) is not None and utf16_codec(content) is None:
        for pattern, kind in _MAGIC_OF_LETTERS:
            if pattern.match(start):
                return kind
    return "binary data" if has_nul else None


def is_html(content: bytes) -> bool:
    """Return True if content begins like an HTML page, whatever its media type says."""
    header = content[:_HEADER_BYTES]
    codec = utf16_codec(header)
    if codec is not None:
        header = header.decode(codec, "replace").encode("ascii", "replace")
    return _HTML.match(_without_mark(header)) is not None


def has_binary_bytes(content: bytes) -> bool:
    """Return True if content begins with control characters that no text has."""
    return _BINARY.search(content[:_HEADER_BYTES]) is not None and utf16_codec(content) is None


def media_type(content_type: str) -> str:
    """Return the media type of a Content-Type header in lower case, "" if it names none.

    Of several the last counts, as in the Fetch standard. Quotation marks around it are ignored, and
    parameters without the semicolon before them.
    """
    for part in reversed(content_type.split(",")):
        match = _MEDIA_TYPE.match(part)
        if match and match[1] != "*/*":
            return match[1].lower()
    return ""


_MEDIA_TYPE = re.compile(r"""[\s"']*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)""", re.ASCII)

HTML_TYPES = frozenset(
    """text/html application/xhtml+xml text/htm text/xhtml application/html application/x-html
    application/vnd.wap.xhtml+xml application/x-httpd-php application/x-httpd-php-source
    application/x-httpd-php3 application/x-httpd-php4 application/x-httpd-php5
    application/x-httpd-php7 application/x-httpd-php8 application/php application/x-php
    text/php text/x-php text/asp text/x-asp text/x-jsp application/x-asp application/x-jsp
    application/x-httpd-cgi magnus-internal/cgi text/x-server-parsed-html
    text/x-server-parsed-html3""".split()
)
"""Media types of HTML: the standard's, and those that servers send whose handler is not set up."""


def _without_mark(content: bytes) -> bytes:
    for mark in _MARKS:
        content = content.removeprefix(mark)
    return content


_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
"""Binary data bytes of the standard."""

_HTML = re.compile(
    rb"[\t\n\f\r ]*(?:<\?xml\b[^>]*>[\t\n\f\r ]*)?(?><!--.*?-->[\t\n\f\r ]*)*+"
    rb"<(?:!--|(?:!doctype[\t\n\f\r ]+html|html|head|script|iframe|h1|div|font|table|a|style"
    rb"|title|b|body|br|p|meta|link|base|h2|main|article|section|header|nav)(?:[\t\n\f\r />]|\Z))",
    re.IGNORECASE | re.DOTALL,
)
"""The beginning of an HTML page: the standard's tags, and others with which pages without a doctype
begin. Comments and an XML declaration may precede them, so that a feed is not HTML."""

_MAGIC = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"%PDF-", "a PDF"),
        (rb"%!PS-Adobe-", "a PostScript document"),
        (rb"\{\\rtf", "an RTF document"),
        (rb"\x89PNG\r?\n\x1a", "a PNG image"),
        (rb"\xff\xd8\xff", "a JPEG image"),
        (rb"GIF8[79]a", "a GIF image"),
        (rb"II\*\0|MM\0\*", "a TIFF image"),
        (rb"\0\0[\x01\x02]\0", "an icon"),
        (rb"RIFF....WEBPVP", "a WebP image"),
        (rb"RIFF....WAVE", "WAVE audio"),
        (rb"RIFF....AVI ", "an AVI video"),
        (rb"\xd0\xcf\x11\xe0", "an old Office document"),
        (rb"PK\x03\x04", "a ZIP archive (or an Office document)"),
        (rb"Rar!\x1a\x07", "a RAR archive"),
        (rb"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (re.escape(MAGIC[".gz"]), "gzip data"),
        (re.escape(MAGIC[".zst"]), "zstd data"),
        (rb"\xfd7zXZ\0", "xz data"),
        (rb"\x1a\x45\xdf\xa3", "a WebM or Matroska video"),
        (rb"\0\x01\0\0|true\0|wOF[F2]", "a font"),
        (rb"SQLite format 3\0", "an SQLite database"),
        (rb".{257}ustar", "a tar archive"),
        (rb"WARC/[01]\.\d+\r?\n", "a WARC archive"),  # of text, with anything inside
    )
)

_MAGIC_OF_LETTERS = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"....ftyp(?:avif|avis|hei|mif1)", "an AVIF or HEIC image"),
        (rb"....ftyp(?:M4A|M4B)", "MPEG-4 audio"),
        (rb"....ftyp", "an MPEG-4 video"),
        (rb"BM", "a BMP image"),
        (rb"ID3|\xff[\xfb\xf3\xf2]", "MP3 audio"),
        (rb"OggS\0", "Ogg audio or video"),
        (rb"fLaC", "FLAC audio"),
        (rb"MThd", "MIDI audio"),
        (rb"FORM....AIF", "AIFF audio"),
        (rb"FLV|[FC]WS", "Flash"),
        (rb"OTTO|ttcf", "a font"),
        (rb"BZh[1-9]", "bzip2 data"),
        (rb"PAR1", PARQUET),
    )
)
"""Patterns of letters with which text can begin; binary data bytes must follow."""
