"""Search for what may begin, or end, comments below an article; threads.py examines it.

Most pages have none, and these checks answer so without a regular expression per block.
"""

from cpython.unicode cimport PyUnicode_DATA

from cleanarticle.core.letters cimport is_alphanumeric, is_in_word


cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object text)


def possible_headings(
    layout, *, double most_words, double most_characters, Py_ssize_t least_blocks
):
    """Return the indices of the short blocks that begin a box, in page order.

    Args:
        layout: The page.
        most_words: Most words of such a block.
        most_characters: Most characters of such a block.
        least_blocks: Fewest blocks in the section that it heads: from itself to the end of the box
            around the outermost one that it begins.
    """
    cdef const double[::1] words = layout.words, characters = layout.chars
    cdef const Py_ssize_t[::1] box_of = layout.box, parent = layout.parent
    cdef const Py_ssize_t[::1] first = layout.first, last = layout.last
    cdef Py_ssize_t i, box
    headings = []
    for i in range(box_of.shape[0]):
        box = box_of[i]
        if first[box] != i or words[i] > most_words or characters[i] > most_characters:
            continue
        while box and first[box] == i:
            box = parent[box]
        if last[box] - i >= least_blocks:
            headings.append(i)
    return headings


def possible_replies(list blocks not None, endings, Py_ssize_t most_characters):
    """Return the indices of the blocks that may end with a control to reply, in page order.

    Args:
        blocks: The blocks of the page.
        endings: The last two letters of each control, in lower case.
        most_characters: Characters at the end of a block in which the control is, and the longest
            block that may be one without being a link.
    """
    replies = []
    for i, block in enumerate(blocks):
        text, _, _, link_count, _, _, _, _, _ = <tuple>block
        if (link_count or len(<str>text) <= most_characters) and _ends_with(
            text, endings, most_characters
        ):
            replies.append(i)
    return replies


def texts_with_names(texts, tuple names not None):
    """Return whether each text has one of some names at the start of a word.

    Args:
        texts: Texts in lower case.
        names: The names.
    """
    cdef bint[128] is_first
    cdef Py_ssize_t i
    cdef str name
    for i in range(128):
        is_first[i] = False
    for name in names:
        if name[0] < 128:
            is_first[<Py_ssize_t>name[0]] = True
    return [_has_name(text, names, is_first) for text in texts]


cdef bint _has_name(str text, tuple names, const bint* is_first) except -1:
    cdef bint was_in_word = False
    cdef Py_ssize_t i
    cdef Py_UCS4 character
    if PyUnicode_IS_ASCII(text):
        return _has_name_in_ascii(text, names, is_first)
    for i, character in enumerate(text):
        if (
            not was_in_word
            and (character >= 128 or is_first[character])
            and text.startswith(names, i)
        ):
            return True
        was_in_word = is_alphanumeric(character)
    return False


cdef bint _has_name_in_ascii(str text, tuple names, const bint* is_first) except -1:
    cdef const unsigned char* characters = <const unsigned char*>PyUnicode_DATA(text)
    cdef Py_ssize_t i
    for i in range(len(text)):
        if (
            is_first[characters[i]]
            and not (i and is_alphanumeric(characters[i - 1]))
            and text.startswith(names, i)
        ):
            return True
    return False


cdef bint _ends_with(str text, endings, Py_ssize_t most_characters) except -1:
    """Return True if the last two letters near the end of a text are among some endings."""
    cdef Py_ssize_t end = len(text)
    cdef Py_ssize_t start = max(0, end - most_characters)
    while end > start and not is_in_word(text[end - 1]):
        end -= 1
    return end - start >= 2 and text[end - 2 : end].lower() in endings
