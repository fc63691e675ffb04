"""CSV rows: the cells of each row, and why a row has none."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from cleanarticle.page import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator


def csv_rows(lines: Iterator[str], delimiter: str) -> Iterator[list[str] | str]:
    """Yield the cells of each row, or what is wrong with it, in words.

    A quotation mark that is not closed takes all lines up to the next one, or to the end, into its
    cell. The row with the end of the file in a cell is not a row, and says so.

    Args:
        lines: Lines without their ends.
        delimiter: The character between cells.
    """
    # The limit of the csv module is one for the process; its default is less than a page.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    source = _CountedLines(lines)
    rows = csv.reader(source, delimiter=delimiter)
    while True:
        source.taken = 0
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield f"cannot be read ({error}), nor its {source.taken} lines"
            continue
        if cells is None:
            return
        if source.has_ended:
            yield (
                f"has a quotation mark that is never closed: the last {source.taken} lines of the "
                "table cannot be read"
            )
        else:
            yield cells


class _CountedLines:
    """Lines with their ends.

    Attributes:
        taken: The lines taken since it was last set to 0.
        has_ended: True if more lines were wanted in the middle of a row.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.taken = 0
        self.has_ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.has_ended = self.taken > 0
            raise StopIteration
        self.taken += 1
        return f"{line}\n"
