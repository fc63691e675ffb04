"""Character encodings: from the bytes of a page to its text, as browsers decode them.

The order is that of the WHATWG's HTML standard with one exception: bytes that are valid UTF-8 are
UTF-8 whatever is declared, because text in another encoding is hardly ever valid UTF-8 by accident.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import TYPE_CHECKING

from cleanarticle.files.utf8_check import is_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes, content_type: str = "", top_level_domain: str | None = None) -> str:
    """Decode a page.

    The encoding is the first of: that of the byte order mark, UTF-16 that begins like markup, a
    declared 7-bit encoding, UTF-8 if most non-ASCII characters are valid UTF-8, the Content-Type
    header's, the page's own declaration, and the one that chardetng, Firefox's detector, finds. A
    declaration that the bytes contradict is ignored. Bytes that are invalid in the encoding become
    windows-1252 characters in western text and U+FFFD in other text.

    Args:
        content: The bytes of the page.
        content_type: The Content-Type header.
        top_level_domain: The last label of the host's name, a hint for the detector.
    """
    wide = utf16_codec(content)
    if wide is not None:
        return content.decode(wide, "replace")
    content = content.removeprefix(codecs.BOM_UTF8)
    if content.isascii():
        return _decode_ascii(content, content_type)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "surrogateescape")
    broken, count = len(_INVALID_BYTE.findall(text)), _count_non_ascii(text)
    if broken <= _FEW_BROKEN * count:
        return _repair_utf8(text)
    declared = next(_declared_labels(content, content_type), "")
    if _may_be_utf8(text, broken, count, declared):
        return _decode_western(content) if _is_latin(text) else _repair_utf8(text)
    return _decode_legacy(content, _declared_codecs(content, content_type), top_level_domain)


def plain_utf8(content: bytes) -> bytes | None:
    """Return the bytes of a page without byte order mark if they are those of its text in UTF-8.

    It is None if `decode` may find another text in them.
    """
    if utf16_codec(content) is not None or (content.isascii() and _may_be_seven_bit(content)):
        return None
    content = content.removeprefix(codecs.BOM_UTF8)
    return content if is_utf8(content) else None


def _decode_legacy(content: bytes, declared: Iterable[str], top_level_domain: str | None) -> str:
    """Decode bytes by the first declared codec that fits, else by the one that is detected."""
    for codec in declared:
        if codec == _WESTERN and _has_words_beyond_ascii(content):
            continue
        text = _decode_by(codec, content)
        if text.count(_REPLACEMENT) < _MAX_GARBLED * len(text):
            return text
    return _decode_by(detect_legacy_codec(content, top_level_domain), content)


def _has_words_beyond_ascii(content: bytes) -> bool:
    """Return True if most bytes beyond ASCII are in words without other bytes.

    No western language has such words, and servers declare ISO-8859-1 for pages in any language.
    """
    in_words = sum(map(len, _WORD.findall(content)))
    return 2 * in_words > len(content) - len(content.translate(None, _HIGH_BYTES))


_WORD = re.compile(rb"[\x80-\xff]{4,}")
"""Longer than a western character in UTF-8."""


def _decode_by(codec: str, content: bytes) -> str:
    return _decode_western(content) if codec == _WESTERN else content.decode(codec, "replace")


def utf16_codec(content: bytes) -> str | None:
    """Return the codec of UTF-16 that has a byte order mark or begins with ASCII, else None."""
    if content.startswith(_UTF16_MARKS):
        return "utf-16"
    match = _UTF16_BEGINNING.match(content)
    return str(match.lastgroup).replace("_", "-") if match else None


_UTF16_BEGINNING = re.compile(
    rb"(?P<utf_16_le>(?:[\t\n\r -~]\0){4})|(?P<utf_16_be>(?:\0[\t\n\r -~]){4})"
)
"""Four ASCII characters in UTF-16, such as the beginning of a doctype."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_WESTERN = "cp1252"

_MAX_GARBLED = 0.01
"""Share of garbled characters from which a declared encoding is rejected: pages joined from parts
in two encodings stay well below one in a hundred."""


def _may_be_utf8(text: str, broken: int, count: int, declared: str) -> bool:
    """Return True if the valid characters of UTF-8 in bytes are more than an accident.

    A stray byte beside a few quotation marks is a large share of the non-ASCII characters.

    Args:
        text: The bytes, decoded with the error handler "surrogateescape".
        broken: The number of invalid bytes.
        count: The number of non-ASCII characters, with the invalid bytes.
        declared: The label of the declared encoding, "" if there is none.
    """
    is_likely = broken <= _STRAY or _is_latin(text)
    if broken > (_MAX_BROKEN if is_likely else _MAX_BROKEN_PART) * count:
        return False
    if declared:
        return declared in ("utf-8", "utf8")
    return count >= _MANY or len(_PUNCTUATION.findall(text)) >= broken


def _is_latin(text: str) -> bool:
    """Return True if windows-1252 has all valid characters, so that both encodings can be read."""
    return _BEYOND_LATIN.search(text) is None


_FEW_BROKEN, _MAX_BROKEN_PART, _MAX_BROKEN = 0.1, 0.2, 0.5
"""Share of invalid bytes among the non-ASCII characters up to which text is UTF-8 whatever it
declares; up to which it is if it declares so, or declares nothing and has many such characters or
enough quotation marks; and the same for a few bytes or Latin text. Chosen by hand: in long texts in
legacy encodings the share is 0.8 (Thai, EUC-JP) or more."""

_STRAY, _MANY = 8, 100
"""Bytes that are a few, and characters that are many. Chosen by hand."""

_BEYOND_LATIN = re.compile("[^\0-\u00ff\u2000-\u213f\udc80-\udcff]")

_PUNCTUATION = re.compile("[\u2010-\u2044]")
"""Dashes and quotation marks, whose bytes no text in a legacy encoding has in this order."""

_INVALID_BYTE = re.compile("[\udc80-\udcff]")
"""A byte that is not valid UTF-8, as the error handler "surrogateescape" decodes it."""


def _count_non_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


# 7-bit encodings

_SEVEN_BIT_CODECS = {
    "iso-2022-jp": "iso2022_jp_ext",
    "csiso2022jp": "iso2022_jp_ext",
    "hz-gb-2312": "hz",
    "iso-2022-kr": "iso2022_kr",
    "csiso2022kr": "iso2022_kr",
}
"""Codecs of the WHATWG's labels of encodings that write all text in ASCII bytes. Browsers refuse
the last three because text in them can hide scripts; here text is never run."""


_JAPANESE = re.compile(rb"\x1b\$[@B](?:[!-~]{2})+\x1b\([BJ]")
"""Text of ISO-2022-JP between its escape sequences."""


def _decode_ascii(content: bytes, content_type: str) -> str:
    """Decode ASCII bytes, which are text in another script if the page declares so.

    As in browsers, Japanese needs no declaration: nothing else has its escape sequences.
    """
    if _JAPANESE.search(content):
        return content.decode(_SEVEN_BIT_CODECS["iso-2022-jp"], "replace")
    if _may_be_seven_bit(content):
        for label in _declared_labels(content, content_type):
            if label in _SEVEN_BIT_CODECS:
                return content.decode(_SEVEN_BIT_CODECS[label], "replace")
    return content.decode("ascii")


def _may_be_seven_bit(content: bytes) -> bool:
    """Return True if bytes have what text in another script needs in ASCII bytes."""
    return b"\x1b" in content or b"~{" in content


# Declarations

_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(
    rb"""<!--.*?-->|<(?P<raw>script|style|title|noscript)\b.*?</(?P=raw)"""
    rb"""|<meta\b(?![^>]*?\b(?:name|property|itemprop)\s*=)[^>]*?\bcharset\s*=\s*["']?\s*(?P<meta>[\w:.-]+)"""
    rb"""|<\?xml\b[^>]*?\bencoding\s*=\s*["']\s*(?P<xml>[\w:.-]+)""",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED_WITHIN = 4096
"""Bytes at the beginning that are searched for a declaration. Browsers read 1,024 and more of a
page that arrives quickly."""


def _declared_labels(content: bytes, content_type: str) -> Iterator[str]:
    """Yield the labels of the Content-Type header and of the page itself, in lower case."""
    in_header = _CHARSET.search(content_type)
    if in_header:
        yield in_header[1].lower()
    for match in _DECLARATION.finditer(content, 0, _DECLARED_WITHIN):
        label = match["meta"] or match["xml"]
        if label:
            yield label.decode("ascii", "ignore").lower()


def _declared_codecs(content: bytes, content_type: str) -> Iterator[str]:
    """Yield the codecs of the declared encodings that a page can have."""
    for label in _declared_labels(content, content_type):
        codec = _codec(label)
        if codec is not None:
            yield codec


def _codec(label: str) -> str | None:
    """Return Python's codec for a label of the WHATWG's Encoding standard, None if unusable."""
    from webencodings import lookup

    encoding = lookup(label)
    if encoding is None or encoding.name.startswith(_CONTRADICTED):
        return None
    codec = encoding.codec_info.name
    return "gb18030" if codec == "gbk" else codec  # as the standard decodes GBK


_CONTRADICTED = ("utf-", "replacement", "x-user-defined", "iso-2022-jp")
"""Encodings of the standard that bytes which are neither UTF-8 nor ASCII cannot have, and two that
are not encodings of text."""


# Detection


def detect_legacy_codec(content: bytes, top_level_domain: str | None = None) -> str:
    """Return the codec that chardetng finds for bytes that are neither ASCII nor UTF-8.

    See benchmarks/detectors.py for other detectors.
    """
    country = _country(content, top_level_domain)
    if country is None and _has_few_symbols(content):
        return _WESTERN
    codec = _detect_whole(content, country)
    if codec not in _MULTIBYTE and _has_runs(content):
        lines = [line for line in content.splitlines() if _RUN.search(line)]
        votes = Counter(_detect_whole(line, country) for line in lines[:_MAX_LINES])
        winner = votes.most_common(1)[0][0]
        return winner if winner in _MULTIBYTE else codec
    return codec


def _detect_whole(content: bytes, country: bytes | None) -> str:
    from chardetng_py import EncodingDetector

    detector = EncodingDetector()
    detector.feed(content, last=True)
    guess = detector.guess(tld=country, allow_utf8=False)  # a label, or a name of Python's
    return _codec(guess) or codecs.lookup(guess).name


def _has_runs(content: bytes) -> bool:
    """Return True if most bytes beyond ASCII are in runs, as in scripts other than Latin.

    chardetng rules an encoding out at the first byte that is invalid in it. East Asian pages often
    have such bytes, where a script cut a text between the bytes of a character.
    """
    in_runs = sum(map(len, _RUN.findall(content)))
    return 2 * in_runs > len(content) - len(content.translate(None, _HIGH_BYTES))


_RUN = re.compile(rb"[\x80-\xff]{2,}")

_MULTIBYTE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")

_MAX_LINES = 100
"""Lines that vote on the encoding. Chosen by hand."""


def _country(content: bytes, top_level_domain: str | None) -> bytes | None:
    """Return the country's domain, of the host or of the page's language, None if unknown.

    English does not count, as templates declare it for pages in any language.
    """
    domain = (top_level_domain or "").lower()
    if _COUNTRY_DOMAIN.fullmatch(domain):
        return domain.encode()
    language = _LANGUAGE.search(content, 0, _DECLARED_WITHIN)
    code = language[1].lower() if language else b"en"
    return None if code == b"en" else _DOMAINS.get(code, code)


_COUNTRY_DOMAIN = re.compile("[a-z]{2}")
_LANGUAGE = re.compile(rb"""<html\b[^>]*?\blang\s*=\s*["']?\s*([a-z]{2})\b""", re.IGNORECASE)

_DOMAINS = {
    b"ar": b"eg", b"be": b"by", b"ca": b"es", b"cs": b"cz", b"da": b"dk", b"el": b"gr",
    b"et": b"ee", b"fa": b"ir", b"he": b"il", b"ja": b"jp", b"ko": b"kr",
    b"nb": b"no", b"nn": b"no", b"sl": b"si", b"sr": b"rs", b"sv": b"se", b"uk": b"ua",
    b"vi": b"vn", b"zh": b"cn",
}  # fmt: skip
"""Domains of countries by the languages whose codes are others."""


def _has_few_symbols(content: bytes) -> bool:
    """Return True if a page has a few bytes beyond ASCII, each between two of ASCII."""
    few = len(content) - len(content.translate(None, _HIGH_BYTES)) <= _FEW
    return few and _RUN.search(content) is None


_HIGH_BYTES = bytes(range(0x80, 0x100))

_FEW = 20
"""Bytes from which chardetng is right about text without another hint. With fewer it takes "£5" for
windows-1250, "±5" for ISO-8859-4 and "5µm" for Big5. Chosen by hand."""


# Western text in two encodings


def _decode_western(content: bytes) -> str:
    """Decode windows-1252, with UTF-8 sequences of western letters and punctuation in between.

    Pages are often joined from parts in both encodings.
    """
    return _MIXED.sub(_western_character, content.decode("latin-1"))


_MIXED = re.compile("[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]|[\x80-\x9f]")
"""UTF-8 sequences of Latin-1 letters, dashes, quotation marks and the euro sign, which as
windows-1252 make no sense; and the characters in which windows-1252 differs from Latin-1."""


def _western_character(match: re.Match[str]) -> str:
    content = match[0].encode("latin-1")
    return content.decode("utf-8" if len(content) > 1 else _WESTERN, "replace")


def _repair_utf8(text: str) -> str:
    """Replace the invalid bytes of UTF-8.

    A single one in western text is windows-1252. In other scripts, and before or after another, it
    is the rest of a character that was cut.
    """
    if _is_western(text):
        text = _SINGLE_INVALID_BYTE.sub(_escaped_character, text)
    return _INVALID_BYTE.sub(_REPLACEMENT, text)


_SINGLE_INVALID_BYTE = re.compile("(?<![^\0-\x7f])[\udc80-\udcc1\udcc4-\udcfd](?![^\0-\x7f])")
"""An invalid byte between ASCII, but not 0xC2 and 0xC3, which begin most western characters of
UTF-8 and hardly any word, and not 0xFE and 0xFF, which begin byte order marks."""


def _escaped_character(match: re.Match[str]) -> str:
    return match[0].encode("utf-8", "surrogateescape").decode(_WESTERN, "replace")


def _is_western(text: str) -> bool:
    """Return True if most of the valid non-ASCII characters are Latin letters or punctuation."""
    others = len(_NOT_WESTERN.findall(text))
    return 2 * others < _count_non_ascii(text)


_NOT_WESTERN = re.compile("[^\0-\u024f\u2000-\u22ff\udc80-\udcff]")
