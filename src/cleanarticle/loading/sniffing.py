"""Sniffing: markup, and formats of text that are not pages, whatever name and media type say.

Binary data is the part of `cleanarticle.files.sniffing`.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import NamedTuple

from cleanarticle.files.encoding import utf16_codec
from cleanarticle.files.sniffing import binary_kind

SNIFFED_CHARS = 4096
"""Characters at the beginning in which a tag shows that a document is HTML."""

STARTING_BYTES = 1 << 16
"""Bytes at the beginning in which blanks and comments before the first tag are passed over."""

ENDING_BYTES = 200
"""Bytes at the end of a document in which its last tag is looked for."""


def non_page_kind(start: bytes, ending: bytes = b"") -> TextFormat | str | None:
    """Return the kind of a document that is neither HTML nor plain text, such as "an RSS feed".

    Args:
        start: Its first bytes.
        ending: Its last bytes.
    """
    return binary_kind(start) or text_format(decoded(start), ending=ending.decode("latin-1"))


def decoded(start: bytes) -> str:
    """Decode the first bytes for sniffing; only tags matter, which encodings write as ASCII does.

    UTF-16 does not.
    """
    encoding = utf16_codec(start) or "latin-1"
    return sniffed_part(start.decode(encoding, "replace"))


def sniffed_part(text: str) -> str:
    """Return the `SNIFFED_CHARS` characters after the blanks and comments that begin a document.

    Scripts on a server leave thousands of blank lines, and tools that save pages long comments.
    """
    leading = _LEADING.match(text)
    start = leading.end() if leading else 0
    return text[start if start < len(text) else 0 :][:SNIFFED_CHARS]


_LEADING = re.compile(r"(?:\s+|<!--.*?-->)*+", re.DOTALL)


class TextFormat(StrEnum):
    """A format of text that is not a page."""

    RSS = "an RSS feed"
    ATOM = "an Atom feed"
    OPML = "an OPML list of feeds"
    SITEMAP = "a sitemap"
    SVG = "an SVG image"
    XML = "an XML document"
    JSON = "JSON"
    ROBOTS = "a robots.txt"

    @property
    def advice(self) -> str:
        """What to do instead of cleaning it."""
        return _ADVICE.get(self, "clean the HTML page instead")


_ADVICE = {
    TextFormat.RSS: "give the URLs of its items, one a line, to `cleanarticle batch`",
    TextFormat.ATOM: "give the URLs of its entries, one a line, to `cleanarticle batch`",
    TextFormat.OPML: "give the URLs of pages, one a line, to `cleanarticle batch`",
    TextFormat.SITEMAP: "give the URLs that it lists, one a line, to `cleanarticle batch`",
    TextFormat.JSON: "a batch reads fields of JSON lines (--html-field, --text-field, --url-field)",
}

_FORMAT_OF_ROOT = {
    "rss": TextFormat.RSS,
    "feed": TextFormat.ATOM,
    "rdf": TextFormat.RSS,
    "opml": TextFormat.OPML,
    "urlset": TextFormat.SITEMAP,
    "sitemapindex": TextFormat.SITEMAP,
    "svg": TextFormat.SVG,
}

_PROLOG = re.compile(
    r"(?:\ufeff|\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s+(?!html)(?>[^\[>]|\[.*?\])*+>)*",
    re.IGNORECASE | re.DOTALL,
)
"""Everything before the root of an XML document; the second mark is one read as Latin-1."""

_ROOT = re.compile(r"<(?:[a-z][\w.-]*:)?([a-z][\w.-]*)(?=[\s/>])", re.IGNORECASE)

_HTML_TAGS = frozenset(
    (
        "html head body title meta link script style template noscript base div p br hr h1 h2 h3 h4"
        " h5 h6 article section main nav aside header footer address figure figcaption details"
        " summary dialog span a b i u s em strong small sub sup code cite q abbr time mark ruby"
        " img picture video audio iframe svg math ul ol li dl dt dd table caption thead tbody tr"
        " td th form input button label select option textarea fieldset center font tt blockquote"
        " pre wml card"
    ).split()
)
"""Tags of HTML and of WML, the HTML of old phones."""

_MARKUP = re.compile(
    r"<!--|<!\[CDATA\[|<\?xml|</[a-z][\w-]*\s*>"
    rf"|<(?:!doctype|{'|'.join(sorted(_HTML_TAGS))})\b[^<>]*>",
    re.IGNORECASE,
)
"""A tag of HTML, as opposed to a less-than sign in text."""

_JSON_OBJECT = re.compile(r'\s*(?:\[\s*)*\{\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\}\s*$)')
_ROBOTS_LINE = re.compile(
    r"(?:user-agent|allow|disallow|sitemap|crawl-delay|host|clean-param|noindex)\s*:", re.IGNORECASE
)


def has_markup(beginning: str) -> bool:
    """Return True if the beginning of a document has a tag of HTML."""
    return _MARKUP.search(beginning) is not None


def text_format(beginning: str, *, ending: str) -> TextFormat | None:
    """Return the format of text that is not a page, None for HTML and plain text.

    The root element decides, so that a page that quotes a feed remains a page.

    Args:
        beginning: The first `SNIFFED_CHARS` characters; the bytes may be read as Latin-1.
        ending: The last characters; likewise.
    """
    root = _root(beginning)
    ending = ending.replace("\0", "")  # of UTF-16
    if root is not None:
        return _xml_format(root, ending)
    start = beginning.lstrip("\ufeffï»¿ \t\r\n")
    if _JSON_OBJECT.match(start) or _is_json_list(start, ending):
        return TextFormat.JSON
    return TextFormat.ROBOTS if _is_robots(start) else None


class _Root(NamedTuple):
    """The root element of a document.

    Attributes:
        name: Its name in lower case, without prefix.
        is_xml: True if an XML declaration precedes it.
        start_tag: The beginning of its start tag.
    """

    name: str
    is_xml: bool
    start_tag: str


def _prolog_end(beginning: str) -> int:
    prolog = _PROLOG.match(beginning)
    return prolog.end() if prolog else 0


def _root(beginning: str) -> _Root | None:
    end = _prolog_end(beginning)
    root = _ROOT.match(beginning, end)
    if root is None:
        return None
    return _Root(root[1].lower(), "<?xml" in beginning[:end], beginning[end : end + _START_TAG])


_START_TAG = 500
"""Characters after the start of the root in which its namespaces are looked for."""


def _xml_format(root: _Root, ending: str) -> TextFormat | None:
    format_ = _FORMAT_OF_ROOT.get(root.name)
    if format_ is TextFormat.SVG:  # HTML may begin with a picture
        is_alone = root.is_xml or ending.rstrip().lower().endswith("</svg>")
        return format_ if is_alone else None
    if root.name == "rdf" and "purl.org/rss" not in root.start_tag:
        return TextFormat.XML
    if format_ is not None:
        return format_
    return TextFormat.XML if root.is_xml and root.name not in _HTML_TAGS else None


def _is_json_list(start: str, ending: str) -> bool:
    """Return True for a JSON list without objects: "[1]" also begins a footnote."""
    if not (start.startswith("[") and ending.rstrip().endswith("]") and len(start) < SNIFFED_CHARS):
        return bool(re.match(r'\[\s*"(?:[^"\\\n]|\\.)*"\s*,\s*"', start))
    try:
        json.loads(start)
    except (ValueError, RecursionError):
        return False
    return True


def _is_robots(start: str) -> bool:
    lines = [line.strip() for line in start.splitlines()[:_ROBOTS_LINES]]
    rules = [line for line in lines if line and not line.startswith("#")]
    has_agent = any(line.lower().startswith("user-agent") for line in rules)
    return has_agent and all(_ROBOTS_LINE.match(line) for line in rules)


_ROBOTS_LINES = 20


_DOCUMENT_START = re.compile(
    r"^[^\S\n]*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.MULTILINE
)
"""The start of a page at the beginning of a line: in scripts it stands in quotation marks."""


def is_page(beginning: str) -> bool:
    """Return True if the beginning of a file is that of a page, not of a script that writes one.

    A page begins with a tag (https://mimesniff.spec.whatwg.org), or has the start of its document
    at the beginning of a line, behind the warnings of a broken server.
    """
    root = _root(beginning)
    if root is not None:  # pages also begin with tags of their own, such as <my-app>
        return root.name in _HTML_TAGS or (not root.is_xml and has_markup(beginning))
    rest = beginning[_prolog_end(beginning) :]
    return _DOCUMENT_START.search(rest) is not None
