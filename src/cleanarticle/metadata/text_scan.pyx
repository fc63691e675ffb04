"""Scans of texts character by character, where patterns are slow."""


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
    return character.isalnum() and not character.isdecimal()


def is_plain_line(str text not None):
    """Return True if a text is visible characters with single spaces between them.

    Rare characters count as invisible.
    """
    cdef Py_UCS4 character, previous = 32
    for character in text:
        if not _is_plain(character) and (character != 32 or previous == 32):
            return False
        previous = character
    return previous != 32 or not text


cdef inline bint _is_plain(Py_UCS4 character) noexcept:
    """Return True for characters that are visible, wherever they stand."""
    if character < 127:
        return character > 32
    if character < 0x2010:
        return (
            0xa1 <= character <= 0x34e and character != 0xad
            or 0x350 <= character <= 0x61b
            or 0x61d <= character <= 0x167f
            or 0x1681 <= character <= 0x180d
            or 0x1810 <= character <= 0x1fff
        )
    if character < 0x3000:
        return character <= 0x2027 or 0x2030 <= character <= 0x205e or character >= 0x2070
    return (
        0x3001 <= character <= 0x3163
        or 0x3165 <= character <= 0xd7ff
        or 0xe000 <= character <= 0xfdcf
        or 0xff01 <= character <= 0xff9f
        or 0x1f000 <= character <= 0x1faff
    )
