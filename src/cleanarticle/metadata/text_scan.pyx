"""Scans of texts character by character, where patterns are slow."""

cdef extern from "Python.h":
    bint Py_ISALNUM "Py_UNICODE_ISALNUM"(Py_UCS4 character)
    bint Py_ISDECIMAL "Py_UNICODE_ISDECIMAL"(Py_UCS4 character)


def letter_runs(str text not None):
    """Return the words of a text: the longest runs of letters, without digits."""
    cdef Py_ssize_t i, start = -1
    cdef Py_UCS4 character
    words = []
    for i, character in enumerate(text):
        if not _is_letter(character):
            if start >= 0:
                words.append(text[start:i])
            start = -1
        elif start < 0:
            start = i
    if start >= 0:
        words.append(text[start:])
    return words


cdef inline bint _is_letter(Py_UCS4 character) noexcept:
    if character < 128:
        return 97 <= character <= 122 or 65 <= character <= 90
    return Py_ISALNUM(character) and not Py_ISDECIMAL(character)


def is_plain_line(str text not None):
    """Return True if a text has letters, digits, punctuation and single spaces between them alone.

    It is False for some texts that have nothing else either.
    """
    cdef Py_UCS4 character, previous = 32
    for character in text:
        if not _is_plain(character) and (character != 32 or previous == 32):
            return False
        previous = character
    return previous != 32 or not text


cdef inline bint _is_plain(Py_UCS4 character) noexcept:
    """Return True for characters of common scripts that are visible."""
    if character < 127:
        return character > 32
    if character < 0x2010:
        return 0xc0 <= character <= 0x24f or 0x370 <= character <= 0x52f or (
            0xa1 <= character <= 0xbf and character != 0xad
        )
    if character < 0x3000:
        return character <= 0x2027 or 0x2030 <= character <= 0x205e or (
            0x20a0 <= character <= 0x218f
        )
    return (
        0x3001 <= character <= 0x30ff
        or 0x3400 <= character <= 0x9fff
        or 0xac00 <= character <= 0xd7a3
        or 0xff01 <= character <= 0xff9f
    )
