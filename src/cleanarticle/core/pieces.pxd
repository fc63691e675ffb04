"""Pieces of blocks, for other compiled modules."""

from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree


cdef enum Part:  # as in `core.segmentation`
    TEXT = 0
    TAIL = 1
    ELEMENT = 2


cdef struct PieceRow:
    tree.xmlNode* node
    int part


cdef class PagePieces:
    cdef etreepublic._Element root
    cdef vector[PieceRow] rows

    cdef Pieces of_block(self, const vector[PieceRow]& rows)


cdef class Pieces:
    cdef PagePieces page
    cdef Py_ssize_t first
    cdef Py_ssize_t size

    cdef PieceRow* row(self, Py_ssize_t i) noexcept
    cdef make(self, Py_ssize_t i)
