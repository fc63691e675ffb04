"""Conversion of tables to full grids, with one cell per row and column, for GFM."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.rendering.fragment import insert_text_before
from cleanarticle.rendering.html_writer import TABLE_TAGS

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element


def make_grid(table: Element) -> None:
    """Replace the cell spans of a table with empty cells and make its first row a full header.

    GFM drops the cells that a row has in excess of the first row, so the first row is padded to
    the width of the table. A `colspan` is limited to the largest number of cells in a row, as
    pages often write a large number for "all columns".
    """
    _repair_table(table)
    rows = [list(row.iterchildren("td", "th")) for row in table.iter("tr")]
    max_cells = max(map(len, rows), default=0)
    spanned_rows: dict[int, int] = {}  # column -> number of further rows that a cell above spans
    widths = []
    for cells in rows:
        column = 0
        for cell in cells:
            column = _fill_spanned_columns(spanned_rows, column, cell)
            rowspan = _pop_span(cell, "rowspan")
            colspan = min(max_cells, _pop_span(cell, "colspan"))
            for offset in range(colspan):
                spanned_rows[column + offset] = rowspan - 1
                if offset:
                    cell.addnext(etree.Element(str(cell.tag)))
            column += colspan
        widths.append(column)
    for first_row in islice(table.iter("tr"), 1):
        for _ in range(max(widths) - widths[0]):
            etree.SubElement(first_row, "th")
        # Without a header row, html-to-markdown converts a table of links to a list.
        for cell in first_row:
            cell.tag = "th"


def _repair_table(table: Element) -> None:
    """Put stray cells into rows and move other stray content before the table, as browsers do."""
    for element in list(table.iter("table", "thead", "tbody", "tfoot", "tr")):
        row = element if element.tag == "tr" else None
        if (element.text or "").strip():
            insert_text_before(table, element.text or "")
            element.text = None
        for child in list(element):
            if child.tag in ("td", "th"):
                if row is None:
                    row = etree.Element("tr")
                    child.addprevious(row)
                if row is not element:
                    row.append(child)
            elif element.tag != "tr":
                row = None
            if child.tag not in TABLE_TAGS:
                table.addprevious(child)


def _fill_spanned_columns(spanned_rows: dict[int, int], column: int, cell: Element) -> int:
    """Insert empty cells before a cell for the columns that cells of rows above span.

    Args:
        spanned_rows: Number of further rows spanned from above, by column; updated.
        column: Column of the cell if nothing spans its row.
        cell: Cell to insert before.

    Returns:
        Column of the cell after the insertions.
    """
    while spanned_rows.get(column, 0):
        spanned_rows[column] -= 1
        cell.addprevious(etree.Element("td"))
        column += 1
    return column


def _pop_span(cell: Element, name: str) -> int:
    """Remove a span attribute from a cell and return its value, 1 if missing or invalid."""
    value = str(cell.attrib.pop(name, "1")).strip()
    return max(1, int(value)) if value.isdecimal() and len(value) <= _MAX_SPAN_DIGITS else 1


_MAX_SPAN_DIGITS = 5
"""The HTML standard limits spans to 65534."""
