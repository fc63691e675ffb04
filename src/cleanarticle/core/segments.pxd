"""Fields of the blocks, boxes and media of `core.segmentation`, by their place in the tuples.

Unpacking a tuple would touch the memory of all its fields, most of which are not read by compiled
code. page_walk.pyx checks on import that the fields and the numbers of parts are as here.
"""

cdef enum Part:
    TEXT = 0
    TAIL = 1
    ELEMENT = 2

cdef enum BlockField:
    BLOCK_TEXT = 0
    BLOCK_BOX = 1
    BLOCK_LINK_COUNT = 3
    BLOCK_PIECES = 8

cdef enum BoxField:
    BOX_TAG = 0
    BOX_PARENT = 2
    BOX_FIRST = 4
    BOX_LAST = 5
    BOX_ELEMENT = 8

cdef enum MediaField:
    MEDIA_POSITION = 1
    MEDIA_BOX = 2


cdef inline object field(object row, Py_ssize_t place):
    """Return a field of a block, box or medium."""
    return (<tuple>row)[place]
