"""Layout: a segmented page as numpy arrays with one value per block or per box."""

from libcpp.vector cimport vector

from cleanarticle.core.boxes cimport Boxes

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bytes = npt.NDArray[np.uint8]
Booleans = npt.NDArray[np.bool_]

# The character classes in the table that ships with the weights; the first five form words.
LOWER, UPPER, CASELESS, IDEOGRAPH, DIGIT, SPACE, END = range(7)
cdef Py_ssize_t _IDEOGRAPH = IDEOGRAPH, _DIGIT = DIGIT
CHARACTER_CLASSES = 14

cdef enum:
    CLASSES = 16  # places for them, a power of two: a damaged table cannot lead outside

cdef double _IDEOGRAPH_SIZE = 2.8
"""Letters per ideograph: the ratio of lengths of translations between Chinese and English (UN
parallel corpus)."""

cdef double _IDEOGRAPH_WORDS = 0.6
"""Words per ideograph: a Chinese word has 1.6 ideographs on average."""

_GROUPS = {
    "p": 0, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4, "li": 5, "td": 6, "th": 6,
    "tr": 6, "table": 6, "caption": 6, "pre": 7, "listing": 7, "xmp": 7, "blockquote": 8,
    "figcaption": 9, "figure": 9, "dt": 10, "dd": 10, "dl": 10, "button": 11, "label": 11,
    "option": 11, "select": 11, "textarea": 11, "legend": 11, "form": 11, "fieldset": 11,
}
ANY_GROUP = 12
"""The element group of all other elements."""


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
        similar: Number of siblings of each box with its signature, including itself.
        sibling_index: Index of each box among these siblings.
        signatures: The signatures (tag and attributes) of the boxes.
    """

    size: object
    chars: object
    links: object
    box: object
    parent: object
    first: object
    last: object
    depth: object
    group: object
    counts: object
    words: object
    edges: object
    signature: object
    similar: object
    sibling_index: object
    signatures: object

    @property
    def levels(self):
        """The ancestor boxes of each block, one array per level.

        Starts with the innermost boxes and never ends: the root repeats.
        """
        level = self.box
        while True:
            yield level
            level = self.parent[level]

    def in_tags(self, tags):
        """Return 1 where a block is inside an element with the tag, else 0, shape (tags, blocks).

        Args:
            tags: Names of elements, few enough for the bits of an integer.
        """
        cdef const Py_ssize_t[::1] parent = self.parent, signature = self.signature
        cdef Py_ssize_t i
        cdef vector[Py_ssize_t] of_signature
        bits = {tag: 1 << index for index, tag in enumerate(tags)}
        for tag in self.signatures.tags:
            of_signature.push_back(bits.get(tag, 0))
        of_box = np.empty(len(parent), np.intp)
        cdef Py_ssize_t[::1] boxes = of_box
        for i in range(boxes.shape[0]):
            boxes[i] = of_signature[signature[i]] | (boxes[parent[i]] if i else 0)
        return (of_box[self.box] >> np.arange(len(tags))[:, None]) & 1

    def sum_by_box(self, values):
        """Return the sums over the blocks of each box, shape (..., boxes).

        Args:
            values: One or several values per block, shape (..., blocks).
        """
        *outer, blocks = values.shape
        sums = np.zeros((*outer, blocks + 1))
        np.cumsum(values, axis=-1, out=sums[..., 1:])
        return sums[..., self.last] - sums[..., self.first]


def make_layout(segmentation, classes):
    """Turn a segmentation into arrays.

    Args:
        segmentation: A page with at least one block.
        classes: The class of every character by code point; the last entry is for all higher ones.

    Raises:
        TypeError: A block is not a named tuple.
        ValueError: A block is in no box, or a box is not inside an earlier one or of other blocks.
    """
    cdef Boxes boxes = segmentation.boxes
    boxes.check(len(segmentation.blocks))
    signatures = boxes.signatures
    numbers, counts, edges, box = _read_blocks(segmentation.blocks, len(boxes), classes)
    chars, links, words, size = numbers
    parent, first, last, depth, signature = _read_boxes(boxes)
    similar, sibling_index = _find_similar_siblings(parent, signature, len(signatures.tags))
    return Layout(
        size=size,
        chars=chars,
        links=links,
        box=box,
        parent=parent,
        first=first,
        last=last,
        depth=depth,
        group=_find_groups(box, signature, signatures.tags),
        counts=counts,
        words=words,
        edges=edges,
        signature=signature,
        similar=similar,
        sibling_index=sibling_index,
        signatures=signatures,
    )


cdef _read_blocks(list blocks, Py_ssize_t box_count, classes):
    """Return characters, links, words and size by block, counts, edges and box as in `Layout`."""
    cdef Py_ssize_t i, k, n = len(blocks)
    cdef Py_ssize_t[CLASSES] of_text
    cdef unsigned char first, last
    numbers, counts = np.empty((4, n)), np.empty((CHARACTER_CLASSES, n))
    edges, box = np.empty((2, n), np.uint8), np.empty(n, np.intp)
    cdef double[:, ::1] rows = numbers
    cdef double[:, ::1] by_class = counts
    cdef unsigned char[:, ::1] ends = edges
    cdef Py_ssize_t[::1] boxes = box
    cdef const unsigned char[::1] class_of = classes
    for i, block in enumerate(blocks):
        if not isinstance(block, tuple):  # casts to named tuples are not checked
            raise TypeError(f"expected a TextBlock, not {type(block).__name__}")
        text, innermost, link_length, _, _, _, _, _, _ = <tuple>block
        boxes[i] = innermost
        if not 0 <= boxes[i] < box_count:
            raise ValueError(f"the page has {box_count} boxes, but block {i} is in box {innermost}")
        rows[0, i] = len(<str>text)
        rows[1, i] = <Py_ssize_t>link_length
        rows[2, i] = _count_characters(text, class_of, of_text, &first, &last)
        ends[0, i], ends[1, i] = first, last
        for k in range(by_class.shape[0]):
            by_class[k, i] = of_text[k]
        rows[2, i] += _IDEOGRAPH_WORDS * of_text[_IDEOGRAPH]
        rows[3, i] = rows[0, i] + (_IDEOGRAPH_SIZE - 1) * of_text[_IDEOGRAPH]
    return numbers, counts, edges, box


cdef Py_ssize_t _count_characters(
    str text,
    const unsigned char[::1] class_of,
    Py_ssize_t* counts,
    unsigned char* first,
    unsigned char* last,
) noexcept:
    """Count the characters of a text by class, and set the classes of the first and the last one.

    Returns:
        The number of words: runs of characters that form words, but not ideographs.
    """
    cdef Py_ssize_t highest = class_of.shape[0] - 1, words = 0, char_class = 0, i
    cdef bint is_inside = False, was_inside = False
    cdef Py_UCS4 character
    first[0] = 0
    for i in range(CLASSES):
        counts[i] = 0
    for i, character in enumerate(text):
        if 0xd800 <= character <= 0xdfff:
            character = u"?"  # half a surrogate pair, which cannot be encoded
        char_class = class_of[min(<Py_ssize_t>character, highest)]
        counts[char_class & (CLASSES - 1)] += 1
        is_inside = char_class <= _DIGIT and char_class != _IDEOGRAPH
        words += is_inside and not was_inside
        was_inside = is_inside
        if i == 0:
            first[0] = char_class
    last[0] = char_class
    return words


cdef _read_boxes(Boxes boxes):
    """Return the parent, first and last block, depth and signature of each box, shape (5, boxes)."""
    cdef Py_ssize_t i, n = boxes.rows.size()
    table = np.empty((5, n), np.intp)
    cdef Py_ssize_t[:, ::1] rows = table
    for i in range(n):
        box = &boxes.rows[i]
        rows[0, i] = max(box.parent, 0)
        rows[1, i] = box.first
        rows[2, i] = box.last
        rows[3, i] = box.depth
        rows[4, i] = box.signature
    return table


cdef _find_groups(const Py_ssize_t[::1] box, const Py_ssize_t[::1] signature, tags):
    """Return `Layout.group`."""
    cdef vector[Py_ssize_t] of_signature
    cdef Py_ssize_t i
    for tag in tags:
        of_signature.push_back(_GROUPS.get(tag, ANY_GROUP))
    group = np.empty(len(box), np.intp)
    cdef Py_ssize_t[::1] groups = group
    for i in range(groups.shape[0]):
        groups[i] = of_signature[signature[box[i]]]
    return group


cdef _find_similar_siblings(
    const Py_ssize_t[::1] parent, const Py_ssize_t[::1] signature, Py_ssize_t signatures
):
    """Return `Layout.similar` and `Layout.sibling_index`, shape (2, boxes)."""
    cdef vector[Py_ssize_t] ends, order, counted_for, counts
    table = np.empty((2, len(parent)), np.intp)
    cdef Py_ssize_t[:, ::1] rows = table
    cdef Py_ssize_t boxes = rows.shape[1], start = 0, position, i, k
    # The boxes by signature, each signature's in page order:
    ends.resize(signatures + 1)
    order.resize(boxes)
    for i in range(boxes):
        ends[signature[i] + 1] += 1
    for k in range(signatures):
        ends[k + 1] += ends[k]
    for i in range(boxes):
        order[ends[signature[i]]] = i
        ends[signature[i]] += 1
    # The last signature that was counted among the children of each box, and how often it occurs:
    counted_for.resize(boxes, -1)
    counts.resize(boxes)
    for k in range(signatures):
        for position in range(start, ends[k]):
            i = order[position]
            if counted_for[parent[i]] != k:
                counted_for[parent[i]], counts[parent[i]] = k, 0
            rows[1, i] = counts[parent[i]]
            counts[parent[i]] += 1
        for position in range(start, ends[k]):
            i = order[position]
            rows[0, i] = counts[parent[i]]
        start = ends[k]
    return table
