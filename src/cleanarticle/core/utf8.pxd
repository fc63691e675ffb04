"""Whitespace and lengths of text in UTF-8, which are those of Python's `str`."""

from libcpp.string cimport string


cdef inline size_t space_length(const char* text, const char* end) noexcept nogil:
    """Return the bytes of the whitespace character that a text begins with, 0 if it is another.

    These are the characters for which `str.isspace` is true.

    Args:
        text: The first byte of a character.
        end: The end of the text, after that byte.
    """
    cdef unsigned char first = <unsigned char>text[0]
    cdef unsigned int rest
    if first < 0x80:
        return first == 0x20 or 0x09 <= first <= 0x0D or 0x1C <= first <= 0x1F
    if first == 0xC2 and text + 1 < end:
        return 2 if <unsigned char>text[1] == 0x85 or <unsigned char>text[1] == 0xA0 else 0
    if first < 0xE1 or first > 0xE3 or text + 2 >= end:
        return 0
    rest = (<unsigned int><unsigned char>text[1] << 8) | <unsigned char>text[2]
    if first == 0xE1:
        return 3 if rest == 0x9A80 else 0  # U+1680
    if first == 0xE3:
        return 3 if rest == 0x8080 else 0  # U+3000
    if 0x8080 <= rest <= 0x808A or 0x80A8 <= rest <= 0x80A9:  # U+2000 to U+200A, U+2028, U+2029
        return 3
    return 3 if rest == 0x80AF or rest == 0x819F else 0  # U+202F, U+205F


cdef inline bint is_space(const char* text, size_t size) noexcept nogil:
    """Return True if a text has nothing but whitespace."""
    cdef const char* end = text + size
    cdef size_t length
    while text < end:
        length = space_length(text, end)
        if length == 0:
            return False
        text += length
    return True


cdef inline Py_ssize_t count_characters(const char* text, size_t size) noexcept nogil:
    """Return the number of characters of a text."""
    cdef Py_ssize_t count = 0
    cdef size_t i
    for i in range(size):
        count += (<unsigned char>text[i] & 0xC0) != 0x80
    return count


cdef inline Py_ssize_t count_visible(const char* text, size_t size) noexcept nogil:
    """Return the number of characters of a text that are not whitespace."""
    cdef const char* end = text + size
    cdef Py_ssize_t count = 0
    cdef size_t length
    while text < end:
        length = space_length(text, end)
        if length == 0:
            count += (<unsigned char>text[0] & 0xC0) != 0x80
            length = 1
        text += length
    return count


cdef inline int append_words(string& result, const char* text, size_t size) except -1 nogil:
    """Append the words of a text, which whitespace separates, with a space between each two."""
    cdef const char* end = text + size
    cdef const char* word
    cdef size_t length, start = result.size()
    while text < end:
        length = space_length(text, end)
        if length:
            text += length
            continue
        word = text
        while text < end and space_length(text, end) == 0:
            text += 1
        if result.size() > start:
            result.push_back(32)
        result.append(word, text - word)
    return 0
