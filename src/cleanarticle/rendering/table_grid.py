"""Conversion of table rows to full grids, with one cell per row and column, for GFM."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.rendering.markdown_inline import Token

_MAX_FILL = 10
"""Empty cells for each cell from which on the spans of a table are ignored. They would make a grid
that grows with the square of the table. Chosen by hand, above the 5 of 1,244 real pages."""


class Cell(NamedTuple):
    """Cell of a table.

    Attributes:
        tokens: Inline content.
        columns: Number of columns that it spans.
        rows: Number of rows that it spans.
    """

    tokens: Sequence[Token] = ()
    columns: int = 1
    rows: int = 1


def make_grid(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return rows of the same width, with empty cells in place of spans.

    GFM drops the cells that a row has in excess of the first row. A column span is limited to the
    largest number of cells in a row, as pages often write a large number for "all columns".
    """
    max_cells = sum(map(len, rows)) * (_MAX_FILL + 1)
    grid = _spanned_grid(rows, max_cells) or [list(row) for row in rows]
    width = max(map(len, grid), default=0)
    for row in grid if width * len(grid) <= max_cells else grid[:1]:
        row += [Cell()] * (width - len(row))
    return grid


def _spanned_grid(rows: Sequence[Sequence[Cell]], max_cells: int) -> list[list[Cell]] | None:
    """Return the grid of rows with spans, None if it exceeds a number of cells."""
    widest = max(map(len, rows), default=0)
    spanned_rows: dict[int, int] = {}  # column -> number of further rows that a cell above spans
    grid: list[list[Cell]] = []
    total = 0
    for cells in rows:
        row: list[Cell] = []
        for cell in cells:
            while spanned_rows.get(len(row), 0):
                spanned_rows[len(row)] -= 1
                row.append(Cell())
            columns = min(widest, cell.columns)
            if total + len(row) + columns > max_cells:
                return None
            spanned_rows |= dict.fromkeys(range(len(row), len(row) + columns), cell.rows - 1)
            row += [cell, *[Cell()] * (columns - 1)]
        total += len(row)
        grid.append(row)
    return grid
