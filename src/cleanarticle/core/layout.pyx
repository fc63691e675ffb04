"""Layout: a segmented page as arrays with one value per block or per box."""

from libcpp.vector cimport vector

from cleanarticle.core.boxes cimport Boxes
from cleanarticle.core.new_arrays cimport new_array, new_indices

from dataclasses import dataclass

# The character classes in the table that ships with the weights; the first five form words.
LOWER, UPPER, CASELESS, IDEOGRAPH, DIGIT, SPACE, END = range(7)
cdef Py_ssize_t _IDEOGRAPH = IDEOGRAPH, _DIGIT = DIGIT
CHARACTER_CLASSES = 14
cdef Py_ssize_t _CHARACTER_CLASSES = CHARACTER_CLASSES

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
        counts: Characters of each block of the first class, then of the next, and so on; of
            `CHARACTER_CLASSES` times as many values as blocks.
        words: Number of words of each block; fractional where there are ideographs.
        first_class: Class of the first character of each block.
        last_class: Class of its last character.
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
    first_class: object
    last_class: object
    signature: object
    similar: object
    sibling_index: object
    signatures: object


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
    parent, first, last, depth, signature = _read_boxes(boxes)
    similar, sibling_index = _find_similar_siblings(parent, signature, len(signatures.tags))
    of_blocks = _read_blocks(segmentation.blocks, len(boxes), classes)
    return Layout(
        **of_blocks,
        parent=parent,
        first=first,
        last=last,
        depth=depth,
        group=_find_groups(of_blocks["box"], signature, signatures.tags),
        signature=signature,
        similar=similar,
        sibling_index=sibling_index,
        signatures=signatures,
    )


cdef dict _read_blocks(list blocks, Py_ssize_t box_count, const unsigned char[::1] class_of):
    """Return the fields of `Layout` by block but `group`."""
    cdef Py_ssize_t i, k, n = len(blocks)
    cdef Py_ssize_t[CLASSES] of_text
    fields = {name: new_array("d", n) for name in ("size", "chars", "links", "words")}
    fields |= {name: new_array("B", n) for name in ("first_class", "last_class")}
    fields["counts"] = new_array("d", CHARACTER_CLASSES * n)
    fields["box"] = new_indices(n)
    cdef double[::1] size = fields["size"], chars = fields["chars"], links = fields["links"]
    cdef double[::1] words = fields["words"], counts = fields["counts"]
    cdef unsigned char[::1] first = fields["first_class"], last = fields["last_class"]
    cdef Py_ssize_t[::1] box = fields["box"]
    for i, block in enumerate(blocks):
        if not isinstance(block, tuple):  # casts to named tuples are not checked
            raise TypeError(f"expected a TextBlock, not {type(block).__name__}")
        text, innermost, link_length, _, _, _, _, _, _ = <tuple>block
        box[i] = innermost
        if not 0 <= box[i] < box_count:
            raise ValueError(f"the page has {box_count} boxes, but block {i} is in box {innermost}")
        chars[i] = len(<str>text)
        links[i] = <Py_ssize_t>link_length
        words[i] = _count_characters(text, class_of, of_text, &first[i], &last[i])
        for k in range(_CHARACTER_CLASSES):
            counts[k * n + i] = of_text[k]
        words[i] += _IDEOGRAPH_WORDS * of_text[_IDEOGRAPH]
        size[i] = chars[i] + (_IDEOGRAPH_SIZE - 1) * of_text[_IDEOGRAPH]
    return fields


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


cdef tuple _read_boxes(Boxes boxes):
    """Return the parent, first and last block, depth and signature of each box."""
    cdef Py_ssize_t i, n = boxes.rows.size()
    columns = new_indices(n), new_indices(n), new_indices(n), new_indices(n), new_indices(n)
    cdef Py_ssize_t[::1] parent = columns[0], first = columns[1], last = columns[2]
    cdef Py_ssize_t[::1] depth = columns[3], signature = columns[4]
    for i in range(n):
        box = &boxes.rows[i]
        parent[i] = max(box.parent, 0)
        first[i], last[i] = box.first, box.last
        depth[i], signature[i] = box.depth, box.signature
    return columns


cdef _find_groups(const Py_ssize_t[::1] box, const Py_ssize_t[::1] signature, tags):
    """Return `Layout.group`."""
    cdef vector[Py_ssize_t] of_signature
    cdef Py_ssize_t i
    for tag in tags:
        of_signature.push_back(_GROUPS.get(tag, ANY_GROUP))
    group = new_indices(len(box))
    cdef Py_ssize_t[::1] groups = group
    for i in range(groups.shape[0]):
        groups[i] = of_signature[signature[box[i]]]
    return group


cdef _find_similar_siblings(
    const Py_ssize_t[::1] parent, const Py_ssize_t[::1] signature, Py_ssize_t signatures
):
    """Return `Layout.similar` and `Layout.sibling_index`."""
    cdef vector[Py_ssize_t] ends, order, counted_for, counts
    columns = new_indices(len(parent)), new_indices(len(parent))
    cdef Py_ssize_t[::1] similar = columns[0], sibling_index = columns[1]
    cdef Py_ssize_t boxes = parent.shape[0], start = 0, position, i, k
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
            sibling_index[i] = counts[parent[i]]
            counts[parent[i]] += 1
        for position in range(start, ends[k]):
            i = order[position]
            similar[i] = counts[parent[i]]
        start = ends[k]
    return columns
