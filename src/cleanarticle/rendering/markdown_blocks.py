"""Blocks of a Markdown document: their lines, with the prefixes of lists and quotations."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.rendering.markdown_inline import InlineContent

_OTHER_MARK = {".": ")", ")": ".", "-": "*", "*": "-"}
"""Delimiters of list items, and those that begin another list of the same type."""

_MAX_FILL = 10
"""Cells of a grid for each cell of a table, beyond which spans are ignored and rows not filled. The
grid would grow with the square of the table. Chosen by hand."""


class Block(NamedTuple):
    """Lines of a block, none if it is empty, and what the lists around and beside it depend on."""

    lines: list[str]
    is_paragraph: bool = False
    number: int = 0  # of the first item of a list
    mark: str = ""  # delimiter of the last item of a list


@dataclass(slots=True)
class Container:
    """Document, quotation, footnote or list item."""

    marker: str = ""  # before its first line
    indent: str = ""  # before the others
    number: int = 0
    children: list[Block | Container | List | Table] = field(default_factory=list)

    def add(self, child: Block | Container | List | Table) -> None:
        """Add a block, possibly one that is not finished yet."""
        self.children.append(child)

    def blocks(self) -> list[Block]:
        """Return the finished blocks that are not empty."""
        blocks: list[Block] = []
        for child in self.children:
            last_mark = blocks[-1].mark if blocks else ""
            block = child if isinstance(child, Block) else child.as_block(last_mark)
            if block.lines:
                blocks.append(block)
        return blocks

    def as_block(self, _last_mark: str = "") -> Block:
        """Return all blocks as one."""
        return Block(_lines(self.blocks(), self.marker, self.indent))


@dataclass(slots=True)
class List:
    """List of items: a `ul`, `ol` or `dl`."""

    tag: str
    number: int = 1  # of the next item
    step: int = 1
    items: list[Container] = field(default_factory=list)

    def add_item(self, number: int) -> Container:
        """Return a new last item with a number."""
        self.items.append(Container(number=max(0, number)))
        self.number = number + self.step
        return self.items[-1]

    def add(self, child: Block | Container | List | Table) -> None:
        """Add a block between the items: it becomes an item, but lists continue the last one."""
        continues = self.items and (self.tag == "dl" or isinstance(child, List))
        (self.items[-1] if continues else self.add_item(self.number)).add(child)

    def as_block(self, last_mark: str) -> Block:
        """Return the list, behind another list with a delimiter or, if that is "", another block.

        Only the first item of a Markdown list has its number shown. Where numbers are not
        consecutive, another delimiter begins a new list, as it does between adjacent lists.
        """
        items = [(item.number, blocks) for item in self.items if (blocks := item.blocks())]
        is_tight = self.tag != "dl" and not any(_is_loose(blocks) for _, blocks in items)
        mark = "." if self.tag == "ol" else "-"
        if last_mark in (mark, _OTHER_MARK[mark]):
            mark = _OTHER_MARK[last_mark]
        lines: list[str] = []
        for index, (number, blocks) in enumerate(items):
            if index and self.tag == "ol" and number != items[index - 1][0] + 1:
                mark = _OTHER_MARK[mark]
            if index and not is_tight:
                lines.append("")
            marker = f"{number if self.tag == 'ol' else ''}{mark} "
            lines += _lines(blocks, marker, " " * len(marker), is_tight=is_tight)
        return Block(lines, number=items[0][0] if items else 0, mark=mark)


@dataclass(slots=True)
class Table:
    """Table: rows of cells, with the numbers of columns and rows that each spans."""

    rows: list[list[tuple[InlineContent, int, int]]] = field(default_factory=lambda: [[]])

    def as_block(self, _last_mark: str) -> Block:
        """Return the table, with empty cells in place of spans and the first row as header.

        A column span is limited to the largest number of cells in a row, as pages often write a
        large number for "all columns". GFM drops the cells that a row has in excess of the first.
        """
        rows = list(filter(None, self.rows))
        cells = [cell for row in rows for cell in row]
        widest, max_size = max(map(len, rows), default=0), _MAX_FILL * len(cells)
        size = sum(min(widest, width) * min(len(rows), height) for _, width, height in cells)
        spanned_rows: dict[int, int] = {}  # column -> number of further rows that a cell spans
        grid: list[list[str]] = []
        for cells in rows:
            row: list[str] = []
            for content, columns, height in cells:
                while spanned_rows.get(len(row), 0):
                    spanned_rows[len(row)] -= 1
                    row.append("")
                span = range(len(row), len(row) + min(widest, columns)) if size <= max_size else ()
                spanned_rows |= dict.fromkeys(span, height - 1)
                row += [content.take(), *[""] * (len(span) - 1)]
            grid.append(row)
        width = max(map(len, grid), default=0)
        for row in grid if width * len(grid) <= max_size else grid[:1]:
            row.extend([""] * (width - len(row)))
        lines = [f"| {' | '.join(row)} |" for row in (*grid[:1], ["---"] * width, *grid[1:])]
        return Block(lines if width else [])


def _is_loose(blocks: Sequence[Block]) -> bool:
    """Return True if an item has a paragraph, or blocks that need an empty line between them.

    A list can follow text directly, but CommonMark wants its first number to be 1.
    """
    return any(block.is_paragraph for block in blocks) or any(
        not block.mark or (block.number != 1 and not last.mark) for last, block in pairwise(blocks)
    )


def _lines(
    blocks: Sequence[Block], marker: str, indent: str, *, is_tight: bool = False
) -> list[str]:
    """Return the lines of blocks behind a marker and indents, with or without empty lines."""
    blank = indent.rstrip()
    lines: list[str] = []
    for block in blocks:
        if lines and not is_tight:
            lines.append(blank)
        lines += [indent + line if line else blank for line in block.lines]
    return [marker + blocks[0].lines[0], *lines[1:]] if lines else []
