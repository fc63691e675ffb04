"""CSV rows: the cells of each row, and why a row has none."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from cleanarticle.page import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator


def csv_rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | str]:
    """Yield the cells of each row, or what is wrong with it, in words.

    A quotation mark that is not closed takes all lines up to the next one, or to the end, into its
    cell. A row with the end of the file in a cell is not a row, and says so; nor is one of several
    lines with a cell that goes on behind its last quotation mark.

    Args:
        lines: Lines without their ends.
        delimiter: The character between cells.
    """
    # The limit of the csv module is one for the process; its default is less than a page.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    source = _TakenLines(lines)
    rows = csv.reader(source, delimiter=delimiter)
    while True:
        source.lines.clear()
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield f"cannot be read ({error}), nor its {len(source.lines)} lines"
            continue
        if cells is None:
            return
        if source.has_ended:
            yield (
                "has a quotation mark that is never closed: "
                f"the last {len(source.lines)} lines of the table cannot be read"
            )
        elif len(source.lines) > 1 and _has_swallowed(source.lines, cells, delimiter):
            yield (
                "has a quotation mark not closed in its line, or not doubled inside a cell: "
                f"its {len(source.lines)} lines cannot be read"
            )
        else:
            yield cells


def _has_swallowed(lines: list[str], cells: list[str], delimiter: str) -> bool:
    """Return True if a cell of several lines goes on behind its last quotation mark.

    One of the lines has to look like a row of its own: some programs escape the marks inside cells.
    """
    before_marks = (line.partition('"')[0] for line in lines[1:])
    is_row = any(text.count(delimiter) >= max(1, len(cells) - 1) for text in before_marks)
    if not is_row:
        return False
    tidied = [_BLANK_BEHIND_MARK.sub('"', line) for line in lines]
    try:
        list(csv.reader(tidied, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


_BLANK_BEHIND_MARK = re.compile(r'" +(?=[,;|\t\r\n])')
"""Blanks between the end of a quoted cell and the next, which some programs write."""


class _TakenLines:
    """Lines with their ends.

    Attributes:
        lines: The lines taken since they were last cleared.
        has_ended: True if more lines were wanted in the middle of a row.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._source = lines
        self.lines: list[str] = []
        self.has_ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._source, None)
        if line is None:
            self.has_ended = bool(self.lines)
            raise StopIteration
        self.lines.append(f"{line}\n")
        return self.lines[-1]
