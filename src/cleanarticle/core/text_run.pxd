"""Text runs: the text since the end of the last block, while the walk collects it."""

from libcpp.string cimport string
from libcpp.vector cimport vector

from lxml.includes cimport tree

from cleanarticle.core cimport utf8
from cleanarticle.core.pieces cimport TAIL, TEXT, PieceRow
from cleanarticle.parsing cimport nodes

cdef enum:
    LINE_BREAK = 0  # placeholder for a line break in a run: no parser lets a NUL through
    NEWLINE = 10
    SPACE = 32


cdef struct Run:
    string text  # of all pieces
    size_t parts  # number of strings that were added to it
    size_t last_part  # where the last of them begins
    string attrs
    vector[PieceRow] pieces
    Py_ssize_t link_length
    Py_ssize_t link_count
    int inline_flags
    tree.xmlAttr* first_href  # NULL if no link with text has one
    bint after_link  # a link ended, and no text followed yet
    bint line_ended  # a line ended whose line break is not in the text yet


cdef inline int clear_run(Run& run) except -1:
    """Begin a new run; its memory is used again."""
    run.text.clear()
    run.attrs.clear()
    run.pieces.clear()
    run.parts = run.last_part = 0
    run.link_length = run.link_count = run.inline_flags = 0
    run.first_href = NULL
    run.after_link = run.line_ended = False
    return 0


cdef inline bint is_empty(const Run& run) noexcept:
    """Return True if no element and no text was added to a run."""
    return (
        run.text.empty() and run.pieces.empty() and run.attrs.empty() and not run.inline_flags
    )


cdef inline int add_part(Run& run, const char* text, size_t size) except -1:
    """Add text that is not empty."""
    run.last_part = run.text.size()
    run.parts += 1
    run.text.append(text, size)
    return 0


cdef inline int add_character(Run& run, char character) except -1:
    """Add a space or a line break."""
    return add_part(run, &character, 1)


cdef inline int add_piece(Run& run, tree.xmlNode* node, int part) except -1:
    """Note a part of an element that belongs to the run."""
    cdef PieceRow piece
    piece.node, piece.part = node, part
    run.pieces.push_back(piece)
    return 0


cdef inline bint is_edge_of_time(
    const tree.xmlNode* before, int part_before, const tree.xmlNode* node, int part
) noexcept:
    """Return True if a `time` element begins or ends between two texts.

    Its text is never a part of a word, although pages put a name or a number right beside it.

    Args:
        before: The element of the first text.
        part_before: TEXT or TAIL.
        node: The element of the second.
        part: TEXT or TAIL.
    """
    if part == TEXT and nodes.is_named(node, b"time"):
        return True
    if part_before != TEXT or not nodes.is_named(before, b"time"):
        return False
    return part == TAIL or node.parent is not before


cdef inline bint are_of_words(char last, char first) noexcept:
    """Return True if two characters are letters or digits of ASCII."""
    return _is_of_word(last) and _is_of_word(first)


cdef inline bint _is_of_word(char character) noexcept:
    return (
        48 <= character <= 57 or 65 <= character <= 90 or 97 <= character <= 122
    )


cdef inline bint ends_line(const Run& run) noexcept:
    """Return True if the text, which is not empty, ends with a line break."""
    cdef char last = run.text[run.text.size() - 1]
    return last == NEWLINE or last == LINE_BREAK


cdef inline bint is_in_line(const Run& run) noexcept:
    """Return True if there is text since the last line break."""
    cdef const char* start = run.text.data()
    cdef size_t end = run.text.size()
    cdef size_t i = end
    while i > 0 and start[i - 1] != LINE_BREAK:
        i -= 1
    return not utf8.is_space(start + i, end - i)


cdef inline int end_last_line(Run& run) except -1:
    """Strip spaces and tabs from the end of the last part; one without anything else is a break."""
    cdef size_t size = run.text.size()
    while size > run.last_part and (run.text[size - 1] == SPACE or run.text[size - 1] == 9):
        size -= 1
    run.text.resize(size)
    if size == run.last_part:
        run.text.push_back(LINE_BREAK)
    return 0


cdef inline int append_lines(string& result, const string& text, char separator) except -1:
    """Append the lines of a run's text that are not empty, with whitespace collapsed."""
    cdef const char* start = text.data()
    cdef size_t i, line = 0, size
    for i in range(text.size() + 1):
        if i < text.size() and start[i] != LINE_BREAK:
            continue
        size = result.size()
        if size:
            result.push_back(separator)
        utf8.append_words(result, start + line, i - line)
        if size and result.size() == size + 1:
            result.resize(size)
        line = i + 1
    return 0
