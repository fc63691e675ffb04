"""Tables: which of a page's tables are of data, and which lay out the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Element


class Tables:
    """The tables of a page.

    Args:
        segmentation: The page.
        body: Indices of the blocks that are written.
    """

    def __init__(self, segmentation: Segmentation, body: Iterable[int]) -> None:
        self.known: dict[Element, bool] = {}
        around = (segmentation.boxes[segmentation.blocks[index].box] for index in body)
        self.rows = {box.element for box in around if box.tag == "tr"}
        """The rows that are one block each."""

    def is_data(self, element: Element) -> bool:
        """Whether a part of a table belongs to one of data, not of page layout."""
        table = element if element.tag == "table" else next(element.iterancestors("table"), None)
        if table is None:
            return False
        if table not in self.known:
            nested = next(table.iterdescendants("table"), None) is not None
            headed = next(table.iterdescendants("th"), None) is not None
            self.known[table] = not nested and (
                headed
                or any(row in self.rows for row in table.iterdescendants("tr"))
                or _is_grid(table)
            )
        return self.known[table]


def _is_grid(table: Element) -> bool:
    """Whether most of a table's cells are short, in rows and columns: data, not page layout."""
    if next(table.iterdescendants("h1", "h2", "form"), None) is not None:
        return False
    rows = [
        [
            size
            for cell in row.iterchildren("td")
            if (size := len("".join(map(str, cell.itertext())).strip()))
        ]
        for row in table.iterdescendants("tr")
    ]
    sizes = sorted(size for row in rows for size in row)
    return sum(len(row) > 1 for row in rows) > 1 and sizes[len(sizes) // 2] <= _SHORT_CELL


_SHORT_CELL = 200
"""Characters of a table's middle cell up to which it is one of data (set by hand, as long as the
cells of rows that are one block)."""
