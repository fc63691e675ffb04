"""Blocks of a Markdown document and their lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from cleanarticle.rendering.markdown_escapes import code_fence
from cleanarticle.rendering.markdown_inline import Setting, render_inline
from cleanarticle.rendering.table_grid import make_grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.rendering.markdown_inline import Token
    from cleanarticle.rendering.table_grid import Cell

_MAX_NUMBER = 999_999_999
"""Largest number of a list item (CommonMark 0.31, section 5.2)."""


@dataclass(slots=True)
class Text:
    """Paragraph, or heading of a level from 1 to 6."""

    tokens: Sequence[Token]
    level: int = 0
    is_paragraph: bool = False
    """Whether the text is an element `p`, so that a list around it has space between its items."""


@dataclass(slots=True)
class Listing:
    """Code listing."""

    code: str
    language: str


@dataclass(slots=True)
class Table:
    """Table; a cell has inline content only."""

    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Container:
    """Document, quotation, list item with its number, or footnote with its label."""

    blocks: list[Block] = field(default_factory=list)
    number: int = 0
    label: str | None = None


@dataclass(slots=True)
class List:
    """List of items.

    Attributes:
        is_ordered: Whether its items are numbered.
        is_loose: Whether there are empty lines between its items in any case.
        number: Number of the next item.
        step: Difference between the numbers of two items.
        blocks: Its items.
    """

    is_ordered: bool
    is_loose: bool = False
    number: int = 1
    step: int = 1
    blocks: list[Container] = field(default_factory=list)

    def add_item(self, number: int | None = None) -> Container:
        """Add an item with a number, by default the next one."""
        number = self.number if number is None else number
        self.number = number + self.step
        self.blocks.append(Container(number=min(max(0, number), _MAX_NUMBER)))
        return self.blocks[-1]

    @property
    def marks(self) -> str:
        """The two delimiters of its items."""
        return ".)" if self.is_ordered else "-*"


Block: TypeAlias = Text | Listing | Table | Container | List


class BlockWriter:
    """Writer of blocks as Markdown.

    Args:
        has_formulas: Whether `$` encloses formulas in the document.
    """

    def __init__(self, *, has_formulas: bool) -> None:
        self.text = Setting(has_formulas=has_formulas)
        self.heading = Setting(in_heading=True, has_formulas=has_formulas)
        self.cell = Setting(in_cell=True, has_formulas=has_formulas)

    def lines(self, blocks: Sequence[Block], *, is_tight: bool = False) -> list[str]:
        """Return the lines of blocks, with an empty line between two blocks unless `is_tight`."""
        lines: list[str] = []
        mark = ""
        for block in blocks:
            if isinstance(block, List):
                mark = _other(mark) if mark and mark in block.marks else block.marks[0]
                added, mark = self._list_lines(block, mark)
            else:
                added, mark = self._block_lines(block), ""
            if added:
                lines += ("",) * (bool(lines) and not is_tight)
                lines += added
        return lines

    def _block_lines(self, block: Text | Listing | Table | Container) -> list[str]:
        match block:
            case Text(tokens, level=0):
                return render_inline(tokens, self.text).split("\n")
            case Text(tokens, level):
                text = render_inline(tokens, self.heading)
                return [f"{'#' * level} {_escape_last_marks(text)}"]
            case Listing(code, language):
                fence = code_fence(code)
                return [f"{fence}{language}", *code.split("\n"), fence]
            case Table(rows):
                return self._table_lines(make_grid(rows))
            case Container(label=None, blocks=blocks):
                return [f"> {line}" if line else ">" for line in self.lines(blocks)]
            case Container(label=label, blocks=blocks):
                return _with_marker(f"[^{label}]:", 4, self.lines(blocks))

    def _table_lines(self, grid: Sequence[Sequence[Cell]]) -> list[str]:
        if not grid:
            return []
        rows = [[render_inline(cell.tokens, self.cell) for cell in row] for row in grid]
        return [f"| {' | '.join(row)} |" for row in (rows[0], ["---"] * len(rows[0]), *rows[1:])]

    def _list_lines(self, items: List, mark: str) -> tuple[list[str], str]:
        """Return the lines of a list and its last delimiter.

        Only the first item of a Markdown list has its number shown. Where numbers are not
        consecutive, another delimiter begins a new list, as between adjacent lists.

        Args:
            items: The list.
            mark: First delimiter.
        """
        is_loose = _is_loose(items)
        lines: list[str] = []
        expected: int | None = None
        for item in items.blocks:
            if items.is_ordered and expected not in (None, item.number):
                mark = _other(mark)
            expected = item.number + 1
            marker = f"{item.number}{mark}" if items.is_ordered else mark
            lines += ("",) * (bool(lines) and is_loose)
            added = self.lines(item.blocks, is_tight=not is_loose)
            lines += _with_marker(marker, len(marker) + 1, added)
        return lines, mark


def _other(mark: str) -> str:
    """Return the delimiter that begins another list of the same type."""
    return {".": ")", ")": ".", "-": "*", "*": "-"}[mark]


def _with_marker(marker: str, width: int, lines: Sequence[str]) -> list[str]:
    """Return lines with a marker before the first one and spaces before the others."""
    first = f"{marker} {lines[0]}" if lines else marker
    return [first, *(f"{' ' * width}{line}" if line else "" for line in lines[1:])]


def _escape_last_marks(heading: str) -> str:
    """Return a heading with its last word escaped if that is the optional end of a heading."""
    words = heading.rstrip("#")
    return f"{words}\\{heading[len(words) :]}" if heading != words and words[-1:] in " " else heading


def _is_loose(items: List) -> bool:
    """True if empty lines are needed in a list, or its items are paragraphs on the page."""
    return items.is_loose or any(
        any(isinstance(block, Text) and block.is_paragraph for block in item.blocks)
        or not all(map(_can_follow_directly, item.blocks[:-1], item.blocks[1:]))
        for item in items.blocks
    )


def _can_follow_directly(block: Block, following: Block) -> bool:
    """True if a block can follow another without an empty line: a list after a text."""
    if not isinstance(following, List):
        return False
    return following.blocks[0].number == 1 or not (following.is_ordered and isinstance(block, Text))
