"""Tables: the rows of CSV, TSV, JSON lines and Parquet files, whichever field is wanted of them."""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

from cleanarticle.batch.inputs.csv_rows import csv_rows
from cleanarticle.batch.inputs.decoding import decoded_lines, legacy_line, legacy_lines
from cleanarticle.batch.inputs.item import Input
from cleanarticle.errors import ConfigError
from cleanarticle.files.arrow import arrow
from cleanarticle.files.compression import damage_errors, open_packed
from cleanarticle.files.sniffing import PARQUET, binary_kind
from cleanarticle.loading import STDIN, PlainText, is_url
from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from io import BufferedReader

    from cleanarticle.loading import Content

Row: TypeAlias = "Mapping[str, Any] | str"
"""The fields of a row, or why it has none."""

_NAME_FIELDS = ("url", "id")
"""Fields that name a row, if it has them."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that are wanted of each row.

    Attributes:
        html: The field of a page, None if there is none.
        text: The field of a text, None if there is none.
        url: The field of the URL: to be fetched, or that of the page or text.
    """

    html: str | None = None
    text: str | None = None
    url: str | None = None

    def __bool__(self) -> bool:
        return any((self.html, self.text, self.url))

    @property
    def content(self) -> str | None:
        """The field of the document, None if it is to be fetched."""
        return self.html or self.text

    @property
    def required(self) -> list[str]:
        """The fields that each row has to have."""
        return [name for name in (self.content, self.url) if name]


class TableSource:
    """The rows of a table, one input each.

    Args:
        source: The path, or "-" for JSON lines or CSV on stdin.
        fields: The wanted fields.

    Raises:
        ConfigError: It lacks one of the columns.
    """

    def __init__(self, source: str, fields: Fields) -> None:
        self._source = source
        self._label = "stdin" if source == STDIN else source
        self._fields = fields
        self.is_pipe = source == STDIN or not Path(source).is_file()
        self.is_offline = fields.content is not None
        if not self.is_pipe:
            next(self._rows(), None)

    def read(self) -> Iterator[Input]:
        """Yield the rows as inputs, malformed ones included.

        Raises:
            OSError: The file cannot be read, or its gzip or zstd data is damaged.
            ConfigError: It lacks a column.
        """
        for number, row in self._rows():
            yield row_input(row, self._fields, f"{self._label}:{number}", number)

    def count(self) -> int | None:
        """Return the number of rows, None if the file cannot be read to its end."""
        if self.is_pipe:
            return None
        try:
            return sum(1 for _ in self._rows())
        except OSError:
            return None  # the run cleans the readable ones and then reports the error

    def _rows(self) -> Iterator[tuple[int, Row]]:
        with self._open() as (file, layout):
            match layout:
                case _Layout.PARQUET:
                    yield from self._parquet_rows()
                case _Layout.JSON_LINES:
                    yield from _json_rows(file)
                case _Layout.JSON:
                    raise ConfigError(
                        f"{self._label} is one JSON value, not JSON lines: write one object a "
                        "line, as jq -c '.[]' does"
                    )
                case _Layout.CSV:
                    yield from self._csv_rows(file)

    @contextmanager
    def _open(self) -> Iterator[tuple[IO[bytes], _Layout]]:
        try:
            if self._source == STDIN:
                yield sys.stdin.buffer, _layout(sys.stdin.buffer)
                return
            with open_packed(Path(self._source), "rb") as file:
                yield file, _layout(file)
        except damage_errors() as error:
            raise OSError(f"{self._source}: its gzip or zstd data is damaged") from error

    def _csv_rows(self, file: IO[bytes]) -> Iterator[tuple[int, Row]]:
        lines = legacy_lines(decoded_lines(file))
        header = next((line for line in lines if line.strip()), "")
        declared = _DELIMITER_LINE.fullmatch(header.strip())
        if declared:
            header = next(lines, "")
        delimiter = declared[1] if declared else max(_DELIMITERS, key=header.count)
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
        self._check_columns(names)
        rows = csv_rows(lines, delimiter)
        filled = (row for row in rows if isinstance(row, str) or any(row))
        for number, row in enumerate(filled, start=1):
            if isinstance(row, str):
                yield number, row
            elif len(row) > len(names):
                yield number, f"has {len(row)} cells, the header {len(names)}"
            else:
                yield number, dict(zip(names, row, strict=False))

    def _parquet_rows(self) -> Iterator[tuple[int, Row]]:
        if self._source == STDIN:
            raise ConfigError("a Parquet file cannot be read from stdin: name the file")
        pa = arrow()
        try:
            table = pa.parquet.ParquetFile(self._source, pre_buffer=False)
        except pa.ArrowInvalid as error:
            raise OSError(f"{self._source}: its Parquet data is damaged") from error
        with table:
            self._check_columns(table.schema_arrow.names)
            number = 0
            for batch in table.iter_batches(_PARQUET_ROWS):
                for index in range(batch.num_rows):
                    number += 1
                    yield number, batch.slice(index, 1).to_pylist()[0]

    def _check_columns(self, names: list[str]) -> None:
        for name in self._fields.required:
            if name not in names:
                has = f"its columns are {', '.join(names)}" if names else "it is empty"
                raise ConfigError(f"{self._label} has no column {name!r}; {has}")


def row_input(row: Row, fields: Fields, place: str, number: int = 0) -> Input:
    """Return a row of a table as an input, a malformed one with its problem.

    Args:
        row: Its fields, or what is wrong with it.
        fields: The wanted fields.
        place: The name of a row without a URL or an id.
        number: Its number, from 1; 0 if it has none.
    """
    if isinstance(row, str):
        return Input(place, number, problem=f"{place} {row}")
    url = _text(row.get(fields.url or "url"))
    name = next(filter(None, (url, *(_text(row.get(field)) for field in _NAME_FIELDS))), place)
    own = (fields.content, fields.url or "url")
    extra = {key: _plain(value) for key, value in row.items() if key not in own}
    if fields.content is None:
        problem = "" if url else f"{place} has no URL in its field {fields.url!r}"
        return Input(name, number, problem=problem, extra=extra)
    content = row.get(fields.content)
    if not isinstance(content, (str, bytes)):
        kind = "HTML" if fields.html else "text"
        problem = f"{place} has no {kind} in its field {fields.content!r}"
        return Input(name, number, problem=problem, extra=extra)
    document = _document(content, url if is_url(url) else None, is_page=fields.html is not None)
    return Input(name, number, document, extra=extra)


def _document(content: str | bytes, url: str | None, *, is_page: bool) -> Content:
    if isinstance(content, str) and not is_page:
        return PlainText(content, url)
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    encoding = "utf-8" if isinstance(content, str) else None
    page = Page(data, url=url, headers={"content-type": "text/html"}, encoding=encoding)
    return page if is_page else PlainText(page.text, url)


def _text(value: Any) -> str:
    """Return the text of a URL or an id; "" if there is none."""
    return "" if value is None else str(value).strip()


def _plain(value: Any) -> Any:
    """Return a value of a table as JSON has it: times and numbers of other types as text."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case bytes():
            return value.decode("utf-8", "backslashreplace")
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case _:
            return str(value)


_PEEKED = 4096
"""Bytes in which the layout of a table is looked for."""

_DELIMITERS = ",;\t|"
"""Delimiters of CSV; the semicolon is that of Excel in much of Europe."""

_DELIMITER_LINE = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)
"""The first line, which names the delimiter for Excel."""

_PARQUET_ROWS = 16
"""Rows read at a time: as many pages as are in flight by default."""


class _Layout(Enum):
    """The layouts of tables."""

    PARQUET = "parquet"
    JSON_LINES = "jsonl"
    JSON = "json"
    CSV = "csv"


def _layout(file: IO[bytes]) -> _Layout:
    start = cast("BufferedReader", file).peek(_PEEKED)
    if binary_kind(start) == PARQUET:
        return _Layout.PARQUET
    # The first line that is not blank decides; a NUL follows or precedes a brace in UTF-16.
    start = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _JSON_VALUE.match(start):
        return _Layout.JSON
    return _Layout.JSON_LINES if start.startswith((b"{", b"[")) else _Layout.CSV


_JSON_VALUE = re.compile(rb"[\[{][ \t]*\r?\n|\[[ \t]*\{")
"""The beginning of a value on several lines, or of a list of objects."""


def _json_rows(file: IO[bytes]) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(map(legacy_line, decoded_lines(file)), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"is not JSON: {error}"
            continue
        yield number, fields if isinstance(fields, dict) else "is not a JSON object"
