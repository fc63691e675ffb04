"""Layout: a segmented page as arrays, a number a block or a box.

Character counts come from one table look-up over the whole page's text; sums over boxes are
differences of prefix sums, as a box is a range of blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cleanarticle.core.segmentation import BoxSignatures, Segmentation

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bytes = npt.NDArray[np.uint8]
Booleans = npt.NDArray[np.bool_]
_Real = TypeVar("_Real", np.float32, np.float64)
_Number = TypeVar("_Number", np.float64, np.intp)

# The classes of characters in the table that comes with the weights; the first five make words.
LOWER, UPPER, CASELESS, IDEOGRAPH, DIGIT, SPACE, END = range(7)
CHARACTER_CLASSES = 14

_IDEOGRAPH_SIZE = 2.8
"""Letters that an ideograph stands for: translations between Chinese and English differ in length
by about this factor (UN parallel corpus)."""

_IDEOGRAPH_WORDS = 0.6
"""Words that an ideograph stands for: a Chinese word has 1.6 of them on average."""

_GROUPS = {
    "p": 0, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4, "li": 5, "td": 6, "th": 6,
    "tr": 6, "table": 6, "caption": 6, "pre": 7, "listing": 7, "xmp": 7, "blockquote": 8,
    "figcaption": 9, "figure": 9, "dt": 10, "dd": 10, "dl": 10, "button": 11, "label": 11,
    "option": 11, "select": 11, "textarea": 11, "legend": 11, "form": 11, "fieldset": 11,
}  # fmt: skip
ANY_GROUP = 12
"""The group of all other elements."""


class FeatureMatrix:
    """A matrix that is filled in a feature after the other.

    Args:
        features: How many there will be.
        blocks: Values of each.
    """

    def __init__(self, features: int, blocks: int) -> None:
        self.matrix: Floats = np.empty((features, blocks), np.float32)
        self._filled = 0

    def add(self, *rows: npt.ArrayLike) -> None:
        """Fill in some features; a matrix is several, a number is the same for all blocks."""
        for row in rows:
            values = np.asarray(row)
            end = self._filled + (len(values) if values.ndim > 1 else 1)
            self.matrix[self._filled : end] = values
            self._filled = end


@dataclass(frozen=True, slots=True)
class Layout:
    """A segmented page as arrays.

    Attributes:
        size: Letters of each block, ideographs counted by what they stand for.
        chars: Characters of each block.
        links: Characters inside links of each block.
        box: Index of each block's box.
        parent: Index of the box around each box; that of the outermost is its own.
        first: Index of the first block inside each box.
        last: Index behind the last block inside each box.
        depth: Number of boxes around each box.
        group: The element group of each block's box.
        counts: Characters by class of each block, shape (classes, blocks).
        words: Words of each block.
        edges: Class of the first and of the last character of each block, shape (2, blocks).
        signature: Index of each box's look.
        signatures: What the boxes look like.
    """

    size: Doubles
    chars: Doubles
    links: Doubles
    box: Ints
    parent: Ints
    first: Ints
    last: Ints
    depth: Ints
    group: Ints
    counts: Doubles
    words: Doubles
    edges: Bytes
    signature: Ints
    signatures: BoxSignatures

    @property
    def levels(self) -> Iterator[Ints]:
        """The boxes around each block, from the innermost outwards; the outermost repeats."""
        level = self.box
        while True:
            yield level
            level = self.parent[level]

    def combine_ancestors(
        self,
        values: npt.NDArray[_Number],
        combine: Callable[[npt.NDArray[_Number], npt.NDArray[_Number]], npt.NDArray[_Number]],
    ) -> npt.NDArray[_Number]:
        """A value of each box combined with those of all boxes around it.

        Each step doubles how far outwards a box sees, so all levels take few.

        Args:
            values: A value a box.
            combine: Makes one of an inner and an outer value, such as `np.minimum`. As the
                outermost box is around itself, its value may be combined in several times.
        """
        jump = self.parent
        while jump.any():
            values = combine(values, values[jump])
            jump = jump[jump]
        return combine(values, values[:1])

    def nearest_marked(self, own: Ints) -> Ints:
        """Of each box, its own value or that of the next box around which has one; -1 for none.

        Args:
            own: A value a box, or a row of several; -1 where it has none.
        """
        return self.combine_ancestors(own, lambda inner, outer: np.where(inner < 0, outer, inner))

    def common_ancestors(self, box: int) -> tuple[Ints, Ints]:
        """The innermost box around each block that is around some box as well.

        Args:
            box: Index of that box.

        Returns:
            How many boxes farther out it is from there, and its index.
        """
        chain = [box]
        while chain[-1]:
            chain.append(int(self.parent[chain[-1]]))
        steps = np.full(len(self.parent), -1)
        steps[chain] = np.arange(len(chain))
        up = self.nearest_marked(steps)[self.box]
        return up, np.array(chain, np.intp)[up]

    def in_tags(self, tags: Sequence[str]) -> Ints:
        """Whether each block stands anywhere in some elements, 0 or 1, shape (tags, blocks)."""
        bits = {tag: 1 << index for index, tag in enumerate(tags)}
        own = np.array([bits.get(tag, 0) for tag in self.signatures.tags], np.intp)[self.signature]
        around = self.combine_ancestors(own, np.bitwise_or)[self.box]
        return np.asarray((around >> np.arange(len(tags))[:, None]) & 1, np.intp)

    def sum_by_box(self, values: Doubles) -> Doubles:
        """The sum over the blocks of each box of one column, or of each row of a matrix."""
        sums = prefix_sums(values)
        return sums[..., self.last] - sums[..., self.first]


def prefix_sums(values: Doubles) -> Doubles:
    """Sums of all blocks before each, and of all: shape (..., blocks + 1)."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums


def shifted(
    values: npt.NDArray[_Real], steps: Sequence[int], outside: float
) -> Iterator[npt.NDArray[_Real]]:
    """What stands some steps after each block (before it, where negative), for each of the steps.

    Args:
        values: One row, or several, of a value a block.
        steps: How far to look.
        outside: What stands before the first and after the last block.
    """
    count = values.shape[-1]
    for step in steps:
        found = np.full_like(values, outside)
        found[..., max(0, -step) : max(0, count - step)] = values[
            ..., max(0, step) : max(0, count + step)
        ]
        yield found


def make_layout(segmentation: Segmentation, classes: Bytes) -> Layout:
    """Turn a segmentation into arrays; it must hold at least one block.

    Args:
        segmentation: The page.
        classes: The class of every character, by code point; the last entry is for all above.
    """
    texts, box_of, link_lengths, *_ = zip(*segmentation.blocks, strict=True)
    _, _, parents, depths, firsts, lasts, *_ = zip(*segmentation.boxes, strict=True)
    count = len(texts)
    lengths = np.array(list(map(len, texts)), np.intp)
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "replace"), np.uint32)
    found = classes.take(codes, mode="clip")
    starts = np.zeros(count, np.intp)
    np.cumsum(lengths[:-1] + 1, out=starts[1:])
    row = np.repeat(np.arange(0, count * CHARACTER_CLASSES, CHARACTER_CLASSES), lengths + 1)
    tally = np.bincount(row[: len(found)] + found, minlength=count * CHARACTER_CLASSES)
    counts = tally.reshape(count, CHARACTER_CLASSES).T.astype(np.float64, order="C")
    counts[SPACE, :-1] -= 1  # the line breaks between the blocks
    in_word = (found <= DIGIT) & (found != IDEOGRAPH)
    word_starts = in_word.astype(np.uint16)
    word_starts[1:] &= ~in_word[:-1]
    words = np.add.reduceat(word_starts, starts, dtype=np.intp)
    chars = lengths.astype(np.float64)
    box = np.array(box_of, np.intp)
    looks = segmentation.signatures
    look = np.array(looks.of_box, np.intp)
    groups = np.array([_GROUPS.get(tag, ANY_GROUP) for tag in looks.tags], np.intp)
    return Layout(
        size=chars + (_IDEOGRAPH_SIZE - 1) * counts[IDEOGRAPH],
        chars=chars,
        links=np.array(link_lengths, np.float64),
        box=box,
        parent=np.maximum(np.array(parents, np.intp), 0),
        first=np.array(firsts, np.intp),
        last=np.array(lasts, np.intp),
        depth=np.array(depths, np.intp),
        group=groups[look[box]],
        counts=counts,
        words=words + _IDEOGRAPH_WORDS * counts[IDEOGRAPH],
        edges=np.stack((found[starts], found[starts + lengths - 1])),
        signature=look,
        signatures=looks,
    )
