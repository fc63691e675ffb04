"""Lists: URLs and paths, one a line, as people and programs write them.

A line is read if it can mean one URL only; otherwise it is refused, because another URL than the
one that was meant must never be fetched.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cleanarticle.batch.inputs.decoding import decoded_lines, encoding_of, legacy_line
from cleanarticle.batch.inputs.item import Input, Skipped, SkipReason
from cleanarticle.characters import JOINERS, ZERO_WIDTH
from cleanarticle.errors import ConfigError
from cleanarticle.files.sniffing import PARQUET, binary_kind
from cleanarticle.loading import STDIN, is_url
from cleanarticle.loading.mhtml import is_mhtml
from cleanarticle.loading.sniffing import (
    SNIFFED_CHARS,
    TextFormat,
    decoded,
    is_page,
    non_page_kind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.batch.inputs.item import Item

_LIST = "a list of URLs or paths, one a line"


class ListSource:
    """The lines of a file, a pipe or stdin that are neither blank nor # comments.

    Args:
        source: The path, or "-" for stdin.

    Raises:
        ConfigError: It is another kind of file.
    """

    is_offline = False

    def __init__(self, source: str) -> None:
        self._source = source
        self.is_pipe = source == STDIN or not Path(source).is_file()
        if source == STDIN:
            self._refuse_binary()
        elif not self.is_pipe:
            with Path(source).open("rb") as file:
                self._check(file.read(SNIFFED_CHARS))

    def read(self) -> Iterator[Item]:
        """Yield the inputs and the refused lines."""
        is_first = True
        for number, line in enumerate(self._lines(), start=1):
            text = line.strip(_BLANKS)
            if "://" in text:  # the name of a file keeps its bytes
                text = legacy_line(text)
            if not text or text.startswith("#"):
                continue
            if is_first and _is_header(text):
                raise ConfigError(_table_message(self._source, text))
            is_first = False
            try:
                yield Input(read_line(text), number)
            except ValueError as error:
                yield Skipped(text, number, SkipReason.REFUSED, str(error))

    def count(self) -> int | None:
        """Return the number of inputs; None for a pipe, which can be read only once."""
        return None if self.is_pipe else sum(1 for _ in self.read())

    def _lines(self) -> Iterator[str]:
        if self._source == STDIN:
            yield from decoded_lines(sys.stdin.buffer)
            return
        with Path(self._source).open("rb") as file:
            yield from decoded_lines(file)

    def _refuse_binary(self) -> None:
        """Refuse packed and other binary data on stdin, if it begins to arrive at once.

        Raises:
            ConfigError: It is not text.
        """
        peek = getattr(sys.stdin.buffer, "peek", None)
        kind = binary_kind(peek(SNIFFED_CHARS)) if peek else None
        if kind is not None:
            raise ConfigError(f"stdin is {kind}, not {_LIST}: name the file itself")

    def _check(self, start: bytes) -> None:
        """Refuse pages, feeds, tables and binary data.

        Raises:
            ConfigError: It is one of them.
        """
        text = start.decode(encoding_of(start), "replace")
        if encoding_of(start).startswith("utf-16"):
            start = text.encode()
        kind = non_page_kind(start)
        is_packed_table = _TABLE_NAME.search(self._source) and kind is not None
        if kind in (TextFormat.JSON, PARQUET) or is_packed_table:
            raise ConfigError(_table_message(self._source, ""))
        if kind is not None:
            raise ConfigError(f"{self._source} is {kind}, not {_LIST}")
        if is_mhtml(start) or is_page(decoded(start)):
            message = f"{self._source} is a page, not {_LIST}; `cleanarticle clean` takes a page"
            raise ConfigError(message)
        header = next((line for line in text.splitlines() if line.strip(_BLANKS)), "")
        is_table = _TABLE_NAME.search(self._source) and "://" not in header
        if _is_header(header) or is_table:
            raise ConfigError(_table_message(self._source, header))


_BLANKS = (
    f"{ZERO_WIDTH}{JOINERS}\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u202f\u2066\u2067\u2068\u2069"
    "\u3000 \t\r\n\v\f\x1c\x1d\x1e\x85\xa0\0"
)
"""Characters without width or ink at the ends of lines; Windows puts U+202A before copied paths."""

_TABLE_NAME = re.compile(r"\.(?:csv|tsv|jsonl|ndjson|parquet)(?:\.gz|\.zst)?$", re.IGNORECASE)
_URL_COLUMNS = frozenset(("url", "urls", "uri", "link", "links", "href", "page", "address"))


def _is_header(line: str) -> bool:
    """Return True for the header of a table."""
    cells = [cell.strip(_BLANKS + "\"'").lower() for cell in re.split(r"[,;\t|]", line)]
    is_path = "://" in line or os.path.exists(line)  # noqa: PTH110 - False for long names too
    return not is_path and not _URL_COLUMNS.isdisjoint(cells)


def _table_message(source: str, header: str) -> str:
    columns = f" ({header.strip(_BLANKS)})" if header and "://" not in header else ""
    name = "stdin" if source == STDIN else source
    return (
        f"{name} is a table{columns}: name the field that holds the URLs (--url-field url), the "
        "pages (--html-field html) or the texts (--text-field text)"
    )


def read_line(line: str) -> str:
    """Return the URL or path of a line.

    Args:
        line: The line, neither blank nor a comment.

    Raises:
        ValueError: It does not say for certain which URL is meant; the message says what to write.
    """
    if _PLAIN_URL.fullmatch(line):
        return line
    if "://" not in line:
        return _read_path(line)
    text = _BULLETS.sub("", line)
    link = _MARKDOWN_LINK.fullmatch(text)
    text = link["url"] if link else _NOTE.sub("", text).rstrip(",;")
    url = _unwrap(_one_cell(text))
    _refuse_doubtful(url)
    if url == text and not link and (cell := _LAST_CELL.search(url)):
        raise ValueError(f"{cell[0]!r} is part of the URL or not: write <URL>, {_FIELD}")
    return url


_PLAIN_URL = re.compile(r"https?://[\w.~%+/?=&:#@-]*[\w/=-]")
"""A URL without a character that could separate or wrap it."""

_LAST_CELL = re.compile(
    r"[,;](?![a-z]*\d[a-z\d]*$)(?:[^\W\d_][\w'’-]*[.!?…]*|\d{4}-\d\d?-\d\d?(?:T[\d:.Z+-]+)?)$"
)
"""A word or a date behind a comma at the end of a URL: a title, or part of the URL. Numbers and
hashes such as `/article,79cfc278` are parts of URLs."""

_BULLETS = re.compile(
    r"^(?:(?:[-*+•‣⁃∙·◦○●■□▪▫►▶→–—>]|\d{1,9}[.)]|\[[ xX]?\]|\[\^?\w{1,20}\]:?)\s+)+"
)
"""Bullets, numbers, boxes to tick, and the names of references such as `[1]:`, before a URL."""

_NOTE = re.compile(r"\s+#.*$")
"""A note behind a URL, which holds no blanks itself."""

_MARKDOWN_LINK = re.compile(
    r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*(?P<url><[^<>]+>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)[.,;]?(?:\s+#.*)?"
)
"""A link of Markdown, with a title and a note or without (https://spec.commonmark.org)."""

_PAIRS = {
    "<": ">", '"': '"', "'": "'", "`": "`", "(": ")", "[": "]", "“": "”", "«": "»", "„": "“",
    "‘": "’", "‹": "›", "「": "」", "『": "』", "《": "》",
}  # fmt: skip


def _unwrap(text: str) -> str:
    """Remove brackets and quotation marks around a text, and separators behind it."""
    while True:
        text = text.strip(_BLANKS).rstrip(",;")
        if len(text) < 2 or _PAIRS.get(text[0]) != text[-1]:
            return text
        text = text[1:-1]


def _one_cell(text: str) -> str:
    """Return the one URL among cells that are separated for certain: by tabs, or in quotes.

    Raises:
        ValueError: There are several.
    """
    if "\t" in text:
        cells = text.split("\t")
    elif '"' in text and not text.startswith(("{", "[")):
        delimiter = ";" if _QUOTED_BY_SEMICOLONS.search(text) else ","
        cells = next(csv.reader([text], delimiter=delimiter, skipinitialspace=True))
        quoted = [cell for cell in cells if f'"{cell}"' in text]
        cells = cells if not any(map(is_url, cells)) or any(map(is_url, quoted)) else [text]
    else:
        return text
    urls = [cell for cell in cells if is_url(_unwrap(cell))]
    if len(urls) > 1:
        raise ValueError(_SEVERAL)
    return urls[0] if urls else text


_QUOTED_BY_SEMICOLONS = re.compile(r'"\s*;|;\s*"')

_SEVERAL = "several URLs in one line: write one a line"
_FIELD = "or name the column of a table (--url-field)"
_NEXT_URL = re.compile(r"[,;|\s]\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def _refuse_doubtful(text: str) -> None:
    """Refuse what is not one URL for certain.

    Raises:
        ValueError: It is not.
    """
    if text.startswith(("{", "[")):
        raise ValueError("JSON: name the field that holds the URL (--url-field url)")
    if not is_url(text):
        raise ValueError(f"text before the URL: write the URL alone, {_FIELD}")
    if _NEXT_URL.search(text):
        raise ValueError(_SEVERAL)
    if re.search(r"\s", text):
        raise ValueError(
            "text behind the URL: write blanks in a URL as %20, a note behind ' # ', " + _FIELD
        )
    odd = re.search(r"[|]", text.partition("?")[0]) or re.search(r'[<>"]', text)
    if odd:
        raise ValueError(f"no URL has {odd[0]!r} in it: write the URL alone, {_FIELD}")
    last = text[-1]
    opening = _BRACKETS.get(last)
    if last == "…":
        raise ValueError("'…' at its end: it may be cut off; write the whole URL")
    if last in _QUOTATION_MARKS or (opening and text.count(last) > text.count(opening)):
        raise ValueError(f"{last!r} at its end is part of the URL or not: write <URL>")


_QUOTATION_MARKS = "'`“”„«»‘’‹›「」『』《》"


def _read_path(line: str) -> str:
    """Return the path of a line: the line itself if there is such a file, or what it wraps."""
    bare = _unwrap(_NOTE.sub("", _BULLETS.sub("", line)))
    exists = os.path.exists  # other than Path.exists, False for names that are too long
    return bare if bare and exists(bare) and not exists(line) else line
