"""Pieces: the parts of elements that blocks consist of.

Most blocks are not rendered, so lxml's objects for the elements are made when they are asked for.
"""

import cython

from libcpp.vector cimport vector

from lxml.includes cimport etreepublic

from cleanarticle.core.segmentation import Part as _Part

etreepublic.import_lxml__etree()

if (_Part.TEXT, _Part.TAIL, _Part.ELEMENT) != (TEXT, TAIL, ELEMENT):
    raise ImportError("core/pieces.pxd has other numbers of parts than core/segmentation.py")

_PARTS = tuple(_Part)


@cython.final
@cython.no_gc  # elements do not lead back to it
@cython.auto_pickle(False)
cdef class PagePieces:
    """The pieces of all blocks of a page, in page order.

    They are pointers into its tree, which stay valid as those of `Boxes` do.
    """

    cdef Pieces of_block(self, const vector[PieceRow]& rows):
        """Add the pieces of a block and return them."""
        cdef Pieces pieces = Pieces.__new__(Pieces)
        pieces.page, pieces.first, pieces.size = self, self.rows.size(), rows.size()
        self.rows.insert(self.rows.end(), rows.begin(), rows.end())
        return pieces


@cython.final
@cython.no_gc
@cython.auto_pickle(False)
cdef class Pieces:
    """The pieces of a block: a sequence of `Piece`.

    Code that changes the tree makes a tuple of them before, whose elements then keep theirs.
    """

    def __reduce__(self):
        raise TypeError("pieces refer to a tree in memory, so they cannot be pickled")

    def __len__(self):
        return self.size

    def __iter__(self):
        return iter([self.make(i) for i in range(self.size)])

    def __getitem__(self, Py_ssize_t index):
        if not -self.size <= index < self.size:
            raise IndexError(f"the block has {self.size} pieces, but not number {index}")
        return self.make(index + self.size if index < 0 else index)

    cdef PieceRow* row(self, Py_ssize_t i) noexcept:
        return &self.page.rows[self.first + i]

    cdef make(self, Py_ssize_t i):
        """Return a piece."""
        row = self.row(i)
        return etreepublic.elementFactory(self.page.root._doc, row.node), _PARTS[row.part]
