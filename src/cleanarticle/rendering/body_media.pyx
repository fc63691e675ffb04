"""Images and players of the page that belong to the main content."""

import cython

from libcpp.vector cimport vector

from cleanarticle.core cimport segments
from cleanarticle.core.boxes cimport Boxes


# Most blocks, such as a photo credit, between a figure and the text that follows it, and most
# blocks, such as a standfirst and a byline, between the title and a figure. Chosen by hand.
cdef enum:
    MAX_CREDIT_BLOCKS = 1
    MAX_STANDFIRST_BLOCKS = 2

cdef enum:
    NO_FIGURE = -1
    UNKNOWN = -2


def body_media(segmentation, body, heading):
    """Return the media between body blocks and those in figures that belong to the body.

    Args:
        segmentation: Blocks of the page.
        body: Indices of the blocks to render.
        heading: Index of the block that shows the title, None if there is none.
    """
    cdef _Figures figures = _Figures(segmentation, body, heading)
    return [medium for medium in segmentation.media if figures.is_shown(medium)]


@cython.final
@cython.auto_pickle(False)
cdef class _Figures:
    """Figures of a page; for the arguments see `body_media`."""

    cdef list blocks
    cdef Boxes boxes
    cdef object body
    cdef Py_ssize_t heading  # behind all blocks if there is none
    cdef Py_ssize_t start  # of the body
    cdef vector[Py_ssize_t] figures  # by box
    cdef dict in_body  # by figure

    def __cinit__(self, segmentation, body, heading):
        self.blocks, self.boxes, self.body = segmentation.blocks, segmentation.boxes, body
        self.heading = len(self.blocks) if heading is None else heading
        self.start = min(body)
        self.figures.resize(len(self.boxes), UNKNOWN)
        self.in_body = {}

    cdef bint is_shown(self, medium) except -1:
        """Return True if a medium belongs to the body."""
        cdef Py_ssize_t position = segments.field(medium, segments.MEDIA_POSITION)
        cdef bint follows_body = position - 1 in self.body
        cdef bint precedes_body = position in self.body
        if follows_body and precedes_body:
            return True
        cdef Py_ssize_t figure = self.around(segments.field(medium, segments.MEDIA_BOX))
        if figure == NO_FIGURE:
            return False
        cdef Py_ssize_t first = self.boxes.rows[figure].first, last = self.boxes.rows[figure].last
        cdef Py_ssize_t neighbor = position - 1 if follows_body else position
        if (follows_body or precedes_body) and first <= neighbor < last:
            return True
        if figure not in self.in_body:
            self.in_body[figure] = self.is_in_body(first, last)
        return self.in_body[figure]

    cdef Py_ssize_t around(self, Py_ssize_t box) except -3:
        """Return the innermost figure that is or contains a box, NO_FIGURE if there is none."""
        cdef Py_ssize_t figure = NO_FIGURE
        cdef vector[Py_ssize_t] inside
        while box >= 0:
            figure = self.figures[box]
            if figure != UNKNOWN:
                break
            inside.push_back(box)
            if self.boxes.tags[self.boxes.rows[box].signature] == "figure":
                figure = box
                break
            figure = NO_FIGURE
            box = self.boxes.rows[box].parent
        while not inside.empty():
            self.figures[inside.back()] = figure
            inside.pop_back()
        return figure

    cdef bint is_in_body(self, Py_ssize_t first, Py_ssize_t last) except -1:
        """Return True if a figure without body blocks is between body blocks or below the title.

        The classifier may reject the caption of a content image and a credit after it. A caption
        with a link marks a teaser instead.

        Args:
            first: Index of its first block.
            last: Index of the first block after it.
        """
        cdef Py_ssize_t index
        for index in range(first, last):
            if segments.field(self.blocks[index], segments.BLOCK_LINK_COUNT):
                return False
        cdef bint precedes_body = False
        for index in range(last, last + MAX_CREDIT_BLOCKS + 1):
            precedes_body = precedes_body or index in self.body
        if self.heading < first < self.start:
            return precedes_body or first - self.heading <= MAX_STANDFIRST_BLOCKS + 1
        return precedes_body and first - 1 in self.body
