"""Fields of the blocks and media of `core.segmentation`, by their place in the tuples.

Unpacking a tuple would touch the memory of all its fields, most of which are not read by compiled
code. page_walk.pyx checks on import that the fields are as here.
"""

cdef extern from "Python.h":
    struct PyTypeObject:
        object (*tp_new)(type kind, tuple arguments, void* keywords)

    PyTypeObject PyTuple_Type
    void PyObject_GC_UnTrack(object value)


cdef enum BlockField:
    BLOCK_TEXT = 0
    BLOCK_BOX = 1
    BLOCK_LINK_COUNT = 3
    BLOCK_PIECES = 8

cdef enum MediaField:
    MEDIA_POSITION = 1
    MEDIA_BOX = 2


cdef inline object field(object row, Py_ssize_t place):
    """Return a field of a block or medium."""
    return (<tuple>row)[place]


cdef inline named_tuple(type kind, tuple values):
    """Return a named tuple of a kind, without the calls in Python that making one takes.

    The garbage collector need not visit it, as nothing in it leads back to it.
    """
    row = PyTuple_Type.tp_new(kind, (values,), NULL)
    PyObject_GC_UnTrack(row)
    return row
