"""Table rows as full grids, with one cell per row and column, for GFM."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_FILL = 10
"""Empty cells for each cell from which on the spans of a table are ignored. They would make a grid
that grows with the square of the table. Chosen by hand."""


class Cell(NamedTuple):
    """Cell of a table: its Markdown, and the numbers of columns and rows that it spans."""

    text: str = ""
    columns: int = 1
    rows: int = 1


def table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the lines of a table, with empty cells in place of spans and the first row as header.

    GFM drops the cells that a row has in excess of the first row.
    """
    max_cells = sum(map(len, rows)) * (_MAX_FILL + 1)
    grid = _spanned_grid(rows, max_cells) or [[cell.text for cell in row] for row in rows]
    width = max(map(len, grid), default=0)
    for row in grid if width * len(grid) <= max_cells else grid[:1]:
        row.extend([""] * (width - len(row)))
    return [f"| {' | '.join(row)} |" for row in (*grid[:1], ["---"] * width, *grid[1:])]


def _spanned_grid(rows: Sequence[Sequence[Cell]], max_cells: int) -> list[list[str]] | None:
    """Return the texts of rows with their spans, None if they exceed a number of cells.

    A column span is limited to the largest number of cells in a row, as pages often write a large
    number for "all columns".
    """
    widest = max(map(len, rows), default=0)
    spanned_rows: dict[int, int] = {}  # column -> number of further rows that a cell above spans
    grid: list[list[str]] = []
    total = 0
    for cells in rows:
        row: list[str] = []
        for cell in cells:
            while spanned_rows.get(len(row), 0):
                spanned_rows[len(row)] -= 1
                row.append("")
            columns = min(widest, cell.columns)
            if total + len(row) + columns > max_cells:
                return None
            spanned_rows |= dict.fromkeys(range(len(row), len(row) + columns), cell.rows - 1)
            row += [cell.text, *[""] * (columns - 1)]
        total += len(row)
        grid.append(row)
    return grid
