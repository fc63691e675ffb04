"""Boxes: the block-level elements of a page, in columns that compiled code reads.

Few boxes are looked at one by one, so a `Box` is made when it is asked for, and with it the XPath
and lxml's object for the element.
"""

import cython

from libcpp.string cimport string
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic

from cleanarticle.core cimport segments
from cleanarticle.parsing cimport nodes

from sys import maxsize as _maxsize

from cleanarticle.core.segmentation import Box, BoxSignatures

etreepublic.import_lxml__etree()


@cython.final
@cython.auto_pickle(False)
cdef class Boxes:
    """The boxes of a page, parents before children: a sequence of `Box`.

    Those that the walk over a page adds are pointers into its tree. They stay valid as the root
    element keeps the tree in memory, and as nothing changes it once it is parsed, see `Document`.
    Code that changes the tree, as training does, makes a list of the boxes before, whose elements
    then keep theirs.

    Args:
        boxes: The boxes, in page order.

    Raises:
        TypeError: One is not a `Box`.
        ValueError: A box is not inside an earlier one, or ends before it begins.
    """

    def __cinit__(self, boxes=()):
        self.tags, self.attrs, self.made = [], [], []
        signatures = {}
        for box in boxes:
            self.add(box, signatures)
        self.check(_maxsize)

    def __reduce__(self):
        return Boxes, (list(self),)

    def __len__(self):
        return self.rows.size()

    def __iter__(self):
        return iter([self.make(i) for i in range(len(self))])

    def __getitem__(self, Py_ssize_t index):
        return self.make(self.checked(index))

    @property
    def signatures(self):
        """The distinct signatures of the boxes, in order of first occurrence."""
        return BoxSignatures(tuple(self.tags), tuple(self.attrs))

    def tag(self, Py_ssize_t index):
        """Return the tag of a box."""
        return self.tags[self.rows[self.checked(index)].signature]

    def path(self, Py_ssize_t index):
        """Return the XPath of a box."""
        index = self.checked(index)
        box = self.made[index]
        return self.join_path(index) if box is None else box.path

    def of_signatures(self, signatures):
        """Return the boxes with one of some signatures, given by their indices."""
        return [self.make(i) for i in self.numbers(signatures)]

    def numbers(self, signatures):
        """Return the indices of the boxes with one of some signatures, in page order."""
        cdef vector[bint] is_wanted
        cdef Py_ssize_t i
        is_wanted.resize(len(self.tags))
        for signature in signatures:
            i = signature
            if not 0 <= i < len(self.tags):
                raise IndexError(f"the page has {len(self.tags)} signatures, but not number {i}")
            is_wanted[i] = True
        return [
            i
            for i in range(<Py_ssize_t>self.rows.size())
            if is_wanted[self.rows[i].signature]
        ]

    def holding(self, starts, least):
        """Return the boxes with more than a quantity of anything that is summed up by block.

        Args:
            starts: The sum before each block, and that of all blocks.
            least: The quantity.
        """
        cdef vector[double] sums
        cdef double total, quantity = least
        cdef Py_ssize_t i
        for total in starts:
            sums.push_back(total)
        self.check(<Py_ssize_t>sums.size() - 1)
        return [
            self.make(i)
            for i in range(<Py_ssize_t>self.rows.size())
            if sums[self.rows[i].last] - sums[self.rows[i].first] > quantity
        ]

    def with_attrs(self, dict changed not None):
        """Return the boxes of a walk with other attributes of some.

        Args:
            changed: The other attributes, by the index of the box.

        Raises:
            TypeError: The boxes are not those of a walk.
        """
        if self.root is None:
            raise TypeError("these boxes were made by Python, so change the attributes before")
        cdef Boxes boxes = Boxes.__new__(Boxes)
        cdef Py_ssize_t i
        boxes.root, boxes.made = self.root, [None] * len(self)
        boxes.rows.insert(boxes.rows.end(), self.rows.begin(), self.rows.end())
        boxes.path_ends.assign(self.path_ends)
        signatures = {}
        for i in range(<Py_ssize_t>self.rows.size()):
            row = &boxes.rows[i]
            attrs = changed.get(i, self.attrs[row.signature])
            row.signature = boxes.number((self.tags[row.signature], attrs), signatures)
        return boxes

    cdef int add(self, box, dict signatures) except -1:
        """Add a box that was made by Python."""
        cdef BoxRow row
        if not isinstance(box, Box):
            raise TypeError(f"expected a Box, not {type(box).__name__}")
        tag, attrs, row.parent, row.depth, row.first, row.last, row.hidden, _, element = <tuple>box
        row.signature = self.number((tag, attrs), signatures)
        row.node = NULL
        if element is not None:
            row.node = nodes.node_of(element)
        row.path_length = row.path_start = 0
        self.rows.push_back(row)
        self.made.append(box)
        return 0

    cdef int number(self, signature, dict signatures) except -1:
        """Return the number of a signature, a new one if it was not seen yet."""
        cdef int number = signatures.setdefault(signature, len(signatures))
        if number == len(self.tags):
            tag, attrs = signature
            self.tags.append(tag)
            self.attrs.append(attrs)
        return number

    cdef int check(self, Py_ssize_t blocks) except -1:
        """Raise ValueError if a box is not inside an earlier one, or holds other blocks."""
        cdef Py_ssize_t i
        for i in range(<Py_ssize_t>self.rows.size()):
            row = &self.rows[i]
            if not -1 <= row.parent < i or not 0 <= row.first <= row.last <= blocks:
                raise ValueError(
                    f"box {i} is in box {row.parent} and holds the blocks {row.first} to"
                    f" {row.last}, on a page with {blocks} blocks"
                )
        return 0

    cdef Py_ssize_t checked(self, Py_ssize_t index) except -1:
        """Return an index, counted from the start.

        Raises:
            IndexError: There is no such box.
        """
        cdef Py_ssize_t size = self.rows.size()
        if not -size <= index < size:
            raise IndexError(f"the page has {size} boxes, but not number {index}")
        return index + size if index < 0 else index

    cdef make(self, Py_ssize_t index):
        """Return a box. Two threads may both make it, and their boxes are equal."""
        box = self.made[index]
        if box is not None:
            return box
        cdef BoxRow row = self.rows[index]
        box = segments.named_tuple(Box, (
            self.tags[row.signature], self.attrs[row.signature], row.parent, row.depth, row.first,
            row.last, row.hidden, self.join_path(index),
            etreepublic.elementFactory(self.root._doc, row.node),
        ))
        self.made[index] = box
        return box

    cdef str join_path(self, Py_ssize_t index):
        """Return the XPath of a box of the walk."""
        cdef string path
        cdef size_t start
        path.resize(self.rows[index].path_length)
        while index >= 0:
            row = &self.rows[index]
            start = self.rows[row.parent].path_length if row.parent >= 0 else 0
            self.path_ends.copy(&path[start], row.path_length - start, row.path_start)
            index = row.parent
        return nodes.decode(path)
