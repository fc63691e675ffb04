"""Escaping of text in UTF-8, as `html.escape` does it."""

from libcpp.string cimport string


cdef inline size_t append_escaped(
    string& markup, const char* text, size_t size, bint quotes
) except? <size_t>-1:
    """Append text as markup; return how many ampersands it has.

    Args:
        markup: The string to append to.
        text: The text.
        size: Its bytes.
        quotes: Whether quotation marks are escaped, too, as in attributes.
    """
    cdef size_t i, start = 0, ampersands = 0
    cdef const char* entity
    for i in range(size):
        entity = entity_of(text[i], quotes)
        if entity is NULL:
            continue
        ampersands += text[i] == b"&"
        markup.append(text + start, i - start).append(entity)
        start = i + 1
    markup.append(text + start, size - start)
    return ampersands


cdef inline const char* entity_of(char character, bint quotes) noexcept nogil:
    """Return the character reference for a character, NULL for one that stays."""
    if character > 62:  # most letters
        return NULL
    if character == b"&":
        return "&amp;"
    if character == b"<":
        return "&lt;"
    if character == b">":
        return "&gt;"
    if quotes and character == b'"':
        return "&quot;"
    if quotes and character == b"'":
        return "&#x27;"
    return NULL
