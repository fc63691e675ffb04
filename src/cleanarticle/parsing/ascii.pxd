"""Functions for the characters of ASCII in texts in UTF-8."""

from libcpp.string cimport string


cdef inline bint begins_with(const char* text, const char* word) noexcept nogil:
    """Return True if a text, in any case, begins with a word in lower case.

    Both end with a null character.
    """
    while word[0]:
        if text[0] != word[0] and not (word[0] >= b"a" and (text[0] | 32) == word[0]):
            return False
        text += 1
        word += 1
    return True


cdef inline bint is_digit(char character) noexcept nogil:
    return b"0" <= character <= b"9"


cdef inline bint is_in_word(char character) noexcept nogil:
    """Return True for letters, digits and underscores."""
    return b"a" <= (character | 32) <= b"z" or is_digit(character) or character == b"_"


cdef inline void lower_letters(string& text) noexcept nogil:
    """Make the letters of a text lower case."""
    cdef size_t i
    for i in range(text.size()):
        if b"A" <= text[i] <= b"Z":
            text[i] += 32
