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
