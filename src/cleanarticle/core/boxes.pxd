"""Columns of boxes, for other compiled modules."""

from libcpp.string cimport string
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree


cdef struct BoxRow:  # as in `Box`
    tree.xmlNode* node  # NULL for plain text
    int signature
    bint hidden
    Py_ssize_t parent
    Py_ssize_t depth
    Py_ssize_t first
    Py_ssize_t last
    size_t path_length
    size_t path_start  # where what follows the path of its parent begins in `path_ends`


cdef class Boxes:
    cdef vector[BoxRow] rows
    cdef list tags  # of each signature
    cdef list attrs
    cdef etreepublic._Element root  # None if the boxes were given
    cdef string path_ends
    cdef list made  # the boxes that were asked for or given, else None

    cdef int add(self, box, dict signatures) except -1
    cdef int number(self, signature, dict signatures) except -1
    cdef int check(self, Py_ssize_t blocks) except -1
    cdef Py_ssize_t checked(self, Py_ssize_t index) except -1
    cdef make(self, Py_ssize_t index)
    cdef str join_path(self, Py_ssize_t index)
