"""Prose: the amount of a page's running text in each block."""

HIDDEN_PAGE_SHARE = 0.75
"""Share of a page's prose from which hidden text is the page itself, shown later by a script.
Chosen on wcxb-dev: a share of one half, at which injected text could be the longer half, lowers
word F1 by 0.0005; never treating hidden text as the page lowers it by 0.004."""


def prose_weights(blocks):
    """Return the characters of prose in each block; on a page without prose, of any text.

    Menus and dialogs are hidden on purpose and can be longer than a short page, but are not prose.
    """
    cdef Py_ssize_t size, link_length, total = 0
    prose, sizes = [], []
    for block in blocks:
        text, _, links, _, _, _, _, _, _ = <tuple>block
        size, link_length = len(<str>text), links
        sizes.append(size)
        if size < _MIN_PARAGRAPH_CHARS or 2 * link_length >= size:
            size = 0
        prose.append(size)
        total += size
    return prose if total >= _MIN_PROSE_CHARS else sizes


cdef Py_ssize_t _MIN_PARAGRAPH_CHARS = 100
"""Minimum characters of a paragraph of prose. Chosen by hand."""

cdef Py_ssize_t _MIN_PROSE_CHARS = 500
"""Minimum characters of prose; a page with less counts as one without prose. Chosen by hand."""
