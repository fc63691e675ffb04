"""Distinction between data tables and layout tables."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Element


class DataTables:
    """Data tables of a page.

    Args:
        segmentation: Blocks of the page.
        body: Indices of the blocks to render.
    """

    def __init__(self, segmentation: Segmentation, body: Iterable[int]) -> None:
        self._segmentation = segmentation
        self._body = body

    @cached_property
    def _block_rows(self) -> set[Element | None]:
        """Rows that are segmented as one block each."""
        blocks, boxes = self._segmentation.blocks, self._segmentation.boxes
        return {
            box.element for index in self._body if (box := boxes[blocks[index].box]).tag == "tr"
        }

    def is_data_table(self, table: Element) -> bool:
        """Return True if a table holds data rather than a layout."""
        if next(table.iterdescendants("table"), None) is not None:
            return False
        return (
            next(table.iterdescendants("th"), None) is not None
            or any(row in self._block_rows for row in table.iterdescendants("tr"))
            or _is_grid_of_short_cells(table)
        )


def _is_grid_of_short_cells(table: Element) -> bool:
    """Return True if a table has several rows of several cells, most of them short."""
    if next(table.iterdescendants("h1", "h2", "form"), None) is not None:
        return False
    rows = [
        [
            length
            for cell in row.iterchildren("td")
            if (length := len("".join(map(str, cell.itertext())).strip()))
        ]
        for row in table.iterdescendants("tr")
    ]
    lengths = sorted(length for row in rows for length in row)
    return (
        sum(len(row) > 1 for row in rows) > 1 and lengths[len(lengths) // 2] <= _MAX_MEDIAN_LENGTH
    )


_MAX_MEDIAN_LENGTH = 200
"""Largest median length of the cells of a data table, in characters. Chosen by hand, equal to the
limit for cells of rows that are segmented as one block."""
