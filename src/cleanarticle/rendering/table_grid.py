"""Grid: a table in which every row has a cell for every column, as tables of GFM have it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.rendering.element_chain import TABLE
from cleanarticle.rendering.fragment import append_text

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element


def make_grid(table: Element) -> None:
    """Put empty cells where cells span, and make the first row as long as the longest.

    GFM leaves out the cells of a row that are more than those of the first one. A cell spans no
    more columns than any row has cells: "all of them" is often written as a hundred.
    """
    _mend_table(table)
    rows = [list(row.iterchildren("td", "th")) for row in table.iter("tr")]
    most = max(map(len, rows), default=0)
    reach: dict[int, int] = {}  # of each column, how many more rows a cell above spans
    widths = []
    for cells in rows:
        column = 0
        for cell in cells:
            column = _skip_spanned(reach, column, cell)
            down, across = _span(cell, "rowspan"), min(most, _span(cell, "colspan"))
            for number in range(across):
                reach[column + number] = down - 1
                if number:
                    cell.addnext(etree.Element(str(cell.tag)))
            column += across
        widths.append(column)
    for first in islice(table.iter("tr"), 1):
        for _ in range(max(widths) - widths[0]):
            etree.SubElement(first, "th")
        for cell in first:  # without a heading, the converter takes a table of links for a list
            cell.tag = "th"


def _mend_table(table: Element) -> None:
    """Put cells into rows, and what is neither in front of the table, as browsers do."""
    for element in list(table.iter("table", "thead", "tbody", "tfoot", "tr")):
        row = element if element.tag == "tr" else None
        if (element.text or "").strip():
            append_text(table, element.text or "")
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
            if child.tag not in TABLE:
                table.addprevious(child)


def _skip_spanned(reach: dict[int, int], column: int, cell: Element) -> int:
    """Put empty cells before a cell where those above span its row; its column is returned."""
    while reach.get(column, 0):
        reach[column] -= 1
        cell.addprevious(etree.Element("td"))
        column += 1
    return column


def _span(cell: Element, name: str) -> int:
    """How many rows or columns a cell spans; the number is not needed any more."""
    number = str(cell.attrib.pop(name, "1")).strip()
    return max(1, int(number)) if number.isdecimal() and len(number) < _LONG_NUMBER else 1


_LONG_NUMBER = 6
"""Digits of a span that is none; the HTML standard ends at 65534."""
