"""Blocks of a Markdown document: their lines, and the containers and lists that enclose them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.rendering.markdown_escapes import code_fence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MAX_NUMBER = 999_999_999
"""Largest number of a list item (CommonMark 0.31, section 5.2)."""

_OTHER_MARK = {".": ")", ")": ".", "-": "*", "*": "-"}
"""Delimiters of list items, and those that begin another list of the same type."""


class Block(NamedTuple):
    """Block of which all lines are known.

    Attributes:
        lines: Lines of Markdown.
        is_paragraph: Whether it is an element `p`, which asks for space around list items.
        mark: Delimiter of the last item of a list, "" for other blocks.
        number: Number of the first item of a numbered list.
    """

    lines: list[str]
    is_paragraph: bool = False
    mark: str = ""
    number: int = 1


@dataclass(slots=True)
class Container:
    """Document, quotation, footnote, or list item with its number."""

    blocks: list[Block] = field(default_factory=list)
    number: int = 1
    is_quotation: bool = False

    def lines(self, *, is_tight: bool = False) -> list[str]:
        """Return the lines of the blocks, with an empty line between two unless `is_tight`."""
        lines: list[str] = []
        for block in self.blocks:
            lines += ("",) * (bool(lines) and not is_tight)
            lines += block.lines
        return lines


@dataclass(slots=True)
class List:
    """List of items: a `ul`, `ol` or `dl`, the number of its next item, and what to add to it."""

    tag: str
    number: int = 1
    step: int = 1
    items: list[Container] = field(default_factory=list)

    def add_item(self, number: int | None = None) -> Container:
        """Add an item with a number, by default the next one."""
        number = self.number if number is None else number
        self.number = number + self.step
        self.items.append(Container(number=min(max(0, number), _MAX_NUMBER)))
        return self.items[-1]

    def block(self, previous_mark: str) -> Block:
        """Return the list as a block.

        Only the first item of a Markdown list has its number shown. Where numbers are not
        consecutive, another delimiter begins a new list, as it does between adjacent lists.

        Args:
            previous_mark: Delimiter of the list directly before it, "" if there is none.
        """
        items = [item for item in self.items if item.blocks]
        is_loose = self.tag == "dl" or any(map(_is_loose, items))
        mark = "." if self.tag == "ol" else "-"
        if previous_mark and previous_mark in (mark, _OTHER_MARK[mark]):
            mark = _OTHER_MARK[previous_mark]
        lines: list[str] = []
        for index, item in enumerate(items):
            if index and self.tag == "ol" and item.number != items[index - 1].number + 1:
                mark = _OTHER_MARK[mark]
            marker = f"{item.number}{mark}" if self.tag == "ol" else mark
            lines += ("",) * (index > 0 and is_loose)
            lines += indented(marker, len(marker) + 1, item.lines(is_tight=not is_loose))
        return Block(lines, mark=mark, number=items[0].number if items else 1)


def _is_loose(item: Container) -> bool:
    """True if a list item has paragraphs, or blocks with an empty line between them.

    A list can follow text directly, but CommonMark wants its first number to be 1.
    """
    return any(block.is_paragraph for block in item.blocks) or not all(
        block.mark and (block.number == 1 or previous.mark)
        for previous, block in zip(item.blocks, item.blocks[1:], strict=False)
    )


def indented(marker: str, width: int, lines: Sequence[str]) -> list[str]:
    """Return lines with a marker before the first one and spaces before the others."""
    first = f"{marker} {lines[0]}" if lines else marker
    return [first, *(f"{' ' * width}{line}" if line else "" for line in lines[1:])]


def quotation(lines: Iterable[str]) -> Block:
    """Return lines as a quotation."""
    return Block([f"> {line}" if line else ">" for line in lines])


def listing(code: str, language: str) -> Block:
    """Return code as a listing."""
    fence = code_fence(code)
    return Block([f"{fence}{language}", *code.split("\n"), fence])


def heading(level: int, text: str) -> Block:
    """Return text as a heading, in which a last `#` would be the optional end."""
    words = text.rstrip("#")
    if words != text and words[-1:] in ("", " "):
        text = f"{words}\\{text[len(words) :]}"
    return Block([f"{'#' * level} {text}"])
