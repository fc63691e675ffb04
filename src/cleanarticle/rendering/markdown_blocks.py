"""Blocks of a Markdown document, with the prefixes of the lists and quotations around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_DEPTH = 18
"""Nested lists, items and quotations that are written; the content of deeper ones follows at the
last level. markdown-it drops what is nested more than 20 deep, and real pages have at most 16."""

_MAX_NUMBER = 999_999_999
"""Largest number of a list item (CommonMark 0.31, section 5.2)."""

_OTHER_MARK = {".": ")", ")": ".", "-": "*", "*": "-"}
"""Delimiters of list items, and those that begin another list of the same type."""

_MAX_FILL = 10
"""Empty cells for each cell of a table, beyond which spans are ignored. They would make a grid that
grows with the square of the table. Chosen by hand."""


class Cell(NamedTuple):
    """Cell of a table: its Markdown, and the numbers of columns and rows that it spans."""

    text: str
    columns: int
    rows: int


@dataclass(slots=True)
class List:
    """List of items: a `ul`, `ol` or `dl`."""

    tag: str
    number: int = 1  # of the next item
    step: int = 1
    last: Container | None = None  # the last item
    mark: str = ""  # delimiter of the last item that is written, "" if there is none
    written: int = 0  # number of that item
    is_loose: bool = False  # whether empty lines are between its items and between their blocks
    separators: list[int] = field(default_factory=list)  # indexes of these lines

    def add_item(self, parent: Container, number: int) -> Container:
        """Add an item with a number to the list, which is open in a container."""
        self.number = number + self.step
        shown = min(max(0, number), _MAX_NUMBER)
        self.last = Container(parent, depth=parent.depth + 2, items=self, number=shown)
        return self.last


@dataclass(slots=True)
class Container:
    """Document, quotation, footnote, or item of a list with its number."""

    parent: Container | None = None
    marker: str = ""  # prefix of its first line
    indent: str = ""  # prefix of the others; includes those around it once something is written
    depth: int = 0
    items: List | None = None
    number: int = 1
    inner: List | None = None  # list that is open in it
    last_mark: str = ""  # delimiter of the list that is its last block, "" for another block
    is_empty: bool = True

    def begin(self, parent: Container) -> str:
        """Note that something is written; return the marker before its first line.

        Only the first item of a Markdown list has its number shown. Where numbers are not
        consecutive, another delimiter begins a new list, as it does between adjacent lists.
        """
        mark, items = "", self.items
        if items:
            is_numbered = items.tag == "ol"
            mark = items.mark or ("." if is_numbered else "-")
            if not items.mark and parent.last_mark in (mark, _OTHER_MARK[mark]):
                mark = _OTHER_MARK[parent.last_mark]
            elif items.mark and is_numbered and self.number != items.written + 1:
                mark = _OTHER_MARK[mark]
            items.mark, items.written = mark, self.number
            self.marker = f"{self.number}{mark} " if is_numbered else f"{mark} "
            self.indent = " " * len(self.marker)
        self.indent = parent.indent + self.indent
        self.is_empty, parent.last_mark = False, mark
        return self.marker


class BlockWriter:
    """Writer of blocks into the current container."""

    def __init__(self) -> None:
        self.current = Container(is_empty=False)
        self._lines: list[str | None] = []

    def open(self, marker: str, indent: str) -> Container:
        """Open a container with prefixes, or return the current one if it would be too deep."""
        outer = self._container()
        if outer.depth < _MAX_DEPTH:
            self.current = Container(outer, marker, indent, outer.depth + 1)
        return self.current

    def open_list(self, tag: str) -> List | None:
        """Return a new open list, None where it would be too deep."""
        container = self._container()
        if container.depth + 2 > _MAX_DEPTH:
            return None
        self.current, container.inner = container, List(tag, is_loose=tag == "dl")
        return container.inner

    def close_list(self, items: List) -> None:
        """Close a list in the current container; a tight one loses its empty lines."""
        self.current.inner = None
        for index in () if items.is_loose else items.separators:
            self._lines[index] = None

    def _container(self, *, is_text: bool = False) -> Container:
        """Return the container of the next block. Between items, text begins an item of its own."""
        items = self.current.inner
        if items is None:
            return self.current
        continues = items.last if items.tag == "dl" or not is_text else None
        return continues or items.add_item(self.current, items.number)

    def add(self, lines: Sequence[str], *, is_paragraph: bool = False) -> None:
        """Add a block; a paragraph, unlike other text, asks for space between list items."""
        container = outer = self._container(is_text=True)
        opened: list[Container] = []
        while outer.is_empty and outer.parent:
            opened.append(outer)
            outer = outer.parent
        if self._lines:
            self._separate(outer, opened[-1] if opened else None)
        prefix = outer.indent
        for inner in reversed(opened):
            prefix += inner.begin(inner.parent or outer)
        if is_paragraph and container.items:
            container.items.is_loose = True
        container.last_mark = ""
        indent, blank = container.indent, container.indent.rstrip()
        self._lines.append(prefix + lines[0])
        self._lines += [indent + line if line else blank for line in lines[1:]]

    def add_heading(self, level: int, text: str) -> None:
        """Add a heading, in which a last `#` would be the optional end."""
        words = text.rstrip("#")
        if words != text and words[-1:] in ("", " "):
            text = f"{words}\\{text[len(words) :]}"
        self.add([f"{'#' * level} {text}"])

    def add_listing(self, lines: Sequence[str], language: str) -> None:
        """Add lines of code, between more backticks than are in a row in them."""
        rows = re.findall("`+", "\n".join(lines))
        fence = "`" * max(3, 1 + max(map(len, rows), default=0))
        self.add([f"{fence}{language}", *lines, fence])

    def add_table(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add a table, unless it has no cells."""
        if any(rows):
            self.add(_table_lines(rows))

    def _separate(self, outer: Container, inner: Container | None) -> None:
        """Add an empty line to a container before a block, or before a container in it.

        A list can follow text directly, but CommonMark wants its first number to be 1.
        """
        owner = inner.items if inner and inner.items and inner.items.mark else outer.items
        if owner and owner is outer.items:
            is_list = inner and inner.items and (inner.number == 1 or outer.last_mark)
            owner.is_loose |= not is_list
        if owner:
            owner.separators.append(len(self._lines))
        self._lines.append(outer.indent.rstrip())

    def text(self) -> str:
        """Return the document."""
        return "\n".join(line for line in self._lines if line is not None)


def _table_lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the lines of a table, with empty cells in place of spans and the first row as header.

    A column span is limited to the largest number of cells in a row, as pages often write a large
    number for "all columns". GFM drops the cells that a row has in excess of the first row.
    """
    widest = max(map(len, rows))
    max_fill = fill = _MAX_FILL * sum(map(len, rows))
    spanned_rows: dict[int, int] = {}  # column -> number of further rows that a cell above spans
    grid: list[list[str]] = []
    for cells in rows:
        row: list[str] = []
        for cell in cells:
            while fill > 0 and spanned_rows.get(len(row), 0):
                spanned_rows[len(row)] -= 1
                row.append("")
                fill -= 1
            columns = min(widest, cell.columns, max(1, fill))
            spanned_rows |= dict.fromkeys(range(len(row), len(row) + columns), cell.rows - 1)
            row += [cell.text, *[""] * (columns - 1)]
            fill -= columns - 1
        grid.append(row)
    width = max(map(len, grid))
    for row in grid if width * len(grid) <= max_fill else grid[:1]:
        row.extend([""] * (width - len(row)))
    return [f"| {' | '.join(row)} |" for row in (grid[0], ["---"] * width, *grid[1:])]
