"""Classes of characters of Python texts."""


cdef inline bint is_alphanumeric(Py_UCS4 character) noexcept:
    """`str.isalnum`, with a shortcut for ASCII."""
    if character < 128:
        return 97 <= character <= 122 or 65 <= character <= 90 or 48 <= character <= 57
    return character.isalnum()


cdef inline bint is_in_word(Py_UCS4 character) noexcept:
    """Return True for what `\\w` matches."""
    return character == u"_" or is_alphanumeric(character)
