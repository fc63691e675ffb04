"""Layout: a segmented page as numpy arrays with one value per block or per box.

Character counts come from one table lookup over the text of the whole page. Sums over boxes are
differences of prefix sums, as every box is a contiguous range of blocks.
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

# The character classes in the table that ships with the weights; the first five form words.
LOWER, UPPER, CASELESS, IDEOGRAPH, DIGIT, SPACE, END = range(7)
CHARACTER_CLASSES = 14

_IDEOGRAPH_SIZE = 2.8
"""Letters per ideograph: the ratio of lengths of translations between Chinese and English (UN
parallel corpus)."""

_IDEOGRAPH_WORDS = 0.6
"""Words per ideograph: a Chinese word has 1.6 ideographs on average."""

_GROUPS = {
    "p": 0, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4, "li": 5, "td": 6, "th": 6,
    "tr": 6, "table": 6, "caption": 6, "pre": 7, "listing": 7, "xmp": 7, "blockquote": 8,
    "figcaption": 9, "figure": 9, "dt": 10, "dd": 10, "dl": 10, "button": 11, "label": 11,
    "option": 11, "select": 11, "textarea": 11, "legend": 11, "form": 11, "fieldset": 11,
}  # fmt: skip
ANY_GROUP = 12
"""The element group of all other elements."""


class FeatureMatrix:
    """A feature matrix that is filled row by row.

    Args:
        features: Total number of features.
        blocks: Number of blocks.

    Attributes:
        matrix: The features, shape (features, blocks).
    """

    def __init__(self, features: int, blocks: int) -> None:
        self.matrix: Floats = np.empty((features, blocks), np.float32)
        self._filled = 0

    def add(self, *rows: npt.ArrayLike) -> None:
        """Append features.

        Args:
            rows: Each a vector of one value per block, a matrix of several such features, or a
                number that is the same for all blocks.
        """
        for row in rows:
            values = np.asarray(row)
            end = self._filled + (len(values) if values.ndim > 1 else 1)
            self.matrix[self._filled : end] = values
            self._filled = end


@dataclass(frozen=True, slots=True)
class Layout:
    """A segmented page as arrays.

    Attributes:
        size: Length of each block in letters, an ideograph counting as several.
        chars: Length of each block in characters.
        links: Characters inside links of each block.
        box: Index of the innermost box of each block.
        parent: Index of the parent of each box; the root is its own parent.
        first: Index of the first block inside each box.
        last: Index after the last block inside each box.
        depth: Number of ancestors of each box.
        group: The element group of the innermost box of each block.
        counts: Characters of each block by class, shape (classes, blocks).
        words: Number of words of each block; fractional where there are ideographs.
        edges: Class of the first and of the last character of each block, shape (2, blocks).
        signature: Index of the signature of each box.
        signatures: The signatures (tag and attributes) of the boxes.
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
        """The ancestor boxes of each block, one array per level.

        Starts with the innermost boxes and never ends: the root repeats.
        """
        level = self.box
        while True:
            yield level
            level = self.parent[level]

    def combine_ancestors(
        self,
        values: npt.NDArray[_Number],
        combine: Callable[[npt.NDArray[_Number], npt.NDArray[_Number]], npt.NDArray[_Number]],
    ) -> npt.NDArray[_Number]:
        """Combine the value of each box with those of all its ancestors.

        Args:
            values: One value per box, or one row per box.
            combine: A function of inner and outer values, such as `np.minimum`. As the root is its
                own parent, its value may be combined several times.
        """
        jump = self.parent  # pointer doubling: each round covers twice as many levels
        while jump.any():
            values = combine(values, values[jump])
            jump = jump[jump]
        return combine(values, values[:1])

    def nearest_marked(self, own: Ints) -> Ints:
        """Return the value of each box or of its nearest ancestor that has one; -1 for none.

        Args:
            own: One value per box, or one row per box; -1 where there is none.
        """
        return self.combine_ancestors(own, lambda inner, outer: np.where(inner < 0, outer, inner))

    def common_ancestors(self, box: int) -> tuple[Ints, Ints]:
        """Find the innermost box that contains both each block and a given box.

        Args:
            box: Index of the given box.

        Returns:
            Two arrays of shape (blocks,): the number of levels from the given box up to the common
            ancestor, and the index of the ancestor.
        """
        ancestors = [box]
        while ancestors[-1]:
            ancestors.append(int(self.parent[ancestors[-1]]))
        levels = np.full(len(self.parent), -1)
        levels[ancestors] = np.arange(len(ancestors))
        levels_up = self.nearest_marked(levels)[self.box]
        return levels_up, np.array(ancestors, np.intp)[levels_up]

    def in_tags(self, tags: Sequence[str]) -> Ints:
        """Return 1 where a block is inside an element with the tag, else 0, shape (tags, blocks).

        Args:
            tags: Names of elements, few enough for the bits of an integer.
        """
        bits = {tag: 1 << index for index, tag in enumerate(tags)}
        own = np.array([bits.get(tag, 0) for tag in self.signatures.tags], np.intp)[self.signature]
        bits_of_block = self.combine_ancestors(own, np.bitwise_or)[self.box]
        return np.asarray((bits_of_block >> np.arange(len(tags))[:, None]) & 1, np.intp)

    def sum_by_box(self, values: Doubles) -> Doubles:
        """Return the sums over the blocks of each box, shape (..., boxes).

        Args:
            values: One or several values per block, shape (..., blocks).
        """
        sums = prefix_sums(values)
        return sums[..., self.last] - sums[..., self.first]


def prefix_sums(values: Doubles) -> Doubles:
    """Return the sums over all blocks before each index, shape (..., blocks + 1).

    Args:
        values: One or several values per block, shape (..., blocks).
    """
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums


def shifted(
    values: npt.NDArray[_Real], offsets: Sequence[int], outside: float
) -> Iterator[npt.NDArray[_Real]]:
    """Yield the values of the blocks at each offset from every block.

    Args:
        values: One or several values per block, shape (..., blocks).
        offsets: Offsets in blocks; negative ones are before the block.
        outside: The value beyond either end of the page.
    """
    count = values.shape[-1]
    for offset in offsets:
        neighbors = np.full_like(values, outside)
        neighbors[..., max(0, -offset) : max(0, count - offset)] = values[
            ..., max(0, offset) : max(0, count + offset)
        ]
        yield neighbors


def make_layout(segmentation: Segmentation, classes: Bytes) -> Layout:
    """Turn a segmentation into arrays.

    Args:
        segmentation: A page with at least one block.
        classes: The class of every character by code point; the last entry is for all higher ones.
    """
    texts, boxes, link_lengths, *_ = zip(*segmentation.blocks, strict=True)
    _, _, parents, depths, firsts, lasts, *_ = zip(*segmentation.boxes, strict=True)
    count = len(texts)
    lengths = np.array(list(map(len, texts)), np.intp)
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "replace"), np.uint32)
    char_class = classes.take(codes, mode="clip")
    starts = np.zeros(count, np.intp)
    np.cumsum(lengths[:-1] + 1, out=starts[1:])
    row = np.repeat(np.arange(0, count * CHARACTER_CLASSES, CHARACTER_CLASSES), lengths + 1)
    tally = np.bincount(row[: len(char_class)] + char_class, minlength=count * CHARACTER_CLASSES)
    counts = tally.reshape(count, CHARACTER_CLASSES).T.astype(np.float64, order="C")
    counts[SPACE, :-1] -= 1  # the line breaks between the blocks
    in_word = (char_class <= DIGIT) & (char_class != IDEOGRAPH)
    word_starts = in_word.astype(np.uint16)
    word_starts[1:] &= ~in_word[:-1]
    words = np.add.reduceat(word_starts, starts, dtype=np.intp)
    chars = lengths.astype(np.float64)
    box = np.array(boxes, np.intp)
    signatures = segmentation.signatures
    signature = np.array(signatures.of_box, np.intp)
    groups = np.array([_GROUPS.get(tag, ANY_GROUP) for tag in signatures.tags], np.intp)
    return Layout(
        size=chars + (_IDEOGRAPH_SIZE - 1) * counts[IDEOGRAPH],
        chars=chars,
        links=np.array(link_lengths, np.float64),
        box=box,
        parent=np.maximum(np.array(parents, np.intp), 0),
        first=np.array(firsts, np.intp),
        last=np.array(lasts, np.intp),
        depth=np.array(depths, np.intp),
        group=groups[signature[box]],
        counts=counts,
        words=words + _IDEOGRAPH_WORDS * counts[IDEOGRAPH],
        edges=np.stack((char_class[starts], char_class[starts + lengths - 1])),
        signature=signature,
        signatures=signatures,
    )
